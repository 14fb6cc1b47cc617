// why_not.h - why a tuple does not hold: for each EMIT into its relation, the first clause that fails.
//
//   std::vector<RuleFailure> failures = FindFailures(context, describer, goal, relation);
//
// Used by explain.cc.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bytelogic/explain.h"
#include "proof/describe.h"
#include "proof/goal.h"

namespace bytelogic::proof {

// In source order. Clauses are taken as they were written, over the rows that the solving ended with.
auto FindFailures(Context& context, const Describer& describer, const Goal& goal, std::uint32_t relation)
    -> std::vector<RuleFailure>;

// Of a relation with KEEP: what is kept instead of the goal, where that is better; else empty.
auto BetterTuple(Context& context, const Goal& goal, std::uint32_t relation) -> std::string;

// Tuples that differ from the goal in as few arguments as possible, and there by a slip of the pen; at most three.
auto NearestTuples(Context& context, const Goal& goal, std::uint32_t relation) -> std::vector<std::string>;

}  // namespace bytelogic::proof
