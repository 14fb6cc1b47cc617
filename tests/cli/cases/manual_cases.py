"""docs/man/bytelogic.1 against --help: nothing is missing in either."""

import pathlib
import re

MANUAL = (pathlib.Path(__file__).parents[3] / "docs/man/bytelogic.1").read_text()


def test_every_command_and_option_is_in_the_manual(sandbox):
    listing = sandbox.run(["--help"]).stdout.decode().split("Commands:\n")[1].split("\n\n")[0]
    commands = re.findall(r"^  (\w+) ", listing, re.MULTILINE)
    assert len(commands) == 10, listing
    options = set()
    for command in commands:
        assert f".It Cm {command}\n" in MANUAL, f"the manual lacks the command {command}"
        shown = sandbox.run([command, "--help"]).stdout.decode()
        options |= set(re.findall(r"^  (?:-\w,)?--([\w-]+)", shown, re.MULTILINE))
    assert len(options) > 10, options
    for option in options - {"help"}:
        assert re.search(rf"^\.It .*Fl -{option}\b", MANUAL, re.MULTILINE), f"the manual lacks --{option}"
    for option in re.findall(r"Fl -([\w-]+)", MANUAL):
        assert option in options | {"version"}, f"the manual has --{option}, which no command has"


def test_the_limits_are_those_of_the_manual(sandbox):
    shown = sandbox.run(["run", "--help"]).stdout.decode()
    rows = re.findall(r"^  (\w+) +(\S+)  (R3\d\d)  (.*)$", shown, re.MULTILINE)
    assert len(rows) >= 10, shown
    for row in rows:
        assert f".It {' Ta '.join(row)}\n" in MANUAL, f"the manual lacks {row}"
