// parse_leftover_slip.cc - slips after a statement that is whole: more of it than it has, and what was meant by that.

#include <string>

#include "syntax/bytelogic/parser_internal.h"

namespace bytelogic::syntax {
namespace {

// Whether `token` could be one of the arguments that a line goes on with.
auto IsPlainArgument(const Token& token) -> bool {
  switch (token.kind) {
    case TokenKind::kWord:
      return token.keyword == Keyword::kNone;
    case TokenKind::kVariable:
    case TokenKind::kInt:
    case TokenKind::kFloat:
    case TokenKind::kString:
    case TokenKind::kQuestion:
      return true;
    default:
      return false;
  }
}

auto TakesArguments(StatementKind kind) -> bool {
  switch (kind) {
    case StatementKind::kFact:
    case StatementKind::kEmit:
    case StatementKind::kQuery:
    case StatementKind::kScan:
    case StatementKind::kJoin:
    case StatementKind::kNotMatch:
      return true;
    default:
      return false;
  }
}

}  // namespace

// The statement, or the clause of the rule at hand, that the last token ends; null where it ends none.
auto Parser::LastStatement() const -> const Statement* {
  if (scratch_statements_.empty() || position() == 0) return nullptr;
  const Statement& last = ast_[scratch_statements_.back()];
  return last.range.end() == Previous().range.end() ? &last : nullptr;
}

// On the line of a statement that is whole stands a token that begins none. Nothing: not known here. True: reported,
// and a statement can be parsed here now. False: reported and skipped.
auto Parser::RepairLeftover() -> std::optional<bool> {
  const Statement* const last = LastStatement();
  if (RepairCommaInNumber()) return false;
  if (last == nullptr) return std::nullopt;
  const bool goes_on = At(TokenKind::kComma) && Peek(1).kind != TokenKind::kEnd && !Peek(1).starts_line;
  if (goes_on && last->kind == StatementKind::kRel && IsName(Peek(1))) {
    RepairStatementList("REL");
    implied_keyword_ = Keyword::kRel;
    return true;
  }
  if (goes_on && last->kind == StatementKind::kResult && !Peek(1).upper && Peek(2).kind != TokenKind::kEqual) {
    if (in_block_) {
      Fail(Current().range, "RESULT with several values", "a RESULT has one; FACT keeps several as a tuple");
      return false;
    }
    RepairStatementList("RESULT");
    implied_keyword_ = Keyword::kResult;
    return true;
  }
  if (last->kind == StatementKind::kSolve && IsName(Current())) {
    const std::uint32_t begin = Previous().range.end();
    const SourceRange first = Current().range;
    while (!At(TokenKind::kEnd) && !Current().starts_line && (IsName(Current()) || At(TokenKind::kComma))) Advance();
    Complain(first, "SOLVE with a relation", "SOLVE stands alone and derives all relations; QUERY asks one of them",
             RangeFix{RangeBetween(begin, Previous().range.end()), ""});
    return false;
  }
  if (last->kind == StatementKind::kResult || last->kind == StatementKind::kLet) {
    const std::string word(Text(Previous()));
    if (Previous().kind == TokenKind::kWord && IsFunctionName(word)) {
      Unexpected("the end of the statement", "a call has parentheses: " + word + "(...)");
      return false;
    }
    if (At(TokenKind::kQuestion)) return std::nullopt;
    const Token& next = At(TokenKind::kDot) ? Peek(1) : Current();
    if (next.kind == TokenKind::kString || (Previous().kind == TokenKind::kString && IsPlainArgument(next))) {
      Unexpected("the end of the statement",
                 "to join symbols write CONCAT(" + Excerpt(Text(Previous())) + ", " + Excerpt(Text(next)) + ')');
      return false;
    }
  }
  return std::nullopt;
}

// `REL r 1, s 2`: the comma, which is skipped, stands where the next statement needs its keyword.
void Parser::RepairStatementList(const std::string& keyword) {
  const SourceRange comma = Current().range;
  Complain(comma, "a comma between statements", "write " + keyword + " before each",
           RangeFix{RangeBetween(comma.offset, Peek(1).range.offset), '\n' + keyword + ' '});
  Advance();
}

// Arguments on the line after that of their relation, and indented further. True: reported, and skipped.
auto Parser::RepairContinuedArguments() -> bool {
  const Statement* last = LastStatement();
  if (last == nullptr || !Current().starts_line || !IsPlainArgument(Current())) return false;
  if (last->kind == StatementKind::kRule) {
    const auto clauses = ast_.Body(*last, 0);
    if (clauses.empty()) return false;
    last = &ast_[clauses.back()];
    if (last->range.end() != Previous().range.end()) return false;
  }
  if (!TakesArguments(last->kind)) return false;
  const std::size_t line_begin = ast_.source.find_last_of("\r\n", last->range.offset) + 1;
  const std::size_t text_begin = ast_.source.find_first_not_of(" \t", line_begin);
  const std::size_t outer = text_begin - line_begin;
  if (IndentationOf(Current().range.offset).value_or(0) <= outer) return false;
  const SourceRange first = Current().range;
  const SourceRange gap = RangeBetween(Previous().range.end(), first.offset);
  std::optional<RangeFix> fix;
  if (Text(gap).find_first_not_of(" \t\r\n") == std::string_view::npos) fix = RangeFix{gap, " "};
  const std::string relation(last->name);
  do {
    Advance();
  } while (!Current().starts_line && IsPlainArgument(Current()));
  Complain(RangeFrom(first), "arguments of " + Excerpt(relation) + " on a line of their own",
           "arguments stand on the line of their relation", std::move(fix));
  return true;
}

}  // namespace bytelogic::syntax
