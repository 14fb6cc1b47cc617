"""--facts: files and databases of tuples."""

import gzip
import os
import pty
import sqlite3
import subprocess
import time

from harness import TIMEOUT, case, interrupt, wait_until

FAMILY = """REL parent 2
REL ancestor 2
FACT parent alice bob
FACT parent bob charlie
RULE ancestor: SCAN parent $x $y, EMIT ancestor $x $y
RULE ancestor: SCAN parent $x $y, JOIN ancestor $y $z, EMIT ancestor $x $z
SOLVE
QUERY ancestor alice ?
"""
EDGES = "REL edge 2\nQUERY edge ? ?\n"
AGES = "REL age(name: symbol, years: int)\nQUERY age ? ?\n"

PATHS = """.decl edge(x: symbol, y: symbol)
.input edge%s
.decl path(x: symbol, y: symbol)
.output path%s
path(X, Y) :- edge(X, Y).
path(X, Z) :- path(X, Y), edge(Y, Z).
"""

CASES = [
    case("facts for what is no name", ["run", "-", "--facts", "9=e.csv"], files={"e.csv": "1\n"}, code=2, out="", err_has='--facts 9=e.csv: "9" cannot name a relation; begin with a letter'),
    case("facts for nothing", ["run", "-", "--facts", "=e.csv"], files={"e.csv": "1\n"}, code=2, out="", err_has="--facts =e.csv: no relation before the =; write RELATION=e.csv\n"),
    case("facts of no file", ["run", "-", "--facts", "e="], code=2, out="", err_has="--facts e=: no file after the =; write e=FILE.csv\n"),
    case("facts with a header", ["run", "-", "--facts", "e=e.csv"], files={"e.csv": "name,years\nann,30\n"}, stdin="REL e(name: symbol, years: int)\nQUERY e ? ?\n", out="ann 30\n"),
    case("facts with a header of other names", ["run", "-", "--facts", "e=e.csv"], files={"e.csv": "who,age\nann,30\n"}, stdin="REL e(name: symbol, years: int)\nQUERY e ? ?\n", code=2, out="",
         err_has=["e.csv:1:5: error[R209]: \"age\" is not an int", "where row 1 is a header write FILE?header\n"]),
    case("facts with a header that is said to be one", ["run", "-", "--facts", "e=e.csv?header"], files={"e.csv": "who,age\nann,30\n"}, stdin="REL e(name: symbol, years: int)\nQUERY e ? ?\n", out="ann 30\n"),
    case("CSV", ["run", "-", "--facts", "edge=e.csv"], stdin=EDGES, files={"e.csv": 'a,b\r\n"New York",2\n'}, out='"New York" 2, a b\n'),
    case("TSV", ["run", "-", "--facts", "edge=e.tsv"], stdin=EDGES, files={"e.tsv": "a\tb c\n"}, out='a "b c"\n'),
    case("JSON rows", ["run", "-", "--facts", "edge=e.json"], stdin=EDGES, files={"e.json": '[["a", 1], ["b", 2.5]]'}, out="a 1, b 2.5\n"),
    case("JSON by relation", ["run", "-", "--facts", "e.json"], stdin=EDGES, files={"e.json": '{"edge": [["a", "b"]]}'}, out="a b\n"),
    case("JSON scalars", ["run", "-", "--facts", "n=n.json"], stdin="REL n 1\nQUERY n ?\n", files={"n.json": '[2, 1, "a"]'}, out="1, 2, a\n"),
    case(
        "several files", ["run", "-", "--facts", "edge=a.csv", "--facts", "edge=b.csv"], stdin=EDGES,
        files={"a.csv": "a,b\n", "b.csv": "b,c\n"}, out="a b, b c\n",
    ),
    case("facts in rules", ["run", "f.bl", "--facts", "parent=p.csv"], files={"f.bl": FAMILY, "p.csv": "charlie,dora\n"}, out="bob, charlie, dora\n"),
    case("facts from a pipe", ["run", "f.bl", "--facts", "parent=/dev/stdin"], files={"f.bl": FAMILY}, code=2, out="", err_has="must end in .csv, .tsv, .facts, .json or .jsonl"),
    case("a ragged row", ["run", "-", "--facts", "edge=e.csv"], stdin=EDGES, files={"e.csv": "a,b\nc\n"}, code=2, out="", err_has="e.csv:2:1: error[E203]: 1 field, but edge has 2 columns\nhelp: "),
    case("a quote left open", ["run", "-", "--facts", "edge=e.csv"], stdin=EDGES, files={"e.csv": 'a,"b\n'}, code=2, out="", err_has="e.csv:1:3: error[E102]: a quote that is never closed"),
    case("bad JSON", ["run", "-", "--facts", "edge=e.json"], stdin=EDGES, files={"e.json": '[["a", ]]'}, code=2, out="", err_has=["e.json:1:8: error[E102]: not JSON: "]),
    case("facts of another arity", ["run", "-", "--facts", "edge=e.csv"], stdin=EDGES, files={"e.csv": "a,b,c\n"}, code=2, out="", err_has="e.csv:1:5: error[E203]"),
    case("facts of an undeclared relation", ["run", "-", "--facts", "egde=e.csv"], stdin=EDGES, files={"e.csv": "a,b\n"}, code=1, out="", err_has="error[E201]"),
    case("an empty facts file", ["run", "-", "--facts", "edge=e.csv"], stdin=EDGES, files={"e.csv": ""}, out="none\n"),
    case("a missing facts file", ["run", "-", "--facts", "edge=e.csv"], stdin=EDGES, code=2, out="", err_has="cannot read e.csv"),
    case("a facts folder", ["run", "-", "--facts", "edge=d.csv"], stdin=EDGES, files={"d.csv/x": ""}, code=2, out="", err_has="it is a directory"),
    case("facts without a relation", ["run", "-", "--facts", "e.csv"], stdin=EDGES, code=2, out="", err_has="write --facts RELATION=e.csv"),
    # Formats.
    case("a facts file", ["run", "-", "--facts", "edge=e.facts"], stdin=EDGES, files={"e.facts": " a\t\"b\n"}, out='" a" "\\"b"\n'),
    case("JSON lines", ["run", "-", "--facts", "edge=e.jsonl"], stdin=EDGES, files={"e.jsonl": '["a", 1]\n["b", 2.5]\n'}, out="a 1, b 2.5\n"),
    case("JSON objects", ["run", "-", "--facts", "age=a.json"], stdin=AGES, files={"a.json": '[{"years": 30, "name": "ann", "town": null}]'}, out="ann 30\n"),
    case("gzip", ["run", "-", "--facts", "edge=e.csv.gz"], stdin=EDGES, files={"e.csv.gz": gzip.compress(b"a,b\n")}, out="a b\n"),
    case("gzip by its first bytes", ["run", "-", "--facts", "edge=e.csv"], stdin=EDGES, files={"e.csv": gzip.compress(b"a,b\n")}, out="a b\n"),
    case("gzip that breaks off", ["run", "-", "--facts", "edge=e.csv"], stdin=EDGES, files={"e.csv": gzip.compress(b"a,b\n")[:-8]}, code=2, out="", err_has=["e.csv:2:1: error[R212]: its gzip data breaks off"]),
    case("standard input", ["run", "f.bl", "--facts", "edge=-"], files={"f.bl": EDGES}, stdin="a,b\n", out="a b\n"),
    case("standard input in another format", ["run", "f.bl", "--facts", "edge=-?format=jsonl"], files={"f.bl": EDGES}, stdin='["a", "b"]\n', out="a b\n"),
    case("standard input twice", ["run", "-", "--facts", "edge=-"], stdin=EDGES, code=2, out="", err_has="standard input is read by something else already"),
    # Types.
    case("a declared symbol", ["run", "-", "--facts", "r=r.csv"], stdin="REL r(a: symbol, b)\nQUERY r ? ?\n", files={"r.csv": "1,1\n"}, out='"1" 1\n'),
    case("an int out of range", ["run", "-", "--facts", "r=r.csv"], stdin="REL r 1\n", files={"r.csv": "1\n9223372036854775808\n"}, code=2, out="", err_has="r.csv:2:1: error[E104]: "),
    case("no int where one is declared", ["run", "-", "--facts", "age=a.csv"], stdin=AGES, files={"a.csv": "ann,30\nbob,x\n"}, code=2, out="", err_has="a.csv:2:5: error[R209]: \"x\" is not an int"),
    case("invalid UTF-8", ["run", "-", "--facts", "edge=e.csv"], stdin=EDGES, files={"e.csv": b"a,b\nc,\xff\n"}, code=2, out="", err_has="e.csv:2:3: error[E101]: "),
    case("errors of several files", ["run", "-", "--facts", "edge=a.csv", "--facts", "edge=b.csv"], stdin=EDGES, files={"a.csv": "x\n", "b.csv": "y\n"}, code=2, out="",
         err_has=["a.csv:1:1: error[E203]", "b.csv:1:1: error[E203]"]),
    case("more errors than anyone reads", ["run", "-", "--facts", "age=a.csv"], stdin=AGES, files={"a.csv": "ann,x\n" * 30}, code=2, out="", err_has=["a.csv:20:5", "and 10 more errors\n"]),
    case("more rows than the limit", ["run", "-", "--facts", "edge=a.csv", "--limit", "host=1"], stdin=EDGES, files={"a.csv": "a,b\nc,d\n"}, code=3, out="", err_has="a.csv:2:1: error[R310]: "),
    # Options.
    case("another delimiter", ["run", "-", "--facts", "edge=e.csv?delimiter=%3B"], stdin=EDGES, files={"e.csv": "a;b\n"}, out="a b\n"),
    case("an unknown option", ["run", "-", "--facts", "edge=e.csv?heder"], stdin=EDGES, files={"e.csv": "a,b\n"}, code=2, out="", err_has="did you mean header?"),
    # Folders.
    case("a folder of facts", ["run", "p.bl", "--facts-dir", "in"], files={"p.bl": EDGES, "in/edge.facts": "a\tb\n", "in/other.facts": "x\n"}, out="a b\n"),
    case("a packed file in a folder", ["run", "p.bl", "-F", "in"], files={"p.bl": EDGES, "in/edge.facts.gz": gzip.compress(b"a\tb\n")}, out="a b\n"),
    case("a folder without the file", ["run", "p.bl", "-F", "."], files={"p.bl": EDGES}, out="none\n"),
    case("a folder and a file", ["run", "p.bl", "-F", "in", "--facts", "edge=e.csv"], files={"p.bl": EDGES, "in/edge.facts": "a\tb\n", "e.csv": "c,d\n"}, out="a b, c d\n"),
    case("a wrong row in a folder", ["run", "p.bl", "-F", "in"], files={"p.bl": EDGES, "in/edge.facts": "a\tb\na\tb\tc\n"}, code=2, out="", err_has="in/edge.facts:2:5: error[E203]: 3 fields, but edge has 2 columns"),
    case("no such folder", ["run", "p.bl", "-F", "in"], files={"p.bl": EDGES}, code=2, out="", err_has="in: error[R212]: there is no such folder"),
    case("an answer as a file", ["run", "-", "-D", "out"], stdin="REL r 2\nREL on 0\nFACT on\nFACT r b 10\nFACT r b 9\nFACT r \"x y\" 0.5\nQUERY r ? ?\nQUERY r b ?\nQUERY on\nRESULT 7\n", out="r b ?: 9, 10\n7: 7\n",
         after={"out/r.csv": "b\t9\nb\t10\nx y\t0.5\n", "out/on.csv": "()\n"}),
    case("nothing left to print", ["run", "-", "--out-dir", "out"], stdin="REL r 1\nQUERY r ?\n", out="", after={"out/r.csv": ""}),
    case("a failing run writes nothing", ["run", "-", "-D", "out"], stdin="REL r 1\nFACT r a\nQUERY r ?\nRESULT 1 DIV (1 - 1)\n", code=1, out="", err_has="R201", after={"out": None}),
    case("where one file cannot be written none is changed", ["run", "-", "-D", "out"], stdin="REL a 1\nREL b 1\nFACT a x\nFACT b \"y\\tz\"\nQUERY a ?\nQUERY b ?\n", files={"out/a.csv": "old\n"}, code=2, out="",
         err_has="out/b.csv, row 1: error[R213]: ", after={"out/a.csv": "old\n", "out/b.csv": None}),
    case("a file in the place of one", ["run", "-", "-D", "out"], stdin="REL a 1\nREL b 1\nFACT a x\nQUERY a ?\nQUERY b ?\n", files={"out/a.csv": "old\n", "out/b.csv/x": ""}, code=2, out="",
         err_has="error[R213]: cannot write out/b.csv: it is a directory", after={"out/a.csv": "old\n"}),
    case("a folder that is a file", ["run", "-", "-D", "out"], stdin="REL a 1\nQUERY a ?\n", files={"out": "x"}, code=2, out="", err_has="out: error[R213]: cannot open the folder: Not a directory", after={"out": "x"}),
    # Datalog's directives.
    case(".input and .output", ["run", "p.dl", "-F", "in", "-D", "out"], files={"p.dl": PATHS % ("", ""), "in/edge.facts": "a\tb\nb\tc\n"}, out="", after={"out/path.csv": "a\tb\na\tc\nb\tc\n"}),
    case(".output without a folder", ["run", "p.dl", "-F", "in"], files={"p.dl": PATHS % ("", ""), "in/edge.facts": "a\tb\n"}, out="a b\n"),
    case(".input by --facts", ["run", "p.dl", "--facts", "edge=e.csv"], files={"p.dl": PATHS % ("", ""), "e.csv": "a,b\n"}, out="a b\n"),
    case(".input without anything", ["run", "p.dl"], files={"p.dl": PATHS % ("", "")}, code=2, out="", err_has=["p.dl:2:1: error[R212]: edge asks for input, and none is given\n", "--facts edge=FILE"]),
    case(".input of a file that is not there", ["run", "p.dl", "-F", "."], files={"p.dl": PATHS % ("", "")}, code=2, out="", err_has="./edge.facts: error[R212]: cannot read ./edge.facts: No such file"),
    case("parameters of directives", ["run", "p.dl", "-F", "in", "-D", "out"], files={"p.dl": PATHS % ('(IO=file, filename="e.txt", delimiter=";", headers=true)', '(filename="p.txt", rfc4180=true, headers=true)'), "in/e.txt": 'x;y\na;b,c\n'},
         out="", after={"out/p.txt": 'x,y\na,"b,c"\n', "out/path.csv": None}),
    case("standard input and output", ["run", "p.dl", "-D", "out", "--allow-stdin"], files={"p.dl": PATHS % ("(IO=stdin)", "(IO=stdout)")}, stdin="a\tb\n", out="a b\n", after={"out/path.csv": None}),
    case("a question beside .output", ["run", "p.dl", "-F", "in", "-D", "out"], files={"p.dl": PATHS % ("", "") + "?- path(X, Y).\n", "in/edge.facts": "a\tb\n"}, out="a b\n", after={"out/path.csv": "a\tb\n"}),
    case("a file outside of the folder", ["run", "p.dl", "-F", "in"], files={"p.dl": PATHS % ('(filename="../e.facts")', ""), "e.facts": "a\tb\n", "in/x": ""}, code=2, out="", err_has='p.dl:2:1: error[E106]: the file "../e.facts" is outside the folder'),
    case("standard input that no program may read", ["run", "p.dl"], files={"p.dl": PATHS % ("(IO=stdin)", "")}, stdin="a\tb\n", code=2, out="",
         err_has=["p.dl:2:1: error[R212]: edge asks for standard input, which programs may not read\n", "add --allow-stdin"]),
    case("a relation that leads out of the folder", ["run", "p.dl", "-F", "in"], files={"p.dl": ".input '../hidden'\n?- '../hidden'(X).\n", "hidden.facts": "secret\n", "in/x": ""}, code=2, out="",
         err_has='p.dl:1:1: error[E106]: the relation "../hidden" cannot be the name of a file\n'),
    case("a relation that leads out of the folder for outputs", ["run", "--dialect=datalog", "p.dl", "-D", "out"], files={"p.dl": "'../r'(a).\n.output '../r'\n", "r.csv": "old\n", "out/x": ""}, code=2, out="",
         err_has='error[R213]: the relation "../r" cannot be the name of a file\n', after={"r.csv": "old\n"}),
    case("a relation with a name in quotes as a file", ["run", "--dialect=datalog", "p.dl", "-D", "out"], files={"p.dl": "'odd name'(a).\n.output 'odd name'\n?- 'odd name'(X).\n"}, out="a\n", after={"out/odd name.csv": "a\n"}),
    case("a hidden file", ["run", "p.dl", "-F", "in"], files={"p.dl": PATHS % ('(filename=".env")', ""), "in/.env": "a\tb\n"}, code=2, out="", err_has='p.dl:2:1: error[E106]: the file ".env" is hidden'),
    case("a file at another place", ["run", "p.dl", "-D", "out", "--facts", "edge=e.facts"], files={"p.dl": PATHS % ("", '(filename="/tmp/p.csv")'), "e.facts": "a\tb\n"}, code=2, out="", err_has='p.dl:4:1: error[E106]: the file "/tmp/p.csv" is outside'),
    case("a parameter that is none", ["run", "p.dl", "-F", "in"], files={"p.dl": PATHS % ('(filname="e")', ""), "in/x": ""}, code=2, out="", err_has="p.dl:2:1: error[E106]: the parameter filname is not supported\nhelp: did you mean filename?"),
    case("IO that is not supported", ["run", "p.dl", "-F", "in"], files={"p.dl": PATHS % ('(IO=kafka)', ""), "in/x": ""}, code=2, out="", err_has="error[E106]: IO=kafka is not supported"),
    case("a wrong program says so before its files", ["run", "p.dl"], files={"p.dl": PATHS % ("", "") + "p(X :- q.\n"}, code=1, out="", err_has="p.dl:7:"),
    case("a relation that only .input names", ["run", "p.dl", "-F", "in"], files={"p.dl": ".input edge\n?- edge(a, X).\n", "in/edge.facts": "a\t1\n"}, out="1\n"),
    case("checking needs no files", ["check", "p.dl"], files={"p.dl": PATHS % ("", "")}, out=""),
    case("a plan by the types of a folder", ["plan", "p.bl", "-F", "in"], files={"p.bl": EDGES, "in/edge.facts": "a\t1\n"}, out_has="edge(a: symbol, b: int)"),
    case("a proof over files", ["explain", "p.dl", "-F", "in", "path(a, b)"], files={"p.dl": PATHS % ("", ""), "in/edge.facts": "a\tb\n"}, out_has=["path", "edge"]),
    # Databases.
    # Limits.
    case("too much data", ["run", "-", "--facts", "edge=e.csv.gz", "--limit", "data=1MB"], stdin=EDGES, files={"e.csv.gz": gzip.compress(b"\n" * 10_000_000)}, code=3, out="", err_has="error[R312]: too much data from the host: the limit is 1,000,000 bytes, and there is more\n"),
    case("too long a value", ["run", "-", "--facts", "r=r.json"], stdin="REL r 1\n", files={"r.json": '["' + "x" * 1_100_000 + '"]'}, code=3, out="", err_has="error[R313]: a value of the host is too long: the limit is 1MiB"),
    case("no time for loading", ["run", "-", "--facts", "edge=e.csv", "--limit", "load=0us"], stdin=EDGES, files={"e.csv": "a,b\n" * 200_000}, code=3, out="", err_has="error[R303]: out of time while loading facts: the limit is 0s\n"),
    case("limits end all loading", ["run", "-", "--facts", "edge=a.csv", "--facts", "edge=b.csv", "--limit", "host=1"], stdin=EDGES, files={"a.csv": "a,b\nc,d\n", "b.csv": "x\n"}, code=3, out="", err_has="a.csv:2:1: error[R310]: "),
    case("a database that is none", ["run", "-", "--facts", "edge=sqlite:x.db"], stdin=EDGES, files={"x.db": "no database " * 20}, code=2, out="", err_has="x.db: error[R212]: the file is not a SQLite database"),
    case("a database that does not exist", ["run", "-", "--facts", "edge=sqlite:x.db"], stdin=EDGES, code=2, out="", err_has="x.db: error[R212]: cannot read x.db: No such file", after={"x.db": None}),
    case("a table and a query", ["run", "-", "--facts", "edge=sqlite:x.db?table=a&query=b"], stdin=EDGES, code=2, out="", err_has="table and query together"),
]


