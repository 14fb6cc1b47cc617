// Facts from SQLite: tables and queries, types, and that nothing but reading is possible.

#include <fcntl.h>
#include <sqlite3.h>

#include <iterator>
#include <thread>

#include "fact_reading.h"

namespace bytelogic::data {
namespace {

class SqliteFacts : public testing::Test {
 protected:
  void Make(const std::string& statements) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(Path().c_str(), &database), SQLITE_OK);
    char* error = nullptr;
    EXPECT_EQ(sqlite3_exec(database, statements.c_str(), nullptr, nullptr, &error), SQLITE_OK) << error;
    sqlite3_close(database);
  }
  auto Path() -> std::string { return (folder_.path() / "app.db").string(); }
  auto Read(const std::string& options, std::string_view program = "", LoadLimits limits = {},
            const std::atomic<bool>* cancelled = nullptr) -> std::string {
    return ReadArgument("r=sqlite:" + Path() + options, program, folder_, limits, cancelled);
  }
  // The database as a file that is open already, as a program names it.
  auto ReadOpen(const std::string& name, const std::string& table) -> std::string {
    const ProgramSchema schema;
    Facts facts;
    DataErrors errors;
    LoadBudget budget;
    LoadContext context{.schema = schema, .facts = facts, .errors = errors, .budget = budget};
    Descriptor file(open((folder_.path() / name).c_str(), O_RDONLY | O_CLOEXEC));
    LoadSqlite({.path = name, .file = std::move(file), .table = table, .query = {}, .parameters = {}}, "r", context);
    return errors.empty() ? Show(facts) : errors.Text();
  }

  TestFolder folder_;
};

constexpr const char* kPeople =
    "CREATE TABLE people(name TEXT, age INT); INSERT INTO people VALUES('ann', 30), ('O''Hara', 17);"
    "CREATE TABLE \"odd \"\"name\"(x); INSERT INTO \"odd \"\"name\" VALUES(1), (2.5), ('t');"
    "CREATE TABLE r(a, b); INSERT INTO r VALUES(1, 2);";

TEST_F(SqliteFacts, TablesAndQueries) {
  Make(kPeople);
  EXPECT_EQ(Read("?table=people"), "r('ann',30)r('O'Hara',17)");
  EXPECT_EQ(Read("?table=odd+%22name"), "r(1)r(f2.500000)r('t')");
  EXPECT_EQ(Read(""), "r(1,2)");  // the table that is called like the relation
  EXPECT_EQ(Read("?query=SELECT%20age%20FROM%20people%20ORDER+BY+age"), "r(17)r(30)");
  EXPECT_EQ(Read("?query=SELECT+name+FROM+people+WHERE+name=:who+AND+age>=@least&who=O'Hara&least=17"), "r('O'Hara')");
  EXPECT_EQ(Read("?query=SELECT+1;+"), "r(1)");
  EXPECT_EQ(Read("?query=SELECT+name+FROM+people+WHERE+0"), "");
  // By the names that the program declares.
  EXPECT_EQ(Read("?table=people", "REL r(age: int)"), "r(30)r(17)");
  EXPECT_EQ(Read("?table=people", "REL r(age: int, name: symbol)"), "r(30,'ann')r(17,'O'Hara')");
}

TEST_F(SqliteFacts, ValuesThatDoNotFit) {
  Make(
      "CREATE TABLE t(a, b); INSERT INTO t VALUES(1, NULL), (x'00ff', 1), (1e999, 1), (CAST(x'ff' AS TEXT), 1), (1, "
      "1);");
  EXPECT_EQ(
      Read("?table=t"),
      "app.db, row 1, column b: error[R209]: NULL is not a value\n"
      "help: leave the row out by WHERE ... IS NOT NULL in a query, or give COALESCE(..., VALUE)\n"
      "app.db, row 2, column a: error[R209]: a BLOB is not a value\n"
      "help: give its text by CAST(... AS TEXT) or HEX(...) in a query, or leave the column out\n"
      "app.db, row 3, column a: error[R209]: column 1 holds a float that is not finite\n"
      "help: leave the row out, or give a number\n"
      "app.db, row 4, column a: error[E101]: the text of column 1 is not valid UTF-8\nhelp: encode it as UTF-8\n");
  EXPECT_EQ(Read("?query=SELECT+a+FROM+t+WHERE+a=1", "REL r(a: symbol)").substr(0, 87),
            "app.db, row 1, column a: error[R209]: 1 is an int, and column a is declared as symbol\nh");
  EXPECT_EQ(Read("?query=SELECT+1,2,3", "REL r 2"),
            "app.db: error[E203]: 3 columns, but r has 2 columns\nhelp: give every row 2 columns\n");
}

