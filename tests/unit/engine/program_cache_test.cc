// What the cache counts is what its programs take, and it keeps to its limits.
#include "engine/program_cache.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "bytelogic/bytelogic.h"
#include "engine/compile.h"
#include "engine/deadline.h"
#include "engine/heap_size.h"
#include "support/test_clock.h"

namespace bytelogic::engine {
namespace {

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define OWN_MALLOC 1
#endif
#endif
#ifdef OWN_MALLOC
constexpr bool kMallocTells = false;
#else
constexpr bool kMallocTells = true;
#endif

auto InUse() -> std::uint64_t {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

auto CompileNow(const std::string& source) -> std::shared_ptr<const Program> {
  const Clock clock(StoppedClock());
  const RunOptions options;
  Statistics statistics;
  CompileResult result =
      CompileProgram(source, Dialect::kAuto, {}, options.limits, Deadline(clock, 0, options), clock, statistics);
  EXPECT_NE(result.program, nullptr) << source;
  return std::move(result.program);
}

// Programs of many shapes; `number` tells them apart.
auto Sources(int number) -> std::vector<std::string> {
  const std::string n = std::to_string(number);
  std::string outputs = "REL r(first_of_the_columns, second_of_the_columns, third) FACT r a b " + n + "\n";
  for (int i = 0; i < 60; ++i)
    outputs += "QUERY r ? ? " + std::to_string(i) + "\nRESULT LENGTH(\"a long text number " + n + "\")\n";
  std::string relations = "; " + n + "\n";
  for (int i = 0; i < 40; ++i) relations += "REL relation_" + std::to_string(i) + " 9\n";
  std::string strings = "REL s 1\n";
  for (int i = 0; i < 150; ++i)
    strings += "FACT s \"escaped \\u{41}\\n and long enough to be on the heap " + n + "\"\n";
  std::string warnings = "REL e 1\nREL p 1\nRULE p: SCAN e $x, EMIT p $x\n; " + n + "\n";
  for (int i = 0; i < 30; ++i) warnings += "RULE q" + std::to_string(i) + ": SCAN e $x, EMIT p $x\n";
  std::string datalog = "% " + n + "\nedge(a, b).\n";
  for (int i = 0; i < 40; ++i)
    datalog +=
        "path" + std::to_string(i) + "(X, Y) :- edge(X, Y), X != Y.\n?- path" + std::to_string(i) + "(X, 'it''s').\n";
  std::string constraints = "REL p 2\n; " + n + "\n";
  for (int i = 0; i < 40; ++i)
    constraints += "CONSTRAINT c" + std::to_string(i) + ": SCAN p $one $two, WHERE $one > $two\n";
  return {"RESULT " + n, outputs, relations, strings, warnings, datalog, constraints};
}

TEST(HeapSizeTest, IsWhatMallocSays) {
  if (!kMallocTells) GTEST_SKIP() << "another malloc";
  constexpr int kCopies = 100;
  (void)Sources(0);
  for (std::size_t kind = 0; kind < Sources(0).size(); ++kind) {
    std::vector<std::string> sources;
    for (int i = 0; i < kCopies; ++i) sources.push_back(Sources(1'000 + i)[kind]);
    std::vector<std::shared_ptr<const Program>> programs(kCopies);
    (void)CompileNow(sources[0]);
    const std::uint64_t before = InUse();
    for (std::size_t i = 0; i < kCopies; ++i) programs[i] = CompileNow(sources[i]);
    const std::uint64_t taken = InUse() - before;
    std::uint64_t counted = 0;
    for (const auto& program : programs) counted += BytesOf(*program);
    EXPECT_NEAR(static_cast<double>(counted), static_cast<double>(taken), 0.1 * static_cast<double>(taken))
        << sources[0].substr(0, 80);
    ::testing::Test::RecordProperty("kind" + std::to_string(kind), static_cast<int>(counted / kCopies));
  }
}

TEST(ProgramCacheTest, KeepsToItsBytes) {
  constexpr std::uint64_t kLimit = 2 << 20;
  Engine engine({.cached_programs = 1'000'000, .cached_bytes = kLimit, .clock = StoppedClock()});
  EXPECT_EQ(engine.Memory().cached_limit, kLimit);
  EXPECT_EQ(engine.Memory().cached_bytes, 0U);
  (void)engine.Compile("RESULT 1");
  const std::uint64_t one = engine.Memory().cached_bytes;
  EXPECT_GT(one, 1'000U);
  const std::uint64_t before = InUse();
  for (int i = 0; i < 300; ++i) {
    for (const std::string& source : Sources(i)) (void)engine.Compile(source);
  }
  const MemoryUse use = engine.Memory();
  EXPECT_LE(use.cached_bytes, kLimit);
  EXPECT_GT(use.cached_bytes, kLimit / 2);
  EXPECT_GT(use.cached_programs, 10U);
  if (kMallocTells) EXPECT_LE(InUse() - before, kLimit * 11 / 10);
  // What was used last is there.
  EXPECT_TRUE(engine.Run(Sources(299).back()).statistics.cached);
  EXPECT_FALSE(engine.Run(Sources(0).back()).statistics.cached);
}

TEST(ProgramCacheTest, MayBeOff) {
  Engine engine({.cached_programs = 0, .clock = StoppedClock()});
  EXPECT_FALSE(engine.Run("RESULT 1").statistics.cached);
  EXPECT_FALSE(engine.Run("RESULT 1").statistics.cached);
  EXPECT_EQ(engine.Memory().cached_programs, 0U);
  Engine tight({.cached_bytes = 100, .clock = StoppedClock()});
  EXPECT_TRUE(tight.Run("RESULT 1").success);
  EXPECT_EQ(tight.Memory().cached_bytes, 0U);
}

TEST(MemoryUseTest, TellsOfSandboxes) {
  Engine engine({.max_instances = 3, .clock = StoppedClock()});
  EXPECT_EQ(engine.Memory().max_sandboxes, 0U);
  EXPECT_TRUE(engine.Run("RESULT 1").success);
  const MemoryUse idle = engine.Memory();
  EXPECT_GE(idle.max_sandboxes, 1U);
  EXPECT_LE(idle.max_sandboxes, 3U);
  EXPECT_EQ(idle.sandboxes, 0U);
  EXPECT_EQ(idle.sandbox_bytes, 0U);
  EXPECT_GT(idle.idle_bytes, 0U);
  EXPECT_GT(idle.reserved_bytes, 64ULL << 20);

  std::atomic<bool> stop = false;
  std::thread runner([&] {
    RunOptions options;
    options.limits.fuel = UINT64_MAX;
    options.limits.time_us = 600'000'000;
    options.cancelled = &stop;
    const Result result =
        engine.Run("REL n 2\nRULE n: SCAN n $x $y, EMIT n ($x + 1) $x\nFACT n 0 0\nSOLVE\n", {}, options);
    EXPECT_FALSE(result.success);
  });
  // It fills some memory, and ends by itself when it has too many tuples, if nobody stops it.
  std::uint64_t most = 0;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (most < 1'000'000 && std::chrono::steady_clock::now() < end) {
    most = std::max(most, engine.Memory().sandbox_bytes);
    std::this_thread::yield();
  }
  stop = true;
  runner.join();
  EXPECT_GT(most, 1'000'000U);
  EXPECT_EQ(engine.Memory().sandbox_bytes, 0U);
  EXPECT_EQ(engine.Memory().sandboxes, 0U);
}

}  // namespace
}  // namespace bytelogic::engine
