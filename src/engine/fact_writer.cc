#include "engine/fact_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "base/check.h"
#include "base/utf8.h"
#include "diagnostics/limit_message.h"
#include "diagnostics/messages.h"
#include "result/value_text.h"
#include "sema/types.h"

namespace bytelogic::engine {
namespace {

using runtime::FactTableEntry;
using runtime::RunInput;
using runtime::SymbolEntry;
using runtime::Table;

// Shown in messages; a value may be long.
auto Shown(const Value& value) -> std::string {
  constexpr std::size_t kMaxShown = 40;
  std::string text = ToText(value);
  CutText(text, kMaxShown);
  return text;
}

auto TypeOf(const Value& value) -> TypeName {
  switch (value.index()) {
    case 0:
      return sema::NamedType(sema::Type::kInt);
    case 1:
      return sema::NamedType(sema::Type::kFloat);
    default:
      return sema::NamedType(sema::Type::kSymbol);
  }
}

auto IsFinite(const Value& value) -> bool {
  const auto* number = std::get_if<double>(&value);
  return number == nullptr || std::isfinite(*number);
}

// `value` is normalised.
auto Fits(const Value& value, sema::Type type) -> bool {
  switch (type) {
    case sema::Type::kInt:
      return value.index() == 0;
    case sema::Type::kFloat:
      return value.index() <= 1 && IsFinite(value);
    case sema::Type::kSymbol:
      return value.index() == 2;
    default:
      return IsFinite(value);
  }
}

// Whether all values of a column of facts do, finite ones at least.
auto AllFit(ColumnType values, sema::Type type) -> bool {
  switch (type) {
    case sema::Type::kInt:
      return values == ColumnType::kInt;
    case sema::Type::kFloat:
      return values == ColumnType::kInt || values == ColumnType::kFloat;
    case sema::Type::kSymbol:
      return values == ColumnType::kSymbol;
    default:
      return true;
  }
}

auto PlaceOf(std::string_view relation, std::size_t row, const sema::Column& column) -> std::string {
  return fmt::format("in the facts for {}, row {}, column {}", relation, row + 1, column.name);
}

void ReportMisfit(std::string_view relation, std::size_t row, const sema::Column& column, const Value& value,
                  bool looks_like_header, Diagnostics& diagnostics) {
  const auto* number = std::get_if<double>(&value);
  if (number != nullptr && !std::isfinite(*number)) {
    diagnostics.ReportGlobal(messages::kNotFiniteFact({PlaceOf(relation, row, column)}), messages::kLeaveOutOrNumber());
    return;
  }
  const std::string place = PlaceOf(relation, row, column);
  const std::string shown = Shown(value);
  const TypeName declared = sema::NamedType(column.type);
  Words help = messages::kGiveOrAny(declared);
  if (looks_like_header) help += messages::kIfHeader();
  diagnostics.ReportGlobal(column.declared ? messages::kMisfitDeclared({place}, {shown}, TypeOf(value), declared)
                                           : messages::kMisfitUsed({place}, {shown}, TypeOf(value), declared),
                           std::move(help));
}

// Row 1 is all symbols, and row 2 has a number in `column`.
auto LooksLikeHeader(const FactTable& table, std::size_t column) -> bool {
  if (table.row_count() < 2) return false;
  for (std::size_t i = 0; i < table.arity(); ++i) {
    if (!std::holds_alternative<std::string>(table.At(0, i))) return false;
  }
  return !std::holds_alternative<std::string>(table.At(1, column));
}

// Reports the first value that does not fit, if there is one. Also true where it gave up.
auto ReportFirstMisfit(std::string_view name, const sema::Relation& relation, const FactTable& table,
                       Diagnostics& diagnostics, Watch& watch) -> bool {
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (watch.Spent(50 * table.arity())) return true;
    for (std::size_t i = 0; i < table.arity(); ++i) {
      const sema::Column& column = relation.columns[i];
      const Value value = table.At(row, i);
      if (Fits(value, column.type)) continue;
      ReportMisfit(name, row, column, value, row == 0 && LooksLikeHeader(table, i), diagnostics);
      return true;
    }
  }
  return false;
}

// Reports the first symbol that is too long or no UTF-8, if there is one. Also true where it gave up.
auto ReportSymbol(std::string_view name, const sema::Relation& relation, const FactTable& table, const Limits& limits,
                  Diagnostics& diagnostics, Watch& watch) -> bool {
  const FactCells facts = Access::CellsOf(table);
  for (std::uint32_t symbol = 0; symbol < facts.symbol_ends.size(); ++symbol) {
    const std::uint64_t size = facts.symbol(symbol).size();
    if (watch.Spent(20 + size)) return true;
    const bool is_long = size > limits.value_bytes;
    if (!is_long && FindInvalidUtf8(facts.symbol(symbol)) == std::string_view::npos) continue;
    const std::uint32_t cell = symbol << 2 | runtime::kCellSymbol;
    // A row that was dropped before it was complete may have left it behind.
    const auto at = std::ranges::find(facts.cells, cell);
    if (at == facts.cells.end()) continue;
    const auto index = static_cast<std::size_t>(at - facts.cells.begin());
    const std::string place = PlaceOf(name, index / table.arity(), relation.columns[index % table.arity()]);
    if (is_long) {
      ReportValueLimit(size, place, limits, diagnostics);
    } else {
      diagnostics.ReportGlobal(messages::kNotUtf8({place}), messages::kEncodeAsUtf8());
    }
    return true;
  }
  return false;
}

auto AllFinite(std::span<const double> numbers, Watch& watch) -> bool {
  for (std::size_t i = 0; i < numbers.size() && !watch.SpentAt(i, 1); ++i) {
    if (!std::isfinite(numbers[i])) return false;
  }
  return true;
}

template <typename T>
void Assign(std::span<const T> from, std::vector<T>& to, Watch& watch) {
  constexpr std::size_t kPiece = 65'536;
  to.reserve(from.size());
  for (; !from.empty() && !watch.Spent(kPiece * sizeof(T) / 2); from = from.subspan(std::min(kPiece, from.size()))) {
    const auto piece = from.first(std::min(kPiece, from.size()));
    to.insert(to.end(), piece.begin(), piece.end());
  }
}

auto PaddedSize(std::uint64_t bytes) -> std::uint64_t { return (bytes + 7) & ~std::uint64_t{7}; }

// An upper bound of what `rows` distinct tuples take in the heap (runtime/row_set.h): the log and its smaller
// predecessors, four cells for each of its values; slots, at most eight of 8 bytes for each row with theirs.
auto HeapBytes(std::uint64_t rows, std::uint64_t arity) -> std::uint64_t {
  return rows * (arity * sizeof(std::uint32_t) * 4 + 64) + 4'096;
}

}  // namespace

