#!/usr/bin/env python3
"""Runs everything that HACKING.md, docs/ and each README.md show, so that documents cannot go stale.

    scripts/check_docs.py --binary build/bytelogic                  # all documents
    scripts/check_docs.py --binary build/bytelogic README.md        # one
    scripts/check_docs.py --binary build/bytelogic --update         # rewrites answers and transcripts; read the diff

What is checked, by the first words of a fenced block:
    bytelogic            checked without errors; if a block `answer` follows, run, and this is what it answers
    bytelogic FILE       the same, and written to FILE for the transcripts below it
    datalog, datalog FILE    the same, of a program in the other dialect
    text FILE, csv FILE  written to FILE
    console              a transcript: each `$ command` is run by bash in a folder of the document's own; what follows is
                         what it prints, standard error included. A line `...` stands for any lines; times may differ
    cpp FILE, js FILE, python FILE    is the file FILE of the repository, word for word
In docs/diagnostics/CODE.md the program under "Wrong" must report CODE and the one under "Right" must not, and must run;
`--limit` options in the text above a block are passed on. Links to files of the repository must lead somewhere.
Each README.md begins with a heading, and the files and folders of the repository that it names in backticks exist.
"""

import argparse
import concurrent.futures
import difflib
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PATIENT = ROOT / "scripts" / "patient.sh"
TIMEOUT_SECONDS = 1200  # only what hangs
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
NAMED_FILE = re.compile(
    r"`([\w./-]+\.(?:h|cc|def|py|sh|md|mjs|cmake|txt)|(?:src|tests|docs|scripts|bench|include|examples)/[\w./-]*)`")
TIME = re.compile(r" *[0-9.]+ (us|ms|s)\b")


class Block:
    def __init__(self, line, info):
        self.line = line  # of the opening fence, from 1
        self.words = info.split()
        self.kind = self.words[0] if self.words else ""
        self.file = self.words[1] if len(self.words) > 1 else ""
        self.body = ""


def split_document(text):
    """The document as a list of prose strings and Blocks, in order; joining them gives the text back."""
    parts = [""]
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        block = parts[-1] if isinstance(parts[-1], Block) else None
        if block is None and line.startswith("```"):
            parts.append(Block(number, line[3:].strip()))
        elif block is not None and line.rstrip() == "```":
            parts.append("")
        elif block is not None:
            block.body += line
        else:
            parts[-1] += line
    return parts


def join_document(parts):
    return "".join(
        f"```{' '.join(part.words)}\n{part.body}```\n" if isinstance(part, Block) else part for part in parts)


def matches(expected, actual):
    """Whether they agree, with `...` lines and times as said above."""
    def normal(text):
        return TIME.sub(r" N \1", text)

    pattern = "".join(
        "(?:.*\n)*?" if line.strip() == "..." else re.escape(normal(line)) for line in expected.splitlines(keepends=True))
    return re.fullmatch(pattern, normal(actual)) is not None


def write_command(folder, binary):
    """The `bytelogic` that documents run."""
    command = pathlib.Path(folder, "bytelogic")
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(str(PATIENT))} {shlex.quote(str(binary))} "$@"\n')
    command.chmod(0o755)


