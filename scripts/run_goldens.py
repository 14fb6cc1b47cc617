#!/usr/bin/env python3
"""Runs golden tests and shows how what they print differs from what their files say.

    scripts/run_goldens.py --binary build/bytelogic tests/golden/negation
    scripts/run_goldens.py --binary build/bytelogic tests/golden/diagnostics/E204.test
"""

import argparse
import difflib
import sys

import golden


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True, help="the program under test")
    parser.add_argument("tests", nargs="+", help=".test files, or folders of them")
    arguments = parser.parse_args()

    count = failed = 0
    for path, expected, actual, problem in golden.run_all(arguments.binary, arguments.tests):
        count += 1
        if actual == expected:
            continue
        failed += 1
        print(f"FAILED {path}")
        if actual is None:
            print(f"  {problem}")
        else:
            diff = difflib.unified_diff(
                expected.splitlines(keepends=True), actual.splitlines(keepends=True), "expected", "actual", n=4)
            sys.stdout.writelines("  " + line for line in diff)
    print(f"{count - failed} of {count} golden tests passed")
    return 1 if failed or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
