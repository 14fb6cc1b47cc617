"""Full disks, closed pipes, Ctrl-C, colours, start-up."""

import os
import pty
import signal
import subprocess
import time

ENDLESS = "LET $i = 0\nFOR WHILE 1\nLET $i = $i + 1\nEND\nRESULT $i\n"
LONG = ["--limit", "time=60s", "--limit", "fuel=1000G"]
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
        capture_output=True, timeout=60, check=False,
    )
    assert done.returncode == 2, done
    assert done.stderr == b"bytelogic: cannot write f.wasm: File too large; make room, or choose another place\n", done
    left = sorted(path.name for path in sandbox.folder.iterdir() if path.is_file())
    assert left == ["f.bl"], left


def test_closed_standard_streams(sandbox):
    for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        done = subprocess.run(
            ["sh", "-c", f'"$0" run f.bl {closed}', sandbox.binary], cwd=sandbox.folder, env=sandbox.env,
            capture_output=True, timeout=60, check=False,
        )
        assert done.returncode == 2, (closed, done)  # there is no f.bl
    sandbox.write("f.bl", "RESULT 1\n")
    done = subprocess.run(["sh", "-c", '"$0" run f.bl >&-', sandbox.binary], cwd=sandbox.folder, env=sandbox.env, capture_output=True, timeout=60, check=False)
    assert done.returncode == 2 and b"cannot write to standard output: it is closed; redirect it" in done.stderr, done
    done = subprocess.run(["sh", "-c", '"$0" run - <&-', sandbox.binary], cwd=sandbox.folder, env=sandbox.env, capture_output=True, timeout=60, check=False)
    assert done.returncode == 2 and b"cannot read <stdin>" in done.stderr, done


def interrupt(sandbox, args, stdin, after):
    """The process was sent SIGINT `after` so many seconds; its exit code and output."""
    process = sandbox.start(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        process.stdin.write(stdin.encode())
        process.stdin.flush()
        if "--keep-open" not in args and not args[0] == "answer":
            process.stdin.close()
            process.stdin = None
        time.sleep(after)
        assert process.poll() is None, ("ended before", process.communicate())
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        if process.stdin is not None:
            out, err = process.stdout.read(), process.stderr.read()
            process.wait(30)
        else:
            out, err = process.communicate(timeout=30)
        assert time.monotonic() - start < 5, "slow to end"
        return process.returncode, out, err
    finally:
        process.kill()
        process.wait()


def test_ctrl_c_ends_a_run(sandbox):
    code, out, err = interrupt(sandbox, ["run", "-", *LONG], ENDLESS, 0.7)
    assert code == 130 and out == b"" and err == b"bytelogic: interrupted\n", (code, out, err)


def test_ctrl_c_ends_exec(sandbox):
    assert sandbox.run(["compile", "-", "-o", "f.wasm", *LONG], ENDLESS).returncode == 0
    code, out, err = interrupt(sandbox, ["exec", "f.wasm", *LONG], "", 0.7)
    assert code == 130 and out == b"" and err == b"bytelogic: interrupted\n", (code, out, err)


def test_ctrl_c_while_waiting_for_input(sandbox):
    code, out, err = interrupt(sandbox, ["answer", "-"], f"a {BLOCK} b <comp", 0.7)
    assert code == 130 and err == b"bytelogic: interrupted\n", (code, out, err)
    assert out.decode() == f"a {BLOCK}\n<result>1024</result> b <comp", out


def test_ctrl_c_in_a_block_loses_no_text(sandbox):
    text = f"a <computation>{ENDLESS}</computation> b {BLOCK} c"
    code, out, err = interrupt(sandbox, ["answer", "--format", "replace", "-", *LONG], text, 0.7)
    assert code == 130 and err == b"bytelogic: interrupted\n", (code, out, err)
    assert out.decode() == text, out


def on_a_terminal(sandbox, args, stdin, **env):
    """What is shown where standard output and standard error are a terminal."""
    master, slave = pty.openpty()
    environment = {**sandbox.env, **env}
    process = subprocess.Popen([sandbox.binary, *args], stdin=subprocess.PIPE, stdout=slave, stderr=slave, cwd=sandbox.folder, env=environment)
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
    process.wait(30)
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
    args = ["run", "-", "--limit", "time=2500ms", "--limit", "fuel=1000G"]
    shown = on_a_terminal(sandbox, args, ENDLESS)
    assert b"running, 1 s (Ctrl-C ends it)" in shown and b"R303" in shown, shown
    assert b"running," not in sandbox.run(args, ENDLESS).stderr
    assert b"running," not in on_a_terminal(sandbox, ["run", "-"], "RESULT 1\n")


def test_progress_of_a_text(sandbox):
    master, slave = pty.openpty()
    process = sandbox.start(["answer", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=slave)
    os.close(slave)
    for _ in range(2):
        process.stdin.write(f"{BLOCK} <computation>RESULT $x</computation> ".encode())
        process.stdin.flush()
        time.sleep(1.3)
    process.stdin.close()
    shown = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        shown += piece
    assert process.wait(30) == 1
    assert b"MB read, 4 blocks answered" in shown, shown
    assert shown.count(b"error") == 2, shown
    assert b"MB read" not in process.stdout.read()
    process.stdout.close()
    os.close(master)


def test_a_module_is_not_shown_on_a_terminal(sandbox):
    shown = on_a_terminal(sandbox, ["compile", "-", "-o", "-", "--emit", "wasm"], "RESULT 1\n")
    assert b"a module is no text for a terminal" in shown and b"\0asm" not in shown, shown
