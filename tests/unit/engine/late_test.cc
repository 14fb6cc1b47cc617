// A run whose time is over ends as such wherever it is, with nothing but that; and long work that is done in pieces is
// done right.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <string>

#include "bytelogic/bytelogic.h"
#include "engine/source_run.h"
#include "support/test_clock.h"

namespace bytelogic {
namespace {

auto ManyFacts() -> Facts {
  Facts facts;
  FactTable* numbers = facts.Table("n", 2);
  FactTable* symbols = facts.Table("s", 1);
  for (std::int64_t i = 0; i < 400'000; ++i) {
    numbers->AddInt(i << 31);
    numbers->AddFloat(static_cast<double>(i) + 0.5);
    if (i % 4 == 0) symbols->AddSymbol("symbol " + std::to_string(i));
  }
  return facts;
}

constexpr std::string_view kSource =
    "REL n(a: float, b: float)\nREL s 1\nREL t 1\nRULE t: SCAN s $x, EMIT t $x\nSOLVE\n"
    "QUERY s ?\nQUERY n ? 7.5\nQUERY t ?\n";

// The clock jumps at its first call, its second, and so on, until the run no longer sees it.
TEST(LateTest, WhereverTheTimeIsOver) {
  const Facts facts = ManyFacts();
  for (const bool traced : {false, true}) {
    std::atomic<int> calls_until_jump = 1'000'000;
    Engine engine({.clock = [&]() -> std::uint64_t { return calls_until_jump-- > 0 ? 0 : 1'000'000'000'000; }});
    RunOptions options;
    options.limits.output_bytes = 1 << 30;
    options.limits.memory_bytes = 1 << 30;
    options.limits.fuel = UINT64_MAX;
    ASSERT_TRUE(engine.Run(kSource, facts, options).success);
    int late = 0;
    int calls = 1;
    for (; calls < 10'000; calls += 1 + calls / 8) {
      calls_until_jump = calls;
      Result result;
      if (traced) {
        engine::Trace trace;
        result = engine::RunSource(engine, kSource, facts, options, &trace).result;
      } else {
        result = engine.Run(kSource, facts, options);
      }
      if (result.success) {
        EXPECT_EQ(result.outputs.size(), 3U);
        break;
      }
      ++late;
      ASSERT_EQ(result.diagnostics.size(), 1U) << result.Text();
      EXPECT_EQ(result.diagnostics[0].code, "R303") << result.Text();
      EXPECT_TRUE(result.outputs.empty());
    }
    EXPECT_GT(late, 10) << "the host asks too seldom";
    EXPECT_LT(calls, 10'000);
  }
}

TEST(LateTest, CancelledWhereverItIs) {
  const Facts facts = ManyFacts();
  std::atomic<int> calls_until_cancelled = 1'000'000;
  std::atomic<bool> cancelled = false;
  Engine engine({.clock = [&]() -> std::uint64_t {
    if (calls_until_cancelled-- == 0) cancelled = true;
    return 0;
  }});
  RunOptions options;
  options.limits.output_bytes = 1 << 30;
  options.limits.memory_bytes = 1 << 30;
  options.limits.fuel = UINT64_MAX;
  options.cancelled = &cancelled;
  ASSERT_TRUE(engine.Run(kSource, facts, options).success);
  for (int calls = 0; calls < 10'000; calls += 1 + calls / 8) {
    cancelled = false;
    calls_until_cancelled = calls;
    const Result result = engine.Run(kSource, facts, options);
    if (result.success) break;
    EXPECT_EQ(result.diagnostics.back().code, "R303") << result.Text();
    EXPECT_EQ(result.diagnostics.back().message.substr(0, 9), "cancelled") << result.Text();
    EXPECT_TRUE(result.outputs.empty());
  }
}

// Texts are searched in stretches of 256 KiB that overlap.
TEST(LongTextTest, IsSearchedAcrossStretches) {
  Engine engine({.clock = StoppedClock()});
  constexpr std::size_t kStretch = std::size_t{1} << 18;
  for (const std::string& needle : {std::string("needle"), std::string(300'000, 'n') + "e"}) {
    for (const std::size_t at :
         {std::size_t{0}, kStretch - 6, kStretch - 5, kStretch - 1, kStretch, kStretch * 2 - 3, kStretch * 3}) {
      std::string text(at, 'x');
      text += needle;
      text += std::string(100, 'n');  // a beginning that is none
      text += "\u00E9\u00E9";
      text += needle;
      Facts facts;
      facts.Add("t", {text, needle});
      RunOptions options;
      options.limits.fuel = UINT64_MAX;
      options.limits.value_bytes = 4 << 20;
      const Result result = engine.Run(
          "REL t 2\nREL found 4\nRULE found: SCAN t $x $n, LET $without = REPLACE($x, $n, \"#\"),\n"
          "  EMIT found (INDEX_OF($x, $n)) (LENGTH($x)) (LENGTH($without)) (CONTAINS($without, $n))\nSOLVE\nQUERY "
          "found ? ? ? ?",
          facts, options);
      const std::size_t length = at + 2 * needle.size() + 102;
      EXPECT_EQ(result.Text(),
                std::to_string(at) + " " + std::to_string(length) + " " + std::to_string(at + 104) + " 0")
          << needle.size();
    }
  }
}

}  // namespace
}  // namespace bytelogic
