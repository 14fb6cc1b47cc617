// parse_expr.cc - expressions: operators by precedence, primaries, aggregates.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>
#include <utility>

#include "base/builtin.h"
#include "base/letter_case.h"
#include "syntax/bytelogic/parser_internal.h"
#include "syntax/operator_level.h"
#include "syntax/slips/words.h"

namespace bytelogic::syntax {
namespace {

struct OperatorInfo {
  Operator op = Operator::kOr;
  int level = 0;  // 0: not an operator
};

auto OperatorOf(const Token& token) -> OperatorInfo {
  switch (token.kind) {
    case TokenKind::kWord:
      switch (token.keyword) {
        case Keyword::kOr:
          return {Operator::kOr, kOrLevel};
        case Keyword::kAnd:
          return {Operator::kAnd, kAndLevel};
        case Keyword::kDiv:
          return {Operator::kFloorDivide, kProductLevel};
        case Keyword::kMod:
          return {Operator::kModulo, kProductLevel};
        default:
          return {};
      }
    case TokenKind::kEqual:
    case TokenKind::kEqualEqual:
      return {Operator::kEqual, kComparisonLevel};
    case TokenKind::kNotEqual:
      return {Operator::kNotEqual, kComparisonLevel};
    case TokenKind::kLess:
      return {Operator::kLess, kComparisonLevel};
    case TokenKind::kLessEqual:
      return {Operator::kLessEqual, kComparisonLevel};
    case TokenKind::kGreater:
      return {Operator::kGreater, kComparisonLevel};
    case TokenKind::kGreaterEqual:
      return {Operator::kGreaterEqual, kComparisonLevel};
    case TokenKind::kPlus:
      return {Operator::kAdd, kSumLevel};
    case TokenKind::kMinus:
      return {Operator::kSubtract, kSumLevel};
    case TokenKind::kStar:
      return {Operator::kMultiply, kProductLevel};
    case TokenKind::kSlash:
      return {Operator::kDivide, kProductLevel};
    case TokenKind::kPercent:
      return {Operator::kModulo, kProductLevel};
    case TokenKind::kSlashSlash:
      return {Operator::kFloorDivide, kProductLevel};  // reported by the lexer
    default:
      return {};
  }
}

auto IsEquality(Operator op) -> bool { return op == Operator::kEqual || op == Operator::kNotEqual; }

auto AggregateNamed(std::string_view word) -> std::optional<AggregateFunction> {
  for (std::uint8_t index = 0; index < std::size(kAggregateNames); ++index) {
    if (EqualsInAnyCase(word, kAggregateNames[index])) return static_cast<AggregateFunction>(index);
  }
  return std::nullopt;
}

}  // namespace

auto IsFunctionName(std::string_view word) -> bool { return FindBuiltin(word) != nullptr; }

auto IsAggregateName(std::string_view word) -> bool { return AggregateNamed(word).has_value(); }

// expr = OR < AND < NOT < comparison < (+ -) < (* / DIV MOD %) < unary -
auto Parser::ParseExpr() -> Parsed { return ParseOperators(kOrLevel); }

// Operators of `min_level` and above, each left-associative, but for comparisons, which do not chain.
auto Parser::ParseOperators(int min_level) -> Parsed {
  const std::size_t first = position();
  Parsed left = AtNot() ? ParseNotChain(min_level) : ParseUnary();
  while (!panicking_) {
    const OperatorInfo info = OperatorOf(Current());
    if (info.level == 0 || info.level < min_level) break;
    const SourceRange op_range = Take().range;
    const std::size_t second = position();
    const Parsed right = ParseOperators(info.level + 1);
    left = Binary(info.op, op_range, left, right);
    if (panicking_ || info.level != kComparisonLevel) continue;
    const OperatorInfo next = OperatorOf(Current());
    if (next.level != kComparisonLevel) continue;
    Unexpected(IsEquality(info.op) == IsEquality(next.op) ? place::kChain : place::kMixedChain,
               "AND between two comparisons");
    failure_.places &= ~place::kOperator;
    failure_.operand = first;
    failure_.opener = second;
  }
  return left;
}

// NOT in upper case, or in any case before what can only be its operand.
auto Parser::AtNot() const -> bool {
  const Token& token = Current();
  if (token.keyword != Keyword::kNot) return false;
  if (token.upper) return true;
  const Token& next = Peek(1);
  if (next.starts_line) return false;
  switch (next.kind) {
    case TokenKind::kWord:
      return OperatorOf(next).level == 0 && next.keyword != Keyword::kThen;
    case TokenKind::kDotted:
    case TokenKind::kVariable:
    case TokenKind::kField:
    case TokenKind::kInt:
    case TokenKind::kFloat:
    case TokenKind::kString:
    case TokenKind::kLeftParen:
      return true;
    default:
      return false;
  }
}

// { NOT } comparison, without recursion; nowhere behind an operator that binds tighter.
auto Parser::ParseNotChain(int min_level) -> Parsed {
  const std::size_t first = position();
  if (min_level > kNotLevel) {
    Unexpected(place::kNotOperand, "an operand");
    return ErrorAt(Current().range);
  }
  while (AtNot()) Advance();
  const std::size_t end = position();
  Parsed operand = ParseOperators(kComparisonLevel);
  for (std::size_t at = end; at > first && !panicking_; --at) {
    operand = Unary(Operator::kNot, tokens()[at - 1].range, operand);
  }
  return operand;
}

// An operand of AND.
auto Parser::ParseInversion() -> Parsed { return ParseOperators(kNotLevel); }

// { "-" } primary, without recursion. A minus before a number belongs to the number.
auto Parser::ParseUnary() -> Parsed {
  if (!At(TokenKind::kMinus)) return ParsePrimary();
  const std::size_t first = position();
  while (At(TokenKind::kMinus)) Advance();
  std::size_t end = position();
  Parsed operand;
  if (At(TokenKind::kInt) || At(TokenKind::kFloat)) {
    operand_begin_ = end;
    --end;
    operand = ParseNumber(true, tokens()[end].range);
    operand_end_ = position();
  } else {
    operand = ParsePrimary();
  }
  for (std::size_t at = end; at > first && !panicking_; --at) {
    operand = Unary(Operator::kNegate, tokens()[at - 1].range, operand);
  }
  return operand;
}

auto Parser::ParsePrimary() -> Parsed {
  const std::size_t begin = position();
  Parsed primary;
  switch (Current().kind) {
    case TokenKind::kInt:
    case TokenKind::kFloat:
      primary = ParseNumber(false, Current().range);
      break;
    case TokenKind::kString:
      primary = ParseString();
      break;
    case TokenKind::kVariable:
      primary = ParseVariableExpr();
      break;
    case TokenKind::kField:
      primary = ParseFieldExpr();
      break;
    case TokenKind::kDotted:
      primary = Atom(Current().range, Current().text);
      Advance();
      break;
    case TokenKind::kWord:
      primary = ParseWordExpr();
      break;
    case TokenKind::kLeftParen:
      primary = ParseParenthesized();
      break;
    case TokenKind::kBad:
      primary = ParseBad();
      break;
    case TokenKind::kQuestion:
      Unexpected(place::kOperand, "an expression", "? is allowed only in patterns and in queries");
      return ErrorAt(Current().range);
    case TokenKind::kLeftBracket:
      Unexpected(place::kOperand, "an expression", "a list is allowed only after FOR ... IN");
      return ErrorAt(Current().range);
    default:
      Unexpected(place::kOperand, "an expression");
      return ErrorAt(Current().range);
  }
  operand_begin_ = begin;
  operand_end_ = position();
  return primary;
}

// What the lexer has reported, in place of any operand.
auto Parser::ParseBad() -> Parsed {
  const Token& token = Take();
  if (token.deferred && !trial_) {
    ReportDeferred(ast_.source, token, diagnostics_);
    ++errors_;
  }
  return ErrorAt(token.range);
}

// "(" expr ")"
auto Parser::ParseParenthesized() -> Parsed {
  const std::size_t open = position();
  const std::uint32_t begin = Current().range.offset;
  if (!EnterNesting()) return ErrorAt(Current().range);
  Advance();
  const Parsed inside = ParseExpr();
  if (!panicking_) ExpectClose(TokenKind::kRightParen, open, "')' or an operator");
  ast_.exprs[inside.id].parenthesized = true;
  LeaveNesting();
  return {inside.id, inside.height, begin};
}

// A word, and the calls that begin with one.
auto Parser::ParseWordExpr() -> Parsed {
  const Token& token = Current();
  const SourceRange range = token.range;
  const Token& next = Peek(1);
  const std::size_t begin = position();
  if (token.keyword == Keyword::kCalc && (token.upper || (IsName(next) && Peek(2).kind == TokenKind::kLeftParen))) {
    Advance();
    if (!IsName(Current())) {
      Unexpected(place::kName, "the name of a CALC");
      return ErrorAt(range);
    }
    Advance();
    return ParseCall(ExprKind::kCall, range);
  }
  if (token.keyword == Keyword::kExists && (token.upper || next.kind == TokenKind::kLeftParen)) return ParseExists();
  if (token.upper) {
    Unexpected(place::kOperand, "an expression", "to use the word as a symbol, write it in quotes");
    return ErrorAt(range);
  }
  const bool is_foreign_call = next.kind == TokenKind::kLeftParen && token.keyword != Keyword::kNone;
  if ((token.keyword == Keyword::kDiv || token.keyword == Keyword::kMod) && is_foreign_call) {
    Unexpected(place::kOperand, "an expression");
    return ErrorAt(range);
  }
  Advance();
  if (!At(TokenKind::kLeftParen)) return Atom(range, token.text);
  if (IsAggregateName(token.text)) return MisplacedAggregate(ParseAggregateCall(range), begin);
  return ParseCall(ExprKind::kBuiltin, range);
}

// "(" [ expr { "," expr } ] ")"; the callee is the last token.
auto Parser::ParseCall(ExprKind kind, SourceRange first) -> Parsed {
  Expr expr;
  expr.kind = kind;
  expr.name_range = Previous().range;
  expr.text = Previous().text;
  if (!Expect(TokenKind::kLeftParen, place::kCallOpen)) return ErrorAt(first);
  std::uint32_t height = 0;
  expr.arguments = ParseExprList(TokenKind::kRightParen, height);
  expr.range = RangeFrom(first);
  if (height >= kMaxExprHeight) RefuseHeight(expr.name_range);
  return {Add(expr), height + 1, first.offset};
}

// [ expr { "," expr } ] up to `close`, which is consumed; the last token opened it.
auto Parser::ParseExprList(TokenKind close, std::uint32_t& height) -> Span32 {
  const std::size_t begin = scratch_exprs_.size();
  const std::size_t open = position() - 1;
  if (Accept(close) || !EnterNesting()) return {};
  do {
    const Parsed element = ParseExpr();
    height = std::max(height, element.height);
    scratch_exprs_.push_back(element.id);
  } while (!panicking_ && Accept(TokenKind::kComma));
  if (!panicking_) ExpectClose(close, open, close == TokenKind::kRightParen ? "',' or ')'" : "',' or ']'");
  LeaveNesting();
  return TakeExprs(begin);
}

// "EXISTS" "(" query ")"
auto Parser::ParseExists() -> Parsed {
  const SourceRange first = Current().range;
  Advance();
  Statement query;
  Expr expr;
  expr.kind = ExprKind::kExists;
  if (!EnterNesting()) return ErrorAt(first);
  std::uint32_t height = 0;
  ParseQueryInParens(query, height);
  LeaveNesting();
  expr.text = query.name;
  expr.name_range = query.name_range;
  expr.arguments = query.arguments;
  expr.range = RangeFrom(first);
  if (height >= kMaxExprHeight) RefuseHeight(first);
  return {Add(expr), height + 1, first.offset};
}

// The digits at the current token; `first`: the minus, or the digits themselves.
auto Parser::ParseNumber(bool negative, SourceRange first) -> Parsed {
  const Token& token = Current();
  const std::string_view text = token.text;
  Expr expr;
  expr.range = Cover(first, token.range);
  expr.name_range = expr.range;
  bool in_range = false;
  if (token.kind == TokenKind::kInt) {
    expr.kind = ExprKind::kInt;
    std::uint64_t magnitude = 0;
    in_range = std::from_chars(text.data(), text.data() + text.size(), magnitude).ec == std::errc();
    constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    in_range = in_range && magnitude <= kMax + (negative ? 1 : 0);
    expr.int_value = static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude);
  } else {
    expr.kind = ExprKind::kFloat;
    in_range = std::from_chars(text.data(), text.data() + text.size(), expr.float_value).ec == std::errc();
    if (negative && expr.float_value != 0) expr.float_value = -expr.float_value;
  }
  if (!in_range) {
    const bool is_int = token.kind == TokenKind::kInt;
    Complain(expr.range, fmt::format("number {} is out of range", Excerpt(Text(expr.range))),
             is_int
                 ? fmt::format(
                       "integers are between -9223372036854775808 and 9223372036854775807; a float may be larger: {}.0",
                       Excerpt(Text(expr.range)))
                 : "floats are between 5e-324 and 1.7976931348623157e308",
             std::nullopt, DiagnosticKind::kNumberOutOfRange);
    expr.kind = ExprKind::kError;
  }
  Advance();
  return Leaf(expr);
}

