#include "tools/fact_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <system_error>
#include <vector>

#include "base/symbol_text.h"
#include "base/utf8.h"
#include "diagnostics/diagnostics.h"
#include "tools/csv.h"
#include "tools/files.h"

namespace bytelogic::tools {

namespace {

enum class NumberShape : std::uint8_t { kNone, kInt, kFloat };

// `-?(0|[1-9][0-9]*)`, with a fraction and an exponent for a float: what JSON calls a number.
auto ShapeOf(std::string_view text) -> NumberShape {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - begin;
  };
  if (at < text.size() && text[at] == '-') ++at;
  const std::size_t first = at;
  const std::size_t whole = digits();
  if (whole == 0 || (whole > 1 && text[first] == '0')) return NumberShape::kNone;
  if (at == text.size()) return NumberShape::kInt;
  if (text[at] == '.') {
    ++at;
    if (digits() == 0) return NumberShape::kNone;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return NumberShape::kNone;
  }
  return at == text.size() ? NumberShape::kFloat : NumberShape::kNone;
}

auto ParseField(const CsvField& field, std::string_view place) -> tl::expected<Value, std::string> {
  const std::string_view text = field.text;
  const char* const end = text.data() + text.size();
  switch (ShapeOf(text)) {
    case NumberShape::kNone: {
      if (FindInvalidUtf8(text) == std::string_view::npos) return Value(field.text);
      return tl::unexpected(fmt::format("{}: invalid UTF-8; save the file as UTF-8", place));
    }
    case NumberShape::kInt: {
      std::int64_t number = 0;
      if (std::from_chars(text.data(), end, number).ec == std::errc()) return Value(number);
      return tl::unexpected(
          fmt::format("{}: {} does not fit 64 bits; give it as a string in a JSON file to keep it "
                      "as a symbol, or as {}.0 for a float",
                      place, text, text));
    }
    case NumberShape::kFloat: {
      double number = 0;
      const auto parsed = std::from_chars(text.data(), end, number);
      if (parsed.ec == std::errc()) return Value(number);
      // Too small is zero; too large has no value.
      const std::size_t exponent = text.find_first_of("eE");
      if (exponent != std::string_view::npos && text[exponent + 1] == '-') return Value(0.0);
      return tl::unexpected(fmt::format("{}: {} is too large for a float", place, text));
    }
  }
  return Value(field.text);
}

auto AddFile(const std::string& path, std::string_view relation, Facts& facts) -> tl::expected<void, std::string> {
  const bool csv = path.ends_with(".csv");
  const bool tsv = path.ends_with(".tsv");
  const bool json = path.ends_with(".json");
  if (!csv && !tsv && !json) {
    return tl::unexpected(fmt::format("--facts {}: the name of the file must end in .csv, .tsv or .json", path));
  }
  if (!json && relation.empty()) {
    return tl::unexpected(fmt::format("--facts {}: write --facts RELATION={}", path, path));
  }
  const auto text = ReadFile(path, std::numeric_limits<std::uint64_t>::max());
  if (!text) return tl::unexpected(text.error());
  return json ? AddJsonFacts(*text, relation, path, facts) : AddCsvFacts(*text, tsv, relation, path, facts);
}

}  // namespace

auto IsRelationName(std::string_view name) -> bool { return !name.empty() && ScanName(name, 0) == name.size(); }

auto NoRelationName(std::string_view name) -> std::string {
  return fmt::format("\"{}\" cannot name a relation; begin with a letter, then write letters, digits and _", name);
}

auto LoadFacts(const std::string& argument, Facts& facts) -> tl::expected<void, std::string> {
  // A file whose name holds `=` can be given as ./a=b.json.
  const std::size_t equals = argument.find('=');
  const std::size_t slash = argument.find('/');
  if (equals == std::string::npos || slash < equals) return AddFile(argument, {}, facts);
  const std::string relation = argument.substr(0, equals);
  const std::string path = argument.substr(equals + 1);
  if (relation.empty()) {
    return tl::unexpected(fmt::format("--facts {}: no relation before the =; write RELATION={}", argument, path));
  }
  if (path.empty()) {
    return tl::unexpected(fmt::format("--facts {}: no file after the =; write {}=FILE.csv", argument, relation));
  }
  if (!IsRelationName(relation)) {
    return tl::unexpected(fmt::format("--facts {}: {}", argument, NoRelationName(relation)));
  }
  return AddFile(path, relation, facts);
}

auto AddCsvFacts(std::string_view text, bool tabs, std::string_view relation, std::string_view file, Facts& facts)
    -> tl::expected<void, std::string> {
  CsvReader reader(text, tabs ? CsvReader::Kind::kTabs : CsvReader::Kind::kCommas);
  std::vector<CsvField> row;
  while (reader.NextRow(row)) {
    std::vector<Value> values;
    values.reserve(row.size());
    for (const CsvField& field : row) {
      auto value = ParseField(field, fmt::format("{}:{}:{}", file, field.line, field.column));
      if (!value) return tl::unexpected(std::move(value.error()));
      values.push_back(std::move(*value));
    }
    if (facts.Add(relation, std::move(values))) continue;
    const std::size_t arity = facts.tables().find(relation)->second.arity();
    // The first field too many, or the last one of too few.
    const CsvField& field = row[std::min(row.size() - 1, arity)];
    return tl::unexpected(
        fmt::format("{}:{}:{}: {} {}, the rows before have {}; give every row the same number, and "
                    "quote fields that hold a separator",
                    file, field.line, field.column, row.size(), row.size() == 1 ? "field" : "fields", arity));
  }
  if (reader.error().empty()) return {};
  return tl::unexpected(fmt::format("{}:{}:{}: {}", file, reader.line(), reader.column(), reader.error()));
}

}  // namespace bytelogic::tools
