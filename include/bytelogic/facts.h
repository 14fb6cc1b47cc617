// facts.h - tuples that the host gives to a run.
//
//   bytelogic::Facts facts;
//   facts.Add("parent", {"alice", "bob"});
//   facts.Add("age", {"alice", std::int64_t{42}});
//   bytelogic::Engine engine;
//   std::puts(engine.Run("REL parent 2\nREL age 2\nQUERY age alice ?\n", facts).Text().c_str());   // 42
//
// Many tuples are given value by value, without a vector for each of them:
//
//   bytelogic::FactTable* edges = facts.Table("edge", 2);    // null: it has another number of columns already
//   edges->Reserve(1'000);
//   for (std::int64_t i = 0; i < 1'000; ++i) {
//     edges->AddInt(i);
//     edges->AddInt(i + 1);
//   }
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bytelogic/value.h"

namespace bytelogic {

namespace engine {
class Access;  // internal
}

// The tuples of one relation: four bytes a value, and each symbol once.
class FactTable {
 public:
  explicit FactTable(std::size_t arity);

  [[nodiscard]] auto arity() const -> std::size_t { return masks_.size(); }
  [[nodiscard]] auto row_count() const -> std::size_t { return row_count_; }
  // Per column: the join of the types of its values; none at all where there are no rows.
  [[nodiscard]] auto types() const -> std::vector<ColumnType>;
  // Any value that was added, normalised.
  [[nodiscard]] auto At(std::size_t row, std::size_t column) const -> Value {
    const std::uint32_t cell = cells_[row * arity() + column];
    const std::uint32_t index = cell >> 2;
    switch (cell & 3) {
      case 0:
        return std::int64_t{static_cast<std::int32_t>(cell) >> 2};
      case 1:
        return ints_[index];
      case 2:
        return floats_[index];
      default:
        return std::string(SymbolAt(index));
    }
  }

  // Appends the next value: the columns of a row from left to right, and then the next row. Arity 0 has no values.
  void AddInt(std::int64_t value);
  void AddFloat(double value);
  void AddSymbol(std::string_view text);
  void Add(const Value& value);
  // Appends a row of a table of arity 0.
  void AddEmptyRow() { ++row_count_; }
  // Takes back the values of a row that is not complete.
  void DropIncompleteRow();
  // Makes room for so many rows in all.
  void Reserve(std::size_t rows) { cells_.reserve(rows * arity()); }

 private:
  friend class engine::Access;
  [[nodiscard]] auto SymbolAt(std::size_t index) const -> std::string_view {
    const std::size_t begin = index == 0 ? 0 : symbol_ends_[index - 1];
    return std::string_view(text_).substr(begin, symbol_ends_[index] - begin);
  }
  void AddCell(std::uint32_t cell, ColumnType type);
  void GrowSlots();

  std::vector<std::uint8_t> masks_;  // per column: bit 1 << type
  std::size_t row_count_ = 0;
  std::size_t column_ = 0;  // of the next value
  // A value is a cell; its two low bits say what the others are: 0: an int of 30 bits; 1, 2 and 3: an index into ints_,
  // floats_ and the symbols.
  std::vector<std::uint32_t> cells_;
  std::vector<std::int64_t> ints_;
  std::vector<double> floats_;
  std::string text_;
  std::vector<std::size_t> symbol_ends_;  // in text_
  std::vector<std::uint32_t> slots_;      // open addressing: a symbol's index + 1; 0: empty
  // The random key of the hash of symbols: whoever writes facts cannot know which symbols collide. What a table holds,
  // and in which order, does not depend on it.
  std::array<std::uint64_t, 2> key_;
};

// Facts by relation. Copyable; not safe for concurrent writes.
class Facts {
 public:
  // Adds one tuple. Returns false, and adds nothing, where `row` has another length than the rows before it.
  auto Add(std::string_view relation, const std::vector<Value>& row) -> bool;
  // Makes the relation known with `arity` columns, though it may stay empty.
  auto Declare(std::string_view relation, std::size_t arity) -> bool { return Table(relation, arity) != nullptr; }
  // The same, to add rows to; null where the relation has another number of columns. Valid as long as the Facts.
  auto Table(std::string_view relation, std::size_t arity) -> FactTable*;

  [[nodiscard]] auto tables() const -> const std::map<std::string, FactTable, std::less<>>& { return tables_; }
  [[nodiscard]] auto empty() const -> bool { return tables_.empty(); }

 private:
  std::map<std::string, FactTable, std::less<>> tables_;
};

}  // namespace bytelogic