FactWriter::FactWriter(const ProgramShape& shape, const Facts& facts, const Limits& limits, bool ignore_unknown,
                       Diagnostics& diagnostics, Watch watch)
    : watch_(watch) {
  if (facts.empty()) return;
  entries_.reserve(facts.tables().size());
  for (const auto& [name, table] : facts.tables()) Add(shape, name, table, limits, ignore_unknown, diagnostics);
  if (row_count_ > limits.host_tuples) {
    ReportHostLimit(row_count_, limits, diagnostics);
    return;
  }
  if (text_bytes_ > limits.data_bytes) {
    ReportDataLimit(text_bytes_, limits, diagnostics);
    return;
  }
  size_ += entries_.size() * sizeof(FactTableEntry);
}

void FactWriter::Add(const ProgramShape& shape, std::string_view name, const FactTable& table, const Limits& limits,
                     bool ignore_unknown, Diagnostics& diagnostics) {
  std::uint32_t id = 0;
  while (id < shape.relations.size() && shape.relations[id].name != name) ++id;
  if (id == shape.relations.size()) {
    if (ignore_unknown) return;
    std::vector<std::string_view> names;
    for (const sema::Relation& relation : shape.relations) names.push_back(relation.name);
    const std::string_view nearest = NearestName(name, names);
    diagnostics.ReportGlobal(messages::kUnknownFacts({name}), nearest.empty()
                                                                  ? messages::kDeclareRelation({name}, {table.arity()})
                                                                  : messages::kDidYouMean({nearest}));
    return;
  }
  const sema::Relation& relation = shape.relations[id];
  if (table.arity() != relation.columns.size()) {
    diagnostics.ReportGlobal(messages::kFactsArity({name}, {table.arity(), "column"}, {relation.columns.size()}),
                             messages::kOneValuePerColumn());
    return;
  }
  const std::vector<ColumnType> types = table.types();
  const FactCells facts = Access::CellsOf(table);
  bool doubtful = !AllFinite(facts.floats, watch_);
  bool has_float_column = false;
  for (std::size_t i = 0; i < types.size(); ++i) {
    doubtful = doubtful || !AllFit(types[i], relation.columns[i].type);
    has_float_column = has_float_column || relation.columns[i].type == sema::Type::kFloat;
  }
  if (doubtful && ReportFirstMisfit(name, relation, table, diagnostics, watch_)) return;
  if (ReportSymbol(name, relation, table, limits, diagnostics, watch_)) return;

  Entry& entry = entries_.emplace_back();
  entry.relation = id;
  entry.row_count = table.row_count();
  entry.facts = facts;
  if (has_float_column && !entry.facts.ints.empty()) RoundInts(relation, entry);
  Count(entry, relation);
}

