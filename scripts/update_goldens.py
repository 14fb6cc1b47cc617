#!/usr/bin/env python3
"""Rewrites the recorded parts of golden tests with what the program prints now. Read the diff before you commit it.

    scripts/update_goldens.py --binary build/bytelogic tests/golden/negation
"""

import argparse
import sys

import golden


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True, help="the program that is right")
    parser.add_argument("tests", nargs="+", help=".test files, or folders of them")
    arguments = parser.parse_args()

    broken = 0
    for path, before, after, problem in golden.run_all(arguments.binary, arguments.tests):
        if after is None:
            broken += 1
            print(f"{path}: {problem}")
        elif after != before:
            path.write_text(after, encoding="utf-8")
            print(f"{path}: rewritten")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