def make_database(sandbox):
    database = sqlite3.connect(sandbox.folder / "app.db")
    database.execute("CREATE TABLE people(name TEXT, age INT, photo BLOB)")
    database.executemany("INSERT INTO people VALUES(?, ?, ?)", [("ann", 30, None), ("bob", None, b"x")])
    database.commit()
    database.close()


def test_a_table_and_a_query(sandbox):
    make_database(sandbox)
    for argument, answer in [
        ("age=sqlite:app.db?query=SELECT+name,age+FROM+people+WHERE+age>:least&least=20", b"ann 30\n"),
        ("age=sqlite:app.db?query=SELECT name, age FROM people WHERE age IS NOT NULL", b"ann 30\n"),
    ]:
        done = sandbox.run(["run", "-", "--facts", argument], AGES)
        assert done.returncode == 0 and done.stdout == answer, done
    done = sandbox.run(["run", "-", "--facts", "age=sqlite:app.db?query=SELECT name, age FROM people"], AGES)
    assert done.returncode == 2 and b"app.db, row 2, column age: error[R209]: NULL is not a value" in done.stderr, done
    done = sandbox.run(["run", "-", "--facts", "p=sqlite:app.db?query=SELECT photo FROM people WHERE age IS NULL"], "REL p 1\n")
    assert done.returncode == 2 and b"app.db, row 1, column photo: error[R209]: a BLOB is not a value" in done.stderr, done
    done = sandbox.run(["run", "-", "--facts", "age=sqlite:app.db?table=persons"], AGES)
    assert done.returncode == 2 and b"the database has no table persons\nhelp: it has people\n" in done.stderr, done
    done = sandbox.run(["run", "-", "--facts", "age=sqlite:app.db?query=DELETE FROM people"], AGES)
    assert done.returncode == 2 and b"help: write a SELECT" in done.stderr, done


