#include "reference/expressions.h"

#include <utility>

namespace bytelogic::reference {

auto RangeValues::Contains(const Value& value) const -> bool {
  const auto* integer = std::get_if<std::int64_t>(&value);
  if (integer == nullptr) return false;
  const __int128 ahead = range_.step > 0 ? *integer - range_.next : range_.next - *integer;
  const __int128 step = range_.step > 0 ? __int128{range_.step} : -__int128{range_.step};
  if (ahead < 0 || ahead % step != 0) return false;
  const auto order = Order(value, range_.end);
  return range_.step > 0 ? order < 0 : order > 0;
}

Expressions::Expressions(const sema::CheckedProgram& program, std::string_view source, ExpressionOptions options)
    : evaluator_(program, source, options.limits, options.bounds, diagnostics_), frame_({}) {
  evaluator_.in_rule_ = true;
  if (options.apply_builtin) evaluator_.apply_builtin_ = std::move(options.apply_builtin);
}

auto Expressions::Evaluate(sema::ExprId expr) -> Outcome<Value> {
  return evaluator_.Evaluate(expr, frame_).map([](Value value) { return Normalize(std::move(value)); });
}

auto Expressions::Condition(sema::ExprId expr) -> Outcome<bool> { return evaluator_.EvaluateCondition(expr, frame_); }

auto Expressions::Range(const sema::Clause& clause) -> Outcome<RangeValues> {
  return evaluator_.EvaluateRange(clause.operands, clause.range, frame_).map([](Evaluator::IntRange range) {
    return RangeValues(std::move(range));
  });
}

}  // namespace bytelogic::reference
