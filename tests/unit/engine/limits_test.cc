// Every limit just below, at, and just above what a program needs; and what a run that ended by one says.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

#include "bytelogic/bytelogic.h"
#include "engine/access.h"
#include "engine/compiled.h"
#include "support/test_clock.h"

namespace bytelogic {
namespace {

class LimitsTest : public ::testing::Test {
 protected:
  auto Run(std::string_view source, const std::function<void(Limits&)>& change, const Facts& facts = {}) -> Result {
    RunOptions options;
    change(options.limits);
    return engine_.Run(source, facts, options);
  }

  // `source` needs exactly `needed` of the limit `field`: it answers with that and more, and fails with `code` with
  // less.
  void ExpectEdge(std::string_view source, std::uint64_t Limits::*field, std::uint64_t needed, std::string_view code) {
    for (const std::uint64_t limit : {needed, needed + 1}) {
      const Result result = Run(source, [&](Limits& limits) { limits.*field = limit; });
      EXPECT_TRUE(result.success) << "limit " << limit << ": " << result.Text();
      EXPECT_FALSE(result.EndedByLimit());
    }
    const Result result = Run(source, [&](Limits& limits) { limits.*field = needed - 1; });
    EXPECT_FALSE(result.success) << "limit " << needed - 1;
    EXPECT_TRUE(result.EndedByLimit());
    EXPECT_TRUE(result.outputs.empty());
    ASSERT_FALSE(result.diagnostics.empty());
    EXPECT_EQ(result.diagnostics.back().code, code) << result.Text();
    // The engine is ready for the next run.
    EXPECT_EQ(engine_.Run("RESULT 1").Text(), "1");
  }

