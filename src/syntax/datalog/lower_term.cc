// lower_term.cc - terms as expressions. What ByteLogic has no operator for is put together from those that it has:
// division toward zero, its remainder, and ranges as values.

#include <limits>
#include <utility>

#include "syntax/bytelogic/lexer.h"
#include "syntax/datalog/functions.h"
#include "syntax/datalog/lower_internal.h"

namespace bytelogic::syntax::datalog {
namespace {

auto OperatorOf(TermOperator op) -> Operator {
  switch (op) {
    case TermOperator::kNegate:
      return Operator::kNegate;
    case TermOperator::kAdd:
      return Operator::kAdd;
    case TermOperator::kSubtract:
      return Operator::kSubtract;
    case TermOperator::kMultiply:
      return Operator::kMultiply;
    case TermOperator::kFloorDivide:
      return Operator::kFloorDivide;
    case TermOperator::kModulo:
      return Operator::kModulo;
    default:
      return Operator::kDivide;
  }
}

}  // namespace

auto Lowering::LowerTerm(Body& body, TermId id) -> ExprId {
  const Term term = tree_[id];
  switch (term.kind) {
    case TermKind::kInt:
      return builder_.Int(term.int_value, term.range);
    case TermKind::kFloat:
      return builder_.Float(term.float_value, term.range);
    case TermKind::kSymbol:
      return builder_.Symbol(term.text, term.range);
    case TermKind::kVariable:
      return builder_.Variable(term.text, term.range);
    case TermKind::kOperation:
      return LowerOperation(body, term);
    case TermKind::kCall:
      return LowerCall(body, term);
    case TermKind::kAggregate:
      return LowerAggregate(body, term);
    case TermKind::kAnonymous:
      diagnostics_.Report(DiagnosticKind::kUnbound, term.range, "'_' has no value",
                          "give the variable a name, and bind it in a goal");
      break;
    case TermKind::kError:
      break;
  }
  return ErrorExpr(term.range);
}

// As an argument of a pattern: what is no constant and no variable stands in parentheses.
auto Lowering::LowerArgument(Body& body, TermId term) -> ExprId {
  const ExprId value = LowerTerm(body, term);
  const ExprKind kind = ast_[value].kind;
  const bool simple = kind == ExprKind::kInt || kind == ExprKind::kFloat || kind == ExprKind::kAtom ||
                      kind == ExprKind::kString || kind == ExprKind::kVariable;
  ast_.exprs[value.index].parenthesized = !simple;
  return value;
}

auto Lowering::LowerOperation(Body& body, const Term& term) -> ExprId {
  switch (term.op) {
    case TermOperator::kSlash:
      if (IsFloat(body, tree_.Terms(term.arguments)[0]) || IsFloat(body, tree_.Terms(term.arguments)[1])) break;
      [[fallthrough]];
    case TermOperator::kTruncate:
    case TermOperator::kRemainder:
      return Truncated(body, term);
    default:
      break;
  }
  std::vector<ExprId> operands;
  for (std::uint32_t at = term.arguments.begin; at < term.arguments.end(); ++at) {
    operands.push_back(LowerTerm(body, tree_.term_pool[at]));
  }
  if (term.op == TermOperator::kPower) return builder_.Builtin("POW", operands, term.range, term.name_range);
  if (operands.size() == 1) return builder_.Unary(Operator::kNegate, operands[0], term.range);
  return builder_.Binary(OperatorOf(term.op), operands[0], operands[1], term.range);
}

auto Lowering::IsFloat(const Body& /*body*/, TermId term) -> bool {
  if (!columns_inferred_) InferColumns(tree_, predicates_);
  columns_inferred_ = true;
  if (!types_) types_ = TypesOfVariables(tree_, predicates_, clause_body_);
  return TypeOf(tree_, term, *types_) == ColumnType::kFloat;
}

auto Lowering::Leaf(Body& body, ExprId value, std::string_view stem) -> Expr {
  const Expr expr = ast_[value];
  if (expr.kind == ExprKind::kInt || expr.kind == ExprKind::kFloat || expr.kind == ExprKind::kVariable) return expr;
  const std::string_view name = Fresh(stem);
  body.clauses.push_back(builder_.Let(name, value, expr.range));
  return Expr{.kind = ExprKind::kVariable, .range = expr.range, .name_range = expr.range, .text = name};
}

// a / b toward zero is the floor, and one more where that cut a negative number: a DIV b + (a MOD b != 0 AND (a < 0) !=
// (b < 0)). Its remainder: a MOD b - b * (the same).
auto Lowering::Truncated(Body& body, const Term& term) -> ExprId {
  const SourceRange range = term.range;
  const TermId left_term = tree_.Terms(term.arguments)[0];
  const TermId right_term = tree_.Terms(term.arguments)[1];
  const ExprId left_value = LowerTerm(body, left_term);
  const ExprId right_value = LowerTerm(body, right_term);
  const Expr left = Leaf(body, left_value, "dividend");
  const Expr right = Leaf(body, right_value, "divisor");
  const bool remainder = term.op == TermOperator::kRemainder;
  const bool known_left = left.kind == ExprKind::kInt;
  const bool known_right = right.kind == ExprKind::kInt && right.int_value != 0;
  const bool overflows = left.int_value == std::numeric_limits<std::int64_t>::min() && right.int_value == -1;
  if (known_left && known_right && !overflows) {
    return builder_.Int(remainder ? left.int_value % right.int_value : left.int_value / right.int_value, range);
  }
  const auto zero = [&] { return builder_.Int(0, range); };
  const auto binary = [&](Operator op, ExprId a, ExprId b) { return builder_.Binary(op, a, b, range); };
  const auto modulo = [&] { return binary(Operator::kModulo, builder_.Add(left), builder_.Add(right)); };
  // Both are of one sign where neither is negative: then there is nothing to mend.
  const auto signs_differ = [&] {
    if (known_right)
      return binary(right.int_value > 0 ? Operator::kLess : Operator::kGreater, builder_.Add(left), zero());
    const ExprId left_negative = binary(Operator::kLess, builder_.Add(left), zero());
    const ExprId right_negative = binary(Operator::kLess, builder_.Add(right), zero());
    return binary(Operator::kNotEqual, left_negative, right_negative);
  };
  const ExprId whole = remainder ? modulo() : binary(Operator::kFloorDivide, builder_.Add(left), builder_.Add(right));
  if (known_left && left.int_value == 0) return whole;
  const ExprId cut = binary(Operator::kAnd, binary(Operator::kNotEqual, modulo(), zero()), signs_differ());
  if (!remainder) return binary(Operator::kAdd, whole, cut);
  return binary(Operator::kSubtract, whole, binary(Operator::kMultiply, builder_.Add(right), cut));
}

auto Lowering::LowerCall(Body& body, const Term& term) -> ExprId {
  const FunctionInfo& function = *FindFunction(term.text);
  if (function.kind == FunctionKind::kRange) {
    return builder_.Variable(LowerRange(body, term, Fresh("i")), term.range);
  }
  if (function.kind == FunctionKind::kOrd) {
    diagnostics_.Report(DiagnosticKind::kUnsupportedDatalog, term.range, "the number of a symbol is not supported",
                        "only two of them can be compared: ord(X) < ord(Y), which compares the symbols");
    return ErrorExpr(term.range);
  }
  std::vector<ExprId> arguments;
  for (std::uint32_t at = term.arguments.begin; at < term.arguments.end(); ++at) {
    arguments.push_back(LowerTerm(body, tree_.term_pool[at]));
  }
  // Soufflé has the part first: contains("a", text).
  if (term.text == "contains" && tree_.convention == Convention::kSouffle && arguments.size() == 2) {
    std::swap(arguments[0], arguments[1]);
  }
  if (function.kind == FunctionKind::kIdentity && arguments.size() == 1) return arguments[0];
  return builder_.Builtin(function.builtin, arguments, term.range, term.name_range);
}

// FOR variable IN RANGE(a, b). Soufflé counts down where b is less than a.
auto Lowering::LowerRange(Body& body, const Term& term, std::string_view variable) -> std::string_view {
  const SourceRange range = term.range;
  if (term.arguments.size < 2 || term.arguments.size > 3) {
    diagnostics_.Report(DiagnosticKind::kArity, term.name_range,
                        "range takes 2 or 3 arguments, but " + std::to_string(term.arguments.size) +
                            (term.arguments.size == 1 ? " is" : " are") + " given",
                        "write range(from, to) or range(from, to, step); `to` is not a part of it");
    return variable;
  }
  std::vector<ExprId> bounds;
  for (std::uint32_t at = term.arguments.begin; at < term.arguments.end(); ++at) {
    bounds.push_back(LowerTerm(body, tree_.term_pool[at]));
  }
  if (bounds.size() == 2 && tree_.convention == Convention::kSouffle) {
    const Expr from = Leaf(body, bounds[0], "from");
    const Expr to = Leaf(body, bounds[1], "to");
    bounds = {builder_.Add(from), builder_.Add(to)};
    const bool known = from.kind == ExprKind::kInt && to.kind == ExprKind::kInt;
    if (known && from.int_value > to.int_value) bounds.push_back(builder_.Int(-1, range));
    if (!known) {
      // 1 - 2 * (a > b)
      const ExprId down = builder_.Binary(Operator::kGreater, builder_.Add(from), builder_.Add(to), range);
      const ExprId twice = builder_.Binary(Operator::kMultiply, builder_.Int(2, range), down, range);
      bounds.push_back(builder_.Binary(Operator::kSubtract, builder_.Int(1, range), twice, range));
    }
  }
  Statement loop{.kind = StatementKind::kForRange, .range = range, .keyword_range = {range.offset, 0}};
  loop.variable = variable;
  loop.variable_range = range;
  loop.arguments = builder_.List(bounds);
  loop.bodies = builder_.Body({});
  body.clauses.push_back(builder_.Add(loop));
  return variable;
}

}  // namespace bytelogic::syntax::datalog
