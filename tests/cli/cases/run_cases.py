"""bytelogic run."""

import json

from harness import case

FAMILY = """REL parent 2
REL ancestor 2
FACT parent alice bob
FACT parent bob charlie
RULE ancestor: SCAN parent $x $y, EMIT ancestor $x $y
RULE ancestor: SCAN parent $x $y, JOIN ancestor $y $z, EMIT ancestor $x $z
SOLVE
QUERY ancestor alice ?
"""
ENDLESS = "LET $i = 0\nFOR WHILE 1\nLET $i = $i + 1\nEND\nRESULT $i\n"

CASES = [
    case("a limit of one", ["run", "-", "--limit", "memory=1B"], stdin="RESULT 1\n", code=3, out="", err_has=["the limit is 1 byte;", "--limit memory=1MiB\n"]),
    case("no fuel but one unit", ["run", "-", "--limit", "fuel=1"], stdin="FOR i IN RANGE(0, 9)\nRESULT i\nEND\n", code=3, out="", err_has="after 1 unit of fuel"),
    case("one rule", ["run", "-", "--limit", "rules=1"], stdin="REL a 1\n" + 2 * "RULE a: SCAN a $x, EMIT a $x\n", code=3, out="", err_has="more than 1 rule\n"),
    case("as deep as can be", ["run", "-", "--limit", "depth=10000"], stdin="CALC f INPUT $n RESULT CALC f($n + 1) END\nRESULT CALC f(1)\n", code=3, out="",
         err_has="raise the limit `depth` (at most 10,000)\n"),
    case("compiled text of what does not compile", ["run", "-", "--json", "--wat"], stdin="RESULT $x\n", code=1, out_has='"wat_code":null'),
    case("answers", ["run", "f.bl"], files={"f.bl": FAMILY}, out="bob, charlie\n"),
    case("answers standard input", ["run", "-"], stdin=FAMILY, out="bob, charlie\n"),
    case("several outputs", ["run", "-"], stdin="RESULT 1 + 1\nRESULT 3\n", out="1 + 1: 2\n3: 3\n"),
    case("options before the file", ["run", "--limit", "fuel=1M", "f.bl"], files={"f.bl": FAMILY}, out="bob, charlie\n"),
    case("a file named like an option", ["run", "--", "-f.bl"], files={"-f.bl": "RESULT 2\n"}, out="2\n"),
    case("a byte order mark and CRLF", ["run", "-"], stdin=b"\xef\xbb\xbfRESULT 2\r\n", out="2\n"),
    case("no newline at the end", ["run", "-"], stdin="RESULT 2", out="2\n"),
    # Programs that are wrong.
    case(
        "a wrong program", ["run", "f.bl"], files={"f.bl": "REL a 1\nQUERY b ?\n"}, code=1, out="",
        err_has=["f.bl:2:7: error[E201]: ", "QUERY b ?", "help: "],
    ),
    case("standard input in diagnostics", ["run", "-"], stdin="QUERY b ?\n", code=1, out="", err_has="<stdin>:1:7: error[E201]: "),
    case("an error at run time", ["run", "-"], stdin="LET $a = 0\nRESULT 1 / $a\n", code=1, out="", err_has="<stdin>:2:8: error[R201]: "),
    case("no output when one of many fails", ["run", "-"], stdin="RESULT 1\nRESULT 1 DIV (1 - 1)\n", code=1, out="", err_has="error[R201]"),
    case("a warning is no error", ["run", "-"], stdin="REL a 1\nFACT a x\n", out="", err_has="warning[W102]"),
    case("an empty file", ["run", "f.bl"], files={"f.bl": ""}, out="", err_has="W102"),
    case("binary data", ["run", "f.bl"], files={"f.bl": bytes(range(256))}, code=1, out="", err_has="error[E101]"),
    case("zero bytes", ["run", "f.bl"], files={"f.bl": b"RESULT \0 1\n"}, code=1, out="", err_has="error[E1"),
    # Files.
    case("a missing file", ["run", "no.bl"], code=2, out="", err_has="bytelogic: cannot read no.bl: No such file or directory; check the path"),
    case("a directory", ["run", "."], code=2, out="", err_has="bytelogic: cannot read .: it is a directory; give a file in it"),
    case("no file", ["run"], code=2, out="", err_has=["bytelogic: run: ", "FILE", "see bytelogic run --help"]),
    case("two files", ["run", "a", "b"], code=2, out="", err_has="see bytelogic run --help"),
    case("an endless file", ["run", "/dev/zero"], code=3, out="", err_has="error[R301]"),
    case("an empty device", ["run", "/dev/null"], out="", err_has="W102"),
    # Limits.
    case("fuel", ["run", "-"], stdin=ENDLESS, code=3, out="", err_has="error[R309]"),
    case("fuel, less of it", ["run", "-", "--limit", "fuel=1k"], stdin=ENDLESS, code=3, out="", err_has=["error[R309]", "1,000"]),
    case("time", ["run", "-", "--limit", "fuel=1000G", "--limit", "time=30ms"], stdin=ENDLESS, code=3, out="", err_has=["error[R303]", "the limit is 30ms"]),
    case("the source", ["run", "-", "--limit", "source=5"], stdin="RESULT 1\n", code=3, out="", err_has="error[R301]"),
    case("asserted tuples", ["run", "-", "--limit", "facts=1"], stdin="REL a 1\nFACT a x\nFACT a y\n", code=3, out="", err_has="error[R306]"),
    case("output", ["run", "-", "--limit", "output=4"], stdin='RESULT "longer than four"\n', code=3, out="", err_has="error[R308]"),
    case("a wrong name", ["run", "-", "--limit", "feul=1k"], code=2, out="", err_has='there is no limit "feul"; did you mean "fuel"?'),
    case("a wrong value", ["run", "-", "--limit", "time=2"], code=2, out="", err_has="write a number and its unit"),
    case("no value", ["run", "-", "--limit"], code=2, out="", err_has="--limit"),
]


