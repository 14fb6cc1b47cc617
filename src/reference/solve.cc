#include <algorithm>
#include <utility>

#include "base/check.h"
#include "reference/rule_run.h"

namespace bytelogic::reference {

using sema::Clause;
using sema::ClauseKind;
using sema::Term;

auto Evaluator::EnsureSolved(sema::RelationId relation, SourceRange range) -> Outcome<void> {
  if (in_rule_ || !stale_ || !program_[relation].derived) return {};
  if (solve_statement_ran_) {
    Warn(DiagnosticKind::kStaleRead, range);
    return {};
  }
  if (!std::exchange(solved_implicitly_, true)) Warn(DiagnosticKind::kImplicitSolve, range);
  return Solve();
}

void Evaluator::Warn(DiagnosticKind kind, SourceRange range) { diagnostics_.Report(kind, range, TitleOf(kind)); }

auto Evaluator::SolveStatement() -> Outcome<void> {
  solve_statement_ran_ = true;
  return stale_ ? Solve() : Outcome<void>();
}

auto Evaluator::Solve() -> Outcome<void> {
  // What a solving gives does not depend on how deep in calls the read stands that asks for it.
  const std::uint64_t depth_of_reader = std::exchange(call_depth_, 0);
  database_.DropDerived();
  for (const sema::Stratum& stratum : program_.strata) {
    while (true) {
      const auto added = RunRound(stratum);
      if (!added) return tl::unexpected(added.error());
      if (!*added) break;
    }
  }
  call_depth_ = depth_of_reader;
  stale_ = false;
  return {};
}

auto Evaluator::RunRound(const sema::Stratum& stratum) -> Outcome<bool> {
  ++rounds_;
  RuleRun run(program_.relations);
  for (const sema::RuleId id : stratum.rules) {
    const sema::Rule& rule = program_[id];
    run.clauses = program_.Clauses(rule);
    Frame frame(rule.variables);
    in_rule_ = true;
    const auto matched = MatchClauses(run.clauses, frame, run);
    const auto done = matched ? EmitGroups(run) : matched;
    in_rule_ = false;
    if (!done) return tl::unexpected(done.error());
  }
  if (run.first_failure) return tl::unexpected(*run.first_failure);
  for (std::uint32_t i = 0; i < program_.relations.size(); ++i) {
    const sema::RelationId relation{i};
    for (const auto& [tuple, origin] : run.found[relation]) database_.Derive(relation, tuple);
  }
  return run.found.tuple_count() > 0;
}

// Goes on with every binding that the first clause admits. An error ends the run; what only ends the binding is noted.
auto Evaluator::MatchClauses(std::span<const Clause> clauses, Frame& frame, RuleRun& run) -> Outcome<void> {
  if (clauses.empty()) {
    if (run.constraint != nullptr) AddWitness(frame, run);
    return {};
  }
  if (auto work = Work(); !work) return work;
  const Clause& clause = clauses.front();
  if (clause.kind == ClauseKind::kMatch) return MatchTuples(clauses, frame, run);
  if (clause.kind == ClauseKind::kRange) return MatchRange(clauses, frame, run);
  Outcome<bool> goes_on = true;
  if (clause.kind == ClauseKind::kEmit) {
    goes_on = Emit(clause, frame, run).map([] { return true; });
  } else {
    goes_on = PassesTest(clause, frame);
  }
  if (goes_on) return *goes_on ? MatchClauses(clauses.subspan(1), frame, run) : Outcome<void>();
  if (EndsRun(goes_on.error())) return tl::unexpected(goes_on.error());
  run.NoteFailure(goes_on.error());
  return {};
}

auto Evaluator::MatchTuples(std::span<const Clause> clauses, Frame& frame, RuleRun& run) -> Outcome<void> {
  const Clause& clause = clauses.front();
  for (const auto& [tuple, origin] : database_[clause.relation]) {
    if (auto work = Work(); !work) return work;
    if (!TupleMatches(clause, tuple, frame)) continue;
    if (auto done = MatchClauses(clauses.subspan(1), frame, run); !done) return done;
  }
  return {};
}

auto Evaluator::MatchRange(std::span<const Clause> clauses, Frame& frame, RuleRun& run) -> Outcome<void> {
  const Clause& clause = clauses.front();
  auto range = EvaluateRange(clause.operands, clause.range, frame);
  if (!range) {
    if (EndsRun(range.error())) return tl::unexpected(range.error());
    run.NoteFailure(range.error());
    return {};
  }
  while (const auto integer = range->Take()) {
    if (auto work = Work(); !work) return work;
    frame.Set(clause.variable, Value{*integer});
    if (auto done = MatchClauses(clauses.subspan(1), frame, run); !done) return done;
  }
  return {};
}

// Binds the variables of the clause on the way, also where the tuple turns out not to match.
auto Evaluator::TupleMatches(const Clause& clause, const Tuple& tuple, Frame& frame) -> bool {
  const auto terms = program_.Terms(clause);
  BL_CHECK(terms.size() == tuple.size());
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const Term& term = terms[i];
    switch (term.kind) {
      case Term::Kind::kAny:
        break;
      case Term::Kind::kBind:
        frame.Set(term.variable, tuple[i]);
        break;
      case Term::Kind::kEqual:
        if (Order(frame.Get(term.variable), tuple[i]) != 0) return false;
        break;
      case Term::Kind::kConstant:
        if (Order(ConstantValue(program_[term.constant]), tuple[i]) != 0) return false;
        break;
    }
  }
  return true;
}

