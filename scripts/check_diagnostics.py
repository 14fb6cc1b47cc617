#!/usr/bin/env python3
"""Checks that every code of diagnostic_kind.def has a page in docs/diagnostics/ and a golden test.

    scripts/check_diagnostics.py         # silent and 0 where all is well; else one line per gap
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "src/diagnostics/diagnostic_kind.def"

# Belong to parts of the language that are still to come: no program can cause them yet.
RESERVED = {"R206"}


def main():
    entries = re.findall(r'^DIAGNOSTIC\(\w+,\s*"(\w+)",\s*"([^"]*)"\)', TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    found = []
    codes = {code for code, _ in entries}
    for code, title in entries:
        page = ROOT / f"docs/diagnostics/{code}.md"
        if not page.exists():
            found.append(f"{page.relative_to(ROOT)} is missing")
        else:
            first = page.read_text(encoding="utf-8").split("\n", 1)[0]
            if first != f"# {code}: {title}":
                found.append(f"{page.relative_to(ROOT)}: the first line should be `# {code}: {title}`")
        if code not in RESERVED and not (ROOT / f"tests/golden/diagnostics/{code}.test").exists():
            found.append(f"tests/golden/diagnostics/{code}.test is missing")
    for folder, suffix in (("docs/diagnostics", ".md"), ("tests/golden/diagnostics", ".test")):
        for path in sorted((ROOT / folder).glob("*" + suffix)):
            if re.fullmatch(r"[EWR]\d{3}", path.stem) and path.stem not in codes:
                found.append(f"{path.relative_to(ROOT)}: there is no diagnostic {path.stem}")
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
