// aggregate.h - how many values become one: the aggregates of EMIT and of queries, and the best-of columns of
// relations.
//
//   NameOf(AggregateFunction::kSum)  // "SUM"
//
// Used by every phase, the sandbox included.
#pragma once

#include <cstdint>
#include <string_view>

namespace bytelogic {

enum class AggregateFunction : std::uint8_t { kCount, kSum, kMin, kMax, kAvg };

inline constexpr std::string_view kAggregateNames[] = {"COUNT", "SUM", "MIN", "MAX", "AVG"};

inline constexpr auto NameOf(AggregateFunction function) -> std::string_view {
  return kAggregateNames[static_cast<std::uint8_t>(function)];
}

// Which tuples a relation keeps: all, or for each combination of the other columns only the one whose last column is
// the least or the greatest.
enum class Keep : std::uint8_t { kAll, kMin, kMax };

}  // namespace bytelogic
