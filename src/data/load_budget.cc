#include "data/load_budget.h"

#include <fmt/format.h>

#include <algorithm>

#include "diagnostics/message.h"

namespace bytelogic::data {

namespace {

// As an argument of --limit: ten times as much, in the unit of the limit.
auto TenTimes(std::uint64_t limit) -> std::uint64_t {
  constexpr std::uint64_t kMost = LoadLimits::kNone;
  return limit < kMost / 10 ? std::max<std::uint64_t>(limit * 10, 1) : kMost;
}

auto Time(std::uint64_t microseconds) -> std::string {
  constexpr std::uint64_t kThousand = 1'000;
  if (microseconds % (kThousand * kThousand) == 0) return fmt::format("{}s", microseconds / (kThousand * kThousand));
  if (microseconds % kThousand == 0) return fmt::format("{}ms", microseconds / kThousand);
  return fmt::format("{}us", microseconds);
}

}  // namespace

auto LoadBudget::TooManyRows() const -> ProblemText {
  return {DiagnosticKind::kHostLimit,
          fmt::format("too many tuples from the host: the limit is {}, and there are more", Grouped(limits_.rows)),
          fmt::format("give fewer, or raise the limit `host`: --limit host={}", TenTimes(limits_.rows))};
}

auto LoadBudget::TooManyBytes() const -> ProblemText {
  return {DiagnosticKind::kDataLimit,
          fmt::format("too much data from the host: the limit is {} bytes, and there are more", Grouped(limits_.bytes)),
          fmt::format("give less, or raise the limit `data`: --limit data={}", TenTimes(limits_.bytes))};
}

auto LoadBudget::ValueTooLong() const -> ProblemText {
  return {DiagnosticKind::kValueLimit,
          fmt::format("a value of the host is too long: the limit is {} bytes, and it has more",
                      Grouped(limits_.value_bytes)),
          fmt::format("shorten it or leave it out, or raise the limit `value`: --limit value={}",
                      TenTimes(limits_.value_bytes))};
}

auto LoadBudget::Ended() const -> ProblemText {
  if (IsCancelled()) return {DiagnosticKind::kTimeLimit, "cancelled while loading facts", ""};
  return {
      DiagnosticKind::kTimeLimit,
      fmt::format("out of time while loading facts: the limit is {}", Time(limits_.microseconds)),
      fmt::format("give less data, or raise the limit `load`: --limit load={}", Time(TenTimes(limits_.microseconds)))};
}

}  // namespace bytelogic::data