auto Parser::ParseString() -> Parsed {
  const Token& token = Take();
  Expr expr;
  expr.kind = ExprKind::kString;
  expr.range = token.range;
  expr.name_range = token.range;
  if (token.has_escapes) {
    expr.text = ast_.decoded.emplace_back(DecodeString(token));
  } else {
    expr.text = token.text.substr(1, token.text.size() - 2);
  }
  return Leaf(expr);
}

auto Parser::ParseVariableExpr() -> Parsed {
  const Token& token = Take();
  Expr expr;
  expr.kind = ExprKind::kVariable;
  expr.range = token.range;
  expr.name_range = token.range;
  expr.text = token.text.substr(1);
  return Leaf(expr);
}

auto Parser::ParseFieldExpr() -> Parsed {
  const Token& token = Take();
  const std::size_t point = token.text.find('.');
  Expr expr;
  expr.kind = ExprKind::kField;
  expr.range = token.range;
  expr.name_range = token.range;
  expr.text = token.text.substr(1, point - 1);
  expr.name = token.text.substr(point + 1);
  return Leaf(expr);
}

auto Parser::Atom(SourceRange range, std::string_view text) -> Parsed {
  Expr expr;
  expr.kind = ExprKind::kAtom;
  expr.range = range;
  expr.name_range = range;
  expr.text = text;
  return Leaf(expr);
}

