// parse_arguments.cc - the arguments of FACT, EMIT, QUERY, SCAN, JOIN and NOT: words separated by spaces, up to the end
// of the line, `,`, `)` or a keyword in upper case.

#include <algorithm>
#include <utility>

#include "base/symbol_text.h"
#include "syntax/bytelogic/parser_internal.h"

namespace bytelogic::syntax {
namespace {

// A list longer than this is not recognised as one of another language.
constexpr std::size_t kMaxLookahead = 1'000;

auto IsNumber(const Token& token) -> bool { return token.kind == TokenKind::kInt || token.kind == TokenKind::kFloat; }

// Whether `token` could be an argument, or the beginning of one.
auto BeginsArgument(const Token& token) -> bool {
  switch (token.kind) {
    case TokenKind::kWord:
      return !token.upper;
    case TokenKind::kDotted:
    case TokenKind::kVariable:
    case TokenKind::kField:
    case TokenKind::kInt:
    case TokenKind::kFloat:
    case TokenKind::kString:
    case TokenKind::kBad:
    case TokenKind::kLeftParen:
    case TokenKind::kQuestion:
    case TokenKind::kMinus:
      return true;
    default:
      return false;
  }
}

auto IsArithmetic(const Token& token) -> bool {
  switch (token.kind) {
    case TokenKind::kPlus:
    case TokenKind::kMinus:
    case TokenKind::kStar:
    case TokenKind::kSlash:
    case TokenKind::kPercent:
    case TokenKind::kStarStar:
    case TokenKind::kCaret:
      return true;
    default:
      return token.upper && (token.keyword == Keyword::kDiv || token.keyword == Keyword::kMod);
  }
}

}  // namespace

auto Parser::AtArgument() const -> bool {
  const bool is_arrow = At(TokenKind::kMinus) && Peek(1).kind == TokenKind::kGreater;
  return !Current().starts_line && !is_arrow && BeginsArgument(Current());
}

auto Parser::ParseArguments(ArgumentForm form, std::uint32_t& height) -> Span32 {
  const std::size_t begin = scratch_exprs_.size();
  if (panicking_) return TakeExprs(begin);
  const bool was_in_emit = std::exchange(in_emit_, form.aggregate);
  if (AtCallStyle()) ParseCallStyle(form);
  std::optional<Parsed> last;  // the last argument, if an operator may follow it
  while (!panicking_) {
    if (last && AtOperatorAfterArgument()) {
      const bool is_aggregate = ast_[last->id].kind == ExprKind::kAggregate;
      const Parsed whole = is_aggregate ? ContinueAggregate(*last) : WrapArgument(*last);
      height = std::max(height, whole.height);
      scratch_exprs_.back() = whole.id;
      last.reset();
    } else if (form.in_clause && AtGroupBy()) {
      RepairGroupBy();
    } else if (form.aggregate && last && AtBareDistinct()) {
      scratch_exprs_.back() = RepairBareDistinct().id;
      last.reset();
    } else if (form.aggregate && AtAlias()) {
      RepairAlias();
    } else if (AtArgument()) {
      last = ParseArgument(form);
      height = std::max(height, last->height);
      scratch_exprs_.push_back(last->id);
    } else if (AtArgumentComma(form)) {
      ParseCommaArguments(form, begin);
      last.reset();
    } else if (AtBareCall(form)) {
      const Parsed call = ParseBareCall();
      height = std::max(height, call.height);
      scratch_exprs_.push_back(call.id);
      last.reset();
    } else if (AtKeywordArgument(form)) {
      scratch_exprs_.push_back(QuoteKeyword().id);
      last.reset();
    } else {
      break;
    }
  }
  in_emit_ = was_in_emit;
  return TakeExprs(begin);
}

auto Parser::ParseArgument(ArgumentForm form) -> Parsed {
  const Token& token = Current();
  switch (token.kind) {
    case TokenKind::kQuestion: {
      if (AtQuestionVariable()) return RepairQuestionVariable(form.any && !form.in_clause);
      if (!form.any) {
        Unexpected("a value", "? stands only in QUERY, SCAN, JOIN and NOT");
        return ErrorAt(token.range);
      }
      Expr expr;
      expr.kind = ExprKind::kAny;
      expr.range = token.range;
      expr.name_range = token.range;
      Advance();
      return Leaf(expr);
    }
    case TokenKind::kWord:
      if (form.aggregate && (AtAggregate() || AtAggregateSynonym())) return ParseAggregate();
      return ParseWordArgument();
    case TokenKind::kLeftParen:
      if (form.aggregate && AtParenthesizedAggregate()) return RepairParenthesizedAggregate();
      return ParsePrimary();
    case TokenKind::kInt:
    case TokenKind::kFloat:
      return ParseNumberArgument();
    case TokenKind::kMinus:
      return ParseMinusArgument();
    default:
      return ParsePrimary();
  }
}

// alice, new-york.
auto Parser::ParseWordArgument() -> Parsed {
  const SourceRange word = Current().range;
  const std::string_view source = ast_.source;
  const Token& next = Peek(1);
  const bool is_call =
      next.touches && next.kind == TokenKind::kLeftParen && (IsFunctionName(Text(word)) || IsAggregateName(Text(word)));
  if (is_call) {
    const Parsed call = ParseWordExpr();
    const SourceRange range = RangeFrom(word);
    if (ast_[call.id].kind == ExprKind::kError) return call;  // was reported
    Complain(range, "a function call among arguments", "put it in parentheses",
             RangeFix{range, '(' + std::string(Text(range)) + ')'});
    return call;
  }
  auto end = word.end();
  if (end < source.size() && source[end] == '-') end = static_cast<std::uint32_t>(ScanAtom(source, word.offset));
  while (Current().range.offset < end) Advance();
  const Token& after = Current();
  if (Previous().range.end() != end) return QuoteRun(word.offset, "ill-formed symbol");
  if (after.touches && !after.starts_line) {
    switch (after.kind) {
      case TokenKind::kLeftBracket:
        return RepairIndex(Atom(RangeBetween(word.offset, end)));
      case TokenKind::kColon:
        if (source.substr(after.range.end(), 2) == "//") return QuoteAddress(word.offset);
        [[fallthrough]];
      case TokenKind::kSlash:
      case TokenKind::kAt:
      case TokenKind::kAmpersand:
      case TokenKind::kString:
      case TokenKind::kBang:
        if (Peek(1).touches) return QuoteRun(word.offset, "ill-formed symbol");
        break;
      default:
        break;
    }
  }
  return Atom(RangeBetween(word.offset, end));
}

// The current arguments' word and what touches it is no word: it was meant as one symbol.
auto Parser::QuoteRun(std::uint32_t begin, std::string_view message) -> Parsed {
  while (Current().touches && !At(TokenKind::kEnd) && !At(TokenKind::kComma) && !At(TokenKind::kLeftParen) &&
         !At(TokenKind::kRightParen) && !At(TokenKind::kString)) {
    Advance();
  }
  const SourceRange range = RangeBetween(begin, Previous().range.end());
  const std::string text(Text(range));
  const bool is_word = WordCharacterLength(text, 0) > 0 && !IsAsciiDigit(text.front());
  Complain(range, std::string(message) + ' ' + Excerpt(text), "write it in quotes: \"" + Excerpt(text) + '"',
           RangeFix{range, '"' + text + '"'},
           is_word ? DiagnosticKind::kIllFormedWord : DiagnosticKind::kUnexpectedWord);
  return ErrorAt(range);
}

// http://...: its `//` begins a comment, so that the rest of the line is lost.
auto Parser::QuoteAddress(std::uint32_t begin) -> Parsed {
  const std::size_t end = std::min(ast_.source.find_first_of(" \t\r\n", begin), ast_.source.size());
  const SourceRange range = RangeBetween(begin, static_cast<std::uint32_t>(end));
  const std::string text(Text(range));
  Complain(range, "an address without quotes", "write it in quotes: \"" + Excerpt(text) + '"',
           RangeFix{range, '"' + text + '"'}, DiagnosticKind::kIllFormedWord);
  Advance();  // the colon
  return ErrorAt(range);
}

auto Parser::ParseNumberArgument() -> Parsed {
  const std::uint32_t begin = Current().range.offset;
  const bool is_int = At(TokenKind::kInt);
  const Token& second = Peek(1);
  const Token& third = Peek(2);
  const bool joined = second.touches && third.touches && (IsNumber(third) || third.kind == TokenKind::kBad);
  if (is_int && joined && (second.kind == TokenKind::kMinus || second.kind == TokenKind::kColon)) {
    Advance();
    return QuoteRun(begin, "a date, a time or a difference without quotes:");
  }
  return ParseNumber(false, Current().range);
}

// -5; `- 5` and `-$x` are reported.
auto Parser::ParseMinusArgument() -> Parsed {
  const SourceRange minus = Current().range;
  const Token& number = Peek(1);
  Advance();
  if (IsNumber(number)) {
    const std::uint32_t gap = number.range.offset - minus.end();
    if (!number.touches) {
      Complain(RangeBetween(minus.offset, number.range.end()), "'-' without its number",
               "write -" + std::string(Text(number)), RangeFix{{minus.end(), gap}, ""});
    }
    return ParseNumber(true, minus);
  }
  const Parsed operand = ParsePrimary();
  if (panicking_) return operand;
  const SourceRange range = RangeFrom(minus);
  Complain(range, "an expression among arguments", "put it in parentheses",
           RangeFix{range, '(' + std::string(Text(range)) + ')'});
  return operand;
}

// Slips.

// parent(alice, bob): a parenthesis with a comma in it where the arguments begin.
auto Parser::AtCallStyle() const -> bool {
  if (!At(TokenKind::kLeftParen) || Current().starts_line) return false;
  int depth = 0;
  for (std::size_t distance = 0; distance < kMaxLookahead; ++distance) {
    const Token& token = Peek(distance);
    if (token.kind == TokenKind::kEnd || (distance > 0 && token.starts_line)) return false;
    if (token.kind == TokenKind::kLeftParen) ++depth;
    if (token.kind == TokenKind::kRightParen && --depth == 0) return distance == 1;
    if (token.kind == TokenKind::kComma && depth == 1) return true;
  }
  return false;
}

void Parser::ParseCallStyle(ArgumentForm form) {
  const SourceRange open = Current().range;
  Advance();
  std::string text;
  while (!panicking_ && !At(TokenKind::kRightParen)) {
    const std::uint32_t begin = Current().range.offset;
    const TokenKind after = Peek(At(TokenKind::kMinus) && IsNumber(Peek(1)) ? 2 : 1).kind;
    const bool is_aggregate = form.aggregate && At(TokenKind::kWord) && AtAggregate();
    const bool simple = after == TokenKind::kComma || after == TokenKind::kRightParen || is_aggregate;
    if (simple && AtArgument()) {
      scratch_exprs_.push_back(ParseArgument(form).id);
    } else {
      scratch_exprs_.push_back(ParseExpr().id);
    }
    std::string argument(Text(RangeBetween(begin, Previous().range.end())));
    const bool is_word = begin == Previous().range.offset && Previous().kind == TokenKind::kWord;
    if (form.any && is_word && (argument.front() == '_' || (argument.front() >= 'A' && argument.front() <= 'Z'))) {
      // In such a notation it is a variable.
      argument = form.in_clause && argument != "_" ? '$' + argument : "?";
    }
    text += ' ';
    text += simple || begin == Previous().range.offset ? argument : '(' + argument + ')';
    if (!Accept(TokenKind::kComma) && !At(TokenKind::kRightParen)) Unexpected("',' or ')'");
  }
  if (panicking_) return;
  Advance();
  if (form.any && At(TokenKind::kQuestion) && Current().touches) Advance();  // ancestor(alice, X)?
  const SourceRange range = RangeFrom(open);
  if (open.offset > 0 && (ast_.source[open.offset - 1] == ' ' || ast_.source[open.offset - 1] == '\t')) {
    text.erase(0, std::min<std::size_t>(1, text.size()));
  }
  Complain(range, "arguments in parentheses",
           "separate them by spaces:" + Excerpt(text.starts_with(' ') ? text : ' ' + text), RangeFix{range, text});
}

// A comma that cannot separate clauses, since an argument follows it on the line.
auto Parser::AtArgumentComma(ArgumentForm form) const -> bool {
  if (!At(TokenKind::kComma) || Current().starts_line) return false;
  const Token& next = Peek(1);
  if (next.starts_line || !BeginsArgument(next)) return false;
  if (next.kind == TokenKind::kLeftParen || next.kind == TokenKind::kBad) return !form.in_clause;
  if (!form.in_clause) return true;
  // In a rule a clause may follow, or a slip of one: a word, or a condition without WHERE.
  if (next.kind == TokenKind::kWord) {
    const Token& after = Peek(2);
    return next.keyword == Keyword::kNone &&
           (after.kind == TokenKind::kComma || after.kind == TokenKind::kEnd || after.starts_line);
  }
  const Token& after = Peek(2);
  return after.kind == TokenKind::kComma || after.kind == TokenKind::kEnd || after.starts_line || after.upper ||
         BeginsArgument(after);
}

void Parser::ParseCommaArguments(ArgumentForm form, std::size_t first) {
  const SourceRange comma = Current().range;
  // Other arguments before it are separated by spaces: the comma may belong to a number.
  const bool is_in_number = AtCommaInNumber() && scratch_exprs_.size() > first + 1;
  std::string text;
  while (!panicking_ && (AtArgument() || AtArgumentComma(form))) {
    const bool after_comma = Accept(TokenKind::kComma);
    const std::uint32_t begin = Current().range.offset;
    const std::uint32_t gap = begin - Previous().range.end();
    text += after_comma && gap == 0 ? " " : std::string(gap, ' ');
    scratch_exprs_.push_back(ParseArgument(form).id);
    text += Text(RangeBetween(begin, Previous().range.end()));
  }
  if (panicking_) return;
  const SourceRange range = RangeFrom(comma);
  if (is_in_number) {
    return Complain(comma, "a comma between arguments",
                    "separate arguments by spaces; a number has a point, and no sign between its digits");
  }
  Complain(comma, "a comma between arguments", "separate arguments by spaces", RangeFix{range, text});
}

// An operator after an argument begins an expression that lacks its parentheses: `$n + 1`, `$n-1`.
auto Parser::AtOperatorAfterArgument() const -> bool {
  const Token& token = Current();
  const Token& next = Peek(1);
  if (token.starts_line || next.starts_line || !IsArithmetic(token) || !BeginsArgument(next)) return false;
  if (AtOperatorCall()) return false;
  if (token.kind != TokenKind::kMinus || token.touches) return true;
  if (next.touches) return false;
  const Expr& argument = ast_[scratch_exprs_.back()];
  return argument.kind != ExprKind::kAtom && argument.kind != ExprKind::kString && argument.kind != ExprKind::kAny;
}

// `CALC f($x)` on the line of the arguments. `CALC f($x) RESULT ...` outside of a block is a definition.
auto Parser::AtBareCall(ArgumentForm form) const -> bool {
  if (AtOperatorCall() && Current().upper && !Current().starts_line) return true;
  if (!AtKeyword(Keyword::kCalc) || !Current().upper || Current().starts_line) return false;
  if (!IsName(Peek(1)) || Peek(2).kind != TokenKind::kLeftParen || Peek(2).starts_line) return false;
  if (in_block_ || form.in_clause) return true;
  int depth = 0;
  for (std::size_t distance = 2; distance < kMaxLookahead; ++distance) {
    const Token& token = Peek(distance);
    if (token.kind == TokenKind::kEnd) return true;
    if (token.kind == TokenKind::kLeftParen) ++depth;
    if (token.kind != TokenKind::kRightParen || --depth > 0) continue;
    const Token& after = Peek(distance + 1);
    return after.starts_line || !after.upper || !StartsStatement(after);
  }
  return true;
}

auto Parser::ParseBareCall() -> Parsed {
  const std::uint32_t begin = Current().range.offset;
  Parsed call = ParseWordExpr();
  if (panicking_) return call;
  if (!Current().starts_line && IsArithmetic(Current())) call = ContinueOperators(call, kAnyLevel);
  if (panicking_) return call;
  const SourceRange range = RangeBetween(begin, Previous().range.end());
  const std::string text = '(' + std::string(Text(range)) + ')';
  Complain(range, "a call as an argument needs parentheses", "write " + Excerpt(text), RangeFix{range, text});
  return call;
}

// A keyword in upper case that can be no statement of its own here: `FACT p RESULT`, and a statement in the next line;
// `FACT p END` where no block is open.
auto Parser::AtKeywordArgument(ArgumentForm form) const -> bool {
  const Token& token = Current();
  const Token& next = Peek(1);
  if (!token.upper || token.starts_line || form.in_clause) return false;
  switch (token.keyword) {
    case Keyword::kEnd:
      return !in_block_ && missing_ends_ == 0;
    case Keyword::kRel:
    case Keyword::kFact:
    case Keyword::kRule:
    case Keyword::kCalc:
    case Keyword::kLet:
    case Keyword::kIf:
    case Keyword::kFor:
    case Keyword::kExec:
    case Keyword::kQuery:
    case Keyword::kResult:
    case Keyword::kEmit:
    case Keyword::kWhere:
      break;
    default:
      return false;
  }
  if (!next.starts_line || !next.upper || !StartsStatement(next)) return false;
  return next.keyword != Keyword::kCalc || Peek(3).kind != TokenKind::kLeftParen;  // RESULT, and its call below
}

auto Parser::QuoteKeyword() -> Parsed {
  const SourceRange range = Current().range;
  const std::string text = '"' + std::string(Text(range)) + '"';
  Complain(range, "the keyword " + std::string(Text(range)) + " as an argument", "to mean the symbol, write " + text,
           RangeFix{range, text});
  Advance();
  return ErrorAt(range);
}

// The expression that begins with the argument `last`.
auto Parser::WrapArgument(Parsed last) -> Parsed {
  const Parsed whole = ContinueOperators(last, kAnyLevel);
  const SourceRange range = RangeBetween(whole.begin, Previous().range.end());
  if (ast_[last.id].kind != ExprKind::kError) {
    Complain(range, "an expression among arguments", "put it in parentheses",
             RangeFix{range, '(' + std::string(Text(range)) + ')'});
  }
  return whole;
}

}  // namespace bytelogic::syntax
