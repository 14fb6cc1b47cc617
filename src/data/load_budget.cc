#include "data/load_budget.h"

#include <fmt/format.h>

#include "diagnostics/limit_text.h"
#include "diagnostics/message.h"

namespace bytelogic::data {

auto LoadBudget::TooManyRows() const -> ProblemText {
  return {DiagnosticKind::kHostLimit,
          fmt::format("too many tuples from the host: the limit is {}, and there are more", Grouped(limits_.rows)),
          fmt::format("give fewer, or raise the limit `host`{}", RaiseLimit("host", limits_.rows, LimitUnit::kCount))};
}

auto LoadBudget::TooManyBytes() const -> ProblemText {
  return {DiagnosticKind::kDataLimit,
          fmt::format("too much data from the host: the limit is {}, and there is more",
                      AmountText(limits_.bytes, LimitUnit::kBytes)),
          fmt::format("give less, or raise the limit `data`{}", RaiseLimit("data", limits_.bytes, LimitUnit::kBytes))};
}

auto LoadBudget::ValueTooLong() const -> ProblemText {
  return {DiagnosticKind::kValueLimit,
          fmt::format("a value of the host is too long: the limit is {}, and it has more",
                      AmountText(limits_.value_bytes, LimitUnit::kBytes)),
          fmt::format("shorten it or leave it out, or raise the limit `value`{}",
                      RaiseLimit("value", limits_.value_bytes, LimitUnit::kBytes))};
}

auto LoadBudget::Ended() const -> ProblemText {
  if (IsCancelled()) return {DiagnosticKind::kTimeLimit, "cancelled while loading facts", ""};
  return {DiagnosticKind::kTimeLimit,
          fmt::format("out of time while loading facts: the limit is {}",
                      AmountText(limits_.microseconds, LimitUnit::kMicroseconds)),
          fmt::format("give less data, or raise the limit `load`{}",
                      RaiseLimit("load", limits_.microseconds, LimitUnit::kMicroseconds))};
}

}  // namespace bytelogic::data
