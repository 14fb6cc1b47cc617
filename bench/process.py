#!/usr/bin/env python3
"""Whole processes from start to exit, in turn: `bytelogic run` on a small program beside `python3 -c pass`, clingo and
SWI-Prolog; and the size of the stripped program.

    bench/process.py build/bytelogic
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

PROGRAM = """REL parent 2
REL ancestor 2
FACT parent alice bob
FACT parent bob charlie
FACT parent charlie dora
RULE ancestor: SCAN parent $x $y, EMIT ancestor $x $y
RULE ancestor: SCAN parent $x $y, JOIN ancestor $y $z, EMIT ancestor $x $z
SOLVE
QUERY ancestor alice ?
"""
RUNS = 31
# Not a launcher of a version manager, whose start would be measured instead.
PYTHON = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable


def measure(command):
    start = time.perf_counter()
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - start) * 1e3


def main():
    binary = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "family.bl")
        clingo = os.path.join(folder, "family.lp")
        prolog = os.path.join(folder, "family.pl")
        rules = ("parent(alice,bob). parent(bob,charlie). parent(charlie,dora).\n"
                 "ancestor(X,Y) :- parent(X,Y).\nancestor(X,Z) :- parent(X,Y), ancestor(Y,Z).\n")
        for path, text in ((program, PROGRAM), (clingo, rules),
                           (prolog, rules + ":- forall(ancestor(alice,X), (write(X), nl)), halt.\n")):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        commands = {"bytelogic run": [binary, "run", program], "python3 -c pass": [PYTHON, "-c", "pass"],
                    "clingo": ["clingo", "--verbose=0", clingo],
                    "SWI-Prolog": ["swipl", "-q", "-f", "none", "-g", "halt", prolog]}
        if shutil.which("clingo"):  # it exits with 30 for "satisfiable, all found"
            commands["clingo"] = ["sh", "-c", f"clingo --verbose=0 {clingo} || true"]
        commands = {name: command for name, command in commands.items() if shutil.which(command[0])}
        if not shutil.which("clingo"):
            commands.pop("clingo", None)
        samples = {name: [] for name in commands}
        for run in range(RUNS + 1):
            for name, command in commands.items():
                took = measure(command)
                if run > 0:
                    samples[name].append(took)
        ours = statistics.median(samples["bytelogic run"])
        for name, values in samples.items():
            middle = statistics.median(values)
            print(f"{name:<20} p50 {middle:7.2f} ms   min {min(values):7.2f} ms   {middle / ours:6.2f} times bytelogic run")
        stripped = os.path.join(folder, "stripped")
        subprocess.run(["strip", "-o", stripped, binary], check=True)
        print(f"stripped program     {os.path.getsize(stripped) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
