// What the public interface promises: limits, cancellation, threads; what golden tests show is not tested again.
#include "bytelogic/explain.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "support/test_clock.h"

namespace bytelogic {
namespace {

constexpr const char* kClosure =
    "REL edge 2\nREL path 2\n"
    "RULE path: SCAN edge $x $y, EMIT path $x $y\n"
    "RULE path: SCAN edge $x $y, JOIN path $y $z, EMIT path $x $z\n";

auto Chain(std::int64_t length) -> Facts {
  Facts facts;
  for (std::int64_t i = 0; i < length; ++i) facts.Add("edge", {i, i + 1});
  return facts;
}

TEST(Explain, LongChainsAreProvedAndPrintedWithoutRecursion) {
  Engine engine({.clock = StoppedClock()});
  const Explanation why = Explain(engine, kClosure, "path 0 1000", Chain(1'000));
  ASSERT_TRUE(why.success && why.holds);
  EXPECT_EQ(why.proofs.at(0).height, 1'000U);
  EXPECT_EQ(why.proofs.at(0).nodes.size(), 2'000U);
  // Deep trees go on at the margin: the text grows with the proof, not with its square.
  EXPECT_LT(why.Text().size(), 400'000U);
  EXPECT_FALSE(why.Json().empty());
}

TEST(Explain, DenseGraphsDoNotExplode) {
  Engine engine({.clock = StoppedClock()});
  Facts facts;
  for (std::int64_t i = 0; i < 40; ++i) {
    for (std::int64_t k = 0; k < 40; ++k) facts.Add("edge", {i, k});
  }
  ExplainOptions options;
  options.proofs = 20;
  const Explanation why = Explain(engine, kClosure, "path 0 39", facts, options);
  ASSERT_TRUE(why.success);
  EXPECT_EQ(why.proofs.size(), 20U);
  EXPECT_EQ(why.proofs.front().height, 1U);
}

TEST(Explain, SharedPartsAreShownOnce) {
  Engine engine({.clock = StoppedClock()});
  // Each tuple rests twice on the one before: the tree has 2^60 leaves, the proof sixty steps.
  std::string source = "REL n 1\nREL p 1\nFACT n 0\nRULE p: SCAN n $x, EMIT p $x\n";
  source += "RULE p: SCAN p $x, JOIN p $x, LET $y = $x + 1, WHERE $y < 61, EMIT p $y\n";
  const Explanation why = Explain(engine, source, "p 60");
  ASSERT_TRUE(why.success && why.holds);
  EXPECT_EQ(why.proofs.front().nodes.size(), 62U);
}

TEST(Explain, EndsByTimeWheneverThatIsOver) {
  bool while_searching = false;
  for (int readings = 1;; ++readings) {
    CountingClock clock({{readings, 100'000'000}});
    Engine engine({.clock = clock.AsFunction()});
    const Explanation why = Explain(engine, kClosure, "path 0 100", Chain(100));
    if (why.success) break;  // it has ended before
    ASSERT_FALSE(why.diagnostics.empty());
    EXPECT_EQ(why.diagnostics.back().code, "R303");
    EXPECT_TRUE(why.EndedByLimit());
    EXPECT_TRUE(why.proofs.empty());
    while_searching |= why.diagnostics.back().message.find("explanation") != std::string::npos;
  }
  EXPECT_TRUE(while_searching);
}

TEST(Explain, CanBeCancelled) {
  Engine engine({.clock = StoppedClock()});
  const std::atomic<bool> cancelled = true;
  ExplainOptions options;
  options.run.cancelled = &cancelled;
  EXPECT_FALSE(Explain(engine, kClosure, "path 0 4", Chain(4), options).success);
}

TEST(Explain, ServesManyThreads) {
  Engine engine({.max_instances = 2, .clock = StoppedClock()});
  std::atomic<int> proved = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 5; ++k) {
        proved +=
            Explain(engine, "REL r 1\nREL s 2\nFACT r 0.5\nRULE s: SCAN r $x, EMIT s $x (SIN($x))\n", "s 0.5 ?").holds
                ? 1
                : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(proved, 20);
}

TEST(Explain, FindsWhatTheSandboxComputed) {
  Engine engine({.clock = StoppedClock()});
  std::string source = "REL x 1\nREL y 3\n";
  for (int i = 1; i < 60; ++i) source += "FACT x " + std::to_string(i) + ".37\n";
  source += "RULE y: SCAN x $x, LET $s = SIN($x), EMIT y $x ($s * EXP($s)) (POW($x, 0.3) + LOG($x))\n";
  for (int i = 1; i < 60; ++i) {
    const Explanation why = Explain(engine, source, "y " + std::to_string(i) + ".37 ? ?");
    EXPECT_TRUE(why.success && why.proofs.size() == 1) << i;
  }
}

}  // namespace
}  // namespace bytelogic
