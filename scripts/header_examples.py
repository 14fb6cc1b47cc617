#!/usr/bin/env python3
"""Makes programs of the examples that the public headers open with, and compares what they print with what they say.

    scripts/header_examples.py --write FOLDER     # FOLDER/NAME.cc for each header include/bytelogic/NAME.h, and main.cc
    scripts/header_examples.py --check PROGRAM    # PROGRAM NAME, for each header: prints what its comments say

An example is every indented line of the comment before `#pragma once`. It is the body of a function, unless it has a
`main` of its own. A comment behind, or alone below, a line that prints (puts, printf) is what that line prints; white
space is not compared. A header without an example is an error.
"""

import argparse
import pathlib
import re
import subprocess
import sys

HEADERS = pathlib.Path(__file__).resolve().parent.parent / "include" / "bytelogic"


def examples():
    """By name of the header: the lines of its example."""
    found = {}
    for path in sorted(HEADERS.glob("*.h")):
        comment = path.read_text(encoding="utf-8").split("#pragma once")[0]
        lines = [line[5:] for line in comment.splitlines() if line.startswith("//   ")]
        if not lines:
            sys.exit(f"{path}: opens without an example")
        found[path.stem] = lines
    return found


def source_of(name, lines):
    includes = ["#include <bytelogic/bytelogic.h>", "#include <cstdio>"]
    body = [line for line in lines if not line.startswith("#include")]
    if not any(re.match(r"int main\(", line) for line in body):
        body = ["int main() {", *("  " + line for line in body), "  return 0;", "}"]
    text = "\n".join(body).replace("int main()", f"int Example_{name}()")
    if "return 0;" not in text:
        text = text[: text.rstrip().rfind("}")] + "  return 0;\n}\n"
    return "\n".join(includes) + "\n\n" + f"int Example_{name}();\n\n" + text + "\n"


def expected_of(lines):
    words = []
    prints = False
    for line in lines:
        code, _, comment = line.partition("//")
        prints = "puts(" in code or "printf(" in code or (prints and not code.strip())
        if prints and comment:
            words += comment.split()
    return words


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    found = examples()
    sources = {f"{name}.cc": source_of(name, lines) for name, lines in found.items()}
    main = ["#include <cstring>", "", *(f"int Example_{name}();" for name in found), "", "int main(int, char** arguments) {"]
    main += [f'  if (std::strcmp(arguments[1], "{name}") == 0) return Example_{name}();' for name in found]
    sources["main.cc"] = "\n".join([*main, "  return 2;", "}", ""])
    for name, text in sources.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def check(program):
    wrong = 0
    for name, lines in examples().items():
        run = subprocess.run([program, name], capture_output=True, text=True, check=False)
        expected = expected_of(lines)
        if run.returncode == 0 and run.stdout.split() == expected and expected:
            continue
        wrong += 1
        print(f"include/bytelogic/{name}.h: printed {run.stdout!r}, and its comments say {' '.join(expected)!r}")
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", type=pathlib.Path)
    parser.add_argument("--check")
    options = parser.parse_args()
    if options.write:
        write(options.write)
    return check(options.check) if options.check else 0


if __name__ == "__main__":
    sys.exit(main())
