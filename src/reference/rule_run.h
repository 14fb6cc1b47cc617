// rule_run.h - what a round, or a constraint, finds, kept apart from the state that its rules read.
//
//   RuleRun run(program.relations);
//   run.clauses = program.Clauses(rule);
//   ... MatchClauses fills `found`, `groups` and `witnesses` ...
//
// Included by the files of the evaluator that run rules: solve.cc, groups.cc, check_constraints.cc.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <vector>

#include "reference/evaluator.h"

namespace bytelogic::reference {

// The bindings that an EMIT with aggregates ranges over.
struct Groups {
  std::set<Tuple, TupleLess> bindings;  // the values of all variables that are bound to its left
  // Per group, named by the values of the plain columns: the values of each aggregate's argument.
  std::map<Tuple, std::vector<std::vector<Value>>, TupleLess> values;
};

struct Evaluator::RuleRun {
  Database found;                                // tuples that the state does not have
  std::size_t added = 0;                         // of these, the ones that do not take the place of another
  std::span<const sema::Clause> clauses;         // of the rule or constraint at hand
  std::map<const sema::Clause*, Groups> groups;  // of the rule at hand
  const sema::Constraint* constraint = nullptr;  // if one is checked
  std::set<Tuple, TupleLess> witnesses;          // of the constraint
  std::optional<Stop> first_failure;

  explicit RuleRun(const std::vector<sema::Relation>& schema) : found(schema) {}

  // Failures are ordered by where they stand in the source.
  void NoteFailure(const Stop& stop) {
    const auto place = [](const Stop& of) { return std::tuple(of.range.offset, of.range.length, CodeOf(of.kind)); };
    if (!first_failure || place(stop) < place(*first_failure)) first_failure = stop;
  }
};

// These end the run wherever they arise; any other failure only abandons the binding that it arises in.
inline auto EndsRun(const Stop& stop) -> bool { return stop.gave_up || stop.kind == DiagnosticKind::kTupleLimit; }

}  // namespace bytelogic::reference
