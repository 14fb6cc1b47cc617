#!/usr/bin/env python3
"""Runs the cases of one module, or of all: run_cases.py BINARY [MODULE [CASE]]."""

import importlib
import os
import pathlib
import sys
import tempfile
import traceback

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

from harness import Sandbox  # noqa: E402


def tests_of(module):
    """Cases in CASES, and functions test_*, as (name, callable)."""
    for one in getattr(module, "CASES", []):
        yield one.name, one
    for name, value in list(vars(module).items()):
        if name.startswith("test_") and callable(value):
            yield name.removeprefix("test_").replace("_", " "), value


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    binary = pathlib.Path(sys.argv[1]).resolve()
    names = sys.argv[2:3] or sorted(path.stem.removesuffix("_cases") for path in (HERE / "cases").glob("*_cases.py"))
    wanted = sys.argv[3] if len(sys.argv) > 3 else None
    count = 0
    failures = 0
    with tempfile.TemporaryDirectory(prefix="bytelogic-cache-") as fresh_cache:
        cache = os.environ.get("XDG_CACHE_HOME", fresh_cache)
        for module_name in names:
            for name, test in tests_of(importlib.import_module(f"cases.{module_name}_cases")):
                if wanted and wanted not in name:
                    continue
                count += 1
                with Sandbox(binary, cache) as sandbox:
                    try:
                        test(sandbox)
                    except Exception as error:  # a case must not end the others
                        failures += 1
                        print(f"FAILED {module_name}: {name}: {error}")
                        if not isinstance(error, AssertionError):
                            traceback.print_exc()
    print(f"{count - failures} of {count} passed")
    sys.exit(1 if failures or count == 0 else 0)


main()
