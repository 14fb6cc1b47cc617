#include "proof/context.h"

#include <algorithm>
#include <utility>

namespace bytelogic::proof {

using sema::Clause;
using sema::Expr;
using sema::ExprId;
using sema::ExprKind;
using sema::Rule;
using sema::Statement;
using sema::StatementKind;

namespace {

auto OptionsOfExpressions(const ContextOptions& options) -> reference::ExpressionOptions {
  return {.limits = options.limits,
          .bounds = {.max_steps = options.limits.fuel / kFuelOfStep,
                     .stack_limit = options.stack_limit,
                     .expired = options.expired},
          .apply_builtin = options.apply_builtin};
}

}  // namespace

Context::Context(const engine::Compiled& compiled, const engine::Trace& trace, ContextOptions options)
    : compiled_(compiled),
      program_(*compiled.checked),
      store_(trace, program_, options.expired),
      options_(std::move(options)),
      expressions_(program_, compiled.source, OptionsOfExpressions(options_)),
      provided_(program_.relations.size(), false),
      visited_functions_(program_.functions.size(), false) {}

auto Context::Spend(std::uint64_t steps) -> bool {
  constexpr std::uint64_t kStepsBetweenQuestions = 4'096;
  steps_ += steps;
  if (exhausted_ == Exhausted::kNothing && store_.gave_up()) exhausted_ = Exhausted::kTime;
  if (exhausted_ != Exhausted::kNothing) return false;
  if (steps_ > most_steps()) {
    exhausted_ = Exhausted::kSteps;
  } else if (steps_ >= next_question_) {
    next_question_ = steps_ + kStepsBetweenQuestions;
    if (options_.expired && options_.expired()) exhausted_ = Exhausted::kTime;
  }
  return exhausted_ == Exhausted::kNothing;
}

auto Context::IndexOn(std::uint32_t relation, const std::vector<std::uint32_t>& columns) -> const RowIndex& {
  std::uint64_t work = 0;
  const RowIndex& index = store_.IndexOn(relation, columns, work);
  (void)Spend(work);
  return index;
}

auto Context::Find(std::uint32_t relation, std::span<const Cell> cells) -> std::uint32_t {
  std::uint64_t work = 1;
  const std::uint32_t row = store_.Find(relation, cells, work);
  (void)Spend(work);
  return row;
}

auto Context::IsKept(TupleId tuple, std::uint32_t visible) -> bool {
  std::uint64_t work = 0;
  const bool kept = store_.IsKept(tuple, visible, work);
  (void)Spend(work);
  return kept;
}

template <typename T>
auto Context::Settle(std::uint64_t steps_before, reference::Outcome<T> outcome) -> std::optional<T> {
  (void)Spend(expressions_.steps() - steps_before);
  if (outcome) return *std::move(outcome);
  // It gave up: on time, steps, or because the stack is too small for the program.
  if (outcome.error().gave_up && exhausted_ == Exhausted::kNothing) {
    exhausted_ = options_.expired && options_.expired() ? Exhausted::kTime : Exhausted::kSteps;
  }
  return std::nullopt;
}

auto Context::Evaluate(const Rule& rule, std::span<const Cell> cells, ExprId expr) -> std::optional<Value> {
  if (!Spend(1)) return std::nullopt;
  SetVariables(rule, cells, expr);
  const std::uint64_t before = expressions_.steps();
  return Settle(before, expressions_.Evaluate(expr));
}

auto Context::Condition(const Rule& rule, std::span<const Cell> cells, ExprId expr) -> std::optional<bool> {
  if (!Spend(1)) return std::nullopt;
  SetVariables(rule, cells, expr);
  const std::uint64_t before = expressions_.steps();
  return Settle(before, expressions_.Condition(expr));
}

auto Context::Range(const Rule& rule, std::span<const Cell> cells, const Clause& clause)
    -> std::optional<reference::RangeValues> {
  if (!Spend(1)) return std::nullopt;
  expressions_.Begin(rule.variables);
  for (const ExprId operand : program_.Operands(clause.operands)) {
    for (const sema::VariableId variable : VariablesOf(operand)) {
      expressions_.Set(variable, store_.ValueOf(cells[variable.index]));
    }
  }
  const std::uint64_t before = expressions_.steps();
  return Settle(before, expressions_.Range(clause));
}

void Context::SetVariables(const Rule& rule, std::span<const Cell> cells, ExprId expr) {
  expressions_.Begin(rule.variables);
  for (const sema::VariableId variable : VariablesOf(expr)) {
    expressions_.Set(variable, store_.ValueOf(cells[variable.index]));
  }
}

auto Context::VariablesOf(ExprId expr) -> const std::vector<sema::VariableId>& {
  const auto [at, added] = variables_of_.try_emplace(expr.index);
  if (!added) return at->second;
  Provide(expr);
  std::vector<sema::VariableId>& variables = at->second;
  std::vector<ExprId> open = {expr};
  while (!open.empty()) {
    const Expr& each = program_[open.back()];
    open.pop_back();
    if (each.kind == ExprKind::kVariable) variables.push_back(each.variable);
    for (const ExprId operand : program_.Operands(each.operands)) {
      if (operand.valid()) open.push_back(operand);
    }
  }
  std::ranges::sort(variables);
  variables.erase(std::ranges::unique(variables).begin(), variables.end());
  return variables;
}

void Context::Provide(ExprId expr) {
  std::vector<ExprId> open = {expr};
  // The expressions of the CALCs that are called read relations too.
  const auto visit_function = [&](sema::FunctionId id) {
    if (visited_functions_[id.index]) return;
    visited_functions_[id.index] = true;
    std::vector<Span32> bodies = {program_[id].body};
    while (!bodies.empty()) {
      const Span32 body = bodies.back();
      bodies.pop_back();
      for (const sema::StatementId each : program_.Statements(body)) {
        const Statement& statement = program_[each];
        if (statement.kind == StatementKind::kForQuery) ProvideRelation(statement.relation);
        for (const ExprId operand : program_.Operands(statement.operands)) {
          if (operand.valid()) open.push_back(operand);
        }
        for (std::uint32_t i = 0; i < statement.bodies.size; ++i) {
          bodies.push_back(program_.bodies[statement.bodies.begin + i]);
        }
      }
    }
  };
  while (!open.empty()) {
    const Expr& each = program_[open.back()];
    open.pop_back();
    if (each.kind == ExprKind::kExists || each.kind == ExprKind::kAggregateQuery) ProvideRelation(each.relation);
    if (each.kind == ExprKind::kCall) visit_function(each.function);
    for (const ExprId operand : program_.Operands(each.operands)) {
      if (operand.valid()) open.push_back(operand);
    }
  }
}

void Context::ProvideRelation(sema::RelationId relation) {
  if (provided_[relation.index]) return;
  provided_[relation.index] = true;
  const std::uint32_t visible = store_.RowsSolved(relation.index);
  for (std::uint32_t row = 0; row < visible; ++row) {
    if (!Spend(8)) return;
    const TupleId tuple{relation.index, row};
    if (IsKept(tuple, visible)) expressions_.Add(relation, store_.ValuesOf(tuple));
  }
}

}  // namespace bytelogic::proof
