// constant_table.h - the constants of a program, each value of each type once.
//
//   ConstantTable constants(program.constants);
//   ConstantId id = constants.Symbol("alice");
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "sema/checked_program.h"

namespace bytelogic::sema {

class ConstantTable {
 public:
  // Adds to `constants`, which must outlive the table.
  explicit ConstantTable(IdVector<ConstantId, Constant>& constants) : constants_(constants) {}

  auto Int(std::int64_t value) -> ConstantId;
  // A constant of type float, whatever its value; -0.0 becomes 0.0.
  auto Float(double value) -> ConstantId;
  auto Symbol(std::string_view text) -> ConstantId;

  // The constant for the value of `id` by the identity of numbers: the int, where `id` is a float with an integral
  // value in the range of int; else `id`.
  auto Identity(ConstantId id) -> ConstantId;

 private:
  auto Intern(const Constant& constant) -> ConstantId;
  [[nodiscard]] auto SlotOf(const Constant& constant) const -> std::size_t;
  void Rehash();

  IdVector<ConstantId, Constant>& constants_;
  std::vector<std::uint32_t> slots_;  // empty while there are few constants
};

}  // namespace bytelogic::sema
