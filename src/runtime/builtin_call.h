// builtin_call.h - a call of a function as builtins.cc and text_functions.cc see it: operands by position, and the
// result given as its kind.
//
//   return call.GiveInt(CountCodePoints(call.text(0)));
#pragma once

#include <string_view>

#include "runtime/cells.h"
#include "runtime/machine.h"
#include "runtime/ops.h"

namespace bytelogic::runtime {

struct BuiltinCall {
  Machine& machine;
  const ops::Builtin& op;
  Register* registers;
  const std::uint16_t* list = machine.operands + op.operands;

  [[nodiscard]] auto mode() const -> OperandMode { return static_cast<OperandMode>(op.mode_and_count & 0xFF); }
  [[nodiscard]] auto count() const -> std::uint32_t { return op.mode_and_count >> 8; }
  [[nodiscard]] auto operand(std::uint32_t i) const -> const Register& { return registers[list[i]]; }
  [[nodiscard]] auto result() const -> Register& { return registers[op.result]; }
  [[nodiscard]] auto text(std::uint32_t i) const -> std::string_view { return {operand(i).text, operand(i).length}; }

  [[nodiscard]] auto IsText(std::uint32_t i) const -> bool {
    return mode() == OperandMode::kText || (mode() == OperandMode::kAny && TagOf(operand(i)) == kTagText);
  }
  [[nodiscard]] auto IsInt(std::uint32_t i) const -> bool {
    return mode() == OperandMode::kInt || (mode() == OperandMode::kAny && TagOf(operand(i)) == kTagInt);
  }
  [[nodiscard]] auto Float(std::uint32_t i) const -> double {
    return IsInt(i) ? static_cast<double>(operand(i).integer) : operand(i).number;
  }

  [[nodiscard]] auto Charge(std::uint64_t fuel) const -> Status { return machine.fuel.Charge(fuel); }

  auto GiveInt(std::int64_t value) const -> Status {
    SetInt(result(), value);
    return Status::kOk;
  }
  // As the mode says: a number among numbers, an any among anys.
  auto GiveFloat(double value) const -> Status {
    if (mode() == OperandMode::kAny) {
      SetFloat(result(), value);
    } else {
      result().number = value;
    }
    return Status::kOk;
  }
  auto GiveText(std::string_view value) const -> Status {
    SetText(result(), value.data(), static_cast<std::uint32_t>(value.size()));
    return Status::kOk;
  }

  // Room for a text of `size` bytes; nullptr: out of memory.
  [[nodiscard]] auto Room(std::uint64_t size) const -> char* {
    if (size > UINT32_MAX / 2) return nullptr;
    return machine.scratch.Allocate(machine.heap, static_cast<std::size_t>(size));
  }
};

}  // namespace bytelogic::runtime
