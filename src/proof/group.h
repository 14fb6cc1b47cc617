// group.h - what an EMIT with aggregates makes of the bindings of one group.
//
//   const Group group = FindGroup(context, goal, tuple, visible, 10);
//   std::optional<Value> sum = AggregateOf(context, goal, 1, group);      // of column 1
//
// Used by prover.cc and why_not.cc.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "proof/rule_search.h"

namespace bytelogic::proof {

// One binding of a rule.
struct Binding {
  std::vector<Cell> cells;          // per variable of the rule
  std::vector<std::uint32_t> rows;  // per clause of the rule: the row that it matched, or kNoRow
  friend auto operator==(const Binding&, const Binding&) -> bool = default;
};

struct Group {
  std::set<std::vector<Cell>> all;  // distinct bindings, a cell per variable
  std::vector<Binding> first;       // of those, the first that were found
};

// The bindings that have what `tuple` has in the plain columns of the EMIT. Empty where there is nothing to spend.
auto FindGroup(Context& context, const RuleGoal& goal, std::span<const Cell> tuple, const VisibleRows& visible,
               std::size_t most) -> Group;

// What the group's tuple has in `column`, which is an aggregate; nothing where it fails.
auto AggregateOf(Context& context, const RuleGoal& goal, std::size_t column, const Group& group)
    -> std::optional<Value>;

}  // namespace bytelogic::proof
