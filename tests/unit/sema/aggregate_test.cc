// Aggregates, best-of columns and constraints in the checker.
#include <gtest/gtest.h>

#include "check_support.h"

namespace bytelogic::sema {
namespace {

constexpr std::string_view kPay = "REL pay(name, dept, amount)\nFACT pay ann sales 10\nFACT pay bob sales 20\n";

auto Pay(std::string_view more) -> std::string { return std::string(kPay) + std::string(more); }

TEST(Aggregate, ColumnsOfAnEmit) {
  EXPECT_EQ(
      Lines(
          Pay("REL t 4\nRULE t: SCAN pay $n $d $p, EMIT t $d SUM($p * 2) COUNT() COUNT(DISTINCT $n)\nQUERY t ? ? ? ?"),
          "emit"),
      "emit t($d, SUM(($p * 2)): int, COUNT(): int, COUNT(DISTINCT $n): int)\n");
  EXPECT_EQ(Lines(Pay("REL t 3\nRULE t: SCAN pay $n $d $p, EMIT t MIN($n) AVG($p) (MAX($p, 1))\nQUERY t ? ? ?"), "t("),
            "relation t(a: symbol, b: float, c: int) stratum 0\n"
            "emit t(MIN($n): symbol, AVG($p): float, MAX($p, 1))\n"
            "output 0 `t ? ? ?` query t(?, ?, ?)\n");
  EXPECT_EQ(
      Lines("REL p 1\nREL t(n: any, s: float)\nFACT p 1\nRULE t: SCAN p $x, EMIT t COUNT() SUM($x)\nQUERY t ? ?", "t("),
      "relation t(n: any declared, s: float declared) stratum 0\nemit t(COUNT(): int, SUM($x): int)\n"
      "output 0 `t ? ?` query t(?, ?)\n");
}

TEST(Aggregate, TypesFlowThroughThem) {
  EXPECT_EQ(Lines("REL p 1\nREL s 1\nREL m 1\nFACT p 1\nFACT p 2.5\nRULE s: SCAN p $x, EMIT s SUM($x)\n"
                  "RULE m: SCAN s $x, EMIT m MAX($x)\nQUERY m ?",
                  "relation"),
            "relation p(a: float)\nrelation s(a: float) stratum 0\nrelation m(a: float) stratum 1\n");
  EXPECT_EQ(Lines("REL p 1\nREL s 1\nREL q 1\nFACT p 1\nFACT p a\nRULE s: SCAN p $x, EMIT s SUM($x)\n"
                  "RULE q: LET $n = SUM(QUERY p ?), EMIT q $n\nQUERY s ?\nQUERY q ?",
                  "relation"),
            "relation p(a: any)\nrelation s(a: any) stratum 0\nrelation q(a: any) stratum 0\n");
  // The type of a column that a query aggregates may be known only after the rule was looked at.
  EXPECT_EQ(
      Lines("REL p 1\nREL q 1\nREL r 1\nRULE q: LET $n = MIN(QUERY p ?), EMIT q $n\nRULE p: SCAN r $x, EMIT p $x\n"
            "FACT r a\nQUERY q ?",
            "relation"),
      "relation p(a: symbol) stratum 0\nrelation q(a: symbol) stratum 1\nrelation r(a: symbol)\n");
}

TEST(Aggregate, OverQueries) {
  EXPECT_EQ(Lines(Pay("RESULT SUM(QUERY pay ann ? ?) + COUNT(QUERY pay ann sales 10)\nRESULT AVG(QUERY pay ? ? ?)\n"
                      "RESULT MAX(QUERY pay ? sales 10.0)"),
                  "output"),
            "output 0 `SUM(QUERY pay ann ? ?) + COUNT(QUERY pay ann sales 10)` value "
            "(SUM pay(\"ann\", ?, ?) + COUNT pay(\"ann\", \"sales\", 10))\n"
            "output 1 `AVG(QUERY pay ? ? ?)` value AVG pay(?, ?, ?)\n"
            "output 2 `MAX(QUERY pay ? sales 10.0)` value MAX pay(?, \"sales\", 10)\n");
  EXPECT_EQ(
      Lines(Pay("CALC total INPUT $d\n RESULT 0.5 + SUM(QUERY pay ? $d ?)\nEND\nRESULT CALC total(sales)"), "return"),
      "return (0.5 + int_to_float(SUM pay(?, $d, ?)))\n");
}

TEST(Aggregate, WhatDoesNotFit) {
  EXPECT_EQ(Reported(Pay("RESULT SUM(QUERY pay ? ? 10)")),
            "4:8 E304 SUM takes numbers, but column dept of pay is a symbol\n");
  EXPECT_EQ(Reported(Pay("REL t 2\nRULE t: SCAN pay $n $d $p, EMIT t $d AVG($n)\nQUERY t ? ?")),
            "5:42 E304 AVG takes numbers, but $n is a symbol\n");
  EXPECT_EQ(Reported(Pay("RESULT MIN(QUERY pay ann sales 10)")), "4:8 E203 MIN over a query without `?`\n");
  EXPECT_EQ(Reported(Pay("RESULT SUM(QUERY pay ann ?)")),
            "4:18 E203 relation pay has 3 columns, but 2 arguments are given\n");
  EXPECT_EQ(Reported(Pay("RESULT SUM(QUERY play ann ?)")), "4:18 E201 undefined relation play\n");
  EXPECT_EQ(Reported(Pay("REL t(d, s: int)\nRULE t: SCAN pay $n $d $p, EMIT t $d AVG($p)\nQUERY t ? ?")),
            "5:38 E302 column s of t is declared int, but AVG($p) is a float\n");
  EXPECT_EQ(Reported(Pay("REL t(d, s: symbol)\nRULE t: SCAN pay $n $d $p, EMIT t $d COUNT()\nQUERY t ? ?")),
            "5:38 E302 column s of t is declared symbol, but COUNT() is an int\n");
  EXPECT_EQ(Reported(Pay("REL t 2\nRULE t: SCAN pay $n $d $p, EMIT t $d SUM($q)\nQUERY t ? ?")),
            "5:42 E204 unbound variable $q\n");
  ExpectFixed("REL p 1\nREL t 1\nFACT p 1\nRULE t: SCAN p $x, EMIT t SUM(x)\nQUERY t ?\n",
              "REL p 1\nREL t 1\nFACT p 1\nRULE t: SCAN p $x, EMIT t SUM($x)\nQUERY t ?\n");
}

TEST(Aggregate, ArityOfQueriesThatAggregate) {
  EXPECT_EQ(Lines("REL p\nRESULT COUNT(QUERY p ? ? ?)", "relation"), "relation p(a: any, b: any, c: any)\n");
}

// Strata.

TEST(AggregateStrata, AnAggregateIsAboveWhatItsRuleReads) {
  EXPECT_EQ(Lines("REL e 2\nREL p 2\nREL n 2\nREL m 1\nFACT e a b\nRULE p: SCAN e $x $y, EMIT p $x $y\n"
                  "RULE p: SCAN e $x $y, JOIN p $y $z, EMIT p $x $z\nRULE n: SCAN p $x $y, EMIT n $x COUNT()\n"
                  "RULE m: WHERE COUNT(QUERY n ? ?) > 1, EMIT m 1\nQUERY n ? ?",
                  "relation"),
            "relation e(a: symbol, b: symbol)\nrelation p(a: symbol, b: symbol) stratum 0\n"
            "relation n(a: symbol, b: int) stratum 1\nrelation m(a: int) stratum 2\n");
}

TEST(AggregateStrata, OneRuleMayEmitBothWays) {
  EXPECT_EQ(
      Printed("REL e 2\nREL p 1\nREL n 1\nFACT e a b\nRULE p: SCAN e $x $y, EMIT p $x, EMIT n COUNT()\n"
              "RULE q: SCAN p $x, EMIT e $x $x\nQUERY n ?"),
      "relation e(a: symbol, b: symbol) stratum 0\nrelation p(a: symbol) stratum 0\nrelation n(a: int) stratum 1\n"
      "rule p stratum 0\n  variables $x: symbol, $y: symbol\n  match e(bind $x, bind $y)\n  emit p($x)\n"
      "rule p stratum 1\n  variables $x: symbol, $y: symbol\n  match e(bind $x, bind $y)\n  emit n(COUNT(): int)\n"
      "rule q stratum 0\n  variables $x: symbol\n  match p(bind $x)\n  emit e($x, $x)\n"
      "actions\n  assert e(\"a\", \"b\")\n  output 0 `n ?` query n(?)\n");
}

TEST(AggregateStrata, CyclesAreNamedWithTheirKind) {
  EXPECT_EQ(Reported("REL n 1\nFACT n 1\nRULE n: SCAN n $x, EMIT n SUM($x)\nQUERY n ?"),
            "3:9 E207 recursion through an aggregate: n -> aggregate of n\n");
  EXPECT_EQ(Reported("REL n 1\nREL m 1\nFACT n 1\nRULE n: SCAN m $x, EMIT n $x\nRULE m: LET $s = SUM(QUERY n ?), EMIT "
                     "m $s\nQUERY n ?"),
            "5:18 E207 recursion through an aggregate: m -> aggregate of n -> m\n");
  EXPECT_EQ(
      Reported(
          "REL a 1\nREL b 1\nRULE a: SCAN b $x, NOT a $x, EMIT b COUNT()\nRULE a: SCAN b $x, EMIT a $x\nQUERY a ?"),
      "3:9 E207 recursion through an aggregate: b -> aggregate of b\n");
  EXPECT_EQ(Reported("REL p 1\nRULE p: SCAN p $x, NOT p $x, EMIT p $x\nQUERY p ?"),
            "2:20 E207 recursion through negation: p -> not p\n");
}

// Best-of columns.

constexpr std::string_view kDistance =
    "REL edge 3\nREL dist(node, cost KEEP MIN)\nFACT edge a b 3\nFACT dist a 0\n"
    "RULE d: SCAN dist $x $c, JOIN edge $x $y $w, EMIT dist $y ($c + $w)\n";

TEST(Keep, MayRecurAmongItsLike) {
  EXPECT_EQ(Lines(std::string(kDistance) + "QUERY dist ? ?", "relation dist"),
            "relation dist(node: symbol, cost: int) keep min stratum 0\n");
  EXPECT_EQ(
      Lines(std::string(kDistance) +
                "REL far(cost KEEP MAX)\nRULE f: SCAN dist ? $c, EMIT far $c\nRULE g: SCAN far $c, EMIT dist z $c\n"
                "QUERY far ?",
            "keep"),
      "relation dist(node: symbol, cost: int) keep min stratum 0\nrelation far(cost: int) keep max stratum 0\n");
  EXPECT_EQ(
      Lines(std::string(kDistance) + "REL near 1\nRULE n: SCAN dist $x $c, WHERE $c < 3, EMIT near $x\nQUERY near ?",
            "stratum"),
      "relation dist(node: symbol, cost: int) keep min stratum 0\nrelation near(a: symbol) stratum 1\n"
      "rule d stratum 0\nrule n stratum 1\n");
}

TEST(Keep, IsCompleteBeforeWhatKeepsEverything) {
  EXPECT_EQ(
      Reported(std::string(kDistance) +
               "REL near 1\nRULE n: SCAN dist $x $c, EMIT near $x\nRULE m: SCAN near $x, EMIT dist $x 7\nQUERY near ?"),
      "7:9 E207 recursion through a best-of column: near -> best of dist -> near\n");
  EXPECT_EQ(
      Reported(std::string(kDistance) + "RULE n: SCAN edge $x $y ?, NOT dist $x ?, EMIT dist $x 1\nQUERY dist ? ?"),
      "6:28 E207 recursion through negation: dist -> not dist\n");
  EXPECT_EQ(Reported(std::string(kDistance) + "RULE n: SCAN dist $x $c, EMIT dist z SUM($c)\nQUERY dist ? ?"),
            "6:9 E207 recursion through an aggregate: dist -> aggregate of dist\n");
}

TEST(Keep, NeedsAColumnThatCompares) {
  EXPECT_EQ(Lines("REL first(word KEEP MIN)\nFACT first b\nFACT first a\nQUERY first ?", "relation"),
            "relation first(word: symbol) keep min\n");
  EXPECT_EQ(Lines("REL top(x: float KEEP MAX)\nFACT top 1\nQUERY top ?", "relation"),
            "relation top(x: float declared) keep max\n");
  EXPECT_EQ(Reported("REL top(k, x KEEP MAX)\nFACT top a 1\nFACT top a b\nQUERY top ? ?"),
            "1:14 E301 column x of top gets both numbers and symbols, which cannot be compared\n");
  EXPECT_EQ(Reported("REL p 2\nREL top(k, x KEEP MAX)\nFACT p a 1\nFACT p b c\nRULE r: SCAN p $k $x, EMIT top $k "
                     "$x\nQUERY top ? ?"),
            "2:14 E302 column x of top is any, but numbers and symbols cannot be compared\n");
  EXPECT_EQ(Reported("REL top(k, x: any KEEP MAX)\nFACT top a 1\nQUERY top ? ?"),
            "1:19 E302 column x of top is any, but numbers and symbols cannot be compared\n");
  EXPECT_EQ(Reported("REL top(k, x KEEP MAX)\nQUERY top ? ?"),
            "1:14 E302 column x of top is any, but numbers and symbols cannot be compared\n");
  EXPECT_EQ(Lines("REL top(x KEEP MIN)\nQUERY top ?", "relation", {{HostRelation{"top", {Type::kInt}}}}),
            "relation top(x: int) keep min\n");
}

// Constraints.

TEST(Constraint, IsBoundLikeARule) {
  EXPECT_EQ(
      Printed(
          "REL p 2\nREL q 1\nFACT p a 1\nRULE q: SCAN p $x ?, EMIT q $x\n"
          "CONSTRAINT c: SCAN p $x $n, JOIN p $x ($n + 1), NOT q $x, LET $k = $n * 2, WHERE $k > COUNT(QUERY p ? ?)\n"
          "CONSTRAINT d: SCAN p"),
      "relation p(a: symbol, b: int)\nrelation q(a: symbol) stratum 0\n"
      "rule q stratum 0\n  variables $x: symbol\n  match p(bind $x, ?)\n  emit q($x)\n"
      "constraint c reads derived\n  variables $x: symbol, $n: int, $2': int, $k: int\n"
      "  match p(bind $x, bind $n)\n  let $2' = ($n + 1)\n  match p($x, $2')\n  absent q($x)\n"
      "  let $k = ($n * 2)\n  filter ($k > COUNT p(?, ?))\n  witnesses $x, $n, $k\n"
      "constraint d\n  variables $0: symbol, $1: int\n  match p(bind $0, bind $1)\n  witnesses $0, $1\n"
      "actions\n  assert p(\"a\", 1)\n");
}

TEST(Constraint, WhatIsWrong) {
  EXPECT_EQ(Reported("REL p 1\nLET $y = 1\nCONSTRAINT c: SCAN q $x, WHERE $z > $y\nQUERY p ?"),
            "3:20 E201 undefined relation q\n3:32 E204 unbound variable $z\n3:37 E204 unbound variable $y\n");
  EXPECT_EQ(Reported("REL p 1\nCONSTRAINT c: SCAN p $x\nCONSTRAINT c: SCAN p $y\nQUERY p ?"),
            "3:12 E211 constraint c is defined twice\n");
  EXPECT_EQ(Reported("REL p 1\nCALC f INPUT $x FACT p $x RESULT 1 END\nCONSTRAINT c: SCAN p $x, WHERE CALC f($x) > 1"),
            "3:32 E209 a constraint calls CALC f, which asserts tuples\n");
  EXPECT_EQ(Reported("REL p 1\nFACT p a\nCONSTRAINT c: SCAN p $x, WHERE $x > 1"),
            "3:32 E301 a number meets a symbol: $x is a symbol, 1 is an int\n");
  Limits limits;
  limits.rules = 1;
  EXPECT_EQ(Codes("REL p 1\nRULE p: SCAN p $x, EMIT p $x\nCONSTRAINT c: SCAN p $x", limits), "3:12 R307");
}

TEST(Constraint, TellsWhetherItReadsWhatRulesDerive) {
  constexpr std::string_view kBase =
      "REL p 1\nREL q 1\nFACT p 1\nRULE q: SCAN p $x, EMIT q $x\nCALC all RESULT COUNT(QUERY q ?) END\n"
      "CALC other RESULT CALC all() END\n";
  const auto reads = [&](std::string_view clauses) {
    return !Lines(std::string(kBase) + "CONSTRAINT c: " + std::string(clauses), "constraint c reads").empty();
  };
  EXPECT_FALSE(reads("SCAN p $x"));
  EXPECT_TRUE(reads("SCAN q $x"));
  EXPECT_TRUE(reads("SCAN p $x, NOT q $x"));
  EXPECT_TRUE(reads("SCAN p $x, WHERE EXISTS(QUERY q $x)"));
  EXPECT_FALSE(reads("SCAN p $x, WHERE SUM(QUERY p ?) > 0"));
  EXPECT_TRUE(reads("SCAN p $x, WHERE SUM(QUERY q ?) > 0"));
  EXPECT_TRUE(reads("SCAN p $x, WHERE CALC other() > 0"));
}

TEST(Constraint, IsAnAnswer) {
  EXPECT_EQ(Reported("REL p 1\nFACT p 1\nCONSTRAINT c: SCAN p $x, WHERE $x > 1"), "");
  EXPECT_EQ(Codes("REL p 1\nFACT p 1"), "0:0 W102");
}

}  // namespace
}  // namespace bytelogic::sema
