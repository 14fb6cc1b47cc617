// constant_pool.h - the constants of a program as the sandbox wants them: cells for tuples, entries for registers.
//
//   std::uint32_t cell = pool.CellOf(term.constant);      // for kCellConstant, kAssertRows
//   std::uint32_t entry = pool.EntryOf(expr.constant);    // for kConstant
//
// Used by the plan builder. Equal values get equal cells (runtime/image.h), whatever type they were written with.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "plan/plan.h"

namespace bytelogic::plan {

class ConstantPool {
 public:
  explicit ConstantPool(Plan& plan);

  auto CellOf(sema::ConstantId id) -> std::uint32_t;
  // Index into Plan::constants.
  auto EntryOf(sema::ConstantId id) -> std::uint32_t;

 private:
  auto SymbolOf(sema::ConstantId id) -> std::uint32_t;
  auto IntCell(std::int64_t value) -> std::uint32_t;
  auto FloatCell(double value) -> std::uint32_t;

  Plan& plan_;
  std::vector<std::uint32_t> cells_;                             // by ConstantId; kNone32: not yet
  std::vector<std::uint32_t> entries_;                           // likewise
  std::vector<std::uint32_t> symbols_;                           // likewise
  std::unordered_map<std::int64_t, std::uint32_t> int_indexes_;  // only once there are many
};

}  // namespace bytelogic::plan
