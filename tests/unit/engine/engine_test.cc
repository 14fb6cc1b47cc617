// Programs from text to answer, through the whole engine.
#include "bytelogic/engine.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "bytelogic/bytelogic.h"
#include "support/test_clock.h"

namespace bytelogic {
namespace {

constexpr std::string_view kFamily = R"(
REL parent 2
REL ancestor 2
FACT parent alice bob
FACT parent bob charlie
RULE ancestor: SCAN parent $x $y, EMIT ancestor $x $y
RULE ancestor: SCAN parent $x $y, JOIN ancestor $y $z, EMIT ancestor $x $z
SOLVE
QUERY ancestor alice ?
)";

auto CodesOf(const std::vector<Diagnostic>& diagnostics) -> std::vector<std::string> {
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : diagnostics) codes.push_back(diagnostic.code);
  return codes;
}

using Codes = std::vector<std::string>;

class EngineTest : public ::testing::Test {
 protected:
  auto Run(std::string_view source, const Facts& facts = {}) -> Result { return engine_.Run(source, facts); }
  auto Text(std::string_view source, const Facts& facts = {}) -> std::string { return Run(source, facts).Text(); }

  Engine engine_{EngineOptions{.cached_programs = 4, .max_instances = 4, .clock = StoppedClock()}};
};

TEST_F(EngineTest, AnswersAFamily) {
  const Result result = Run(kFamily);
  ASSERT_TRUE(result.success) << result.Text();
  EXPECT_EQ(result.Text(), "bob, charlie");
  EXPECT_TRUE(result.diagnostics.empty());
  ASSERT_EQ(result.outputs.size(), 1U);
  EXPECT_EQ(result.outputs[0].text, "ancestor alice ?");
  EXPECT_EQ(result.outputs[0].relation, "ancestor");
  const std::vector<std::vector<Value>> rows = {{"bob"}, {"charlie"}};
  EXPECT_EQ(result.outputs[0].rows, rows);
  const Statistics& statistics = result.statistics;
  EXPECT_GT(statistics.fuel, 0U);
  EXPECT_GT(statistics.memory_bytes, 0U);
  const std::vector<std::pair<std::string, std::uint64_t>> tuples = {{"parent", 2}, {"ancestor", 3}};
  EXPECT_EQ(statistics.tuples, tuples);
}

TEST_F(EngineTest, ComputesValues) {
  EXPECT_EQ(Text("RESULT POW(2, 10)"), "1024");
  EXPECT_EQ(Text("RESULT 1 / 8"), "0.125");
  EXPECT_EQ(Text("RESULT CONCAT(\"a b\", \"c\")"), "\"a bc\"");
  EXPECT_EQ(Text("CALC factorial INPUT $n IF $n < 2 THEN RESULT 1 END RESULT $n * CALC factorial($n - 1) END\n"
                 "RESULT CALC factorial(5)"),
            "120");
}

TEST_F(EngineTest, SeveralOutputsStayInOrder) {
  EXPECT_EQ(Text("REL r 1\nFACT r 2\nFACT r 1\nFACT r b\nQUERY r ?\nQUERY r 3\nRESULT 1 + 1"),
            "r ?: 1, 2, b\nr 3: false\n1 + 1: 2");
}

TEST_F(EngineTest, AProgramMayHaveNoOutput) {
  const Result result = Run("REL r 1\nFACT r 1");
  EXPECT_TRUE(result.success);
  EXPECT_EQ(CodesOf(result.diagnostics), Codes{"W102"});
}

TEST_F(EngineTest, CompileErrorsHavePlaces) {
  const Result result = Run("REL r 1\nRULE r: SCAN r $x, EMIT r $y\nQUERY r ?");
  EXPECT_FALSE(result.success);
  ASSERT_FALSE(result.diagnostics.empty());
  EXPECT_EQ(result.diagnostics[0].code, "E204");
  EXPECT_EQ(result.diagnostics[0].line, 2U);
  EXPECT_TRUE(result.outputs.empty());
}

TEST_F(EngineTest, RunTimeErrorsHavePlacesAndNoOutputs) {
  const Result result = Run("RESULT 1\nLET $n = 0\nRESULT 7 DIV $n");
  EXPECT_FALSE(result.success);
  EXPECT_TRUE(result.outputs.empty());
  ASSERT_EQ(CodesOf(result.diagnostics), Codes{"R201"});
  EXPECT_EQ(result.diagnostics[0].line, 3U);
  EXPECT_EQ(result.diagnostics[0].column, 8U);
  EXPECT_EQ(result.diagnostics[0].message, "division by zero in 7 DIV $n");
  EXPECT_EQ(result.Text().substr(0, 12), "R201 at 3:8:");
}

