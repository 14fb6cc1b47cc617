// Waiting for a sandbox: inside the limits, in order, and without a thread that blocks.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "bytelogic/bytelogic.h"
#include "support/test_clock.h"

namespace bytelogic {
namespace {

constexpr std::string_view kForever = "FOR WHILE 1 END";

auto CodeOf(const Result& result) -> std::string {
  return result.diagnostics.empty() ? "none" : result.diagnostics.back().code;
}

// An engine with one sandbox, and a run that holds it until it is told to end.
class WaitingTest : public ::testing::Test {
 protected:
  WaitingTest() { EXPECT_TRUE(engine_.Run("RESULT 1").success); }
  ~WaitingTest() override { Free(); }

  void Occupy() {
    runner_ = std::thread([this] {
      RunOptions options;
      options.limits.fuel = UINT64_MAX;
      options.limits.time_us = 600'000'000;
      options.cancelled = &stop_;
      EXPECT_EQ(CodeOf(engine_.Run(kForever, {}, options)), "R303");
    });
    while (engine_.Memory().sandboxes == 0) std::this_thread::yield();
  }
  void Free() {
    stop_ = true;
    if (runner_.joinable()) runner_.join();
    stop_ = false;
  }

  std::atomic<std::uint64_t> now_ = 0;  // stands still, unless a test moves it
  Engine engine_{{.max_instances = 1, .clock = [this] { return now_.load(); }}};
  std::atomic<bool> stop_ = false;
  std::thread runner_;
};

TEST_F(WaitingTest, EndsByItsTimeLimit) {
  Occupy();
  RunOptions options;
  options.limits.time_us = 30'000;
  std::thread later([&] {
    while (engine_.Memory().waiting == 0) std::this_thread::yield();
    now_ = 29'999;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(engine_.Memory().waiting, 1U);
    now_ = 30'000;
  });
  const Result result = engine_.Run("RESULT 6 * 7", {}, options);
  later.join();
  EXPECT_EQ(CodeOf(result), "R314") << result.Text();
  EXPECT_TRUE(result.EndedByLimit());
  EXPECT_TRUE(result.outputs.empty());
  EXPECT_NE(result.Text().find("no sandbox became free in time: the only one was in use for 30 ms"), std::string::npos)
      << result.Text();
  EXPECT_EQ(result.statistics.wait_us, 30'000);
  EXPECT_EQ(result.statistics.run_us, 0);
  Free();
  EXPECT_EQ(engine_.Run("RESULT 6 * 7").Text(), "42");
}

TEST_F(WaitingTest, EndsByItsCancellation) {
  Occupy();
  std::atomic<bool> cancelled = false;
  std::thread canceller([&] {
    while (engine_.Memory().waiting == 0) std::this_thread::yield();
    cancelled = true;
  });
  RunOptions options;
  options.limits.time_us = 600'000'000;
  options.cancelled = &cancelled;
  const Result result = engine_.Run("RESULT 6 * 7", {}, options);
  canceller.join();
  EXPECT_EQ(CodeOf(result), "R303");
  EXPECT_EQ(result.diagnostics.back().message, "cancelled");
}

TEST_F(WaitingTest, CancelledBeforeItWaits) {
  Occupy();
  const std::atomic<bool> cancelled = true;
  RunOptions options;
  options.limits.time_us = 600'000'000;
  options.cancelled = &cancelled;
  EXPECT_EQ(CodeOf(engine_.Run("RESULT 6 * 7", {}, options)), "R303");
}

// With a clock that stands still: the time of the program is not spent by waiting, where the host says so.
TEST_F(WaitingTest, MayHaveATimeOfItsOwn) {
  std::atomic<std::uint64_t> now = 0;
  Engine engine({.max_instances = 1, .clock = [&now] { return now.load(); }});
  Admission held = engine.Admit();
  ASSERT_TRUE(held.ready());
  RunOptions options;
  options.limits.time_us = 1'000;
  options.wait_us = 2'000;
  const auto run = [&](std::uint64_t jump, bool frees) {
    now = 0;
    std::thread other([&] {
      while (engine.Memory().waiting == 0) std::this_thread::yield();
      std::this_thread::sleep_for(std::chrono::milliseconds(10));  // it is waiting
      now = jump;
      if (frees) held = {};
    });
    const Result result = engine.Run("RESULT 6 * 7", {}, options);
    other.join();
    if (!frees) EXPECT_TRUE(held.ready());
    return result;
  };
  EXPECT_EQ(CodeOf(run(2'000, false)), "R314");
  const Result patient = run(1'500, true);  // longer than its time limit
  EXPECT_EQ(patient.Text(), "42");
  EXPECT_EQ(patient.statistics.wait_us, 1'500);
}

TEST_F(WaitingTest, AnAdmissionIsReadyOrWaits) {
  Admission first = engine_.Admit();
  Admission second = engine_.Admit();
  EXPECT_TRUE(first.ready());
  EXPECT_FALSE(second.ready());
  EXPECT_EQ(engine_.Memory().sandboxes, 1U);
  EXPECT_EQ(engine_.Memory().waiting, 1U);

  RunOptions options;
  options.admission = &first;
  EXPECT_EQ(engine_.Run("RESULT 6 * 7", {}, options).Text(), "42");
  EXPECT_TRUE(first.empty());
  EXPECT_TRUE(second.ready());

  // What fails before it runs uses it up as well.
  options.admission = &second;
  EXPECT_EQ(CodeOf(engine_.Run("RESULT $x", {}, options)), "E204");
  EXPECT_TRUE(second.empty());
  EXPECT_EQ(engine_.Memory().sandboxes, 0U);
  // One that is used up changes nothing.
  EXPECT_EQ(engine_.Run("RESULT 6 * 7", {}, options).Text(), "42");
}

TEST_F(WaitingTest, ARunWaitsForItsAdmission) {
  Occupy();
  Admission admission = engine_.Admit();
  EXPECT_FALSE(admission.ready());
  RunOptions options;
  options.limits.time_us = 20'000;
  options.admission = &admission;
  const CompileResult compiled = engine_.Compile("RESULT 6 * 7");
  ASSERT_NE(compiled.program, nullptr);
  std::atomic<bool> done = false;
  std::thread clock([&] {
    while (!done) {
      now_ += 1'000;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  EXPECT_EQ(CodeOf(engine_.Run(*compiled.program, {}, options)), "R314");
  done = true;
  clock.join();
  EXPECT_TRUE(admission.empty());
  EXPECT_EQ(engine_.Memory().waiting, 0U);
}

TEST_F(WaitingTest, AnAdmissionOfAnotherEngineIsNone) {
  Engine other({.max_instances = 1, .clock = StoppedClock()});
  Admission admission = other.Admit();
  RunOptions options;
  options.admission = &admission;
  EXPECT_EQ(engine_.Run("RESULT 6 * 7", {}, options).Text(), "42");
  EXPECT_TRUE(admission.empty());
  EXPECT_EQ(other.Memory().sandboxes, 0U);
}

TEST_F(WaitingTest, DroppedAdmissionsGiveUpTheirTurn) {
  Occupy();
  Admission first = engine_.Admit();
  Admission second = engine_.Admit();
  first = {};
  Free();
  EXPECT_TRUE(second.ready());
}

TEST_F(WaitingTest, FirstComeFirstServed) {
  Occupy();
  Admission before = engine_.Admit();
  std::atomic<bool> ran = false;
  std::thread blocking([&] {
    RunOptions options;
    options.wait_us = 600'000'000;
    EXPECT_TRUE(engine_.Run("RESULT 1", {}, options).success);
    ran = true;
  });
  while (engine_.Memory().waiting < 2) std::this_thread::yield();
  Admission after = engine_.Admit();
  Free();
  EXPECT_TRUE(before.ready());
  EXPECT_FALSE(ran);
  EXPECT_FALSE(after.ready());
  before = {};
  blocking.join();
  EXPECT_TRUE(after.ready());
}

// As a server does it: an event loop takes requests and never blocks; what is ready goes to a few workers.
TEST(AdmissionTest, AServerNeverBlocks) {
  constexpr std::size_t kRequests = 200;
  Engine engine({.max_instances = 2, .clock = StoppedClock()});
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::size_t> events;  // requests that became ready
  std::deque<std::size_t> work;
  std::size_t done = 0;
  std::atomic<int> wrong = 0;
  std::vector<Admission> admissions(kRequests);

  std::vector<std::thread> workers;
  for (int i = 0; i < 3; ++i) {
    workers.emplace_back([&] {
      std::unique_lock lock(mutex);
      for (;;) {
        changed.wait(lock, [&] { return !work.empty() || done == kRequests; });
        if (work.empty()) return;
        const std::size_t number = work.front();
        work.pop_front();
        lock.unlock();
        RunOptions options;
        options.limits.time_us = 60'000'000;
        options.admission = &admissions[number];
        const Result result = engine.Run("RESULT " + std::to_string(number), {}, options);
        if (result.Text() != std::to_string(number) || result.statistics.wait_us > 0) ++wrong;
        lock.lock();
        ++done;
        changed.notify_all();
      }
    });
  }
  // The loop: requests come in, and then events.
  for (std::size_t number = 0; number < kRequests; ++number) {
    admissions[number] = engine.Admit([&, number] {
      const std::lock_guard lock(mutex);
      events.push_back(number);
      changed.notify_all();
    });
  }
  std::unique_lock lock(mutex);
  std::vector<std::size_t> order;
  while (order.size() < kRequests) {
    changed.wait(lock, [&] { return !events.empty(); });
    for (; !events.empty(); events.pop_front()) {
      order.push_back(events.front());
      work.push_back(events.front());
    }
    changed.notify_all();
  }
  lock.unlock();
  for (std::thread& worker : workers) worker.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(done, kRequests);
  EXPECT_EQ(engine.Memory().sandboxes, 0U);
  // With two places, two neighbours may overtake each other between the gate and the loop, but nobody else.
  for (std::size_t i = 0; i < order.size(); ++i) EXPECT_LE(order[i], i + 2) << i;
}

}  // namespace
}  // namespace bytelogic
