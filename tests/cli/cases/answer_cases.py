"""bytelogic answer."""

import subprocess

from harness import TIMEOUT, case

BLOCK = "<computation>RESULT POW(2, 10)</computation>"
ENDLESS = "<computation>LET $i = 0 FOR WHILE 1 LET $i = $i + 1 END</computation>"

CASES = [
    case("append", ["answer", "-"], stdin=f"2^10 is {BLOCK}.\n", out=f"2^10 is {BLOCK}\n<result>1024</result>.\n"),
    case("replace", ["answer", "--format", "replace", "-"], stdin=f"2^10 is {BLOCK}.\n", out="2^10 is <result>1024</result>.\n"),
    case("arrow", ["answer", "--format", "arrow", "-"], stdin=f"2^10 is {BLOCK}.\n", out=f"2^10 is {BLOCK} → 1024.\n"),
    case("a file", ["answer", "t.txt"], files={"t.txt": BLOCK}, out=BLOCK + "\n<result>1024</result>"),
    case("no blocks", ["answer", "-"], stdin="a < b\r\n<computed>RESULT 1</computed>\n", out="a < b\r\n<computed>RESULT 1</computed>\n"),
    case("an empty file", ["answer", "t.txt"], files={"t.txt": ""}, out=""),
    case("binary data", ["answer", "t.txt"], files={"t.txt": bytes(range(256)) * 300}, out=bytes(range(256)) * 300),
    case("an old result", ["answer", "-"], stdin=f"{BLOCK}\n<result>7</result>!", out=f"{BLOCK}\n<result>1024</result>!"),
    case("escapes", ["answer", "--format", "replace", "-"], stdin='<computation>RESULT "<a> & b"</computation>', out='<result>"&lt;a&gt; &amp; b"</result>'),
    case("each block is a program of its own", ["answer", "-"], stdin="<computation>REL a 1\nFACT a x</computation><computation>QUERY a ?</computation>",
         code=1, out_has=["<result></result>", '<result error="E201">1:7 ', "</result>"], err_has=["<stdin>:", "W102", "<stdin>:2:42: error[E201]: "]),
    # What is wrong with blocks.
    case("a wrong block", ["answer", "t.txt"], files={"t.txt": "one\n two <computation>RESULT $x</computation> three\n"}, code=1,
         out_has=['one\n two <computation>RESULT $x</computation>\n<result error="E204">1:8 ', "</result> three\n"],
         err_has=["t.txt:2:26: error[E204]: ", "RESULT $x", "help: "]),
    case("the second line of a block", ["answer", "t.txt"], files={"t.txt": "\n<computation>\nRESULT $x\n</computation>"}, code=1,
         out_has='<result error="E204">2:8 ', err_has="t.txt:3:8: error[E204]: "),
    case("a wrong block, arrow", ["answer", "--format", "arrow", "-"], stdin="<computation>RESULT $x</computation>\n", code=1,
         out_has="</computation> → error E204 1:8 ", err_has="E204"),
    case("other blocks are answered", ["answer", "--format", "replace", "-"], stdin=f"<computation>RESULT $x</computation> {BLOCK}", code=1,
         out_has=['<result error="E204">', " <result>1024</result>"], err_has="E204"),
    case("a limit", ["answer", "--limit", "fuel=1k", "-"], stdin=ENDLESS, code=3, out_has='<result error="R309">', err_has="error[R309]"),
    case("a wrong block counts more than a limit", ["answer", "--limit", "fuel=1k", "-"], stdin=ENDLESS + "<computation>RESULT $x</computation>", code=1,
         out_has=["R309", "E204"], err_has=["R309", "E204"]),
    case("a block that is too long", ["answer", "--format", "replace", "--limit", "source=10", "-"], stdin=f"a {BLOCK} b", code=3,
         out_has=[f'a {BLOCK}\n<result error="R301">', "</result> b"], err_has="R301"),
    case("an unclosed block", ["answer", "--format", "replace", "t.txt"], files={"t.txt": "a\n b <computation>RESULT 1"}, out="a\n b <computation>RESULT 1",
         err_has=["t.txt:2:4: warning[W104]: unclosed <computation>", "</computation>"]),
    case("a result in a block", ["answer", "t.txt"], files={"t.txt": 'a\n <computation>RESULT "<result>"</computation>'}, out='a\n <computation>RESULT "<result>"</computation>',
         err_has=["t.txt:2:2: warning[W104]: <computation> with a <result> inside; it is not run\nhelp: write </computation> before it; in a text of the program, \"\\u{3c}result>\"\n"]),
    case("a result written by its code point", ["answer", "--format", "replace", "-"], stdin='<computation>RESULT "\\u{3c}result>"</computation>', out='<result>"&lt;result&gt;"</result>'),
    # Arguments.
    case("facts that no block declares", ["answer", "--format", "replace", "--facts", "e=e.csv", "--facts", "ee=e.csv", "-"], files={"e.csv": "a,b\n"},
         stdin="<computation>RESULT 1</computation><computation>REL e 2\nQUERY e ? ?</computation>", out="<result>1</result><result>a b</result>",
         err_has="bytelogic: warning: no block declares ee, for which --facts gives facts\n"),
    case("facts of a block that does not compile", ["answer", "--facts", "e=e.csv", "-"], files={"e.csv": "a,b\n"}, stdin="<computation>RESULT $x</computation>", code=1,
         err_has=["E204", "help: "]),
    case("facts", ["answer", "--format", "replace", "--facts", "e=e.csv", "-"], files={"e.csv": "a,b\n"},
         stdin="<computation>REL e 2\nQUERY e ? ?</computation> <computation>RESULT 1</computation>", out="<result>a b</result> <result>1</result>"),
    case("a wrong format", ["answer", "--format", "shout", "-"], code=2, out="", err_has=["--format", "shout", "see bytelogic answer --help"]),
    case("a missing file", ["answer", "no.txt"], code=2, out="", err_has="cannot read no.txt: No such file or directory; check the path"),
    case("a directory", ["answer", "."], code=2, out="", err_has="it is a directory"),
    case("a wrong limit", ["answer", "-", "--limit", "time"], code=2, out="", err_has="write NAME=VALUE"),
]


