"""bytelogic repl, through a pipe and on a terminal."""

import os
import pty
import select
import signal
import termios
import time

from harness import TIMEOUT, case, wait_until

CASES = [
    case("answers each entry", ["repl"], stdin="REL e 2\nFACT e a b\nQUERY e a ?\nFACT e a c\nQUERY e a ?\nRESULT 1 + 1\n", out="b\nb, c\n2\n"),
    case("several questions in one line", ["repl"], stdin="RESULT 1 RESULT 2\n", out="1: 1\n2: 2\n"),
    case("blocks until END", ["repl"], stdin="CALC f INPUT $n\n\n  IF $n < 2 THEN\n    RESULT 1\n  END\n  RESULT $n * CALC f($n - 1)\nEND\nRESULT CALC f(5)\n", out="120\n"),
    case("rules until EMIT", ["repl"], stdin="REL e 2\nREL r 2\nFACT e a b\nRULE r: SCAN e $x $y,\n  EMIT r $y $x\nQUERY r ? ?\n", out="b a\n"),
    case("parentheses until they close", ["repl"], stdin="RESULT (1 +\n2)\n", out="3\n"),
    case("a statement ends what was left open", ["repl"], stdin="RESULT 1+\nRESULT 2\n", code=1, out="2\n", err_has="<stdin>:1:10: error[E103]"),
    case("variables and asserting calls last", ["repl"], stdin="LET $x = 1\nLET $x = $x + 1\nRESULT $x\nREL a 1\nCALC f\nFACT a 7\nRESULT 5\nEND\nRESULT CALC f()\nQUERY a ?\n", out="2\n5\n7\n"),
    case("the last line without a newline", ["repl"], stdin="RESULT 2", out="2\n"),
    case("nothing", ["repl"], stdin="", out=""),
    case("blank lines and comments", ["repl"], stdin="\n  \n; nothing\nRESULT 1\n", out="1\n"),
    case("CRLF", ["repl"], stdin="RESULT 1\r\nRESULT 2\r\n", out="1\n2\n"),
    case("a wrong entry changes nothing", ["repl"], stdin="REL a 1\nFACT b x\nFACT a x\nFACT a y RESULT 1 DIV 0\nQUERY a ?\n", code=1, out="x\n",
         err_has=["<stdin>:2:6: error[E201]", "<stdin>:4:", "error[R201]"]),
    case("a conflict with what was entered", ["repl"], stdin="REL a 1\nREL a 2\nQUERY a ?\n", code=1, out="none\n", err_has="error[E211]"),
    case("a limit", ["repl", "--limit", "fuel=1k"], stdin="LET $i = 0\nFOR WHILE 1\nLET $i = $i + 1\nEND\nRESULT 3\n", code=3, out="3\n", err_has="error[R309]"),
    case("an unfinished entry at the end", ["repl"], stdin="CALC f\nRESULT 1\n", code=1, out="", err_has="error[E103]"),
    case("binary data", ["repl"], stdin=bytes(range(128, 256)) + b"\n", code=1, out="", err_has="E101"),
    case("list and reset", ["repl"], stdin="REL a 1\nFACT a x\nQUERY a ?\n:list\n:reset\n:list\nREL a 2\nQUERY a ? ?\n", out="x\nREL a 1\nFACT a x\nnone\n"),
    case("quit", ["repl"], stdin="RESULT 1\n:quit\nRESULT 2\n", out="1\n"),
    case("help", ["repl"], stdin=":help\n", out_has=[":list", ":reset", ":quit"]),
    case("a wrong command", ["repl"], stdin=":frobnicate\n", out="", err_has="there is no :frobnicate"),
    case("facts", ["repl", "--facts", "e=e.csv"], files={"e.csv": "a,b\n"}, stdin="REL e 2\nQUERY e ? ?\n", out="a b\n"),
    case("many questions", ["repl"], stdin="REL a 1\nFACT a some-rather-long-symbol\n" + "QUERY a ?\n" * 3_000, out="some-rather-long-symbol\n" * 3_000),
]


