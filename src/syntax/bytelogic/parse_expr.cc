// parse_expr.cc - expressions: operators by precedence, primaries.

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>
#include <utility>

#include "base/builtin.h"
#include "syntax/bytelogic/parser_internal.h"

namespace bytelogic::syntax {
namespace {

// Levels of binding, loosest first. NOT stands between AND and the comparisons.
constexpr int kOrLevel = Parser::kAnyLevel;
constexpr int kAndLevel = 2;
constexpr int kNotLevel = 3;
constexpr int kComparisonLevel = 4;
constexpr int kSumLevel = 5;
constexpr int kProductLevel = 6;

struct OperatorInfo {
  Operator op = Operator::kOr;
  int level = 0;             // 0: not an operator
  std::string_view instead;  // of other languages: what to write
};

auto OperatorOf(const Token& token) -> OperatorInfo {
  switch (token.kind) {
    case TokenKind::kWord:
      switch (token.keyword) {
        case Keyword::kOr:
          return {Operator::kOr, kOrLevel, {}};
        case Keyword::kAnd:
          return {Operator::kAnd, kAndLevel, {}};
        case Keyword::kDiv:
          return {Operator::kFloorDivide, kProductLevel, {}};
        case Keyword::kMod:
          return {Operator::kModulo, kProductLevel, {}};
        default:
          return {};
      }
    case TokenKind::kEqual:
    case TokenKind::kEqualEqual:
      return {Operator::kEqual, kComparisonLevel, {}};
    case TokenKind::kNotEqual:
      return {Operator::kNotEqual, kComparisonLevel, {}};
    case TokenKind::kLess:
      return {Operator::kLess, kComparisonLevel, {}};
    case TokenKind::kLessEqual:
      return {Operator::kLessEqual, kComparisonLevel, {}};
    case TokenKind::kGreater:
      return {Operator::kGreater, kComparisonLevel, {}};
    case TokenKind::kGreaterEqual:
      return {Operator::kGreaterEqual, kComparisonLevel, {}};
    case TokenKind::kPlus:
      return {Operator::kAdd, kSumLevel, {}};
    case TokenKind::kMinus:
      return {Operator::kSubtract, kSumLevel, {}};
    case TokenKind::kStar:
      return {Operator::kMultiply, kProductLevel, {}};
    case TokenKind::kSlash:
      return {Operator::kDivide, kProductLevel, {}};
    case TokenKind::kPercent:
      return {Operator::kModulo, kProductLevel, {}};
    case TokenKind::kSlashSlash:
      return {Operator::kFloorDivide, kProductLevel, {}};  // reported by the lexer
    case TokenKind::kAmpersand:
      return {Operator::kAnd, kAndLevel, "AND"};
    case TokenKind::kBar:
      return {Operator::kOr, kOrLevel, "OR"};
    case TokenKind::kAndAnd:
      return {Operator::kAnd, kAndLevel, "AND"};
    case TokenKind::kOrOr:
      return {Operator::kOr, kOrLevel, "OR"};
    case TokenKind::kEqualLess:
      return {Operator::kLessEqual, kComparisonLevel, "<="};
    case TokenKind::kEqualGreater:
      return {Operator::kGreaterEqual, kComparisonLevel, ">="};
    default:
      return {};
  }
}

}  // namespace

auto IsFunctionName(std::string_view word) -> bool { return FindBuiltin(word) != nullptr; }

// Operators of `min_level` and above, each left-associative.
auto Parser::ParseOperators(int min_level) -> Parsed {
  const Parsed first = AtNot() ? ParseNotChain(min_level) : ParseNegation();
  return ContinueOperators(first, min_level);
}

// What follows the operand `left`.
auto Parser::ContinueOperators(Parsed left, int min_level) -> Parsed {
  while (!panicking_) {
    OperatorInfo info = OperatorOf(Current());
    if (info.level == 0) {
      if (At(TokenKind::kStarStar) || At(TokenKind::kCaret)) {
        left = RepairPower(left);
        continue;
      }
      if (At(TokenKind::kLeftBracket) && Current().touches) {
        left = RepairIndex(left);
        continue;
      }
      if (!AtIs()) break;
      info = {Peek(1).keyword == Keyword::kNot ? Operator::kNotEqual : Operator::kEqual, kComparisonLevel, "="};
    }
    if (info.level < min_level) break;
    if (info.level == kOrLevel && AtConcatenation(left)) {
      left = RepairConcatenation(left);
      continue;
    }
    const SourceRange op_range = ParseOperatorToken(info.instead, info.level == kComparisonLevel);
    const Parsed right = ParseOperators(info.level + 1);
    left = Binary(info.op, op_range, left, right);
    if (info.level == kComparisonLevel && !panicking_ && OperatorOf(Current()).level == kComparisonLevel) {
      FailChain(left, right);
    }
  }
  return left;
}

// The operator at hand; `instead`: what to write for it, where it is one of other languages.
auto Parser::ParseOperatorToken(std::string_view instead, bool is_comparison) -> SourceRange {
  const SourceRange range = Current().range;
  if (At(TokenKind::kWord) && is_comparison) return RepairIs();
  if (At(TokenKind::kAmpersand) || At(TokenKind::kBar)) {
    Complain(range, "unexpected " + Describe(Current()),
             "between conditions write " + std::string(instead) + "; there are no operators on bits", std::nullopt,
             DiagnosticKind::kIllFormedWord);
  } else if (At(TokenKind::kOrOr) && Peek(1).kind == TokenKind::kString) {
    Complain(range, "unexpected '||'", "write OR between conditions, and CONCAT(...) to join symbols", std::nullopt,
             DiagnosticKind::kIllFormedWord);
  } else if (!instead.empty()) {
    Complain(range, "unexpected " + Describe(Current()), "write " + std::string(instead),
             RangeFix{range, std::string(instead)},
             is_comparison ? DiagnosticKind::kUnexpectedWord : DiagnosticKind::kIllFormedWord);
  }
  Advance();
  if (Previous().kind == TokenKind::kEqualEqual && At(TokenKind::kEqual) && Current().touches) {
    const SourceRange triple = Cover(range, Current().range);
    Complain(triple, "unexpected '==='", "write ==", RangeFix{triple, "=="});
    Advance();
  }
  return range;
}

// NOT in upper case, or in any case before what can only be its operand; `!` of other languages.
auto Parser::AtNot() const -> bool {
  const Token& token = Current();
  if (token.kind == TokenKind::kBang || token.kind == TokenKind::kBackslashPlus) return true;
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

// NOT NOT ... operand, without recursion.
auto Parser::ParseNotChain(int min_level) -> Parsed {
  const std::size_t first = position();
  std::size_t bangs = 0;  // at the end of the chain
  for (; AtNot(); Advance()) {
    if (At(TokenKind::kBang)) {
      ++bangs;
      continue;
    }
    for (; bangs > 0; --bangs) ComplainOfNot(position() - bangs);
    if (!AtKeyword(Keyword::kNot)) ComplainOfNot(position());
  }
  const std::size_t end = position();
  const bool nests =
      min_level > kNotLevel;  // behind an operator that binds tighter: `1 = NOT 2 = NOT 3 ...` goes deeper
  if (nests && !EnterNesting()) return ErrorAt(tokens()[first].range);
  Parsed operand = bangs == 0 ? ParseOperators(kComparisonLevel)
                              : ContinueOperators(RepairTightNot(position() - bangs), kComparisonLevel);
  if (nests) LeaveNesting();
  if (nests && !panicking_) {
    const SourceRange range = Cover(tokens()[first].range, ast_[operand.id].range);
    Complain(tokens()[first].range, "NOT binds looser than the operator before it", "put it in parentheses",
             RangeFix{RangeFrom(range), '(' + std::string(Text(RangeFrom(range))) + ')'});
  }
  for (std::size_t at = end; at > first && !panicking_; --at)
    operand = Unary(Operator::kNot, tokens()[at - 1].range, operand);
  return operand;
}

// - - ... operand, without recursion. A minus before a number belongs to the number.
auto Parser::ParseNegation() -> Parsed {
  if (!At(TokenKind::kMinus)) return ParsePrimary();
  const std::size_t first = position();
  while (At(TokenKind::kMinus)) Advance();
  std::size_t end = position();
  Parsed operand;
  if (At(TokenKind::kInt) || At(TokenKind::kFloat)) {
    --end;
    operand = ParseNumber(true, tokens()[end].range);
  } else {
    operand = ParsePrimary();
  }
  for (std::size_t at = end; at > first && !panicking_; --at) {
    operand = Unary(Operator::kNegate, tokens()[at - 1].range, operand);
  }
  return operand;
}

auto Parser::ParsePrimary() -> Parsed {
  switch (Current().kind) {
    case TokenKind::kInt:
    case TokenKind::kFloat:
      return ParseNumber(false, Current().range);
    case TokenKind::kString:
      return ParseString();
    case TokenKind::kVariable:
      return ParseVariableExpr();
    case TokenKind::kField:
      return ParseFieldExpr();
    case TokenKind::kDotted: {
      Advance();
      return Atom(Previous().range);
    }
    case TokenKind::kWord:
      return ParseWordExpr();
    case TokenKind::kLeftParen:
      return ParseParenthesized();
    case TokenKind::kBad: {
      if (Current().deferred) {
        ReportDeferred(ast_.source, Current(), diagnostics_);
        ++errors_;
      }
      Advance();
      return ErrorAt(Previous().range);
    }
    case TokenKind::kQuestion:
      if (AtQuestionVariable()) return RepairQuestionVariable(false);
      Unexpected("an expression", "? stands only in patterns and in queries");
      break;
    case TokenKind::kLeftBracket:
      Unexpected("an expression", "a list stands only after FOR ... IN");
      break;
    default:
      Unexpected("an expression");
      break;
  }
  return ErrorAt(Current().range);
}

auto Parser::ParseParenthesized() -> Parsed {
  const SourceRange open = Current().range;
  if (!EnterNesting()) return ErrorAt(open);
  Advance();
  const Parsed inside = ParseExpr();
  if (!panicking_ && !Accept(TokenKind::kRightParen)) {
    if (At(TokenKind::kEnd) || Current().starts_line || StartsStatement(Current())) {
      FailUnclosed(open, ")");
    } else {
      Unexpected("')' or an operator");
    }
  }
  ast_.exprs[inside.id.index].parenthesized = true;
  LeaveNesting();
  return {inside.id, inside.height, open.offset};
}

// An opening parenthesis or bracket whose closing one, `close`, is missing here.
void Parser::FailUnclosed(SourceRange open, std::string_view close) {
  if (IsQuiet(Previous().range.offset)) {
    panicking_ = true;  // what swallowed it was reported
    return;
  }
  Fail(open, '\'' + std::string(Text(open)) + "' has no '" + std::string(close) + '\'', "close it",
       RangeFix{{Previous().range.end(), 0}, std::string(close)});
}

auto Parser::ParseWordExpr() -> Parsed {
  const Token& token = Current();
  const SourceRange range = token.range;
  const Token& next = Peek(1);
  const bool parenthesis = next.kind == TokenKind::kLeftParen;
  switch (token.keyword) {
    case Keyword::kCalc:
      if (!token.upper && !(IsName(next) && Peek(2).kind == TokenKind::kLeftParen)) break;
      Advance();
      if (!IsName(Current())) {
        Unexpected("the name of a CALC");
        return ErrorAt(range);
      }
      Advance();
      return ParseCall(ExprKind::kCall, range);
    case Keyword::kExists:
      if (token.upper || parenthesis) return ParseExists();
      break;
    default:
      break;
  }
  if (AtOperatorCall()) return RepairOperatorCall();
  if (token.keyword == Keyword::kExec && IsName(next) && Peek(2).kind == TokenKind::kLeftParen) {
    Complain(range, "EXEC in an expression", "write CALC " + Excerpt(Text(next)) + "(...)", RangeFix{range, "CALC"});
    Advance();
    Advance();
    return ParseCall(ExprKind::kCall, range);
  }
  if (token.upper && token.keyword == Keyword::kIf) {
    Unexpected("an expression", "IF is a statement: IF ... THEN RESULT ... ELSE RESULT ... END");
    return ErrorAt(range);
  }
  if (token.upper) {
    Unexpected("an expression",
               InfoOf(token.keyword).reserved ? "" : "to use the word as a symbol, write it in quotes");
    return ErrorAt(range);
  }
  Advance();
  if (!parenthesis) return Atom(range);
  if (IsAggregateName(Text(range)) || (AtParenthesizedQuery() && IsAggregateSynonym(Text(range)))) {
    return MisplacedAggregate(ParseAggregateCall(NameAggregate(range), range));
  }
  return ParseCall(ExprKind::kBuiltin, range);
}

// The callee is the last token; `(` may follow.
auto Parser::ParseCall(ExprKind kind, SourceRange first) -> Parsed {
  Expr expr;
  expr.kind = kind;
  expr.name_range = Previous().range;
  expr.text = Text(expr.name_range);
  if (!At(TokenKind::kLeftParen)) {
    return RepairCallArguments(first);
  }
  if (!EnterNesting()) return ErrorAt(first);
  Advance();
  std::uint32_t height = 0;
  expr.arguments = ParseExprList(TokenKind::kRightParen, height);
  LeaveNesting();
  expr.range = RangeFrom(first);
  if (height >= kMaxExprHeight) FailTooHigh(expr.name_range);
  return {Add(expr), height + 1, first.offset};
}

// Expressions separated by commas up to `close`, which is consumed.
auto Parser::ParseExprList(TokenKind close, std::uint32_t& height) -> Span32 {
  const std::size_t begin = scratch_exprs_.size();
  const SourceRange open = Previous().range;
  if (Accept(close)) return TakeExprs(begin);
  while (!panicking_) {
    const Parsed element = ParseExpr();
    height = std::max(height, element.height);
    scratch_exprs_.push_back(element.id);
    if (panicking_ || Accept(close)) break;
    if (Accept(TokenKind::kComma)) continue;
    if (At(TokenKind::kEnd) || Current().starts_line || StartsStatement(Current())) {
      FailUnclosed(open, close == TokenKind::kRightParen ? ")" : "]");
    } else {
      Unexpected(std::string("',' or ") + std::string(NameOf(close)));
    }
  }
  return TakeExprs(begin);
}

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
  if (height >= kMaxExprHeight) FailTooHigh(first);
  return {Add(expr), height + 1, first.offset};
}

// "(" query ")"
auto Parser::ParseQueryInParens(Statement& statement, std::uint32_t& height) -> bool {
  const SourceRange open = Current().range;
  if (!Accept(TokenKind::kLeftParen)) {
    Unexpected("'(QUERY'");
    return false;
  }
  if (!std::exchange(implied_query_, false) && !AcceptKeyword(Keyword::kQuery)) {
    Unexpected("QUERY", IsName(Current()) ? "write (QUERY " + std::string(Text(Current())) + " ...)" : "",
               IsName(Current()) ? std::optional(RangeFix{{Current().range.offset, 0}, "QUERY "}) : std::nullopt);
    return false;
  }
  statement.name = ParseName("a relation", statement.name_range);
  statement.arguments = ParseArguments({.any = true}, height);
  if (panicking_) return false;
  if (!Accept(TokenKind::kRightParen)) {
    if (Current().starts_line || At(TokenKind::kEnd)) {
      FailUnclosed(open, ")");
    } else {
      Unexpected("an argument or ')'");
    }
    return false;
  }
  return true;
}

// The digits at the current token; `first`: the minus, or the digits themselves.
auto Parser::ParseNumber(bool negative, SourceRange first) -> Parsed {
  const Token& token = Current();
  const std::string_view text = Text(token);
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
    Complain(expr.range, "number " + Excerpt(Text(expr.range)) + " is out of range",
             is_int ? "integers are between -9223372036854775808 and 9223372036854775807; a float may be larger: " +
                          Excerpt(Text(expr.range)) + ".0"
                    : "floats are between 5e-324 and 1.7976931348623157e308",
             std::nullopt, DiagnosticKind::kNumberOutOfRange);
    expr.kind = ExprKind::kError;
  }
  Advance();
  if (At(TokenKind::kDot) && Current().touches && Peek(1).kind != TokenKind::kDot) RepairPointAfterNumber(expr.range);
  return Leaf(expr);
}