TEST_F(SqliteFacts, WhatCannotBeRead) {
  Make(kPeople);
  EXPECT_EQ(Read("?table=persons"),
            "app.db: error[R212]: the database has no table persons\nhelp: it has odd \"name, people, r\n");
  EXPECT_EQ(Read("?query=SELECT+agee+FROM+people").substr(0, 67),
            "app.db: error[R212]: the query cannot be read: no such column: agee");
  EXPECT_EQ(Read("?query=SELECT+1;SELECT+2").substr(0, 60),
            "app.db: error[R212]: more than one statement in the query\nhe");
  EXPECT_EQ(Read("?query=SELECT+:a").substr(0, 62), "app.db: error[R212]: the parameter :a of the query has no valu");
  EXPECT_EQ(Read("?query=SELECT+?").substr(0, 51), "app.db: error[R212]: a parameter without a name in ");
  EXPECT_EQ(Read("?query=SELECT+1&b=2").substr(0, 52), "app.db: error[R212]: the query has no parameter :b\nh");
  EXPECT_EQ(Read("?query=+").substr(0, 41), "app.db: error[R212]: the query is empty\nh");
  EXPECT_EQ(Read("?query=SELECT+abs(-9223372036854775808)").substr(0, 52),
            "app.db: error[R212]: the query fails after 0 rows: i");
  folder_.Write("no.db",
                "this is no database, and it is long enough to have a header of one hundred bytes, which is what "
                "every database begins with");
  EXPECT_EQ(ReadArgument("r=sqlite:" + (folder_.path() / "no.db").string(), "", folder_),
            "no.db: error[R212]: the file is not a SQLite database, or is damaged\n"
            "help: give a database that sqlite3 can open\n");
  EXPECT_EQ(ReadArgument("r=sqlite:" + (folder_.path() / "missing.db").string(), "", folder_).substr(0, 45),
            "missing.db: error[R212]: cannot read missing.");
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "missing.db"));
  EXPECT_NE(ReadArgument("r=sqlite:" + folder_.path().string() + "/", "", folder_).find("is a directory"),
            std::string::npos);
}

TEST_F(SqliteFacts, NothingButReadingIsPossible) {
  Make(kPeople);
  const std::string other = (folder_.path() / "other.db").string();
  for (const std::string query :
       {"DELETE FROM people", "DROP TABLE people", "INSERT INTO people VALUES('x',1) RETURNING name",
        "CREATE TABLE n(x)", "PRAGMA user_version=7", "PRAGMA writable_schema=1", "VACUUM", "BEGIN", "REINDEX",
        "SELECT load_extension('x')"}) {
    const std::string shown = Read("?query=" + query);
    EXPECT_EQ(shown.substr(0, 21), "app.db: error[R212]: ") << query;
  }
  EXPECT_EQ(Read("?query=ATTACH '" + other + "' AS o").substr(0, 66),
            "app.db: error[R212]: the query does more than read this database: ");
  EXPECT_EQ(Read("?query=VACUUM INTO '" + other + "'").substr(0, 21), "app.db: error[R212]: ");
  EXPECT_FALSE(std::filesystem::exists(other));
  EXPECT_EQ(Read("?table=people"), "r('ann',30)r('O'Hara',17)");
}

// Hostile databases.

constexpr const char* kEndless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) ";