def test_input_from_a_database(sandbox):
    make_database(sandbox)
    sandbox.write("p.dl", '.decl people(name: symbol)\n.input people(IO=sqlite, dbname="app.db")\n.output people\n')
    done = sandbox.run(["run", "p.dl", "-F", "."])
    assert done.returncode == 0 and done.stdout == b"ann, bob\n", done


def test_databases_and_links_outside_of_the_folder(sandbox):
    make_database(sandbox)
    (sandbox.folder / "in").mkdir()
    os.link(sandbox.folder / "app.db", sandbox.folder / "in" / "app.db")
    (sandbox.folder / "in" / "link.db").symlink_to("../app.db")
    (sandbox.folder / "in" / "up").symlink_to("..")
    (sandbox.folder / "in" / "broken.db").symlink_to("../none.db")
    os.mkfifo(sandbox.folder / "in" / "pipe.db")
    os.mkfifo(sandbox.folder / "in" / "people.facts")
    program = '.decl people(name: symbol)\n.input people(IO=%s, filename="%s")\n.output people\n'

    def run(io, name):
        sandbox.write("p.dl", program % (io, name))
        return sandbox.run(["run", "p.dl", "-F", "in"])

    done = run("sqlite", "app.db")
    assert done.returncode == 0 and done.stdout == b"ann, bob\n", done
    link = b"it is a symbolic link, which a program may not follow\n"
    for io in ("file", "sqlite"):
        for name, said in [("link.db", link), ("broken.db", link), ("up/app.db", b"Not a directory\n"), ("up/none.db", b"Not a directory\n"),
                           ("../app.db", b"is outside the folder\n"), ("../none.db", b"is outside the folder\n"), ("pipe.db", b"it is not a regular file\n")]:
            done = run(io, name)
            assert done.returncode == 2 and done.stdout == b"" and said in done.stderr, (io, name, done)
    # A pipe is not waited for, whoever names it.
    sandbox.write("p.bl", "REL people 1\nQUERY people ?\n")
    done = sandbox.run(["run", "p.bl", "-F", "in"])
    assert done.returncode == 2 and b"in/people.facts: error[R212]: cannot read in/people.facts: it is not a regular file" in done.stderr, done