TEST_F(EngineTest, WarnsOfImplicitSolvingOnce) {
  const Result result =
      Run("REL e 2\nREL p 2\nFACT e a b\nRULE p: SCAN e $x $y, EMIT p $x $y\nQUERY p a ?\nFACT e a c\nQUERY p a ?\n");
  EXPECT_EQ(result.Text(), "p a ?: b\np a ?: b, c");
  ASSERT_EQ(CodesOf(result.diagnostics), Codes{"W101"});
  EXPECT_EQ(result.diagnostics[0].line, 5U);
  EXPECT_NE(result.diagnostics[0].message.find(" p"), std::string::npos);  // names the relation
}

TEST_F(EngineTest, WarnsOfStaleReads) {
  const Result result = Run("REL e 2\nREL p 2\nRULE p: SCAN e $x $y, EMIT p $x $y\nSOLVE\nFACT e a b\nQUERY p ? ?\n");
  EXPECT_EQ(result.Text(), "none");
  EXPECT_EQ(CodesOf(result.diagnostics), Codes{"W105"});
}

// Facts of the host.

TEST_F(EngineTest, TakesFactsOfTheHost) {
  Facts facts;
  facts.Add("edge", {"a", "b"});
  facts.Add("edge", {"b", "New York"});
  const CompileResult compiled = engine_.Compile(
      "REL edge 2\nREL path 2\nRULE path: SCAN edge $x $y, EMIT path $x $y\n"
      "RULE path: SCAN edge $x $y, JOIN path $y $z, EMIT path $x $z\nSOLVE\nQUERY path a ?\n",
      facts);
  ASSERT_NE(compiled.program, nullptr);
  EXPECT_EQ(engine_.Run(*compiled.program, facts).Text(), "\"New York\", b");
  EXPECT_EQ(engine_.Run(*compiled.program).Text(), "none");
}

TEST_F(EngineTest, FactsKeepTheirValues) {
  Facts facts;
  facts.Add("r", {std::int64_t{1}, INT64_MAX, "caf\xC3\xA9"});
  facts.Add("r", {std::int64_t{2}, INT64_MIN, ""});
  facts.Add("r", {std::int64_t{3}, std::int64_t{1} << 29, "END"});
  EXPECT_EQ(Text("REL r 3\nQUERY r ? ? ?", facts),
            "1 9223372036854775807 caf\xC3\xA9, 2 -9223372036854775808 \"\", 3 536870912 \"END\"");
  Facts floats;
  floats.Add("r", {0.1});
  floats.Add("r", {2.0});
  floats.Add("r", {1e300});
  EXPECT_EQ(Text("REL r 1\nQUERY r ?", floats), "0.1, 2, 1e+300");
}

TEST_F(EngineTest, FactsOfArityZero) {
  Facts facts;
  facts.Add("raining", {});
  EXPECT_EQ(Text("REL raining 0\nQUERY raining", facts), "true");
  EXPECT_EQ(Text("REL raining 0\nQUERY raining"), "false");
}

TEST_F(EngineTest, FactsTakePartInTypeInference) {
  Facts numbers;
  numbers.Add("age", {"alice", std::int64_t{42}});
  constexpr std::string_view kSource =
      "REL age 2\nREL next 2\nRULE next: SCAN age $p $a, EMIT next $p ($a + 1)\nSOLVE\nQUERY next alice ?";
  EXPECT_EQ(Text(kSource, numbers), "43");
  Facts symbols;
  symbols.Add("age", {"alice", "old"});
  const Result result = Run(kSource, symbols);
  EXPECT_FALSE(result.success);
  EXPECT_EQ(result.diagnostics[0].code, "E301") << result.Text();
}

