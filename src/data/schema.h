// schema.h - what a program declares of its relations, as readers of data need to know it.
//
//   ProgramSchema schema = SchemaOf(ast);          // of REL age(name: symbol, years: int)
//   schema.at("age").columns[1].type               // ColumnType::kInt
//
// Known before any data is read, so that a field is parsed as what its column is: `1` stays a symbol where the column
// is declared as one. Where nothing is declared, the text of a field decides (field.h).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bytelogic/value.h"
#include "syntax/ast.h"

namespace bytelogic::data {

struct ColumnSchema {
  std::string name;                // empty: none was written
  std::optional<ColumnType> type;  // as declared
};

struct RelationSchema {
  bool has_arity = false;  // `columns` holds as many as the relation has
  std::vector<ColumnSchema> columns;

  // Every column has a name of its own: headers and objects may be matched to them.
  [[nodiscard]] auto HasNames() const -> bool;
};

using ProgramSchema = std::map<std::string, RelationSchema, std::less<>>;

auto SchemaOf(const syntax::Ast& ast) -> ProgramSchema;

// For each column of `schema` the index of its name in `header`; nothing where a name is missing or stands there twice.
auto MatchColumns(const RelationSchema& schema, const std::vector<std::string_view>& header)
    -> std::optional<std::vector<std::size_t>>;

}  // namespace bytelogic::data
