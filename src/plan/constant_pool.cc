#include "plan/constant_pool.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/id_vector.h"

namespace bytelogic::plan {
namespace {

using runtime::kNone32;

// Below this many, a linear search beats a hash table.
constexpr std::size_t kLinearSearch = 32;

}  // namespace

ConstantPool::ConstantPool(Plan& plan)
    : plan_(plan),
      cells_(plan.program->constants.size(), kNone32),
      entries_(plan.program->constants.size(), kNone32),
      symbols_(plan.program->constants.size(), kNone32) {}

auto ConstantPool::CellOf(sema::ConstantId id) -> std::uint32_t {
  std::uint32_t& cell = cells_[id.index];
  if (cell != kNone32) return cell;
  const sema::Constant& constant = (*plan_.program)[id];
  switch (constant.type) {
    case sema::Type::kInt:
      return cell = IntCell(constant.int_value);
    case sema::Type::kFloat:
      return cell = FloatCell(constant.float_value);
    default:
      return cell = (SymbolOf(id) << 2) | runtime::kCellSymbol;
  }
}

auto ConstantPool::EntryOf(sema::ConstantId id) -> std::uint32_t {
  std::uint32_t& entry = entries_[id.index];
  if (entry != kNone32) return entry;
  const sema::Constant& constant = (*plan_.program)[id];
  runtime::ConstantEntry made;
  switch (constant.type) {
    case sema::Type::kInt:
      made = {std::bit_cast<std::uint64_t>(constant.int_value), static_cast<std::uint32_t>(runtime::ValueTag::kInt)};
      break;
    case sema::Type::kFloat:
      made = {std::bit_cast<std::uint64_t>(constant.float_value),
              static_cast<std::uint32_t>(runtime::ValueTag::kFloat)};
      break;
    default:
      made = {SymbolOf(id), static_cast<std::uint32_t>(runtime::ValueTag::kText)};
  }
  plan_.constants.push_back(made);
  return entry = Size32(plan_.constants) - 1;
}

auto ConstantPool::SymbolOf(sema::ConstantId id) -> std::uint32_t {
  std::uint32_t& symbol = symbols_[id.index];
  if (symbol != kNone32) return symbol;
  plan_.symbols.push_back((*plan_.program)[id].text);
  return symbol = Size32(plan_.symbols) - 1;
}

auto ConstantPool::IntCell(std::int64_t value) -> std::uint32_t {
  if (value >= runtime::kSmallIntMin && value <= runtime::kSmallIntMax) return runtime::SmallIntCell(value);
  std::vector<std::int64_t>& ints = plan_.ints;
  std::uint32_t index = kNone32;
  if (ints.size() <= kLinearSearch) {
    const auto found = std::find(ints.begin(), ints.end(), value);
    if (found != ints.end()) index = static_cast<std::uint32_t>(found - ints.begin());
  } else {
    if (int_indexes_.empty()) {
      for (std::size_t i = 0; i < ints.size(); ++i) int_indexes_.emplace(ints[i], static_cast<std::uint32_t>(i));
    }
    const auto found = int_indexes_.find(value);
    if (found != int_indexes_.end()) index = found->second;
  }
  if (index == kNone32) {
    index = Size32(ints);
    ints.push_back(value);
    if (!int_indexes_.empty()) int_indexes_.emplace(value, index);
  }
  return (index << 2) | runtime::kCellBoxedInt;
}

auto ConstantPool::FloatCell(double value) -> std::uint32_t {
  // 2^63 is exact as a double; the largest int64 is not.
  if (value == std::trunc(value) && value >= -0x1p63 && value < 0x1p63)
    return IntCell(static_cast<std::int64_t>(value));
  // No two constants are the same float, so there is nothing to look for.
  plan_.floats.push_back(value);
  return ((Size32(plan_.floats) - 1) << 2) | runtime::kCellFloat;
}

}  // namespace bytelogic::plan
