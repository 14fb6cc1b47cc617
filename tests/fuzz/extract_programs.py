#!/usr/bin/env python3
"""Writes the Datalog programs of the golden tests and of docs/datalog.md as files: the seeds of Datalog's fuzzers.

    extract_programs.py --source . --to build-asan/tests/fuzz/seeds/datalog
"""

import argparse
import hashlib
import pathlib
import re


def golden_programs(path):
    """The texts of a golden test's sections `--- file` and `--- stdin`."""
    section, lines = None, []
    for line in [*path.read_text(encoding="utf-8").splitlines(), "--- end"]:
        if not line.startswith("--- "):
            lines.append(line)
            continue
        if section in ("file", "stdin"):
            yield "\n".join(lines) + "\n"
        section, lines = line.split()[1], []


def document_programs(path):
    """The texts of a document's blocks of Datalog."""
    yield from re.findall(r"^```datalog[^\n]*\n(.*?)^```", path.read_text(encoding="utf-8"), re.M | re.S)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", type=pathlib.Path, required=True, help="the root of the repository")
    parser.add_argument("--to", type=pathlib.Path, required=True, help="the folder to write to")
    arguments = parser.parse_args()
    programs = set()
    for path in (arguments.source / "tests/golden/datalog").glob("*.test"):
        programs.update(golden_programs(path))
    for path in [arguments.source / "docs/datalog.md", *(arguments.source / "docs/diagnostics").glob("*.md")]:
        programs.update(document_programs(path))
    arguments.to.mkdir(parents=True, exist_ok=True)
    for program in programs:
        if len(program) <= 4096:
            name = hashlib.sha1(program.encode()).hexdigest()
            (arguments.to / name).write_text(program, encoding="utf-8")


if __name__ == "__main__":
    main()
