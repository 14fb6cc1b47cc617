#!/usr/bin/env python3
"""Checks that every #include follows the layers of src/ (HACKING.md, "The map").

    scripts/check_includes.py            # silent and 0 where all is well; else one line per wrong include
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# What the files of each folder may include, beside their own folder.
BASE = {"base"}
DIAGNOSTICS = BASE | {"diagnostics"}
SYNTAX = DIAGNOSTICS | {"syntax"}
SEMA = SYNTAX | {"sema"}
RESULT = SEMA | {"result"}
ENGINE = RESULT | {"plan", "wasm", "engine"}
PROOF = ENGINE | {"reference", "proof"}
STANDALONE = ENGINE | {"standalone"}
TEXT = ENGINE | {"text"}
DATA = ENGINE | {"data"}
ALLOWED = {
    "base": BASE,
    "diagnostics": DIAGNOSTICS,
    "syntax": SYNTAX,
    "sema": SEMA,
    "plan": SEMA | {"plan"},
    "reference": SEMA | {"reference"},
    "wasm": {"wasm"},
    "runtime": {"runtime"},
    "result": RESULT,
    "engine": ENGINE,
    "standalone": STANDALONE,
    "proof": PROOF,
    "text": TEXT,
    "data": DATA,
    "tools": STANDALONE | TEXT | PROOF | DATA | {"tools"},
}
# Single headers that a folder may include though their folder is closed to it.
ALSO = {
    "plan": {"runtime/image.h", "runtime/op_kind.def", "runtime/op_info.h", "runtime/ops.h", "runtime/code_fuel.h"},
    "engine": {"runtime/image.h", "runtime/op_kind.def"},
    "standalone": {"runtime/image.h"},
    "proof": {"runtime/image.h"},
    # Headers without allocation, input or output: they compile into the sandbox.
    "runtime": {
        "base/aggregate.h", "base/builtin.h", "base/builtin.def", "base/case_mapping.h", "base/number_text.h", "base/symbol_text.h", "base/utf8.h"},
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def problems():
    for path in sorted([*ROOT.glob("src/**/*"), *ROOT.glob("include/**/*")]):
        if path.suffix not in {".h", ".cc", ".def", ".inc"}:
            continue
        name = path.relative_to(ROOT).as_posix()
        public = name.startswith("include/")
        folder = "include" if public else name.split("/")[1]
        text = path.read_text(encoding="utf-8")
        for match in INCLUDE.finditer(text):
            target = match.group(2)
            line = text.count("\n", 0, match.start()) + 1
            top = target.split("/")[0]
            if top in {"wasmtime", "wasm.h", "wasi.h", "wasmtime.h"} and folder != "engine":
                yield f"{name}:{line}: only src/engine may include {target}"
            elif top == "bytelogic":
                if folder in {"runtime", "wasm"}:
                    yield f"{name}:{line}: src/{folder} depends on nothing of ours, and includes {target}"
                elif not (ROOT / "include" / target).exists():
                    yield f"{name}:{line}: no public header {target}"
            elif (ROOT / "src" / top).is_dir() and match.group(1) == '"':
                if public:
                    yield f"{name}:{line}: a public header includes the internal {target}"
                elif folder not in ALLOWED:
                    yield f"{name}:{line}: scripts/check_includes.py does not know the folder src/{folder}"
                elif top not in ALLOWED[folder] and target not in ALSO.get(folder, set()):
                    yield f"{name}:{line}: src/{folder} may not include {target}"


def main():
    found = list(problems())
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