class Document:
    def __init__(self, path, commands):
        self.path = path
        self.commands = commands  # the folder of the command that it runs
        self.text = path.read_text(encoding="utf-8")
        self.parts = split_document(self.text)
        self.problems = []
        self.checked = 0

    def problem(self, block, message):
        self.problems.append(f"{self.path.relative_to(ROOT)}:{block.line}: {message}")

    def shell(self, command, folder):
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
        environment["PATH"] = f"{self.commands}:{environment['PATH']}"
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL, timeout=TIMEOUT_SECONDS, check=False)
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def check(self):
        """Checks everything; puts what really came out into self.parts."""
        with tempfile.TemporaryDirectory(prefix="docs-") as folder:
            for shared in ("examples",):
                os.symlink(ROOT / shared, pathlib.Path(folder, shared))
            for index, part in enumerate(self.parts):
                if isinstance(part, Block):
                    self.check_block(index, part, folder)
        line = 1
        for part in self.parts:
            if isinstance(part, Block):
                line += part.body.count("\n") + 2
                continue
            for match in LINK.finditer(part):
                if not (self.path.parent / match.group(1)).exists():
                    at = line + part.count("\n", 0, match.start())
                    self.problems.append(f"{self.path.relative_to(ROOT)}:{at}: no such file: {match.group(1)}")
            line += part.count("\n")
        if self.path.name == "README.md":
            self.check_readme()
        return self

    def check_readme(self):
        """The heading, and the files that are named in backticks: seen from this folder, the root, src/ or its tests."""
        name = self.path.relative_to(ROOT)
        if not self.text.startswith("# "):
            self.problems.append(f"{name}:1: does not begin with a heading")
        for number, line in enumerate(self.text.splitlines(), 1):
            for file in NAMED_FILE.findall(line):
                folders = [self.path.parent, ROOT, ROOT / "src", ROOT / "tests" / "unit" / self.path.parent.name]
                found = any((folder / file).exists() for folder in folders)
                # NAME.md stands for many, and a file without a folder is one of the folders below.
                if found or "NAME" in file or any(self.path.parent.rglob(file.lstrip("/"))):
                    continue
                self.problems.append(f"{name}:{number}: no such file: {file}")

    def check_block(self, index, block, folder):
        if block.kind in {"cpp", "js", "python"} and block.file:
            self.checked += 1
            source = ROOT / block.file
            if not source.exists() or source.read_text(encoding="utf-8") != block.body:
                self.problem(block, f"differs from {block.file}")
                if source.exists():
                    block.body = source.read_text(encoding="utf-8")
        elif block.kind in {"bytelogic", "datalog", "text", "csv", "json"}:
            if block.file:
                pathlib.Path(folder, block.file).write_text(block.body, encoding="utf-8")
            if block.kind in {"bytelogic", "datalog"}:
                self.checked += 1
                self.check_program(index, block, folder)
        elif block.kind == "console":
            self.checked += 1
            self.check_transcript(index, block, folder)

    def section(self, index):
        """In a page about a diagnostic: "Wrong" or "Right", where this block stands; and the text right above it."""
        above = self.parts[index - 1]
        before = "".join(part for part in self.parts[:index] if isinstance(part, str))
        headings = re.findall(r"^## (\w+)", before, re.MULTILINE)
        return (headings[-1] if headings and self.path.parent.name == "diagnostics" else ""), above

    def check_program(self, index, block, folder):
        program = pathlib.Path(folder, ".program.bl")
        program.write_text(block.body, encoding="utf-8")
        section, above = self.section(index)
        dialect = "--dialect=datalog" if block.kind == "datalog" else ""
        if section:
            limits = " ".join(re.findall(r"--limit [\w=]+", above)) if section == "Wrong" else ""
            status, output = self.shell(f"bytelogic run {limits} {dialect} {program}", folder)
            self.check_page(block, section, status, output)
            return
        following = self.parts[index + 2] if index + 2 < len(self.parts) else None
        gap = self.parts[index + 1] if index + 1 < len(self.parts) else ""
        if isinstance(following, Block) and following.kind == "answer" and len(gap.strip().splitlines()) <= 1:
            _, output = self.shell(f"bytelogic run {dialect} {program}", folder)
            output = output.replace(str(program), "program.bl")
            if output != following.body:
                self.problem(following, "answers differently:\n" + diff(following.body, output))
                following.body = output
            return
        status, output = self.shell(f"bytelogic check {dialect} {program}", folder)
        if status != 0:
            self.problem(block, "is wrong:\n" + output)

    def check_page(self, block, section, status, output):
        code = self.path.stem
        if section == "Wrong" and f"[{code}]" not in output and f'error="{code}"' not in output:
            self.problem(block, f"does not report {code}, but:\n{output}")
        if section == "Right" and (f"[{code}]" in output or status != 0):
            self.problem(block, f"is not right (exit code {status}):\n{output}")

    def check_transcript(self, index, block, folder):
        commands = []  # [command line, expected output]
        for line in block.body.splitlines(keepends=True):
            if line.startswith("$ "):
                commands.append([line[2:], ""])
            elif commands:
                commands[-1][1] += line
        actual_body = ""
        all_output = ""
        status = 0
        agree = True
        for command, expected in commands:
            status, output = self.shell(command, folder)
            if output and not output.endswith("\n"):
                output += "\n"
            all_output += output
            same = matches(expected, output)
            agree = agree and same
            actual_body += f"$ {command}" + (expected if same else output)
        if not agree:
            self.problem(block, "prints differently:\n" + diff(block.body, actual_body))
            block.body = actual_body
        section, _ = self.section(index)
        if section:
            self.check_page(block, section, status, all_output)


def diff(expected, actual):
    lines = difflib.unified_diff(
        expected.splitlines(keepends=True), actual.splitlines(keepends=True), "document", "really", n=2)
    return "".join("    " + line for line in lines)


def all_documents():
    folders = [ROOT / name for name in ("src", "include", "tests", "bench", "scripts", "examples")]
    readmes = [path for folder in folders for path in sorted(folder.rglob("README.md"))]
    return [ROOT / "README.md", ROOT / "HACKING.md", *sorted((ROOT / "docs").rglob("*.md")), *readmes]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True, help="the program under test")
    parser.add_argument("--update", action="store_true", help="rewrite answers, transcripts and copies of files")
    parser.add_argument("documents", nargs="*", help="the documents; all of them if none is named")
    arguments = parser.parse_args()
    binary = pathlib.Path(arguments.binary).resolve()
    paths = [pathlib.Path(document).resolve() for document in arguments.documents] or all_documents()

    with (
        tempfile.TemporaryDirectory(prefix="docs-") as commands,
        concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool,
    ):
        write_command(commands, binary)
        documents = list(pool.map(lambda path: Document(path, commands).check(), paths))
    for document in documents:
        if arguments.update:
            after = join_document(document.parts)
            if after != document.text:
                document.path.write_text(after, encoding="utf-8")
                print(f"{document.path.relative_to(ROOT)}: rewritten")
        for problem in document.problems:
            print(problem)
    failed = sum(1 for document in documents if document.problems)
    checked = sum(document.checked for document in documents)
    print(f"{len(documents) - failed} of {len(documents)} documents passed, {checked} blocks checked")
    return 1 if failed or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
