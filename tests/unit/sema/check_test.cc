#include "sema/check.h"

#include "check_support.h"

namespace bytelogic::sema {
namespace {

TEST(Check, AWholeProgram) {
  EXPECT_EQ(Printed("REL parent 2\nREL ancestor 2\nFACT parent alice bob\nFACT parent bob charlie\n"
                    "RULE ancestor: SCAN parent $x $y, EMIT ancestor $x $y\n"
                    "RULE ancestor: SCAN parent $x $y, JOIN ancestor $y $z, EMIT ancestor $x $z\n"
                    "SOLVE\nQUERY ancestor alice ?\n"),
            "relation parent(a: symbol, b: symbol)\n"
            "relation ancestor(a: symbol, b: symbol) stratum 0\n"
            "rule ancestor stratum 0\n"
            "  variables $x: symbol, $y: symbol\n"
            "  match parent(bind $x, bind $y)\n"
            "  emit ancestor($x, $y)\n"
            "rule ancestor stratum 0\n"
            "  variables $x: symbol, $y: symbol, $z: symbol\n"
            "  match parent(bind $x, bind $y)\n"
            "  match ancestor($y, bind $z)\n"
            "  emit ancestor($x, $z)\n"
            "actions\n"
            "  assert parent(\"alice\", \"bob\")\n"
            "  assert parent(\"bob\", \"charlie\")\n"
            "  solve\n"
            "  output 0 `ancestor alice ?` query ancestor(\"alice\", ?)\n");
}

TEST(Check, TheEmptyProgram) {
  const Outcome outcome = CheckText("");
  EXPECT_EQ(outcome.printed, "actions\n");
  EXPECT_EQ(Listed(outcome.diagnostics), "0:0 W102 the program has no output\n");
}

TEST(Check, NoOutputIsAWarning) {
  EXPECT_EQ(Codes("REL p 1\nFACT p 1\nCALC f RESULT 1 END\nEXEC f()"), "0:0 W102");
  EXPECT_EQ(Codes("IF 0 THEN RESULT 1 END"), "");
}

TEST(Check, RulesNamedAfterARelationThatNothingDerives) {
  EXPECT_EQ(Reported("REL p 1\nREL q 1\nRULE p: SCAN p $x, EMIT q $x\nQUERY q ?"),
            "3:6 W103 rule p is named after a relation that no rule emits\n");
  EXPECT_EQ(Codes("REL p 1\nREL q 1\nRULE p: SCAN p $x, EMIT q $x\nRULE q: SCAN q $x, EMIT p $x\nQUERY q ?"), "");
  EXPECT_EQ(Codes("REL p 1\nREL q 1\nRULE any_name: SCAN p $x, EMIT q $x\nQUERY q ?"), "");
}

TEST(Check, DeclarationsMayStandAnywhere) {
  EXPECT_EQ(Codes("QUERY p ?\nFACT p (CALC f())\nRULE p: SCAN p $x, EMIT p $x\nCALC f RESULT 1 END\nREL p 1"), "");
}

TEST(Check, NothingComesBackWhereThereIsAnError) {
  EXPECT_FALSE(CheckText("QUERY p ?").printed);
  EXPECT_FALSE(CheckText("RESULT 1 + a").printed);
}

TEST(Check, ViewsSurviveAMove) {
  Diagnostics diagnostics;
  const std::string source = "REL w 30\nREL q 1\nRULE q: SCAN w, EMIT q $25\nQUERY q ?";
  const syntax::Ast ast = syntax::ParseProgram(source, diagnostics);
  std::optional<CheckedProgram> program = Check(ast, {}, Limits{}, diagnostics);
  ASSERT_TRUE(program);
  const std::string before = PrintCheckedProgram(*program);
  const CheckedProgram moved = std::move(*program);
  program.reset();
  EXPECT_EQ(PrintCheckedProgram(moved), before);
}

// Programs that say much; each with one word left out, doubled or replaced by another one must be checked without harm,
// and whatever comes through keeps every promise of checked_program.h.
TEST(Check, ProgramsWithAWordChanged) {
  const std::string_view programs[] = {
      "REL parent 2 REL ancestor 2 REL age(name: symbol, years: int) FACT parent alice bob FACT age alice 2.0\n"
      "RULE ancestor: SCAN parent $x $y, JOIN ancestor $y ( CONCAT( $x , b ) ), NOT parent $y ?, EMIT ancestor $x $y\n"
      "RULE b: SCAN parent MATCH $0, JOIN parent $0, WHERE $1 != $2, LET $n = LENGTH( $1 ), EMIT age $1 $n END\n"
      "SOLVE QUERY ancestor alice ?",
      "REL p 1 REL q CALC f INPUT $a $b IF $a > $b THEN RESULT $a ELSE LET $c = $b / 2 END\n"
      "FOR row IN (QUERY q ? 1 ) WHERE row.a = $a FACT p row.b BREAK END RESULT CALC f( $b , $c ) END\n"
      "LET $x = 1 FOR i IN RANGE( 0 , 3 ) LET $x = $x + 0.5 EXEC f( i , $x ) END\n"
      "FOR $y IN [ 1 , a , 2.5 ] RESULT $y END FOR WHILE $x < 9 LET $x = CALC f( 1 , $x ) END RESULT EXISTS( QUERY p "
      "$x )"};
  constexpr std::size_t kStride = 7;  // not every word in every place: that takes long
  std::size_t accepted = 0;
  for (const std::string_view program : programs) {
    std::vector<std::string> words;
    for (std::size_t begin = 0; begin < program.size();) {
      const std::size_t end = std::min(program.find_first_of(" \n", begin), program.size());
      words.emplace_back(program.substr(begin, end + 1 - begin));
      begin = end + 1;
    }
    for (std::size_t at = 0; at < words.size(); ++at) {
      for (std::size_t other = at % kStride; other < words.size() + 2; other += kStride) {
        std::string source;
        for (std::size_t index = 0; index < words.size(); ++index) {
          if (index != at) {
            source += words[index];
          } else if (other < words.size()) {
            source += words[other];
          } else if (other == words.size()) {
            source += words[index] + words[index];
          }
        }
        Diagnostics diagnostics;
        const syntax::Ast ast = syntax::ParseProgram(source, diagnostics);
        if (diagnostics.has_errors()) continue;
        const std::optional<CheckedProgram> checked = Check(ast, {}, Limits{}, diagnostics);
        ASSERT_NE(checked.has_value(), diagnostics.has_errors()) << source;
        if (!checked) continue;
        ASSERT_EQ(FindViolation(*checked), "") << source;
        ++accepted;
      }
    }
  }
  EXPECT_GT(accepted, 200U);
}

}  // namespace
}  // namespace bytelogic::sema
