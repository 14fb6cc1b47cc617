// arrange.h - the order in which the goals of a body are evaluated: as written, but none before its variables are
// bound.
//
//   p(X) :- X > 3, q(X).      =>  q(X), X > 3
//
// A goal that has to wait goes as soon as it can, before those behind it. Nothing else is moved: joins are ordered by
// the plan, and what can fail keeps its place among the goals. A goal is looked at once more for each of its variables.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "syntax/datalog/predicates.h"
#include "syntax/datalog/tree.h"
#include "syntax/datalog/variables.h"

namespace bytelogic::syntax::datalog {

struct Step {
  GoalId goal;
  std::vector<std::string_view> binds;  // variables that were not bound before
};

struct Arrangement {
  std::vector<Step> steps;
  std::vector<GoalId> stuck;  // wait for variables that nothing binds
  VariableSet bound;
};

// `goals`: a conjunction. `scope`: the variables around and in it, those of inner scopes left out. `bound`: those that
// have values before.
auto Arrange(const Tree& tree, const Predicates& predicates, std::span<const GoalId> goals, const VariableSet& scope,
             VariableSet bound) -> Arrangement;

// The side of an equality that gets its value from the other one, where just one side is an unbound variable.
enum class Side : std::uint8_t { kNone, kLeft, kRight };
auto BoundSide(const Tree& tree, const Goal& comparison, const VariableSet& scope, const VariableSet& bound) -> Side;

// The variables that `goal` waits for. Empty: it can be evaluated.
auto WaitsFor(const Tree& tree, const Predicates& predicates, GoalId goal, const VariableSet& scope,
              const VariableSet& bound) -> std::vector<VariableUse>;

}  // namespace bytelogic::syntax::datalog
