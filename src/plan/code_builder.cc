#include "plan/code_builder.h"

#include <algorithm>

#include "base/id_vector.h"

namespace bytelogic::plan {

using runtime::kNone32;
using runtime::kNoRegister;
using runtime::RowRange;
using sema::ExprKind;
using sema::Type;

CodeBuilder::CodeBuilder(Plan& plan, ConstantPool& constants, std::span<const sema::Variable> variables, Kind kind)
    : plan_(plan), constants_(constants), variables_(variables), kind_(kind), slots_(variables.size()) {
  if (kind_ == Kind::kRule) return;
  for (Slot& slot : slots_) slot.value = NewRegister();
}

auto CodeBuilder::AddSite(const Site& site) -> std::uint32_t {
  plan_.work->Hold(sizeof(site));
  plan_.sites.push_back(site);
  return Size32(plan_.sites) - 1;
}

auto CodeBuilder::List(std::span<const std::uint16_t> registers) -> std::uint32_t {
  plan_.work->Hold(registers.size_bytes());
  const auto offset = Size32(plan_.operands);
  plan_.operands.insert(plan_.operands.end(), registers.begin(), registers.end());
  return offset;
}

auto CodeBuilder::IndexOver(std::uint32_t relation, std::span<const std::uint16_t> columns) -> std::uint16_t {
  std::vector<Index>& indexes = plan_.indexes;
  plan_.work->Charge(1 + indexes.size() / 2);
  const auto found = std::find_if(indexes.begin(), indexes.end(), [&](const Index& index) {
    return index.relation == relation && std::ranges::equal(index.columns, columns);
  });
  if (found != indexes.end()) return static_cast<std::uint16_t>(found - indexes.begin());
  indexes.push_back({relation, {columns.begin(), columns.end()}});
  return static_cast<std::uint16_t>(indexes.size() - 1);
}

void CodeBuilder::Close() {
  structures_.pop_back();
  Emit(ops::End{});
}

auto CodeBuilder::InnermostLoop() const -> std::uint32_t {
  for (std::uint32_t out = 0; out < structures_.size(); ++out) {
    if (structures_[structures_.size() - 1 - out]) return out;
  }
  return kNone32;
}

auto CodeBuilder::NewTemporary() -> std::uint16_t {
  const std::uint32_t made = next_++;
  high_water_ = std::max(high_water_, next_);
  return static_cast<std::uint16_t>(made);  // BuildPlan refuses functions whose registers do not fit 16 bits
}

auto CodeBuilder::NewRegister(std::uint32_t count) -> std::uint16_t {
  const std::uint32_t made = next_;
  next_ += count;
  floor_ = next_;
  high_water_ = std::max(high_water_, next_);
  return static_cast<std::uint16_t>(made);
}

auto CodeBuilder::NewPrologueRegister() -> std::uint16_t {
  next_ = high_water_;
  return NewRegister();
}

auto CodeBuilder::ValueRegister(sema::VariableId variable) -> std::uint16_t {
  Slot& slot = slots_[variable.index];
  if (slot.value == kNoRegister) slot.value = NewRegister();
  return slot.value;
}

auto CodeBuilder::BindCell(sema::VariableId variable) -> std::uint16_t {
  return slots_[variable.index].cell = NewRegister();
}

void CodeBuilder::EmitPrologue(std::uint32_t begin) {
  plan_.code.insert(plan_.code.begin() + begin, prologue_.begin(), prologue_.end());
}

auto CodeBuilder::ToCell(Type type, std::uint16_t source) -> std::uint16_t {
  const std::uint16_t cell = NewTemporary();
  switch (type) {
    case Type::kInt:
      Emit(ops::IntToCell{.result = cell, .operand = source});
      break;
    case Type::kFloat:
      Emit(ops::FloatToCell{.result = cell, .operand = source});
      break;
    case Type::kSymbol:
      Emit(ops::TextToCell{.result = cell, .operand = source});
      break;
    default:
      Emit(ops::AnyToCell{.result = cell, .operand = source});
  }
  return cell;
}

void CodeBuilder::FromCell(Type type, std::uint16_t cell, std::uint16_t target) {
  switch (type) {
    case Type::kInt:
      Emit(ops::CellToInt{.result = target, .operand = cell});
      break;
    case Type::kFloat:
      Emit(ops::CellToFloat{.result = target, .operand = cell});
      break;
    case Type::kSymbol:
      Emit(ops::CellToText{.result = target, .operand = cell});
      break;
    default:
      Emit(ops::CellToAny{.result = target, .operand = cell});
  }
}

auto CodeBuilder::Value(sema::ExprId expr) -> std::uint16_t { return Compile(expr, kNoRegister); }

void CodeBuilder::ValueInto(sema::ExprId expr, std::uint16_t target) {
  const std::uint32_t mark = Mark();
  const std::uint16_t value = Compile(expr, target);
  if (value != target) Emit(ops::Move{.result = target, .operand = value});
  Release(mark);
}

auto CodeBuilder::Condition(sema::ExprId id) -> std::uint16_t {
  const sema::Expr& expr = program()[id];
  const std::uint32_t mark = Mark();
  const std::uint16_t value = Value(id);
  if (expr.type == Type::kInt) return value;
  Release(mark);
  const std::uint16_t condition = NewTemporary();
  if (expr.type == Type::kFloat) {
    Emit(ops::FloatToBool{.result = condition, .operand = value});
  } else {
    Emit(ops::AnyToBool{.result = condition, .operand = value, .site = AddSite(expr.range)});
  }
  return condition;
}

auto CodeBuilder::Any(sema::ExprId id) -> std::uint16_t {
  const std::uint16_t value = Value(id);
  const Type type = program()[id].type;
  if (type == Type::kAny) return value;
  const std::uint16_t any = NewTemporary();
  const OpKind kind = type == Type::kInt     ? OpKind::kIntToAny
                      : type == Type::kFloat ? OpKind::kFloatToAny
                                             : OpKind::kTextToAny;
  Emit(ops::Unary{.kind = kind, .result = any, .operand = value});
  return any;
}

auto CodeBuilder::CellOfVariable(sema::VariableId variable) -> std::uint16_t {
  Slot& slot = slots_[variable.index];
  if (kind_ != Kind::kRule) return ToCell(TypeOf(variable), slot.value);
  if (slot.cell != kNoRegister) return slot.cell;
  const std::uint16_t cell = ToCell(TypeOf(variable), slot.value);
  if (conditional_ == 0) {
    slot.cell = cell;
    floor_ = next_;
  }
  return cell;
}

auto CodeBuilder::CellOfConstant(sema::ConstantId constant) -> std::uint16_t {
  const std::uint32_t cell = constants_.CellOf(constant);
  if (kind_ != Kind::kRule) {
    const std::uint16_t target = NewTemporary();
    Emit(ops::CellConstant{.result = target, .cell = cell});
    return target;
  }
  plan_.work->Charge(1 + prologue_.size() / 4);
  for (const Op& op : prologue_) {
    if (op.kind != OpKind::kCellConstant) continue;
    if (const auto load = As<ops::CellConstant>(op); load.cell == cell) return load.result;
  }
  const std::uint16_t target = NewPrologueRegister();
  prologue_.push_back(Written(ops::CellConstant{.result = target, .cell = cell}));
  return target;
}

auto CodeBuilder::Cell(sema::ExprId id) -> std::uint16_t {
  const sema::Expr& expr = program()[id];
  if (expr.kind == ExprKind::kConstant) return CellOfConstant(expr.constant);
  if (expr.kind == ExprKind::kVariable) return CellOfVariable(expr.variable);
  // Equal values have equal cells, so an any has the cell of what it was made of.
  if (expr.kind == ExprKind::kToAny) return Cell(program().Operands(expr.operands)[0]);
  const std::uint32_t mark = Mark();
  const std::uint16_t value = Value(id);
  Release(mark);
  return ToCell(expr.type, value);
}

auto CodeBuilder::CellList(std::span<const sema::ExprId> operands) -> std::uint32_t {
  std::vector<std::uint16_t> cells;
  cells.reserve(operands.size());
  for (const sema::ExprId operand : operands) cells.push_back(operand.valid() ? Cell(operand) : kNoRegister);
  return List(cells);
}

auto CodeBuilder::Exists(std::uint32_t relation, std::span<const std::uint16_t> cells, RowRange range)
    -> std::uint16_t {
  std::vector<std::uint16_t> columns;
  std::vector<std::uint16_t> key;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i] == kNoRegister) continue;
    columns.push_back(static_cast<std::uint16_t>(i));
    key.push_back(cells[i]);
  }
  const auto c = static_cast<std::uint16_t>(range);
  const auto b = static_cast<std::uint16_t>(relation);
  const bool keeps_best = program().relations[relation].keep != Keep::kAll;
  if (keeps_best && cells.back() != kNoRegister && key.size() < cells.size()) return ExistsBest(relation, cells, range);
  const std::uint16_t target = NewTemporary();
  if (key.size() == cells.size()) {
    Emit(ops::Member{.result = target, .range = c, .relation = b, .row = List(key)});
  } else if (key.empty()) {
    Emit(ops::NotEmpty{.result = target, .range = c, .relation = b});
  } else {
    Emit(ops::Exists{.result = target, .range = c, .index = IndexOver(relation, columns), .key = List(key)});
  }
  return target;
}

