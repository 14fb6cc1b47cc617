// parse_for_slip.cc - slips in the head of FOR: ranges, lists and queries as other languages write them.

#include <string>

#include "syntax/bytelogic/parser_internal.h"

namespace bytelogic::syntax {
namespace {

// Looking for a declaration costs time; a text with more errors than this is not a program with slips.
constexpr std::size_t kMaxLookups = 200;

}  // namespace

// FOR EACH $x
void Parser::RepairForEach() {
  const Token& token = Current();
  const Token& next = Peek(1);
  if (!IsName(token) || !keyword_internal::EqualFolded(Text(token), "EACH")) return;
  if (next.kind != TokenKind::kVariable && !(IsName(next) && next.keyword != Keyword::kIn)) return;
  Complain(token.range, "EACH after FOR", "write FOR and the variable",
           RangeFix{RangeBetween(token.range.offset, next.range.offset), ""});
  Advance();
}

// FOR ... DO, FOR ... :
void Parser::RepairDo() {
  const Token& token = Current();
  if (panicking_ || token.starts_line) return;
  const bool is_word =
      (IsName(token) && keyword_internal::EqualFolded(Text(token), "DO")) || token.keyword == Keyword::kThen;
  if (!is_word && token.kind != TokenKind::kColon && token.kind != TokenKind::kLeftBrace) return;
  const SourceRange range = RangeBetween(Previous().range.end(), token.range.end());
  Complain(token.range, "unexpected " + Describe(token) + " after the head of FOR", "the statements follow at once",
           RangeFix{range, ""}, KindOfUnexpected(token));
  Advance();
}

// FOR $i IN 1..10, FOR $i = 1 TO 10, FOR $i = 10 TO 1 STEP -1
void Parser::RepairRange(Statement& statement) {
  statement.kind = StatementKind::kForRange;
  const std::uint32_t begin = Current().range.offset;
  const std::size_t scratch = scratch_exprs_.size();
  const auto parse = [this](Parsed& parsed) -> std::string {
    parsed = ParseOperators(kAnyLevel);
    scratch_exprs_.push_back(parsed.id);
    return std::string(Text(RangeFrom({parsed.begin, 0})));
  };
  Parsed from;
  Parsed to;
  Parsed step;
  const std::string from_text = parse(from);
  const bool has_points = At(TokenKind::kDot) && Peek(1).kind == TokenKind::kDot;
  const bool has_to = IsName(Current()) && keyword_internal::EqualFolded(Text(Current()), "TO");
  if (!panicking_ && !has_points && !has_to) {
    return Unexpected("RANGE(...), (QUERY ...) or [...]", "write FOR $i IN RANGE(1, 10)");
  }
  if (has_points) Advance();
  Advance();
  std::string to_text = parse(to);
  std::string step_text;
  bool known = true;  // which way it goes
  int beyond = 1;     // the end of a RANGE is not reached
  if (!panicking_ && IsName(Current()) && keyword_internal::EqualFolded(Text(Current()), "STEP")) {
    Advance();
    step_text = ", " + parse(step);
    known = !panicking_ && ast_[step.id].kind == ExprKind::kInt;
    if (known && ast_[step.id].int_value < 0) beyond = -1;
  }
  if (panicking_) return;
  statement.arguments = TakeExprs(scratch);
  const SourceRange range = RangeBetween(begin, Previous().range.end());
  const Expr& last = ast_[to.id];
  if (last.kind == ExprKind::kInt && last.int_value >= 0 && last.int_value < 1'000'000'000) {
    to_text = std::to_string(last.int_value + beyond);
  } else {
    to_text += beyond > 0 ? " + 1" : " - 1";
  }
  const std::string text = "RANGE(" + from_text + ", " + to_text + step_text + ")";
  std::optional<RangeFix> fix;
  if (known) fix = RangeFix{range, text};
  Complain(range, "a range without RANGE",
           known ? "write " + Excerpt(text) + "; its end is not reached"
                 : "write RANGE(from, to, step); to itself is not reached",
           std::move(fix));
}

void Parser::RepairIn() {
  const Token& token = Current();
  if (At(TokenKind::kEqual) || At(TokenKind::kColon) ||
      (IsName(token) && keyword_internal::EqualFolded(Text(token), "OF"))) {
    Complain(token.range, "unexpected " + Describe(token) + " after the variable of FOR", "write IN",
             RangeFix{token.range, "IN"});
    Advance();
    return;
  }
  Unexpected("IN", "write FOR $i IN RANGE(1, 10), FOR row IN (QUERY r ?) or FOR $x IN [1, 2]");
}

// The number of columns that some REL of the program gives the relation.
auto Parser::DeclaredArity(std::string_view relation) const -> std::optional<std::uint32_t> {
  for (std::size_t at = 0; at + 3 < tokens().size(); ++at) {
    if (tokens()[at].keyword != Keyword::kRel || Text(tokens()[at + 1]) != relation) continue;
    const Token* next = &tokens()[at + 2];
    if (next->kind == TokenKind::kInt && next->range.length == 1) return Text(*next).front() - '0';
    if (next->kind != TokenKind::kLeftParen) return std::nullopt;
    std::uint32_t columns = 1;
    for (++next; next->kind != TokenKind::kRightParen; ++next) {
      if (next->kind == TokenKind::kEnd || columns > 9) return std::nullopt;
      if (next->kind == TokenKind::kComma) ++columns;
    }
    return columns;
  }
  return std::nullopt;
}

// FOR row IN QUERY r ?: without parentheses; FOR row IN r: without QUERY.
void Parser::RepairForQuery(Statement& statement) {
  const SourceRange first = Current().range;
  if (IsName(Current()) && errors_ <= kMaxLookups) {
    statement.name = ParseName("a relation", statement.name_range);
    if (panicking_) return;
    std::string text = "(QUERY " + std::string(statement.name);
    const std::optional<std::uint32_t> arity = DeclaredArity(statement.name);
    for (std::uint32_t column = 0; column < arity.value_or(1); ++column) text += " ?";
    text += ')';
    std::optional<RangeFix> fix;
    if (arity) fix = RangeFix{statement.name_range, text};
    return Complain(first, "a relation without QUERY",
                    "write " + Excerpt(text) + (arity ? "" : ", with one ? for each column"), std::move(fix));
  }
  if (!AtKeyword(Keyword::kQuery)) {
    return Unexpected("(QUERY ...), RANGE(...) or [...]",
                      "write FOR $i IN RANGE(1, 10), FOR row IN (QUERY r ?) or FOR $x IN [1, 2]");
  }
  Advance();
  statement.name = ParseName("a relation", statement.name_range);
  std::uint32_t height = 0;
  statement.arguments = ParseArguments({.any = true}, height);
  if (panicking_) return;
  const SourceRange range = RangeFrom(first);
  Complain(range, "a query without parentheses", "put it in parentheses",
           RangeFix{range, '(' + std::string(Text(range)) + ')'});
}

}  // namespace bytelogic::syntax