auto Parser::AtAggregate() const -> bool {
  const Token& next = Peek(1);
  return next.kind == TokenKind::kLeftParen && !next.starts_line && IsAggregateName(Current().text);
}

// An argument of an EMIT in a rule. MIN($x, $y) is the function, as if in the parentheses that it needs elsewhere.
auto Parser::ParseAggregate() -> Parsed {
  const SourceRange first = Current().range;
  if (Peek(2).keyword == Keyword::kQuery && (Peek(2).upper || IsName(Peek(3)))) {
    Unexpected(place::kAggregate, "an argument");
    return ErrorAt(first);
  }
  Advance();
  const Parsed aggregate = ParseAggregateCall(first);
  Expr& expr = ast_.exprs[aggregate.id];
  if (expr.kind == ExprKind::kBuiltin) expr.parenthesized = true;
  return aggregate;
}

// What follows the name of an aggregate, which is the last token: kAggregate, kAggregateQuery, or kBuiltin for MIN and
// MAX with several arguments.
auto Parser::ParseAggregateCall(SourceRange first) -> Parsed {
  const std::string_view name = Previous().text;
  Expr expr;
  expr.aggregate = *AggregateNamed(name);
  std::uint32_t height = 0;
  if (!EnterNesting()) return ErrorAt(first);
  const Token& inside = Peek(1);
  if (inside.keyword == Keyword::kQuery && (inside.upper || IsName(Peek(2)))) {
    Statement query;
    ParseQueryInParens(query, height);
    expr.kind = ExprKind::kAggregateQuery;
    expr.text = query.name;
    expr.name_range = query.name_range;
    expr.arguments = query.arguments;
  } else {
    Advance();
    const TokenKind after = Peek(1).kind;
    const bool is_atom = !Current().upper && (after == TokenKind::kRightParen || after == TokenKind::kComma);
    expr.kind = ExprKind::kAggregate;
    expr.distinct = !is_atom && AcceptKeyword(Keyword::kDistinct);
    expr.name_range = first;
    expr.arguments = ParseExprList(TokenKind::kRightParen, height);
  }
  LeaveNesting();
  expr.range = RangeFrom(first);
  if (height >= kMaxExprHeight) RefuseHeight(first);
  if (panicking_) return ErrorAt(expr.range);
  if (expr.kind == ExprKind::kAggregate) CheckAggregate(expr, name);
  return {Add(expr), height + 1, first.offset};
}

