#!/usr/bin/env python3
"""The crates of Rust that the linked Wasmtime consists of, and their licences, in docs/licences.md.

    scripts/list_licences.py             # rewrites the list: after every change of third_party/wasmtime/Cargo.lock
    scripts/list_licences.py --check     # whether the list names what Cargo.lock has; needs no network

`cargo metadata` says what is linked: what Wasmtime depends on for x86-64 Linux, without the tools of its build and without
procedural macros, whose code runs in the compiler. It downloads the crates' descriptions where they are not there yet.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "third_party" / "wasmtime"
DOCUMENT = ROOT / "docs" / "licences.md"
PLATFORM = "x86_64-unknown-linux-gnu"
BEGIN = "<!-- begin of the list that scripts/list_licences.py writes -->\n"
END = "<!-- end of the list -->\n"
ROW = re.compile(r"^\| `([^`]+)` \| ([^ |]+) \| (.+) \|$", re.MULTILINE)


def linked_packages():
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", PLATFORM]
    done = subprocess.run(command, cwd=FOLDER, stdout=subprocess.PIPE, check=True)
    metadata = json.loads(done.stdout)
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}

    def is_macro(package):
        return any("proc-macro" in target["kind"] for target in package["targets"])

    root = metadata["resolve"]["root"]
    found = {root}
    waiting = [root]
    while waiting:
        for dependency in nodes[waiting.pop()]["deps"]:
            is_linked = any(kind["kind"] is None for kind in dependency["dep_kinds"])
            if not is_linked or dependency["pkg"] in found or is_macro(packages[dependency["pkg"]]):
                continue
            found.add(dependency["pkg"])
            waiting.append(dependency["pkg"])
    found.remove(root)
    return sorted((packages[identity] for identity in found), key=lambda package: package["name"])


def written_list(packages):
    rows = ["| crate | version | licence |\n", "| --- | --- | --- |\n"]
    for package in packages:
        # Older crates write a slash for "or".
        licence = re.sub(r"\s*/\s*", " OR ", package["license"] or f"see {package['license_file']}")
        rows.append(f"| `{package['name']}` | {package['version']} | {licence} |\n")
    return "".join(rows)


def check(text):
    locked = set(re.findall(r'^name = "([^"]+)"\nversion = "([^"]+)"', (FOLDER / "Cargo.lock").read_text(), re.MULTILINE))
    rows = ROW.findall(text.split(BEGIN)[1].split(END)[0])
    problems = [f"{name} {version} is not in Cargo.lock" for name, version, _ in rows if (name, version) not in locked]
    if ("wasmtime", dict(locked)["wasmtime"]) not in {(name, version) for name, version, _ in rows}:
        problems.append("the list lacks wasmtime itself")
    for problem in problems:
        print(f"docs/licences.md: {problem}: run scripts/list_licences.py")
    return 1 if problems else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say whether the list is that of Cargo.lock")
    arguments = parser.parse_args()
    text = DOCUMENT.read_text(encoding="utf-8")
    if arguments.check:
        return check(text)
    before, rest = text.split(BEGIN)
    DOCUMENT.write_text(before + BEGIN + written_list(linked_packages()) + END + rest.split(END)[1], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
