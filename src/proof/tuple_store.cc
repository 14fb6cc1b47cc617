#include "proof/tuple_store.h"

#include <algorithm>
#include <bit>

namespace bytelogic::proof {

using engine::TracedRelation;

namespace {

// Turns of a loop between two questions whether the time is over.
constexpr std::size_t kTurns = 4'096;

}  // namespace

RowIndex::RowIndex(const TracedRelation& relation, std::vector<std::uint32_t> columns,
                   const std::function<bool()>& gives_up)
    : relation_(relation),
      columns_(std::move(columns)),
      heads_(std::bit_ceil(std::size_t{relation.row_count} + 1), kNoRow),
      next_(relation.row_count, kNoRow) {
  std::vector<Cell> key(columns_.size());
  for (std::uint32_t row = relation.row_count; row-- > 0;) {
    if (row % kTurns == 0 && gives_up()) return;
    const std::span<const Cell> cells = relation.Row(row);
    for (std::size_t i = 0; i < columns_.size(); ++i) key[i] = cells[columns_[i]];
    std::uint32_t& head = heads_[SlotOf(key)];
    next_[row] = head;
    head = row;
  }
}

auto RowIndex::SlotOf(std::span<const Cell> key) const -> std::size_t {
  std::uint64_t hash = 0;
  for (const Cell cell : key) {
    hash = (hash ^ cell) * 0x9E37'79B9'7F4A'7C15ULL;
    hash ^= hash >> 29;
  }
  return static_cast<std::size_t>(hash) & (heads_.size() - 1);
}

auto RowIndex::Skip(std::uint32_t row, std::span<const Cell> key) const -> std::uint32_t {
  for (; row != kNoRow; row = next_[row]) {
    const std::span<const Cell> cells = relation_.Row(row);
    std::size_t i = 0;
    while (i < key.size() && cells[columns_[i]] == key[i]) ++i;
    if (i == key.size()) return row;
  }
  return kNoRow;
}

auto RowIndex::First(std::span<const Cell> key) const -> std::uint32_t { return Skip(heads_[SlotOf(key)], key); }

auto RowIndex::Next(std::uint32_t row, std::span<const Cell> key) const -> std::uint32_t {
  return Skip(next_[row], key);
}

TupleStore::TupleStore(const engine::Trace& trace, const sema::CheckedProgram& program, std::function<bool()> expired)
    : trace_(trace), program_(program), expired_(std::move(expired)), asserted_(trace.relations.size()) {}

auto TupleStore::GivesUpAt(std::size_t turn) -> bool {
  if (turn % kTurns == 0 && expired_) gave_up_ = gave_up_ || expired_();
  return gave_up_;
}

auto TupleStore::IndexOn(std::uint32_t relation, const std::vector<std::uint32_t>& columns, std::uint64_t& work)
    -> const RowIndex& {
  std::unique_ptr<RowIndex>& index = indexes_[{relation, columns}];
  if (index == nullptr) {
    index = std::make_unique<RowIndex>(Relation(relation), columns, [this] { return GivesUpAt(0); });
    work += Relation(relation).row_count;
  }
  return *index;
}

auto TupleStore::Find(std::uint32_t relation, std::span<const Cell> cells, std::uint64_t& work) -> std::uint32_t {
  std::vector<std::uint32_t> columns(cells.size());
  for (std::uint32_t i = 0; i < columns.size(); ++i) columns[i] = i;
  return IndexOn(relation, columns, work).First(cells);
}

auto TupleStore::IsAsserted(TupleId tuple) -> bool {
  if (!program_.relations[tuple.relation].derived) return true;
  std::unique_ptr<std::vector<bool>>& flags = asserted_[tuple.relation];
  if (flags == nullptr) {
    const TracedRelation& relation = Relation(tuple.relation);
    flags = std::make_unique<std::vector<bool>>(relation.row_count, false);
    std::uint64_t work = 0;
    for (std::uint32_t i = 0; i < relation.asserted_count; ++i) {
      if (GivesUpAt(i)) break;
      const auto cells = std::span(relation.asserted).subspan(std::size_t{i} * relation.arity, relation.arity);
      const std::uint32_t row = Find(tuple.relation, cells, work);
      if (row != kNoRow) (*flags)[row] = true;
    }
  }
  return (*flags)[tuple.row];
}

auto TupleStore::RoundOf(TupleId tuple) const -> std::uint32_t {
  const std::vector<std::uint32_t>& marks = Relation(tuple.relation).marks;
  const auto after = std::ranges::upper_bound(marks, tuple.row);
  return after == marks.end() ? 0 : static_cast<std::uint32_t>(after - marks.begin());
}

auto TupleStore::RowsBefore(std::uint32_t relation, std::uint32_t round) const -> std::uint32_t {
  const std::vector<std::uint32_t>& marks = Relation(relation).marks;
  return marks[std::min<std::size_t>(round - 1, marks.size() - 1)];
}

auto TupleStore::IsKept(TupleId tuple, std::uint32_t visible, std::uint64_t& work) -> bool {
  if (program_.relations[tuple.relation].keep == Keep::kAll) return true;
  const std::span<const Cell> cells = Row(tuple);
  std::vector<std::uint32_t> columns(cells.size() - 1);
  for (std::uint32_t i = 0; i < columns.size(); ++i) columns[i] = i;
  const std::span<const Cell> key = cells.first(columns.size());
  // Each row of a key is better than those before it.
  const std::uint32_t next = IndexOn(tuple.relation, columns, work).Next(tuple.row, key);
  return next == kNoRow || next >= visible;
}

auto TupleStore::ValueOf(Cell cell) const -> Value {
  const std::uint32_t number = cell >> 2;
  const auto pick = [number](const auto& known, const auto& more) {
    return number < known.size() ? known[number] : more[number - known.size()];
  };
  switch (cell & runtime::kCellTagMask) {
    case runtime::kCellSymbol:
      return pick(trace_.symbols, more_symbols_);
    case runtime::kCellBoxedInt:
      return pick(trace_.ints, more_ints_);
    case runtime::kCellFloat:
      return pick(trace_.floats, more_floats_);
    default:
      return runtime::CellToSmallInt(cell);
  }
}

auto TupleStore::CellOf(const Value& value) -> Cell {
  const auto make = [](std::uint32_t tag, std::size_t number) { return static_cast<Cell>(number << 2 | tag); };
  if (!interned_) {
    interned_ = true;
    for (std::size_t i = 0; i < trace_.symbols.size() && !GivesUpAt(i); ++i) {
      symbol_cells_.try_emplace(trace_.symbols[i], make(runtime::kCellSymbol, i));
    }
    for (std::size_t i = 0; i < trace_.ints.size() && !GivesUpAt(i); ++i) {
      int_cells_.try_emplace(trace_.ints[i], make(runtime::kCellBoxedInt, i));
    }
    for (std::size_t i = 0; i < trace_.floats.size() && !GivesUpAt(i); ++i) {
      float_cells_.try_emplace(std::bit_cast<std::uint64_t>(trace_.floats[i]), make(runtime::kCellFloat, i));
    }
  }
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    if (*integer >= runtime::kSmallIntMin && *integer <= runtime::kSmallIntMax) return runtime::SmallIntCell(*integer);
    const auto [at, added] =
        int_cells_.try_emplace(*integer, make(runtime::kCellBoxedInt, trace_.ints.size() + more_ints_.size()));
    if (added) more_ints_.push_back(*integer);
    return at->second;
  }
  if (const auto* number = std::get_if<double>(&value)) {
    const auto [at, added] = float_cells_.try_emplace(
        std::bit_cast<std::uint64_t>(*number), make(runtime::kCellFloat, trace_.floats.size() + more_floats_.size()));
    if (added) more_floats_.push_back(*number);
    return at->second;
  }
  const auto& symbol = std::get<std::string>(value);
  if (const auto known = symbol_cells_.find(symbol); known != symbol_cells_.end()) return known->second;
  const Cell cell = make(runtime::kCellSymbol, trace_.symbols.size() + more_symbols_.size());
  symbol_cells_.emplace(more_symbols_.emplace_back(symbol), cell);
  return cell;
}

auto TupleStore::ValuesOf(TupleId tuple) const -> std::vector<Value> {
  std::vector<Value> values;
  for (const Cell cell : Row(tuple)) values.push_back(ValueOf(cell));
  return values;
}

}  // namespace bytelogic::proof
