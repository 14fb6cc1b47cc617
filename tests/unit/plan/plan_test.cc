// Plans of small programs, as text: which loops, in which order, over which ranges. What a plan computes is tested by
// running it (golden files, differential tests); here it is the shape that counts.
#include <gtest/gtest.h>

#include <string>

#include "plan/builder.h"
#include "plan/image_writer.h"
#include "plan/printer.h"
#include "plan/verifier.h"
#include "sema/check.h"
#include "syntax/bytelogic/parser.h"

namespace bytelogic::plan {
namespace {

// The plan of `source` from `from` up to `until` (exclusive; to the end where empty).
auto PlanOf(const std::string& source, std::string_view from, std::string_view until) -> std::string {
  Diagnostics diagnostics;
  const syntax::Ast ast = syntax::ParseProgram(source, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << source;
  const auto program = sema::Check(ast, {}, Limits{}, diagnostics);
  EXPECT_TRUE(program.has_value()) << source;
  if (!program) return {};
  const Plan plan = BuildPlan(*program, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors());
  EXPECT_EQ(VerifyPlan(plan).value_or(""), "") << PrintPlan(plan, source);
  const std::string text = PrintPlan(plan, source);
  const std::size_t begin = text.find(from);
  if (begin == std::string::npos) return text;
  const std::size_t end = until.empty() ? std::string::npos : text.find(until, begin);
  return text.substr(begin, end - begin);
}

constexpr const char* kAncestor =
    "REL parent(a: symbol, b: symbol)\nREL ancestor 2\n"
    "RULE ancestor: SCAN parent $x $y, EMIT ancestor $x $y\n"
    "RULE ancestor: SCAN parent $x $y, JOIN ancestor $y $z, EMIT ancestor $x $z\n"
    "QUERY ancestor alice ?\n";

TEST(RulePlan, ReadsTheDeltaFirstAndJoinsByTheBoundColumn) {
  EXPECT_EQ(PlanOf(kAncestor, "stratum 0", "actions"),
            "stratum 0: ancestor\n"
            "  rule ancestor at 3:1\n"
            "    block\n"
            "      r0 = scan parent\n"
            "        r1 = r0.a\n"
            "        r2 = r0.b\n"
            "        insert ancestor(r1, r2)\n"
            "    return.none\n"
            "  rule ancestor at 4:1  delta ancestor\n"
            "    block\n"
            "      r0 = scan delta ancestor\n"
            "        r1 = r0.a\n"
            "        r2 = r0.b\n"
            "        r3 = probe parent on b = r1\n"
            "          r4 = r3.a\n"
            "          insert ancestor(r4, r2)\n"
            "    return.none\n");
}

TEST(RulePlan, NonlinearRecursionHasAVariantPerPattern) {
  const std::string text =
      PlanOf("REL path(a: int, b: int)\nRULE path: SCAN path $x $y, JOIN path $y $z, EMIT path $x $z\nQUERY path 1 ?\n",
             "stratum 0", "actions");
  EXPECT_NE(text.find("scan delta path"), std::string::npos) << text;
  EXPECT_NE(text.find("probe path on a = "), std::string::npos) << text;
  EXPECT_NE(text.find("probe old path on b = "), std::string::npos) << text;
}

TEST(RulePlan, WhatCanFailStaysWhereItIs) {
  // 1 DIV $x is evaluated for every tuple of `base`, whatever `rec` holds: in a variant of its own, and in front of
  // `rec`.
  const std::string text = PlanOf(
      "REL base(a: int)\nREL rec(a: int)\n"
      "RULE rec: SCAN base $x, LET $y = 1 DIV $x, JOIN rec $y, EMIT rec $y\nQUERY rec ?\n",
      "stratum 0", "actions");
  const std::size_t first = text.find("floor.divide.int");
  ASSERT_NE(first, std::string::npos) << text;
  EXPECT_EQ(text.find("delta"), text.find("delta rec")) << text;
  EXPECT_LT(first, text.find("delta rec")) << text;
  const std::size_t second = text.find("floor.divide.int", first + 1);
  EXPECT_LT(second, text.find("member delta rec")) << text;
}

TEST(RulePlan, PatternsThatBindNothingAreTests) {
  const std::string text = PlanOf(
      "REL a(x: int)\nREL b(x: int, y: int)\nREL c(x: int)\n"
      "RULE c: SCAN a $x, JOIN b $x ?, EMIT c $x\nRULE c: SCAN a $x, JOIN b ? ?, NOT b ? $x, EMIT c $x\nQUERY c ?\n",
      "stratum 0", "actions");
  EXPECT_NE(text.find("exists b on x = "), std::string::npos) << text;
  EXPECT_NE(text.find("not.empty b"), std::string::npos) << text;
  EXPECT_NE(text.find("exists b on y = "), std::string::npos) << text;
  EXPECT_EQ(text.find("probe"), std::string::npos) << text;
}

TEST(RulePlan, AVariableTwiceInOnePatternIsAFilter) {
  const std::string text =
      PlanOf("REL e(x: int, y: int)\nREL loop(x: int)\nRULE loop: SCAN e $x $x, EMIT loop $x\nQUERY loop ?\n",
             "stratum 0", "actions");
  EXPECT_NE(text.find("equal.cell"), std::string::npos) << text;
  EXPECT_NE(text.find("continue.if.false"), std::string::npos) << text;
}

TEST(RulePlan, FiltersMoveToWhereTheirVariablesAreBound) {
  const std::string text = PlanOf(
      "REL a(x: symbol, y: symbol)\nREL r(x: symbol, y: symbol)\n"
      "RULE r: SCAN a $x $y, JOIN a $y $z, WHERE $x != $y, EMIT r $x $z\nQUERY r ? ?\n",
      "stratum 0", "actions");
  EXPECT_LT(text.find("not.equal.cell"), text.find("probe a")) << text;
}

TEST(RulePlan, AConditionThatMayBeASymbolStaysWhereItIs) {
  const std::string text = PlanOf(
      "REL a(x: any, y: int)\nREL r(x: int)\n"
      "RULE r: SCAN a $x $y, JOIN a ? $z, WHERE $x, EMIT r $z\nQUERY r ?\n",
      "stratum 0", "actions");
  ASSERT_NE(text.find("any.to.bool"), std::string::npos) << text;
  EXPECT_GT(text.find("any.to.bool"), text.rfind("scan a")) << text;
}

TEST(RulePlan, APatternWaitsForTheLetThatComputesItsKey) {
  const std::string text = PlanOf(
      "REL a(x: int, y: symbol)\nREL r(x: symbol)\n"
      "RULE r: SCAN a $x $y, JOIN a (3 > $x) b, EMIT r $y\nQUERY r ?\n",
      "stratum 0", "actions");
  EXPECT_LT(text.find("less.int"), text.find("member a")) << text;
}

TEST(ActionPlan, ConstantFactsAreOneOperation) {
  EXPECT_EQ(PlanOf("REL p 2\nFACT p a 1\nFACT p b 2.5\nFACT p \"x y\" 5000000000\nQUERY p a ?\n", "actions", ""),
            "actions\n"
            "  block\n"
            "    assert p (\"a\", 1) (\"b\", 2.5) (\"x y\", 5000000000)\n"
            "    r0 = cell \"a\"\n"
            "    query p(r0, ?)\n"
            "  return.none\n");
}

TEST(ActionPlan, ReadingADerivedRelationSolvesFirst) {
  const std::string text = PlanOf(kAncestor, "actions", "");
  EXPECT_LT(text.find("ensure.solved"), text.find("query ancestor")) << text;
}

TEST(CalcPlan, IsTypedPerCall) {
  const std::string text = PlanOf(
      "CALC twice INPUT $x RESULT $x + $x END\nRESULT CALC twice(1)\nRESULT CALC twice(1.5)\n", "calc", "actions");
  EXPECT_NE(text.find("add.int"), std::string::npos) << text;
  EXPECT_NE(text.find("add.float"), std::string::npos) << text;
}

TEST(CalcPlan, LoopsAndConditionsVerify) {
  PlanOf(
      "REL p(x: int)\nFACT p 1\n"
      "CALC f INPUT $n\n LET $s = 0\n FOR i IN RANGE(0, $n)\n  WHERE i MOD 2 == 0\n  IF i > 10 THEN\n   BREAK\n  ELSE "
      "IF i == 4 "
      "THEN\n   CONTINUE\n  ELSE\n   LET $s = $s + i\n  END\n END\n FOR WHILE $s < 100\n  LET $s = $s * 2 + 1\n END\n"
      " FOR row IN (QUERY p ?)\n  FOR $y IN [1, 2, row]\n   LET $s = $s + $y\n  END\n END\n WHERE $s > 3 AND $n > 0 OR "
      "$n < "
      "-3\n RESULT $s\nEND\nRESULT CALC f(20)\n",
      "calc", "actions");
}

TEST(Image, IsTheSameForTheSameProgram) {
  Diagnostics diagnostics;
  const std::string source = kAncestor;
  const syntax::Ast ast = syntax::ParseProgram(source, diagnostics);
  const auto program = sema::Check(ast, {}, Limits{}, diagnostics);
  ASSERT_TRUE(program.has_value());
  const auto first = WriteImage(BuildPlan(*program, diagnostics));
  EXPECT_EQ(first, WriteImage(BuildPlan(*program, diagnostics)));
  EXPECT_EQ(first.size() % 8, 0U);
}

}  // namespace
}  // namespace bytelogic::plan
