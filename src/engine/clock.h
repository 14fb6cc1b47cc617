// clock.h - microseconds of a steady clock, or of the one that a test put in its place.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <utility>

namespace bytelogic::engine {

class Clock {
 public:
  // Null: std::chrono::steady_clock.
  explicit Clock(std::function<std::uint64_t()> replacement) : replacement_(std::move(replacement)) {}

  [[nodiscard]] auto Now() const -> double {
    if (replacement_) return static_cast<double>(replacement_());
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double, std::micro>(now).count();
  }

 private:
  std::function<std::uint64_t()> replacement_;
};

// Measures phases one after the other: each Lap() is the time since the one before.
class Stopwatch {
 public:
  explicit Stopwatch(const Clock& clock) : clock_(clock), start_(clock.Now()), last_(start_) {}

  auto Lap() -> double {
    const double now = clock_.Now();
    const double lap = now - last_;
    last_ = now;
    return lap;
  }
  [[nodiscard]] auto start() const -> double { return start_; }
  // When the last lap ended.
  [[nodiscard]] auto last() const -> double { return last_; }

 private:
  const Clock& clock_;
  double start_;
  double last_;
};

}  // namespace bytelogic::engine
