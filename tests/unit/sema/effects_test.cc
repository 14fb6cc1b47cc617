#include "check_support.h"

namespace bytelogic::sema {
namespace {

TEST(Effects, ARuleCallsACalcThatAsserts) {
  EXPECT_EQ(Reported("REL n 1\nREL log 1\nCALC note INPUT $x FACT log $x RESULT $x END\n"
                     "RULE n: SCAN n $x, EMIT n (CALC note($x))\nQUERY n ?"),
            "4:28 E209 a rule calls CALC note, which asserts tuples\n");
}

TEST(Effects, ThroughOtherCalcs) {
  EXPECT_EQ(
      Reported("REL n 1\nREL log 1\nCALC a INPUT $x RESULT CALC b($x) END\nCALC b INPUT $x EXEC c($x) RESULT $x END\n"
               "CALC c INPUT $x EMIT log $x END\nRULE n: SCAN n $x, WHERE CALC a($x) > 0, EMIT n 1\nQUERY n ?"),
      "6:26 E209 a rule calls CALC a, which calls b, which calls c, which asserts tuples\n");
}

TEST(Effects, ActionsMay) {
  EXPECT_EQ(Codes("REL log 1\nCALC note INPUT $x FACT log $x RESULT $x END\nEXEC note(1)\nRESULT CALC note(2)"), "");
}

TEST(Effects, CallsInCircles) {
  EXPECT_EQ(Codes("REL n 1\nFACT n 1\nCALC a INPUT $x IF $x > 0 THEN RESULT CALC b($x - 1) END RESULT 0 END\n"
                  "CALC b INPUT $x RESULT CALC a($x) END\nRULE n: SCAN n $x, EMIT n (CALC a($x))\nQUERY n ?"),
            "");
}

TEST(Effects, LongChainsAreShortened) {
  std::string program = "REL n 1\nFACT n 1\n";
  for (int index = 0; index < 100; ++index) {
    program += "CALC f" + std::to_string(index) + " EXEC f" + std::to_string(index + 1) + "() RESULT 1 END\n";
  }
  const Outcome outcome =
      CheckText(program + "CALC f100 FACT n 2 END\nRULE n: SCAN n $x, EMIT n (CALC f0())\nQUERY n ?");
  ASSERT_EQ(outcome.diagnostics.size(), 1U);
  EXPECT_EQ(outcome.diagnostics[0].code, "E209");
  EXPECT_LT(outcome.diagnostics[0].message.size(), 300U);
  EXPECT_NE(outcome.diagnostics[0].message.find("f100, which asserts"), std::string::npos)
      << outcome.diagnostics[0].message;
}

}  // namespace
}  // namespace bytelogic::sema
