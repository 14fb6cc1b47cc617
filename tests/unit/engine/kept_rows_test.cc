// A run in two: load, run, take the rows out; put them back into a new instance, add more, and go on. The answers are
// those of one run that was given everything.
#include <gtest/gtest.h>

#include <string>

#include "bytelogic/bytelogic.h"
#include "engine/access.h"
#include "engine/compiled.h"
#include "engine/source_run.h"
#include "engine/trace.h"
#include "support/test_clock.h"

namespace bytelogic::engine {
namespace {

constexpr const char* kRules =
    "REL edge 2\nREL path 2\nREL cost(name, least: int KEEP MIN)\nREL on 0\nREL weight(name, kilos: float)\n"
    "RULE path: SCAN edge $x $y, EMIT path $x $y\n"
    "RULE path: SCAN path $x $y, JOIN edge $y $z, EMIT path $x $z\n";
constexpr const char* kQuestions =
    "SOLVE\nQUERY path ? ?\nQUERY cost ? ?\nQUERY on\nQUERY weight ? ?\nQUERY edge ? ?\nQUERY path b ?\n";

class KeptRowsTest : public ::testing::Test {
 protected:
  // The rows that `source` leaves which were asserted.
  auto Keep(const std::string& source, const Facts& facts) -> Facts {
    Trace trace;
    const SourceRun run = RunSource(engine_, source, facts, {}, &trace);
    EXPECT_TRUE(run.result.success) << run.result.Text();
    if (!run.program) return {};
    return AssertedRows(trace, Access::CompiledOf(*run.program).Shape());
  }
  auto Answer(const std::string& source, const Facts& facts) -> std::string {
    const Result result = engine_.Run(source, facts);
    EXPECT_TRUE(result.success);
    return result.Text();
  }

  Engine engine_{{.clock = StoppedClock()}};
};

TEST_F(KeptRowsTest, GoOnInANewInstance) {
  const std::string first =
      "FACT edge a b\nFACT path x y\nFACT on\nFACT cost tea 3\nFACT cost tea 2\nFACT weight box 2\nSOLVE\nQUERY on\n";
  const std::string second = "FACT edge b \"c d\"\nFACT cost tea 1\nFACT cost milk 9007199254740993\n";
  Facts given;
  given.Add("edge", {"given", std::int64_t{1}});
  given.Add("weight", {"feather", 0.5});
  const Facts kept = Keep(kRules + first, given);
  const std::string whole = Answer(kRules + first + second + kQuestions, given);
  const std::string split = Answer(kRules + second + kQuestions, kept);
  // But for the answer of the question that the first part asks.
  EXPECT_EQ("on: true\n" + split, whole);
}

TEST_F(KeptRowsTest, KeepNothingThatRulesDerived) {
  const Facts kept = Keep(std::string(kRules) + "FACT edge a b\nFACT edge b c\nSOLVE\nQUERY on\n", {});
  ASSERT_EQ(kept.tables().size(), 1U);
  EXPECT_EQ(kept.tables().at("edge").row_count(), 2U);
  // Another rule gives other paths from the same rows.
  EXPECT_EQ(
      Answer("REL edge 2\nREL path 2\nRULE back: SCAN edge $x $y, EMIT path $y $x\nSOLVE\nQUERY path ? ?\n", kept),
      "b a, c b");
}

TEST_F(KeptRowsTest, SurviveManyInstances) {
  Facts kept;
  std::string all = "REL edge 2\nREL path 2\n";
  const std::string rules = std::string(kRules);
  std::string facts;
  for (int i = 0; i < 8; ++i) {
    const std::string fact = "FACT edge n" + std::to_string(i) + " n" + std::to_string(i + 1) + "\n";
    facts += fact;
    kept = Keep(rules + fact, kept);
    EXPECT_EQ(Answer(rules + "SOLVE\nQUERY path ? ?\n", kept), Answer(rules + facts + "SOLVE\nQUERY path ? ?\n", {}));
  }
}

TEST(ProgramTest, TellsItsRelations) {
  Engine engine({.clock = StoppedClock()});
  const CompileResult compiled = engine.Compile(
      "REL age(name, years: int)\nREL old 1\nFACT age ann 77\nRULE old: SCAN age $x $y, WHERE $y > 70, EMIT old $x\n"
      "SOLVE\nQUERY old ?\n");
  ASSERT_NE(compiled.program, nullptr);
  const std::vector<ProgramRelation> relations = compiled.program->relations();
  ASSERT_EQ(relations.size(), 2U);
  EXPECT_EQ(relations[0].name, "age");
  ASSERT_EQ(relations[0].columns.size(), 2U);
  EXPECT_EQ(relations[0].columns[0].name, "name");
  EXPECT_EQ(relations[0].columns[0].type, ColumnType::kSymbol);
  EXPECT_EQ(relations[0].columns[1].name, "years");
  EXPECT_EQ(relations[0].columns[1].type, ColumnType::kInt);
  EXPECT_FALSE(relations[0].is_derived);
  EXPECT_EQ(relations[1].name, "old");
  ASSERT_EQ(relations[1].columns.size(), 1U);
  EXPECT_EQ(relations[1].columns[0].name, "");
  EXPECT_TRUE(relations[1].is_derived);
}

TEST(ProgramTest, TellsTheRelationsOfDatalog) {
  Engine engine({.clock = StoppedClock()});
  const CompileResult compiled = engine.Compile("edge(a, b).\npath(X, Y) :- edge(X, Y).\n?- path(X, Y).\n");
  ASSERT_NE(compiled.program, nullptr);
  const std::vector<ProgramRelation> relations = compiled.program->relations();
  ASSERT_EQ(relations.size(), 2U);
  EXPECT_EQ(relations[1].name, "path");
  EXPECT_TRUE(relations[1].is_derived);
  EXPECT_EQ(relations[1].columns[0].name, "");
}

}  // namespace
}  // namespace bytelogic::engine
