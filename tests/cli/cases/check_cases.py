"""bytelogic check."""

import json

from harness import case

CASES = [
    case("nothing wrong", ["check", "f.bl"], files={"f.bl": "REL a 1\nQUERY a ?\n"}, out=""),
    case("nothing wrong, JSON", ["check", "--json", "-"], stdin="RESULT 1\n", out="[]\n"),
    case("all errors of a phase", ["check", "f.bl"], files={"f.bl": "QUERY a ?\nQUERY b ?\n"}, code=1, out="",
         err_has=["f.bl:1:7: error[E201]: ", "f.bl:2:7: error[E201]: "]),
    case("syntax errors", ["check", "-"], stdin="FACTS a b\n", code=1, out="", err_has=["<stdin>:1:1: error[E103]: ", "help: "]),
    case("a warning", ["check", "-"], stdin="REL a 1\n", out="", err_has="warning[W102]"),
    case("runs nothing", ["check", "-"], stdin="FOR WHILE 1\nEND\nRESULT 1 DIV 0\n", out=""),
    case("types", ["check", "-"], stdin='RESULT 1 + "a"\n', code=1, out="", err_has="error[E301]"),
    case("too many rules", ["check", "--limit", "rules=1", "-"], stdin="REL a 1\nRULE a: SCAN a $x, EMIT a $x\nRULE a: SCAN a $x, EMIT a $x\nQUERY a ?\n",
         code=3, out="", err_has="error[R307]"),
    case("too long", ["check", "--limit", "source=3", "-"], stdin="RESULT 1\n", code=3, out="", err_has="error[R301]"),
    case("an empty file", ["check", "f.bl"], files={"f.bl": ""}, out="", err_has="W102"),
    case("binary data", ["check", "f.bl"], files={"f.bl": bytes(range(255, 0, -1))}, code=1, out="", err_has="E101"),
    case("deep nesting", ["check", "-"], stdin="RESULT " + "(" * 50_000 + "\n", code=1, out="", err_has="E110"),
    case("a long chain", ["check", "-"], stdin="RESULT 1" + " + 1" * 20_000 + "\n", code=1, out="", err_has="E110"),
    case("a missing file", ["check", "no.bl"], code=2, out="", err_has="cannot read no.bl"),
    case("a directory", ["check", "."], code=2, out="", err_has="it is a directory"),
]


def test_json(sandbox):
    done = sandbox.run(["check", "--json", "-"], "RESULT 1\nQUERY b ?\n")
    assert done.returncode == 1 and done.stderr == b"", done
    (diagnostic,) = json.loads(done.stdout)
    assert diagnostic["code"] == "E201" and diagnostic["severity"] == "error", diagnostic
    assert (diagnostic["line"], diagnostic["column"], diagnostic["length"]) == (2, 7, 1), diagnostic
    assert diagnostic["help"], diagnostic
