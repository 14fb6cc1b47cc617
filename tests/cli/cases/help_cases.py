"""bytelogic help, --help, --version, and what is said of wrong commands."""

from harness import case

COMMANDS = ["answer", "run", "check", "fmt", "repl", "plan", "compile", "exec", "help"]

CASES = [
    case("version", ["--version"], out="bytelogic 3.0.0\n"),
    case("help", ["--help"], out_has=["<computation>", *COMMANDS, "Exit codes: 0 answered"]),
    case("no command", [], code=2, out="", err_has=["Usage", *COMMANDS]),
    case("a wrong command", ["anser", "x"], code=2, out="", err_has='bytelogic: there is no command "anser"; did you mean "answer"?'),
    case("another wrong command", ["frobnicate"], code=2, out="", err_has='there is no command "frobnicate"; there are answer, run'),
    case("a wrong option", ["run", "--frobnicate", "-"], code=2, out="", err_has=["--frobnicate", "see bytelogic run --help"]),
    case("a wrong option before the command", ["--frobnicate", "run"], code=2, out="", err_has=["there is no option --frobnicate", "see bytelogic --help"]),
    case("a code", ["help", "E204"], out_has=["E204", "unbound variable"]),
    case("a code in lower case", ["help", "r309"], out_has="R309"),
    case("a command as a topic", ["help", "answer"], out_has=["answer", "--format", "Exit codes"]),
    case("all codes", ["help"], out_has=["E101", "E204", "W101", "R201", "R309"]),
    case("a wrong code", ["help", "E999"], code=2, out="", err_has='there is no code or command "E999"'),
    case("two topics", ["help", "E204", "E205"], code=2, out="", err_has="see bytelogic help --help"),
    *[case(f"help of {name}", [name, "--help"], out_has=["Usage", "Examples:\n", "bytelogic " + name, "Exit codes: 0 answered"]) for name in COMMANDS],
    *[case(f"limits in the help of {name}", [name, "--help"], out_has=["time", "1s", "R303", "fuel", "50M", "R309"]) for name in ("run", "answer", "check", "exec", "repl")],
]


def test_every_code_has_a_page(sandbox):
    listed = sandbox.run(["help"]).stdout.decode()
    codes = [line.split()[0] for line in listed.splitlines() if line.startswith("  ")]
    assert len(codes) > 40, listed
    for code in codes:
        page = sandbox.run(["help", code]).stdout.decode()
        assert page.startswith(code) and page.count("\n") >= 3, f"no page of {code}: {page}"
        assert "```" not in page, page
