#!/usr/bin/env python3
"""Writes src/base/case_mapping.def: Unicode's simple case mappings as runs of code points.

Reads UnicodeData.txt of Debian's package unicode-data; field 12 of a line is the simple upper-case mapping, field 13
the simple lower-case one. Run it when a new version of Unicode is wanted:

    scripts/generate_case_mapping.py [/usr/share/unicode/UnicodeData.txt]
"""

import pathlib
import sys

OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "src/base/case_mapping.def"


def read_mappings(path):
    upper, lower = {}, {}
    for line in path.read_text(encoding="ascii").splitlines():
        fields = line.split(";")
        code_point = int(fields[0], 16)
        for mapping, field in ((upper, fields[12]), (lower, fields[13])):
            if field:
                mapping[code_point] = int(field, 16)
    return upper, lower


def runs(mapping):
    """Stretches of equal distance to the mapped code point, one or two code points apart."""
    result = []  # [first, last, stride, delta]
    for code_point in sorted(mapping):
        delta = mapping[code_point] - code_point
        if result:
            run = result[-1]
            gap = code_point - run[1]
            if run[3] == delta and gap in (1, 2) and (run[0] == run[1] or run[2] == gap):
                run[1], run[2] = code_point, gap
                continue
        result.append([code_point, code_point, 1, delta])
    return result


def main():
    path = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode/UnicodeData.txt")
    upper, lower = read_mappings(path)
    lines = [
        "// case_mapping.def - made by scripts/generate_case_mapping.py from UnicodeData.txt; not edited by hand.",
        "// UPPER_RUN and LOWER_RUN(first, last, stride, delta): every stride-th code point from first to last maps to",
        "// itself + delta.",
        "",
    ]
    for run, mapping in (("UPPER_RUN", upper), ("LOWER_RUN", lower)):
        lines += [f"{run}(0x{a:04X}, 0x{b:04X}, {s}, {d})" for a, b, s, d in runs(mapping)]
    OUTPUT.write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
