// CSV, TSV and .facts files: rows, quotes, headers, types by text and by declaration, and every mistake with its place.

#include <zlib.h>

#include "fact_reading.h"

namespace bytelogic::data {
namespace {

auto Csv(std::string_view text, std::string_view program = "") -> std::string {
  return ReadText("f.csv", text, program);
}
auto Tsv(std::string_view text) -> std::string { return ReadText("f.tsv", text); }

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
  EXPECT_EQ(Csv("\xEF\xBB\xBF"), "");
}

TEST(CsvFacts, Quotes) {
  EXPECT_EQ(Csv("\"New York\", \"a, \"\"b\"\"\" ,\"two\nlines\"\n1,2,3"),
            "r('New York','a, \"b\"','two\nlines')r(1,2,3)");
  EXPECT_EQ(Csv("\" a \"\r\n\"\"\"\",\n"),
            "f.csv:2:6: error[E203]: 2 fields, the rows of r before have 1\n"
            "help: give every row the same number, and quote fields that hold a separator\n");
  EXPECT_EQ(Csv("\"\"\"\"\"\"\r\n"), "r('\"\"')");
}

TEST(CsvFacts, TypesByText) {
  EXPECT_EQ(Csv("42,-7,0,-0"), "r(42,-7,0,0)");
  EXPECT_EQ(Csv("1.5,-2.5e3,1e2,2.0"), "r(f1.500000,-2500,100,2)");
  EXPECT_EQ(Csv("007,+1,1.,.5,1e,0x1F,nan,inf,1_000,--1,-"),
            "r('007','+1','1.','.5','1e','0x1F','nan','inf','1_000','--1','-')");
  EXPECT_EQ(Csv("9223372036854775807,-9223372036854775808"), "r(9223372036854775807,-9223372036854775808)");
  EXPECT_EQ(Csv("999999999999999999,-999999999999999999"), "r(999999999999999999,-999999999999999999)");
  EXPECT_EQ(Csv("1e-999"), "r(0)");
}

TEST(CsvFacts, TypesByDeclaration) {
  constexpr std::string_view kProgram = "REL r(a: symbol, b: int, c: float, d: any)\n";
  EXPECT_EQ(Csv("1,007,1,1\n2.0,2.0,2.5,x", kProgram), "r('1',7,1,1)r('2.0',2,f2.500000,'x')");
  EXPECT_EQ(Csv("\"1\",\"-0042\",1e2,\"1\"", kProgram), "r('1',-42,100,1)");
  EXPECT_EQ(Csv("a,x,y,z\nb,,,\nc,1.5,1e999,\n", kProgram),
            "f.csv:1:3: error[R209]: \"x\" is not an int, but the column is declared int\n"
            "help: write an int, leave the row out, or declare the column as any; where row 1 is a header write "
            "FILE?header\n"
            "f.csv:2:3: error[R209]: an empty field where the column is declared as int\n"
            "help: write an int, leave the row out, or declare the column as any\n"
            "f.csv:3:3: error[R209]: \"1.5\" is not an int, but the column is declared int\n"
            "help: write an int, leave the row out, or declare the column as any\n");
  EXPECT_EQ(
      Csv("a,1,y,z\nb,1,1e999,z", kProgram),
      "f.csv:1:5: error[R209]: \"y\" is not a number, but the column is declared float\n"
      "help: write a number such as 2 or 0.5, leave the row out, or declare the column as any; where row 1 is a header "
      "write FILE?header\n"
      "f.csv:2:5: error[E104]: \"1e999\" is too large for a float\n"
      "help: write a smaller number, or declare the column as symbol to keep its text\n");
}

TEST(CsvFacts, Headers) {
  constexpr std::string_view kProgram = "REL r(name: symbol, years: int)\n";
  EXPECT_EQ(Csv("name,years\nann,30\n", kProgram), "r('ann',30)");
  EXPECT_EQ(Csv("\"years\",town,name\n30,\"x,y\",ann\n31,z,bob", kProgram), "r('ann',30)r('bob',31)");
  EXPECT_EQ(Csv("years,town,name\n30,ann\n", kProgram),
            "f.csv:2:4: error[E203]: 2 fields, the header has 3\n"
            "help: give every row the same number, and quote fields that hold a separator\n");
  EXPECT_EQ(Csv("name,years\n", kProgram), "");
  // Twice the same name, or names that the program does not declare: no header.
  EXPECT_EQ(Csv("name,name\n", "REL r(name, years)"), "r('name','name')");
  EXPECT_EQ(Csv("who,age\nann,30\n", "REL r 2"), "r('who','age')r('ann',30)");
  EXPECT_EQ(ReadText("f.csv", "who,age\nann,30\n", kProgram, "?header"), "r('ann',30)");
  EXPECT_EQ(ReadText("f.csv", "years,name\nann,30\n", kProgram, "?header=no"),
            "f.csv:1:7: error[R209]: \"name\" is not an int, but the column is declared int\n"
            "help: write an int, leave the row out, or declare the column as any; where row 1 is a header write "
            "FILE?header\n");
}

TEST(CsvFacts, ErrorsHaveAPlace) {
  constexpr std::string_view kSame = "help: give every row the same number, and quote fields that hold a separator\n";
  EXPECT_EQ(Csv("a,b\nc,d,e\n"),
            "f.csv:2:5: error[E203]: 3 fields, the rows of r before have 2\n" + std::string(kSame));
  EXPECT_EQ(Csv("a,b\n\n\"x\ny\"\n"),
            "f.csv:3:1: error[E203]: 1 field, the rows of r before have 2\n" + std::string(kSame));
  EXPECT_EQ(Csv("a,b,c\n", "REL r 2"), "f.csv:1:5: error[E203]: 3 fields, but r has 2 columns\n" + std::string(kSame));
  EXPECT_EQ(Csv("\xC3\xA9,\"b"), "f.csv:1:3: error[E102]: a quote that is never closed\nhelp: write the closing \"\n");
  EXPECT_EQ(Csv("a\nb\"c"),
            "f.csv:2:2: error[E102]: a quote inside a field that does not begin with one\n"
            "help: write \"...\" around the field and \"\" for the quote\n");
  EXPECT_EQ(Csv("\"a\nb\"c"),
            "f.csv:2:3: error[E102]: text after the closing quote of a field\n"
            "help: write \"\" for a quote inside it\n");
  EXPECT_EQ(Csv("x,9223372036854775808"),
            "f.csv:1:3: error[E104]: \"9223372036854775808\" does not fit 64 bits\n"
            "help: declare the column as symbol to keep its text, or write it with .0 at its end for a float\n");
  EXPECT_EQ(Csv("a,\xFF").substr(0, 50), "f.csv:1:3: error[E101]: the field is not valid UTF");
  EXPECT_EQ(Csv("1\n2\n3\n").find("error"), std::string::npos);
  EXPECT_EQ(ReadText("f.csv", "1\n2\n3\n", "", "", {.rows = 2}).substr(0, 23), "f.csv:3:1: error[R310]:");
}

TEST(CsvFacts, ManyErrorsAreCounted) {
  std::string text;
  for (int i = 0; i < 1'000; ++i) text += "x\n";
  const std::string shown = Csv(text, "REL r(n: int)");
  EXPECT_NE(shown.find("f.csv:20:1: "), std::string::npos);
  EXPECT_EQ(shown.find("f.csv:21:1: "), std::string::npos);
  EXPECT_TRUE(shown.ends_with("and 980 more errors\n")) << shown;
}

// The text is read piece by piece; where a piece ends changes nothing.
TEST(CsvFacts, RowsAcrossThePiecesOfALongFile) {
  for (const std::size_t shift : {0, 1, 2, 3, 5}) {
    std::string text(shift, ' ');
    std::string expected;
    for (int i = 0; text.size() < 600'000; ++i) {
      text += "\"a \"\"" + std::to_string(i) + "\"\" \xC3\xA9\n\"," + std::to_string(i) + "\r\n";
      expected += "r('a \"" + std::to_string(i) + "\" \xC3\xA9\n'," + std::to_string(i) + ")";
    }
    EXPECT_EQ(Csv(text), expected) << shift;
    const std::string wrong = Csv(text + "x\n");
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    EXPECT_TRUE(wrong.starts_with("f.csv:" + std::to_string(lines + 1) + ":1: error[E203]: ")) << wrong;
  }
}

TEST(CsvFacts, AnEndlessRowIsAMistake) {
  const std::string text = ReadText("f.csv", "a,\"" + std::string(std::size_t{65} << 20, 'x'));
  EXPECT_EQ(text.substr(0, 54), "f.csv:1:1: error[R212]: a row of more than 64 MiB\nhelp");
}

TEST(DelimitedFacts, OtherDelimiters) {
  EXPECT_EQ(ReadText("f.csv", "a;\"b;c\";1\n", "", "?delimiter=%3B"), "r('a','b;c',1)");
  EXPECT_EQ(ReadText("f.csv", "a||b|c||1\n", "", "?delimiter=||"), "r('a','b|c',1)");
  EXPECT_EQ(ReadText("f.data", "a\tb", "", "?format=tsv"), "r('a','b')");
}

TEST(TsvFacts, HasNoQuotes) { EXPECT_EQ(Tsv("a\t\"b\"\t c,d \r\n1\t\t3"), "r('a','\"b\"','c,d')r(1,'',3)"); }

TEST(FactsFile, FieldsAreWhatStandsBetweenTabs) {
  EXPECT_EQ(ReadText("r.facts", " a \t\"b\r\n1\t2\n"), "r(' a ','\"b')r(1,2)");
  // With one column an empty line is the empty symbol.
  EXPECT_EQ(ReadText("r.facts", "a\n\nb\n", "REL r 1"), "r('a')r('')r('b')");
  EXPECT_EQ(ReadText("r.facts", "a\tb\n\nc\td\n", "REL r 2"), "r('a','b')r('c','d')");
  EXPECT_EQ(ReadText("r.facts", "()\n", "REL r 0"), "r()");
  EXPECT_EQ(ReadText("r.facts", "a\tb\tc\n", "REL r 2").substr(0, 62),
            "r.facts:1:5: error[E203]: 3 fields, but r has 2 columns\nhelp: ");
}

auto Gzip(std::string_view text) -> std::string {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

TEST(GzipFacts, IsKnownByItsFirstBytes) {
  const std::string packed = Gzip("a,1\nb,2\n");
  EXPECT_EQ(ReadText("f.csv.gz", packed), "r('a',1)r('b',2)");
  EXPECT_EQ(ReadText("f.csv", packed), "r('a',1)r('b',2)");
  EXPECT_EQ(ReadText("f.csv.gz", "a,1\n"), "r('a',1)");
  EXPECT_EQ(ReadText("f.csv.gz", packed + Gzip("c,3\n") + std::string(7, '\0')), "r('a',1)r('b',2)r('c',3)");
  EXPECT_EQ(ReadText("f.csv", "\x1f"), "r('\x1f')");
  std::string long_text;
  for (int i = 0; i < 200'000; ++i) long_text += std::to_string(i) + ",x\n";
  EXPECT_EQ(ReadText("f.csv", Gzip(long_text)), Csv(long_text));
}

TEST(GzipFacts, DamageIsReported) {
  const std::string packed = Gzip("a,1\nb,2\n");
  EXPECT_EQ(ReadText("f.csv.gz", std::string_view(packed).substr(0, packed.size() - 9)).substr(0, 76),
            "f.csv.gz:3:1: error[R212]: its gzip data breaks off before the end\nhelp: cop");
  std::string changed = packed;
  changed[12] = static_cast<char>(~changed[12]);
  EXPECT_EQ(ReadText("f.csv.gz", changed).substr(0, 27), "f.csv.gz:1:1: error[R212]: ");
  EXPECT_EQ(ReadText("f.csv.gz", packed + "more").substr(0, 22), "f.csv.gz:3:1: error[R2");
}

}  // namespace
}  // namespace bytelogic::data
