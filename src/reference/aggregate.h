// aggregate.h - what COUNT, SUM, MIN, MAX and AVG make of values.
//
//   Aggregate(AggregateFunction::kSum, {Value{std::int64_t{1}}, Value{0.5}})      1.5
//
// Used for aggregates over queries and for the groups of an EMIT.
#pragma once

#include <vector>

#include "base/aggregate.h"
#include "reference/number.h"

namespace bytelogic::reference {

// The aggregate of all `values`, equal ones included; R202, R203, R204, R206. A sum is an int where all are ints.
auto Aggregate(AggregateFunction function, const std::vector<Value>& values) -> Expected<Value>;

// Each value once.
auto Distinct(const std::vector<Value>& values) -> std::vector<Value>;

}  // namespace bytelogic::reference
