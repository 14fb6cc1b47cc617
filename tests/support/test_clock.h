// test_clock.h - clocks for engines under test, so that no outcome depends on how busy the machine is.
//
//   Engine engine({.clock = StoppedClock()});                // no run of it ends by the time limit
//
//   CountingClock clock({{20, 999'999}, {40, 1'000'000}});   // what it shows from its 20th and its 40th reading on
//   Engine engine({.clock = clock.AsFunction()});
//
// A run reads its clock a few times while it is compiled and begun, and then every few milliseconds.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace bytelogic {

// Stands still.
inline auto StoppedClock() -> std::function<std::uint64_t()> {
  return [] { return std::uint64_t{0}; };
}

// Shows 0, and other times from certain readings on.
class CountingClock {
 public:
  struct Jump {
    int readings;        // after so many
    std::uint64_t time;  // it shows this
  };
  explicit CountingClock(std::vector<Jump> jumps) : jumps_(std::move(jumps)) {}

  auto AsFunction() -> std::function<std::uint64_t()> {
    return [this] { return Read(); };
  }
  [[nodiscard]] auto readings() const -> int { return readings_; }

 private:
  auto Read() -> std::uint64_t {
    const int before = readings_++;
    std::uint64_t time = 0;
    for (const Jump& jump : jumps_) {
      if (before >= jump.readings) time = jump.time;
    }
    return time;
  }

  std::vector<Jump> jumps_;  // in the order of time
  std::atomic<int> readings_ = 0;
};

}  // namespace bytelogic
