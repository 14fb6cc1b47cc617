#include "check_support.h"

namespace bytelogic::sema {
namespace {

TEST(Resolve, UndefinedRelationWithANearName) {
  EXPECT_EQ(Reported("REL parent 2\nQUERY parents alice ?"), "2:7 E201 undefined relation parents\n");
  ExpectFixed("REL parent 2\nQUERY parents alice ?\n", "REL parent 2\nQUERY parent alice ?\n");
}

TEST(Resolve, UndefinedRelationIsDeclared) {
  EXPECT_EQ(Reported("FACT likes ann tea\nFACT likes bob tea\nQUERY likes ? tea"),
            "1:6 E201 undefined relation likes\n");
  ExpectFixed("FACT likes ann tea\nQUERY likes ? tea\n", "REL likes 2\nFACT likes ann tea\nQUERY likes ? tea\n");
  ExpectFixed("RESULT EXISTS(QUERY likes ?)\n", "REL likes 1\nRESULT EXISTS(QUERY likes ?)\n");
}

TEST(Resolve, UndefinedCalcAndFunction) {
  EXPECT_EQ(Reported("RESULT CALC f(1)"), "1:13 E202 undefined CALC f\n");
  EXPECT_EQ(Reported("EXEC f(1)\nRESULT nothing_like_it(1)"),
            "1:6 E202 undefined CALC f\n2:8 E202 undefined function nothing_like_it\n");
  ExpectFixed("CALC double INPUT $n RESULT 2 * $n END\nRESULT CALC doubel(4)\n",
              "CALC double INPUT $n RESULT 2 * $n END\nRESULT CALC double(4)\n");
  ExpectFixed("CALC double INPUT $n RESULT 2 * $n END\nRESULT double(4)\n",
              "CALC double INPUT $n RESULT 2 * $n END\nRESULT CALC double(4)\n");
  ExpectFixed("RESULT CALC sqrt(4)\n", "RESULT sqrt(4)\n");
  ExpectFixed("RESULT LENGHT(abc)\n", "RESULT LENGTH(abc)\n");
}

TEST(Resolve, FunctionsInAnyLetterCase) {
  EXPECT_EQ(Lines("RESULT sqrt(4) + Sqrt(9) + SQRT(16)", "output"),
            "output 0 `sqrt(4) + Sqrt(9) + SQRT(16)` value ((SQRT(4.0) + SQRT(9.0)) + SQRT(16.0))\n");
}

TEST(Resolve, NumberOfArguments) {
  EXPECT_EQ(Reported("CALC f INPUT $a $b RESULT $a + $b END\nRESULT CALC f(1)\nRESULT CALC f(1, 2, 3)"),
            "2:13 E203 CALC f takes 2 arguments, but 1 argument is given\n"
            "3:13 E203 CALC f takes 2 arguments, but 3 arguments are given\n");
  EXPECT_EQ(Reported("RESULT SQRT(1, 2)\nRESULT ROUND(1, 2, 3)\nRESULT CONCAT(a)\nRESULT PI(1)"),
            "1:8 E203 SQRT takes 1 argument, but 2 arguments are given\n"
            "2:8 E203 ROUND takes 1 or 2 arguments, but 3 arguments are given\n"
            "3:8 E203 CONCAT takes 2 or more arguments, but 1 argument is given\n"
            "4:8 E203 PI takes 0 arguments, but 1 argument is given\n");
  EXPECT_EQ(Reported("REL p 2\nFACT p a\nQUERY p ?\nRESULT EXISTS(QUERY p)"),
            "2:6 E203 relation p has 2 columns, but 1 argument is given\n"
            "3:7 E203 relation p has 2 columns, but 1 argument is given\n"
            "4:21 E203 relation p has 2 columns, but 0 arguments are given\n");
  ExpectFixed("REL p 2\nRESULT EXISTS(QUERY p (1 + 1))\n", "REL p 2\nRESULT EXISTS(QUERY p (1 + 1) ?)\n");
  ExpectFixed("REL p 2\nQUERY p\n", "REL p 2\nQUERY p ? ?\n");
  ExpectNoFix("REL p 2\nFACT p a\nQUERY p ? ?\n");
}

TEST(Resolve, LiteralsAndTheirIdentity) {
  const std::string program =
      "REL p 1\nFACT p 2\nFACT p 2.5\nQUERY p 2.0\nQUERY p -0.0\nQUERY p -2\nQUERY p 1e300\nQUERY p \"a b\"";
  EXPECT_EQ(Lines(program, "query"),
            "output 0 `p 2.0` query p(2)\n"
            "output 1 `p -0.0` query p(0)\n"
            "output 2 `p -2` query p(-2)\n"
            "output 3 `p 1e300` query p(1e+300)\n"
            "output 4 `p \"a b\"` query p(\"a b\")\n");
}

TEST(Resolve, NegatedLiteralsAreConstants) {
  EXPECT_EQ(Lines("LET $x = -5\nLET $y = -(2.5)\nLET $z = - $x\nRESULT 1", "let"),
            "let $x = -5\nlet $y = -2.5\nlet $z = -($x)\n");
}

TEST(Resolve, AtomsAndStringsAreOneConstant) {
  EXPECT_EQ(Lines("REL p 2\nFACT p alice \"alice\"\nQUERY p ? ?", "assert"), "assert p(\"alice\", \"alice\")\n");
}

TEST(Resolve, ManyConstantsStayUnique) {
  std::string program = "REL p 2\n";
  for (int index = 0; index < 500; ++index) {
    program += "FACT p " + std::to_string(index % 100) + " a" + std::to_string(index % 70) + "\n";
  }
  Printed(program + "QUERY p ? ?");  // the invariants tell
}

}  // namespace
}  // namespace bytelogic::sema
