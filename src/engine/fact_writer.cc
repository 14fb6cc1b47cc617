#include "engine/fact_writer.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <string>

#include "base/check.h"
#include "base/utf8.h"
#include "engine/value_text.h"
#include "sema/types.h"

namespace bytelogic::engine {
namespace {

using runtime::FactTableEntry;
using runtime::FactValue;
using runtime::RunInput;
using runtime::ValueTag;

// Shown in messages; a value may be long.
auto Shown(const Value& value) -> std::string {
  constexpr std::size_t kMaxShown = 40;
  std::string text = ToText(value);
  if (text.size() <= kMaxShown) return text;
  std::size_t end = kMaxShown;
  while (end > 0 && IsUtf8Continuation(text[end])) --end;
  return text.substr(0, end) + "...";
}

auto KindOf(const Value& value) -> std::string_view {
  switch (value.index()) {
    case 0:
      return "an int";
    case 1:
      return "a float";
    default:
      return "a symbol";
  }
}

auto Fits(const Value& value, sema::Type type) -> bool {
  if (const auto* number = std::get_if<double>(&value); number != nullptr && !std::isfinite(*number)) return false;
  switch (type) {
    case sema::Type::kInt: {
      const auto* number = std::get_if<double>(&value);
      return value.index() == 0 || (number != nullptr && IsInt(*number));
    }
    case sema::Type::kFloat:
      return value.index() <= 1;
    case sema::Type::kSymbol:
      return value.index() == 2;
    default:
      return true;
  }
}

auto PlaceOf(std::string_view relation, std::size_t row, const sema::Column& column) -> std::string {
  return "in the facts for " + std::string(relation) + ", row " + std::to_string(row + 1) + ", column " +
         std::string(column.name);
}

void ReportMisfit(std::string_view relation, std::size_t row, const sema::Column& column, const Value& value,
                  bool looks_like_header, Diagnostics& diagnostics) {
  const auto* number = std::get_if<double>(&value);
  if (number != nullptr && !std::isfinite(*number)) {
    diagnostics.ReportGlobal(DiagnosticKind::kValueDoesNotFit,
                             PlaceOf(relation, row, column) + " holds a float that is not finite",
                             "leave the fact out, or give a number");
    return;
  }
  std::string type(sema::NameOf(column.type));
  const std::string_view header = looks_like_header ? "; leave row 1 out if it is a header" : "";
  diagnostics.ReportGlobal(DiagnosticKind::kValueDoesNotFit,
                           PlaceOf(relation, row, column) + ": " + Shown(value) + " is " + std::string(KindOf(value)) +
                               (column.declared ? ", the column is declared as " : ", the column is used as ") + type,
                           "give " + std::string(type == "int" ? "an " : "a ") + type +
                               ", or declare the column as any" + std::string(header));
}

// Row 1 is all symbols, and row 2 has a number in `column`.
auto LooksLikeHeader(const FactTable& table, std::size_t column) -> bool {
  if (table.row_count < 2) return false;
  for (std::size_t i = 0; i < table.arity; ++i) {
    if (!std::holds_alternative<std::string>(table.values[i])) return false;
  }
  return !std::holds_alternative<std::string>(table.values[table.arity + column]);
}

// A number of a float column is the nearest double; as a value it is an int again where it is integral.
auto AsFloat(std::int64_t number) -> Value { return NormalizedNumber(static_cast<double>(number)); }

auto PaddedSize(std::uint64_t bytes) -> std::uint64_t { return (bytes + 7) & ~std::uint64_t{7}; }

}  // namespace

FactWriter::FactWriter(const ProgramShape& shape, const Facts& facts, bool ignore_unknown, Diagnostics& diagnostics)
    : shape_(shape) {
  if (facts.empty()) return;
  entries_.reserve(facts.tables().size());
  for (const auto& [name, table] : facts.tables()) Add(shape, name, table, ignore_unknown, diagnostics);
  size_ = sizeof(RunInput) + entries_.size() * sizeof(FactTableEntry) + value_count_ * sizeof(FactValue) +
          PaddedSize(text_bytes_);
}

void FactWriter::Add(const ProgramShape& shape, std::string_view name, const FactTable& table, bool ignore_unknown,
                     Diagnostics& diagnostics) {
  std::uint32_t id = 0;
  while (id < shape.relations.size() && shape.relations[id].name != name) ++id;
  if (id == shape.relations.size()) {
    if (ignore_unknown) return;
    std::vector<std::string_view> names;
    for (const sema::Relation& relation : shape.relations) names.push_back(relation.name);
    const std::string_view nearest = NearestName(name, names);
    const std::string text(name);
    diagnostics.ReportGlobal(DiagnosticKind::kUndefinedRelation,
                             "facts are given for " + text + ", which the program does not declare",
                             nearest.empty() ? "declare it: REL " + text + " " + std::to_string(table.arity)
                                             : "did you mean " + std::string(nearest) + "?");
    return;
  }
  const sema::Relation& relation = shape.relations[id];
  if (table.arity != relation.columns.size()) {
    diagnostics.ReportGlobal(DiagnosticKind::kArity,
                             "the facts for " + std::string(name) + " have " + std::to_string(table.arity) +
                                 (table.arity == 1 ? " column, " : " columns, ") + "the relation has " +
                                 std::to_string(relation.columns.size()),
                             "give each fact one value per column of the relation");
    return;
  }
  for (std::size_t i = 0; i < table.values.size(); ++i) {
    const sema::Column& column = relation.columns[i % table.arity];
    const Value& value = table.values[i];
    if (!Fits(value, column.type)) {
      ReportMisfit(name, i / table.arity, column, value, i < table.arity && LooksLikeHeader(table, i), diagnostics);
      return;  // the first one of each table is enough
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
      text_bytes_ += text->size();
      if (FindInvalidUtf8(*text) != std::string_view::npos) {
        diagnostics.ReportGlobal(DiagnosticKind::kEncoding,
                                 PlaceOf(name, i / table.arity, column) + " is not valid UTF-8", "encode it as UTF-8");
        return;
      }
    }
  }
  value_count_ += table.values.size();
  entries_.push_back({id, &table});
}

void FactWriter::Write(RunInput input, std::span<std::uint8_t> out) const {
  BL_CHECK(out.size() == size_);
  const std::uint64_t tables_at = sizeof(RunInput);
  std::uint64_t values_at = tables_at + entries_.size() * sizeof(FactTableEntry);
  std::uint64_t text_at = values_at + value_count_ * sizeof(FactValue);
  input.size = static_cast<std::uint32_t>(size_);
  input.fact_tables = {static_cast<std::uint32_t>(tables_at), static_cast<std::uint32_t>(entries_.size())};
  std::memcpy(out.data(), &input, sizeof(input));

  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const FactTable& table = *entries_[i].table;
    const std::vector<sema::Column>& columns = shape_.relations[entries_[i].relation].columns;
    FactTableEntry entry;
    entry.relation = entries_[i].relation;
    entry.values = {static_cast<std::uint32_t>(values_at), static_cast<std::uint32_t>(table.values.size())};
    entry.row_count = static_cast<std::uint32_t>(table.row_count);
    std::memcpy(out.data() + tables_at + i * sizeof(entry), &entry, sizeof(entry));
    for (std::size_t k = 0; k < table.values.size(); ++k) {
      FactValue fact;
      if (const auto* text = std::get_if<std::string>(&table.values[k])) {
        fact = {ValueTag::kText, static_cast<std::uint32_t>(text->size()), text_at};
        std::memcpy(out.data() + text_at, text->data(), text->size());
        text_at += text->size();
      } else {
        Value value = table.values[k];
        const auto* number = std::get_if<std::int64_t>(&value);
        if (number != nullptr && columns[k % table.arity].type == sema::Type::kFloat) {
          value = AsFloat(*number);
        } else if (const auto* real = std::get_if<double>(&value)) {
          value = NormalizedNumber(*real);
        }
        fact = value.index() == 0
                   ? FactValue{ValueTag::kInt, 0, static_cast<std::uint64_t>(std::get<std::int64_t>(value))}
                   : FactValue{ValueTag::kFloat, 0, std::bit_cast<std::uint64_t>(std::get<double>(value))};
      }
      std::memcpy(out.data() + values_at, &fact, sizeof(fact));
      values_at += sizeof(fact);
    }
  }
}

}  // namespace bytelogic::engine