def test_json(sandbox):
    done = sandbox.run(["run", "-", "--json"], FAMILY)
    assert done.returncode == 0 and done.stderr == b"", done
    result = json.loads(done.stdout)
    assert result["success"] is True
    assert result["result"] == "bob, charlie", result
    assert result["outputs"][0]["rows"] == [["bob"], ["charlie"]], result
    assert "wat_code" not in result


def test_json_of_a_wrong_program(sandbox):
    done = sandbox.run(["run", "-", "--json"], "RESULT $x\n")
    assert done.returncode == 1 and done.stderr == b"", done
    result = json.loads(done.stdout)
    assert result["success"] is False
    assert result["diagnostics"][0]["code"] == "E204", result
    assert result["diagnostics"][0]["line"] == 1, result


def test_json_of_a_limit(sandbox):
    done = sandbox.run(["run", "-", "--json", "--limit", "fuel=100"], ENDLESS)
    assert done.returncode == 3, done
    assert json.loads(done.stdout)["diagnostics"][0]["code"] == "R309", done


def test_wat(sandbox):
    done = sandbox.run(["run", "-", "--wat"], "RESULT 2\n")
    assert done.returncode == 0 and done.stderr == b"", done
    assert done.stdout.startswith(b"2\n(module"), done.stdout[:100]
    result = json.loads(sandbox.run(["run", "-", "--wat", "--json"], "RESULT 2\n").stdout)
    assert result["wat_code"].startswith("(module"), result["wat_code"][:100]


def test_statistics(sandbox):
    done = sandbox.run(["run", "-", "--stats"], FAMILY)
    assert done.returncode == 0 and done.stdout == b"bob, charlie\n", done
    words = done.stderr.decode().split()
    for word in ("parse", "run", "fuel", "rounds", "memory", "ancestor"):
        assert word in words, done.stderr
    assert words[words.index("ancestor") + 1] == "3", done.stderr


def test_unreadable_files(sandbox):
    path = sandbox.write("f.bl", "RESULT 1\n")
    path.chmod(0)
    try:
        path.read_bytes()
        return  # this user may read everything
    except PermissionError:
        pass
    done = sandbox.run(["run", "f.bl"])
    assert done.returncode == 2, done
    assert b"cannot read f.bl: Permission denied" in done.stderr, done
