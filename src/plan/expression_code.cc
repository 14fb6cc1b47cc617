// expression_code.cc - the part of CodeBuilder that turns expressions into operations.
#include <algorithm>

#include "plan/code_builder.h"
#include "plan/site_of.h"

namespace bytelogic::plan {

using runtime::kNoRegister;
using runtime::RowRange;
using sema::ExprKind;
using sema::Type;

auto CodeBuilder::Compile(sema::ExprId id, std::uint16_t target) -> std::uint16_t {
  const sema::Expr& expr = program()[id];
  switch (expr.kind) {
    case ExprKind::kConstant:
      return CompileConstant(expr.constant, target);
    case ExprKind::kVariable:
      return CompileVariable(expr.variable, target);
    case ExprKind::kIntToFloat:
    case ExprKind::kToAny:
    case ExprKind::kAnyToInt:
    case ExprKind::kAnyToFloat:
    case ExprKind::kAnyToSymbol:
      return CompileConversion(expr, target);
    case ExprKind::kNegate:
    case ExprKind::kAdd:
    case ExprKind::kSubtract:
    case ExprKind::kMultiply:
    case ExprKind::kDivide:
    case ExprKind::kFloorDivide:
    case ExprKind::kModulo:
      return CompileArithmetic(expr, target);
    case ExprKind::kEqual:
    case ExprKind::kNotEqual:
    case ExprKind::kLess:
    case ExprKind::kLessEqual:
    case ExprKind::kGreater:
    case ExprKind::kGreaterEqual:
      return CompileComparison(expr, target);
    case ExprKind::kNot:
    case ExprKind::kAnd:
    case ExprKind::kOr:
      return CompileLogic(expr, target);
    case ExprKind::kCall:
      return CompileCall(expr, target);
    case ExprKind::kBuiltin:
      return CompileBuiltin(expr, target);
    case ExprKind::kExists:
      return CompileExists(expr, target);
    case ExprKind::kAggregateQuery:
      return CompileAggregateQuery(expr, target);
  }
  return target;
}

auto CodeBuilder::CompileVariable(sema::VariableId variable, std::uint16_t target) -> std::uint16_t {
  Slot& slot = slots_[variable.index];
  if (slot.value != kNoRegister) return slot.value;
  // A variable of a rule that is bound as a cell: its value is made where it is first needed.
  if (conditional_ == 0) {
    const std::uint16_t value = slot.value = NewRegister();
    FromCell(TypeOf(variable), slot.cell, value);
    return value;
  }
  const std::uint16_t value = Target(target);
  FromCell(TypeOf(variable), slot.cell, value);
  return value;
}

auto CodeBuilder::CompileConstant(sema::ConstantId constant, std::uint16_t target) -> std::uint16_t {
  const std::uint32_t entry = constants_.EntryOf(constant);
  if (kind_ == Kind::kRule) {
    for (const Op& op : prologue_) {
      if (op.kind != OpKind::kConstant) continue;
      if (const auto load = As<ops::Constant>(op); load.constant == entry) return load.result;
    }
    const std::uint16_t kept = NewPrologueRegister();
    prologue_.push_back(Written(ops::Constant{.result = kept, .constant = entry}));
    return kept;
  }
  const std::uint16_t value = Target(target);
  Emit(ops::Constant{.result = value, .constant = entry});
  return value;
}

auto CodeBuilder::CompileConversion(const sema::Expr& expr, std::uint16_t target) -> std::uint16_t {
  const sema::ExprId operand = program().Operands(expr.operands)[0];
  const Type from = program()[operand].type;
  if (expr.kind == ExprKind::kToAny && from == Type::kAny) return Compile(operand, target);
  const std::uint32_t mark = Mark();
  const std::uint16_t source = Value(operand);
  Release(mark);
  const std::uint16_t value = Target(target);
  switch (expr.kind) {
    case ExprKind::kIntToFloat:
      Emit(ops::IntToFloat{.result = value, .operand = source});
      break;
    case ExprKind::kToAny: {
      const OpKind kind = from == Type::kInt     ? OpKind::kIntToAny
                          : from == Type::kFloat ? OpKind::kFloatToAny
                                                 : OpKind::kTextToAny;
      Emit(ops::Unary{.kind = kind, .result = value, .operand = source});
      break;
    }
    default: {
      const OpKind kind = expr.kind == ExprKind::kAnyToInt     ? OpKind::kAnyToInt
                          : expr.kind == ExprKind::kAnyToFloat ? OpKind::kAnyToFloat
                                                               : OpKind::kAnyToText;
      Emit(ops::Unary{.kind = kind, .result = value, .operand = source, .site = AddSite(SiteOf(program(), expr))});
    }
  }
  return value;
}

namespace {

struct TypedOps {
  OpKind of_int;
  OpKind of_float;
  OpKind of_any;
};

auto ArithmeticOps(ExprKind kind) -> TypedOps {
  switch (kind) {
    case ExprKind::kNegate:
      return {OpKind::kNegateInt, OpKind::kNegateFloat, OpKind::kNegateAny};
    case ExprKind::kAdd:
      return {OpKind::kAddInt, OpKind::kAddFloat, OpKind::kAddAny};
    case ExprKind::kSubtract:
      return {OpKind::kSubtractInt, OpKind::kSubtractFloat, OpKind::kSubtractAny};
    case ExprKind::kMultiply:
      return {OpKind::kMultiplyInt, OpKind::kMultiplyFloat, OpKind::kMultiplyAny};
    case ExprKind::kDivide:
      return {OpKind::kDivideFloat, OpKind::kDivideFloat, OpKind::kDivideAny};
    case ExprKind::kFloorDivide:
      return {OpKind::kFloorDivideInt, OpKind::kFloorDivideFloat, OpKind::kFloorDivideAny};
    default:
      return {OpKind::kModuloInt, OpKind::kModuloFloat, OpKind::kModuloAny};
  }
}

auto OpFor(const TypedOps& ops, Type type) -> OpKind {
  return type == Type::kInt ? ops.of_int : type == Type::kFloat ? ops.of_float : ops.of_any;
}

auto ComparisonOp(ExprKind kind, Type type) -> OpKind {
  // In the order of op_kind.def: equal, not equal, less, less or equal.
  int offset = 0;
  switch (kind) {
    case ExprKind::kEqual:
      offset = 0;
      break;
    case ExprKind::kNotEqual:
      offset = 1;
      break;
    case ExprKind::kLess:
    case ExprKind::kGreater:
      offset = 2;
      break;
    default:
      offset = 3;
  }
  const OpKind first = type == Type::kInt      ? OpKind::kEqualInt
                       : type == Type::kFloat  ? OpKind::kEqualFloat
                       : type == Type::kSymbol ? OpKind::kEqualText
                                               : OpKind::kEqualAny;
  return static_cast<OpKind>(static_cast<int>(first) + offset);
}

}  // namespace

auto CodeBuilder::CompileArithmetic(const sema::Expr& expr, std::uint16_t target) -> std::uint16_t {
  const auto operands = program().Operands(expr.operands);
  const std::uint32_t mark = Mark();
  const std::uint16_t left = Value(operands[0]);
  const std::uint16_t right = operands.size() > 1 ? Value(operands[1]) : std::uint16_t{0};
  Release(mark);
  const std::uint16_t value = Target(target);
  Emit(ops::Binary{.kind = OpFor(ArithmeticOps(expr.kind), expr.type),
                   .result = value,
                   .left = left,
                   .right = right,
                   .site = AddSite(SiteOf(program(), expr))});
  return value;
}

auto CodeBuilder::CanCompareCells(sema::ExprId id) const -> bool {
  if (kind_ != Kind::kRule) return false;
  const sema::Expr* expr = &program()[id];
  if (expr->kind == ExprKind::kToAny) expr = &program()[program().Operands(expr->operands)[0]];
  if (expr->kind == ExprKind::kConstant) return true;
  return expr->kind == ExprKind::kVariable && slots_[expr->variable.index].cell != kNoRegister;
}

auto CodeBuilder::CompileComparison(const sema::Expr& expr, std::uint16_t target) -> std::uint16_t {
  const auto operands = program().Operands(expr.operands);
  const std::uint32_t mark = Mark();
  const bool equality = expr.kind == ExprKind::kEqual || expr.kind == ExprKind::kNotEqual;
  if (equality && CanCompareCells(operands[0]) && CanCompareCells(operands[1])) {
    const std::uint16_t left = Cell(operands[0]);
    const std::uint16_t right = Cell(operands[1]);
    Release(mark);
    const std::uint16_t value = Target(target);
    Emit(ops::Binary{.kind = expr.kind == ExprKind::kEqual ? OpKind::kEqualCell : OpKind::kNotEqualCell,
                     .result = value,
                     .left = left,
                     .right = right});
    return value;
  }
  std::uint16_t left = Value(operands[0]);
  std::uint16_t right = Value(operands[1]);
  if (expr.kind == ExprKind::kGreater || expr.kind == ExprKind::kGreaterEqual) std::swap(left, right);
  Release(mark);
  const std::uint16_t value = Target(target);
  const Type type = program()[operands[0]].type;
  const OpKind kind = ComparisonOp(expr.kind, type);
  const bool can_fail = kind == OpKind::kLessAny || kind == OpKind::kLessEqualAny;
  Emit(ops::Binary{
      .kind = kind, .result = value, .left = left, .right = right, .site = can_fail ? AddSite(expr.range) : 0});
  return value;
}

auto CodeBuilder::CompileLogic(const sema::Expr& expr, std::uint16_t target) -> std::uint16_t {
  const auto operands = program().Operands(expr.operands);
  if (expr.kind == ExprKind::kNot) {
    const std::uint32_t mark = Mark();
    const std::uint16_t operand = Condition(operands[0]);
    Release(mark);
    const std::uint16_t value = Target(target);
    Emit(ops::Not{.result = value, .operand = operand});
    return value;
  }
  // The target may be a variable that the right operand reads: work in a register of our own.
  const std::uint16_t value = NewTemporary();
  const std::uint32_t mark = Mark();
  Emit(ops::IntToBool{.result = value, .operand = Condition(operands[0])});
  Release(mark);
  std::uint16_t enter = value;
  if (expr.kind == ExprKind::kOr) {
    enter = NewTemporary();
    Emit(ops::Not{.result = enter, .operand = value});
  }
  Emit(ops::If{.condition = enter});
  Open(false);
  ++conditional_;
  Emit(ops::IntToBool{.result = value, .operand = Condition(operands[1])});
  --conditional_;
  Close();
  Release(mark);
  return value;
}

auto CodeBuilder::CompileCall(const sema::Expr& expr, std::uint16_t target) -> std::uint16_t {
  const std::uint32_t mark = Mark();
  std::vector<std::uint16_t> arguments;
  for (const sema::ExprId operand : program().Operands(expr.operands)) arguments.push_back(Value(operand));
  Release(mark);
  const std::uint16_t value = Target(target);
  const Type result = program()[expr.function].result;
  if (result == Type::kSymbol || result == Type::kAny) made_text_ = true;
  Emit(ops::Call{.result = value,
                 .function = static_cast<std::uint16_t>(expr.function.index),
                 .arguments = List(arguments),
                 .needed = 1,
                 .site = AddSite(SiteOf(program(), expr))});
  return value;
}

auto CodeBuilder::CompileBuiltin(const sema::Expr& expr, std::uint16_t target) -> std::uint16_t {
  const auto operands = program().Operands(expr.operands);
  bool some_any = false;
  for (const sema::ExprId operand : operands) some_any = some_any || program()[operand].type == Type::kAny;
  runtime::OperandMode mode = runtime::OperandMode::kFloat;
  if (some_any) {
    mode = runtime::OperandMode::kAny;
  } else if (TakesTexts(expr.builtin)) {
    mode = runtime::OperandMode::kText;
  } else if (!operands.empty()) {
    const Type type = program()[operands[0]].type;
    mode = type == Type::kInt     ? runtime::OperandMode::kInt
           : type == Type::kFloat ? runtime::OperandMode::kFloat
                                  : runtime::OperandMode::kText;
  }
  const std::uint32_t mark = Mark();
  std::vector<std::uint16_t> values;
  for (const sema::ExprId operand : operands) values.push_back(some_any ? Any(operand) : Value(operand));
  Release(mark);
  const std::uint16_t value = Target(target);
  if (expr.type == Type::kSymbol || expr.type == Type::kAny) made_text_ = true;
  Emit(ops::Builtin{
      .result = value,
      .function = static_cast<std::uint16_t>(expr.builtin),
      .operands = List(values),
      .mode_and_count = static_cast<std::uint16_t>(static_cast<std::uint32_t>(mode) | (operands.size() << 8)),
      .site = AddSite(SiteOf(program(), expr))});
  return value;
}

auto CodeBuilder::CompileExists(const sema::Expr& expr, std::uint16_t target) -> std::uint16_t {
  const std::uint32_t mark = Mark();
  std::vector<std::uint16_t> cells;
  for (const sema::ExprId operand : program().Operands(expr.operands)) {
    cells.push_back(operand.valid() ? Cell(operand) : kNoRegister);
  }
  EnsureSolved(expr.relation, expr.range);
  const RowRange range = kind_ == Kind::kRule ? RowRange::kFull : RowRange::kNow;
  return Deliver(Exists(expr.relation.index, cells, range), target, mark);
}

auto CodeBuilder::Deliver(std::uint16_t value, std::uint16_t target, std::uint32_t mark) -> std::uint16_t {
  Release(mark);
  const std::uint16_t result = Target(target);
  if (result != value) Emit(ops::Move{.result = result, .operand = value});
  return result;
}

}  // namespace bytelogic::plan
