// parse_rel.cc - REL, its columns and KEEP.

#include <fmt/format.h>

#include <charconv>

#include "syntax/bytelogic/parser_internal.h"
#include "syntax/slips/words.h"

namespace bytelogic::syntax {
namespace {

constexpr std::uint32_t kMaxWrittenArity = 65'535;

}  // namespace

auto IsColumnType(std::string_view word) -> bool {
  return word == "int" || word == "float" || word == "symbol" || word == "any";
}

// rel = "REL" name ( int | "(" column { "," column } ")" | end of arguments )
auto Parser::ParseRel() -> StatementId {
  Statement statement = Begin(StatementKind::kRel);
  Advance();
  statement.name = ParseName("a relation", statement.name_range);
  if (panicking_ || Current().starts_line) return Finish(statement);
  if (At(TokenKind::kLeftParen)) {
    ParseColumns(statement);
    if (!panicking_) CheckKeep(statement);
  } else if (At(TokenKind::kInt)) {
    const std::string_view text = Current().text;
    const bool read = std::from_chars(text.data(), text.data() + text.size(), statement.arity).ec == std::errc();
    if (!read || statement.arity > kMaxWrittenArity) {
      Complain(Current().range, fmt::format("arity {} is out of range", Excerpt(text)),
               "the arity of a relation is its number of columns", std::nullopt, DiagnosticKind::kNumberOutOfRange);
    }
    statement.has_arity = true;
    Advance();
  } else if (IsName(Current())) {
    // A keyword that is not in upper case is a name here.
    Unexpected(place::kStatementEnd | place::kRelEnd, "the end of the statement");
    failure_.soft = true;
  }
  return Finish(statement);
}

// "(" column { "," column } ")"
void Parser::ParseColumns(Statement& statement) {
  const std::size_t open = position();
  Advance();
  statement.has_columns = true;
  const std::uint32_t begin = ast_.columns.Mark();
  do {
    ParseColumn();
  } while (!panicking_ && Accept(TokenKind::kComma));
  statement.columns = ast_.columns.Since(begin);
  if (panicking_ || Accept(TokenKind::kRightParen)) return;
  Unexpected(place::kClose | place::kColumnEnd, "',' or ')'",
             IsName(Current()) ? "columns are separated by commas, and a type follows a colon: name: symbol" : "");
  failure_.opener = open;
}

// column = name [ ":" type ] [ "KEEP" ( "MIN" | "MAX" ) ]
void Parser::ParseColumn() {
  Column column;
  column.name = ParseName("a column", column.range);
  if (!panicking_ && Accept(TokenKind::kColon)) {
    if (!IsName(Current()) || !IsColumnType(Current().text)) {
      return Unexpected(place::kColumnType, "a type: int, float, symbol or any");
    }
    column.type = Take().text;
  }
  if (!panicking_ && AtKeyword(Keyword::kKeep)) ParseKeep(column);
  if (!panicking_) ast_.columns.push_back(column);
}

// "KEEP" ( "MIN" | "MAX" )
void Parser::ParseKeep(Column& column) {
  const SourceRange keep = Take().range;
  column.keep = At(TokenKind::kWord) ? KeepNamed(Current().text) : Keep::kAll;
  if (column.keep == Keep::kAll) {
    return Unexpected(place::kKeep, "MIN or MAX",
                      "write KEEP MIN to keep the least value, KEEP MAX to keep the greatest");
  }
  Advance();
  column.keep_range = RangeFrom(keep);
}

// Only the last column can be kept.
void Parser::CheckKeep(const Statement& statement) {
  const std::span<const Column> columns = ast_.Columns(statement);
  for (std::size_t index = 0; index + 1 < columns.size(); ++index) {
    const Column& column = columns[index];
    if (column.keep == Keep::kAll) continue;
    std::optional<RangeFix> fix;
    if (columns.back().keep != Keep::kAll) {
      const std::size_t last = ast_.source.find_last_not_of(" \t\r\n", column.keep_range.offset - 1);
      fix = RangeFix{RangeBetween(static_cast<std::uint32_t>(last) + 1, column.keep_range.end()), ""};
    }
    Complain(column.keep_range, fmt::format("KEEP on column {}, which is not the last", Excerpt(column.name)),
             fmt::format("the best value of the last column is kept, for each combination of the others: make {} the "
                         "last column, in the uses of {} too",
                         Excerpt(column.name), Excerpt(statement.name)),
             std::move(fix));
  }
}

}  // namespace bytelogic::syntax
