#include "bytelogic/facts.h"

#include <algorithm>
#include <cstring>

#include "engine/value_text.h"
#include "runtime/image.h"

namespace bytelogic {
namespace {

using runtime::kCellBoxedInt;
using runtime::kCellFloat;
using runtime::kCellSymbol;

constexpr auto Bit(ColumnType type) -> std::uint8_t {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(type));
}

auto TypeOf(std::uint8_t mask) -> ColumnType {
  const bool symbols = (mask & Bit(ColumnType::kSymbol)) != 0;
  if (symbols) return mask == Bit(ColumnType::kSymbol) ? ColumnType::kSymbol : ColumnType::kAny;
  return (mask & Bit(ColumnType::kFloat)) != 0 ? ColumnType::kFloat : ColumnType::kInt;
}

auto Cell(std::uint32_t tag, std::size_t index) -> std::uint32_t {
  return static_cast<std::uint32_t>(index) << 2 | tag;
}

auto HashOf(std::string_view text) -> std::uint64_t {
  constexpr std::uint64_t kFactor = 0x9E37'79B9'7F4A'7C15;
  constexpr std::uint64_t kFactor2 = 0xD6E8'FEB8'6659'FD93;
  std::uint64_t hash = text.size() * kFactor2;
  const auto mix = [&hash](std::uint64_t word) {
    hash = (hash ^ word) * kFactor;
    hash = (hash ^ (hash >> 32)) * kFactor2;
  };
  for (; text.size() >= sizeof(std::uint64_t); text.remove_prefix(sizeof(std::uint64_t))) {
    std::uint64_t word;
    std::memcpy(&word, text.data(), sizeof word);
    mix(word);
  }
  std::uint64_t rest = 0;
  if (!text.empty()) std::memcpy(&rest, text.data(), text.size());
  mix(rest);
  return hash ^ (hash >> 32);
}

}  // namespace

// ---- FactTable
// --------------------------------------------------------------------------------------------------------

auto FactTable::types() const -> std::vector<ColumnType> {
  std::vector<ColumnType> types;
  if (row_count_ == 0) return types;
  types.reserve(masks_.size());
  for (const std::uint8_t mask : masks_) types.push_back(TypeOf(mask));
  return types;
}

void FactTable::AddCell(std::uint32_t cell, ColumnType type) {
  masks_[column_] |= Bit(type);
  cells_.push_back(cell);
  if (++column_ < masks_.size()) return;
  column_ = 0;
  ++row_count_;
}

void FactTable::AddInt(std::int64_t value) {
  if (value >= runtime::kSmallIntMin && value <= runtime::kSmallIntMax) [[likely]] {
    return AddCell(runtime::SmallIntCell(value), ColumnType::kInt);
  }
  AddCell(Cell(kCellBoxedInt, ints_.size()), ColumnType::kInt);
  ints_.push_back(value);
}

void FactTable::AddFloat(double value) {
  if (engine::IsInt(value)) return AddInt(static_cast<std::int64_t>(value));
  AddCell(Cell(kCellFloat, floats_.size()), ColumnType::kFloat);
  floats_.push_back(value);
}

void FactTable::AddSymbol(std::string_view text) {
  if ((symbol_ends_.size() + 1) * 2 > slots_.size()) GrowSlots();
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = HashOf(text) & mask;
  while (slots_[at] != 0 && symbol(slots_[at] - 1) != text) at = (at + 1) & mask;
  if (slots_[at] == 0) {
    text_ += text;
    symbol_ends_.push_back(text_.size());
    slots_[at] = static_cast<std::uint32_t>(symbol_ends_.size());
  }
  AddCell(Cell(kCellSymbol, slots_[at] - 1), ColumnType::kSymbol);
}

void FactTable::GrowSlots() {
  constexpr std::size_t kFirst = 16;
  slots_.assign(std::max(kFirst, slots_.size() * 2), 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < symbol_ends_.size(); ++i) {
    std::size_t at = HashOf(symbol(i)) & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = static_cast<std::uint32_t>(i + 1);
  }
}

void FactTable::Add(const Value& value) {
  switch (value.index()) {
    case 0:
      return AddInt(std::get<std::int64_t>(value));
    case 1:
      return AddFloat(std::get<double>(value));
    default:
      return AddSymbol(std::get<std::string>(value));
  }
}

void FactTable::DropIncompleteRow() {
  cells_.resize(row_count_ * arity());
  column_ = 0;
}

// ---- Facts
// ------------------------------------------------------------------------------------------------------------

auto Facts::Table(std::string_view relation, std::size_t arity) -> FactTable* {
  auto found = tables_.find(relation);
  if (found == tables_.end()) found = tables_.emplace(std::string(relation), FactTable(arity)).first;
  return found->second.arity() == arity ? &found->second : nullptr;
}

auto Facts::Add(std::string_view relation, const std::vector<Value>& row) -> bool {
  FactTable* table = Table(relation, row.size());
  if (table == nullptr) return false;
  if (row.empty()) table->AddEmptyRow();
  for (const Value& value : row) table->Add(value);
  return true;
}

}  // namespace bytelogic
