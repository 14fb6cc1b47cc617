// Constraints: checked when the actions have ended.
#include <algorithm>
#include <string>
#include <utility>

#include "diagnostics/runtime_message.h"
#include "reference/rule_run.h"

namespace bytelogic::reference {

auto Evaluator::CheckConstraints() -> Outcome<void> {
  if (program_.constraints.empty()) return {};
  if (!solve_statement_ran_ && stale_) {
    if (auto solved = Solve(); !solved) return solved;
  }
  for (const sema::Constraint& constraint : program_.constraints) {
    if (stale_ && constraint.reads_derived) Warn(DiagnosticKind::kStaleRead, constraint.range);
    if (auto done = CheckConstraint(constraint); !done) return done;
  }
  return {};
}

auto Evaluator::CheckConstraint(const sema::Constraint& constraint) -> Outcome<void> {
  RuleRun run(program_.relations);
  run.clauses = program_.Clauses(constraint);
  run.constraint = &constraint;
  Frame frame(constraint.variables);
  in_rule_ = true;
  const auto done = MatchClauses(run.clauses, frame, run);
  in_rule_ = false;
  if (!done) return done;
  if (run.first_failure) return tl::unexpected(*run.first_failure);
  if (run.witnesses.empty()) return {};
  Violation violation{.constraint = std::string(constraint.name), .count = run.witnesses.size()};
  for (const sema::VariableId variable : constraint.witnesses) {
    violation.variables.emplace_back(constraint.variables[variable.index].name);
  }
  for (const Tuple& witness : run.witnesses) {
    if (violation.witnesses.size() < kMaxWitnesses) violation.witnesses.push_back(witness);
  }
  return AddViolation(std::move(violation));
}

// A binding that all clauses admit.
void Evaluator::AddWitness(const Frame& frame, RuleRun& run) {
  Tuple witness;
  for (const sema::VariableId variable : run.constraint->witnesses) witness.push_back(Normalize(frame.Get(variable)));
  run.witnesses.insert(std::move(witness));
}

}  // namespace bytelogic::reference
