#!/usr/bin/env python3
"""Checks the habits of HACKING.md, "Conventions", that a formatter cannot.

    scripts/check_style.py               # silent and 0 where all is well; else one line for each place
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

BANNER = re.compile(r"^[ \t]*(//|#)[ \t]*[-=*~]{3,}.*$", re.MULTILINE)
# `auto F(...) -> void`; a lambda may say `-> void`.
TRAILING_VOID = re.compile(r"\)[\s\w]*->\s*void\b(?!\s*\*)")
LAMBDA = re.compile(r"(?<![\w\]])\[[^\[\]]*\]\s*\([^()]*$")


def problems():
    names = subprocess.run(["git", "ls-files", "*.cc", "*.h", "*.def", "*.cmake", "*.txt", "*.sh", "*.py"],
                           cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    for name in names:
        text = (ROOT / name).read_text(encoding="utf-8")
        for match in BANNER.finditer(text):
            yield f"{name}:{text.count(chr(10), 0, match.start()) + 1}: a banner comment; a blank line and a sentence do"
        if not name.endswith((".cc", ".h")):
            continue
        for match in TRAILING_VOID.finditer(text):
            if not LAMBDA.search(text[: match.start()]):
                yield f"{name}:{text.count(chr(10), 0, match.start()) + 1}: write `void F(...)`, not `auto F(...) -> void`"


def main():
    found = list(problems())
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
