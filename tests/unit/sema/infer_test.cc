#include "check_support.h"

namespace bytelogic::sema {
namespace {

TEST(Infer, ColumnsFromFacts) {
  EXPECT_EQ(Lines("REL p 4\nFACT p 1 2.5 a 1\nFACT p 2 3 b x\nQUERY p ? ? ? ?", "relation"),
            "relation p(a: int, b: float, c: symbol, d: any)\n");
  EXPECT_EQ(Lines("REL p 1\nFACT p 2.0\nQUERY p ?", "relation"), "relation p(a: float)\n");
}

TEST(Infer, PatternsQueriesAndComparisonsNeverWiden) {
  EXPECT_EQ(Lines("REL p 1\nREL q 1\nFACT p 1\nRULE q: SCAN p a, NOT p 2.5, EMIT q 1\nRULE q: SCAN p $x, WHERE $x = "
                  "2.5, EMIT q $x\n"
                  "QUERY p a\nQUERY p 1.5",
                  "relation"),
            "relation p(a: int)\nrelation q(a: int) stratum 0\n");
}

TEST(Infer, NoSourceIsAny) {
  EXPECT_EQ(Lines("REL p 1\nREL q 1\nRULE q: SCAN p $x, EMIT q ($x + 1)\nQUERY q ?", "relation"),
            "relation p(a: any)\nrelation q(a: any) stratum 0\n");
}

TEST(Infer, ASourceThatIsOnlyItselfIsAny) {
  EXPECT_EQ(
      Lines("REL p 1\nREL q 2\nRULE p: SCAN p $x, EMIT p $x\nRULE q: SCAN p $x, EMIT q $x 1\nQUERY p ?", "relation"),
      "relation p(a: any) stratum 0\nrelation q(a: any, b: int) stratum 0\n");
}

TEST(Infer, ThroughRules) {
  const std::string program =
      "REL p 1\nREL q 1\nREL s 1\nRULE s: SCAN q $x, EMIT s ($x / 2)\nRULE q: SCAN p $x, EMIT q $x\nFACT p 1\nQUERY s "
      "?";
  EXPECT_EQ(Lines(program, "relation"),
            "relation p(a: int)\nrelation q(a: int) stratum 0\nrelation s(a: float) stratum 0\n");
}

TEST(Infer, RecursionWidensUntilItHolds) {
  EXPECT_EQ(Lines("REL n 1\nFACT n 1\nRULE n: SCAN n $x, WHERE $x < 5, EMIT n ($x + 0.5)\nQUERY n ?", "relation"),
            "relation n(a: float) stratum 0\n");
  // A rotation: each column ends with the join of all.
  EXPECT_EQ(
      Lines("REL r 4\nFACT r 1 2 3 a\nRULE r: SCAN r $a $b $c $d, EMIT r $b $c $d $a\nQUERY r ? ? ? ?", "relation"),
      "relation r(a: any, b: any, c: any, d: any) stratum 0\n");
}

TEST(Infer, DeclaredColumnsStay) {
  EXPECT_EQ(
      Lines("REL p(a: float, b)\nFACT p 1 1\nREL q 1\nRULE q: SCAN p $x $y, EMIT q ($x + $y)\nQUERY q ?", "relation"),
      "relation p(a: float declared, b: int)\nrelation q(a: float) stratum 0\n");
  EXPECT_EQ(Lines("REL p(a: any)\nFACT p 1\nQUERY p ?", "relation"), "relation p(a: any declared)\n");
}

TEST(Infer, AVariableHasTheTypeOfItsFirstBinder) {
  EXPECT_EQ(Lines("REL i 1\nREL f 1\nREL q 1\nFACT i 1\nFACT f 1.5\nRULE q: SCAN i $x, JOIN f $x, EMIT q $x\nQUERY q ?",
                  "variables"),
            "variables $x: int\n");
  EXPECT_EQ(Lines("REL i 1\nREL f 1\nREL q 1\nFACT i 1\nFACT f 1.5\nRULE q: SCAN f $x, JOIN i $x, EMIT q $x\nQUERY q ?",
                  "variables"),
            "variables $x: float\n");
}

TEST(Infer, VariablesOfTheActionsJoinTheirAssignments) {
  EXPECT_EQ(Lines("LET $x = 1 LET $x = 2.5 LET $y = 1 LET $y = a LET $z = \"b\" RESULT $x", "variables"),
            "variables $x: float, $y: any, $z: symbol\n");
  EXPECT_EQ(Lines("FOR x IN [1, 2.5] RESULT x END FOR y IN [1, a] RESULT y END FOR z IN [] RESULT z END", "variables"),
            "variables $x: float, $y: any, $z: any\n");
}

TEST(Infer, LoopsFeedThemselves) {
  EXPECT_EQ(
      Lines("LET $a = 1 LET $b = 1 LET $c = 1 FOR WHILE $a < 9 LET $a = $b LET $b = $c LET $c = $a + 0.5 END RESULT $a",
            "variables"),
      "variables $a: float, $b: float, $c: float\n");
}

TEST(Infer, CalcsAreTypedPerCall) {
  EXPECT_EQ(Lines("CALC max INPUT $a $b IF $a > $b THEN RESULT $a END RESULT $b END\n"
                  "RESULT CALC max(1, 2)\nRESULT CALC max(1.5, 2)\nRESULT CALC max(a, b)\nRESULT CALC max(3, 4)",
                  "function"),
            "function 1 max($a: int, $b: int) -> int\nfunction 2 max($a: float, $b: int) -> float\n"
            "function 3 max($a: symbol, $b: symbol) -> symbol\n");
}

TEST(Infer, OnlyInstancesOfTheFinalTypesAreLeft) {
  // $x is an int at first sight, so an instance for ints is met on the way.
  EXPECT_EQ(
      Lines("CALC half INPUT $n RESULT $n / 2 END\nLET $x = 8 FOR WHILE $x > 1 LET $x = CALC half($x) END RESULT $x",
            "function"),
      "function 1 half($n: float) -> float\n");
}

TEST(Infer, RecursionOfCalcs) {
  EXPECT_EQ(
      Lines("CALC fact INPUT $n IF $n <= 1 THEN RESULT 1 END RESULT $n * CALC fact($n - 1) END\nRESULT CALC fact(5)",
            "function"),
      "function 1 fact($n: int) -> int\n");
}

TEST(Infer, MutualRecursionWidens) {
  EXPECT_EQ(Lines("CALC even INPUT $n IF $n = 0 THEN RESULT 1 END RESULT CALC odd($n - 1) END\n"
                  "CALC odd INPUT $n IF $n = 0 THEN RESULT 0.5 END RESULT CALC even($n - 1) END\nRESULT CALC even(4)",
                  "function"),
            "function 1 even($n: int) -> float\nfunction 2 odd($n: int) -> float\n");
  EXPECT_EQ(Lines("CALC a INPUT $n IF $n = 0 THEN RESULT 1 END RESULT CALC b($n / 2) END\n"
                  "CALC b INPUT $n IF $n = 0 THEN RESULT x END RESULT CALC a($n) END\nRESULT CALC a(4)",
                  "function"),
            "function 1 a($n: int) -> any\nfunction 2 b($n: float) -> any\nfunction 3 a($n: float) -> any\n");
}

TEST(Infer, ACalcWithoutResultIsAny) {
  EXPECT_EQ(Lines("CALC f INPUT $x LET $y = $x END\nRESULT CALC f(1) + 1\nEXEC f(1)", "function"),
            "function 1 f($x: int) -> any\n");
  EXPECT_EQ(Lines("CALC f INPUT $x RESULT CALC f($x) END\nRESULT CALC f(1) + 1", "function"),
            "function 1 f($x: int) -> any\n");
}

TEST(Infer, AssigningAParameterWidensIt) {
  EXPECT_EQ(Lines("CALC f INPUT $x LET $x = $x / 2 RESULT $x END\nRESULT CALC f(1)", "function"),
            "function 1 f($x: float) -> float\n");
  EXPECT_EQ(Lines("CALC f INPUT $x LET $x = $x / 2 RESULT $x END\nRESULT CALC f(1)", "output"),
            "output 0 `CALC f(1)` value CALC 1 f(1.0)\n");
}

TEST(Infer, CalcsOnResultsThatAreLeftOpenAreTypedInTheEnd) {
  EXPECT_EQ(Lines("REL p 1\nREL q 1\nCALC one INPUT $x RESULT 1 END\nRULE p: SCAN p $x, EMIT p $x\n"
                  "RULE q: SCAN p $x, EMIT q (CALC one($x))\nQUERY q ?",
                  "relation"),
            "relation p(a: any) stratum 0\nrelation q(a: any) stratum 0\n");
}

TEST(Infer, FactsOfCalledCalcsAreSources) {
  EXPECT_EQ(Lines("REL p 1\nCALC f INPUT $x FACT p $x END\nEXEC f(1)\nEXEC f(2.5)\nQUERY p ?", "relation"),
            "relation p(a: float)\n");
  EXPECT_EQ(Lines("REL p 1\nCALC f INPUT $x FACT p $x END\nQUERY p ?", "relation"), "relation p(a: any)\n");
}

TEST(Infer, BuiltinsGiveWhatTheySay) {
  EXPECT_EQ(
      Lines("LET $a = POW(2, 3) LET $b = POW(2, 0.5) LET $c = SQRT(4) LET $d = FLOOR(2.5) LET $e = ROUND(2.55, 1)\n"
            "LET $f = ABS(-1) LET $g = MIN(1, 2.5) LET $h = MAX(a, b) LET $i = LENGTH(abc) LET $j = CONCAT(a, b)\n"
            "LET $k = TO_NUMBER(\"1\") LET $l = TO_SYMBOL(1) LET $m = PI() LET $n = ABS(TO_NUMBER(\"1\")) LET $o = "
            "SQRT($k)\nRESULT 1",
            "variables"),
      "variables $a: int, $b: float, $c: float, $d: int, $e: float, $f: int, $g: float, $h: symbol, $i: int, "
      "$j: symbol, $k: any, $l: symbol, $m: float, $n: any, $o: any\n");
}

// Calls f with every combination of three types for its first parameters, and a fourth for some.
auto CallsOfInstances(int count) -> std::string {
  constexpr const char* kArguments[] = {"1", "1.5", "a"};
  std::string program = "CALC f INPUT $a $b $c $d $e $g RESULT 1 END\n";
  for (int index = 0; index < count; ++index) {
    program += "EXEC f(";
    for (int digit = 0, rest = index; digit < 6; ++digit, rest /= 3) {
      program += (digit == 0 ? "" : ", ") + std::string(kArguments[rest % 3]);
    }
    program += ")\n";
  }
  return program + "RESULT 1\n";
}

TEST(Infer, InstancesHaveALimit) {
  EXPECT_EQ(Codes(CallsOfInstances(256)), "");
  EXPECT_EQ(Reported(CallsOfInstances(257)), "258:1 E303 more than 256 combinations of CALCs and argument types\n");
}

TEST(Infer, CallsThatBreedInstancesEnd) {
  // Rotating and mixing eight parameters of two types reaches far more than 256 combinations.
  const std::string program =
      "CALC f INPUT $a $b $c $d $e $g $h $i $j $k\n"
      "IF $a = 0 THEN RESULT 1 END\n"
      "RESULT CALC f($b, $c, $d, $e, $g, $h, $i, $j, $k, $a) + CALC f($a / 2, $b, $c, $d, $e, $g, $h, $i, $j, "
      "$k)\nEND\n"
      "RESULT CALC f(1, 1, 1, 1, 1, 1, 1, 1, 1, 1)";
  const std::string codes = Codes(program);
  EXPECT_NE(codes.find("E303"), std::string::npos) << codes;
}

}  // namespace
}  // namespace bytelogic::sema
