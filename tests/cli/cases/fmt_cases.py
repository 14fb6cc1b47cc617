"""bytelogic fmt."""

import os
import stat

from harness import case

UGLY = "rel a   2 ; one\n\n\nfact   a x y\nresult 1+1\n"
PRETTY = "REL a 2  ; one\n\nFACT a x y\nRESULT 1 + 1\n"

CASES = [
    case("prints", ["fmt", "f.bl"], files={"f.bl": UGLY}, out_has=["REL a 2", "; one\n\nFACT a x y\nRESULT 1 + 1\n"], after={"f.bl": UGLY}),
    case("standard input", ["fmt", "-"], stdin="result 1+1", out="RESULT 1 + 1\n"),
    case("an empty file", ["fmt", "-"], stdin="", out=""),
    case("a wrong program", ["fmt", "f.bl"], files={"f.bl": "FACTS a\n"}, code=1, out="", err_has="f.bl:1:1: error[E103]"),
    case("a wrong program is not written", ["fmt", "--write", "f.bl"], files={"f.bl": "FACTS a\n"}, code=1, out="", err_has="E103", after={"f.bl": "FACTS a\n"}),
    case("a program that is wrong only in meaning", ["fmt", "-"], stdin="query a ?", out="QUERY a ?\n"),
    case("standard input cannot be written", ["fmt", "--write", "-"], stdin="RESULT 1\n", code=2, out="", err_has="--write needs a file"),
    case("patterns", ["fmt", "--patterns", "-"],
         stdin="REL p 2\nREL g 2\nRULE g: SCAN p MATCH $0, JOIN p $0, EMIT g $1 $2 ; two steps\n",
         out_has=["RULE g: SCAN p $1 $0, JOIN p $0 $2, EMIT g $1 $2", "; two steps\n"]),
    case("patterns of a program that is wrong", ["fmt", "--patterns", "-"], stdin="RULE g: SCAN p, EMIT g $0 $1\n", code=1, out="", err_has="E201"),
    case("binary data", ["fmt", "--write", "f.bl"], files={"f.bl": b"\xff\xfe"}, code=1, out="", err_has="E101"),
    case("a missing file", ["fmt", "--write", "no.bl"], code=2, out="", err_has="cannot read no.bl", after={"no.bl": None}),
    case("a directory", ["fmt", "--write", "."], code=2, out="", err_has="it is a directory"),
    case("longer than the limit", ["fmt", "--write", "--limit", "source=4", "f.bl"], files={"f.bl": "result 1\n"}, code=3, out="", err_has="R301", after={"f.bl": "result 1\n"}),
]


def test_the_example_of_the_help_runs(sandbox):
    text = sandbox.run(["fmt", "--help"]).stdout.decode()
    program = text.split("echo '")[1].split("' | bytelogic fmt --patterns -\n")[0]
    done = sandbox.run(["fmt", "--patterns", "-"], program + "\n")
    assert done.returncode == 0 and done.stdout == b"REL e 2\nREL r 1\nRULE r: SCAN e $1 $0, EMIT r $1\n", done


def formatted(sandbox):
    return sandbox.run(["fmt", "-"], UGLY).stdout


def test_write_replaces_the_file(sandbox):
    path = sandbox.write("f.bl", UGLY)
    path.chmod(0o640)
    inode = path.stat().st_ino
    done = sandbox.run(["fmt", "--write", "f.bl"])
    assert done.returncode == 0 and done.stdout == b"" and done.stderr == b"", done
    assert path.read_bytes() == formatted(sandbox)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.stat().st_ino != inode, "it was not replaced at once"
    assert sorted(os.listdir(sandbox.folder)) == ["f.bl", "home"], "a temporary file is left"


def test_write_leaves_a_formatted_file_alone(sandbox):
    path = sandbox.write("f.bl", formatted(sandbox))
    before = path.stat()
    assert sandbox.run(["fmt", "--write", "f.bl"]).returncode == 0
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_write_follows_links(sandbox):
    target = sandbox.write("real/f.bl", UGLY)
    link = sandbox.folder / "f.bl"
    link.symlink_to("real/f.bl")
    assert sandbox.run(["fmt", "--write", "f.bl"]).returncode == 0
    assert link.is_symlink() and target.read_bytes() == formatted(sandbox)


def test_write_to_a_full_disk_keeps_the_file(sandbox):
    path = sandbox.write("f.bl", UGLY)
    # No file may grow: as a full disk, without one.
    done = sandbox.run(["fmt", "--write", "f.bl"], preexec_fn=forbid_growth)
    assert done.returncode == 2, done
    assert b"cannot write f.bl: File too large" in done.stderr, done
    assert path.read_text() == UGLY
    assert sorted(os.listdir(sandbox.folder)) == ["f.bl", "home"], "a temporary file is left"


def forbid_growth():
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def test_formatting_twice_changes_nothing(sandbox):
    once = formatted(sandbox)
    assert sandbox.run(["fmt", "-"], once).stdout == once
