#include "engine/ticker.h"

#include <utility>

namespace bytelogic::engine {

Ticker::Ticker(std::chrono::microseconds period, std::function<void()> tick)
    : period_(period), tick_(std::move(tick)) {}

Ticker::~Ticker() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Ticker::Wake() {
  const std::lock_guard lock(mutex_);
  if (!thread_.joinable()) {
    asleep_.store(false);
    thread_ = std::thread([this] { Loop(); });
  } else {
    changed_.notify_all();
  }
}

void Ticker::Loop() {
  std::unique_lock lock(mutex_);
  int idle = 0;
  while (!ending_) {
    if (idle >= kIdleTicks) {
      asleep_.store(true);
      changed_.wait(lock, [this] { return ending_ || active_.load() > 0; });
      asleep_.store(false);
      idle = 0;
      continue;
    }
    changed_.wait_for(lock, period_, [this] { return ending_; });
    if (active_.load() == 0) {
      ++idle;
      continue;
    }
    idle = 0;
    tick_();
  }
}

}  // namespace bytelogic::engine
