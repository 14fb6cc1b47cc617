"""Full disks, closed pipes, Ctrl-C, colours, start-up."""

import os
import pty
import subprocess
import time

from harness import TIMEOUT, interrupt, processor_seconds, wait_until

ENDLESS = "LET $i = 0\nFOR WHILE 1\nLET $i = $i + 1\nEND\nRESULT $i\n"
LONG = ["--limit", "fuel=1000G"]
BLOCK = "<computation>RESULT POW(2, 10)</computation>"

# Every command that prints, with the standard input that makes it print.
PRINTERS = [
    (["run", "-"], "RESULT 1\n"),
    (["run", "--json", "-"], "RESULT 1\n"),
    (["answer", "-"], "text " * 100_000),
    (["check", "--json", "-"], "RESULT 1\n"),
    (["fmt", "-"], "RESULT 1\n"),
    (["plan", "-"], "RESULT 1\n"),
    (["compile", "-", "-o", "-", "--emit", "wat"], "RESULT 1\n"),
    (["repl"], "RESULT 1\n"),
    (["help", "E204"], ""),
    (["--help"], ""),
    (["--version"], ""),
]


def test_a_full_disk(sandbox):
    for args, stdin in PRINTERS:
        with open("/dev/full", "wb") as full:
            done = sandbox.run(args, stdin, stdout=full)
        assert done.returncode == 2, (args, done)
        assert done.stderr == b"bytelogic: cannot write to standard output: No space left on device; make room, or choose another place\n", (args, done)


def test_a_closed_pipe(sandbox):
    for args, stdin in PRINTERS:
        reader, writer = os.pipe()
        os.close(reader)
        done = sandbox.run(args, stdin, stdout=writer)
        os.close(writer)
        assert done.returncode == 2, (args, done)
        assert done.stderr == b"bytelogic: cannot write to standard output: its reader closed it; the rest is not written\n", (args, done)


def test_a_pipe_closed_within_a_block(sandbox):
    # The block is open where the first piece of the text ends; that nothing is written after it is no fault of the text.
    reader, writer = os.pipe()
    os.close(reader)
    done = sandbox.run(["answer", "-"], "<computation>" + "\n" * 90_000 + "RESULT 1</computation>", stdout=writer)
    os.close(writer)
    assert done.returncode == 2, done
    assert done.stderr == b"bytelogic: cannot write to standard output: its reader closed it; the rest is not written\n", done


def test_a_file_beyond_its_greatest_size(sandbox):
    sandbox.write("f.bl", "RESULT 1\n")
    # One block of 512 or 1,024 bytes, by shell: less than any module.
    done = subprocess.run(
        ["sh", "-c", 'ulimit -f 1; exec "$0" compile f.bl -o f.wasm', sandbox.binary], cwd=sandbox.folder, env=sandbox.env,
        capture_output=True, timeout=TIMEOUT, check=False,
    )
    assert done.returncode == 2, done
    assert done.stderr == b"bytelogic: cannot write f.wasm: File too large; make room, or choose another place\n", done
    left = sorted(path.name for path in sandbox.folder.iterdir() if path.is_file())
    assert left == ["f.bl"], left


def test_closed_standard_streams(sandbox):
    for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        done = subprocess.run(
            ["sh", "-c", f'"$0" run f.bl {closed}', sandbox.binary], cwd=sandbox.folder, env=sandbox.env,
            capture_output=True, timeout=TIMEOUT, check=False,
        )
        assert done.returncode == 2, (closed, done)  # there is no f.bl
    sandbox.write("f.bl", "RESULT 1\n")
    done = subprocess.run(["sh", "-c", '"$0" run f.bl >&-', sandbox.binary], cwd=sandbox.folder, env=sandbox.env, capture_output=True, timeout=TIMEOUT, check=False)
    assert done.returncode == 2 and b"cannot write to standard output: it is closed; redirect it" in done.stderr, done
    done = subprocess.run(["sh", "-c", '"$0" run - <&-', sandbox.binary], cwd=sandbox.folder, env=sandbox.env, capture_output=True, timeout=TIMEOUT, check=False)
    assert done.returncode == 2 and b"cannot read <stdin>" in done.stderr, done


