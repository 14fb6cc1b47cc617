// JSON and JSON lines: rows as arrays, objects and scalars, and every mistake with its place.

#include "fact_reading.h"

namespace bytelogic::data {
namespace {

auto Json(std::string_view text, std::string_view program = "") -> std::string {
  return ReadText("f.json", text, program);
}
auto Lines(std::string_view text, std::string_view program = "") -> std::string {
  return ReadText("f.jsonl", text, program);
}
// An object of relations.
auto Relations(std::string_view text) -> std::string {
  TestFolder folder;
  return ReadArgument(folder.Write("f.json", text), "", folder);
}

TEST(JsonFacts, Rows) {
  EXPECT_EQ(Json("[]"), "");
  EXPECT_EQ(Json("[[\"a\", 1], [\"b\", 2.5]]"), "r('a',1)r('b',f2.500000)");
  EXPECT_EQ(Json("\xEF\xBB\xBF[1, \"1\", -2, 3.0]"), "r(1)r('1')r(-2)r(3)");
  EXPECT_EQ(Json("[[]]"), "r()");
  EXPECT_EQ(Relations("{\"p\": [[1, 2]], \"q\": [\"x\"], \"e\": []}"), "p(1,2)q('x')");
}

TEST(JsonFacts, ObjectsByColumnName) {
  constexpr std::string_view kProgram = "REL r(name: symbol, years: int)\n";
  EXPECT_EQ(Json("[{\"name\": \"ann\", \"years\": 30}, {\"years\": 31, \"name\": \"bob\"}]", kProgram),
            "r('ann',30)r('bob',31)");
  EXPECT_EQ(Json(R"([{"x": {"name": [1, {"years": 2}]}, "name": "ann", "y": null, "z": [[]], "years": 30}])", kProgram),
            "r('ann',30)");
  EXPECT_EQ(
      Json("[{\"name\": \"ann\"}]", kProgram),
      "f.json:1:16: error[E203]: the object has no years\nhelp: r has the columns name, years; give each object all "
      "of them\n");
  EXPECT_EQ(Json("[{\"name\": \"ann\"}]", "REL r 1"),
            "f.json:1:2: error[E102]: a row is an object, and r has no column names\n"
            "help: declare them: REL r(NAME, NAME), or write rows as arrays\n");
  EXPECT_EQ(Json("[{\"name\": \"ann\", \"years\": [1]}]", kProgram).substr(0, 40),
            "f.json:1:27: error[E102]: an array is no");
}

TEST(JsonFacts, TypesByDeclaration) {
  constexpr std::string_view kProgram = "REL r(a: symbol, b: int)\n";
  EXPECT_EQ(Json("[[\"1\", 2.0]]", kProgram), "r('1',2)");
  EXPECT_EQ(Json("[[\"x\", 1], [1, 1], [\"y\", \"2\"],\n [\"z\", 1.5]]", kProgram),
            "f.json:1:13: error[R209]: 1 is an int, and column a is declared as symbol\n"
            "help: give a symbol, or declare the column as any\n"
            "f.json:1:28: error[R209]: \"2\" is a symbol, and column b is declared as int\n"
            "help: give an int, or declare the column as any\n"
            "f.json:2:10: error[R209]: 1.5 is a float, and column b is declared as int\n"
            "help: give an int, or declare the column as any\n");
}

TEST(JsonFacts, ErrorsHaveAPlace) {
  EXPECT_EQ(Json("[[1, 2],\n [3],\n [4, null], [true, 5], [6, 18446744073709551615]]"),
            "f.json:2:4: error[E203]: 1 value, the rows of r before have 2\nhelp: give every row 2 values\n"
            "f.json:3:9: error[R209]: null is not a value\nhelp: leave the row out, or write a string\n"
            "f.json:3:17: error[R209]: true is not a value\nhelp: write 1 or a string\n"
            "f.json:3:48: error[E104]: 18446744073709551615 does not fit 64 bits\n"
            "help: write \"18446744073709551615\" for a symbol or 18446744073709551615.0 for a float\n");
  EXPECT_EQ(Json("[1e999]"),
            "f.json:1:7: error[E104]: the number is too large for a float\nhelp: write a smaller one, or a string\n");
  EXPECT_EQ(Relations(R"({"9": [1]})").substr(0, 48), "f.json:1:4: error[E102]: \"9\" cannot name a relat");
  EXPECT_EQ(Json("[\"\xFF\"]").substr(0, 24), "f.json:1:3: error[E101]:");
  for (const std::string_view text : {"", "{", "[", "[1,]", "1", "null", "\"a\"", "[[[1]]]", "[{}]", "[true]",
                                      "[99999999999999999999]", "[1] [2]", "{}", "nul", "[\"\\ud800\"]", "\x1f"}) {
    const std::string shown = Json(text);
    EXPECT_EQ(shown.substr(0, 7), "f.json:") << text;
    EXPECT_EQ(shown.find(": error[", shown.find(": error[") + 8), std::string::npos) << shown;  // one
  }
  for (const std::string_view text : {"[]", "{\"a\": 1}", "{\"a\": {\"b\": [1]}}", "{\"a\": [1], }"}) {
    EXPECT_EQ(Relations(text).substr(0, 7), "f.json:") << text;
  }
  EXPECT_EQ(Json(std::string(100'000, '[')).substr(0, 7), "f.json:");
  EXPECT_EQ(Json("[" + std::string(100'000, '{')).substr(0, 7), "f.json:");
}

TEST(JsonLines, Rows) {
  EXPECT_EQ(Lines("[\"a\", 1]\n\n  [\"b\", 2]\r\n[\"c\", 3]"), "r('a',1)r('b',2)r('c',3)");
  EXPECT_EQ(Lines("1\n\"x\"\n"), "r(1)r('x')");
  EXPECT_EQ(Lines("{\"b\": 1, \"a\": 2}\n", "REL r(a, b)"), "r(2,1)");
  EXPECT_EQ(Lines(""), "");
}

TEST(JsonLines, AWrongLineSaysNothingOfTheNext) {
  EXPECT_EQ(
      Lines("[1, 2]\n[1, \n[3]\n[4, 5] 6\n[7, 8]\n"),
      "f.jsonl:2:4: error[E102]: not JSON: syntax error while parsing value - unexpected end of input; expected "
      "'[', '{', or a literal\nhelp: give the file to a JSON checker, such as python3 -m json.tool\n"
      "f.jsonl:3:3: error[E203]: 1 value, the rows of r before have 2\nhelp: give every row 2 values\n"
      "f.jsonl:4:8: error[E102]: not JSON: syntax error while parsing value - unexpected number literal; expected "
      "end of input\nhelp: give the file to a JSON checker, such as python3 -m json.tool\n");
  EXPECT_EQ(ReadText("f.ndjson", "1\n2\n3\n", "", "", {.rows = 2}).substr(0, 26), "f.ndjson:3:1: error[R310]:");
}

}  // namespace
}  // namespace bytelogic::data
