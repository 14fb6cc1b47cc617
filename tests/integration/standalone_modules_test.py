#!/usr/bin/env python3
"""Every example, compiled to a module of its own, gives in other engines what it gives in ours.

usage: standalone_modules_test.py BYTELOGIC FOLDER_OF_PROGRAMS

Each program is compiled to a module, which must be valid for wabt, must be the same after a way through its text form,
and must report in Node.js what `bytelogic run --json` says. Where wabt or Node.js is missing, the other checks are made;
exits with 77 where both are.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PATIENT = HERE.parents[1] / "scripts" / "patient.sh"

# Programs of which an example file might never have one: failures, limits, values at the edge.
EXTRA = [
    "LET $n = 0\nRESULT 7 DIV $n",
    "FOR WHILE 1 END",
    'RESULT "caf\u00e9 \\" \\n <>"\nRESULT -9223372036854775807 - 1\nRESULT 0.1 + 0.2\nRESULT 1e300',
    "REL r 2\nFACT r a 1\nFACT r b 2.5\nQUERY r ? ?\nQUERY r a 1\nQUERY r c ?",
    "REL empty 0\nQUERY empty",
    "REL n 1\nFOR $i IN RANGE(0, 12)\n  FACT n $i\nEND\nCONSTRAINT many: SCAN n $x, LET $half = $x / 2, WHERE $x > 0\n"
    "CONSTRAINT some: WHERE COUNT(QUERY n ?) > 1\nCONSTRAINT none: SCAN n -1\nQUERY n 3",
]


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True)


def checked(*command):
    done = run(*command)
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.stdout}{done.stderr}")
    return done.stdout


def expected(bytelogic, program):
    """What our own engine says, in the form of run_module.mjs."""
    text = run(PATIENT, bytelogic, "run", "--json", program).stdout
    result = json.loads(text, parse_int=lambda digits: {"int": digits}, parse_float=lambda digits: {"float": float(digits)})
    errors = [item for item in result["diagnostics"] if item["severity"] == "error"]
    code = int(errors[0]["code"][1:]) if errors else 0
    place = [int(errors[0][key]["int"]) for key in ("line", "column", "length")] if errors else [0, 0, 0]
    outputs = []
    for output in result["outputs"]:
        outputs.append({key: output[key] for key in ("text", "columns", "rows", "truth", "value") if key in output})
    return {"code": code, "place": place, "fuel": int(result["stats"]["fuel"]["int"]), "outputs": outputs,
            "violations": result["violations"]}


def check_bytes(bytelogic, program, module, folder):
    wat, again = folder / "program.wat", folder / "again.wasm"
    checked(PATIENT, bytelogic, "compile", program, "-o", wat)
    checked("wasm-validate", module)
    checked("wat2wasm", "--enable-annotations", wat, "-o", again)
    # The linker writes some numbers longer than needed, so the bytes differ; what they mean must not.
    checked("wasm-strip", again)
    stripped = folder / "stripped.wasm"
    shutil.copy(module, stripped)
    checked("wasm-strip", stripped)
    if checked("wasm2wat", stripped) != checked("wasm2wat", again):
        raise AssertionError("the text form is another module")


def check_report(bytelogic, program, module):
    reported = json.loads(checked("node", HERE / "run_module.mjs", module))
    wanted = expected(bytelogic, program)
    if reported != wanted:
        raise AssertionError(f"reported {reported}\nexpected {wanted}")


def main():
    bytelogic, examples = sys.argv[1], pathlib.Path(sys.argv[2])
    has_node = shutil.which("node") is not None
    has_wabt = all(shutil.which(tool) for tool in ("wasm-validate", "wat2wasm", "wasm2wat", "wasm-strip"))
    if not has_node and not has_wabt:
        print("skipped: needs Node.js or wabt")
        return 77
    for name, there in (("Node.js", has_node), ("wabt", has_wabt)):
        if not there:
            print(f"{name} is not installed: its checks are left out")
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        programs = sorted(examples.rglob("*.bl"))
        for index, source in enumerate(EXTRA):
            programs.append(folder / f"extra{index}.bl")
            programs[-1].write_text(source)
        for program in programs:
            try:
                module = folder / "program.wasm"
                checked(PATIENT, bytelogic, "compile", program, "-o", module)
                if has_wabt:
                    check_bytes(bytelogic, program, module, folder)
                if has_node:
                    check_report(bytelogic, program, module)
            except AssertionError as error:
                failed += 1
                print(f"{program}: {error}")
        print(f"{len(programs)} programs, {failed} failed")
    return 1 if failed or not programs else 0


if __name__ == "__main__":
    sys.exit(main())
