// EMIT with aggregates: its bindings are collected while the rule runs, and its groups emitted when it has.
#include <utility>

#include "reference/aggregate.h"
#include "reference/rule_run.h"

namespace bytelogic::reference {
namespace {

using sema::Clause;
using sema::ClauseKind;
using sema::Term;

// The variables that the clauses before `emit` bind.
auto BoundBefore(const sema::CheckedProgram& program, std::span<const Clause> clauses, const Clause& emit)
    -> std::vector<sema::VariableId> {
  std::vector<sema::VariableId> bound;
  for (const Clause& clause : clauses) {
    if (&clause == &emit) break;
    if (clause.kind == ClauseKind::kLet || clause.kind == ClauseKind::kRange) bound.push_back(clause.variable);
    if (clause.kind != ClauseKind::kMatch) continue;
    for (const Term& term : program.Terms(clause)) {
      if (term.kind == Term::Kind::kBind) bound.push_back(term.variable);
    }
  }
  return bound;
}

}  // namespace

// Adds the binding at hand to the group that it belongs to.
auto Evaluator::AddToGroup(const Clause& clause, const Frame& frame, RuleRun& run) -> Outcome<void> {
  Groups& groups = run.groups[&clause];
  Tuple binding;
  for (const sema::VariableId variable : BoundBefore(program_, run.clauses, clause)) {
    binding.push_back(frame.Get(variable));
  }
  if (!groups.bindings.insert(std::move(binding)).second) return {};
  const auto columns = program_.EmitColumns(clause);
  const auto operands = program_.Operands(clause.operands);
  Tuple key;
  std::vector<Value> arguments;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    Value value{std::int64_t{1}};  // what COUNT() counts
    if (operands[i].valid()) {
      auto evaluated = Evaluate(operands[i], frame);
      if (!evaluated) return tl::unexpected(evaluated.error());
      value = *std::move(evaluated);
    }
    if (columns[i].aggregated) {
      arguments.push_back(std::move(value));
    } else {
      key.push_back(Normalize(std::move(value)));
    }
  }
  std::vector<std::vector<Value>>& values = groups.values[key];
  values.resize(arguments.size());
  for (std::size_t i = 0; i < arguments.size(); ++i) values[i].push_back(std::move(arguments[i]));
  return {};
}

auto Evaluator::EmitGroups(RuleRun& run) -> Outcome<void> {
  for (const auto& [clause, groups] : run.groups) {
    for (const auto& [key, values] : groups.values) {
      auto tuple = GroupTuple(*clause, key, values);
      auto done = tuple ? AddFound(clause->relation, *tuple, run) : tl::unexpected(tuple.error());
      if (done) continue;
      if (EndsRun(done.error())) return done;
      run.NoteFailure(done.error());
    }
  }
  run.groups.clear();
  return {};
}

// The tuple that a group becomes.
auto Evaluator::GroupTuple(const Clause& clause, const Tuple& key, const std::vector<std::vector<Value>>& values)
    -> Outcome<Tuple> {
  Tuple tuple;
  std::size_t keys = 0;
  std::size_t aggregates = 0;
  const auto columns = program_.EmitColumns(clause);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!columns[i].aggregated) {
      tuple.push_back(key[keys++]);
      continue;
    }
    const std::vector<Value>& arguments = values[aggregates++];
    if (auto work = Work(arguments.size()); !work) return tl::unexpected(work.error());
    auto value = Aggregate(columns[i].function, columns[i].distinct ? Distinct(arguments) : arguments);
    const sema::Type into = program_[clause.relation].columns[i].type;
    if (value && columns[i].result == sema::Type::kAny) value = FromAny(Normalize(*value), into);
    if (!value) return tl::unexpected(Stop{.kind = value.error(), .range = columns[i].range});
    if (into == sema::Type::kFloat) value = Value{*ToFloat(*value)};
    tuple.push_back(Normalize(*std::move(value)));
  }
  return tuple;
}

}  // namespace bytelogic::reference