def interrupted(sandbox, args, stdin, ready):
    """Exit code and output of a process that gets `stdin`, and Ctrl-C as soon as it is `ready(process)`."""
    process = sandbox.start(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        process.stdin.write(stdin.encode())
        process.stdin.flush()
        if args[0] != "answer":
            process.stdin.close()
            process.stdin = None
        out = ready(process)
        assert process.poll() is None, ("ended before", process.communicate())
        interrupt(process)
        # With standard input open, where it waits for more of it.
        out += process.stdout.read()
        err = process.stderr.read()
        return process.wait(TIMEOUT), out, err
    finally:
        process.kill()
        process.wait()


def computes(process):
    """It has been at work for longer than it takes to start. Nothing fails where Ctrl-C comes before or after that."""
    wait_until("it computes", lambda: process.poll() is not None or processor_seconds(process.pid) > 0.3)
    return b""


def test_ctrl_c_ends_a_run(sandbox):
    code, out, err = interrupted(sandbox, ["run", "-", *LONG], ENDLESS, computes)
    assert code == 130 and out == b"" and err == b"bytelogic: interrupted\n", (code, out, err)


def test_ctrl_c_ends_exec(sandbox):
    assert sandbox.run(["compile", "-", "-o", "f.wasm", *LONG], ENDLESS).returncode == 0
    code, out, err = interrupted(sandbox, ["exec", "f.wasm", *LONG], "", computes)
    assert code == 130 and out == b"" and err == b"bytelogic: interrupted\n", (code, out, err)


def test_ctrl_c_while_waiting_for_input(sandbox):
    answered = f"a {BLOCK}\n<result>1024</result> b ".encode()
    code, out, err = interrupted(
        sandbox, ["answer", "-"], f"a {BLOCK} b <comp", lambda process: process.stdout.read(len(answered)))
    assert code == 130 and err == b"bytelogic: interrupted\n", (code, out, err)
    assert out == answered + b"<comp", out


def test_ctrl_c_in_a_block_loses_no_text(sandbox):
    text = f"a <computation>{ENDLESS}</computation> b {BLOCK} c"
    code, out, err = interrupted(sandbox, ["answer", "--format", "replace", "-", *LONG], text, computes)
    assert code == 130 and err == b"bytelogic: interrupted\n", (code, out, err)
    assert out.decode() == text, out


def on_a_terminal(sandbox, args, stdin, **env):
    """What is shown where standard output and standard error are a terminal."""
    master, slave = pty.openpty()
    environment = {**sandbox.env, **env}
    process = subprocess.Popen([*sandbox.command, *args], stdin=subprocess.PIPE, stdout=slave, stderr=slave, cwd=sandbox.folder, env=environment)
    os.close(slave)
    try:
        process.stdin.write(stdin.encode())
        process.stdin.close()
    except BrokenPipeError:
        pass  # it ended before it read all of that
    shown = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    process.wait(TIMEOUT)
    os.close(master)
    return shown


def test_colours(sandbox):
    wrong = "RESULT $x\n"
    assert b"\x1b[" in on_a_terminal(sandbox, ["run", "-"], wrong)
    assert b"\x1b[" not in on_a_terminal(sandbox, ["run", "-"], wrong, NO_COLOR="1")
    assert b"\x1b[" in on_a_terminal(sandbox, ["run", "-"], wrong, NO_COLOR="")
    assert b"\x1b[" not in on_a_terminal(sandbox, ["run", "-"], wrong, TERM="dumb")
    assert b"\x1b[" not in sandbox.run(["run", "-"], wrong).stderr


def test_progress(sandbox):
    master, slave = pty.openpty()
    process = sandbox.start(["run", "-", *LONG], stdin=subprocess.PIPE, stderr=slave)
    os.close(slave)
    process.stdin.write(ENDLESS.encode())
    process.stdin.close()
    shown = b""
    while b"running, 1 s (Ctrl-C ends it)" not in shown:
        shown += os.read(master, 65536)  # fails where it ends before
    interrupt(process)
    assert process.wait(TIMEOUT) == 130
    os.close(master)
    # Neither where standard error is no terminal, nor within the first second.
    assert b"running," not in sandbox.run(["run", "-", "--limit", "time=1500ms", "--limit", "fuel=1000G"], ENDLESS).stderr
    start = time.monotonic()
    shown = on_a_terminal(sandbox, ["run", "-"], "RESULT 1\n")
    assert b"running," not in shown or time.monotonic() - start >= 1, shown


def test_progress_of_a_text(sandbox):
    master, slave = pty.openpty()
    os.set_blocking(master, False)
    process = sandbox.start(["answer", "--format", "replace", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=slave)
    os.close(slave)
    shown = b""
    pairs = 0

    def see():
        nonlocal shown
        try:
            shown += os.read(master, 65536)
        except BlockingIOError:
            pass  # there is nothing now
        return shown

    def progress_after_two_more_blocks():
        nonlocal pairs
        pairs += 1
        process.stdin.write(f"{BLOCK} <computation>RESULT $x</computation> and so on\n".encode())
        process.stdin.flush()
        answer = process.stdout.readline()
        assert answer.startswith(b"<result>1024</result> <result error=") and b"MB read" not in answer, answer
        return b"blocks answered" in see()

    wait_until("it shows how far it came", progress_after_two_more_blocks)
    process.stdin.close()
    wait_until("every error is shown", lambda: see().count(b"error[E204]") >= pairs)
    assert process.wait(TIMEOUT) == 1
    assert b" MB read, " in shown, shown
    assert shown.count(b"error[E204]") == pairs, shown
    assert process.stdout.read() == b""
    process.stdout.close()
    os.close(master)


def test_a_module_is_not_shown_on_a_terminal(sandbox):
    shown = on_a_terminal(sandbox, ["compile", "-", "-o", "-", "--emit", "wasm"], "RESULT 1\n")
    assert b"a module is not text for a terminal" in shown and b"\0asm" not in shown, shown