def test_a_database_in_use_is_not_read_half(sandbox):
    make_database(sandbox)
    database = sqlite3.connect(sandbox.folder / "app.db")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("INSERT INTO people VALUES('carol', 1, NULL)")
    database.commit()
    sandbox.write("p.dl", '.decl people(name: symbol)\n.input people(IO=sqlite, dbname="app.db")\n.output people\n')
    done = sandbox.run(["run", "p.dl", "-F", "."])
    assert done.returncode == 2 and b"the database is in use, or was not closed: ./app.db-wal is there" in done.stderr, done
    # What the user names is read as SQLite does.
    done = sandbox.run(["run", "-", "--facts", "people=sqlite:app.db?query=SELECT name FROM people"], "REL people 1\nQUERY people ?\n")
    assert done.returncode == 0 and done.stdout == b"ann, bob, carol\n", done
    database.close()


def test_a_pipe_of_the_user_is_read(sandbox):
    os.mkfifo(sandbox.folder / "edge.csv")
    sandbox.write("f.bl", EDGES)
    process = sandbox.start(["run", "f.bl", "--facts", "edge=edge.csv"], stdout=subprocess.PIPE)
    time.sleep(0.2)
    with open(sandbox.folder / "edge.csv", "wb") as pipe:
        pipe.write(b"a,b\n")
        pipe.flush()
        time.sleep(0.1)
        pipe.write(b"c,d\n")
    assert process.communicate(timeout=20)[0] == b"a b, c d\n"
    assert process.returncode == 0


