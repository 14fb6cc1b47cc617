#!/usr/bin/env python3
"""Runs every program of examples/ and compares what it answers with the .answer file beside it.

    scripts/run_examples.py --binary build/bytelogic
    scripts/run_examples.py --binary build/bytelogic --update     # rewrites the .answer files; read the diff
"""

import argparse
import concurrent.futures
import difflib
import pathlib
import subprocess
import sys

EXAMPLES = pathlib.Path(__file__).resolve().parent.parent / "examples"
PATIENT = pathlib.Path(__file__).resolve().with_name("patient.sh")
TIMEOUT_SECONDS = 1200  # only what hangs


def answer(binary, path):
    """What the example answers, and what is wrong with it apart from that."""
    command = "answer" if path.suffix == ".txt" else "run"
    done = subprocess.run(
        [PATIENT, binary, command, path], capture_output=True, timeout=TIMEOUT_SECONDS, check=False)
    stdout, stderr = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    if done.returncode != 0 or stderr:
        return stdout, f"exit code {done.returncode}\n{stderr}"
    if path.suffix != ".bl":
        return stdout, ""
    source = path.read_text(encoding="utf-8")
    if not source.startswith("; "):
        return stdout, "it does not begin with a comment that says what it does"
    formatted = subprocess.run([binary, "fmt", path], capture_output=True, timeout=TIMEOUT_SECONDS, check=False)
    if formatted.stdout.decode("utf-8", "replace") != source:
        return stdout, "it is not in the canonical layout: bytelogic fmt --write"
    return stdout, ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True, help="the program under test")
    parser.add_argument("--update", action="store_true", help="rewrite the .answer files")
    arguments = parser.parse_args()
    binary = str(pathlib.Path(arguments.binary).resolve())

    paths = sorted([*EXAMPLES.rglob("*.bl"), *EXAMPLES.glob("*.txt")])
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        for path, (actual, problem) in zip(paths, pool.map(lambda path: answer(binary, path), paths)):
            expected_file = path.with_suffix(".answer")
            if arguments.update and not problem:
                expected_file.write_text(actual, encoding="utf-8")
            expected = expected_file.read_text(encoding="utf-8") if expected_file.exists() else ""
            if not problem and actual == expected:
                continue
            failed += 1
            print(f"FAILED {path.relative_to(EXAMPLES.parent)}\n{problem}")
            if actual != expected:
                diff = difflib.unified_diff(
                    expected.splitlines(keepends=True), actual.splitlines(keepends=True), "expected", "actual")
                sys.stdout.writelines("  " + line for line in diff)
    print(f"{len(paths) - failed} of {len(paths)} examples passed")
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
