// load_budget.h - how much may be read of the host's facts, and for how long.
//
//   LoadBudget budget({.rows = 1'000'000, .bytes = 256 << 20}, &cancelled, SteadyMicroseconds);
//   if (!budget.AddBytes(count)) return;             // what was passed is budget.problem(): R312
//   if (budget.HasEnded()) return;                   // cancelled, or out of time: R303
//
// Facts come from outside, and so every reader asks: before it keeps a row, after each piece of a file, and at least
// every few milliseconds of work. A budget is a value that is passed down; nothing here knows of consoles or signals.
// Used by everything in this folder that reads.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>

#include "data/problem_text.h"

namespace bytelogic::data {

struct LoadLimits {
  static constexpr std::uint64_t kNone = std::numeric_limits<std::uint64_t>::max();

  std::uint64_t rows = kNone;
  std::uint64_t bytes = kNone;        // of all files together, after decompression
  std::uint64_t value_bytes = kNone;  // of one value, as text
  std::uint64_t microseconds = kNone;
};

class LoadBudget {
 public:
  // Microseconds of a clock that never goes back.
  using Clock = std::uint64_t (*)();

  // No limits.
  LoadBudget() = default;
  // `cancelled`: set by somebody else when loading is to end; may be null, and must outlive the budget. Time counts
  // from now on; `clock` null: there is no limit of time.
  LoadBudget(LoadLimits limits, const std::atomic<bool>* cancelled, Clock clock)
      : limits_(limits), cancelled_(cancelled), clock_(clock), start_(clock == nullptr ? 0 : clock()) {}

  [[nodiscard]] auto limits() const -> const LoadLimits& { return limits_; }
  [[nodiscard]] auto rows() const -> std::uint64_t { return rows_; }

  // Each counts something, and is false where that is more than the limit.
  auto AddRow() -> bool { return rows_++ < limits_.rows; }
  auto AddBytes(std::uint64_t count) -> bool {
    bytes_ = count > LoadLimits::kNone - bytes_ ? LoadLimits::kNone : bytes_ + count;
    return bytes_ <= limits_.bytes;
  }
  // How many bytes may still come.
  [[nodiscard]] auto BytesLeft() const -> std::uint64_t { return bytes_ < limits_.bytes ? limits_.bytes - bytes_ : 0; }

  [[nodiscard]] auto IsCancelled() const -> bool { return cancelled_ != nullptr && cancelled_->load(); }
  [[nodiscard]] auto IsOutOfTime() const -> bool { return clock_ != nullptr && Elapsed() > limits_.microseconds; }
  [[nodiscard]] auto HasEnded() const -> bool { return IsCancelled() || IsOutOfTime(); }

  // The same budget for another thread, which `cancelled` ends; Take brings back what that thread used.
  [[nodiscard]] auto For(const std::atomic<bool>* cancelled) const -> LoadBudget {
    LoadBudget copy = *this;
    copy.cancelled_ = cancelled;
    return copy;
  }
  void Take(const LoadBudget& other) {
    rows_ = other.rows_;
    bytes_ = other.bytes_;
  }

  // What to say where a limit is passed.
  [[nodiscard]] auto TooManyRows() const -> ProblemText;
  [[nodiscard]] auto TooManyBytes() const -> ProblemText;
  [[nodiscard]] auto ValueTooLong() const -> ProblemText;
  // Of a budget that HasEnded: R303, cancelled or out of time.
  [[nodiscard]] auto Ended() const -> ProblemText;

 private:
  [[nodiscard]] auto Elapsed() const -> std::uint64_t { return clock_() - start_; }

  LoadLimits limits_;
  const std::atomic<bool>* cancelled_ = nullptr;
  Clock clock_ = nullptr;
  std::uint64_t start_ = 0;
  std::uint64_t rows_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace bytelogic::data