def test_interrupt_ends_every_loading(sandbox):
    os.mkfifo(sandbox.folder / "pipe.csv")
    database = sqlite3.connect(sandbox.folder / "endless.db")
    database.execute("CREATE VIEW edge AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x, x FROM c WHERE x < 0")
    database.execute("CREATE VIEW long AS SELECT 1, instr(hex(zeroblob(450000)), hex(zeroblob(200000)) || '1')")
    database.commit()
    database.close()
    sandbox.write("big.json", b"[" + b"[1, 2],\n" * 20_000_000)
    sandbox.write("f.bl", EDGES)
    for argument in ["edge=pipe.csv", "edge=sqlite:endless.db", "edge=sqlite:endless.db?table=long", "edge=big.json"]:
        process = sandbox.start(["run", "f.bl", "--facts", argument, "--limit", "host=1G", "--limit", "data=1GB"], stderr=subprocess.PIPE)
        time.sleep(0.3)  # into the middle of it
        interrupt(process)
        start = time.monotonic()
        code = process.wait(TIMEOUT)
        taken = time.monotonic() - start
        err = process.stderr.read()
        process.stderr.close()
        assert code == 130 and err.endswith(b"interrupted\n"), (argument, code, err)
        print(f"{argument}: ended {taken * 1000:.0f} ms after Ctrl-C")


