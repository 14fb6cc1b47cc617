#include "bytelogic/facts.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <random>

#include "result/value_text.h"
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

// SipHash-1-3 (Aumasson and Bernstein, 2012): without the key nobody finds texts that collide.
auto HashOf(std::string_view text, const std::array<std::uint64_t, 2>& key) -> std::uint64_t {
  std::uint64_t v0 = key[0] ^ 0x736F'6D65'7073'6575;
  std::uint64_t v1 = key[1] ^ 0x646F'7261'6E64'6F6D;
  std::uint64_t v2 = key[0] ^ 0x6C79'6765'6E65'7261;
  std::uint64_t v3 = key[1] ^ 0x7465'6462'7974'6573;
  const auto round = [&] {
    v0 += v1;
    v1 = std::rotl(v1, 13) ^ v0;
    v0 = std::rotl(v0, 32);
    v2 += v3;
    v3 = std::rotl(v3, 16) ^ v2;
    v0 += v3;
    v3 = std::rotl(v3, 21) ^ v0;
    v2 += v1;
    v1 = std::rotl(v1, 17) ^ v2;
    v2 = std::rotl(v2, 32);
  };
  const auto take = [&](std::uint64_t word) {
    v3 ^= word;
    round();
    v0 ^= word;
  };
  const std::uint64_t last = static_cast<std::uint64_t>(text.size()) << 56;
  for (; text.size() >= sizeof(std::uint64_t); text.remove_prefix(sizeof(std::uint64_t))) {
    std::uint64_t word;
    std::memcpy(&word, text.data(), sizeof word);
    take(word);
  }
  std::uint64_t rest = 0;
  if (!text.empty()) std::memcpy(&rest, text.data(), text.size());
  take(last | rest);
  v2 ^= 0xFF;
  round();
  round();
  round();
  return v0 ^ v1 ^ v2 ^ v3;
}

auto RandomKey() -> std::array<std::uint64_t, 2> {
  std::random_device random;
  const auto word = [&random] { return static_cast<std::uint64_t>(random()) << 32 | random(); };
  return {word(), word()};
}

}  // namespace

// FactTable.

FactTable::FactTable(std::size_t arity) : masks_(arity, 0), key_(RandomKey()) {}

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
  if (result::IsInt(value)) return AddInt(static_cast<std::int64_t>(value));
  AddCell(Cell(kCellFloat, floats_.size()), ColumnType::kFloat);
  floats_.push_back(value);
}

void FactTable::AddSymbol(std::string_view text) {
  if ((symbol_ends_.size() + 1) * 2 > slots_.size()) GrowSlots();
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = HashOf(text, key_) & mask;
  while (slots_[at] != 0 && SymbolAt(slots_[at] - 1) != text) at = (at + 1) & mask;
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
    std::size_t at = HashOf(SymbolAt(i), key_) & mask;
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

// Facts.

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
