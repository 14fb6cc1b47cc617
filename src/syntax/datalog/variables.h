// variables.h - which variables the goals of a body have, and which of them are its own.
//
//   p(X, N) :- q(X), N = count : { r(X, Y) }.      // the rule's: X, N; the aggregate's own: Y
//
// An aggregate, and a negation of more than one literal, is a scope: what occurs outside of it too is the same variable
// there, everything else is its own. Used by arrange.h and lower.h.
#pragma once

#include <functional>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "syntax/datalog/predicates.h"
#include "syntax/datalog/tree.h"

namespace bytelogic::syntax::datalog {

using VariableSet = std::unordered_set<std::string_view>;

struct VariableUse {
  std::string_view name;
  SourceRange range;
};

// Whether the negation `goal` needs a relation of its own: what it negates is more than a literal or a comparison.
auto IsScope(const Tree& tree, const Goal& negation) -> bool;

// Calls `visit` for each variable outside of inner scopes, from left to right, repeated ones again.
void VisitOwn(const Tree& tree, TermId term, const std::function<void(const VariableUse&)>& visit);
void VisitOwn(const Tree& tree, GoalId goal, const std::function<void(const VariableUse&)>& visit);
// Also those inside of inner scopes.
void VisitAll(const Tree& tree, TermId term, const std::function<void(const VariableUse&)>& visit);
void VisitAll(const Tree& tree, GoalId goal, const std::function<void(const VariableUse&)>& visit);

// The variables that `term` or `goal` shares with what is around it: its own ones, and those of `scope` inside of inner
// scopes. Each once, from left to right.
auto SharedVariables(const Tree& tree, TermId term, const VariableSet& scope) -> std::vector<VariableUse>;
auto SharedVariables(const Tree& tree, GoalId goal, const VariableSet& scope) -> std::vector<VariableUse>;

}  // namespace bytelogic::syntax::datalog
