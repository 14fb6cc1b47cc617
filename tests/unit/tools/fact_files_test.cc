#include "tools/fact_files.h"

#include <gtest/gtest.h>

#include <string>

namespace bytelogic::tools {
namespace {

// The facts as `relation(1, "two") ...`, or the error.
auto Show(const tl::expected<void, std::string>& loaded, const Facts& facts) -> std::string {
  if (!loaded) return loaded.error();
  std::string out;
  for (const auto& [name, table] : facts.tables()) {
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      out += name + "(";
      for (std::size_t column = 0; column < table.arity(); ++column) {
        const Value value = table.At(row, column);
        if (column > 0) out += ",";
        if (const auto* number = std::get_if<std::int64_t>(&value)) out += std::to_string(*number);
        if (const auto* number = std::get_if<double>(&value)) out += "f" + std::to_string(*number);
        if (const auto* symbol = std::get_if<std::string>(&value)) out += "'" + *symbol + "'";
      }
      out += ")";
    }
  }
  return out;
}

auto Csv(std::string_view text) -> std::string {
  Facts facts;
  const auto loaded = AddCsvFacts(text, false, "r", "f.csv", facts);
  return Show(loaded, facts);
}

auto Tsv(std::string_view text) -> std::string {
  Facts facts;
  const auto loaded = AddCsvFacts(text, true, "r", "f.tsv", facts);
  return Show(loaded, facts);
}

auto Json(std::string_view text, std::string_view relation = "r") -> std::string {
  Facts facts;
  const auto loaded = AddJsonFacts(text, relation, "f.json", facts);
  return Show(loaded, facts);
}

TEST(CsvFacts, Rows) {
  EXPECT_EQ(Csv(""), "");
  EXPECT_EQ(Csv("\n\n  \n"), "");
  EXPECT_EQ(Csv("alice,bob\nbob,eve"), "r('alice','bob')r('bob','eve')");
  EXPECT_EQ(Csv("\xEF\xBB\xBF"
                "a,b\r\nc,d\r\n\r\n"),
            "r('a','b')r('c','d')");
  EXPECT_EQ(Csv(" a , b c \t,\n"), "r('a','b c','')");
  EXPECT_EQ(Csv(",\n"), "r('','')");
  EXPECT_EQ(Csv("\"\"\nx"), "r('')r('x')");
  EXPECT_EQ(Csv("a\rb"), "r('a\rb')");
}

TEST(CsvFacts, Quotes) {
  EXPECT_EQ(Csv("\"New York\", \"a, \"\"b\"\"\" ,\"two\nlines\"\n1,2,3"),
            "r('New York','a, \"b\"','two\nlines')r(1,2,3)");
  EXPECT_EQ(Csv("\" a \""), "r(' a ')");
}

TEST(CsvFacts, TypesByText) {
  EXPECT_EQ(Csv("42,-7,0,-0"), "r(42,-7,0,0)");
  EXPECT_EQ(Csv("1.5,-2.5e3,1e2,2.0"), "r(f1.500000,-2500,100,2)");
  EXPECT_EQ(Csv("007,+1,1.,.5,1e,0x1F,nan,inf,1_000,--1,-"),
            "r('007','+1','1.','.5','1e','0x1F','nan','inf','1_000','--1','-')");
  EXPECT_EQ(Csv("9223372036854775807,-9223372036854775808"), "r(9223372036854775807,-9223372036854775808)");
  EXPECT_EQ(Csv("1e-999"), "r(0)");
}

TEST(CsvFacts, ErrorsHaveAPlace) {
  EXPECT_EQ(Csv("a,b\nc,d,e\n"),
            "f.csv:2:5: 3 fields, the rows before have 2; give every row the same number, and quote fields that hold a "
            "separator");
  EXPECT_EQ(Csv("a,b\n\n\"x\ny\"\n"),
            "f.csv:3:1: 1 field, the rows before have 2; give every row the same number, and quote fields that hold a "
            "separator");
  EXPECT_EQ(Csv("é,\"b"), "f.csv:1:3: a quote that is never closed; write the closing \"");
  EXPECT_EQ(Csv("a\nb\"c"),
            "f.csv:2:2: a quote inside a field that does not begin with one; write \"...\" around the field and \"\" "
            "for the quote");
  EXPECT_EQ(Csv("\"a\"b"), "f.csv:1:4: text after the closing quote of a field; write \"\" for a quote inside of it");
  EXPECT_EQ(Csv("x,9223372036854775808").substr(0, 40), "f.csv:1:3: 9223372036854775808 does not ");
  EXPECT_EQ(Csv("1e999"), "f.csv:1:1: 1e999 is too large for a float");
  EXPECT_EQ(Csv("a,\xFF"), "f.csv:1:3: invalid UTF-8; save the file as UTF-8");
}

TEST(TsvFacts, HasNoQuotes) { EXPECT_EQ(Tsv("a\t\"b\"\t c,d \r\n1\t\t3"), "r('a','\"b\"','c,d')r(1,'',3)"); }

TEST(JsonFacts, Rows) {
  EXPECT_EQ(Json("[]"), "");
  EXPECT_EQ(Json("[[\"a\", 1], [\"b\", 2.5]]"), "r('a',1)r('b',f2.500000)");
  EXPECT_EQ(Json("\xEF\xBB\xBF[1, \"1\", -2, 3.0]"), "r(1)r('1')r(-2)r(3)");
  EXPECT_EQ(Json("[[]]"), "r()");
  EXPECT_EQ(Json("{\"p\": [[1, 2]], \"q\": [\"x\"], \"e\": []}", ""), "p(1,2)q('x')");
}

TEST(JsonFacts, ErrorsHaveAPlace) {
  EXPECT_EQ(Json("[[1, 2],\n [3]]"),
            "f.json:2:4: 1 value, the rows of r before have 2; give every row the same number");
  EXPECT_EQ(Json("[1,\n null]").substr(0, 12), "f.json:2:5: ");
  for (const std::string_view text :
       {"", "{", "[", "[1,]", "1", "\"a\"", "[[[1]]]", "[{}]", "[true]", "[18446744073709551615]",
        "[99999999999999999999]", "[1e999]", "[\"\xFF\"]", "[1] [2]", "{}", "nul", "[\"\\ud800\"]"}) {
    EXPECT_EQ(Json(text).substr(0, 7), "f.json:") << text;
  }
  for (const std::string_view text : {"[]", "{\"a\": 1}", "{\"a\": {\"b\": [1]}}", "{\"a\": [1], }"}) {
    EXPECT_EQ(Json(text, "").substr(0, 7), "f.json:") << text;
  }
  EXPECT_EQ(Json(std::string(100'000, '[')).substr(0, 7), "f.json:");
}

TEST(LoadFacts, ArgumentsThatNameNoFile) {
  Facts facts;
  for (const std::string argument :
       {"", "=", "r=", "=f.csv", "r=f.txt", "f.csv", "r=missing.csv", "missing.json", "r=/.csv"}) {
    const auto loaded = LoadFacts(argument, facts);
    ASSERT_FALSE(loaded.has_value()) << argument;
    EXPECT_FALSE(loaded.error().empty());
  }
  EXPECT_TRUE(facts.empty());
}

TEST(JsonFacts, SayWhatIsWrongInTheirOwnWords) {
  EXPECT_EQ(Json("[1e999]"), "f.json:1:7: the number is too large for a float; write a smaller one, or a string");
  EXPECT_EQ(Json(R"({"9": [1]})", ""),
            "f.json:1:4: \"9\" cannot name a relation; begin with a letter, then write letters, digits and _");
}

}  // namespace
}  // namespace bytelogic::tools
