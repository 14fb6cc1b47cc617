#include "tools/repl_session.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "support/test_clock.h"

namespace bytelogic::tools {
namespace {

TEST(IsIncomplete, WhatMayGoOn) {
  for (const std::string_view text : {"CALC f INPUT $n\n",
                                      "CALC f\nIF 1 THEN\nRESULT 1\nEND\n",
                                      "IF 1 THEN",
                                      "FOR i IN RANGE(1, 3)\n",
                                      "RULE r:",
                                      "RULE r: SCAN a $x,\n",
                                      "RULE r: SCAN a $x\n",
                                      "RESULT (1 +\n",
                                      "RESULT (1 + 2\n",
                                      "FOR $x IN [1, 2\n",
                                      "RESULT 1 +",
                                      "REL a(\n",
                                      "LET $x =",
                                      "LET",
                                      "CALC f\n\n; a comment\n",
                                      "CALC f\nFACT a 7\n",
                                      "FOR WHILE 1\nLET $i = 1\n",
                                      "CALC f\n  IF 1 THEN\n    RESULT 1\n  END\n",
                                      "CALC f\nFOR i IN RANGE(1, 3)\nIF 1 THEN\n",
                                      "CALC f\nRESULT (1 +\n",
                                      "FOR row IN (QUERY a ?)\n",
                                      "FOR $x IN [1,\n",
                                      "IF 1 THEN RESULT 1 ELSE\n"}) {
    EXPECT_TRUE(IsIncomplete(text)) << text;
  }
}

TEST(IsIncomplete, WhatIsDoneOrWrongAlready) {
  for (const std::string_view text :
       {"", "\n", "; comment\n", "REL a 2\n", "QUERY a ?\n", "RULE r: SCAN a $x, EMIT r $x\n",
        "CALC f\nRESULT 1\nEND\n", "FACTS a b\n", "RESULT \"open\n", "CALC f\nRESULT )\n", "QUERY undeclared ?\n",
        "CALC f\nRESULT 1\nREL a 2\n", "END\n", "FOR WHILE 1\nEND\nEND\n", "FOO\n", "LOOP 10\n", "\xFF\n"}) {
    EXPECT_FALSE(IsIncomplete(text)) << text;
  }
}

TEST(BeginsAnew, WhatDoesNotGoOnWithTheEntry) {
  EXPECT_TRUE(BeginsAnew("RESULT 1+\n", "RESULT 2"));
  EXPECT_TRUE(BeginsAnew("result (1 +\n", "  result 2"));
  EXPECT_TRUE(BeginsAnew("FACT\n", "QUERY a ?"));
  EXPECT_TRUE(BeginsAnew("RULE r: SCAN a $x\n", "QUERY r ?"));
  EXPECT_TRUE(BeginsAnew("REL a(\n", "REL b 1"));
}

TEST(BeginsAnew, WhatGoesOnWithTheEntry) {
  EXPECT_FALSE(BeginsAnew("RESULT 1+\n", "2"));
  EXPECT_FALSE(BeginsAnew("RESULT (1 +\n", "CALC f(2)"));
  EXPECT_FALSE(BeginsAnew("RULE r: SCAN a $x\n", "LET $y = $x + 1"));
  EXPECT_FALSE(BeginsAnew("RULE r: SCAN a $x,\n", "FOR $i IN RANGE(1, $x)"));
  EXPECT_FALSE(BeginsAnew("CALC f\n", "RESULT 1"));
  EXPECT_FALSE(BeginsAnew("IF 1 THEN\n", "LET $x = )"));
  EXPECT_FALSE(BeginsAnew("FOR $i IN [1, 2]\nLET $x = 1 +\n", "RESULT $x"));
}

class ReplSessionTest : public testing::Test {
 protected:
  Engine engine_{{.cached_programs = 1, .max_instances = 1, .clock = StoppedClock()}};
  ReplSession session_{engine_, {}, {}};

  auto AnswerTo(std::string_view entry) -> std::string {
    const ReplSession::Reply reply = session_.Enter(entry);
    for (const Diagnostic& diagnostic : reply.diagnostics)
      ADD_FAILURE() << diagnostic.code << " " << diagnostic.message;
    return reply.answer;
  }
};

TEST_F(ReplSessionTest, GrowsAProgram) {
  EXPECT_EQ(AnswerTo("REL edge 2"), "");
  EXPECT_EQ(AnswerTo("FACT edge a b FACT edge b c"), "");
  EXPECT_EQ(AnswerTo("QUERY edge a ?"), "b");
  EXPECT_EQ(AnswerTo("REL path 2\nRULE path: SCAN edge $x $y, EMIT path $x $y"), "");
  EXPECT_EQ(AnswerTo("RULE path: SCAN edge $x $y, JOIN path $y $z, EMIT path $x $z"), "");
  EXPECT_EQ(AnswerTo("QUERY path a ?"), "b, c");
  EXPECT_EQ(AnswerTo("FACT edge c d"), "");
  EXPECT_EQ(AnswerTo("QUERY path a ?\nRESULT 1"), "path a ?: b, c, d\n1: 1");
}

TEST_F(ReplSessionTest, KeepsWhatHasEffectsOnly) {
  AnswerTo("REL a 1");
  AnswerTo("QUERY a ?");
  AnswerTo("RESULT 1 + 1");
  EXPECT_EQ(session_.program(), "REL a 1\n");
  AnswerTo("CALC f\nFACT a 1\nRESULT 2\nEND");
  EXPECT_EQ(AnswerTo("RESULT CALC f()"), "2");
  EXPECT_EQ(AnswerTo("QUERY a ?"), "1");
  session_.Reset();
  EXPECT_EQ(session_.program(), "");
}

TEST_F(ReplSessionTest, AWrongEntryChangesNothing) {
  AnswerTo("REL a 1");
  const std::string before = session_.program();
  const ReplSession::Reply wrong = session_.Enter("FACT a x\nRESULT $y");
  EXPECT_EQ(wrong.exit_code, ExitCode::kWrongProgram);
  ASSERT_EQ(wrong.diagnostics.size(), 1U);
  EXPECT_EQ(wrong.diagnostics[0].code, "E204");
  EXPECT_EQ(wrong.diagnostics[0].line, 2U);
  EXPECT_EQ(wrong.diagnostics[0].column, 8U);
  const ReplSession::Reply failed = session_.Enter("FACT a x RESULT 1 DIV 0");
  EXPECT_EQ(failed.exit_code, ExitCode::kWrongProgram);
  EXPECT_EQ(session_.program(), before);
  EXPECT_EQ(AnswerTo("QUERY a ?"), "none");
}

TEST_F(ReplSessionTest, ALimitIsAnExitCodeOfItsOwn) {
  EXPECT_EQ(session_.Enter("LET $i = 0 FOR WHILE 1 LET $i = $i + 1 END").exit_code, ExitCode::kLimit);
  EXPECT_EQ(session_.program(), "");
}

}  // namespace
}  // namespace bytelogic::tools
