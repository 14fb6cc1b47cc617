#include "engine/ticker.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace bytelogic::engine {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

auto WaitFor(const std::atomic<int>& count, int least) -> bool {
  const auto end = steady_clock::now() + std::chrono::minutes(20);  // only what hangs
  while (count < least && steady_clock::now() < end) std::this_thread::sleep_for(milliseconds(1));
  return count >= least;
}

TEST(TickerTest, TicksOnlyWhileSomethingRuns) {
  std::atomic<int> ticks = 0;
  Ticker ticker(milliseconds(1), [&] { ++ticks; });
  std::this_thread::sleep_for(milliseconds(20));
  EXPECT_EQ(ticks, 0);
  ticker.RunStarted();
  EXPECT_TRUE(WaitFor(ticks, 3));
  ticker.RunEnded();
  std::this_thread::sleep_for(milliseconds(5));
  const int after = ticks;
  std::this_thread::sleep_for(milliseconds(150));  // long enough for it to fall asleep
  EXPECT_LE(ticks, after + 1);
  ticker.RunStarted();
  EXPECT_TRUE(WaitFor(ticks, after + 4));
  ticker.RunEnded();
}

TEST(TickerTest, ManyShortRunsFromManyThreads) {
  std::atomic<int> ticks = 0;
  Ticker ticker(std::chrono::microseconds(100), [&] { ++ticks; });
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 2'000; ++k) {
        ticker.RunStarted();
        ticker.RunEnded();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  ticker.RunStarted();
  EXPECT_TRUE(WaitFor(ticks, 1));
  ticker.RunEnded();
}

}  // namespace
}  // namespace bytelogic::engine
