// parse_expr_slip.cc - slips in expressions: operators and forms of other languages, and what to write instead.

#include <string>
#include <utility>

#include "base/symbol_text.h"
#include "syntax/bytelogic/parser_internal.h"

namespace bytelogic::syntax {
namespace {

// Arguments without parentheses beyond this are not looked at.
constexpr std::size_t kMaxBareArguments = 16;
// Tokens beyond this are not looked at for the comma of a call.
constexpr std::size_t kMaxCall = 200;

auto IsEquality(Operator op) -> bool { return op == Operator::kEqual || op == Operator::kNotEqual; }

auto IsEquality(const Token& token) -> bool {
  return token.kind == TokenKind::kEqual || token.kind == TokenKind::kEqualEqual || token.kind == TokenKind::kNotEqual;
}

auto IsComparison(const Token& token) -> bool {
  switch (token.kind) {
    case TokenKind::kLess:
    case TokenKind::kLessEqual:
    case TokenKind::kGreater:
    case TokenKind::kGreaterEqual:
      return true;
    default:
      return IsEquality(token);
  }
}

// Whether it is an operand that no operator of its own stands in.
auto IsSimple(const Expr& expr) -> bool {
  return expr.parenthesized || (expr.kind != ExprKind::kBinary && expr.kind != ExprKind::kUnary);
}

}  // namespace

// `a < b < c`, of which `comparison` is the first and `middle` the operand in common. `a > b == c` may mean another
// thing than a chain.
void Parser::FailChain(Parsed comparison, Parsed middle) {
  const SourceRange first = RangeFrom({comparison.begin, 0});
  const SourceRange common = RangeFrom({middle.begin, 0});
  std::optional<RangeFix> fix;
  if (IsEquality(ast_[comparison.id].op) == IsEquality(Current())) {
    fix = RangeFix{{first.end(), 0}, " AND " + std::string(Text(common))};
  }
  Fail(Current().range, "a second comparison in a chain",
       "write AND between two comparisons: " + Excerpt(Text(first)) + " AND " + Excerpt(Text(common)) + ' ' +
           std::string(Text(Current())) + " ...",
       std::move(fix));
}

// `base ** exponent`, `base ^ exponent`. A minus before the base belongs to the power, and powers of powers group from
// the right.
auto Parser::RepairPower(Parsed base) -> Parsed {
  const Token& sign = Current();
  const SourceRange base_range = RangeFrom({base.begin, 0});
  std::string_view base_text = Text(base_range);
  std::string text;
  while (base_text.starts_with('-') || base_text.starts_with(' ')) {
    text += base_text.front();
    base_text.remove_prefix(1);
  }
  std::string close;
  while (!panicking_ && (At(TokenKind::kStarStar) || At(TokenKind::kCaret))) {
    Advance();
    text += "POW(" + std::string(base_text) + ", ";
    close += ')';
    const std::uint32_t begin = Current().range.offset;
    ParseNegation();
    base_text = Text(RangeFrom({begin, 0}));
  }
  if (panicking_) return base;
  text += std::string(base_text) + close;
  const SourceRange range = RangeFrom(base_range);
  Complain(sign.range, "unexpected " + Describe(sign) + ", there is no operator for powers", "write " + Excerpt(text),
           RangeFix{range, text},
           sign.kind == TokenKind::kCaret ? DiagnosticKind::kIllFormedWord : DiagnosticKind::kUnexpectedWord);
  return ErrorAt(range);
}

// IS and IS NOT for = and !=.
auto Parser::AtIs() const -> bool {
  const Token& token = Current();
  return token.kind == TokenKind::kWord && !token.starts_line && token.range.length <= 6 &&
         (keyword_internal::EqualFolded(Text(token), "IS") || keyword_internal::EqualFolded(Text(token), "EQUALS"));
}

auto Parser::RepairIs() -> SourceRange {
  const SourceRange word = Current().range;
  Advance();
  const bool negated = AcceptKeyword(Keyword::kNot);
  const SourceRange range = RangeFrom(word);
  Complain(range, "unexpected " + Excerpt(Text(range)),
           negated ? "write !=" : "write =", RangeFix{range, negated ? "!=" : "="});
  return range;
}

// `"a" || $b`: a symbol is no condition, so that symbols are joined here, as in SQL.
auto Parser::AtConcatenation(Parsed left) const -> bool {
  if (!At(TokenKind::kOrOr)) return false;
  const Expr& expr = ast_[left.id];
  if (expr.kind == ExprKind::kString) return true;
  return IsSimple(expr) && Peek(1).kind == TokenKind::kString && !IsComparison(Peek(2));
}

auto Parser::RepairConcatenation(Parsed left) -> Parsed {
  const SourceRange sign = Current().range;
  const SourceRange first = RangeFrom({left.begin, 0});
  std::string text = "CONCAT(" + std::string(Text(first));
  while (!panicking_ && Accept(TokenKind::kOrOr)) {
    const std::uint32_t begin = Current().range.offset;
    ParseNegation();
    text += ", " + std::string(Text(RangeFrom({begin, 0})));
  }
  if (panicking_) return left;
  text += ')';
  const SourceRange range = RangeFrom(first);
  Complain(sign, "unexpected '||'", "to join symbols write " + Excerpt(text), RangeFix{range, text},
           DiagnosticKind::kIllFormedWord);
  return ErrorAt(range);
}

// `!x = 1` of other languages negates x alone. Its operand; `first`: the first `!` of those before it.
auto Parser::RepairTightNot(std::size_t first) -> Parsed {
  const std::size_t end = position();
  const Parsed operand = ParseNegation();
  if (panicking_) return operand;
  if (IsComparison(Current())) {
    const SourceRange range = RangeFrom(tokens()[first].range);
    std::string text = "(";
    for (std::size_t at = first; at < end; ++at) text += "NOT ";
    text += std::string(Text(RangeFrom({operand.begin, 0}))) + ')';
    Complain(tokens()[first].range, "unexpected '!'", "write " + Excerpt(text), RangeFix{range, text},
             DiagnosticKind::kIllFormedWord);
    return operand;
  }
  for (std::size_t at = first; at < end; ++at) ComplainOfNot(at);
  return operand;
}

// `!` or `\\+` at the token `at`.
void Parser::ComplainOfNot(std::size_t at) {
  const Token& token = tokens()[at];
  Complain(token.range, "unexpected " + Describe(token), "write NOT",
           RangeFix{token.range, tokens()[at + 1].touches ? "NOT " : "NOT"}, DiagnosticKind::kIllFormedWord);
}

// `MOD(7, 2)`: an operator called like a function.
auto Parser::AtOperatorCall() const -> bool {
  if (!AtKeyword(Keyword::kMod) && !AtKeyword(Keyword::kDiv)) return false;
  if (Peek(1).kind != TokenKind::kLeftParen || Peek(1).starts_line) return false;
  int depth = 0;
  for (std::size_t distance = 1; distance < kMaxCall; ++distance) {
    const Token& token = Peek(distance);
    if (token.kind == TokenKind::kEnd) return false;
    if (token.kind == TokenKind::kComma && depth == 1) return true;
    if (token.kind == TokenKind::kLeftParen) ++depth;
    if (token.kind == TokenKind::kRightParen && --depth == 0) return false;
  }
  return false;
}

auto Parser::RepairOperatorCall() -> Parsed {
  const SourceRange word = Current().range;
  const std::string op(InfoOf(Current().keyword).text);
  std::string operands[2];
  Advance();
  if (!EnterNesting()) return ErrorAt(word);
  Advance();
  for (std::string& operand : operands) {
    if (&operand != &operands[0] && !panicking_ && !Accept(TokenKind::kComma)) {
      Unexpected("','", op + " stands between its operands: 7 " + op + " 2");
    }
    const std::size_t first = position();
    const Parsed parsed = ParseExpr();
    if (panicking_) break;
    operand = Text(RangeFrom({parsed.begin, 0}));
    const bool is_compound = position() > first + 1 && !ast_[parsed.id].parenthesized;
    if (is_compound) operand = '(' + operand + ')';
  }
  LeaveNesting();
  if (!panicking_ && !Accept(TokenKind::kRightParen)) Unexpected("')'");
  if (panicking_) return ErrorAt(word);
  const SourceRange range = RangeFrom(word);
  const std::string text = '(' + operands[0] + ' ' + op + ' ' + operands[1] + ')';
  Complain(range, op + " is an operator, not a function", "write " + Excerpt(text), RangeFix{range, text});
  return ErrorAt(range);
}

// `CALC f 1`, without parentheses. The callee is the last token.
auto Parser::RepairCallArguments(SourceRange first) -> Parsed {
  const SourceRange name = Previous().range;
  std::string text = "(";
  for (std::size_t count = 0; count < kMaxBareArguments && !Current().starts_line; ++count) {
    const Token& token = Current();
    const bool is_simple = token.kind == TokenKind::kInt || token.kind == TokenKind::kFloat ||
                           token.kind == TokenKind::kString || token.kind == TokenKind::kVariable ||
                           token.kind == TokenKind::kField ||
                           (token.kind == TokenKind::kWord && token.keyword == Keyword::kNone);
    if (!is_simple) break;
    text += (count == 0 ? "" : ", ") + std::string(Text(token));
    Advance();
  }
  const Token& after = Current();
  const bool has_arguments = text.size() > 1;
  const bool is_whole = after.kind == TokenKind::kEnd || after.starts_line || after.upper ||
                        after.kind == TokenKind::kRightParen || after.kind == TokenKind::kComma;
  text += ')';
  const SourceRange range = RangeBetween(name.end(), Previous().range.end());
  std::optional<RangeFix> fix;
  if (is_whole || !has_arguments) fix = RangeFix{range, text};
  Complain(RangeFrom(first), "a call without parentheses",
           "write CALC " + Excerpt(Text(name)) + (fix ? Excerpt(text) : "(...)"), std::move(fix));
  return ErrorAt(RangeFrom(first));
}

// `row[0]` and `row["name"]`: the current token is the bracket.
auto Parser::RepairIndex(Parsed base) -> Parsed {
  const SourceRange range = RangeFrom({base.begin, 0});
  const Token& index = Peek(1);
  const Expr& row = ast_[base.id];
  const bool is_word = row.kind == ExprKind::kAtom;
  if (Peek(2).kind != TokenKind::kRightBracket || (!is_word && row.kind != ExprKind::kVariable)) {
    Unexpected("an operator", "a column of a row is row.a, row.b, ... or its name; CHAR_AT(s, 0) is a character of s");
    return base;
  }
  std::string column;
  if (index.kind == TokenKind::kInt && index.range.length == 1) {
    column = static_cast<char>('a' + (Text(index).front() - '0'));
  } else if (index.kind == TokenKind::kString && !index.has_escapes) {
    const std::string_view name = Text({index.range.offset + 1, index.range.length - 2});
    if (!name.empty() && ScanName(name, 0) == name.size()) column = name;
  } else if (index.kind == TokenKind::kWord) {
    column = Text(index);
  }
  const SourceRange bracket = Current().range;
  for (int i = 0; i < 3; ++i) Advance();
  const std::string text = std::string(Text(range)) + '.' + (column.empty() ? "a" : column);
  std::optional<RangeFix> fix;
  if (is_word && !column.empty()) fix = RangeFix{RangeFrom(range), text};
  Complain(RangeFrom(bracket), "an index in brackets",
           "for a column of a row write " + Excerpt(text) +
               (is_word ? "" : ", for a character of a symbol CHAR_AT(" + std::string(Text(range)) + ", ...)"),
           std::move(fix));
  return ErrorAt(RangeFrom(range));
}

// `?x`: the current token is the `?`.
auto Parser::AtQuestionVariable() const -> bool {
  const Token& next = Peek(1);
  return At(TokenKind::kQuestion) && next.touches && next.kind == TokenKind::kWord;
}

auto Parser::RepairQuestionVariable(bool asks) -> Parsed {
  const SourceRange question = Current().range;
  Advance();
  Advance();
  const SourceRange range = RangeFrom(question);
  const std::string text = asks ? "?" : '$' + std::string(Text(Previous().range));
  Complain(range, "unexpected " + Excerpt(Text(range)),
           asks ? "write ? alone for what is asked" : "a variable begins with $: write " + Excerpt(text),
           RangeFix{range, text});
  return ErrorAt(range);
}

// `RESULT c ? a : b` and `LET $x = c ? a : b`, with the value `condition` and the statement's text up to it. The
// current token is the `?`.
void Parser::RepairTernary(std::uint32_t begin, Parsed condition, bool in_rule) {
  const SourceRange sign = Current().range;
  const std::string prefix(Text(RangeBetween(begin, condition.begin)));
  const std::string_view test = Text(RangeFrom({condition.begin, 0}));
  Advance();
  const Parsed yes = ParseExpr();
  const std::string_view yes_text = Text(RangeFrom({yes.begin, 0}));
  if (!panicking_ && !Accept(TokenKind::kColon)) {
    Fail(sign, "unexpected '?'", "? stands only in patterns and in queries; a choice is IF ... THEN ... ELSE ... END");
  }
  if (panicking_) return;
  const Parsed no = ParseExpr();
  if (panicking_) return;
  const std::string_view no_text = Text(RangeFrom({no.begin, 0}));
  if (in_rule) {
    Complain(sign, "a choice in a rule", "write two rules, one with WHERE and the condition, one with WHERE NOT");
    return;
  }
  std::string text = "IF " + std::string(test) + " THEN " + prefix;
  text += std::string(yes_text) + " ELSE " + prefix + std::string(no_text) + " END";
  Complain(sign, "unexpected '?', a choice is IF ... THEN ... ELSE ... END", "write " + Excerpt(text),
           RangeFix{RangeBetween(begin, Previous().range.end()), text});
}

// `1,5`: a comma that touches the digits on both sides.
auto Parser::AtCommaInNumber() const -> bool {
  const Token& digits = Peek(1);
  return At(TokenKind::kComma) && Current().touches && digits.kind == TokenKind::kInt && digits.touches &&
         position() > 0 && IsAsciiDigit(ast_.source[Current().range.offset - 1]);
}

// After an expression, where a comma ends it. Whether `1,5` is a fraction or `1,500` a thousand is not for us to say.
auto Parser::RepairCommaInNumber() -> bool {
  if (!AtCommaInNumber()) return false;
  const SourceRange comma = Current().range;
  const std::string before(Text(Previous()));
  const std::string after(Text(Peek(1)));
  std::string help = "a number has a point: write " + before + '.' + after;
  if (after.size() == 3) help += ", or " + before + after + " for thousands";
  Advance();
  Advance();
  while (AtCommaInNumber()) {
    Advance();
    Advance();
  }
  Complain(comma, "a comma in a number", std::move(help), std::nullopt, DiagnosticKind::kIllFormedWord);
  return true;
}

// `1.`: without a digit after its point.
void Parser::RepairPointAfterNumber(SourceRange number) {
  const SourceRange point = Current().range;
  Advance();
  Complain(Cover(number, point), "ill-formed number " + Excerpt(Text(Cover(number, point))),
           "a number has a digit on both sides of its point, and no point ends a statement", RangeFix{point, ""},
           DiagnosticKind::kIllFormedWord);
}

}  // namespace bytelogic::syntax