def test_answering_twice_changes_nothing(sandbox):
    text = f"a {BLOCK} b <computation>RESULT $x</computation>\n<result>old</result> c <computation>{ENDLESS}\n"
    for form in ("append", "replace"):
        once = sandbox.run(["answer", "--format", form, "--limit", "fuel=1k", "-"], text).stdout
        twice = sandbox.run(["answer", "--format", form, "--limit", "fuel=1k", "-"], once).stdout
        assert b"1024" in once and b"E204" in once, once
        assert once == twice, (once, twice)


def test_streams_while_the_writer_goes_on(sandbox):
    process = sandbox.start(["answer", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        for sent, expected in (
            (b"before <compu", b"before "),
            (b"tation>RESULT 1 + ", b"<computation>RESULT 1 + "),
            (b"1</computation>", b"1</computation>\n<result>2</result>"),
            (b" after", b" after"),
        ):
            process.stdin.write(sent)
            process.stdin.flush()
            got = process.stdout.read(len(expected))
            assert got == expected, (sent, got)
        process.stdin.close()
        assert process.stdout.read() == b""
        assert process.wait(TIMEOUT) == 0
    finally:
        process.kill()
        process.wait()


def test_a_large_text_keeps_every_byte(sandbox):
    text = ("x" * 999 + "\n") * 5_000 + BLOCK + "<" * 100_000
    done = sandbox.run(["answer", "-"], text)
    assert done.returncode == 0
    assert done.stdout.decode() == text.replace(BLOCK, BLOCK + "\n<result>1024</result>")
