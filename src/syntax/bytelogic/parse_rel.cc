// parse_rel.cc - REL, its columns and KEEP, and the slips in them.

#include <algorithm>
#include <charconv>
#include <utility>

#include "syntax/bytelogic/parser_internal.h"

namespace bytelogic::syntax {
namespace {

constexpr std::uint32_t kMaxWrittenArity = 65'535;
constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";

auto IsColumnType(std::string_view word) -> bool {
  return word == "int" || word == "float" || word == "symbol" || word == "any";
}

// What a word after KEEP means; kAll where it means neither.
auto KeepNamed(std::string_view word) -> Keep {
  static constexpr std::pair<std::string_view, Keep> kWords[] = {
      {"MIN", Keep::kMin},      {"MAX", Keep::kMax},     {"MINIMUM", Keep::kMin},  {"MAXIMUM", Keep::kMax},
      {"SMALLEST", Keep::kMin}, {"LARGEST", Keep::kMax}, {"LEAST", Keep::kMin},    {"GREATEST", Keep::kMax},
      {"LOWEST", Keep::kMin},   {"HIGHEST", Keep::kMax}, {"SHORTEST", Keep::kMin}, {"LONGEST", Keep::kMax},
      {"CHEAPEST", Keep::kMin}, {"BIGGEST", Keep::kMax}, {"MOST", Keep::kMax},
  };
  for (const auto& [name, keep] : kWords) {
    if (keyword_internal::EqualFolded(word, name)) return keep;
  }
  return Keep::kAll;
}

auto TextOf(Keep keep) -> std::string_view { return keep == Keep::kMin ? "MIN" : "MAX"; }

auto IsBest(std::string_view word) -> bool {
  return keyword_internal::EqualFolded(word, "MIN") || keyword_internal::EqualFolded(word, "MAX");
}

// Words that name a type and hardly a column.
auto IsTypeWord(std::string_view word) -> bool {
  for (const std::string_view type : {"INT", "FLOAT", "SYMBOL", "ANY", "INTEGER", "STRING", "STR", "BOOL", "BOOLEAN",
                                      "DOUBLE", "NUMERIC", "VARCHAR"}) {
    if (keyword_internal::EqualFolded(word, type)) return true;
  }
  return false;
}

}  // namespace

// REL parent 2; REL age(name: symbol, years: int); REL parent
auto Parser::ParseRel() -> StatementId {
  Statement statement = Begin(StatementKind::kRel);
  SkipKeyword();
  statement.name = ParseName("a relation", statement.name_range);
  if (panicking_) return {};
  if (At(TokenKind::kLeftParen) && !Current().starts_line) {
    ParseColumns(statement);
  } else if (At(TokenKind::kSlash) && Peek(1).kind == TokenKind::kInt) {
    Complain(Current().range, "'/' between a relation and its arity",
             "write REL " + Excerpt(statement.name) + ' ' + std::string(Text(Peek(1))), RangeFix{Current().range, " "});
    Advance();
  }
  if (At(TokenKind::kInt) && !Current().starts_line && !statement.has_columns) {
    const std::string_view text = Text(Current());
    std::uint32_t arity = 0;
    const bool read = std::from_chars(text.data(), text.data() + text.size(), arity).ec == std::errc();
    if (!read || arity > kMaxWrittenArity) {
      Complain(Current().range, "arity " + Excerpt(text) + " is out of range",
               "the arity of a relation is its number of columns", std::nullopt, DiagnosticKind::kNumberOutOfRange);
    }
    statement.has_arity = true;
    statement.arity = arity;
    Advance();
  } else if (!panicking_ && !Current().starts_line && IsName(Current()) && !statement.has_columns) {
    RepairColumns(statement);
  }
  if (!panicking_ && AtKeyword(Keyword::kKeep) && !Current().starts_line) RepairKeepOfRelation(statement);
  if (panicking_) return {};
  CheckKeep(statement);
  return Finish(statement);
}

// ( column { "," column } )
void Parser::ParseColumns(Statement& statement) {
  const SourceRange open = Current().range;
  Advance();
  if (At(TokenKind::kInt) && Peek(1).kind == TokenKind::kRightParen) {
    const SourceRange range = Cover(open, Peek(1).range);
    std::string text(Text(Current()));
    if (statement.name_range.end() == open.offset) text.insert(0, " ");
    Complain(range, "an arity in parentheses",
             "write REL " + Excerpt(statement.name) + ' ' + std::string(Text(Current())), RangeFix{range, text});
    Advance();
    Advance();
    return;
  }
  statement.has_columns = true;
  statement.columns.begin = Size32(ast_.columns);
  while (!panicking_) {
    ParseColumn();
    if (panicking_ || Accept(TokenKind::kRightParen)) break;
    if (Accept(TokenKind::kComma)) continue;
    if (At(TokenKind::kEnd) || StartsStatement(Current())) {
      FailUnclosed(open, ")");
    } else {
      Unexpected("',' or ')'");
    }
  }
  statement.columns.size = Size32(ast_.columns) - statement.columns.begin;
}

// name [ ":" type ] [ KEEP MIN | KEEP MAX ]
void Parser::ParseColumn() {
  Column column;
  column.name = ParseName("a column", column.range);
  if (panicking_) return;
  ParseColumnType(column);
  if (panicking_) return;
  const TokenKind after = Peek(1).kind;
  if (AtKeyword(Keyword::kKeep)) {
    ParseKeep(column);
  } else if (At(TokenKind::kWord) && IsBest(Text(Current())) &&
             (after == TokenKind::kComma || after == TokenKind::kRightParen)) {
    column.keep = KeepNamed(Text(Current()));
    column.keep_range = Current().range;
    Complain(Current().range, std::string(Text(Current())) + " without KEEP",
             "write KEEP " + std::string(TextOf(column.keep)), RangeFix{{Current().range.offset, 0}, "KEEP "});
    Advance();
  }
  if (panicking_) return;
  if (At(TokenKind::kColon) && column.type.empty()) {
    const SourceRange keep = column.keep_range;
    ParseColumnType(column);
    if (panicking_ || column.type.empty()) return;
    const std::string type = ": " + std::string(column.type);
    Complain(
        keep, "KEEP before the column's type",
        "write the type first: " + Excerpt(column.name) + Excerpt(type) + " KEEP " + std::string(TextOf(column.keep)),
        RangeFix{RangeBetween(column.range.end(), Previous().range.end()),
                 type + " KEEP " + std::string(TextOf(column.keep))});
  }
  ast_.columns.push_back(column);
}

// [ ":" type ]
void Parser::ParseColumnType(Column& column) {
  if (IsName(Current()) && !AtKeyword(Keyword::kKeep) && !IsBest(Text(Current()))) return RepairColumnType(column);
  if (!Accept(TokenKind::kColon)) return;
  if (!IsName(Current())) return Unexpected("a type: int, float, symbol or any");
  column.type = Text(Current());
  const SourceRange type_range = Current().range;
  Advance();
  if (IsColumnType(column.type)) return;
  const std::string_view type = NearestType(column.type);
  Complain(type_range, "unknown type " + Excerpt(column.type), "the types are int, float, symbol and any",
           type.empty() ? std::nullopt : std::optional(RangeFix{type_range, std::string(type)}));
  column.type = {};
}

// KEEP MIN, KEEP MAX
void Parser::ParseKeep(Column& column) {
  const SourceRange keep = Current().range;
  Advance();
  const bool parentheses = At(TokenKind::kLeftParen);
  const Token& word = Peek(parentheses ? 1 : 0);
  column.keep = word.kind == TokenKind::kWord ? KeepNamed(Text(word)) : Keep::kAll;
  if (column.keep == Keep::kAll) {
    return Unexpected("MIN or MAX", "write KEEP MIN to keep the least value, KEEP MAX to keep the greatest");
  }
  const bool is_exact = IsBest(Text(word)) && !parentheses;
  const SourceRange begin = Current().range;
  if (parentheses) Advance();
  Advance();
  if (parentheses) Accept(TokenKind::kRightParen);
  column.keep_range = RangeFrom(keep);
  if (is_exact) return;
  const SourceRange range = RangeFrom(begin);
  const std::string text(TextOf(column.keep));
  Complain(range, "unexpected " + Excerpt(Text(range)) + " after KEEP", "write KEEP " + text,
           RangeFix{range, (keep.end() == range.offset ? " " : "") + text});
}

// Only the last column can be kept.
void Parser::CheckKeep(const Statement& statement) {
  const std::span<const Column> columns = ast_.Columns(statement);
  for (std::size_t index = 0; index + 1 < columns.size(); ++index) {
    const Column& column = columns[index];
    if (column.keep == Keep::kAll) continue;
    std::optional<RangeFix> fix;
    if (columns.back().keep != Keep::kAll) {
      const std::uint32_t begin =
          static_cast<std::uint32_t>(ast_.source.find_last_not_of(" \t\r\n", column.keep_range.offset - 1)) + 1;
      fix = RangeFix{RangeBetween(begin, column.keep_range.end()), ""};
    }
    Complain(column.keep_range, "KEEP on column " + Excerpt(column.name) + ", which is not the last",
             "the best value of the last column is kept, for each combination of the others: make " +
                 Excerpt(column.name) + " the last column, in the uses of " + Excerpt(statement.name) + " too",
             std::move(fix));
  }
}

// Slips.

// REL dist(node, cost) KEEP MIN; REL dist 2 KEEP MIN
void Parser::RepairKeepOfRelation(Statement& statement) {
  const SourceRange keep = Current().range;
  const SourceRange before = Previous().range;
  Column column;
  ParseKeep(column);
  if (panicking_) return;
  const std::string text = " KEEP " + std::string(TextOf(column.keep)) + ')';
  std::optional<RangeFix> fix;
  if (statement.has_columns && Text(before) == ")") {
    ast_.columns.back().keep = column.keep;
    ast_.columns.back().keep_range = column.keep_range;
    fix = RangeFix{RangeBetween(before.offset, column.keep_range.end()), text};
  } else if (statement.has_arity && statement.arity > 0 && statement.arity <= kLetters.size()) {
    std::string columns = "(";
    for (const char letter : kLetters.substr(0, statement.arity)) {
      if (letter != 'a') columns += ", ";
      columns += letter;
    }
    fix = RangeFix{RangeBetween(statement.name_range.end(), column.keep_range.end()), columns + text};
  }
  Complain(RangeFrom(keep), "KEEP after a relation",
           fix && !statement.has_columns
               ? "write REL " + Excerpt(statement.name) + fix->text
               : "KEEP stands behind the last column: REL " + Excerpt(statement.name) + "(key, value" + text,
           std::move(fix));
}

// `x int` and `int x` for `x: int`: after the name of a column comes another name.
void Parser::RepairColumnType(Column& column) {
  const SourceRange second = Current().range;
  const SourceRange range = Cover(column.range, second);
  const bool type_is_first = IsTypeWord(column.name) && !IsTypeWord(Text(second));
  const std::string_view type = type_is_first ? column.name : Text(second);
  if (!IsTypeWord(type)) {
    return Unexpected("',' or ')'", "columns are separated by commas, and a type follows a colon: name: symbol");
  }
  if (type_is_first) column.name = Text(second);
  const std::string text = std::string(column.name) + ": " + std::string(NearestType(type));
  Advance();
  Complain(range, "a type without ':'", "write " + Excerpt(text), RangeFix{range, text});
  column.range = range;
}

// `REL person name age`: columns without parentheses.
void Parser::RepairColumns(Statement& statement) {
  const SourceRange first = Current().range;
  std::string text = "(";
  statement.has_columns = true;
  statement.columns.begin = Size32(ast_.columns);
  while (IsName(Current()) && !Current().starts_line) {
    if (statement.columns.size++ > 0) text += ", ";
    text += Text(Current());
    Column column;
    column.name = Text(Current());
    column.range = Current().range;
    ast_.columns.push_back(column);
    Advance();
    if (At(TokenKind::kComma) && IsName(Peek(1)) && !Peek(1).starts_line) Advance();
  }
  if (AtKeyword(Keyword::kKeep) && !Current().starts_line) {
    ParseKeep(ast_.columns.back());
    if (panicking_) return;
    text += " KEEP " + std::string(TextOf(ast_.columns.back().keep));
  }
  text += ')';
  const SourceRange range = RangeBetween(statement.name_range.end(), Previous().range.end());
  Complain(RangeFrom(first), "columns without parentheses", "write REL " + Excerpt(statement.name) + Excerpt(text),
           RangeFix{range, text});
}

auto Parser::NearestType(std::string_view type) const -> std::string_view {
  static constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
      {"STRING", "symbol"},  {"STR", "symbol"},   {"TEXT", "symbol"},  {"ATOM", "symbol"}, {"NAME", "symbol"},
      {"VARCHAR", "symbol"}, {"INTEGER", "int"},  {"INT64", "int"},    {"LONG", "int"},    {"BOOL", "int"},
      {"BOOLEAN", "int"},    {"NUMBER", "float"}, {"DOUBLE", "float"}, {"REAL", "float"},  {"NUMERIC", "float"},
      {"DECIMAL", "float"},  {"VALUE", "any"},
  };
  for (const auto& [word, name] : kTypes) {
    if (keyword_internal::EqualFolded(type, word)) return name;
  }
  return NearestName(type, {"int", "float", "symbol", "any"});
}

}  // namespace bytelogic::syntax
