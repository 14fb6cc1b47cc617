// The queue for a sandbox: order, giving up, and turns that nobody blocks for.
#include "engine/gate.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <random>
#include <thread>
#include <vector>

namespace bytelogic::engine {
namespace {

const auto kNever = [] { return false; };
const auto kAtOnce = [] { return true; };

TEST(GateTest, LetsInSoManyAtATime) {
  Gate gate;
  gate.Open(2);
  Turn first(gate);
  std::optional<Turn> second(std::in_place, gate);
  EXPECT_TRUE(first.ready() && second->ready());
  Turn third(gate);
  EXPECT_FALSE(third.ready());
  EXPECT_FALSE(third.WaitUntil(kAtOnce));
  EXPECT_EQ(gate.CountNow().inside, 2U);
  EXPECT_EQ(gate.CountNow().waiting, 1U);
  second.reset();
  EXPECT_TRUE(third.ready());
  EXPECT_TRUE(third.WaitUntil(kAtOnce));
  EXPECT_EQ(gate.CountNow().waiting, 0U);
  EXPECT_EQ(gate.CountNow().most_inside, 2U);
}

TEST(GateTest, LetsNobodyInBeforeItOpens) {
  Gate gate;
  Turn first(gate);
  Turn second(gate);
  EXPECT_FALSE(first.ready());
  gate.Open(1);
  EXPECT_TRUE(first.ready());
  EXPECT_FALSE(second.ready());
}

TEST(GateTest, FirstComeFirstServed) {
  Gate gate;
  gate.Open(1);
  auto held = std::make_unique<Turn>(gate);
  std::vector<std::unique_ptr<Turn>> waiting;
  for (int i = 0; i < 5; ++i) waiting.push_back(std::make_unique<Turn>(gate));
  waiting[1].reset();  // gives up
  waiting[4].reset();
  for (const std::size_t next : {0, 2, 3}) {
    held.reset();
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (waiting[i]) EXPECT_EQ(waiting[i]->ready(), i == next) << i;
    }
    held = std::move(waiting[next]);
  }
  held.reset();
  EXPECT_EQ(gate.CountNow().inside, 0U);
}

TEST(GateTest, CallsOnceWhenThePlaceIsThere) {
  Gate gate;
  gate.Open(1);
  int calls = 0;
  std::optional<Turn> first(std::in_place, gate, [&] { calls += 1; });
  EXPECT_EQ(calls, 1);  // from the constructor
  std::optional<Turn> second(std::in_place, gate, [&] { calls += 10; });
  std::optional<Turn> third(std::in_place, gate, [&] { calls += 100; });
  EXPECT_EQ(calls, 1);
  second.reset();  // never called
  first.reset();
  EXPECT_EQ(calls, 101);
  third.reset();
  EXPECT_EQ(calls, 101);
}

TEST(GateTest, ACallMayDropItsOwnTurnAndOthers) {
  Gate gate;
  gate.Open(2);
  auto first = std::make_unique<Turn>(gate);
  auto second = std::make_unique<Turn>(gate);
  std::unique_ptr<Turn> mine;
  std::unique_ptr<Turn> other;
  int calls = 0;
  mine = std::make_unique<Turn>(gate, [&] {
    ++calls;
    other.reset();
    mine.reset();
  });
  other = std::make_unique<Turn>(gate, [&] { calls += 100; });
  gate.Open(4);  // both at once
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(mine, nullptr);
  EXPECT_EQ(gate.CountNow().inside, 2U);
}

TEST(GateTest, AWaitingThreadIsWoken) {
  Gate gate;
  gate.Open(1);
  auto held = std::make_unique<Turn>(gate);
  std::atomic<bool> inside = false;
  std::thread waiter([&] {
    Turn turn(gate);
    EXPECT_TRUE(turn.WaitUntil(kNever));
    inside = true;
  });
  while (gate.CountNow().waiting == 0) std::this_thread::yield();
  EXPECT_FALSE(inside);
  held.reset();
  waiter.join();
  EXPECT_TRUE(inside);
}

// Many threads that wait, give up, and have themselves called: never too many inside, nobody forgotten.
TEST(GateTest, HoldsUnderManyThreads) {
  constexpr int kPlaces = 3;
  Gate gate;
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  std::atomic<int> let_in = 0;
  std::atomic<int> called = 0;
  const auto enter = [&] {
    const int now = ++inside;
    for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
    }
    ++let_in;
    std::this_thread::yield();
    --inside;
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      std::minstd_rand random(i + 1);
      for (int k = 0; k < 300; ++k) {
        switch (random() % 3) {
          case 0: {
            Turn turn(gate);
            if (turn.WaitUntil(kNever)) enter();
            break;
          }
          case 1: {
            Turn turn(gate);
            int patience = static_cast<int>(random() % 2);
            if (turn.WaitUntil([&] { return patience-- <= 0; })) enter();
            break;
          }
          default: {
            std::atomic<bool> ready = false;
            Turn turn(gate, [&] {
              ++called;
              ready = true;
            });
            const bool waits = random() % 2 == 0;
            while (waits && !ready) std::this_thread::yield();
            if (waits) {
              EXPECT_TRUE(turn.ready());
              enter();
            }
          }
        }
      }
    });
  }
  gate.Open(kPlaces);
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(most, kPlaces);
  EXPECT_GT(let_in, 1'000);
  EXPECT_GT(called, 100);
  EXPECT_EQ(gate.CountNow().inside, 0U);
  EXPECT_EQ(gate.CountNow().waiting, 0U);
}

// Each is dropped when it is told that it has its place: no call is made within another.
TEST(GateTest, ManyTurnsDropThemselvesInTheirCalls) {
  constexpr std::size_t kTurns = 50'000;
  Gate gate;
  gate.Open(1);
  std::vector<std::unique_ptr<Turn>> turns(kTurns);
  std::size_t called = 0;
  auto first = std::make_unique<Turn>(gate);
  for (std::unique_ptr<Turn>& turn : turns) {
    turn = std::make_unique<Turn>(gate, [&turn, &called] {
      ++called;
      turn.reset();
    });
  }
  EXPECT_EQ(called, 0U);
  first.reset();
  EXPECT_EQ(called, kTurns);
  EXPECT_EQ(gate.CountNow().inside, 0U);
  EXPECT_EQ(gate.CountNow().waiting, 0U);
}

}  // namespace
}  // namespace bytelogic::engine
