// parse_aggregate.cc - COUNT, SUM, MIN, MAX and AVG: as arguments of an EMIT, over queries, and the slips in them.

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "syntax/bytelogic/parser_internal.h"

namespace bytelogic::syntax {
namespace {

// A parenthesis longer than this is not looked through.
constexpr std::size_t kMaxLookahead = 1'000;

auto AggregateNamed(std::string_view word) -> std::optional<AggregateFunction> {
  for (std::uint8_t index = 0; index < std::size(kAggregateNames); ++index) {
    if (keyword_internal::EqualFolded(word, kAggregateNames[index])) return static_cast<AggregateFunction>(index);
  }
  return std::nullopt;
}

// Names that other languages have for an aggregate.
auto AggregateMeant(std::string_view word) -> std::optional<AggregateFunction> {
  static constexpr std::pair<std::string_view, AggregateFunction> kWords[] = {
      {"AVERAGE", AggregateFunction::kAvg}, {"MEAN", AggregateFunction::kAvg},     {"MINIMUM", AggregateFunction::kMin},
      {"MAXIMUM", AggregateFunction::kMax}, {"COUNTS", AggregateFunction::kCount}, {"ADD", AggregateFunction::kSum},
  };
  for (const auto& [name, function] : kWords) {
    if (keyword_internal::EqualFolded(word, name)) return function;
  }
  return std::nullopt;
}

auto IsWord(const Token& token, std::string_view word) -> bool {
  return token.kind == TokenKind::kWord && token.range.length == word.size();
}

}  // namespace

auto IsAggregateName(std::string_view word) -> bool { return AggregateNamed(word).has_value(); }

auto IsAggregateSynonym(std::string_view word) -> bool { return AggregateMeant(word).has_value(); }

auto Parser::AtAggregate() const -> bool {
  const Token& next = Peek(1);
  return next.kind == TokenKind::kLeftParen && !next.starts_line && IsAggregateName(Text(Current()));
}

// "(" and a query, the name of the aggregate being the token before.
auto Parser::AtParenthesizedQuery() const -> bool {
  const Token& inside = Peek(1);
  return inside.keyword == Keyword::kQuery && (inside.upper || IsName(Peek(2)));
}

// An argument of an EMIT in a rule. MIN($x, $y) is the function, as if in the parentheses that it needs here.
auto Parser::ParseAggregate() -> Parsed {
  const SourceRange first = Current().range;
  Advance();
  const bool over_query = AtParenthesizedQuery();
  const Parsed aggregate = ParseAggregateCall(NameAggregate(first), first);
  if (panicking_) return aggregate;
  Expr& expr = ast_.exprs[aggregate.id.index];
  if (expr.kind == ExprKind::kBuiltin) expr.parenthesized = true;
  if (over_query) {
    const std::string text = '(' + std::string(Text(expr.range)) + ')';
    Complain(expr.range, "an aggregate over a query among arguments", "put it in parentheses",
             RangeFix{expr.range, text});
  }
  return aggregate;
}

// The aggregate that the word at `name` is or means.
auto Parser::NameAggregate(SourceRange name) -> AggregateFunction {
  if (const auto function = AggregateNamed(Text(name))) return *function;
  const AggregateFunction function = AggregateMeant(Text(name)).value_or(AggregateFunction::kCount);
  const std::string text(NameOf(function));
  Complain(name, "unknown aggregate " + Excerpt(Text(name)), "write " + text, RangeFix{name, text});
  return function;
}

// Before a parenthesis: another word for an aggregate.
auto Parser::AtAggregateSynonym() const -> bool {
  return Peek(1).kind == TokenKind::kLeftParen && Peek(1).touches && IsAggregateSynonym(Text(Current()));
}

// What follows the name of an aggregate, which is the last token: kAggregate, kAggregateQuery, or kBuiltin for MIN and
// MAX with several arguments.
auto Parser::ParseAggregateCall(AggregateFunction function, SourceRange first) -> Parsed {
  const std::string_view name = NameOf(function);
  Expr expr;
  expr.aggregate = function;
  if (AtParenthesizedQuery()) return ParseAggregateQuery(expr.aggregate, first);
  if (RepairQueryKeyword(expr.aggregate)) return ParseAggregateQuery(expr.aggregate, first);
  if (!EnterNesting()) return ErrorAt(first);
  Advance();
  const bool is_atom =
      !Current().upper && (Peek(1).kind == TokenKind::kRightParen || Peek(1).kind == TokenKind::kComma);
  expr.distinct = !is_atom && AcceptKeyword(Keyword::kDistinct);
  RepairCountAll();
  std::uint32_t height = 0;
  expr.name_range = first;
  if (expr.distinct && AtKeyword(Keyword::kQuery) && Current().upper) {
    Fail(Previous().range, "DISTINCT before a query",
         "a query ranges over its tuples: EMIT the column into a relation of its own, and query that");
  } else {
    expr.arguments = ParseExprList(TokenKind::kRightParen, height);
  }
  LeaveNesting();
  expr.range = RangeFrom(first);
  if (height >= kMaxExprHeight) FailTooHigh(first);
  if (panicking_) return ErrorAt(expr.range);
  const std::uint32_t count = expr.arguments.size;
  if (count > 1 && !expr.distinct && IsFunctionName(name)) {
    expr.kind = ExprKind::kBuiltin;
    expr.text = Text(first);
    return {Add(expr), height + 1, first.offset};
  }
  expr.kind = ExprKind::kAggregate;
  const std::string upper(NameOf(expr.aggregate));
  if (count > 1) {
    Complain(expr.range, upper + " with " + std::to_string(count) + " arguments",
             "an aggregate takes one expression: " + upper + "($x)");
    expr.kind = ExprKind::kError;
  } else if (count == 0 && (expr.distinct || expr.aggregate != AggregateFunction::kCount)) {
    Complain(expr.range, upper + (expr.distinct ? " DISTINCT" : "") + " of nothing",
             "write the variable or expression: " + upper + (expr.distinct ? "(DISTINCT $x)" : "($x)"));
    expr.kind = ExprKind::kError;
  }
  return {Add(expr), height + 1, first.offset};
}

// COUNT(QUERY r a ?)
auto Parser::ParseAggregateQuery(AggregateFunction function, SourceRange first) -> Parsed {
  Statement query;
  if (!EnterNesting()) return ErrorAt(first);
  std::uint32_t height = 0;
  ParseQueryInParens(query, height);
  LeaveNesting();
  Expr expr;
  expr.kind = ExprKind::kAggregateQuery;
  expr.aggregate = function;
  expr.text = query.name;
  expr.name_range = query.name_range;
  expr.arguments = query.arguments;
  expr.range = RangeFrom(first);
  if (height >= kMaxExprHeight) FailTooHigh(first);
  return {Add(expr), height + 1, first.offset};
}

// Slips.

// COUNT(r ? ?): a relation and its arguments without QUERY. The parser is at the opening parenthesis.
auto Parser::RepairQueryKeyword(AggregateFunction function) -> bool {
  const Token& name = Peek(1);
  const Token& next = Peek(2);
  if (!IsName(name) || name.keyword == Keyword::kDistinct || next.starts_line) return false;
  switch (next.kind) {
    case TokenKind::kWord:
      if (next.keyword != Keyword::kNone) return false;
      break;
    case TokenKind::kQuestion:
    case TokenKind::kVariable:
    case TokenKind::kString:
    case TokenKind::kInt:
    case TokenKind::kFloat:
      break;
    default:
      return false;
  }
  Complain(name.range, std::string(NameOf(function)) + " over a relation without QUERY",
           "write " + std::string(NameOf(function)) + "(QUERY " + Excerpt(Text(name)) + " ...)",
           RangeFix{{name.range.offset, 0}, "QUERY "});
  implied_query_ = true;
  return true;
}

// COUNT(*), COUNT(?)
void Parser::RepairCountAll() {
  if ((!At(TokenKind::kStar) && !At(TokenKind::kQuestion)) || Peek(1).kind != TokenKind::kRightParen) return;
  Complain(Current().range, "unexpected " + Describe(Current()) + " in an aggregate",
           "COUNT() counts the bindings, SUM($x) adds up values", RangeFix{Current().range, ""});
  Advance();
}

// An aggregate that stands in an expression.
auto Parser::MisplacedAggregate(Parsed aggregate) -> Parsed {
  const Expr expr = ast_[aggregate.id];
  if (panicking_ || expr.kind != ExprKind::kAggregate) return aggregate;
  const std::string text = Excerpt(Text(expr.range));
  if (in_emit_) {
    Complain(expr.range, "the aggregate " + text + " inside an expression",
             "let it be an argument of the EMIT, and compute with that column in another rule");
  } else {
    const std::string name(NameOf(expr.aggregate));
    std::string help = "write " + name + "(QUERY r ? ?) over the tuples of a relation, or in a rule EMIT r $key " +
                       name + (expr.aggregate == AggregateFunction::kCount ? "()" : "($x)");
    if (IsFunctionName(name)) help += "; the function takes two values: " + name + "($x, $y)";
    Complain(expr.range, "the aggregate " + text + " outside of the EMIT of a rule", std::move(help));
  }
  return ErrorAt(expr.range);
}

// EMIT total $d SUM($p) * 2: the parser is at the operator.
auto Parser::ContinueAggregate(Parsed aggregate) -> Parsed {
  MisplacedAggregate(aggregate);
  return ContinueOperators(ErrorAt(ast_[aggregate.id].range), kAnyLevel);
}

// EMIT total COUNT DISTINCT $x
auto Parser::AtBareDistinct() const -> bool {
  return AtKeyword(Keyword::kDistinct) && Current().upper && !Current().starts_line &&
         IsAggregateName(Text(Previous())) && Peek(1).kind == TokenKind::kVariable && !Peek(1).starts_line;
}

auto Parser::RepairBareDistinct() -> Parsed {
  const SourceRange first = Previous().range;
  Advance();
  Advance();
  const SourceRange range = RangeFrom(first);
  const std::string text = std::string(Text(first)) + "(DISTINCT " + std::string(Text(Previous())) + ')';
  Complain(range, "an aggregate without parentheses", "write " + Excerpt(text), RangeFix{range, text});
  return ErrorAt(range);
}

// EMIT total $d (SUM($p)): parentheses around an aggregate alone.
auto Parser::AtParenthesizedAggregate() const -> bool {
  const Token& name = Peek(1);
  if (name.kind != TokenKind::kWord || Peek(2).kind != TokenKind::kLeftParen || !IsAggregateName(Text(name))) {
    return false;
  }
  if (Peek(3).keyword == Keyword::kQuery) return false;
  int depth = 0;
  for (std::size_t distance = 2; distance < kMaxLookahead; ++distance) {
    const Token& token = Peek(distance);
    if (token.kind == TokenKind::kEnd) return false;
    if (token.kind == TokenKind::kLeftParen) ++depth;
    if (token.kind == TokenKind::kRightParen && --depth == 0) {
      return Peek(distance + 1).kind == TokenKind::kRightParen;
    }
  }
  return false;
}

auto Parser::RepairParenthesizedAggregate() -> Parsed {
  const SourceRange open = Current().range;
  Advance();
  const Parsed aggregate = ParseAggregate();
  if (panicking_) return aggregate;
  Advance();
  const Expr& expr = ast_[aggregate.id];
  if (expr.kind == ExprKind::kAggregate) {
    const SourceRange range = RangeFrom(open);
    Complain(range, "parentheses around an aggregate", "write " + Excerpt(Text(expr.range)),
             RangeFix{range, std::string(Text(expr.range))});
  }
  return aggregate;
}

auto Parser::AtGroupBy() const -> bool {
  const Token& token = Current();
  const Token& by = Peek(1);
  const Token& key = Peek(2);
  return IsWord(token, "GROUP") && IsWord(by, "BY") && keyword_internal::EqualFolded(Text(token), "GROUP") &&
         keyword_internal::EqualFolded(Text(by), "BY") && !by.starts_line && key.kind == TokenKind::kVariable &&
         !key.starts_line;
}

// GROUP BY $d, where arguments or a clause may stand.
void Parser::RepairGroupBy() {
  const SourceRange first = Current().range;
  const SourceRange before = Previous().range;
  Advance();
  Advance();
  while (At(TokenKind::kVariable) && !Current().starts_line) {
    Advance();
    if (At(TokenKind::kComma) && Peek(1).kind == TokenKind::kVariable) Advance();
  }
  const std::uint32_t begin = Text(before) == "," ? before.offset : before.end();
  Complain(RangeFrom(first), "GROUP BY", "an EMIT with aggregates groups by its other arguments: leave it out",
           RangeFix{RangeBetween(begin, Previous().range.end()), ""});
}

// EMIT total $d SUM($p) AS $sum
auto Parser::AtAlias() const -> bool {
  return IsWord(Current(), "AS") && keyword_internal::EqualFolded(Text(Current()), "AS") && !Current().starts_line &&
         Previous().kind == TokenKind::kRightParen && !Peek(1).starts_line &&
         (Peek(1).kind == TokenKind::kVariable || Peek(1).kind == TokenKind::kWord);
}

void Parser::RepairAlias() {
  const SourceRange first = Current().range;
  const SourceRange before = Previous().range;
  Advance();
  Advance();
  Complain(RangeFrom(first), "a name for an aggregate", "its place says which column it is: leave the name out",
           RangeFix{RangeBetween(before.end(), Previous().range.end()), ""});
}

}  // namespace bytelogic::syntax