def test_a_million_rows_under_the_default_limits(sandbox):
    sandbox.write("e.csv", "".join(f"{i},{i * 7919 % 1000003}\n" for i in range(1000000)))
    done = sandbox.run(["run", "-", "--facts", "edge=e.csv", "--stats"], "REL edge 2\nQUERY edge 5 ?\n")
    assert done.returncode == 0 and done.stdout == b"39595\n", done
    assert b"1000000" in done.stderr, done


def test_many_rows_into_a_file(sandbox):
    done = sandbox.run(["run", "-", "-D", "out"], "REL r 1\nFOR i IN RANGE(0, 9000)\nFACT r (i * 1000003)\nEND\nQUERY r ?\n")
    assert done.returncode == 0 and done.stdout == b"", done
    assert sandbox.read("out/r.csv") == "".join(f"{i * 1000003}\n" for i in range(9000))
    assert [path.name for path in (sandbox.folder / "out").iterdir()] == ["r.csv"]


def test_interrupt_while_reading(sandbox):
    sandbox.write("f.bl", EDGES)
    reading, writing = os.pipe()
    process = sandbox.start(["run", "f.bl", "--facts", "edge=-"], stdin=reading)
    os.write(writing, b"a,b\n")
    interrupt(process)
    assert process.wait(TIMEOUT) == 130
    os.close(reading)
    os.close(writing)


