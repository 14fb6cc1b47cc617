// Rules, rounds and failures in them; answers worked out by hand from docs/language-reference.md, section 4.
#include "run_text.h"

namespace bytelogic::reference {
namespace {

constexpr std::string_view kParents = "REL parent 2\nFACT parent a b\nFACT parent b c\nFACT parent c d\n";

auto WithParents(const std::string& text) -> std::string { return RunText(std::string(kParents) + text); }

TEST(Patterns, EveryFormOfGrandparent) {
  const std::string ask = "\nSOLVE\nQUERY grandparent ? ?";
  const std::string begin = "REL grandparent 2\nRULE grandparent: ";
  constexpr auto kAnswer = "a c, b d";
  EXPECT_EQ(WithParents(begin + "SCAN parent $x $y, JOIN parent $y $z, EMIT grandparent $x $z" + ask), kAnswer);
  EXPECT_EQ(WithParents(begin + "SCAN parent MATCH $0, JOIN parent $0, EMIT grandparent $1 $2" + ask), kAnswer)
      << "$0 = child, $1 = parent; then $2 = child of $0";
  EXPECT_EQ(WithParents(begin + "SCAN parent, JOIN parent $1, EMIT grandparent $0 $2" + ask), kAnswer);
  EXPECT_EQ(WithParents(begin + "SCAN parent, SCAN parent MATCH $1, EMIT grandparent $0 $2" + ask), kAnswer);
  EXPECT_EQ(WithParents(begin + "SCAN parent, SCAN parent, WHERE $1 = $2, EMIT grandparent $0 $3" + ask), kAnswer);
}

TEST(Patterns, ConstantsRepeatsAndAnything) {
  constexpr std::string_view kFacts = "REL r 2\nREL s 1\nFACT r 1 1\nFACT r 1 2\nFACT r 2 2\nFACT r 3 1\n";
  const auto rule = [&](const std::string& body) {
    return RunText(std::string(kFacts) + "RULE s: " + body + "\nSOLVE\nQUERY s ?");
  };
  EXPECT_EQ(rule("SCAN r $x $x, EMIT s $x"), "1, 2");
  EXPECT_EQ(rule("SCAN r 1 $x, EMIT s $x"), "1, 2");
  EXPECT_EQ(rule("SCAN r $x ?, EMIT s $x"), "1, 2, 3");
  EXPECT_EQ(rule("SCAN r $x $y, JOIN r ($y + 1) ?, EMIT s $x"), "1, 2, 3") << "x: 1 and 3 by y = 1, 1 and 2 by y = 2";
  EXPECT_EQ(rule("SCAN r $x ($x + 1), EMIT s $x"), "1") << "an expression may use what its clause binds";
  EXPECT_EQ(rule("SCAN r $x 1.0, EMIT s $x"), "1, 3");
  EXPECT_EQ(rule("SCAN r $x a, EMIT s $x"), "none");
  EXPECT_EQ(rule("SCAN r MATCH 1, EMIT s $0"), "1, 2");
  EXPECT_EQ(rule("SCAN r $x ?, NOT r ? ($x + 1), EMIT s $x"), "2, 3");
  EXPECT_EQ(rule("SCAN r $x ?, WHERE NOT EXISTS (QUERY r $x $x), EMIT s $x"), "3");
  EXPECT_EQ(rule("SCAN r $x ?, FOR $i IN RANGE($x, 3), EMIT s ($x * 10 + $i)"), "11, 12, 22");
  EXPECT_EQ(rule("SCAN r $x $y, LET $z = $x + $y, WHERE $z > 2, EMIT s $z"), "3, 4");
  EXPECT_EQ(rule("SCAN r $x $y, EMIT s $x, EMIT s ($y + 100)"), "1, 2, 3, 101, 102");
}

TEST(Recursion, TransitiveClosure) {
  const std::string rules =
      "REL path 2\nRULE path: SCAN parent $x $y, EMIT path $x $y\n"
      "RULE path: SCAN path $x $y, JOIN path $y $z, EMIT path $x $z\nSOLVE\n";
  EXPECT_EQ(WithParents(rules + "QUERY path a ?"), "b, c, d");
  EXPECT_EQ(WithParents(rules + "QUERY path ? ?"), "a b, a c, a d, b c, b d, c d");
}

TEST(Recursion, MutualAndNegatedBelow) {
  EXPECT_EQ(RunText("REL next 2\nREL even 1\nREL odd 1\nREL neither 1\n"
                    "FACT next 0 1\nFACT next 1 2\nFACT next 2 3\nFACT next 9 9\nFACT even 0\n"
                    "RULE odd: SCAN even $x, JOIN next $x $y, EMIT odd $y\n"
                    "RULE even: SCAN odd $x, JOIN next $x $y, EMIT even $y\n"
                    "RULE neither: SCAN next $x ?, NOT even $x, NOT odd $x, EMIT neither $x\n"
                    "SOLVE\nQUERY even ?\nQUERY odd ?\nQUERY neither ?"),
            "0, 2; 1, 3; 9");
}

TEST(Recursion, WithArithmeticEndsWhereNothingIsNew) {
  EXPECT_EQ(RunText("REL n 1\nFACT n 0\nRULE n: SCAN n $x, WHERE $x < 5, EMIT n ($x + 1)\nSOLVE\nQUERY n ?"),
            "0, 1, 2, 3, 4, 5");
  Limits limits;
  limits.tuples = 100;
  EXPECT_EQ(RunText("REL n 1\nFACT n 0\nRULE n: SCAN n $x, EMIT n ($x + 1)\nSOLVE\nQUERY n ?", limits), "R305");
}

TEST(Failures, AreEvaluatedForTheBindingsThatTheClausesToTheLeftAdmit) {
  constexpr std::string_view kFacts = "REL r 1\nREL s 1\nFACT r 0\nFACT r 2\n";
  EXPECT_EQ(RunText(std::string(kFacts) + "RULE s: SCAN r $x, WHERE $x > 0, EMIT s (10 DIV $x)\nSOLVE\nQUERY s ?"),
            "5");
  EXPECT_EQ(RunText(std::string(kFacts) + "RULE s: SCAN r $x, WHERE 10 DIV $x > 0, WHERE $x > 0, EMIT s $x\nSOLVE"),
            "R201 [10 DIV $x]");
  EXPECT_EQ(
      RunText("REL r 1\nREL s 1\nREL t 1\nFACT r 0\nRULE s: SCAN r $x, LET $y = 1 DIV $x, JOIN t $y, EMIT s $y\nSOLVE"),
      "R201 [1 DIV $x]")
      << "though t is empty";
  EXPECT_EQ(
      RunText("REL r 1\nREL s 1\nREL t 1\nFACT r 0\nRULE s: SCAN t $z, JOIN r $x, EMIT s (1 DIV $x)\nSOLVE\nQUERY s ?"),
      "none");
}

TEST(Failures, ASymbolAsAConditionIsOne) {
  constexpr std::string_view kFacts = "REL r(x: any)\nREL s 1\nREL t(x: any)\nFACT r 1\nFACT r a\n";
  EXPECT_EQ(RunText(std::string(kFacts) + "FACT s 1\nRULE t: SCAN r $x, WHERE $x, EMIT t $x\nSOLVE\nQUERY t ?"),
            "R204 [$x]");
  EXPECT_EQ(
      RunText(std::string(kFacts) + "FACT s 1\nRULE t: SCAN r $x, JOIN s $x, WHERE $x, EMIT t $x\nSOLVE\nQUERY t ?"),
      "1")
      << "a does not come so far";
}

TEST(Failures, TheFirstInTheSourceEndsTheRun) {
  // Both rules fail in the first round; the one that stands first wins, whatever tuple it fails for.
  EXPECT_EQ(RunText("REL r 1\nREL s 1\nFACT r 0\nFACT r 1\n"
                    "RULE s: SCAN r $x, WHERE $x = 1, EMIT s (POW(2, -1 * $x))\n"
                    "RULE s: SCAN r $x, WHERE $x = 0, EMIT s (1 DIV $x)\nSOLVE"),
            "R203 [POW(2, -1 * $x)]");
  // One binding fails early, another late in the rule: the place counts, not the order of the bindings.
  EXPECT_EQ(RunText("REL r 1\nREL s 1\nFACT r 0\nFACT r 1\n"
                    "RULE s: SCAN r $x, LET $y = 1 DIV ($x - 1), EMIT s (1 DIV $x + $y)\nSOLVE"),
            "R201 [1 DIV ($x - 1)]");
}

TEST(Failures, EndTheRunAtTheEndOfTheirRound) {
  // The rule that stands second fails in round 1, the first one only in round 2.
  EXPECT_EQ(RunText("REL n 1\nREL s 1\nFACT n 2\n"
                    "RULE n: SCAN n $x, WHERE $x < 2, EMIT n (1 DIV 0)\n"
                    "RULE n: SCAN n $x, WHERE $x = 2, EMIT n 1\n"
                    "RULE n: SCAN n $x, WHERE $x = 2, EMIT n (POW(2, -1))\nSOLVE"),
            "R203 [POW(2, -1)]");
  // A lower stratum is done before a higher one begins.
  EXPECT_EQ(RunText("REL a 1\nREL b 1\nREL c 1\nFACT a 0\n"
                    "RULE c: SCAN a $x, NOT b $x, EMIT c (1 DIV $x)\n"
                    "RULE b: SCAN a $x, EMIT b (POW(2, $x - 1))\nSOLVE"),
            "R203 [POW(2, $x - 1)]");
}

TEST(Failures, InACalcThatARuleCalls) {
  EXPECT_EQ(RunText("REL r 1\nREL s 1\nFACT r 0\nCALC inverse INPUT $x\n  RESULT 12 DIV $x\nEND\n"
                    "RULE s: SCAN r $x, EMIT s (CALC inverse($x))\nSOLVE"),
            "R201 [12 DIV $x]");
  EXPECT_EQ(RunText("REL r 1\nREL s 1\nFACT r 0\nFACT r 1\nCALC one INPUT $x\n  IF $x = 1 THEN RESULT 5 END\nEND\n"
                    "RULE s: SCAN r $x, EMIT s (CALC one($x))\nSOLVE"),
            "R207 [CALC one($x)]");
}

TEST(Rounds, AllRulesReadTheStateThatTheRoundBeganWith) {
  // If the second rule saw p 1 in the round that derives it, q would fail one round earlier, beside the failure of r.
  EXPECT_EQ(RunText("REL p 1\nFACT p 0\n"
                    "RULE p: SCAN p $x, WHERE $x = 0, EMIT p 1\n"
                    "RULE p: SCAN p $x, WHERE $x = 1, EMIT p (1 DIV ($x - 1))\n"
                    "RULE p: SCAN p $x, WHERE $x = 0, EMIT p (POW(2, $x - 1))\nSOLVE"),
            "R203 [POW(2, $x - 1)]");
}

}  // namespace
}  // namespace bytelogic::reference