TEST_F(EngineTest, FactsThatDoNotFitAreNamed) {
  Facts facts;
  facts.Add("age", {"alice", "old"});
  const Result wrong_type = Run("REL age(name: symbol, years: int)\nQUERY age ? ?", facts);
  EXPECT_FALSE(wrong_type.success);
  ASSERT_FALSE(wrong_type.diagnostics.empty());
  EXPECT_TRUE(wrong_type.diagnostics[0].code == "R209" || wrong_type.diagnostics[0].code == "E302")
      << wrong_type.Text();
  Facts unknown;
  unknown.Add("aje", {"alice", "old"});
  EXPECT_EQ(CodesOf(Run("REL age 2\nQUERY age ? ?", unknown).diagnostics), Codes{"E201"});
  RunOptions options;
  options.ignore_unknown_facts = true;
  EXPECT_TRUE(engine_.Run("REL age 2\nQUERY age ? ?", unknown, options).success);
  Facts narrow;
  narrow.Add("age", {"alice"});
  EXPECT_EQ(CodesOf(Run("REL age 2\nQUERY age ? ?", narrow).diagnostics), Codes{"E203"});
}

TEST_F(EngineTest, ManyFactsFit) {
  Facts facts;
  for (std::int64_t i = 0; i < 100'000; ++i) facts.Add("n", {i, "symbol" + std::to_string(i)});
  const Result result = Run("REL n 2\nQUERY n 99999 ?\nQUERY n ? symbol5", facts);
  EXPECT_EQ(result.Text(), "n 99999 ?: symbol99999\nn ? symbol5: 5");
  EXPECT_EQ(result.statistics.tuples[0].second, 100'000U);
}

// The cache, batches, threads.

TEST_F(EngineTest, FindsProgramsAgain) {
  EXPECT_FALSE(Run(kFamily).statistics.cached);
  const Result again = Run(kFamily);
  EXPECT_TRUE(again.statistics.cached);
  EXPECT_EQ(again.Text(), "bob, charlie");
  EXPECT_EQ(again.statistics.parse_us, 0);
  for (int i = 0; i < 4; ++i) Run("RESULT " + std::to_string(i));  // the cache holds four
  EXPECT_FALSE(Run(kFamily).statistics.cached);
}

TEST_F(EngineTest, TheCacheToldByTypesOfFacts) {
  constexpr std::string_view kSource = "REL r 1\nREL s 1\nRULE s: SCAN r $x, EMIT s $x\nSOLVE\nQUERY s ?";
  Facts ints;
  ints.Add("r", {std::int64_t{1}});
  Facts symbols;
  symbols.Add("r", {"x"});
  EXPECT_EQ(Text(kSource, ints), "1");
  EXPECT_EQ(Text(kSource, symbols), "x");
  EXPECT_EQ(Text(kSource, ints), "1");
  EXPECT_TRUE(Run(kSource, ints).statistics.cached);
}

TEST_F(EngineTest, ACachedProgramIsHeldToTheLimitsOfThisRun) {
  ASSERT_TRUE(Run(kFamily).success);
  RunOptions options;
  options.limits.rules = 1;
  EXPECT_EQ(CodesOf(engine_.Run(kFamily, {}, options).diagnostics), Codes{"R307"});
  EXPECT_TRUE(Run(kFamily).success);
}

TEST_F(EngineTest, BatchesKeepTheirOrder) {
  std::vector<std::string> sources;
  for (int i = 0; i < 500; ++i) {
    sources.push_back(i % 7 == 3 ? "RESULT 1 DIV 0" : "REL r 1\nFACT r " + std::to_string(i) + "\nQUERY r ?");
  }
  const std::vector<std::string_view> views(sources.begin(), sources.end());
  const std::vector<Result> results = engine_.RunBatch(views, 8);
  ASSERT_EQ(results.size(), sources.size());
  for (int i = 0; i < 500; ++i) {
    EXPECT_EQ(results[static_cast<std::size_t>(i)].success, i % 7 != 3);
    if (i % 7 != 3) EXPECT_EQ(results[static_cast<std::size_t>(i)].Text(), std::to_string(i));
  }
  EXPECT_TRUE(engine_.RunBatch({}).empty());
  EXPECT_FALSE(engine_.Run(views[0]).statistics.cached);
}

TEST_F(EngineTest, ServesManyThreads) {
  const CompileResult compiled = engine_.Compile(kFamily);
  ASSERT_NE(compiled.program, nullptr);
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int k = 0; k < 100; ++k) {
        if (engine_.Run(*compiled.program).Text() != "bob, charlie") ++wrong;
        if (engine_.Run(kFamily).Text() != "bob, charlie") ++wrong;
        const std::string number = std::to_string(i * 1'000 + k);
        if (engine_.Run("RESULT " + number).Text() != number) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace bytelogic
