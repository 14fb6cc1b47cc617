#include "sema/flow.h"

#include "check_support.h"

namespace bytelogic::sema {
namespace {

auto Unset(std::string_view actions) -> std::string { return Codes(actions); }

TEST(Flow, SetByAllArms) {
  EXPECT_EQ(Unset("IF 1 THEN LET $x = 1 ELSE LET $x = 2 END RESULT $x"), "");
  EXPECT_EQ(Unset("IF 1 THEN LET $x = 1 ELSE IF 0 THEN LET $x = 2 ELSE LET $x = 3 END RESULT $x"), "");
}

TEST(Flow, SetByOneArm) {
  EXPECT_EQ(Reported("IF 1 THEN LET $x = 1 END RESULT $x"), "1:33 E208 variable $x may be unset here\n");
  EXPECT_EQ(Unset("IF 1 THEN LET $x = 1 ELSE LET $y = 2 END RESULT $x + $y"), "1:49 E208 1:54 E208");
  EXPECT_EQ(Unset("IF 1 THEN LET $x = 1 ELSE IF 0 THEN LET $x = 2 END RESULT $x"), "1:59 E208");
}

TEST(Flow, ArmsThatNeverEndDoNotCount) {
  EXPECT_EQ(Unset("CALC f INPUT $n IF $n THEN LET $x = 1 ELSE RESULT 0 END RESULT $x END\nRESULT CALC f(1)"), "");
  EXPECT_EQ(Unset("FOR i IN [1] IF i THEN LET $x = 1 ELSE CONTINUE END RESULT $x END"), "");
  EXPECT_EQ(Unset("FOR i IN [1] IF i THEN BREAK ELSE LET $x = 1 END RESULT $x END"), "");
}

TEST(Flow, ResultOfTheActionsGoesOn) {
  EXPECT_EQ(Unset("IF 1 THEN LET $x = 1 ELSE RESULT 0 END RESULT $x"), "1:47 E208");
}

TEST(Flow, WhatIsNeverReachedIsFine) {
  EXPECT_EQ(Unset("CALC f RESULT 1 RESULT $x LET $x = 1 END\nRESULT CALC f()"), "");
  EXPECT_EQ(Unset("CALC f IF 1 THEN RESULT 1 ELSE RESULT 2 END RESULT $x LET $x = 1 END\nRESULT CALC f()"), "");
}

TEST(Flow, LoopsMayNotRun) {
  EXPECT_EQ(Unset("FOR i IN RANGE(0, 3) LET $x = i END RESULT $x"), "1:44 E208");
  EXPECT_EQ(Unset("FOR WHILE 1 LET $x = 1 BREAK END RESULT $x"), "1:41 E208");
  EXPECT_EQ(Unset("FOR i IN RANGE(0, 3) END RESULT $i"), "1:33 E208");
  EXPECT_EQ(Unset("LET $x = 0 FOR i IN RANGE(0, 3) LET $x = i END RESULT $x"), "");
}

TEST(Flow, ATurnDoesNotSeeWhatAnEarlierOneSet) {
  EXPECT_EQ(Unset("FOR i IN RANGE(0, 3) RESULT $x LET $x = i END"), "1:29 E208");
  EXPECT_EQ(Unset("FOR WHILE $x < 3 LET $x = 1 END RESULT 1"), "1:11 E208");
}

TEST(Flow, ALetDoesNotSeeItself) { EXPECT_EQ(Unset("LET $x = $x + 1 RESULT $x"), "1:10 E208"); }

TEST(Flow, WhereMayLeaveAnArm) {
  EXPECT_EQ(Unset("IF 1 THEN WHERE 0 LET $x = 1 ELSE LET $x = 2 END RESULT $x"), "1:57 E208");
  EXPECT_EQ(Unset("IF 1 THEN LET $x = 1 WHERE 0 LET $x = 2 ELSE LET $x = 2 END RESULT $x"), "");
  EXPECT_EQ(Unset("CALC f IF 1 THEN WHERE 0 RESULT 1 ELSE LET $x = 2 END RESULT $x END\nRESULT CALC f()"), "1:62 E208");
  EXPECT_EQ(Unset("CALC f IF 1 THEN LET $x = 1 WHERE 0 RESULT 1 ELSE LET $x = 2 END RESULT $x END\nRESULT CALC f()"),
            "");
}

TEST(Flow, WhereInALoopSkipsTheTurn) {
  EXPECT_EQ(Unset("FOR i IN [1] IF i THEN WHERE 0 LET $x = 1 ELSE LET $x = 2 END RESULT $x END"), "");
}

TEST(Flow, OncePerVariable) {
  EXPECT_EQ(Unset("IF 1 THEN LET $x = 1 END RESULT $x RESULT $x IF 1 THEN RESULT $x END"), "1:33 E208");
}

TEST(Flow, ParametersAreSet) { EXPECT_EQ(Unset("CALC f INPUT $x RESULT $x END\nRESULT CALC f(1)"), ""); }

TEST(Flow, CalcsThatNothingCallsAreCheckedToo) {
  EXPECT_EQ(Unset("CALC f IF 1 THEN LET $x = 1 END RESULT $x END\nRESULT 1"), "1:40 E208");
}

TEST(Assignments, NestedArms) {
  Assignments set;
  for (int variable = 0; variable < 3; ++variable) set.AddVariable();
  set.BeginIf();
  set.BeginArm();
  set.BeginIf();
  set.BeginArm();
  set.Assign({0});
  set.Assign({1});
  set.EndArm();
  set.BeginArm();
  set.Assign({1});
  set.Assign({2});
  set.EndArm();
  set.EndIf(true);
  EXPECT_FALSE(set.IsSet({0}));
  EXPECT_TRUE(set.IsSet({1}));
  EXPECT_FALSE(set.IsSet({2}));
  set.EndArm();
  set.EndIf(false);
  EXPECT_FALSE(set.IsSet({1}));
}

}  // namespace
}  // namespace bytelogic::sema