  Engine engine_{{.clock = StoppedClock()}};
};

// A chain of n edges and its transitive closure: n (n + 1) / 2 paths.
auto Closure(int n) -> std::string {
  std::string source = "REL edge 2\nREL path 2\n";
  for (int i = 0; i < n; ++i) source += "FACT edge " + std::to_string(i) + " " + std::to_string(i + 1) + "\n";
  return source +
         "RULE path: SCAN edge $x $y, EMIT path $x $y\n"
         "RULE path: SCAN edge $x $y, JOIN path $y $z, EMIT path $x $z\nSOLVE\nQUERY path 0 " +
         std::to_string(n) + "\n";
}

// Counts down by recursion: n + 1 nested calls.
auto Recursion(int n) -> std::string {
  return "CALC down INPUT $n IF $n < 1 THEN RESULT 0 END RESULT CALC down($n - 1) END\nRESULT CALC down(" +
         std::to_string(n) + ")\n";
}

TEST_F(LimitsTest, Source) {
  const std::string source = "RESULT 1 ; " + std::string(89, 'x');
  ASSERT_EQ(source.size(), 100U);
  ExpectEdge(source, &Limits::source_bytes, 100, "R301");
  EXPECT_NE(Run(source, [](Limits& limits) { limits.source_bytes = 99; }).diagnostics[0].help.find("--limit source="),
            std::string::npos);
}

TEST_F(LimitsTest, SourceByDefault) {
  std::string source = "RESULT 1 ;";
  source.resize(102'400, 'x');
  EXPECT_TRUE(engine_.Run(source).success);
  source += 'x';
  EXPECT_EQ(engine_.Run(source).diagnostics.at(0).code, "R301");
}

TEST_F(LimitsTest, Depth) {
  ExpectEdge(Recursion(9), &Limits::call_depth, 10, "R302");
  ExpectEdge(Recursion(999), &Limits::call_depth, 1'000, "R302");
}

TEST_F(LimitsTest, DepthIsAtMostTenThousand) {
  const auto raise = [](Limits& limits) { limits.call_depth = 1'000'000; };
  EXPECT_TRUE(Run(Recursion(9'999), raise).success);
  EXPECT_EQ(Run(Recursion(10'000), raise).diagnostics.at(0).code, "R302");
}

TEST_F(LimitsTest, Tuples) { ExpectEdge(Closure(20), &Limits::tuples, 20 + 210, "R305"); }

TEST_F(LimitsTest, TuplesOfTheHostCountApart) {
  Facts facts;
  for (std::int64_t i = 0; i < 10; ++i) facts.Add("r", {i});
  constexpr std::string_view kSource = "REL r 1\nFACT r 3\nFACT r 10\nQUERY r 3";
  const auto run = [&](std::uint64_t tuples, std::uint64_t host) {
    const auto change = [&](Limits& limits) {
      limits.tuples = tuples;
      limits.host_tuples = host;
    };
    const Result result = Run(kSource, change, facts);
    return result.success ? std::string("answers") : result.diagnostics.at(0).code;
  };
  EXPECT_EQ(run(1, 10), "answers");
  EXPECT_EQ(run(0, 10), "R305");
  EXPECT_EQ(run(1, 9), "R310");
}

TEST_F(LimitsTest, Facts) {
  ExpectEdge(Closure(20), &Limits::facts, 20, "R306");
  ExpectEdge("REL r 1\nFOR i IN RANGE(0, 50) FACT r i END\nQUERY r 49", &Limits::facts, 50, "R306");
  bytelogic::Facts facts;  // those of the host do not count
  for (std::int64_t i = 0; i < 10; ++i) facts.Add("r", {i});
  EXPECT_TRUE(Run(
                  "REL r 1\nFACT r x\nQUERY r 3", [](Limits& limits) { limits.facts = 1; }, facts)
                  .success);
}

TEST_F(LimitsTest, Rules) { ExpectEdge(Closure(1), &Limits::rules, 2, "R307"); }

TEST_F(LimitsTest, Relations) { ExpectEdge(Closure(1), &Limits::relations, 2, "R307"); }

// In both dialects; and a program from the cache is held to the limit of whoever asks for it.
TEST_F(LimitsTest, Work) {
  const std::string datalog = "q(1). q(2). p(X) :- (q(X) ; X = 3), (X > 1 ; X < 9), \\+ X = 7.\n?- p(X).\n";
  for (const std::string& source : {Closure(5), datalog}) {
    const CompileResult compiled = engine_.Compile(source);
    ASSERT_TRUE(compiled.program);
    ExpectEdge(source, &Limits::compile_work, engine::Access::CompiledOf(*compiled.program).work, "R311");
  }
}

TEST_F(LimitsTest, WorkEndsAtTheSamePoint) {
  std::string source = "p(X) :- q(X)";
  for (int i = 0; i < 20; ++i) source += ", (q(X) ; r(X))";
  source += ".\nq(1). r(2).\n?- p(X).\n";
  for (const std::uint64_t limit : {1'000U, 2'000U, 5'000U}) {
    const Result first = Run(source, [&](Limits& limits) { limits.compile_work = limit; });
    Engine other({.clock = StoppedClock()});
    RunOptions options;
    options.limits.compile_work = limit;
    EXPECT_EQ(first.diagnostics.back().code, "R311");
    EXPECT_EQ(other.Run(source, {}, options).Text(), first.Text());
  }
}

TEST_F(LimitsTest, Memory) {
  const std::string source = Closure(100);
  const Result result = engine_.Run(source);
  ASSERT_TRUE(result.success);
  ExpectEdge(source, &Limits::memory_bytes, result.statistics.memory_bytes, "R304");
}

TEST_F(LimitsTest, MemoryOfNothing) {
  for (const std::uint64_t bytes : {0, 1, 100}) {
    const Result result = Run("RESULT 1", [&](Limits& limits) { limits.memory_bytes = bytes; });
    ASSERT_FALSE(result.success);
    EXPECT_EQ(result.diagnostics[0].code, "R304");
  }
}

TEST_F(LimitsTest, MemoryIsAtMostWhatTheEngineAllows) {
  Engine engine({.max_memory_bytes = 256 * 1024, .clock = StoppedClock()});
  EXPECT_TRUE(engine.Run("RESULT 1").success);
  EXPECT_EQ(engine.Run(Closure(200)).diagnostics.at(0).code, "R304");
}

TEST_F(LimitsTest, MemoryOfTheHostsFactsCountsApart) {
  bytelogic::Facts facts;
  for (std::int64_t i = 0; i < 20'000; ++i) facts.Add("r", {"symbol number " + std::to_string(i)});
  const auto little = [](Limits& limits) { limits.memory_bytes = 400'000; };
  const Result result = Run("REL r 1\nQUERY r \"symbol number 7\"", little, facts);
  ASSERT_TRUE(result.success) << result.Text();
  EXPECT_GT(result.statistics.memory_bytes, 400'000U);
  // What the program makes of them does.
  const Result copied = Run("REL r 1\nREL s 2\nRULE s: SCAN r $x, JOIN r $y, EMIT s $x $y\nQUERY s x x", little, facts);
  ASSERT_FALSE(copied.success);
  EXPECT_EQ(copied.Text().substr(0, 4), "R304");
}

// The bound that the host computes for the memory of its tuples holds for every shape of relation.
TEST_F(LimitsTest, HostsFactsOfEveryShapeFit) {
  const auto little = [](Limits& limits) { limits.memory_bytes = 300'000; };
  for (const std::size_t arity : {1, 2, 3, 9}) {
    for (const bool derived : {false, true}) {
      for (const std::int64_t rows : {1, 9, 1'025, 4'097, 17'000}) {
        for (const int kind : {0, 1, 2, 3}) {
          bytelogic::Facts facts;
          bytelogic::FactTable* table = facts.Table("r", arity);
          for (std::int64_t row = 0; row < rows; ++row) {
            for (std::size_t i = 0; i < arity; ++i) {
              const std::int64_t number = row * (kind == 0 ? 1 : 7'919) + static_cast<std::int64_t>(i);
              if (kind <= 1) table->AddInt(number);
              if (kind == 2) table->AddInt(number + (1LL << 40));
              if (kind == 3) table->AddSymbol(std::to_string(number));
            }
          }
          std::string source = "REL r " + std::to_string(arity) + "\nREL e " + std::to_string(arity) + "\nQUERY e";
          for (std::size_t i = 0; i < arity; ++i) source += " ?";
          if (derived) source += "\nRULE r: SCAN e" + std::string(", EMIT r");
          for (std::size_t i = 0; derived && i < arity; ++i) source += " $" + std::to_string(i);
          const Result result = Run(source, little, facts);
          EXPECT_TRUE(result.success) << result.Text() << arity << " " << rows << " " << kind << source;
        }
      }
    }
  }
}

TEST_F(LimitsTest, Output) {
  constexpr std::string_view kSource = "REL r 2\nFACT r alice 1\nFACT r \"New York\" 2.5\nQUERY r ? ?\nRESULT 7";
  const Result result = engine_.Run(kSource);
  ASSERT_TRUE(result.success);
  // The answers alone, without the questions in front of them.
  ExpectEdge(kSource, &Limits::output_bytes, std::string_view("\"New York\" 2.5, alice 1").size() + 1, "R308");
  const Result failed = Run(kSource, [](Limits& limits) { limits.output_bytes = 16; });
  EXPECT_NE(failed.Text().find("1 row of r ? ?"), std::string::npos) << failed.Text();
}

TEST_F(LimitsTest, OutputOfManyShortAnswers) {
  // The shortest answers there are: what the sandbox hands back is believed up to the last byte that the limit allows.
  constexpr std::string_view kSource = "REL r 1\nFOR i IN RANGE(0, 100)\n RESULT 1\nEND\nQUERY r ?\nQUERY r 1\n";
  ExpectEdge(kSource, &Limits::output_bytes, 100 + std::string_view("nonefalse").size(), "R308");
}

TEST_F(LimitsTest, Fuel) {
  const std::string source = Closure(30);
  const Result result = engine_.Run(source);
  ASSERT_TRUE(result.success);
  ExpectEdge(source, &Limits::fuel, result.statistics.fuel, "R309");
}

TEST_F(LimitsTest, NameTheStatementOrRuleThatTheyEnd) {
  struct Case {
    const char* source;
    const char* code;
    std::uint32_t line;
    std::uint32_t column;
  };
  constexpr Case kCases[] = {
      {"REL n 1\nFACT n 0\nRULE n: SCAN n $x, EMIT n (2 * $x + 1), EMIT n (2 * $x + 2)\nSOLVE\nQUERY n 5\n", "R305", 3,
       41},
      {"LET $i = 0\nFOR WHILE 1\n LET $i = $i + 1\nEND\n", "R309", 2, 1},
      {"REL n 1\nFOR i IN RANGE(0, 20000)\n FACT n i\nEND\n", "R306", 3, 2},
      {"CALC f INPUT $s\n FOR WHILE 1\n  LET $s = CONCAT($s, $s)\n END\nEND\nEXEC f(abc)\n", "R304", 3, 3},
      {"REL n 1\nFOR i IN RANGE(0, 9000)\n FACT n (i * 1000000)\nEND\nQUERY n ?\n", "R308", 5, 1},
  };
  for (const Case& expected : kCases) {
    const Result result = engine_.Run(expected.source);
    ASSERT_FALSE(result.success) << expected.source;
    const Diagnostic& failure = result.diagnostics.back();
    EXPECT_EQ(failure.code, expected.code) << result.Text();
    EXPECT_EQ(failure.line, expected.line) << result.Text();
    EXPECT_EQ(failure.column, expected.column) << result.Text();
  }
}

TEST_F(LimitsTest, FuelEndsAtTheSamePoint) {
  const auto run = [&] { return Run("FOR WHILE 1 END", [](Limits& limits) { limits.fuel = 100'000; }); };
  const Result first = run();
  ASSERT_EQ(first.diagnostics.back().code, "R309");
  EXPECT_EQ(first.statistics.fuel, run().statistics.fuel);
  EXPECT_GE(first.statistics.fuel, 100'000U);
  EXPECT_LE(first.statistics.fuel, 104'096U);
}

TEST_F(LimitsTest, ALimitSaysItsValueHowToRaiseItAndHowFarTheRunCame) {
  const Result result = Run(Closure(100), [](Limits& limits) { limits.tuples = 1'500; });
  const Diagnostic& diagnostic = result.diagnostics.back();
  EXPECT_EQ(diagnostic.code, "R305");
  for (const char* part : {"1,500", "rounds", "fuel", "tuples (edge 100, path 1,400)"}) {
    EXPECT_NE(diagnostic.message.find(part), std::string::npos) << part << " in " << diagnostic.message;
  }
  EXPECT_NE(diagnostic.help.find("--limit tuples=3000"), std::string::npos) << diagnostic.help;
  EXPECT_EQ(result.statistics.tuples[1].second, 1'400U);
  EXPECT_GT(result.statistics.rounds, 1U);
}

// Time: by clocks of our own.

constexpr std::string_view kForever = "FOR WHILE 1 END";
const auto kUnboundedFuel = [] {
  RunOptions options;
  options.limits.fuel = UINT64_MAX;
  return options;
}();

TEST(TimeLimitTest, EndsARunInGoodOrder) {
  CountingClock clock({{30, 999'999}, {40, 1'000'000}});  // one microsecond before the deadline, and at it
  Engine engine({.clock = clock.AsFunction()});
  const Result result = engine.Run(kForever, {}, kUnboundedFuel);
  EXPECT_GT(clock.readings(), 40);
  ASSERT_FALSE(result.success);
  EXPECT_EQ(result.diagnostics.back().code, "R303");
  EXPECT_NE(result.diagnostics.back().message.find("the limit is 1s"), std::string::npos) << result.Text();
  EXPECT_NE(result.diagnostics.back().help.find("--limit time=2s"), std::string::npos) << result.Text();
  EXPECT_GT(result.statistics.fuel, 0U);  // it stopped by itself and reported
}

TEST(TimeLimitTest, CountsCompilation) {
  for (int readings = 0; readings < 12; ++readings) {
    CountingClock clock({{readings, 1'000'000}});
    Engine engine({.clock = clock.AsFunction()});
    const Result result = engine.Run("RESULT 1");
    if (readings == 0) {
      EXPECT_TRUE(result.success);  // before the start
    } else if (!result.success) {
      EXPECT_EQ(result.diagnostics.back().code, "R303");
    } else {
      EXPECT_GT(readings, 5) << "a deadline that passed during compilation went unnoticed";
    }
  }
}

// Half a million steps of compiling.
auto LongToCompile() -> std::string {
  std::string source = "REL p 2\nREL q 2\n";
  for (int i = 0; i < 150; ++i) {
    source += "RULE p: SCAN p $a $b";
    for (int k = 0; k < 12; ++k) source += ", JOIN p $b $c" + std::to_string(k);
    source += ", EMIT p $a $c0\n";
  }
  return source + "QUERY p ? ?\n";
}

TEST(TimeLimitTest, EndsInTheMiddleOfAPhase) {
  CountingClock clock({});
  Engine engine({.clock = clock.AsFunction()});
  EXPECT_TRUE(engine.Compile(LongToCompile()).program);
  EXPECT_GT(clock.readings(), 50) << "the clock is read while a program is compiled";
  CountingClock late({{20, 1'000'000}});
  Engine other({.clock = late.AsFunction()});
  const CompileResult result = other.Compile(LongToCompile());
  EXPECT_FALSE(result.program);
  EXPECT_EQ(result.diagnostics.back().code, "R303");
  EXPECT_LE(late.readings(), 23);
}

TEST(CancelTest, EndsTheCompilation) {
  std::atomic<bool> cancelled = false;
  int readings = 0;
  Engine engine({.clock = [&]() -> std::uint64_t {
    cancelled = ++readings > 20;
    return 0;
  }});
  RunOptions options;
  options.cancelled = &cancelled;
  const Result result = engine.Run(LongToCompile(), {}, options);
  EXPECT_FALSE(result.success);
  EXPECT_EQ(result.diagnostics.back().message, "cancelled");
  EXPECT_LE(readings, 24);
}

TEST(TimeLimitTest, JustBelowAtAndAbove) {
  for (const std::uint64_t elapsed : {999'999, 1'000'000, 1'000'001}) {
    CountingClock clock({{1, elapsed}});  // right after the start
    Engine engine({.clock = clock.AsFunction()});
    EXPECT_EQ(engine.Run("RESULT 1").success, elapsed < 1'000'000) << elapsed;
  }
}

// That there is a clock where none is given, and that it goes on: how long a run really takes is the machine's affair.
TEST(TimeLimitTest, OfTheRealClock) {
  Engine engine;
  RunOptions options = kUnboundedFuel;
  options.limits.time_us = 50'000;
  const auto start = std::chrono::steady_clock::now();
  const Result result = engine.Run(kForever, {}, options);
  EXPECT_EQ(result.diagnostics.back().code, "R303");
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(50));
}

TEST(CancelTest, EndsARunFromAnotherThread) {
  CountingClock clock({});
  Engine engine({.clock = clock.AsFunction()});
  std::atomic<bool> cancelled = false;
  RunOptions options = kUnboundedFuel;
  options.cancelled = &cancelled;
  std::thread later([&] {
    while (clock.readings() < 30) std::this_thread::yield();  // then it runs
    cancelled = true;
  });
  const Result result = engine.Run(kForever, {}, options);
  later.join();
  ASSERT_FALSE(result.success);
  EXPECT_EQ(result.diagnostics.back().code, "R303");
  EXPECT_NE(result.diagnostics.back().message.find("cancelled"), std::string::npos);
  EXPECT_GT(result.statistics.fuel, 0U);
  // And a run that was cancelled before it began does not begin.
  EXPECT_EQ(engine.Run("RESULT 1", {}, options).diagnostics.back().message, "cancelled");
  cancelled = false;
  EXPECT_TRUE(engine.Run("RESULT 1", {}, options).success);
}

}  // namespace
}  // namespace bytelogic
