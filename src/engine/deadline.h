// deadline.h - when a run must end: at its time limit, or when its caller gives it up.
//
// The sandbox asks Check() every few milliseconds. At the deadline the run is told to stop, which it does in good
// order, with its statistics; one that does not obey within kGraceTicks further questions is cut off. What the host
// itself does for the run asks Late() from time to time.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "bytelogic/run_options.h"
#include "diagnostics/work_meter.h"
#include "engine/clock.h"
#include "engine/sandbox.h"

namespace bytelogic::engine {

class Deadline final : public Supervisor {
 public:
  static constexpr int kGraceTicks = 12;

  Deadline(const Clock& clock, double start, const RunOptions& options)
      : clock_(clock), end_(start + static_cast<double>(options.limits.time_us)), cancelled_(options.cancelled) {}

  [[nodiscard]] auto Cancelled() const -> bool {
    return cancelled_ != nullptr && cancelled_->load(std::memory_order_relaxed);
  }
  // `now` is a time of the clock.
  [[nodiscard]] auto Passed(double now) const -> bool { return now >= end_ || Cancelled(); }

  [[nodiscard]] auto Late() const -> bool { return Passed(clock_.Now()); }

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
    if (!deadline_.Passed(clock_.Now())) return WorkStop::kNone;
    return deadline_.Cancelled() ? WorkStop::kCancelled : WorkStop::kTime;
  }

 private:
  const Deadline& deadline_;
  const Clock& clock_;
};

// Asks a deadline from time to time, in the loops of the host:
//
//   if (watch.Spent(50)) return false;      // some 50 nanoseconds of work; true: give up
//   if (watch.SpentAt(row, 2)) ...          // for each turn of a loop, cheaper: looks at every 4,096th
//
// Without a deadline there is always time.
class Watch {
 public:
  Watch() = default;
  explicit Watch(const Deadline& deadline) : deadline_(&deadline) {}

  auto Spent(std::uint64_t nanoseconds) -> bool {
    spent_ += nanoseconds;
    if (spent_ >= kInterval) [[unlikely]] {
      spent_ = 0;
      late_ = late_ || (deadline_ != nullptr && deadline_->Late());
    }
    return late_;
  }
  auto SpentAt(std::uint64_t turn, std::uint64_t nanoseconds) -> bool {
    return turn % kTurns == 0 && Spent(nanoseconds * kTurns);
  }
  [[nodiscard]] auto late() const -> bool { return late_; }

 private:
  static constexpr std::uint64_t kInterval = 1'000'000;
  static constexpr std::uint64_t kTurns = 4'096;

  const Deadline* deadline_ = nullptr;
  std::uint64_t spent_ = 0;
  bool late_ = false;
};

// Copies `from` to `to`. False: given up halfway.
inline auto CopyWatched(void* to, const void* from, std::size_t bytes, Watch& watch) -> bool {
  constexpr std::size_t kPiece = std::size_t{1} << 18;
  auto* out = static_cast<std::uint8_t*>(to);
  const auto* in = static_cast<const std::uint8_t*>(from);
  while (bytes > 0) {
    const std::size_t size = bytes < kPiece ? bytes : kPiece;
    std::memcpy(out, in, size);
    if (watch.Spent(size / 2)) return false;  // most of the time goes into memory that was never touched
    out += size;
    in += size;
    bytes -= size;
  }
  return true;
}

}  // namespace bytelogic::engine
