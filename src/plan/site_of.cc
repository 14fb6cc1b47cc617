#include "plan/site_of.h"

namespace bytelogic::plan {
namespace {

using sema::Expr;
using sema::ExprKind;

auto OperationOf(ExprKind kind) -> Operation {
  switch (kind) {
    case ExprKind::kNegate:
      return Operation::kNegate;
    case ExprKind::kAdd:
      return Operation::kAdd;
    case ExprKind::kSubtract:
      return Operation::kSubtract;
    case ExprKind::kMultiply:
      return Operation::kMultiply;
    case ExprKind::kDivide:
      return Operation::kDivide;
    case ExprKind::kFloorDivide:
      return Operation::kFloorDivide;
    case ExprKind::kModulo:
      return Operation::kModulo;
    case ExprKind::kBuiltin:
      return Operation::kFunction;
    case ExprKind::kAggregateQuery:
      return Operation::kAggregate;
    default:
      return Operation::kOther;
  }
}

// What `id` is before it is converted.
auto Unconverted(const sema::CheckedProgram& program, sema::ExprId id) -> const Expr& {
  const Expr* expr = &program[id];
  while (expr->kind >= ExprKind::kIntToFloat && expr->kind <= ExprKind::kAnyToSymbol) {
    expr = &program[program.Operands(expr->operands)[0]];
  }
  return *expr;
}

auto IsZero(const sema::CheckedProgram& program, const Expr& expr) -> bool {
  if (expr.kind != ExprKind::kConstant) return false;
  const sema::Constant& constant = program[expr.constant];
  return (constant.type == sema::Type::kInt && constant.int_value == 0) ||
         (constant.type == sema::Type::kFloat && constant.float_value == 0);
}

auto FormOf(const sema::CheckedProgram& program, const Expr& expr) -> OperandForm {
  if (IsZero(program, expr)) return OperandForm::kZero;
  if (expr.kind == ExprKind::kNegate) {
    const bool zero = IsZero(program, Unconverted(program, program.Operands(expr.operands)[0]));
    return zero ? OperandForm::kZero : OperandForm::kNegation;
  }
  if (expr.kind == ExprKind::kConstant) {
    const sema::Constant& constant = program[expr.constant];
    return constant.int_value < 0 || constant.float_value < 0 ? OperandForm::kNegation : OperandForm::kSimple;
  }
  return expr.kind > ExprKind::kNegate && expr.kind < ExprKind::kCall ? OperandForm::kCompound : OperandForm::kSimple;
}

}  // namespace

auto SiteOf(const sema::CheckedProgram& program, const Expr& expr) -> Site {
  Site site{.range = expr.range, .operation = OperationOf(expr.kind), .function = expr.builtin};
  if (site.operation == Operation::kOther || site.operation == Operation::kAggregate) return site;
  const auto operands = program.Operands(expr.operands);
  if (!operands.empty()) {
    const Expr& first = Unconverted(program, operands[0]);
    site.first = first.range;
    site.first_form = FormOf(program, first);
  }
  if (operands.size() > 1) {
    const Expr& second = Unconverted(program, operands[1]);
    site.second = second.range;
    site.second_form = FormOf(program, second);
  }
  return site;
}

auto SiteOfAggregate(const sema::CheckedProgram& program, SourceRange range, sema::ExprId operand) -> Site {
  Site site{.range = range, .operation = Operation::kAggregate};
  if (!operand.valid()) return site;
  const Expr& first = Unconverted(program, operand);
  site.first = first.range;
  site.first_form = FormOf(program, first);
  return site;
}

}  // namespace bytelogic::plan
