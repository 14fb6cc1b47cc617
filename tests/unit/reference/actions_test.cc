// Actions and CALCs; answers worked out by hand from docs/language-reference.md, sections 1, 5 and 6.
#include "run_text.h"

namespace bytelogic::reference {
namespace {

TEST(Actions, QueryIsSortedDistinctAndProjected) {
  constexpr std::string_view kFacts =
      "REL r 2\nFACT r b 2\nFACT r a 10\nFACT r a 9\nFACT r \"New York\" 1.5\nFACT r b 10\n";
  const auto ask = [&](const std::string& question) { return RunText(std::string(kFacts) + question); };
  EXPECT_EQ(ask("QUERY r ? ?"), "New York 1.5, a 9, a 10, b 2, b 10");
  EXPECT_EQ(ask("QUERY r ? 10"), "a, b");
  EXPECT_EQ(ask("QUERY r a ?"), "9, 10") << "numbers by value";
  EXPECT_EQ(ask("QUERY r a 9"), "true");
  EXPECT_EQ(ask("QUERY r a 11"), "false");
  EXPECT_EQ(ask("QUERY r c ?"), "none");
  EXPECT_EQ(ask("QUERY r ? a"), "none") << "a constant of another type just does not match";
  EXPECT_EQ(RunText("REL r 1\nFACT r b\nFACT r 1\nFACT r a\nFACT r -0.5\nQUERY r ?"), "-0.5, 1, a, b");
  EXPECT_EQ(RunText("REL raining\nFACT raining\nQUERY raining"), "true");
}

TEST(Actions, RunFromTopToBottom) {
  EXPECT_EQ(RunText("REL r 1\nQUERY r 1\nFACT r 1\nQUERY r 1"), "false; true");
  EXPECT_EQ(RunText("LET $x = 1\nRESULT $x\nLET $x = $x + 1\nRESULT $x"), "1; 2");
}

TEST(Actions, SolveIsExplicitOrImplicit) {
  constexpr std::string_view kRules = "REL a 1\nREL b 1\nRULE b: SCAN a $x, EMIT b $x\n";
  const auto run = [&](const std::string& actions) { return RunText(std::string(kRules) + actions); };
  EXPECT_EQ(run("FACT a 1\nSOLVE\nQUERY b ?"), "1");
  EXPECT_EQ(run("FACT a 1\nQUERY b ?"), "1 | W101 [QUERY b ?]");
  EXPECT_EQ(run("QUERY b ?"), "none | W101 [QUERY b ?]") << "the first such read always solves";
  EXPECT_EQ(run("FACT a 1\nQUERY b ?\nFACT a 2\nQUERY b ?"), "1; 1, 2 | W101 [QUERY b ?]") << "warned once";
  EXPECT_EQ(run("FACT a 1\nSOLVE\nFACT a 2\nQUERY b ?"), "1 | W105 [QUERY b ?]") << "nothing implicit after SOLVE";
  EXPECT_EQ(run("FACT a 1\nSOLVE\nFACT a 2\nSOLVE\nQUERY b ?"), "1, 2");
  EXPECT_EQ(run("FACT a 1\nSOLVE\nFACT a 1\nQUERY b ?"), "1") << "it was asserted before: nothing changed";
  EXPECT_EQ(run("FACT a 1\nQUERY a ?"), "1") << "no rule can change it";
  EXPECT_EQ(run("FACT a 1\nRESULT EXISTS(QUERY b 1)"), "1 | W101 [EXISTS(QUERY b 1)]");
}

TEST(Actions, ACalcThatReadsSolvesToo) {
  EXPECT_EQ(RunText("REL a 1\nREL b 1\nRULE b: SCAN a $x, EMIT b $x\n"
                    "CALC known INPUT $x\n  RESULT EXISTS(QUERY b $x)\nEND\n"
                    "FACT a 1\nRESULT CALC known(1)\nFACT a 2\nRESULT CALC known(2)"),
            "1; 1 | W101 [EXISTS(QUERY b $x)]");
}

TEST(Actions, AssertedTuplesStayAndDerivedOnesAreRecomputed) {
  // `b 1` is derived while c is empty; asserting c 1 takes that away.
  constexpr std::string_view kRules =
      "REL a 1\nREL b 1\nREL c 1\nRULE b: SCAN a $x, NOT c $x, EMIT b $x\nFACT a 1\nSOLVE\n";
  EXPECT_EQ(RunText(std::string(kRules) + "QUERY b ?\nFACT c 1\nSOLVE\nQUERY b ?"), "1; none");
  EXPECT_EQ(RunText(std::string(kRules) + "FACT b 1\nFACT c 1\nSOLVE\nQUERY b ?"), "1") << "derived, then asserted";
}

TEST(Actions, OutputsOfLoopsComeOneByOne) {
  EXPECT_EQ(RunText("FOR i IN RANGE(1, 4)\n  RESULT i * i\nEND"), "1; 4; 9");
  EXPECT_EQ(RunText("REL r 1\nFOR i IN [b, a]\n  FACT r i\n  QUERY r ?\nEND"), "b; a, b");
}

TEST(Loops, RangesTakeFloatsAndSteps) {
  const auto range = [](const std::string& arguments) {
    return RunText("REL seen 1\nFOR i IN RANGE(" + arguments + ")\n  FACT seen i\nEND\nQUERY seen ?");
  };
  EXPECT_EQ(range("1, 4"), "1, 2, 3");
  EXPECT_EQ(range("1.5, 4"), "2, 3");
  EXPECT_EQ(range("-1.5, 1.5"), "-1, 0, 1");
  EXPECT_EQ(range("4, 1"), "none");
  EXPECT_EQ(range("1, 8, 3"), "1, 4, 7");
  EXPECT_EQ(range("8, 1, -3"), "2, 5, 8");
  EXPECT_EQ(range("7, 1, -3"), "4, 7") << "while above the end";
  EXPECT_EQ(range("2.5, 0, -1"), "1, 2") << "counts down from the first int at or below 2.5";
  EXPECT_EQ(range("9223372036854775806, 9223372036854775807"), "9223372036854775806");
  EXPECT_EQ(range("9223372036854775800, 1e19, 5"), "9223372036854775800, 9223372036854775805");
  EXPECT_EQ(RunText("FOR i IN RANGE(1, 5, 0)\n  RESULT i\nEND"), "R210 [FOR i IN RANGE(1, 5, 0)\n  RESULT i\nEND]");
}

TEST(Loops, ASnapshotDoesNotSeeWhatTheLoopAsserts) {
  EXPECT_EQ(RunText("REL r 1\nFACT r 1\nFACT r 2\nFOR row IN (QUERY r ?)\n  FACT r (row.a + 10)\nEND\nQUERY r ?"),
            "1, 2, 11, 12");
  EXPECT_EQ(RunText("REL r 2\nFACT r b 1\nFACT r a 2\nFOR row IN (QUERY r ? ?)\n  RESULT row.a\nEND"), "a; b");
  EXPECT_EQ(RunText("REL r 2\nFACT r b 1\nFACT r a 2\nFOR row IN (QUERY r b ?)\n  RESULT row.a\n  RESULT row.b\nEND"),
            "b; 1")
      << "constants are fields too";
}

TEST(Loops, AssigningToTheLoopVariableDoesNotChangeTheTurns) {
  EXPECT_EQ(RunText("FOR $i IN RANGE(0, 3)\n  LET $i = $i * 10\n  RESULT $i\nEND"), "0; 10; 20");
}

TEST(Loops, BreakContinueAndWhere) {
  EXPECT_EQ(RunText("FOR i IN RANGE(0, 6)\n  IF i = 1 THEN CONTINUE END\n  IF i = 4 THEN BREAK END\n  RESULT i\nEND"),
            "0; 2; 3");
  EXPECT_EQ(RunText("FOR i IN RANGE(0, 4)\n  WHERE i MOD 2 = 1\n  RESULT i\nEND"), "1; 3");
  EXPECT_EQ(
      RunText("FOR i IN RANGE(0, 4)\n  IF i < 3 THEN\n    WHERE i > 0\n    RESULT i\n  END\n  RESULT 100 + i\nEND"),
      "1; 101; 2; 102; 103")
      << "in a loop it skips the turn, also inside of an IF";
  EXPECT_EQ(RunText("IF 1 THEN\n  RESULT 1\n  WHERE 0\n  RESULT 2\nEND\nRESULT 3"), "1; 3")
      << "outside of loops it ends the innermost block";
  EXPECT_EQ(RunText("LET $i = 0\nFOR WHILE $i < 10\n  LET $i = $i + 3\n  WHERE $i != 6\n  RESULT $i\nEND"), "3; 9; 12");
}

TEST(Calc, ReturnsAtOnce) {
  EXPECT_EQ(
      RunText("CALC sign INPUT $x\n  IF $x < 0 THEN RESULT -1 END\n  IF $x = 0 THEN RESULT 0 END\n  RESULT 1\nEND\n"
              "RESULT CALC sign(-5)\nRESULT CALC sign(0)\nRESULT CALC sign(2.5)"),
      "-1; 0; 1");
  EXPECT_EQ(RunText("CALC first INPUT $n\n  FOR i IN RANGE(0, 100)\n    IF i * i > $n THEN RESULT i END\n  END\nEND\n"
                    "RESULT CALC first(50)"),
            "8");
}

TEST(Calc, RecursionAndItsLimit) {
  constexpr std::string_view kFactorial =
      "CALC factorial INPUT $n\n  IF $n <= 1 THEN RESULT 1 END\n  RESULT $n * CALC factorial($n - 1)\nEND\n";
  EXPECT_EQ(RunText(std::string(kFactorial) + "RESULT CALC factorial(20)"), "2432902008176640000");
  EXPECT_EQ(RunText(std::string(kFactorial) + "RESULT CALC factorial(21)"), "R202 [$n * CALC factorial($n - 1)]");
  constexpr std::string_view kSum =
      "CALC sum INPUT $n\n  IF $n <= 0 THEN RESULT 0 END\n  RESULT $n + CALC sum($n - 1)\nEND\n";
  EXPECT_EQ(RunText(std::string(kSum) + "RESULT CALC sum(999)"), "499500") << "1,000 nested calls are allowed";
  EXPECT_EQ(RunText(std::string(kSum) + "RESULT CALC sum(1000)"), "R302 [CALC sum($n - 1)]");
  Limits limits;
  limits.call_depth = 1'000'000;
  EXPECT_EQ(RunText(std::string(kSum) + "RESULT CALC sum(9999)", limits), "49995000");
  EXPECT_EQ(RunText(std::string(kSum) + "RESULT CALC sum(10000)", limits), "R302 [CALC sum($n - 1)]")
      << "10,000 at most, whatever the limit says";
}

TEST(Calc, DepthInRulesIsCountedAnew) {
  constexpr std::string_view kProgram =
      "REL a 1\nREL b 1\nFACT a 1\nRULE b: SCAN a $x, EMIT b (CALC same($x))\n"
      "CALC same INPUT $x\n  RESULT $x\nEND\nCALC known\n  RESULT EXISTS(QUERY b 1)\nEND\n"
      "SOLVE\nRESULT CALC known()\nRESULT CALC same(CALC known())";
  Limits limits;
  limits.call_depth = 1;
  EXPECT_EQ(RunText(kProgram, limits), "1; 1") << "arguments are evaluated before the call";
  std::string implicit(kProgram);
  implicit.erase(implicit.find("SOLVE"), 6);
  EXPECT_EQ(RunText(implicit, limits), "1; 1 | W101 [EXISTS(QUERY b 1)]");
  limits.call_depth = 0;
  EXPECT_EQ(RunText(kProgram, limits), "R302 [CALC same($x)]");
}

TEST(Calc, WithoutResult) {
  EXPECT_EQ(RunText("CALC f INPUT $x\n  IF $x > 0 THEN RESULT 1 END\nEND\nRESULT CALC f(1)\nRESULT CALC f(0)"),
            "R207 [CALC f(0)]");
  EXPECT_EQ(RunText("REL r 1\nCALC f INPUT $x\n  FACT r $x\nEND\nEXEC f(3)\nQUERY r ?"), "3");
}

TEST(Calc, IsTypedPerCall) {
  EXPECT_EQ(RunText("CALC half INPUT $x\n  RESULT $x / 2\nEND\nRESULT CALC half(3)\nRESULT CALC half(0.5)"),
            "1.5; 0.25");
  EXPECT_EQ(RunText("CALC max INPUT $x $y\n  IF $x > $y THEN RESULT $x END\n  RESULT $y\nEND\n"
                    "RESULT CALC max(1, 2)\nRESULT CALC max(1.5, 0.5)\nRESULT CALC max(a, b)\nRESULT MAX(1, 7)"),
            "2; 1.5; b; 7");
}

TEST(Actions, AFailureEndsTheRunAtOnce) {
  EXPECT_EQ(RunText("RESULT 1\nRESULT 1 DIV 0\nRESULT POW(2, -1)"), "R201 [1 DIV 0]");
  EXPECT_EQ(RunText("LET $x = POW(2, -1)\nRESULT 1 DIV 0"), "R203 [POW(2, -1)]");
}

TEST(Limits, CountTuplesFactsAndOutput) {
  constexpr std::string_view kProgram =
      "REL a 1\nREL b 1\nRULE b: SCAN a $x, EMIT b $x\nFACT a 1\nFACT a 2\nFACT a 1\nSOLVE\nQUERY b ?\n";
  Limits limits;
  limits.tuples = 4;
  limits.facts = 2;
  limits.output_bytes = 4;  // `1, 2`
  EXPECT_EQ(RunText(kProgram, limits), "1, 2") << "a tuple asserted twice counts once";
  limits.tuples = 3;
  EXPECT_EQ(RunText(kProgram, limits), "R305");
  limits.tuples = 4;
  limits.facts = 1;
  EXPECT_EQ(RunText(kProgram, limits), "R306");
  limits.facts = 2;
  limits.output_bytes = 3;
  EXPECT_EQ(RunText(kProgram, limits), "R308");
  EXPECT_EQ(RunText("REL a 1\nQUERY a ?", limits), "R308") << "none has four letters";
}

}  // namespace
}  // namespace bytelogic::reference
