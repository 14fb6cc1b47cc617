#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "base/check.h"
#include "reference/aggregate.h"
#include "reference/builtins.h"
#include "reference/evaluator.h"

namespace bytelogic::reference {
namespace {

using sema::Expr;
using sema::ExprKind;
using sema::Type;

// Whether `value` is represented as values of `type` are while an expression computes.
auto HasRepresentation(const Value& value, Type type) -> bool {
  switch (type) {
    case Type::kNone:
      return false;
    case Type::kInt:
      return std::holds_alternative<std::int64_t>(value);
    case Type::kFloat:
      return std::holds_alternative<double>(value);
    case Type::kSymbol:
      return std::holds_alternative<std::string>(value);
    case Type::kAny:
      return value.index() == Normalize(value).index();
  }
  return false;
}

// A value as its type represents it: a number of type kFloat is a double, everything else is normalised.
auto Represent(const Value& value, Type type) -> Value {
  if (type != Type::kFloat) return Normalize(value);
  const auto number = ToFloat(value);
  BL_CHECK(number.has_value());
  return Value{*number};
}

auto StopAt(const Expr& expr, DiagnosticKind kind) -> tl::unexpected<Stop> {
  return tl::unexpected(Stop{.kind = kind, .range = expr.range});
}

auto Arithmetic(ExprKind kind, const std::vector<Value>& operands) -> Expected<Value> {
  switch (kind) {
    case ExprKind::kNegate:
      return Negate(operands[0]);
    case ExprKind::kAdd:
      return Add(operands[0], operands[1]);
    case ExprKind::kSubtract:
      return Subtract(operands[0], operands[1]);
    case ExprKind::kMultiply:
      return Multiply(operands[0], operands[1]);
    case ExprKind::kDivide:
      return Divide(operands[0], operands[1]);
    case ExprKind::kFloorDivide:
      return FloorDivide(operands[0], operands[1]);
    case ExprKind::kModulo:
      return Modulo(operands[0], operands[1]);
    default:
      BL_CHECK(false);
  }
}

auto Compare(ExprKind kind, const Value& left, const Value& right) -> Expected<bool> {
  const auto order = Order(left, right);
  if (kind == ExprKind::kEqual) return order == 0;
  if (kind == ExprKind::kNotEqual) return order != 0;
  if (std::holds_alternative<std::string>(left) != std::holds_alternative<std::string>(right)) {
    return Fail(DiagnosticKind::kMixedValues);
  }
  switch (kind) {
    case ExprKind::kLess:
      return order < 0;
    case ExprKind::kLessEqual:
      return order <= 0;
    case ExprKind::kGreater:
      return order > 0;
    case ExprKind::kGreaterEqual:
      return order >= 0;
    default:
      BL_CHECK(false);
  }
}

auto TextBytes(const std::vector<Value>& values) -> std::uint64_t {
  std::uint64_t bytes = 0;
  for (const Value& value : values) {
    if (const auto* text = std::get_if<std::string>(&value)) bytes += text->size();
  }
  return bytes;
}

}  // namespace

auto Evaluator::FromAny(const Value& value, Type type) -> Expected<Value> {
  if (HasRepresentation(value, type)) return value;
  if (type == Type::kFloat && std::holds_alternative<std::int64_t>(value)) return Represent(value, type);
  return Fail(DiagnosticKind::kValueDoesNotFit);
}

auto Evaluator::ConstantValue(const sema::Constant& constant) -> Value {
  switch (constant.type) {
    case Type::kInt:
      return Value{constant.int_value};
    case Type::kFloat:
      return Value{constant.float_value};
    default:
      return Value{std::string(constant.text)};
  }
}

auto Evaluator::Frame::Get(sema::VariableId variable) const -> const Value& {
  BL_CHECK(values[variable.index].has_value());
  return *values[variable.index];
}

void Evaluator::Frame::Set(sema::VariableId variable, const Value& value) {
  values[variable.index] = Represent(value, variables[variable.index].type);
}

Evaluator::Evaluator(const sema::CheckedProgram& program, std::string_view source, const Limits& limits,
                     WorkBounds bounds, Diagnostics& diagnostics)
    : program_(program),
      source_(source),
      limits_(limits),
      bounds_(std::move(bounds)),
      diagnostics_(diagnostics),
      database_(program.relations),
      apply_builtin_(ApplyBuiltin) {}

auto Evaluator::Work(std::uint64_t steps) -> Outcome<void> {
  constexpr std::uint64_t kStepsBetweenQuestions = 4'096;
  const bool ask = bounds_.expired && (steps_ + steps) / kStepsBetweenQuestions != steps_ / kStepsBetweenQuestions;
  steps_ += steps;
  if (ask && bounds_.expired()) return tl::unexpected(Stop{.gave_up = true});
  const auto* frame = static_cast<const char*>(__builtin_frame_address(0));
  if (steps_ > bounds_.max_steps || frame < bounds_.stack_limit) return tl::unexpected(Stop{.gave_up = true});
  return {};
}

auto Evaluator::Evaluate(sema::ExprId id, const Frame& frame) -> Outcome<Value> {
  if (auto work = Work(); !work) return tl::unexpected(work.error());
  const Expr& expr = program_[id];
  auto value = EvaluateByKind(expr, frame);
  if (!value) return value;
  if (expr.type == Type::kAny) *value = Normalize(*std::move(value));
  BL_CHECK(HasRepresentation(*value, expr.type));
  return value;
}

auto Evaluator::EvaluateByKind(const Expr& expr, const Frame& frame) -> Outcome<Value> {
  const auto truth = [](bool holds) { return Value{std::int64_t{holds}}; };
  switch (expr.kind) {
    case ExprKind::kConstant:
      return ConstantValue(program_[expr.constant]);
    case ExprKind::kVariable:
      return frame.Get(expr.variable);
    case ExprKind::kNot:
    case ExprKind::kAnd:
    case ExprKind::kOr:
      return EvaluateLogic(expr, frame).map(truth);
    case ExprKind::kExists:
      return EvaluateExists(expr, frame).map(truth);
    case ExprKind::kAggregateQuery:
      return EvaluateAggregateQuery(expr, frame);
    case ExprKind::kCall: {
      auto result = Call(expr, frame);
      if (!result) return tl::unexpected(result.error());
      if (!*result) return StopAt(expr, DiagnosticKind::kNoResult);
      return **result;
    }
    default:
      break;
  }
  const auto operands = EvaluateAll(expr.operands, frame);
  if (!operands) return tl::unexpected(operands.error());
  Expected<Value> value = Fail(DiagnosticKind::kMixedValues);
  switch (expr.kind) {
    case ExprKind::kIntToFloat:
      value = Represent(operands->front(), Type::kFloat);
      break;
    case ExprKind::kToAny:
      value = operands->front();
      break;
    case ExprKind::kAnyToInt:
    case ExprKind::kAnyToFloat:
    case ExprKind::kAnyToSymbol:
      value = FromAny(operands->front(), expr.type);
      break;
    case ExprKind::kEqual:
    case ExprKind::kNotEqual:
    case ExprKind::kLess:
    case ExprKind::kLessEqual:
    case ExprKind::kGreater:
    case ExprKind::kGreaterEqual:
      value = Compare(expr.kind, (*operands)[0], (*operands)[1]).map(truth);
      break;
    case ExprKind::kBuiltin: {
      // Building and searching long texts is work too; 1,024: the product of lengths that REPLACE may search.
      const std::uint64_t bytes = TextBytes(*operands);
      if (auto work = Work(bytes / 64 + bytes * bytes / 1'024); !work) return tl::unexpected(work.error());
      value = apply_builtin_(expr.builtin, *operands);
      break;
    }
    default:
      value = Arithmetic(expr.kind, *operands);
      break;
  }
  if (!value) return StopAt(expr, value.error());
  return *std::move(value);
}

auto Evaluator::EvaluateAll(Span32 operands, const Frame& frame) -> Outcome<std::vector<Value>> {
  std::vector<Value> values;
  for (const sema::ExprId operand : program_.Operands(operands)) {
    auto value = Evaluate(operand, frame);
    if (!value) return tl::unexpected(value.error());
    values.push_back(*std::move(value));
  }
  return values;
}

auto Evaluator::EvaluateTuple(Span32 operands, const Frame& frame) -> Outcome<Tuple> {
  return EvaluateAll(operands, frame).map([](Tuple tuple) {
    for (Value& value : tuple) value = Normalize(std::move(value));
    return tuple;
  });
}

auto Evaluator::EvaluateCondition(sema::ExprId id, const Frame& frame) -> Outcome<bool> {
  const auto value = Evaluate(id, frame);
  if (!value) return tl::unexpected(value.error());
  const auto number = ToFloat(*value);  // no int but 0 rounds to 0.0
  if (!number) return StopAt(program_[id], DiagnosticKind::kMixedValues);
  return *number != 0;
}

auto Evaluator::EvaluateLogic(const Expr& expr, const Frame& frame) -> Outcome<bool> {
  const auto operands = program_.Operands(expr.operands);
  const auto left = EvaluateCondition(operands[0], frame);
  if (!left) return left;
  if (expr.kind == ExprKind::kNot) return !*left;
  const bool decided = expr.kind == ExprKind::kOr ? *left : !*left;
  return decided ? left : EvaluateCondition(operands[1], frame);
}

auto Evaluator::EvaluateQueryTerms(Span32 operands, const Frame& frame) -> Outcome<QueryTerms> {
  QueryTerms terms;
  for (const sema::ExprId operand : program_.Operands(operands)) {
    if (!operand.valid()) {
      terms.emplace_back();
      continue;
    }
    auto value = Evaluate(operand, frame);
    if (!value) return tl::unexpected(value.error());
    terms.emplace_back(Normalize(*std::move(value)));
  }
  return terms;
}

auto Evaluator::EvaluateQuery(const Expr& expr, const Frame& frame) -> Outcome<std::vector<Tuple>> {
  const auto terms = EvaluateQueryTerms(expr.operands, frame);
  if (!terms) return tl::unexpected(terms.error());
  if (auto solved = EnsureSolved(expr.relation, expr.range); !solved) return tl::unexpected(solved.error());
  if (auto work = Work(database_[expr.relation].size()); !work) return tl::unexpected(work.error());
  return MatchingTuples(expr.relation, *terms);
}

auto Evaluator::EvaluateExists(const Expr& expr, const Frame& frame) -> Outcome<bool> {
  return EvaluateQuery(expr, frame).map([](const std::vector<Tuple>& tuples) { return !tuples.empty(); });
}

auto Evaluator::EvaluateAggregateQuery(const Expr& expr, const Frame& frame) -> Outcome<Value> {
  const auto tuples = EvaluateQuery(expr, frame);
  if (!tuples) return tl::unexpected(tuples.error());
  // The last column that is asked for; COUNT may ask for none.
  std::optional<std::size_t> asked;
  const auto operands = program_.Operands(expr.operands);
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (!operands[i].valid()) asked = i;
  }
  std::vector<Value> values;
  for (const Tuple& tuple : *tuples) {
    values.push_back(asked ? Represent(tuple[*asked], program_[expr.relation].columns[*asked].type)
                           : Value{std::int64_t{1}});
  }
  const auto value = Aggregate(expr.aggregate, values);
  if (!value) return StopAt(expr, value.error());
  return Represent(*value, expr.type);
}

auto Evaluator::EvaluateRange(Span32 operands, SourceRange range, const Frame& frame) -> Outcome<IntRange> {
  const auto values = EvaluateTuple(operands, frame);
  if (!values) return tl::unexpected(values.error());
  const auto stop = [range](DiagnosticKind kind) { return tl::unexpected(Stop{.kind = kind, .range = range}); };
  for (const Value& value : *values) {
    if (std::holds_alternative<std::string>(value)) return stop(DiagnosticKind::kMixedValues);
  }
  IntRange result{.end = (*values)[1]};
  if (values->size() == 3) {
    const auto* step = std::get_if<std::int64_t>(&(*values)[2]);
    if (step == nullptr) return stop(DiagnosticKind::kMixedValues);
    if (*step == 0) return stop(DiagnosticKind::kZeroStep);
    result.step = *step;
  }
  const Value& start = values->front();
  if (const auto* integer = std::get_if<std::int64_t>(&start)) {
    result.next = *integer;
    return result;
  }
  // The first int at or beyond the start, in the direction of the step.
  const double number = std::get<double>(start);
  const auto whole = ToInt(result.step > 0 ? std::ceil(number) : std::floor(number));
  constexpr auto kMin = std::numeric_limits<std::int64_t>::min();
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  const __int128 before = static_cast<__int128>(result.step > 0 ? kMin : kMax);
  const __int128 beyond = result.step > 0 ? static_cast<__int128>(kMax) + 1 : static_cast<__int128>(kMin) - 1;
  result.next = whole ? *whole : (number < 0) == (result.step > 0) ? before : beyond;
  return result;
}

auto Evaluator::IntRange::Take() -> std::optional<std::int64_t> {
  if (next < std::numeric_limits<std::int64_t>::min() || next > std::numeric_limits<std::int64_t>::max()) {
    return std::nullopt;
  }
  const auto current = static_cast<std::int64_t>(next);
  const auto order = Order(Value{current}, end);
  if (step > 0 ? order >= 0 : order <= 0) return std::nullopt;
  next += step;
  return current;
}

auto Evaluator::Call(const Expr& expr, const Frame& frame) -> Outcome<std::optional<Value>> {
  auto arguments = EvaluateAll(expr.operands, frame);
  if (!arguments) return tl::unexpected(arguments.error());
  constexpr std::uint64_t kMaxCallDepth = 10'000;
  if (call_depth_ >= std::min(limits_.call_depth, kMaxCallDepth)) return StopAt(expr, DiagnosticKind::kDepthLimit);
  const sema::Function& function = program_[expr.function];
  BL_CHECK(arguments->size() == function.parameter_count);
  Frame callee(function.variables);
  for (std::uint32_t i = 0; i < function.parameter_count; ++i) callee.Set(sema::VariableId{i}, (*arguments)[i]);
  ++call_depth_;
  const auto flow = RunBody(program_.Statements(function.body), callee);
  --call_depth_;
  if (!flow) return tl::unexpected(flow.error());
  return std::move(callee.result);
}

auto Evaluator::MatchingTuples(sema::RelationId relation, const QueryTerms& terms) const -> std::vector<Tuple> {
  std::vector<Tuple> matching;
  for (const auto& [tuple, origin] : database_[relation]) {
    bool matches = true;
    for (std::size_t i = 0; i < terms.size(); ++i) matches = matches && (!terms[i] || Order(*terms[i], tuple[i]) == 0);
    if (matches) matching.push_back(tuple);
  }
  return matching;
}

}  // namespace bytelogic::reference
