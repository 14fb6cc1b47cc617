// expressions.h - evaluates expressions of rules over given relations, without a run.
//
//   Expressions expressions(program, source, {.limits = limits, .bounds = bounds});
//   expressions.Add(relation, {Value{1}, Value{"a"}});          // what EXISTS, aggregates and CALCs read
//   expressions.Begin(rule.variables);
//   expressions.Set(variable, Value{3});
//   Outcome<Value> value = expressions.Evaluate(operand);
//
// Used by proof/, which replays single steps of rules.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "reference/evaluator.h"

namespace bytelogic::reference {

struct ExpressionOptions {
  Limits limits;                  // of the depth of calls
  WorkBounds bounds;              // an evaluation beyond them fails with Stop::gave_up
  BuiltinFunction apply_builtin;  // null: the reference's own
};

// The integers of a RANGE.
class RangeValues {
 public:
  // Nothing where there are no more.
  auto Take() -> std::optional<std::int64_t> { return range_.Take(); }
  // Whether `value` is one of those that are left.
  [[nodiscard]] auto Contains(const Value& value) const -> bool;

 private:
  friend class Expressions;
  explicit RangeValues(Evaluator::IntRange range) : range_(std::move(range)) {}
  Evaluator::IntRange range_;
};

class Expressions {
 public:
  Expressions(const sema::CheckedProgram& program, std::string_view source, ExpressionOptions options);

  void Add(sema::RelationId relation, Tuple tuple) { evaluator_.database_.Assert(relation, std::move(tuple)); }

  // Whose variables the next evaluations are about; none of them has a value yet.
  void Begin(std::span<const sema::Variable> variables) { frame_ = Evaluator::Frame(variables); }
  void Set(sema::VariableId variable, const Value& value) { frame_.Set(variable, value); }

  // Every variable that is used must have been set. Values are normalised.
  auto Evaluate(sema::ExprId expr) -> Outcome<Value>;
  auto Condition(sema::ExprId expr) -> Outcome<bool>;
  auto Range(const sema::Clause& clause) -> Outcome<RangeValues>;

  [[nodiscard]] auto steps() const -> std::uint64_t { return evaluator_.steps_; }

 private:
  Diagnostics diagnostics_;  // nothing is reported: what is evaluated here solves nothing
  Evaluator evaluator_;
  Evaluator::Frame frame_;
};

}  // namespace bytelogic::reference
