#include "reference/aggregate.h"

#include <algorithm>
#include <limits>
#include <set>

#include "reference/exact_sum.h"

namespace bytelogic::reference {
namespace {

auto IsSymbol(const Value& value) -> bool { return std::holds_alternative<std::string>(value); }
auto IsInt(const Value& value) -> bool { return std::holds_alternative<std::int64_t>(value); }

auto Sum(const std::vector<Value>& values) -> Expected<Value> {
  if (std::ranges::any_of(values, IsSymbol)) return Fail(DiagnosticKind::kMixedValues);
  if (std::ranges::all_of(values, IsInt)) {
    __int128 sum = 0;
    for (const Value& value : values) sum += std::get<std::int64_t>(value);
    if (sum < std::numeric_limits<std::int64_t>::min() || sum > std::numeric_limits<std::int64_t>::max()) {
      return Fail(DiagnosticKind::kIntegerOverflow);
    }
    return Value{static_cast<std::int64_t>(sum)};
  }
  ExactSum sum;
  for (const Value& value : values) sum.Add(value);
  const auto rounded = sum.Over(1);
  if (!rounded) return Fail(DiagnosticKind::kOutsideDomain);
  return Value{*rounded};
}

auto Average(const std::vector<Value>& values) -> Expected<Value> {
  if (values.empty()) return Fail(DiagnosticKind::kEmptyAggregate);
  if (std::ranges::any_of(values, IsSymbol)) return Fail(DiagnosticKind::kMixedValues);
  ExactSum sum;
  for (const Value& value : values) sum.Add(value);
  return Value{*sum.Over(values.size())};  // no average is beyond the largest value
}

}  // namespace

auto Aggregate(AggregateFunction function, const std::vector<Value>& values) -> Expected<Value> {
  switch (function) {
    case AggregateFunction::kCount:
      return Value{static_cast<std::int64_t>(values.size())};
    case AggregateFunction::kSum:
      return Sum(values);
    case AggregateFunction::kAvg:
      return Average(values);
    case AggregateFunction::kMin:
    case AggregateFunction::kMax:
      break;
  }
  if (values.empty()) return Fail(DiagnosticKind::kEmptyAggregate);
  const auto symbols = std::ranges::count_if(values, IsSymbol);
  if (symbols != 0 && symbols != std::ssize(values)) return Fail(DiagnosticKind::kMixedValues);
  const auto [least, greatest] = std::ranges::minmax_element(values, ValueLess());
  return function == AggregateFunction::kMin ? *least : *greatest;
}

auto Distinct(const std::vector<Value>& values) -> std::vector<Value> {
  const std::set<Value, ValueLess> each(values.begin(), values.end());
  return {each.begin(), each.end()};
}

}  // namespace bytelogic::reference
