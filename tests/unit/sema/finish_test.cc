#include "check_support.h"

namespace bytelogic::sema {
namespace {

auto Value(std::string_view expression) -> std::string {
  const std::string line =
      Lines("LET $i = 1 LET $f = 1.5 LET $s = a LET $n = TO_NUMBER($s)\nRESULT " + std::string(expression), "output");
  const std::size_t begin = line.find("` value ") + 8;
  return line.substr(begin, line.size() - begin - 1);
}

auto ValueReports(std::string_view expression) -> std::string {
  return Reported("LET $i = 1 LET $f = 1.5 LET $s = a LET $n = TO_NUMBER($s)\nRESULT " + std::string(expression));
}

TEST(Finish, Arithmetic) {
  EXPECT_EQ(Value("$i + 1"), "($i + 1)");
  EXPECT_EQ(Value("$i + $f"), "(int_to_float($i) + $f)");
  EXPECT_EQ(Value("$f * 2"), "($f * 2.0)");
  EXPECT_EQ(Value("$i / 2"), "(int_to_float($i) / 2.0)");
  EXPECT_EQ(Value("$i DIV 2"), "($i DIV 2)");
  EXPECT_EQ(Value("$f MOD 2"), "($f MOD 2.0)");
  EXPECT_EQ(Value("$n + 1"), "($n + to_any(1))");
  EXPECT_EQ(Value("2.0 - $n"), "(to_any(2) - $n)");
  EXPECT_EQ(Value("$n / $s"), "($n / to_any($s))");
  EXPECT_EQ(Value("-$f"), "-($f)");
  EXPECT_EQ(Value("2.0 * $i"), "(2.0 * int_to_float($i))");
}

TEST(Finish, Comparisons) {
  EXPECT_EQ(Value("$i < 2"), "($i < 2)");
  EXPECT_EQ(Value("$s = b"), "($s = \"b\")");
  EXPECT_EQ(Value("$s < b"), "($s < \"b\")");
  EXPECT_EQ(Value("$i = $f"), "(to_any($i) = to_any($f))");
  EXPECT_EQ(Value("$n != a"), "($n != to_any(\"a\"))");
  EXPECT_EQ(Value("$f >= 2.5"), "($f >= 2.5)");
}

TEST(Finish, FloatsAndSmallIntConstantsCompareAsFloats) {
  EXPECT_EQ(Value("$f > 1"), "($f > 1.0)");
  EXPECT_EQ(Value("9007199254740992 = $f"), "(9007199254740992.0 = $f)");
  EXPECT_EQ(Value("$f = 9007199254740993"), "(to_any($f) = to_any(9007199254740993))");
}

TEST(Finish, Conditions) {
  EXPECT_EQ(Value("NOT $i AND $f OR $n"), "((NOT($i) AND $f) OR $n)");
  EXPECT_EQ(ValueReports("NOT $s"), "2:12 E301 $s is a symbol, not a condition\n");
  EXPECT_EQ(Reported("IF yes THEN RESULT 1 END"), "1:4 E301 yes is a symbol, not a condition\n");
  EXPECT_EQ(Reported("REL p 1\nFACT p a\nRULE p: SCAN p $x, WHERE $x, EMIT p $x\nQUERY p ?"),
            "3:26 E301 $x is a symbol, not a condition\n");
}

TEST(Finish, Builtins) {
  EXPECT_EQ(Value("POW($i, $f)"), "POW(int_to_float($i), $f)");
  EXPECT_EQ(Value("POW($i, 2)"), "POW($i, 2)");
  EXPECT_EQ(Value("POW($n, $i)"), "POW($n, to_any($i))");
  EXPECT_EQ(Value("ATAN2($i, $n)"), "ATAN2(to_any($i), $n)");
  EXPECT_EQ(Value("FLOOR($i)"), "FLOOR($i)");
  EXPECT_EQ(Value("ROUND($i, 2.0)"), "ROUND(int_to_float($i), 2)");
  EXPECT_EQ(Value("ROUND($f, $n)"), "ROUND(to_any($f), $n)");
  EXPECT_EQ(Value("ROUND($n, 1)"), "ROUND($n, 1)");
  EXPECT_EQ(Value("MIN($i, $f, 3)"), "MIN(int_to_float($i), $f, 3.0)");
  EXPECT_EQ(Value("CHAR_AT($s, 1.0)"), "CHAR_AT($s, 1)");
  EXPECT_EQ(Value("SUBSTR($n, 0, $i)"), "SUBSTR($n, to_any(0), to_any($i))");
  EXPECT_EQ(Value("TO_SYMBOL($f)"), "TO_SYMBOL($f)");
  EXPECT_EQ(Value("TO_NUMBER(3)"), "TO_NUMBER(3)");
}

TEST(Finish, NumbersMeetSymbols) {
  EXPECT_EQ(ValueReports("1 + one"), "2:8 E301 a number meets a symbol: 1 is an int, one is a symbol\n");
  EXPECT_EQ(ValueReports("$s = 1.5"), "2:8 E301 a number meets a symbol: $s is a symbol, 1.5 is a float\n");
  EXPECT_EQ(ValueReports("$s + b"), "2:8 E301 arithmetic with symbols: $s and b are symbols\n");
  EXPECT_EQ(ValueReports("-$s"), "2:8 E301 `-` takes a number, but $s is a symbol\n");
  EXPECT_EQ(ValueReports("MAX(1, $n, a)"), "");
  EXPECT_EQ(ValueReports("MAX(1, a, 2.5)"), "2:8 E301 a number meets a symbol: 1 is an int, a is a symbol\n");
  EXPECT_EQ(ValueReports("$n = a"), "");
}

TEST(Finish, AMissingDollarIsPutIn) {
  ExpectFixed("LET $total = 1\nRESULT total + 1\n", "LET $total = 1\nRESULT $total + 1\n");
  ExpectFixed("LET $x = 1\nIF x THEN RESULT 1 END\n", "LET $x = 1\nIF $x THEN RESULT 1 END\n");
  ExpectFixed("LET $x = 1\nRESULT SQRT(x)\n", "LET $x = 1\nRESULT SQRT($x)\n");
  ExpectFixed("REL p(a: int)\nLET $x = 1\nFACT p x\nQUERY p ?\n", "REL p(a: int)\nLET $x = 1\nFACT p $x\nQUERY p ?\n");
  ExpectFixed("REL p 1\nFACT p 1\nRULE p: SCAN p $n, WHERE n > 0, EMIT p $n\nQUERY p ?\n",
              "REL p 1\nFACT p 1\nRULE p: SCAN p $n, WHERE $n > 0, EMIT p $n\nQUERY p ?\n");
}

TEST(Finish, AnAtomNamedLikeAVariableIsNoError) { EXPECT_EQ(Codes("REL p 1\nLET $x = 1\nFACT p x\nQUERY p x"), ""); }

TEST(Finish, DeclaredColumns) {
  EXPECT_EQ(Lines("REL p(f: float, i: int, s: symbol, n: any)\nLET $n = TO_NUMBER(\"1\")\nFACT p 1 2.0 a 2.0\nFACT p "
                  "$n $n $n $n\nQUERY p ? ? ? ?",
                  "assert"),
            "assert p(1.0, 2, \"a\", to_any(2))\nassert p(any_to_float($n), any_to_int($n), any_to_symbol($n), $n)\n");
  EXPECT_EQ(Lines("REL p(f: float)\nREL i 1\nFACT i 1\nRULE p: SCAN i $x, EMIT p $x\nQUERY p ?", "emit"),
            "emit p(int_to_float($x))\n");
}

TEST(Finish, DeclaredOtherwise) {
  EXPECT_EQ(
      Reported(
          "REL age(name: symbol, years: int)\nFACT age ann thirty\nFACT age 3 30\nFACT age ann 1.5\nQUERY age ? ?"),
      "2:14 E302 column years of age is declared int, but thirty is a symbol\n"
      "3:10 E302 column name of age is declared symbol, but 3 is an int\n"
      "4:14 E302 column years of age is declared int, but 1.5 is a float\n");
  ExpectFixed("REL half(n: int)\nFACT half (7 / 2)\nQUERY half ?\n",
              "REL half(n: int)\nFACT half (ROUND(7 / 2))\nQUERY half ?\n");
  ExpectFixed("REL p(n: symbol)\nFACT p 12\nQUERY p ?\n", "REL p(n: symbol)\nFACT p \"12\"\nQUERY p ?\n");
  ExpectFixed("REL p(n: symbol)\nLET $x = 1\nFACT p $x\nQUERY p ?\n",
              "REL p(n: symbol)\nLET $x = 1\nFACT p (TO_SYMBOL($x))\nQUERY p ?\n");
  ExpectFixed("REL p(n: int)\nREL f 1\nFACT f 1.5\nRULE p: SCAN f $x, EMIT p $x\nQUERY p ?\n",
              "REL p(n: int)\nREL f 1\nFACT f 1.5\nRULE p: SCAN f $x, EMIT p (ROUND($x))\nQUERY p ?\n");
}

TEST(Finish, ArgumentsOfFunctions) {
  EXPECT_EQ(ValueReports("LENGTH(5)"), "2:15 E304 LENGTH takes a symbol here, but 5 is an int\n");
  EXPECT_EQ(ValueReports("SQRT($s)"), "2:13 E304 SQRT takes a number here, but $s is a symbol\n");
  EXPECT_EQ(ValueReports("SUBSTR($s, 1.5, 2)"), "2:19 E304 SUBSTR takes an int here, but 1.5 is a float\n");
  EXPECT_EQ(ValueReports("ROUND(1.5, a)"), "2:19 E304 ROUND takes an int here, but a is a symbol\n");
  EXPECT_EQ(ValueReports("CONCAT(a, 1, 2)"), "2:18 E304 CONCAT takes a symbol here, but 1 is an int\n");
  ExpectFixed("RESULT LENGTH(5)\n", "RESULT LENGTH(TO_SYMBOL(5))\n");
  ExpectFixed("RESULT CHAR_AT(abc, 1.5)\n", "RESULT CHAR_AT(abc, ROUND(1.5))\n");
}

TEST(Finish, RangesTakeNumbers) {
  EXPECT_EQ(Reported("FOR i IN RANGE(a, 3) RESULT i END"),
            "1:16 E304 RANGE takes numbers as its bounds, but a is a symbol\n");
  EXPECT_EQ(Reported("FOR i IN RANGE(0, 3, 0.5) RESULT i END"),
            "1:22 E304 RANGE takes an int as its step, but 0.5 is a float\n");
  EXPECT_EQ(Reported("REL p 1\nRULE p: SCAN p $x, FOR $i IN RANGE(0, ten), EMIT p $i\nQUERY p ?"),
            "2:39 E304 RANGE takes numbers as its bounds, but ten is a symbol\n");
  EXPECT_EQ(Lines("FOR i IN RANGE(0.5, 3, 2.0) RESULT i END", "for"), "for range $i in (0.5, 3, 2)\n");
}

TEST(Finish, LoopVariablesOfAWiderTypeAreSetByALet) {
  EXPECT_EQ(Lines("FOR i IN RANGE(0, 3) LET $i = 0.5 RESULT i END", "let"),
            "let $i = int_to_float($1')\nlet $i = 0.5\n");
  EXPECT_EQ(Lines("REL p 1\nFACT p 1\nFOR x IN (QUERY p ?) LET $x = a RESULT x END", "let"),
            "let $x = to_any($1')\nlet $x = to_any(\"a\")\n");
}

TEST(Finish, ListsHaveOneType) {
  EXPECT_EQ(Lines("FOR x IN [1, 2.5] RESULT x END FOR y IN [1, a, 2.0] RESULT y END", "for"),
            "for list $x in (1.0, 2.5)\nfor list $y in (to_any(1), to_any(\"a\"), to_any(2))\n");
}

TEST(Finish, ErrorsOfACalcOnceWhateverTheInstances) {
  EXPECT_EQ(Reported("CALC f INPUT $x RESULT 1 + a END\nRESULT CALC f(1)\nRESULT CALC f(1.5)\nRESULT CALC f(b)"),
            "1:24 E301 a number meets a symbol: 1 is an int, a is a symbol\n");
}

TEST(Finish, ACalcThatNothingCallsHasNoTypes) { EXPECT_EQ(Codes("CALC f RESULT 1 + a END\nRESULT 1"), ""); }

TEST(Finish, AnErrorStaysSilentAfterwards) {
  EXPECT_EQ(Reported("LET $x = 1 + a\nLET $y = $x + 1\nIF $y THEN RESULT LENGTH($y) END"),
            "1:10 E301 a number meets a symbol: 1 is an int, a is a symbol\n");
  EXPECT_EQ(Reported("REL p(n: int)\nFACT p (CALC nothing(1) + 1)\nQUERY p ?"), "2:14 E202 undefined CALC nothing\n");
}

TEST(Finish, NamesAndTypesInOneReport) {
  EXPECT_EQ(Codes("REL p 1\nFACT q 1\nRESULT 1 + a\nRESULT $z"), "2:6 E201 3:8 E301 4:8 E204");
}

TEST(Finish, LongChains) {
  std::string sum = "$i";
  for (int index = 0; index < 1900; ++index) sum += " + $f";
  EXPECT_NE(Value(sum).find("int_to_float($i)"), std::string::npos);
}

TEST(Finish, PatternConstantsOfAnotherTypeJustDoNotMatch) {
  EXPECT_EQ(Codes("REL p(n: int)\nFACT p 1\nREL q 1\nRULE q: SCAN p abc, NOT p 1.5, EMIT q 1\nQUERY p abc\nRESULT "
                  "EXISTS(QUERY p abc)"),
            "");
}

TEST(Finish, EffectsOfExistsAndQueriesInExpressions) {
  EXPECT_EQ(Lines("REL p 2\nFACT p 1 a\nLET $x = 1\nRESULT EXISTS(QUERY p ($x + 1.0) ?)", "output"),
            "output 0 `EXISTS(QUERY p ($x + 1.0) ?)` value EXISTS p((int_to_float($x) + 1.0), ?)\n");
}

// Nothing reaches `path`, so the type of the call is found after that of the variable that has its value: what is
// checked of every program (checked_program_invariants.h) sees whether it is converted.
TEST(Finish, ConvertsWhatARuleBinds) {
  EXPECT_EQ(
      Reported("REL edge 2\nREL age(a: int, b: float, c: float, d: int)\nREL count(a, b)\nREL path 4\n"
               "RULE count: SCAN count MATCH 2, SCAN count, JOIN age $v $w $w (CALC f(5, $1)), EMIT count $1 $0\n"
               "RULE count: SCAN path MATCH $x, EMIT count $2 b\n"
               "RULE path: SCAN edge c 6, JOIN count $y alice, JOIN age, EMIT path $0 $y (($y MOD 5 + 1) MOD 5) $y\n"
               "CALC f INPUT $n $m LET $k = $n RESULT ($k = $m) + LENGTH(TO_SYMBOL($k)) END\n"
               "QUERY count ? ?\n"),
      "");
}

}  // namespace
}  // namespace bytelogic::sema