auto Evaluator::IsAbsent(const Clause& clause, Frame& frame) -> Outcome<bool> {
  const auto& relation = database_[clause.relation];
  if (auto work = Work(relation.size()); !work) return tl::unexpected(work.error());
  return std::none_of(relation.begin(), relation.end(),
                      [&](const auto& entry) { return TupleMatches(clause, entry.first, frame); });
}

// The clauses that a binding passes or not: absence, conditions, and LET, which every binding passes.
auto Evaluator::PassesTest(const Clause& clause, Frame& frame) -> Outcome<bool> {
  const auto operands = program_.Operands(clause.operands);
  switch (clause.kind) {
    case ClauseKind::kAbsent:
      return IsAbsent(clause, frame);
    case ClauseKind::kFilter:
      return EvaluateCondition(operands[0], frame);
    case ClauseKind::kSame:
      return EvaluateAll(clause.operands, frame).map([](const std::vector<Value>& values) {
        return Order(values[0], values[1]) == 0;
      });
    case ClauseKind::kLet:
      return Evaluate(operands[0], frame).map([&](const Value& value) {
        frame.Set(clause.variable, value);
        return true;
      });
    default:
      BL_CHECK(false);
  }
}

auto Evaluator::Emit(const Clause& clause, const Frame& frame, RuleRun& run) -> Outcome<void> {
  if (clause.emit_columns.size > 0) return AddToGroup(clause, frame, run);
  const auto tuple = EvaluateTuple(clause.operands, frame);
  if (!tuple) return tl::unexpected(tuple.error());
  return AddFound(clause.relation, *tuple, run);
}

auto Evaluator::AddFound(sema::RelationId relation, const Tuple& tuple, RuleRun& run) -> Outcome<void> {
  if (!database_.Lacks(relation, tuple)) return {};
  if (database_.WouldGrow(relation, tuple) && run.found.WouldGrow(relation, tuple)) ++run.added;
  run.found.Derive(relation, tuple);
  if (database_.tuple_count() + run.added > limits_.tuples + host_tuples_) {
    return tl::unexpected(Stop{.kind = DiagnosticKind::kTupleLimit, .has_place = false});
  }
  return {};
}

}  // namespace bytelogic::reference
