#include "data/schema.h"

#include <algorithm>

namespace bytelogic::data {

namespace {

auto TypeNamed(std::string_view name) -> std::optional<ColumnType> {
  if (name == "int") return ColumnType::kInt;
  if (name == "float") return ColumnType::kFloat;
  if (name == "symbol") return ColumnType::kSymbol;
  if (name == "any") return ColumnType::kAny;
  return std::nullopt;
}

}  // namespace

auto RelationSchema::HasNames() const -> bool {
  return has_arity && !columns.empty() &&
         std::ranges::none_of(columns, [](const ColumnSchema& column) { return column.name.empty(); });
}

auto SchemaOf(const syntax::Ast& ast) -> ProgramSchema {
  ProgramSchema schema;
  for (const syntax::StatementId id : ast.List(ast.program)) {
    const syntax::Statement& statement = ast[id];
    if (statement.kind != syntax::StatementKind::kRel) continue;
    RelationSchema relation;
    relation.has_arity = statement.has_arity || statement.has_columns;
    if (statement.has_arity) relation.columns.resize(statement.arity);
    for (const syntax::Column& column : ast.Columns(statement)) {
      relation.columns.push_back({std::string(column.name), TypeNamed(column.type)});
    }
    schema.emplace(statement.name, std::move(relation));  // the first declaration counts; a second one is E211
  }
  return schema;
}

auto MatchColumns(const RelationSchema& schema, const std::vector<std::string_view>& header)
    -> std::optional<std::vector<std::size_t>> {
  if (!schema.HasNames()) return std::nullopt;
  std::vector<std::size_t> indexes;
  for (const ColumnSchema& column : schema.columns) {
    const auto at = std::ranges::find(header, std::string_view(column.name));
    if (at == header.end() || std::find(at + 1, header.end(), *at) != header.end()) return std::nullopt;
    indexes.push_back(static_cast<std::size_t>(at - header.begin()));
  }
  return indexes;
}

}  // namespace bytelogic::data