// That an aggregate is of one expression; MIN and MAX of several are functions.
void Parser::CheckAggregate(Expr& expr, std::string_view name) {
  const std::uint32_t count = expr.arguments.size;
  const std::string_view upper = NameOf(expr.aggregate);
  if (count > 1 && !expr.distinct && IsFunctionName(name)) {
    expr.kind = ExprKind::kBuiltin;
    expr.text = name;
  } else if (count > 1) {
    Complain(expr.range, fmt::format("{} with {} arguments", upper, count),
             fmt::format("an aggregate takes one expression: {}($x)", upper));
    expr.kind = ExprKind::kError;
  } else if (count == 0 && (expr.distinct || expr.aggregate != AggregateFunction::kCount)) {
    Complain(expr.range, fmt::format("{}{} without an argument", upper, expr.distinct ? "(DISTINCT)" : ""),
             fmt::format("write the variable or expression: {}({}$x)", upper, expr.distinct ? "DISTINCT " : ""));
    expr.kind = ExprKind::kError;
  }
}

// An aggregate that stands in an expression.
auto Parser::MisplacedAggregate(Parsed aggregate, std::size_t name) -> Parsed {
  const Expr expr = ast_[aggregate.id];
  if (panicking_ || expr.kind != ExprKind::kAggregate) return aggregate;
  if (in_emit_ && name == arguments_paren_ + 1 && At(TokenKind::kRightParen)) {
    Unexpected(place::kAggregate, "an operator");
    failure_.opener = arguments_paren_;
    return aggregate;
  }
  const std::string text = Excerpt(Text(expr.range));
  const std::string_view function = NameOf(expr.aggregate);
  if (in_emit_) {
    Complain(expr.range, fmt::format("the aggregate {} inside an expression", text),
             "let it be an argument of the EMIT, and compute with that column in another rule");
  } else {
    std::string help =
        fmt::format("write {0}(QUERY r ? ?) over the tuples of a relation, or in a rule EMIT r $key {0}{1}", function,
                    expr.aggregate == AggregateFunction::kCount ? "()" : "($x)");
    if (IsFunctionName(function)) help += fmt::format("; the function takes two values: {}($x, $y)", function);
    Complain(expr.range, fmt::format("the aggregate {} outside the EMIT of a rule", text), std::move(help));
  }
  return ErrorAt(expr.range);
}

auto Parser::Unary(Operator op, SourceRange op_range, Parsed operand) -> Parsed {
  if (operand.height >= kMaxExprHeight) RefuseHeight(op_range);
  Expr expr;
  expr.kind = ExprKind::kUnary;
  expr.op = op;
  expr.name_range = op_range;
  expr.range = RangeFrom(op_range);
  expr.arguments = ast_.expr_pool.Append(operand.id);
  return {Add(expr), operand.height + 1, op_range.offset};
}

auto Parser::Binary(Operator op, SourceRange op_range, Parsed left, Parsed right) -> Parsed {
  const std::uint32_t height = std::max(left.height, right.height);
  if (height >= kMaxExprHeight) RefuseHeight(op_range);
  Expr expr;
  expr.kind = ExprKind::kBinary;
  expr.op = op;
  expr.name_range = op_range;
  expr.range = RangeBetween(left.begin, Previous().range.end());
  expr.arguments = {Size32(ast_.expr_pool), 2};
  ast_.expr_pool.push_back(left.id);
  ast_.expr_pool.push_back(right.id);
  return {Add(expr), height + 1, left.begin};
}

}  // namespace bytelogic::syntax