auto Parser::ParseString() -> Parsed {
  const Token& token = Current();
  Expr expr;
  expr.kind = ExprKind::kString;
  expr.range = token.range;
  expr.name_range = token.range;
  if (token.has_escapes) {
    expr.text = ast_.decoded.emplace_back(DecodeString(ast_.source, token));
  } else {
    expr.text = Text({token.range.offset + 1, token.range.length - 2});
  }
  Advance();
  return Leaf(expr);
}

auto Parser::ParseVariableExpr() -> Parsed {
  Expr expr;
  expr.kind = ExprKind::kVariable;
  expr.range = Current().range;
  expr.name_range = expr.range;
  expr.text = Text(expr.range).substr(1);
  Advance();
  return Leaf(expr);
}

auto Parser::ParseFieldExpr() -> Parsed {
  Expr expr;
  expr.kind = ExprKind::kField;
  expr.range = Current().range;
  expr.name_range = expr.range;
  const std::string_view text = Text(expr.range);
  const std::size_t point = text.find('.');
  expr.text = text.substr(1, point - 1);
  expr.name = text.substr(point + 1);
  Advance();
  return Leaf(expr);
}

auto Parser::Atom(SourceRange range) -> Parsed {
  Expr expr;
  expr.kind = ExprKind::kAtom;
  expr.range = range;
  expr.name_range = range;
  expr.text = Text(range);
  return Leaf(expr);
}

auto Parser::Unary(Operator op, SourceRange op_range, Parsed operand) -> Parsed {
  if (operand.height >= kMaxExprHeight) FailTooHigh(op_range);
  Expr expr;
  expr.kind = ExprKind::kUnary;
  expr.op = op;
  expr.name_range = op_range;
  expr.range = RangeFrom(op_range);
  expr.arguments = {Size32(ast_.expr_pool), 1};
  ast_.expr_pool.push_back(operand.id);
  return {Add(expr), operand.height + 1, op_range.offset};
}

auto Parser::Binary(Operator op, SourceRange op_range, Parsed left, Parsed right) -> Parsed {
  const std::uint32_t height = std::max(left.height, right.height);
  if (height >= kMaxExprHeight) FailTooHigh(op_range);
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
