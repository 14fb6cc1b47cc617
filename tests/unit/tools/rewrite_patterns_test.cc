#include "tools/rewrite_patterns.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "bytelogic/engine.h"
#include "support/test_clock.h"
#include "syntax/printer.h"
#include "tools/front.h"

namespace bytelogic::tools {
namespace {

auto Rewrite(const std::string& text) -> std::string {
  const Source source{"test", text, {}};
  Front front(source);
  if (!front.Parse() || !front.Check()) {
    for (const Diagnostic& one : front.diagnostics.ToPublic(text)) ADD_FAILURE() << one.code << " " << one.message;
    return {};
  }
  RewritePatterns(front.ast, *front.checked);
  return syntax::PrintProgram(front.ast);
}

// The clauses of the only rule, between its colon and its EMIT.
auto Clauses(const std::string& clauses) -> std::string {
  const std::string text =
      Rewrite("REL r 0\nREL zero 0\nREL one 1\nREL two 2\nREL three 3\nRULE r: " + clauses + ", EMIT r\n");
  const std::size_t begin = text.find("RULE r: ") + 8;
  const std::size_t end = text.rfind(", EMIT r");
  return begin <= end && end < text.size() ? text.substr(begin, end - begin) : text;
}

TEST(RewritePatterns, RulesThatWereSplitAndConstraints) {
  const std::string relations = "REL a 2\nREL n 1\nREL m 1\n";
  EXPECT_EQ(Rewrite(relations + "RULE n: SCAN a, EMIT a $1 $0, EMIT n COUNT(), JOIN a $1, EMIT m COUNT()\n"
                                "RULE m: SCAN a MATCH $0, EMIT m $1\nCONSTRAINT c: SCAN a, JOIN a $1, WHERE $0 = $2\n"),
            relations +
                "RULE n: SCAN a $0 $1, EMIT a $1 $0, EMIT n COUNT(), JOIN a $1 $2, EMIT m COUNT()\n"
                "RULE m: SCAN a $1 $0, EMIT m $1\nCONSTRAINT c: SCAN a $0 $1, JOIN a $1 $2, WHERE $0 = $2\n");
}

// Every line of the table of docs/language-reference.md, section 4.
TEST(RewritePatterns, EveryForm) {
  EXPECT_EQ(Clauses("SCAN two $x $y, JOIN two $y $z"), "SCAN two $x $y, JOIN two $y $z");
  EXPECT_EQ(Clauses("SCAN two a ?, JOIN two (1 + 1) 3"), "SCAN two a ?, JOIN two (1 + 1) 3");
  EXPECT_EQ(Clauses("SCAN two"), "SCAN two $0 $1");
  EXPECT_EQ(Clauses("SCAN two, JOIN three"), "SCAN two $0 $1, JOIN three $2 $3 $4");
  EXPECT_EQ(Clauses("SCAN two $1 $3, SCAN three"), "SCAN two $1 $3, SCAN three $0 $2 $4");
  EXPECT_EQ(Clauses("SCAN two, JOIN three $1"), "SCAN two $0 $1, JOIN three $1 $2 $3");
  EXPECT_EQ(Clauses("SCAN two $x $y, JOIN three $x"), "SCAN two $x $y, JOIN three $x $0 $1");
  EXPECT_EQ(Clauses("SCAN one $x, SCAN three MATCH $x"), "SCAN one $x, SCAN three $x $0 $1");
  EXPECT_EQ(Clauses("SCAN three MATCH alice"), "SCAN three alice $0 $1");
  EXPECT_EQ(Clauses("SCAN three, MATCH \"New York\""), "SCAN three \"New York\" $0 $1");
  EXPECT_EQ(Clauses("SCAN two MATCH -5"), "SCAN two -5 $0");
  EXPECT_EQ(Clauses("SCAN one $x, SCAN two MATCH ($x + 1)"), "SCAN one $x, SCAN two ($x + 1) $0");
  EXPECT_EQ(Clauses("SCAN two MATCH $0, JOIN two $0"), "SCAN two $1 $0, JOIN two $0 $2");
  EXPECT_EQ(Clauses("SCAN three MATCH $k"), "SCAN three $0 $1 $k");
  EXPECT_EQ(Clauses("SCAN one MATCH $k"), "SCAN one $k");
  EXPECT_EQ(Clauses("SCAN one MATCH alice"), "SCAN one alice");
  EXPECT_EQ(Clauses("SCAN one, JOIN one $0, JOIN one $y"), "SCAN one $0, JOIN one $0, JOIN one $y");
  EXPECT_EQ(Clauses("SCAN zero, JOIN zero"), "SCAN zero, JOIN zero");
  EXPECT_EQ(Clauses("SCAN two, LET $2 = 5, JOIN two"), "SCAN two $0 $1, LET $2 = 5, JOIN two $3 $4");
  EXPECT_EQ(Clauses("SCAN two, WHERE $0 < $1, NOT two $1 ?, FOR $i IN RANGE(0, 3), JOIN two $1"),
            "SCAN two $0 $1, WHERE $0 < $1, NOT two $1 ?, FOR $i IN RANGE(0, 3), JOIN two $1 $2");
}

TEST(RewritePatterns, ManyColumns) {
  EXPECT_EQ(Rewrite("REL r 0\nREL wide 12\nRULE r: SCAN wide, EMIT r\nQUERY r\n"),
            "REL r 0\nREL wide 12\nRULE r: SCAN wide $0 $1 $2 $3 $4 $5 $6 $7 $8 $9 $10 $11, EMIT r\nQUERY r\n");
}

TEST(RewritePatterns, KeepsComments) {
  const std::string out = Rewrite(
      "; first\nREL p 2\nREL g 2 ; second\nRULE g: SCAN p MATCH $0, ; third\n  JOIN p $0, // fourth\n  EMIT g $1 $2\n# "
      "last\n");
  for (const std::string_view comment : {"; first", "; second", "; third", "// fourth", "# last"}) {
    EXPECT_NE(out.find(comment), std::string::npos) << out;
  }
  EXPECT_NE(out.find("SCAN p $1 $0"), std::string::npos) << out;
  EXPECT_NE(out.find("JOIN p $0 $2"), std::string::npos) << out;
}

// What is rewritten means the same: same answers, and nothing more to rewrite.
TEST(RewritePatterns, AnswersStayTheSame) {
  Engine engine({.max_instances = 1, .clock = StoppedClock()});
  const std::string facts =
      "REL p 2\nREL q 3\nREL u 1\nREL g 2\nFACT p a b\nFACT p b c\nFACT p c a\nFACT p b b\nFACT q a b 1\nFACT q b c "
      "2\nFACT q b a 2.5\nFACT u a\nFACT u 2\n";
  for (const std::string_view rule : {
           "RULE g: SCAN p MATCH $0, JOIN p $0, EMIT g $1 $2",
           "RULE g: SCAN p, JOIN q $1, EMIT g $0 $3",
           "RULE g: SCAN p, JOIN p, WHERE $1 = $2, EMIT g $0 $3",
           "RULE g: SCAN q MATCH $k, SCAN u MATCH $k, EMIT g $0 $1",
           "RULE g: SCAN q MATCH b, EMIT g $0 $1",
           "RULE g: SCAN u, JOIN p $0, EMIT g $0 $1, JOIN g $1, EMIT g $0 $2",
           "RULE g: SCAN p, EMIT g $0 $1\nRULE g: SCAN p $x $y, JOIN g $y, EMIT g $x $0",
           "RULE g: SCAN u MATCH (\"a\"), JOIN p a $9, EMIT g $9 $9",
           "RULE g: SCAN p $2 $0, SCAN p MATCH $2, NOT u $1, EMIT g $0 $1",
       }) {
    const std::string program = facts + std::string(rule) + "\nSOLVE\nQUERY g ? ?\n";
    const std::string rewritten = Rewrite(program);
    const Result before = engine.Run(program);
    const Result after = engine.Run(rewritten);
    ASSERT_TRUE(before.success) << rule << ": " << before.Text();
    EXPECT_EQ(after.Text(), before.Text()) << rewritten;
    EXPECT_NE(before.Text(), "none") << rule;
    EXPECT_EQ(Rewrite(rewritten), rewritten);
  }
}

}  // namespace
}  // namespace bytelogic::tools
