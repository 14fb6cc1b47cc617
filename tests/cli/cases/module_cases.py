"""bytelogic plan, compile and exec."""

import json
import os

from harness import case

FAMILY = """REL parent 2
REL ancestor 2
FACT parent alice bob
FACT parent bob charlie
RULE ancestor: SCAN parent $x $y, EMIT ancestor $x $y
RULE ancestor: SCAN parent $x $y, JOIN ancestor $y $z, EMIT ancestor $x $z
SOLVE
QUERY ancestor alice ?
RESULT 1.5 * 2
"""
ENDLESS = "LET $i = 0\nFOR WHILE 1\nLET $i = $i + 1\nEND\nRESULT $i\n"

CASES = [
    case("plan", ["plan", "-"], stdin=FAMILY, out_has=["ancestor"]),
    case("plan of a wrong program", ["plan", "-"], stdin="QUERY b ?\n", code=1, out="", err_has="E201"),
    case("plan of a missing file", ["plan", "no.bl"], code=2, out="", err_has="cannot read no.bl"),
    case("compile to text", ["compile", "-", "-o", "-", "--emit", "wat"], stdin="RESULT 2\n", out_has=["(module"]),
    case("compile to a text file", ["compile", "f.bl", "-o", "f.wat"], files={"f.bl": "RESULT 2\n"}, out=""),
    case("an unknown format", ["compile", "f.bl", "-o", "f.o"], files={"f.bl": "RESULT 2\n"}, code=2, out="",
         err_has="cannot tell the format of f.o; name it .wasm or .wat", after={"f.o": None}),
    case("a wrong --emit", ["compile", "f.bl", "-o", "f.o", "--emit", "elf"], files={"f.bl": "RESULT 2\n"}, code=2, out="", err_has="--emit"),
    case("no output", ["compile", "f.bl"], files={"f.bl": "RESULT 2\n"}, code=2, out="", err_has="--output"),
    case("compile a wrong program", ["compile", "-", "-o", "f.wasm"], stdin="QUERY b ?\n", code=1, out="", err_has="E201", after={"f.wasm": None}),
    case("compile what is too long", ["compile", "-", "-o", "f.wasm", "--limit", "source=4"], stdin="RESULT 1\n", code=3, out="", err_has="R301", after={"f.wasm": None}),
    case("compile into a missing folder", ["compile", "-", "-o", "no/f.wasm"], stdin="RESULT 1\n", code=2, out="", err_has="cannot write no/f.wasm: No such file or directory; check the path"),
    case("compile onto a folder", ["compile", "-", "-o", "d.wasm"], stdin="RESULT 1\n", files={"d.wasm/x": ""}, code=2, out="", err_has="cannot write d.wasm"),
    case("compile to a full disk", ["compile", "-", "-o", "/dev/full", "--emit", "wasm"], stdin="RESULT 1\n", code=2, out="", err_has="cannot write /dev/full: No space left on device"),
    case("exec of no module", ["exec", "f.wasm"], files={"f.wasm": "RESULT 1\n"}, code=1, out="", err_has="error["),
    case("exec of an empty file", ["exec", "f.wasm"], files={"f.wasm": ""}, code=1, out="", err_has="error["),
    case("exec of a foreign module", ["exec", "f.wasm"], files={"f.wasm": b"\0asm\1\0\0\0"}, code=1, out="", err_has="error["),
    case("exec of a missing file", ["exec", "no.wasm"], code=2, out="", err_has="cannot read no.wasm"),
    case("exec of a directory", ["exec", "."], code=2, out="", err_has="it is a directory"),
    case("exec with a limit of compilation", ["exec", "f.wasm", "--limit", "Source=1MB"], code=2, out="", err_has="exec --limit Source=1MB: source bounds compilation or facts; a module is compiled and is given none; leave it out"),
    case("no format for standard output", ["compile", "-", "-o", "-"], stdin="RESULT 1\n", code=2, out="", err_has="standard output says no format; add --emit wasm or --emit wat\n"),
    case("exec of the text form", ["exec", "f.wat"], files={"f.wat": "(module)\n"}, code=1, out="", err_has=["R211", "help: this is the text form; exec takes the binary one, compile -o FILE.wasm\n"]),
    case("exec --help", ["exec", "--help"], out_has=["Limits", "  depth "]),
]


def test_exec_names_places_of_the_program(sandbox):
    assert sandbox.run(["compile", "-", "-o", "f.wasm"], "LET $x = 0\nRESULT 1 / $x\n").returncode == 0
    done = sandbox.run(["exec", "f.wasm"])
    assert done.returncode == 1 and done.stderr.startswith(b"<program>:2:8: error[R201]: division by zero in 1 / $x\nhelp: "), done
    assert b" source " not in sandbox.run(["exec", "--help"]).stdout.split(b"Limits (")[1]


def test_compile_and_exec(sandbox):
    done = sandbox.run(["compile", "-", "-o", "f.wasm"], FAMILY)
    assert done.returncode == 0 and done.stdout == b"" and done.stderr == b"", done
    module = (sandbox.folder / "f.wasm").read_bytes()
    assert module.startswith(b"\0asm"), module[:8]
    assert sorted(os.listdir(sandbox.folder)) == ["f.wasm", "home"], "a temporary file is left"
    ran = sandbox.run(["run", "-"], FAMILY)
    done = sandbox.run(["exec", "f.wasm"])
    assert done.returncode == 0 and done.stdout == ran.stdout == b"ancestor alice ?: bob, charlie\n1.5 * 2: 3\n", (done, ran)
    assert sandbox.run(["exec", "-"], module).stdout == ran.stdout
    result = json.loads(sandbox.run(["exec", "--json", "f.wasm"]).stdout)
    assert result["success"] and result["outputs"][0]["rows"] == [["bob"], ["charlie"]], result


def test_compile_to_standard_output(sandbox):
    done = sandbox.run(["compile", "-", "-o", "-", "--emit", "wasm"], FAMILY)
    assert done.returncode == 0 and done.stdout.startswith(b"\0asm"), done


def test_exec_has_limits(sandbox):
    assert sandbox.run(["compile", "-", "-o", "f.wasm"], ENDLESS).returncode == 0
    done = sandbox.run(["exec", "f.wasm"])
    assert done.returncode == 3 and b"error[R309]" in done.stderr, done
    done = sandbox.run(["exec", "--limit", "fuel=1k", "f.wasm"])
    assert done.returncode == 3 and b"1,000" in done.stderr, done


def test_exec_of_a_damaged_module(sandbox):
    assert sandbox.run(["compile", "-", "-o", "f.wasm"], FAMILY).returncode == 0
    module = (sandbox.folder / "f.wasm").read_bytes()
    for at in range(8, len(module), max(1, len(module) // 40)):
        damaged = module[:at] + bytes([module[at] ^ 0x55]) + module[at + 1 :]
        # Its code may do anything, run for ever included; each of these ends is right.
        done = sandbox.run(["exec", "--limit", "time=5s", "-"], damaged)
        assert done.returncode in (0, 1, 3), (at, done)
    for length in range(0, len(module), max(1, len(module) // 20)):
        done = sandbox.run(["exec", "-"], module[:length])
        assert done.returncode == 1, (length, done)
