"""What the tests of the command line are made of.

    case("adds", ["run", "a.bl"], files={"a.bl": "RESULT 1 + 1\n"}, out="2\n")

A case runs the binary once, in an empty folder with `files`, and compares what comes out. `out` is exact; `out_has` and
`err_has` are lists of parts that must occur in this order; `err` is exact and empty unless `err_has` is given. Tests that
need more (terminals, signals, pipes) are functions that take a Sandbox and raise AssertionError. None of them waits for a
time: they wait until something is so.
"""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time

PATIENT = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "patient.sh"
TIMEOUT = 1200  # only what hangs


class Sandbox:
    """An empty folder, a clean environment, and the binary."""

    def __init__(self, binary, cache):
        self.binary = str(binary)
        self.command = [str(PATIENT), self.binary]  # and arguments
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="bytelogic-cli-"))
        self.env = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": str(self.folder / "home"),
            "XDG_CACHE_HOME": str(cache),
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm",
        }
        # Sanitizers report through their own exit code, which no case expects.
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
            if name in os.environ:
                self.env[name] = os.environ[name]

    def __enter__(self):
        (self.folder / "home").mkdir()
        return self

    def __exit__(self, *_):
        for path in self.folder.rglob("*"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o700)
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def read(self, name):
        return (self.folder / name).read_text()

    def run(self, args, stdin=b"", **popen):
        if isinstance(stdin, str):
            stdin = stdin.encode()
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **popen}
        return subprocess.run(
            [*self.command, *args], input=stdin, cwd=self.folder, env=self.env, timeout=TIMEOUT, check=False, **options
        )

    def start(self, args, **popen):
        return subprocess.Popen([*self.command, *args], cwd=self.folder, env=self.env, **popen)


def wait_until(what, condition):
    """However slow the machine is: what does not come at all is what fails."""
    end = time.monotonic() + TIMEOUT
    while not condition():
        assert time.monotonic() < end, f"waited in vain until {what}"
        time.sleep(0.01)


def processor_seconds(pid):
    """What the process has used of them."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def interrupt(process):
    """Ctrl-C, once the process catches it: before, it ends like any other."""

    def catches_interrupts():
        caught = re.search(r"^SigCgt:\s*(\w+)", pathlib.Path(f"/proc/{process.pid}/status").read_text(), re.MULTILINE)
        return caught and int(caught.group(1), 16) >> (signal.SIGINT - 1) & 1

    wait_until("it catches interrupts", catches_interrupts)
    process.send_signal(signal.SIGINT)


class Case:
    def __init__(self, name, args, *, files=None, stdin=b"", code=0, out=None, out_has=(), err_has=(), after=None):
        self.name = name
        self.args = args
        self.files = files or {}
        self.stdin = stdin
        self.code = code
        self.out = out
        self.out_has = [out_has] if isinstance(out_has, str) else out_has
        self.err_has = [err_has] if isinstance(err_has, str) else err_has
        self.after = after or {}

    def __call__(self, sandbox):
        for name, content in self.files.items():
            sandbox.write(name, content)
        done = sandbox.run(self.args, self.stdin)
        shown = f"\n  exit code {done.returncode}\n  stdout {done.stdout!r}\n  stderr {done.stderr!r}"
        assert done.returncode == self.code, f"expected exit code {self.code}{shown}"
        out = done.stdout.decode("utf-8", "surrogateescape")
        err = done.stderr.decode("utf-8", "surrogateescape")
        if self.out is not None:
            expected = self.out.decode("utf-8", "surrogateescape") if isinstance(self.out, bytes) else self.out
            assert out == expected, f"expected stdout {expected!r}{shown}"
        require_parts(out, self.out_has, "stdout", shown)
        require_parts(err, self.err_has, "stderr", shown)
        if not self.err_has:
            assert err == "", f"expected nothing on stderr{shown}"
        for name, content in self.after.items():
            path = sandbox.folder / name
            if content is None:
                assert not path.exists(), f"{name} exists{shown}"
            else:
                assert path.read_text() == content, f"{name} holds {path.read_text()!r}{shown}"


def require_parts(text, parts, what, shown):
    at = 0
    for part in parts:
        found = text.find(part, at)
        assert found >= 0, f"{what} lacks {part!r}{shown}"
        at = found + len(part)


def case(name, args, **options):
    return Case(name, args, **options)
