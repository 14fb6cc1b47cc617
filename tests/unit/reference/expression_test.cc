// Expressions of whole programs; answers worked out by hand from docs/language-reference.md, section 3.
#include "run_text.h"

namespace bytelogic::reference {
namespace {

TEST(Expression, NumbersHaveOneIdentity) {
  EXPECT_EQ(RunText("RESULT 4 / 2"), "2");
  EXPECT_EQ(RunText("RESULT 1 / 2"), "0.5");
  EXPECT_EQ(RunText("RESULT 0.5 + 0.5 = 1"), "1");
  EXPECT_EQ(RunText("RESULT 9007199254740993 = 9007199254740992.0"), "0") << "2^53 + 1 is no double";
  EXPECT_EQ(RunText("RESULT 9007199254740993 > 9007199254740992.0"), "1");
  EXPECT_EQ(RunText("REL r 1\nFACT r 2\nFACT r 2.0\nFACT r 0.5\nQUERY r ?"), "0.5, 2") << "one value, one tuple";
  EXPECT_EQ(RunText("REL a 1\nREL b 1\nREL c 1\nFACT a 1\nFACT a 2\nFACT b 1.0\nFACT b 1.5\n"
                    "RULE c: SCAN a $x, JOIN b $x, EMIT c $x\nSOLVE\nQUERY c ?"),
            "1")
      << "joins between ints and floats are exact";
}

TEST(Expression, FloatsPrintShortest) {
  EXPECT_EQ(RunText("RESULT 0.1 + 0.2"), "0.30000000000000004");
  EXPECT_EQ(RunText("RESULT 1e-7 * 1"), "1e-7");
  EXPECT_EQ(RunText("RESULT 1e21 * 1.0"), "1e+21");
  EXPECT_EQ(RunText("RESULT 1.0 * 3"), "3");
  EXPECT_EQ(RunText("RESULT -0.0"), "0");
  EXPECT_EQ(RunText("RESULT -9223372036854775807 - 1"), "-9223372036854775808");
}

TEST(Expression, IntArithmeticIsChecked) {
  EXPECT_EQ(RunText("RESULT 9223372036854775807 + 1"), "R202 [9223372036854775807 + 1]");
  EXPECT_EQ(RunText("LET $n = 9223372036854775807\nRESULT 1 + $n * 2"), "R202 [$n * 2]");
  EXPECT_EQ(RunText("RESULT 9223372036854775807 + 1.0"), "9223372036854776000") << "the shortest digits, then zeros";
  EXPECT_EQ(RunText("RESULT POW(2, 64)"), "R202 [POW(2, 64)]");
  EXPECT_EQ(RunText("RESULT POW(2, -1)"), "R203 [POW(2, -1)]");
  EXPECT_EQ(RunText("RESULT POW(2.5, -1)"), "0.4");
  EXPECT_EQ(RunText("RESULT ABS(-9223372036854775807 - 1)"), "R202 [ABS(-9223372036854775807 - 1)]");
}

TEST(Expression, DivisionAndRemainderRoundDown) {
  EXPECT_EQ(RunText("RESULT -7 DIV 2"), "-4");
  EXPECT_EQ(RunText("RESULT -7 MOD 2"), "1");
  EXPECT_EQ(RunText("RESULT 7 % -2"), "-1");
  EXPECT_EQ(RunText("RESULT -7.5 MOD 2"), "0.5");
  EXPECT_EQ(RunText("RESULT 7.5 DIV -2"), "-4");
  EXPECT_EQ(RunText("RESULT 1 DIV 0"), "R201 [1 DIV 0]");
  EXPECT_EQ(RunText("RESULT 1 / 0"), "R201 [1 / 0]");
  EXPECT_EQ(RunText("RESULT 1.5 MOD 0"), "R201 [1.5 MOD 0]");
}

TEST(Expression, PrecedenceAndAssociativity) {
  EXPECT_EQ(RunText("RESULT 10 - 3 - 2"), "5");
  EXPECT_EQ(RunText("RESULT 2 + 3 * 4"), "14");
  EXPECT_EQ(RunText("RESULT 100 DIV 7 DIV 2"), "7");
  EXPECT_EQ(RunText("RESULT -2 * 3 + 10"), "4");
  EXPECT_EQ(RunText("RESULT NOT 1 = 2"), "1") << "NOT binds less than a comparison";
  EXPECT_EQ(RunText("RESULT 1 OR 0 AND 0"), "1");
  EXPECT_EQ(RunText("RESULT NOT 1 OR 1"), "1");
}

TEST(Expression, ConditionsAreInts) {
  EXPECT_EQ(RunText("RESULT 5 AND -3"), "1");
  EXPECT_EQ(RunText("RESULT 0.5 AND 1"), "1") << "anything but 0 counts as true";
  EXPECT_EQ(RunText("RESULT NOT 0.0"), "1");
  EXPECT_EQ(RunText("RESULT (1 < 2) + (2 < 3)"), "2");
  EXPECT_EQ(RunText("RESULT b < a"), "0");
  EXPECT_EQ(RunText("RESULT \"Z\" < a"), "1") << "by code point";
  EXPECT_EQ(RunText("RESULT alice = \"alice\""), "1");
}

TEST(Expression, AndOrShortCircuit) {
  EXPECT_EQ(RunText("RESULT 0 AND 1 DIV 0"), "0");
  EXPECT_EQ(RunText("RESULT 1 OR 1 DIV 0"), "1");
  EXPECT_EQ(RunText("RESULT 1 AND 1 DIV 0"), "R201 [1 DIV 0]");
}

TEST(Expression, OperandsAreEvaluatedFromTheLeft) {
  EXPECT_EQ(RunText("RESULT 1 DIV 0 + POW(2, -1)"), "R201 [1 DIV 0]");
  EXPECT_EQ(RunText("RESULT POW(2, -1) + 1 DIV 0"), "R203 [POW(2, -1)]");
  EXPECT_EQ(RunText("RESULT MAX(SQRT(-1), 1 DIV 0)"), "R203 [SQRT(-1)]");
}

TEST(Expression, RoundIsExact) {
  EXPECT_EQ(RunText("RESULT ROUND(2.675, 2)"), "2.67") << "the double is below 2.675";
  EXPECT_EQ(RunText("RESULT ROUND(0.125, 2)"), "0.13");
  EXPECT_EQ(RunText("RESULT ROUND(-0.125, 2)"), "-0.13");
  EXPECT_EQ(RunText("RESULT ROUND(2.5)"), "3");
  EXPECT_EQ(RunText("RESULT ROUND(-2.5)"), "-3");
  EXPECT_EQ(RunText("RESULT ROUND(1.5, 16)"), "R203 [ROUND(1.5, 16)]");
  EXPECT_EQ(RunText("RESULT FLOOR(1e19)"), "R202 [FLOOR(1e19)]");
}

TEST(Expression, AnyWorksOnTheValuesAtHand) {
  constexpr std::string_view kFacts = "REL r(x: any)\nFACT r 3\nFACT r 2.5\nFACT r a\n";
  const auto each = [&](const std::string& body) {
    return RunText(std::string(kFacts) + "FOR row IN (QUERY r ?)\n" + body + "\nEND");
  };
  EXPECT_EQ(each("RESULT TO_SYMBOL(row.x)"), "2.5; 3; a") << "numbers first, by value";
  EXPECT_EQ(each("RESULT row.x = a"), "0; 0; 1") << "equality never fails";
  EXPECT_EQ(each("RESULT row.x < 3"), "R204 [row.x < 3]");
  EXPECT_EQ(each("RESULT row.x + 1"), "R204 [row.x + 1]");
  EXPECT_EQ(each("IF row.x != a THEN RESULT row.x * 2 END"), "5; 6");
  EXPECT_EQ(each("IF row.x THEN RESULT 1 END"), "R204 [row.x]") << "a symbol is no condition";
  EXPECT_EQ(each("RESULT LENGTH(row.x)"), "R204 [LENGTH(row.x)]") << "2.5 comes first";
  EXPECT_EQ(RunText("RESULT TO_NUMBER(\"12\") + 1"), "13");
  EXPECT_EQ(RunText("RESULT TO_NUMBER(\"2.50\")"), "2.5");
  EXPECT_EQ(RunText("RESULT TO_NUMBER(\"9223372036854775807\") + TO_NUMBER(\"1\")"),
            "R202 [TO_NUMBER(\"9223372036854775807\") + TO_NUMBER(\"1\")]");
  EXPECT_EQ(RunText("RESULT TO_NUMBER(twelve)"), "R208 [TO_NUMBER(twelve)]");
}

TEST(Expression, AnyEntersATypedColumnOnlyWhereItFits) {
  EXPECT_EQ(RunText("REL r(x: int)\nFACT r (TO_NUMBER(\"7\"))\nQUERY r ?"), "7");
  EXPECT_EQ(RunText("REL r(x: int)\nFACT r (TO_NUMBER(\"7.5\"))\nQUERY r ?"), "R209 [TO_NUMBER(\"7.5\")]");
  EXPECT_EQ(RunText("REL r(x: float)\nFACT r (TO_NUMBER(\"7\"))\nQUERY r ?"), "7");
  EXPECT_EQ(RunText("REL r(x: symbol)\nFACT r (TO_NUMBER(\"7\"))\nQUERY r ?"), "R209 [TO_NUMBER(\"7\")]");
}

TEST(Expression, SymbolsAreCountedInCodePoints) {
  EXPECT_EQ(RunText("RESULT LENGTH(\"a\u00f1\\u{1D11E}\")"), "3");
  EXPECT_EQ(RunText("RESULT CHAR_AT(\"a\u00f1b\", 1)"), "\u00f1");
  EXPECT_EQ(RunText("RESULT CHAR_AT(abc, 3)"), "R205 [CHAR_AT(abc, 3)]");
  EXPECT_EQ(RunText("RESULT SUBSTR(hello, 1, 3)"), "ell");
  EXPECT_EQ(RunText("RESULT SUBSTR(hello, 3, 3)"), "R205 [SUBSTR(hello, 3, 3)]");
  EXPECT_EQ(RunText("RESULT UPPER(\"stra\u00dfe\")"), "STRA\u00dfE");
  EXPECT_EQ(RunText("RESULT INDEX_OF(banana, nan)"), "2");
  EXPECT_EQ(RunText("RESULT INDEX_OF(banana, x)"), "-1");
  EXPECT_EQ(RunText("RESULT REPLACE(banana, an, o)"), "booa");
}

}  // namespace
}  // namespace bytelogic::reference
