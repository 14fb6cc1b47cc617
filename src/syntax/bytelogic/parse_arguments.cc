// parse_arguments.cc - the arguments of FACT, EMIT, QUERY, SCAN, JOIN and NOT: words separated by spaces, up to the end
// of the line, `,`, `)` or a keyword in upper case.

#include <algorithm>
#include <utility>

#include "base/letter_case.h"
#include "base/symbol_text.h"
#include "syntax/bytelogic/parser_internal.h"
#include "syntax/slips/words.h"

namespace bytelogic::syntax {
namespace {

auto IsNumber(const Token& token) -> bool { return token.kind == TokenKind::kInt || token.kind == TokenKind::kFloat; }

}  // namespace

auto Parser::AtArgument() const -> bool {
  const Token& token = Current();
  if (token.starts_line) return false;
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
      return true;
    case TokenKind::kMinus:  // `-5` is one number
      return !token.touches && Peek(1).touches && IsNumber(Peek(1));
    default:
      return false;
  }
}

// `GROUP BY $x`, and `AS name` behind an aggregate: they are no arguments, though they could be symbols.
auto Parser::AtSqlWords() const -> bool {
  const Token& token = Current();
  if (token.kind != TokenKind::kWord || (token.text.size() != 2 && token.text.size() != 5)) return false;
  const Token& next = Peek(1);
  if (next.starts_line) return false;
  if (EqualsInAnyCase(token.text, "AS")) {
    return Previous().kind == TokenKind::kRightParen &&
           (next.kind == TokenKind::kVariable || next.kind == TokenKind::kWord);
  }
  return EqualsInAnyCase(token.text, "GROUP") && EqualsInAnyCase(next.text, "BY") &&
         Peek(2).kind == TokenKind::kVariable;
}

// { argument }
auto Parser::ParseArguments(Places form, std::uint32_t& height) -> Span32 {
  if (panicking_) return {};
  const std::size_t begin = scratch_exprs_.size();
  const bool was_in_emit = std::exchange(in_emit_, form == place::kEmitForm);
  while (!panicking_ && AtArgument() && !AtSqlWords()) {
    if (At(TokenKind::kLeftParen)) arguments_paren_ = position();
    const Parsed argument = ParseArgument(form);
    height = std::max(height, argument.height);
    scratch_exprs_.push_back(argument.id);
  }
  in_emit_ = was_in_emit;
  arguments_end_ = position();
  arguments_form_ = form;
  return TakeExprs(begin);
}

// argument = number | string | atom | dotted | variable | field | "(" expr ")" | "?" | aggregate, as the form has them
auto Parser::ParseArgument(Places form) -> Parsed {
  const Token& token = Current();
  const std::size_t begin = position();
  Parsed argument;
  switch (token.kind) {
    case TokenKind::kQuestion: {
      if ((form & (place::kQueryForm | place::kPatternForm)) == 0) {
        Unexpected(form | place::kArgument, "a value", "? is allowed only in QUERY, SCAN, JOIN and NOT");
        return ErrorAt(token.range);
      }
      if (Peek(1).touches && Peek(1).kind == TokenKind::kWord) {  // `?x` is neither a variable nor two arguments
        Unexpected(form | place::kArgument, "a variable");
        return ErrorAt(token.range);
      }
      Expr expr;
      expr.kind = ExprKind::kAny;
      expr.range = token.range;
      expr.name_range = token.range;
      Advance();
      argument = Leaf(expr);
      break;
    }
    case TokenKind::kWord:
      if (form == place::kEmitForm && Peek(1).touches && Peek(1).kind == TokenKind::kLeftParen &&
          AggregateMeant(token.text)) {
        Unexpected(place::kArgument, "an argument");
        return ErrorAt(token.range);
      }
      argument = form == place::kEmitForm && AtAggregate() ? ParseAggregate() : ParseWordArgument();
      break;
    case TokenKind::kMinus:
      Advance();
      argument = ParseNumber(true, token.range);
      break;
    default:
      argument = ParsePrimary();
      break;
  }
  operand_begin_ = begin;
  operand_end_ = position();
  return argument;
}

// atom: alice, new-york
auto Parser::ParseWordArgument() -> Parsed {
  const std::size_t begin = position();
  if (Peek(1).touches && Peek(1).kind == TokenKind::kLeftParen &&
      (IsFunctionName(Current().text) || IsAggregateName(Current().text))) {
    const Parsed call = ParseWordExpr();
    if (panicking_ || ast_[call.id].kind == ExprKind::kError) return call;  // was reported
    MoveTo(begin);
    Unexpected(place::kArgument, "an argument");
    return call;
  }
  const Token& word = Take();
  const std::string_view source = ast_.source;
  const std::uint32_t end = word.range.end();
  if (end >= source.size() || source[end] != '-' || !IsWritten(word)) return Atom(word.range, word.text);
  const auto atom_end = static_cast<std::uint32_t>(ScanAtom(source, word.range.offset));
  while (Current().range.offset < atom_end && !At(TokenKind::kEnd)) Advance();
  const SourceRange range = RangeBetween(word.range.offset, atom_end);
  if (Previous().range.end() != atom_end) Unexpected(place::kArgumentsEnd, "an argument");  // a-5.5
  return Atom(range, Text(range));
}

// "(" query ")"
auto Parser::ParseQueryInParens(Statement& statement, std::uint32_t& height) -> bool {
  const std::size_t open = position();
  if (!Accept(TokenKind::kLeftParen)) {
    Unexpected(place::kQueryOpen, "'(QUERY'");
    return false;
  }
  if (!AcceptKeyword(Keyword::kQuery)) {
    Unexpected(place::kQuery, "QUERY");
    return false;
  }
  statement.name = ParseName("a relation", statement.name_range);
  statement.arguments = ParseArguments(place::kQueryForm, height);
  return !panicking_ && ExpectClose(TokenKind::kRightParen, open, "an argument or ')'");
}

}  // namespace bytelogic::syntax
