"""Golden tests: one `.test` file holds files, commands and what the commands must print.

tests/golden/README.md describes the format. Used by run_goldens.py, which compares, and update_goldens.py, which
rewrites. `regenerate` is all there is: it runs the commands of a test and returns the text that the file should have.
"""

import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import tempfile

PATIENT = pathlib.Path(__file__).resolve().with_name("patient.sh")
TIMEOUT_SECONDS = 1200  # only what hangs
RECORDED = {"stdout", "stderr", "exit"}
NO_NEWLINE = "(no newline at the end)\n"


class BadTest(Exception):
    """A `.test` file that does not follow the format."""


class Section:
    """One `--- kind argument` line and the lines below it."""

    def __init__(self, header, line):
        words = header.split(" ", 2)
        if len(words) < 2:
            raise BadTest(f"line {line}: `---` without a word")
        self.kind = words[1]
        self.argument = words[2].strip() if len(words) > 2 else ""
        self.header = header
        self.line = line
        self.body = ""


def parse(text):
    """The lines before the first section, and the sections."""
    prose = ""
    sections = []
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if line.startswith("---"):
            sections.append(Section(line.rstrip("\n"), number))
        elif sections:
            sections[-1].body += line
        else:
            prose += line
    return prose, sections


def select(document, paths):
    """The values at `a, b.c` of a JSON object, one object with these paths as keys."""
    out = {}
    for path in paths.split(","):
        value = document
        for key in path.strip().split("."):
            if isinstance(value, list) and key.isdigit() and int(key) < len(value):
                value = value[int(key)]
            else:
                value = value.get(key) if isinstance(value, dict) else None
        out[path.strip()] = value
    return out


def show_json(output, paths):
    """`output` with only `paths`, one JSON object per object of `output` (a document or a list of them)."""
    try:
        document = json.loads(output)
    except json.JSONDecodeError:
        return output
    documents = document if isinstance(document, list) else [document]
    return "".join(json.dumps(select(one, paths), indent=2, ensure_ascii=False) + "\n" for one in documents)


def apply_fixes(source, fixes):
    """`source` with all `{line, column, length, text}` applied, from the last to the first."""
    lines = source.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    for fix in sorted(fixes, key=lambda fix: (fix["line"], fix["column"]), reverse=True):
        begin = starts[fix["line"] - 1] + fix["column"] - 1
        source = source[:begin] + fix["text"] + source[begin + fix["length"] :]
    return source


class Runner:
    def __init__(self, binary):
        self.binary = str(pathlib.Path(binary).resolve())
        self.environment = {**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
        self.environment.pop("CLICOLOR_FORCE", None)

    def execute(self, command, folder, stdin=b""):
        words = shlex.split(command)
        if not words or words[0] != "bytelogic":
            raise BadTest(f"a command is `bytelogic ...`, not `{command}`")
        done = subprocess.run(
            [PATIENT, self.binary, *words[1:]], cwd=folder, input=stdin, capture_output=True, env=self.environment,
            timeout=TIMEOUT_SECONDS, check=False)
        return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")

    def regenerate(self, text):
        """`text` of a test with the recorded sections as they come out now."""
        prose, sections = parse(text)
        out = prose
        stdin = b""
        with tempfile.TemporaryDirectory(prefix="golden-") as folder:
            for index, section in enumerate(sections):
                if section.kind in RECORDED:
                    if index == 0 or sections[index - 1].kind not in RECORDED | {"run"}:
                        raise BadTest(f"line {section.line}: `--- {section.kind}` belongs after a `--- run`")
                    continue
                out += section.header + "\n" + section.body
                if section.kind == "file":
                    path = pathlib.Path(folder, section.argument)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(section.body, encoding="utf-8")
                elif section.kind == "append":
                    with open(pathlib.Path(folder, section.argument), "a", encoding="utf-8") as file:
                        file.write(section.body)
                elif section.kind == "bytes":
                    pathlib.Path(folder, section.argument).write_bytes(bytes.fromhex(section.body))
                elif section.kind == "repeat":
                    self.repeat(folder, section)
                elif section.kind == "fix":
                    self.fix(folder, section.argument)
                elif section.kind == "stdin":
                    stdin = section.body.encode()
                elif section.kind == "run":
                    out += self.record(section, sections[index + 1 :], folder, stdin)
                    stdin = b""
                else:
                    raise BadTest(f"line {section.line}: unknown section `{section.kind}`")
        return out

    def record(self, section, following, folder, stdin):
        paths = ""
        for recorded in following:
            if recorded.kind not in RECORDED:
                break
            if recorded.kind == "stdout" and recorded.argument.startswith("json:"):
                paths = recorded.argument[len("json:") :].strip()
        status, stdout, stderr = self.execute(section.argument, folder, stdin)
        out = ""
        if stdout:
            shown = show_json(stdout, paths) if paths else stdout
            out += (f"--- stdout json: {paths}\n" if paths else "--- stdout\n") + with_newline(shown)
        if stderr:
            out += "--- stderr\n" + with_newline(stderr)
        if status != 0:
            out += f"--- exit {status}\n"
        return out

    @staticmethod
    def repeat(folder, section):
        """`--- repeat FILE A B`: appends the body to FILE once for each A <= N < B, `{N}` and `{N+1}` filled in."""
        name, begin, end = section.argument.split()
        with open(pathlib.Path(folder, name), "a", encoding="utf-8") as file:
            for number in range(int(begin), int(end)):
                file.write(section.body.replace("{N}", str(number)).replace("{N+1}", str(number + 1)))

    def fix(self, folder, name):
        """Applies every fix that `check` offers for the file."""
        path = pathlib.Path(folder, name)
        _, stdout, stderr = self.execute(f"bytelogic check --json {shlex.quote(name)}", folder)
        report = json.loads(stdout or stderr)
        diagnostics = report["diagnostics"] if isinstance(report, dict) else report
        fixes = [diagnostic["fix"] for diagnostic in diagnostics if diagnostic.get("fix")]
        if not fixes:
            raise BadTest(f"`--- fix {name}`: no diagnostic offers a fix")
        path.write_text(apply_fixes(path.read_text(encoding="utf-8"), fixes), encoding="utf-8")


def with_newline(text):
    return text if text.endswith("\n") else text + "\n" + NO_NEWLINE


def find_tests(paths):
    tests = []
    for path in map(pathlib.Path, paths):
        tests += sorted(path.rglob("*.test")) if path.is_dir() else [path]
    return tests


def run_all(binary, paths):
    """Yields (path, text of the file, regenerated text or None, what is wrong with the test itself)."""
    runner = Runner(binary)

    def one(path):
        text = path.read_text(encoding="utf-8")
        try:
            return path, text, runner.regenerate(text), ""
        except (BadTest, ValueError, KeyError, OSError, subprocess.TimeoutExpired) as error:
            return path, text, None, f"{type(error).__name__}: {error}"

    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        yield from pool.map(one, find_tests(paths))
