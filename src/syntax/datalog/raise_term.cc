// raise_term.cc - expressions as terms, and conditions as goals. ByteLogic's conditions are ints, which may stand
// anywhere; where a term must stand, such a value becomes a variable: (X > 3, T = 1 ; X <= 3, T = 0).

#include <algorithm>
#include <string>
#include <utility>

#include "base/builtin.h"
#include "base/keyword.h"
#include "syntax/bytelogic/parser.h"
#include "syntax/datalog/functions.h"
#include "syntax/datalog/raise_internal.h"

namespace bytelogic::syntax::datalog {
namespace {

auto ComputesOrOrders(const Expr& expr) -> bool {
  switch (expr.kind) {
    case ExprKind::kUnary:
    case ExprKind::kBinary:
      return expr.op >= Operator::kLess;
    case ExprKind::kCall:
    case ExprKind::kBuiltin:
    case ExprKind::kAggregateQuery:
      return true;
    default:
      return false;
  }
}

auto IsTest(std::string_view name) -> bool {
  const BuiltinInfo* builtin = FindBuiltin(name);
  return builtin != nullptr && builtin->signatures[0].result == ResultKind::kTruth;
}

}  // namespace

// Values of LETs stand in terms in place of their variables, and so make them higher.
auto Raising::RaiseTerm(Clauses& clause, Goals& before, ExprId id) -> TermId {
  if (height_ >= kMaxExprHeight) ReportTooLarge();
  if (too_large_) return IntTerm(0);
  ++height_;
  const TermId term = RaisePart(clause, before, id);
  --height_;
  return term;
}

auto Raising::RaisePart(Clauses& clause, Goals& before, ExprId id) -> TermId {
  const Expr& expr = ast_[id];
  switch (expr.kind) {
    case ExprKind::kInt:
      return IntTerm(expr.int_value);
    case ExprKind::kFloat:
      return Add(Term{.kind = TermKind::kFloat, .float_value = expr.float_value});
    case ExprKind::kString:
    case ExprKind::kAtom:
      return Add(Term{.kind = TermKind::kSymbol, .text = expr.text});
    case ExprKind::kVariable:
      if (const auto let = lets_.find(expr.text); let != lets_.end() && !clause.names.contains(expr.text)) {
        // After what has no form, a variable may have another value than that of its LET.
        if (diagnostics_.has_errors()) break;
        let->second.is_read = true;
        return RaiseTerm(clause, before, let->second.value);
      }
      return VariableTerm(VariableName(clause, expr.text));
    case ExprKind::kAny:
      return Add(Term{.kind = TermKind::kAnonymous});
    case ExprKind::kUnary: {
      if (expr.op == Operator::kNot) return RaiseTruth(clause, before, id);
      const TermId operand[] = {RaiseTerm(clause, before, ast_.Arguments(expr)[0])};
      return Add(Term{.kind = TermKind::kOperation, .op = TermOperator::kNegate, .arguments = Terms(operand)});
    }
    case ExprKind::kBinary:
      return RaiseBinary(clause, before, expr);
    case ExprKind::kBuiltin:
      return RaiseBuiltin(clause, before, expr);
    case ExprKind::kExists:
      return RaiseTruth(clause, before, id);
    case ExprKind::kAggregateQuery:
      return RaiseAggregate(clause, before, expr);
    case ExprKind::kCall:
      NoForm(expr.range, "a call of a CALC has", "write what it computes as rules");
      break;
    default:
      break;
  }
  return Add(Term{.kind = TermKind::kError});
}

auto Raising::RaiseBinary(Clauses& clause, Goals& before, const Expr& expr) -> TermId {
  TermOperator op = TermOperator::kAdd;
  switch (expr.op) {
    case Operator::kAdd:
      break;
    case Operator::kSubtract:
      op = TermOperator::kSubtract;
      break;
    case Operator::kMultiply:
      op = TermOperator::kMultiply;
      break;
    case Operator::kDivide:
      op = IsSouffle() ? TermOperator::kSlash : TermOperator::kDivide;
      break;
    case Operator::kFloorDivide:
      op = TermOperator::kFloorDivide;
      break;
    case Operator::kModulo:
      op = TermOperator::kModulo;
      break;
    default:
      return RaiseTruth(clause, before, ExprId{static_cast<std::uint32_t>(&expr - ast_.exprs.data())});
  }
  TermId left = RaiseTerm(clause, before, ast_.Arguments(expr)[0]);
  const TermId right = RaiseTerm(clause, before, ast_.Arguments(expr)[1]);
  if (op == TermOperator::kSlash) {
    // Of floats `/` is true division.
    const TermId operands[] = {Add(Term{.kind = TermKind::kFloat, .float_value = 1}), left};
    left = Add(Term{.kind = TermKind::kOperation, .op = TermOperator::kMultiply, .arguments = Terms(operands)});
  }
  const TermId operands[] = {left, right};
  return Add(Term{.kind = TermKind::kOperation, .op = op, .arguments = Terms(operands)});
}

auto Raising::RaiseBuiltin(Clauses& clause, Goals& before, const Expr& expr) -> TermId {
  std::vector<TermId> arguments;
  for (const ExprId argument : ast_.Arguments(expr)) arguments.push_back(RaiseTerm(clause, before, argument));
  const std::string_view name = NameOfBuiltin(expr.text);
  if (name == "contains" && IsSouffle() && arguments.size() == 2) std::swap(arguments[0], arguments[1]);
  return Add(Term{.kind = TermKind::kCall, .text = Text(std::string(name)), .arguments = Terms(arguments)});
}

// SUM(QUERY r a ? ?) is sum V : { r(a, _, V) }.
auto Raising::RaiseAggregate(Clauses& clause, Goals& before, const Expr& expr) -> TermId {
  Term aggregate{.kind = TermKind::kAggregate, .aggregate = expr.aggregate};
  std::string_view target;
  if (expr.aggregate != AggregateFunction::kCount) {
    target = Fresh(clause, IsSouffle() ? "value" : "Value");
    const TermId of[] = {VariableTerm(target)};
    aggregate.arguments = Terms(of);
  }
  aggregate.body = Literal(clause, before, expr.text, ast_.Arguments(expr), expr.range, target);
  return Add(aggregate);
}

// 1 or 0, as a variable that goals before the one at hand give its value.
auto Raising::RaiseTruth(Clauses& clause, Goals& before, ExprId id) -> TermId {
  const std::string_view name = Fresh(clause, IsSouffle() ? "truth" : "Truth");
  before.push_back(Truth(clause, id, name));
  return VariableTerm(name);
}

// variable = value.
void Raising::RaiseValue(Clauses& clause, std::string_view variable, ExprId value) {
  if (IsTruth(value)) {
    clause.goals.push_back(Truth(clause, value, variable));
    return;
  }
  const TermId term = RaiseTerm(clause, clause.goals, value);
  clause.goals.push_back(Compare(Operator::kEqual, VariableTerm(variable), term));
}

// Whether the value of `id` is the truth of a condition.
auto Raising::IsTruth(ExprId id) const -> bool {
  const Expr& expr = ast_[id];
  return expr.kind == ExprKind::kExists || (expr.kind == ExprKind::kUnary && expr.op == Operator::kNot) ||
         (expr.kind == ExprKind::kBinary && expr.op < Operator::kAdd);
}

auto Raising::Truth(Clauses& clause, ExprId id, std::string_view name) -> GoalId {
  const auto is = [&](std::int64_t value) { return Compare(Operator::kEqual, VariableTerm(name), IntTerm(value)); };
  const GoalId yes = GoalList(GoalKind::kAnd, {Condition(clause, id, true), is(1)});
  const GoalId no = GoalList(GoalKind::kAnd, {Condition(clause, id, false), is(0)});
  return GoalList(GoalKind::kOr, {yes, no});
}

// A goal that is true where `id` is (or, without `holds`, where it is not).
auto Raising::Condition(Clauses& clause, ExprId id, bool holds) -> GoalId {
  if (height_ >= kMaxExprHeight) ReportTooLarge();
  if (too_large_) return Add(Goal{.kind = GoalKind::kTrue});
  ++height_;
  const GoalId goal = ConditionPart(clause, id, holds);
  --height_;
  return goal;
}

auto Raising::ConditionPart(Clauses& clause, ExprId id, bool holds) -> GoalId {
  const Expr& expr = ast_[id];
  const auto operands = ast_.Arguments(expr);
  if (expr.kind == ExprKind::kUnary && expr.op == Operator::kNot) return Condition(clause, operands[0], !holds);
  if (expr.kind == ExprKind::kExists) {
    Goals goals;
    const GoalId literal = Literal(clause, goals, expr.text, operands, expr.range);
    goals.push_back(holds ? literal : Negate(literal));
    return GoalList(GoalKind::kAnd, goals);
  }
  if (expr.kind == ExprKind::kBinary && IsComparison(expr.op)) return Comparison(clause, expr, holds);
  if (expr.kind == ExprKind::kBinary && (expr.op == Operator::kAnd || expr.op == Operator::kOr)) {
    const bool both = (expr.op == Operator::kAnd) == holds;
    const GoalId first = Condition(clause, operands[0], holds);
    if (both) return GoalList(GoalKind::kAnd, {first, Condition(clause, operands[1], holds)});
    // The second one is looked at only where the first one does not decide: it may fail there.
    const GoalId second = Condition(clause, operands[1], holds);
    if (!MayFail(operands[1])) return GoalList(GoalKind::kOr, {first, second});
    const GoalId undecided = Condition(clause, operands[0], !holds);
    return GoalList(GoalKind::kOr, {first, GoalList(GoalKind::kAnd, {undecided, second})});
  }
  if (expr.kind == ExprKind::kBuiltin && IsTest(expr.text)) {
    Goals goals;
    const TermId call = RaiseBuiltin(clause, goals, expr);
    const GoalId test =
        Add(Goal{.kind = GoalKind::kLiteral, .text = tree_[call].text, .arguments = tree_[call].arguments});
    // A predicate of the program may have this name: then the function stands in a comparison.
    const bool taken = predicate_names_.contains(tree_[test].text);
    const GoalId goal = taken   ? Compare(holds ? Operator::kNotEqual : Operator::kEqual, call, IntTerm(0))
                        : holds ? test
                                : Negate(test);
    goals.push_back(goal);
    return GoalList(GoalKind::kAnd, goals);
  }
  Goals goals;
  const TermId value = RaiseTerm(clause, goals, id);
  goals.push_back(Compare(holds ? Operator::kNotEqual : Operator::kEqual, value, IntTerm(0)));
  return GoalList(GoalKind::kAnd, goals);
}

auto Raising::Comparison(Clauses& clause, const Expr& expr, bool holds) -> GoalId {
  Goals goals;
  const TermId left = RaiseTerm(clause, goals, ast_.Arguments(expr)[0]);
  const TermId right = RaiseTerm(clause, goals, ast_.Arguments(expr)[1]);
  goals.push_back(Compare(holds ? expr.op : Opposite(expr.op), left, right));
  return GoalList(GoalKind::kAnd, goals);
}

// Whether evaluating it may end the run: it computes, or compares what may be of different kinds.
auto Raising::MayFail(ExprId id) -> bool {
  // Each condition around an expression asks again.
  std::int8_t& known = may_fail_[id.index];
  if (known < 0) known = ComputesOrOrders(ast_[id]) || AnyMayFail(ast_.Arguments(ast_[id])) ? 1 : 0;
  return known > 0;
}

auto Raising::AnyMayFail(std::span<const ExprId> exprs) -> bool {
  return std::ranges::any_of(exprs, [this](ExprId each) { return MayFail(each); });
}

// relation(arguments); the last `?` is `target`, if there is one.
auto Raising::Literal(Clauses& clause, Goals& before, std::string_view relation, std::span<const ExprId> arguments,
                      SourceRange range, std::string_view target) -> GoalId {
  std::size_t last = arguments.size();
  for (std::size_t index = 0; index < arguments.size(); ++index) {
    if (ast_[arguments[index]].kind == ExprKind::kAny) last = index;
  }
  std::vector<TermId> terms;
  for (std::size_t index = 0; index < arguments.size(); ++index) {
    const bool is_target = index == last && !target.empty();
    terms.push_back(is_target ? VariableTerm(target) : RaiseTerm(clause, before, arguments[index]));
  }
  return Add(
      Goal{.kind = GoalKind::kLiteral, .range = range, .text = PredicateName(relation), .arguments = Terms(terms)});
}

}  // namespace bytelogic::syntax::datalog