// A number of a float column is the nearest double; as a value it is an int again where it is integral. Ints of 30 bits
// are exact.
void FactWriter::RoundInts(const sema::Relation& relation, Entry& entry) {
  Assign(entry.facts.cells, entry.own_cells, watch_);
  Assign(entry.facts.ints, entry.own_ints, watch_);
  Assign(entry.facts.floats, entry.own_floats, watch_);
  for (std::size_t i = 0; i < entry.own_cells.size() && !watch_.late(); ++i) {
    if (watch_.SpentAt(i, 4)) break;
    std::uint32_t& cell = entry.own_cells[i];
    if (relation.columns[i % relation.columns.size()].type != sema::Type::kFloat) continue;
    if ((cell & runtime::kCellTagMask) != runtime::kCellBoxedInt) continue;
    const Value rounded = result::NormalizedNumber(static_cast<double>(entry.own_ints[cell >> 2]));
    if (const auto* number = std::get_if<std::int64_t>(&rounded)) {
      entry.own_ints[cell >> 2] = *number;
    } else {
      cell = static_cast<std::uint32_t>(entry.own_floats.size()) << 2 | runtime::kCellFloat;
      entry.own_floats.push_back(std::get<double>(rounded));
    }
  }
  entry.facts.cells = entry.own_cells;
  entry.facts.ints = entry.own_ints;
  entry.facts.floats = entry.own_floats;
}

void FactWriter::Count(const Entry& entry, const sema::Relation& relation) {
  const FactCells& facts = entry.facts;
  row_count_ += entry.row_count;
  text_bytes_ += facts.text.size();
  const std::uint64_t others = facts.ints.size() + facts.floats.size() + facts.symbol_ends.size();
  size_ += PaddedSize(facts.cells.size_bytes()) + facts.ints.size_bytes() + facts.floats.size_bytes() +
           facts.symbol_ends.size() * sizeof(SymbolEntry) + PaddedSize(facts.text.size());
  // What was asserted of a derived relation is kept apart, too. The values: slots and an entry of at most 8 bytes.
  heap_bytes_ +=
      HeapBytes(entry.row_count, relation.columns.size()) * (relation.derived ? 2 : 1) + HeapBytes(others, 2);
}

auto FactWriter::Write(RunInput input, std::span<std::uint8_t> out, Watch watch) const -> bool {
  BL_CHECK(out.size() == size_);
  const std::uint64_t tables_at = sizeof(RunInput);
  std::uint64_t at = tables_at + entries_.size() * sizeof(FactTableEntry);
  const auto append = [&out, &at, &watch]<typename T>(std::span<const T> values) {
    const Table table{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(values.size())};
    if (!watch.late()) CopyWatched(out.data() + at, values.data(), values.size_bytes(), watch);
    at += PaddedSize(values.size_bytes());
    return table;
  };
  input.size = static_cast<std::uint32_t>(size_);
  input.fact_tables = {static_cast<std::uint32_t>(tables_at), static_cast<std::uint32_t>(entries_.size())};
  std::memcpy(out.data(), &input, sizeof(input));

  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    const FactCells& facts = entry.facts;
    FactTableEntry written;
    written.relation = entry.relation;
    written.row_count = static_cast<std::uint32_t>(entry.row_count);
    written.cells = append(facts.cells);
    written.ints = append(facts.ints);
    written.floats = append(facts.floats);
    std::uint32_t text_at = append(std::span(facts.text)).offset;
    written.symbols = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(facts.symbol_ends.size())};
    for (std::size_t symbol = 0; symbol < facts.symbol_ends.size() && !watch.late(); ++symbol) {
      if (watch.SpentAt(symbol, 4)) break;
      const SymbolEntry bytes{text_at, static_cast<std::uint32_t>(facts.symbol(symbol).size())};
      std::memcpy(out.data() + at, &bytes, sizeof(bytes));
      at += sizeof(bytes);
      text_at += bytes.length;
    }
    std::memcpy(out.data() + tables_at + i * sizeof(written), &written, sizeof(written));
  }
  return !watch.late();
}

}  // namespace bytelogic::engine