# What is typed before the prompt is there reaches the terminal's own line editing; so each input waits for its prompt.
PROMPT = "bytelogic> "


class Terminal:
    """The REPL on a pseudo-terminal."""

    def __init__(self, sandbox, args=("repl",), **env):
        sandbox.env.update(env)
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            os.chdir(sandbox.folder)
            os.execve(sandbox.command[0], [*sandbox.command, *args], sandbox.env)
        self.seen = ""

    def expect(self, text, timeout=TIMEOUT):
        """Waits until `text` was shown after what was expected before."""
        end = time.monotonic() + timeout
        while text not in self.seen:
            assert time.monotonic() < end, f"waited for {text!r}, saw {self.seen!r}"
            if select.select([self.file], [], [], 0.2)[0]:
                try:
                    self.seen += os.read(self.file, 65536).decode("utf-8", "replace")
                except OSError:
                    assert text in self.seen, f"ended before {text!r}, saw {self.seen!r}"
        self.seen = self.seen[self.seen.index(text) + len(text) :]
        # The prompt is shown before the terminal is raw; until it is, Ctrl-D is the terminal's own end of input.
        if text.endswith(PROMPT):
            wait_until("the terminal is raw", lambda: not self.edits_lines())

    def edits_lines(self):
        """The terminal itself does; the program does not."""
        return termios.tcgetattr(self.file)[3] & termios.ICANON

    def send(self, text):
        os.write(self.file, text.encode())

    def close(self, timeout=TIMEOUT):
        """The exit code."""
        end = time.monotonic() + timeout
        while True:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                os.close(self.file)
                return os.waitstatus_to_exitcode(status)
            if time.monotonic() > end:
                os.kill(self.pid, signal.SIGKILL)
                raise AssertionError(f"does not end, saw {self.seen!r}")
            if select.select([self.file], [], [], 0.05)[0]:
                try:
                    self.seen += os.read(self.file, 65536).decode("utf-8", "replace")
                except OSError:
                    pass


def test_terminal_with_history(sandbox):
    terminal = Terminal(sandbox)
    terminal.expect(PROMPT)
    terminal.send("RESULT 20 + 1\r")
    terminal.expect("21\r\n" + PROMPT)
    terminal.send("\x1b[A\r")  # the line before, once more
    terminal.expect("21\r\n" + PROMPT)
    terminal.send("RESULT (1 +\r")
    terminal.expect("... ")
    terminal.send("4)\r")
    terminal.expect("5\r\n" + PROMPT)
    terminal.send("\x04")
    assert terminal.close() == 0
    history = (sandbox.folder / "home/.local/state/bytelogic/history").read_text()
    assert "RESULT" in history, history

    again = Terminal(sandbox)
    again.expect(PROMPT)
    again.send("\x1b[A\x1b[A\x1b[A\r")
    again.expect("21\r\n" + PROMPT)
    again.send(":quit\r")
    assert again.close() == 0


def test_terminal_ctrl_c(sandbox):
    terminal = Terminal(sandbox, ("repl", "--limit", "fuel=1000G"))
    terminal.expect(PROMPT)
    terminal.send("RESULT (1 +\r")
    terminal.expect("... ")
    terminal.send("\x03")
    terminal.expect(PROMPT)
    terminal.send("LET $i = 0 FOR WHILE 1 LET $i = $i + 1 END\r")
    terminal.expect("END\r\n")
    wait_until("the run begins", terminal.edits_lines)  # before, it would be a key of the line
    terminal.send("\x03")
    terminal.expect("interrupted")
    terminal.expect(PROMPT)
    terminal.send("RESULT 2 + 2\r")
    terminal.expect("4\r\n" + PROMPT)
    terminal.send("\x04")
    assert terminal.close() == 0


def test_terminal_with_letters_beyond_ascii(sandbox):
    terminal = Terminal(sandbox)
    terminal.expect(PROMPT)
    terminal.send('RESULT LENGTH("größe")\r')
    terminal.expect("5\r\n" + PROMPT)
    terminal.send("\x04")
    assert terminal.close() == 0
