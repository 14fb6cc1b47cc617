// deadline.h - when a run must end: at its time limit, or when its caller gives it up.
//
// The sandbox asks Check() every few milliseconds. At the deadline the run is told to stop, which it does in good
// order, with its statistics; one that does not obey within kGraceTicks further questions is cut off.
#pragma once

#include <atomic>

#include "bytelogic/engine.h"
#include "diagnostics/work_meter.h"
#include "engine/clock.h"
#include "engine/sandbox.h"

namespace bytelogic::engine {

class Deadline final : public Supervisor {
 public:
  static constexpr int kGraceTicks = 50;

  Deadline(const Clock& clock, double start, const RunOptions& options)
      : clock_(clock), end_(start + static_cast<double>(options.limits.time_us)), cancelled_(options.cancelled) {}

  [[nodiscard]] auto Cancelled() const -> bool {
    return cancelled_ != nullptr && cancelled_->load(std::memory_order_relaxed);
  }
  // `now` is a time of the clock.
  [[nodiscard]] auto Passed(double now) const -> bool { return now >= end_ || Cancelled(); }

  // Time that the run is not to pay for.
  void Extend(double microseconds) { end_ += microseconds; }

  auto Check() -> Verdict override {
    if (!stopping_) {
      if (!Passed(clock_.Now())) return Verdict::kContinue;
      stopping_ = true;
    }
    return ++ticks_since_stop_ > kGraceTicks ? Verdict::kTrap : Verdict::kStop;
  }

 private:
  const Clock& clock_;
  double end_;
  const std::atomic<bool>* cancelled_;
  bool stopping_ = false;
  int ticks_since_stop_ = 0;
};

// What ends a phase of compiling at the deadline.
class DeadlineInterruption final : public Interruption {
 public:
  DeadlineInterruption(const Deadline& deadline, const Clock& clock) : deadline_(deadline), clock_(clock) {}

  auto Check() -> WorkStop override {
    if (deadline_.Cancelled()) return WorkStop::kCancelled;
    return deadline_.Passed(clock_.Now()) ? WorkStop::kTime : WorkStop::kNone;
  }

 private:
  const Deadline& deadline_;
  const Clock& clock_;
};

}  // namespace bytelogic::engine
