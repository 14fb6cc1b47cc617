// value_steps.h - what each operation does that computes one register from others: constants, conversions, arithmetic,
// comparisons, functions.
//
//   status = Step(machine, As<ops::AddInt>(op), registers);
//
// One function per operation of op_kind.def. Used by the interpreter alone, into which all of them are inlined.
#pragma once

#include "runtime/builtins.h"
#include "runtime/machine.h"
#include "runtime/numbers.h"
#include "runtime/op_fuel.h"
#include "runtime/ops.h"

namespace bytelogic::runtime {

inline auto Spend(Machine& machine, std::uint32_t fuel) -> Status {
  machine.fuel.slice -= fuel;
  if (machine.fuel.slice >= 0) [[likely]]
    return Status::kOk;
  return machine.fuel.Refill();
}

inline auto Memory(bool enough) -> Status { return enough ? Status::kOk : Status::kMemoryLimit; }

inline void LoadConstant(Machine& machine, const ConstantEntry& constant, Register& target) {
  target.integer = static_cast<std::int64_t>(constant.bits);
  if (constant.tag == kTagText)
    machine.values.ToText(MakeCell(kCellSymbol, static_cast<std::uint32_t>(constant.bits)), target);
}

inline auto SpendOnTexts(Machine& machine, const Register& a, const Register& b) -> Status {
  return Spend(machine, (a.length < b.length ? a.length : b.length) / kCopiedBytes);
}

inline auto OrderOfTexts(const Register& a, const Register& b) -> int {
  return CompareText(a.text, a.length, b.text, b.length);
}

inline auto CellOfText(Machine& machine, const Register& text, std::uint32_t& cell) -> Status {
  const bool known = text.tag >> 2 != 0;
  const std::uint32_t fuel = known ? 0 : text.length / kHashedBytes + 2 * TouchFuel(machine.values.symbols.count());
  if (Status status = Spend(machine, FuelOf(OpKind::kTextToCell) + fuel); status != Status::kOk) return status;
  return Memory(machine.values.CellOfText(machine.heap, text, cell));
}

// What it costs to look up what a cell stands for, where it does not stand in the cell.
inline auto ValueFuel(const Values& values, std::uint32_t cell) -> std::uint32_t {
  switch (CellTag(cell)) {
    case kCellSymbol:
      return TouchFuel(values.symbols.count());
    case kCellFloat:
      return TouchFuel(values.floats.count());
    case kCellBoxedInt:
      return TouchFuel(values.ints.count());
    default:
      return 0;
  }
}

// A number that has no cell of its own is looked up among those that there are.
inline auto BoxFuel(const WordTable& table) -> std::uint32_t { return 8 + 2 * TouchFuel(table.count()); }

// Constants, moves, conversions.

inline auto Step(Machine& machine, const ops::Constant& op, Register* r) -> Status {
  LoadConstant(machine, machine.Entries<ConstantEntry>(machine.header->constants)[op.constant], r[op.result]);
  return Status::kOk;
}

inline auto Step(Machine&, const ops::CellConstant& op, Register* r) -> Status {
  r[op.result].cell = op.cell;
  return Status::kOk;
}

inline auto Step(Machine&, const ops::Move& op, Register* r) -> Status {
  r[op.result] = r[op.operand];
  return Status::kOk;
}

inline auto Step(Machine&, const ops::IntToFloat& op, Register* r) -> Status {
  r[op.result].number = static_cast<double>(r[op.operand].integer);
  return Status::kOk;
}

inline auto Step(Machine&, const ops::IntToAny& op, Register* r) -> Status {
  SetInt(r[op.result], r[op.operand].integer);
  return Status::kOk;
}

inline auto Step(Machine&, const ops::FloatToAny& op, Register* r) -> Status {
  SetFloat(r[op.result], r[op.operand].number);
  return Status::kOk;
}

inline auto Step(Machine&, const ops::TextToAny& op, Register* r) -> Status {
  r[op.result] = r[op.operand];
  return Status::kOk;
}

inline auto Step(Machine&, const ops::AnyToInt& op, Register* r) -> Status {
  const Status status = TagOf(r[op.operand]) == kTagInt ? Status::kOk : Status::kValueDoesNotFit;
  r[op.result].integer = r[op.operand].integer;
  return status;
}

inline auto Step(Machine&, const ops::AnyToFloat& op, Register* r) -> Status {
  if (TagOf(r[op.operand]) == kTagText) return Status::kValueDoesNotFit;
  r[op.result].number = AnyToFloat(r[op.operand]);
  return Status::kOk;
}

inline auto Step(Machine&, const ops::AnyToText& op, Register* r) -> Status {
  const Status status = TagOf(r[op.operand]) == kTagText ? Status::kOk : Status::kValueDoesNotFit;
  r[op.result] = r[op.operand];
  return status;
}

inline auto Step(Machine& machine, const ops::CellToInt& op, Register* r) -> Status {
  if (CellTag(r[op.operand].cell) != kCellSmallInt) [[unlikely]]
    machine.fuel.slice -= ValueFuel(machine.values, r[op.operand].cell);
  r[op.result].integer = machine.values.ToInt(r[op.operand].cell);
  return Status::kOk;
}

inline auto Step(Machine& machine, const ops::CellToFloat& op, Register* r) -> Status {
  machine.fuel.slice -= ValueFuel(machine.values, r[op.operand].cell);
  r[op.result].number = machine.values.ToFloat(r[op.operand].cell);
  return Status::kOk;
}

inline auto Step(Machine& machine, const ops::CellToText& op, Register* r) -> Status {
  machine.fuel.slice -= ValueFuel(machine.values, r[op.operand].cell);
  machine.values.ToText(r[op.operand].cell, r[op.result]);
  return Status::kOk;
}

inline auto Step(Machine& machine, const ops::CellToAny& op, Register* r) -> Status {
  machine.fuel.slice -= ValueFuel(machine.values, r[op.operand].cell);
  machine.values.ToAny(r[op.operand].cell, r[op.result]);
  return Status::kOk;
}

inline auto Step(Machine& machine, const ops::IntToCell& op, Register* r) -> Status {
  if (r[op.operand].integer < kSmallIntMin || r[op.operand].integer > kSmallIntMax) [[unlikely]]
    machine.fuel.slice -= BoxFuel(machine.values.ints);
  return Memory(machine.values.CellOfInt(machine.heap, r[op.operand].integer, r[op.result].cell));
}

inline auto Step(Machine& machine, const ops::FloatToCell& op, Register* r) -> Status {
  machine.fuel.slice -= BoxFuel(machine.values.floats);
  return Memory(machine.values.CellOfFloat(machine.heap, r[op.operand].number, r[op.result].cell));
}

inline auto Step(Machine& machine, const ops::TextToCell& op, Register* r) -> Status {
  return CellOfText(machine, r[op.operand], r[op.result].cell);
}

inline auto Step(Machine& machine, const ops::AnyToCell& op, Register* r) -> Status {
  const Register& any = r[op.operand];
  if (TagOf(any) == kTagText) return CellOfText(machine, any, r[op.result].cell);
  machine.fuel.slice -= BoxFuel(TagOf(any) == kTagInt ? machine.values.ints : machine.values.floats);
  return Memory(machine.values.CellOfAny(machine.heap, any, r[op.result].cell));
}

inline auto Step(Machine&, const ops::IntToBool& op, Register* r) -> Status {
  r[op.result].integer = r[op.operand].integer != 0 ? 1 : 0;
  return Status::kOk;
}

inline auto Step(Machine&, const ops::FloatToBool& op, Register* r) -> Status {
  r[op.result].integer = r[op.operand].number != 0 ? 1 : 0;
  return Status::kOk;
}

inline auto Step(Machine&, const ops::AnyToBool& op, Register* r) -> Status {
  if (TagOf(r[op.operand]) == kTagText) return Status::kMixedValues;
  r[op.result].integer = AnyToFloat(r[op.operand]) != 0 ? 1 : 0;
  return Status::kOk;
}

inline auto Step(Machine&, const ops::Not& op, Register* r) -> Status {
  r[op.result].integer = r[op.operand].integer == 0 ? 1 : 0;
  return Status::kOk;
}

// Arithmetic.

inline auto Step(Machine&, const ops::NegateInt& op, Register* r) -> Status {
  return NegateInt(r[op.operand].integer, r[op.result].integer);
}

#define COMPUTES_INT(name)                                                      \
  inline auto Step(Machine&, const ops::name& op, Register* r)->Status {        \
    return name(r[op.left].integer, r[op.right].integer, r[op.result].integer); \
  }
COMPUTES_INT(AddInt)
COMPUTES_INT(SubtractInt)
COMPUTES_INT(MultiplyInt)
COMPUTES_INT(FloorDivideInt)
COMPUTES_INT(ModuloInt)
#undef COMPUTES_INT

inline auto Step(Machine&, const ops::NegateFloat& op, Register* r) -> Status {
  r[op.result].number = 0.0 - r[op.operand].number;
  return Status::kOk;
}

inline auto Step(Machine&, const ops::AddFloat& op, Register* r) -> Status {
  return Finite(r[op.left].number + r[op.right].number, r[op.result].number);
}

inline auto Step(Machine&, const ops::SubtractFloat& op, Register* r) -> Status {
  return Finite(r[op.left].number - r[op.right].number, r[op.result].number);
}

inline auto Step(Machine&, const ops::MultiplyFloat& op, Register* r) -> Status {
  return Finite(r[op.left].number * r[op.right].number, r[op.result].number);
}

inline auto Step(Machine&, const ops::DivideFloat& op, Register* r) -> Status {
  return DivideFloat(r[op.left].number, r[op.right].number, r[op.result].number);
}

inline auto Step(Machine& machine, const ops::FloorDivideFloat& op, Register* r) -> Status {
  machine.fuel.slice -= FuelOf(op.kKind) + RemainderFuel(r[op.left].number, r[op.right].number);
  return FloorDivideFloat(r[op.left].number, r[op.right].number, r[op.result].number);
}

inline auto Step(Machine& machine, const ops::ModuloFloat& op, Register* r) -> Status {
  machine.fuel.slice -= FuelOf(op.kKind) + RemainderFuel(r[op.left].number, r[op.right].number);
  return ModuloFloat(r[op.left].number, r[op.right].number, r[op.result].number);
}

inline auto Step(Machine&, const ops::NegateAny& op, Register* r) -> Status {
  Register zero;
  SetInt(zero, 0);
  return AnyArithmetic(Arithmetic::kSubtract, zero, r[op.operand], r[op.result]);
}

#define COMPUTES_ANY(name, how)                                                   \
  inline auto Step(Machine&, const ops::name& op, Register* r)->Status {          \
    return AnyArithmetic(Arithmetic::how, r[op.left], r[op.right], r[op.result]); \
  }
COMPUTES_ANY(AddAny, kAdd)
COMPUTES_ANY(SubtractAny, kSubtract)
COMPUTES_ANY(MultiplyAny, kMultiply)
COMPUTES_ANY(DivideAny, kDivide)
#undef COMPUTES_ANY

inline auto Step(Machine& machine, const ops::FloorDivideAny& op, Register* r) -> Status {
  machine.fuel.slice -= FuelOf(op.kKind) + RemainderFuel(r[op.left], r[op.right]);
  return AnyArithmetic(Arithmetic::kFloorDivide, r[op.left], r[op.right], r[op.result]);
}

inline auto Step(Machine& machine, const ops::ModuloAny& op, Register* r) -> Status {
  machine.fuel.slice -= FuelOf(op.kKind) + RemainderFuel(r[op.left], r[op.right]);
  return AnyArithmetic(Arithmetic::kModulo, r[op.left], r[op.right], r[op.result]);
}

// Comparisons.

#define COMPARES(name, member, how)                                          \
  inline auto Step(Machine&, const ops::name& op, Register* r)->Status {     \
    r[op.result].integer = r[op.left].member how r[op.right].member ? 1 : 0; \
    return Status::kOk;                                                      \
  }
COMPARES(EqualInt, integer, ==)
COMPARES(NotEqualInt, integer, !=)
COMPARES(LessInt, integer, <)
COMPARES(LessEqualInt, integer, <=)
COMPARES(EqualFloat, number, ==)
COMPARES(NotEqualFloat, number, !=)
COMPARES(LessFloat, number, <)
COMPARES(LessEqualFloat, number, <=)
COMPARES(EqualCell, cell, ==)
COMPARES(NotEqualCell, cell, !=)
#undef COMPARES

inline auto Step(Machine& machine, const ops::EqualText& op, Register* r) -> Status {
  const Status status = SpendOnTexts(machine, r[op.left], r[op.right]);
  r[op.result].integer = EqualText(r[op.left], r[op.right]) ? 1 : 0;
  return status;
}

inline auto Step(Machine& machine, const ops::NotEqualText& op, Register* r) -> Status {
  const Status status = SpendOnTexts(machine, r[op.left], r[op.right]);
  r[op.result].integer = !EqualText(r[op.left], r[op.right]) ? 1 : 0;
  return status;
}

inline auto Step(Machine& machine, const ops::LessText& op, Register* r) -> Status {
  const Status status = SpendOnTexts(machine, r[op.left], r[op.right]);
  r[op.result].integer = OrderOfTexts(r[op.left], r[op.right]) < 0 ? 1 : 0;
  return status;
}

inline auto Step(Machine& machine, const ops::LessEqualText& op, Register* r) -> Status {
  const Status status = SpendOnTexts(machine, r[op.left], r[op.right]);
  r[op.result].integer = OrderOfTexts(r[op.left], r[op.right]) <= 0 ? 1 : 0;
  return status;
}

inline auto Step(Machine& machine, const ops::EqualAny& op, Register* r) -> Status {
  Status status = Status::kOk;
  if (TagOf(r[op.left]) == kTagText && TagOf(r[op.right]) == kTagText) {
    status = SpendOnTexts(machine, r[op.left], r[op.right]);
  }
  r[op.result].integer = EqualAny(r[op.left], r[op.right]) ? 1 : 0;
  return status;
}

inline auto Step(Machine& machine, const ops::NotEqualAny& op, Register* r) -> Status {
  Status status = Status::kOk;
  if (TagOf(r[op.left]) == kTagText && TagOf(r[op.right]) == kTagText) {
    status = SpendOnTexts(machine, r[op.left], r[op.right]);
  }
  r[op.result].integer = !EqualAny(r[op.left], r[op.right]) ? 1 : 0;
  return status;
}

inline auto Step(Machine& machine, const ops::LessAny& op, Register* r) -> Status {
  int order = 0;
  Status status = CompareAny(r[op.left], r[op.right], order);
  if (status != Status::kOk) return status;
  if (TagOf(r[op.left]) == kTagText) status = SpendOnTexts(machine, r[op.left], r[op.right]);
  r[op.result].integer = order < 0 ? 1 : 0;
  return status;
}

inline auto Step(Machine& machine, const ops::LessEqualAny& op, Register* r) -> Status {
  int order = 0;
  Status status = CompareAny(r[op.left], r[op.right], order);
  if (status != Status::kOk) return status;
  if (TagOf(r[op.left]) == kTagText) status = SpendOnTexts(machine, r[op.left], r[op.right]);
  r[op.result].integer = order <= 0 ? 1 : 0;
  return status;
}

// Functions.

inline auto Step(Machine& machine, const ops::Builtin& op, Register* r) -> Status {
  return CallBuiltin(machine, op, r);
}

}  // namespace bytelogic::runtime
