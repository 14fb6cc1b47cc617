#include "bytelogic/program.h"

#include <functional>

#include "engine/compiled.h"

namespace bytelogic {
namespace {

auto ToPublic(sema::Type type) -> ColumnType {
  switch (type) {
    case sema::Type::kInt:
      return ColumnType::kInt;
    case sema::Type::kFloat:
      return ColumnType::kFloat;
    case sema::Type::kSymbol:
      return ColumnType::kSymbol;
    default:
      return ColumnType::kAny;
  }
}

// Columns that have no name in the program are named by the checker, whose texts lie elsewhere.
auto IsWritten(std::string_view name, std::string_view source) -> bool {
  const std::less<const char*> before;
  return !before(name.data(), source.data()) && before(name.data(), source.data() + source.size());
}

}  // namespace

auto Program::source() const -> const std::string& { return compiled_->source; }
auto Program::warnings() const -> const std::vector<Diagnostic>& { return compiled_->warnings; }

auto Program::relations() const -> std::vector<ProgramRelation> {
  std::vector<ProgramRelation> relations;
  relations.reserve(compiled_->checked->relations.size());
  for (const sema::Relation& from : compiled_->checked->relations) {
    ProgramRelation& relation = relations.emplace_back();
    relation.name = from.name;
    relation.is_derived = from.derived;
    for (const sema::Column& column : from.columns) {
      const bool written = IsWritten(column.name, compiled_->source);
      relation.columns.push_back({std::string(written ? column.name : std::string_view()), ToPublic(column.type)});
    }
  }
  return relations;
}

}  // namespace bytelogic
