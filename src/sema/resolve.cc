#include "sema/resolve.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "base/builtin.h"
#include "sema/suggest.h"

namespace bytelogic::sema {
namespace {

auto KindOf(syntax::Operator op) -> ExprKind {
  switch (op) {
    case syntax::Operator::kOr:
      return ExprKind::kOr;
    case syntax::Operator::kAnd:
      return ExprKind::kAnd;
    case syntax::Operator::kNot:
      return ExprKind::kNot;
    case syntax::Operator::kEqual:
      return ExprKind::kEqual;
    case syntax::Operator::kNotEqual:
      return ExprKind::kNotEqual;
    case syntax::Operator::kLess:
      return ExprKind::kLess;
    case syntax::Operator::kLessEqual:
      return ExprKind::kLessEqual;
    case syntax::Operator::kGreater:
      return ExprKind::kGreater;
    case syntax::Operator::kGreaterEqual:
      return ExprKind::kGreaterEqual;
    case syntax::Operator::kAdd:
      return ExprKind::kAdd;
    case syntax::Operator::kSubtract:
      return ExprKind::kSubtract;
    case syntax::Operator::kMultiply:
      return ExprKind::kMultiply;
    case syntax::Operator::kDivide:
      return ExprKind::kDivide;
    case syntax::Operator::kFloorDivide:
      return ExprKind::kFloorDivide;
    case syntax::Operator::kModulo:
      return ExprKind::kModulo;
    case syntax::Operator::kNegate:
      return ExprKind::kNegate;
  }
  return ExprKind::kNot;
}

}  // namespace

auto ExpressionResolver::LiteralOf(const syntax::Expr& expr) -> ConstantId {
  switch (expr.kind) {
    case syntax::ExprKind::kInt:
      return context_.constants.Int(expr.int_value);
    case syntax::ExprKind::kFloat:
      return context_.constants.Float(expr.float_value);
    case syntax::ExprKind::kString:
    case syntax::ExprKind::kAtom:
      return context_.constants.Symbol(expr.text);
    case syntax::ExprKind::kUnary: {
      if (expr.op != syntax::Operator::kNegate) return {};
      const syntax::Expr& operand = context_.ast[context_.ast.Arguments(expr)[0]];
      if (operand.kind == syntax::ExprKind::kFloat) return context_.constants.Float(-operand.float_value);
      if (operand.kind != syntax::ExprKind::kInt) return {};
      if (operand.int_value == std::numeric_limits<std::int64_t>::min()) return {};  // fails when it runs: R202
      return context_.constants.Int(-operand.int_value);
    }
    default:
      return {};
  }
}

auto ExpressionResolver::Resolve(syntax::ExprId id) -> ExprId {
  const syntax::Expr& expr = context_.ast[id];
  switch (expr.kind) {
    case syntax::ExprKind::kInt:
    case syntax::ExprKind::kFloat:
    case syntax::ExprKind::kString:
      return AddConstant(LiteralOf(expr), expr.range);
    case syntax::ExprKind::kAtom:
    case syntax::ExprKind::kVariable:
    case syntax::ExprKind::kField:
      return ResolveName(expr);
    case syntax::ExprKind::kUnary:
    case syntax::ExprKind::kBinary:
      return ResolveOperator(expr);
    case syntax::ExprKind::kCall:
      return ResolveCall(expr.text, expr.name_range, expr.range, context_.ast.Arguments(expr));
    case syntax::ExprKind::kBuiltin:
      return ResolveBuiltin(expr);
    case syntax::ExprKind::kExists:
      return ResolveExists(expr);
    case syntax::ExprKind::kAggregateQuery:
      return ResolveAggregateQuery(expr);
    case syntax::ExprKind::kAggregate:
    case syntax::ExprKind::kAny:
    case syntax::ExprKind::kError:
      break;
  }
  return Add(ErrorExpr(expr.range));
}

auto ExpressionResolver::ResolveName(const syntax::Expr& expr) -> ExprId {
  const Meaning meaning = scope_.MeaningOf(expr);
  switch (meaning.kind) {
    case Meaning::Kind::kVariable:
      return AddVariable(meaning.variable, expr.range);
    case Meaning::Kind::kSymbol:
      return AddConstant(context_.constants.Symbol(expr.text), expr.range);
    case Meaning::Kind::kError:
      break;
  }
  return Add(ErrorExpr(expr.range));
}

auto ExpressionResolver::ResolveOperator(const syntax::Expr& expr) -> ExprId {
  if (const ConstantId literal = LiteralOf(expr); literal.valid()) return AddConstant(literal, expr.range);
  const Span32 operands = ResolveList(context_.ast.Arguments(expr));
  return Add({.kind = KindOf(expr.op), .range = expr.range, .operands = operands});
}

auto ExpressionResolver::ResolveBuiltin(const syntax::Expr& expr) -> ExprId {
  const auto arguments = context_.ast.Arguments(expr);
  const Span32 operands = ResolveList(arguments);
  const BuiltinInfo* info = FindBuiltin(expr.text);
  if (info == nullptr) {
    ReportUndefinedFunction(context_, expr);
    return Add(ErrorExpr(expr.range));
  }
  // 255 stands for any number.
  if (arguments.size() < info->min_arguments ||
      (arguments.size() > info->max_arguments && info->max_arguments != BuiltinInfo::kAnyNumber)) {
    ReportBuiltinArity(context_, expr, *info);
    return Add(ErrorExpr(expr.range));
  }
  return Add({.kind = ExprKind::kBuiltin, .builtin = info->kind, .range = expr.range, .operands = operands});
}

auto ExpressionResolver::ResolveExists(const syntax::Expr& expr) -> ExprId {
  const auto arguments = context_.ast.Arguments(expr);
  const RelationId relation = FindRelation(context_, expr.text, expr.name_range, arguments.size());
  const bool fits = CheckArity(context_, relation, expr.name_range, arguments, ArityUseKind::kPattern);
  const Span32 operands = ResolveQuery(relation, arguments);
  if (!relation.valid() || !fits) return Add(ErrorExpr(expr.range));
  scope_.NoteRead(relation, expr.range, false);
  return Add({.kind = ExprKind::kExists, .range = expr.range, .relation = relation, .operands = operands});
}

auto ExpressionResolver::ResolveAggregateQuery(const syntax::Expr& expr) -> ExprId {
  const auto arguments = context_.ast.Arguments(expr);
  const RelationId relation = FindRelation(context_, expr.text, expr.name_range, arguments.size());
  const bool fits = CheckArity(context_, relation, expr.name_range, arguments, ArityUseKind::kPattern);
  const Span32 operands = ResolveQuery(relation, arguments);
  if (!relation.valid() || !fits) return Add(ErrorExpr(expr.range));
  scope_.NoteRead(relation, expr.range, true);
  context_.has_aggregate_queries = true;
  const auto is_any = [&](syntax::ExprId id) { return context_.ast[id].kind == syntax::ExprKind::kAny; };
  if (expr.aggregate != AggregateFunction::kCount && std::ranges::none_of(arguments, is_any)) {
    ReportNothingAsked(context_, expr, relation);
    return Add(ErrorExpr(expr.range));
  }
  return Add({.kind = ExprKind::kAggregateQuery,
              .aggregate = expr.aggregate,
              .range = expr.range,
              .relation = relation,
              .operands = operands});
}

auto ExpressionResolver::ResolveCall(std::string_view name, SourceRange name_range, SourceRange range,
                                     std::span<const syntax::ExprId> arguments) -> ExprId {
  const Span32 operands = ResolveList(arguments);
  const std::uint32_t index = context_.calc_names.Find(name);
  if (index == NameTable::kNone) {
    ReportUndefinedCalc(context_, name, name_range, range);
    return Add(ErrorExpr(range));
  }
  const CalcId calc{index};
  scope_.NoteCall(calc, range);
  const std::uint32_t parameters = context_.ast[context_.calcs[index].statement].parameters.size;
  if (arguments.size() != parameters) {
    ReportCalcArity(context_, calc, name_range, arguments.size());
    return Add(ErrorExpr(range));
  }
  return Add({.kind = ExprKind::kCall, .range = range, .calc = calc, .operands = operands});
}

auto ExpressionResolver::TakeScratch(std::size_t mark) -> Span32 { return code_.operand_pool.Take(scratch_, mark); }

auto ExpressionResolver::ResolveList(std::span<const syntax::ExprId> list) -> Span32 {
  const std::size_t mark = scratch_.size();
  for (const syntax::ExprId id : list) scratch_.push_back(Resolve(id));
  return TakeScratch(mark);
}

auto ExpressionResolver::ResolveQuery(RelationId relation, std::span<const syntax::ExprId> arguments) -> Span32 {
  const std::size_t arity = relation.valid() ? context_.program[relation].columns.size() : arguments.size();
  const std::size_t mark = scratch_.size();
  for (std::size_t index = 0; index < arguments.size(); ++index) {
    const bool any = context_.ast[arguments[index]].kind == syntax::ExprKind::kAny;
    const ExprId operand = any ? ExprId{} : Resolve(arguments[index]);
    if (index < arity) scratch_.push_back(operand);
  }
  context_.work.Hold(arity * sizeof(ExprId));
  scratch_.resize(mark + arity);
  return TakeScratch(mark);
}

}  // namespace bytelogic::sema
