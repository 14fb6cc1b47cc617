// tuple_store.h - the rows of a traced run, found by any of their columns, and the values that they are made of.
//
//   TupleStore store(run.trace, run.program);
//   const RowIndex& index = store.IndexOn(relation, {0});
//   for (std::uint32_t row = index.First(key); row != kNoRow; row = index.Next(row, key)) ...
//
// Values are cells of 32 bits, equal where the values are equal; values that no row holds get cells of their own when
// they are first asked for. Used by everything in proof/.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "bytelogic/value.h"
#include "engine/trace.h"
#include "sema/checked_program.h"

namespace bytelogic::proof {

using Cell = std::uint32_t;

inline constexpr std::uint32_t kNoRow = 0xFFFF'FFFF;

// A tuple of a relation, by its place in the log.
struct TupleId {
  std::uint32_t relation = 0;
  std::uint32_t row = kNoRow;
  friend auto operator==(TupleId, TupleId) -> bool = default;
  friend auto operator<=>(TupleId, TupleId) = default;
};

// The rows of a relation by the values of some columns; those with equal ones follow each other in the order of the
// log.
class RowIndex {
 public:
  // `gives_up` is asked from time to time; where it returns true, the index has some of the rows only.
  RowIndex(const engine::TracedRelation& relation, std::vector<std::uint32_t> columns,
           const std::function<bool()>& gives_up);

  // `key`: a cell for each of the columns.
  [[nodiscard]] auto First(std::span<const Cell> key) const -> std::uint32_t;
  [[nodiscard]] auto Next(std::uint32_t row, std::span<const Cell> key) const -> std::uint32_t;

 private:
  [[nodiscard]] auto Skip(std::uint32_t row, std::span<const Cell> key) const -> std::uint32_t;
  [[nodiscard]] auto SlotOf(std::span<const Cell> key) const -> std::size_t;

  const engine::TracedRelation& relation_;
  std::vector<std::uint32_t> columns_;
  std::vector<std::uint32_t> heads_;  // by hash; as many as a power of two
  std::vector<std::uint32_t> next_;   // per row
};

class TupleStore {
 public:
  // Refers to both. `expired`, if given: whether the time is over.
  TupleStore(const engine::Trace& trace, const sema::CheckedProgram& program, std::function<bool()> expired);

  // Whether the time was over while something was made of all rows. Nothing that the store says can be believed then.
  [[nodiscard]] auto gave_up() const -> bool { return gave_up_; }

  [[nodiscard]] auto Relation(std::uint32_t relation) const -> const engine::TracedRelation& {
    return trace_.relations[relation];
  }
  [[nodiscard]] auto Row(TupleId tuple) const -> std::span<const Cell> {
    return trace_.relations[tuple.relation].Row(tuple.row);
  }
  // Made when it is first asked for; `work` grows by what that costs.
  auto IndexOn(std::uint32_t relation, const std::vector<std::uint32_t>& columns, std::uint64_t& work)
      -> const RowIndex&;
  // The row with these cells, or kNoRow.
  auto Find(std::uint32_t relation, std::span<const Cell> cells, std::uint64_t& work) -> std::uint32_t;

  // Nothing has to derive it: a fact of the program or of the host.
  auto IsAsserted(TupleId tuple) -> bool;
  // The round of its stratum that found it, from 1; 0 where it stood there before, or was asserted after the solving.
  [[nodiscard]] auto RoundOf(TupleId tuple) const -> std::uint32_t;
  // So many rows were there when `round` (from 1) began. A round after the last one: what the solving ended with.
  [[nodiscard]] auto RowsBefore(std::uint32_t relation, std::uint32_t round) const -> std::uint32_t;
  // What rules of later strata, and rules that derive nothing, saw of it.
  [[nodiscard]] auto RowsSolved(std::uint32_t relation) const -> std::uint32_t {
    return trace_.relations[relation].marks.back();
  }
  // Whether, of the first `visible` rows, no later one is better: true for every row of a relation that keeps all.
  auto IsKept(TupleId tuple, std::uint32_t visible, std::uint64_t& work) -> bool;

  [[nodiscard]] auto ValueOf(Cell cell) const -> Value;
  auto CellOf(const Value& value) -> Cell;
  [[nodiscard]] auto ValuesOf(TupleId tuple) const -> std::vector<Value>;

 private:
  // For each turn of a long loop.
  auto GivesUpAt(std::size_t turn) -> bool;

  const engine::Trace& trace_;
  const sema::CheckedProgram& program_;
  std::function<bool()> expired_;
  bool gave_up_ = false;
  std::map<std::pair<std::uint32_t, std::vector<std::uint32_t>>, std::unique_ptr<RowIndex>> indexes_;
  std::vector<std::unique_ptr<std::vector<bool>>> asserted_;  // per derived relation and row, when first asked for
  // Values by cell, those of the trace first; filled when a value is first looked up.
  bool interned_ = false;
  std::unordered_map<std::string_view, Cell> symbol_cells_;
  std::unordered_map<std::int64_t, Cell> int_cells_;
  std::unordered_map<std::uint64_t, Cell> float_cells_;  // by their bits
  std::deque<std::string> more_symbols_;                 // never move
  std::vector<std::int64_t> more_ints_;
  std::vector<double> more_floats_;
};

}  // namespace bytelogic::proof