void CodeBuilder::EnsureSolved(sema::RelationId relation, SourceRange range) {
  if (kind_ == Kind::kRule || !program()[relation].derived) return;
  const Site site{.range = range, .operation = Operation::kRead, .first = solve_place_, .relation = relation.index};
  Emit(ops::EnsureSolved{.site = AddSite(site)});
}

auto CanFail(const sema::CheckedProgram& program, sema::ExprId id) -> bool {
  const sema::Expr& expr = program[id];
  bool fails = false;
  switch (expr.kind) {
    case ExprKind::kConstant:
    case ExprKind::kVariable:
      return false;
    case ExprKind::kIntToFloat:
    case ExprKind::kToAny:
    case ExprKind::kEqual:
    case ExprKind::kNotEqual:
    case ExprKind::kExists:
      break;
    case ExprKind::kLess:
    case ExprKind::kLessEqual:
    case ExprKind::kGreater:
    case ExprKind::kGreaterEqual:
      fails = program[program.Operands(expr.operands)[0]].type == Type::kAny;
      break;
    case ExprKind::kNot:
    case ExprKind::kAnd:
    case ExprKind::kOr:
      for (const sema::ExprId operand : program.Operands(expr.operands)) {
        fails = fails || program[operand].type == Type::kAny;
      }
      break;
    case ExprKind::kNegate:
      fails = expr.type != Type::kFloat;
      break;
    default:
      return true;
  }
  for (const sema::ExprId operand : program.Operands(expr.operands)) {
    if (fails) return true;
    if (operand.valid()) fails = CanFail(program, operand);
  }
  return fails;
}

}  // namespace bytelogic::plan
