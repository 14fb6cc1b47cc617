#include "bytelogic/facts.h"

#include <utility>

#include "engine/value_text.h"

namespace bytelogic {
namespace {

auto TypeOf(const Value& value) -> ColumnType {
  switch (value.index()) {
    case 0:
      return ColumnType::kInt;
    case 1:
      return ColumnType::kFloat;
    default:
      return ColumnType::kSymbol;
  }
}

// The type of a column that holds both.
auto Join(ColumnType left, ColumnType right) -> ColumnType {
  if (left == right) return left;
  const auto is_number = [](ColumnType type) { return type == ColumnType::kInt || type == ColumnType::kFloat; };
  return is_number(left) && is_number(right) ? ColumnType::kFloat : ColumnType::kAny;
}

}  // namespace

auto Facts::Declare(std::string_view relation, std::size_t arity) -> bool {
  auto found = tables_.find(relation);
  if (found == tables_.end()) {
    found = tables_.emplace(std::string(relation), FactTable{}).first;
    found->second.arity = arity;
  }
  return found->second.arity == arity;
}

auto Facts::Add(std::string_view relation, std::vector<Value> row) -> bool {
  if (!Declare(relation, row.size())) return false;
  FactTable& table = tables_.find(relation)->second;
  for (std::size_t column = 0; column < row.size(); ++column) {
    Value& value = row[column];
    if (const auto* number = std::get_if<double>(&value)) value = engine::NormalizedNumber(*number);
    const ColumnType type = TypeOf(value);
    if (table.row_count == 0) {
      table.types.push_back(type);
    } else {
      table.types[column] = Join(table.types[column], type);
    }
    table.values.push_back(std::move(value));
  }
  ++table.row_count;
  return true;
}

}  // namespace bytelogic