def test_progress_on_a_terminal(sandbox):
    sandbox.write("f.bl", EDGES)
    terminal, slave = pty.openpty()
    reading, writing = os.pipe()
    process = sandbox.start(["run", "f.bl", "--facts", "edge=-"], stdin=reading, stderr=slave)
    os.close(slave)
    os.set_blocking(terminal, False)
    shown = b""

    def progress_after_a_row():
        nonlocal shown
        os.write(writing, b"a,b\n")
        try:
            shown += os.read(terminal, 4096)
        except BlockingIOError:
            pass  # nothing yet
        return b"rows (Ctrl-C ends it)" in shown

    wait_until("it shows how far it came", progress_after_a_row)
    assert b"\rreading <stdin>, 0.0 MB, " in shown, shown
    os.close(writing)
    os.close(reading)
    assert process.wait(TIMEOUT) == 0
    os.close(terminal)


def test_two_relations_are_not_written_to_one_file(sandbox):
    for other in ["s.csv", "./s.csv", ".//s.csv"]:
        program = f'.decl a(x:number)\n.decl b(x:number)\na(1).\nb(2).\n.output a(filename="s.csv")\n.output b(filename="{other}")\n'
        sandbox.write("p.dl", program)
        done = sandbox.run(["run", "p.dl", "-D", "out"])
        assert done.returncode == 2 and b"a and b are both written to it" in done.stderr, (other, done)
        assert not (sandbox.folder / "out").exists(), other