TEST_F(SqliteFacts, AViewThatNeverEnds) {
  Make(std::string("CREATE VIEW rows AS ") + kEndless + "SELECT x FROM c; CREATE VIEW none AS " + kEndless +
       "SELECT x FROM c WHERE x < 0");
  EXPECT_EQ(Read("?table=rows", "", {.rows = 1'000}).substr(0, 21), "app.db: error[R310]: ");
  EXPECT_EQ(Read("?table=rows", "", {.bytes = 8'000}).substr(0, 44), "app.db, row 1001, column x: error[R312]: too");
  EXPECT_EQ(Read("?table=none", "", {.microseconds = 50'000}).substr(0, 60),
            "app.db: error[R303]: out of time while loading facts: the li");
  const std::atomic<bool> cancelled{true};
  EXPECT_EQ(Read("?table=none", "", {}, &cancelled), "app.db: error[R303]: cancelled while loading facts\n");
}

TEST_F(SqliteFacts, ValuesAtTheEdge) {
  Make(
      "CREATE TABLE t(a); INSERT INTO t VALUES('12345'), ('123456'), (1234567);"
      "CREATE VIEW huge AS SELECT replace(hex(zeroblob(20000000)), '0', 'a') AS a;"
      "CREATE TABLE photos(photo, name); INSERT INTO photos VALUES(zeroblob(40000000), 'ann');");
  EXPECT_EQ(Read("?query=SELECT+a+FROM+t+WHERE+a<>'123456'", "", {.value_bytes = 5}), "r('12345')r(1234567)");
  EXPECT_EQ(Read("?table=t", "", {.value_bytes = 5}),
            "app.db, row 2, column a: error[R313]: a value of the host is too long: the limit is 5 bytes, and it has "
            "more\nhelp: shorten it or leave it out, or raise the limit `value`: --limit value=10\n");
  EXPECT_EQ(Read("?table=huge", "", {.value_bytes = 1'000'000}).substr(0, 21), "app.db: error[R313]: ");
  // What nobody asks for does not count.
  EXPECT_EQ(Read("?query=SELECT+name+FROM+photos", "", {.bytes = 3, .value_bytes = 5}), "r('ann')");
  EXPECT_EQ(Read("?query=SELECT+name+FROM+photos", "", {.bytes = 2}).substr(0, 33),
            "app.db, row 1, column name: error");
}

TEST_F(SqliteFacts, AViewThatCollectsWithoutEnd) {
  Make(std::string("CREATE VIEW v AS ") + kEndless + "SELECT hex(randomblob(400000)) AS h FROM c ORDER BY h");
  EXPECT_EQ(Read("?table=v"),
            "app.db: error[R212]: the query needs more than 256 MiB of memory\nhelp: sort and group less\n");
}

TEST_F(SqliteFacts, OneStepThatTakesForEver) {
  // A long text that nearly occurs in a longer one, everywhere: SQLite looks up from it when it is done.
  Make("CREATE VIEW v AS SELECT instr(hex(zeroblob(250000)), hex(zeroblob(100000)) || '1')");
  std::atomic<bool> cancelled{false};
  std::thread later([&cancelled] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    cancelled = true;
  });
  const std::string shown = Read("?table=v", "", {}, &cancelled);
  later.join();
  EXPECT_EQ(shown, "app.db: error[R303]: cancelled while loading facts\n");
}

TEST_F(SqliteFacts, TablesThatAreCodeAreNotRun) {
  Make("CREATE VIRTUAL TABLE t USING fts5(a); INSERT INTO t VALUES('x')");
  EXPECT_EQ(Read("?table=t").substr(0, 21), "app.db: error[R212]: ");
}

TEST_F(SqliteFacts, AnOpenFileIsAllThatIsRead) {
  Make(kPeople);
  EXPECT_EQ(ReadOpen("app.db", "people"), "r('ann',30)r('O'Hara',17)");
  EXPECT_EQ(ReadOpen("app.db", "none").substr(0, 57), "app.db: error[R212]: the database has no table none\nhelp:");
  // In WAL mode, and even where there is a WAL with the same name: the file alone.
  Make("PRAGMA journal_mode = WAL; INSERT INTO r VALUES(3, 4)");
  std::filesystem::copy(Path(), folder_.path() / "copy.db");
  folder_.Write("copy.db-wal", std::string(100, 'x'));
  folder_.Write("copy.db-journal", std::string(100, 'x'));
  EXPECT_EQ(ReadOpen("copy.db", "r"), "r(1,2)r(3,4)");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 4);
  folder_.Write("no.db", std::string(2'000, 'x'));
  EXPECT_EQ(ReadOpen("no.db", "r").substr(0, 57), "no.db: error[R212]: the file is not a SQLite database, or");
  folder_.Write("empty.db", "");
  EXPECT_EQ(ReadOpen("empty.db", "r"),
            "empty.db: error[R212]: the database has no table r\nhelp: it has no tables at all\n");
}

}  // namespace
}  // namespace bytelogic::data
