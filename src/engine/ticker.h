// ticker.h - a thread that calls a function every few milliseconds while there is something to watch.
//
//   Ticker ticker(std::chrono::milliseconds(2), [&] { engine.IncrementEpoch(); });
//   ticker.RunStarted();  ...  ticker.RunEnded();
//
// RunStarted and RunEnded cost one atomic operation each while the thread is awake; it goes to sleep only after having
// had nothing to watch for a while, and it starts when it is first needed. Used by sandbox.cc.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace bytelogic::engine {

class Ticker {
 public:
  Ticker(std::chrono::microseconds period, std::function<void()> tick);
  ~Ticker();
  Ticker(const Ticker&) = delete;
  auto operator=(const Ticker&) -> Ticker& = delete;

  void RunStarted() {
    active_.fetch_add(1);
    // Sequentially consistent with Loop, which sets `asleep_` and then looks at `active_`: one of the two sees the
    // other.
    if (asleep_.load()) Wake();
  }
  void RunEnded() { active_.fetch_sub(1); }

 private:
  // So many periods with nothing to watch, then it sleeps.
  static constexpr int kIdleTicks = 50;

  void Wake();
  void Loop();

  const std::chrono::microseconds period_;
  const std::function<void()> tick_;
  std::atomic<std::uint32_t> active_ = 0;
  std::atomic<bool> asleep_ = true;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ending_ = false;  // guarded by mutex_
  std::thread thread_;   // guarded by mutex_
};

}  // namespace bytelogic::engine
