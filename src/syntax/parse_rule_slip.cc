// parse_rule_slip.cc - slips in rules: what stands where a clause, a comma or the head's colon should.

#include <string>
#include <utility>

#include "syntax/parser_internal.h"

namespace bytelogic::syntax {

// `RULE r SCAN ...`, `RULE r :- SCAN ...` and `RULE r($x, $y): ...`
void Parser::RepairRuleHead(std::string_view owner) {
  const SourceRange name = Previous().range;
  if (At(TokenKind::kColonDash) || At(TokenKind::kColonEqual) || At(TokenKind::kEqual)) {
    Complain(Current().range, "unexpected " + Describe(Current()) + " after " + std::string(owner) + " name",
             "write ':'", RangeFix{Current().range, ":"});
    Advance();
    return;
  }
  if (AtClause()) {
    Complain(name, std::string(owner) + " name without ':'", "write " + Excerpt(Text(name)) + ":",
             RangeFix{{name.end(), 0}, ":"});
    return;
  }
  for (std::size_t distance = 0; Peek(distance).kind != TokenKind::kEnd; ++distance) {
    const Token& token = Peek(distance);
    if (token.starts_line || token.upper) break;
    if (token.kind != TokenKind::kColon) continue;
    const SourceRange range = RangeBetween(name.end(), token.range.offset);
    Complain(Current().range, "arguments after " + std::string(owner) + " name",
             "it has only a name here; its clauses have the arguments", RangeFix{range, ""});
    position_ += distance;
    Advance();
    return;
  }
  Unexpected("':'", "write ':' after the name, then the clauses: " + Excerpt(Text(name)) + ": SCAN ...");
}

// What stands at a clause's place is none. True: repaired, a clause can be parsed or was. False: the rule ends here, or
// the parser panics. `expected`: a comma says that a clause must follow.
auto Parser::RepairClause(bool expected, bool has_emit) -> bool {
  const Token& token = Current();
  const SourceRange previous = Previous().range;
  const bool ends_rule = token.kind == TokenKind::kEnd || StartsStatement(token);
  if (ends_rule && (token.starts_line || token.kind == TokenKind::kEnd || !expected)) {
    if (token.keyword == Keyword::kIf && (expected || !has_emit)) {
      Fail(token.range, "IF in a rule", "write WHERE and the condition; every clause after it needs it to hold");
      return false;
    }
    if (expected) {
      Complain(previous, "a comma without a clause after it", "remove it", RangeFix{previous, ""});
    }
    return false;
  }
  if (RepairBetweenClauses()) return true;
  if (AtGroupBy()) {
    RepairGroupBy();
    Accept(TokenKind::kComma);
    return true;
  }
  switch (token.kind) {
    case TokenKind::kComma:
      while (At(TokenKind::kComma)) Advance();
      Complain(token.range, "unexpected ','", "remove it", RangeFix{RangeFrom(token.range), ""});
      return true;
    case TokenKind::kVariable:
    case TokenKind::kField:
    case TokenKind::kLeftParen:
    case TokenKind::kInt:
    case TokenKind::kFloat:
    case TokenKind::kString:
      if (!expected) break;
      return RepairCondition();
    case TokenKind::kWord:
      if (token.keyword == Keyword::kExists || (token.keyword == Keyword::kNone && expected && StartsCondition())) {
        return RepairCondition();
      }
      if ((token.keyword == Keyword::kNone || expected) && (expected || !has_emit) && RepairKeyword(true)) return true;
      if (token.keyword == Keyword::kNone && (expected || Previous().kind == TokenKind::kColon))
        return RepairRelation();
      break;
    default:
      break;
  }
  if (const Token* keyword = LowerCaseKeyword()) {
    const std::string text(InfoOf(keyword->keyword).text);
    Fail(keyword->range, std::string(Text(*keyword)) + " is an atom among arguments",
         "as a keyword after arguments, write it in upper case: " + text, RangeFix{keyword->range, text});
    return false;
  }
  if (expected || !has_emit) {
    Unexpected("a clause", "a clause begins with SCAN, JOIN, NOT, WHERE, LET, FOR or EMIT");
  }
  return false;
}

// The keyword in lower case that stands among the arguments before this token, on its line; null where there is none.
auto Parser::LowerCaseKeyword() const -> const Token* {
  for (std::size_t at = position_; at > 1; --at) {
    const Token& token = tokens_[at - 1];
    const Token& before = tokens_[at - 2];
    if (token.starts_line || token.kind == TokenKind::kComma || token.kind == TokenKind::kColon) return nullptr;
    const bool begins_clause = before.kind == TokenKind::kComma || before.kind == TokenKind::kColon;
    if (token.kind == TokenKind::kWord && token.keyword != Keyword::kNone && !token.upper && !begins_clause) {
      return &token;
    }
  }
  return nullptr;
}

// AND, THEN or an arrow where a comma belongs.
auto Parser::RepairBetweenClauses() -> bool {
  const Token& token = Current();
  const std::uint32_t begin = Previous().range.end();
  const bool is_arrow = token.kind == TokenKind::kMinus && Peek(1).kind == TokenKind::kGreater && Peek(1).touches;
  const bool is_then = token.keyword == Keyword::kThen || token.kind == TokenKind::kEqualGreater || is_arrow;
  if (!is_then && token.keyword != Keyword::kAnd && token.kind != TokenKind::kAndAnd) return false;
  const Token& next = Peek(is_arrow ? 2 : 1);
  if (is_then && next.keyword != Keyword::kEmit) return false;
  Advance();
  if (is_arrow) Advance();
  const SourceRange range = RangeFrom(token.range);
  Complain(range, std::string(Text(range)) + " between clauses", "separate clauses by commas",
           RangeFix{RangeBetween(begin, range.end()), ","});
  return true;
}

// `parent $x $y` without SCAN or JOIN.
auto Parser::RepairRelation() -> bool {
  const Token& next = Peek(1);
  if (next.starts_line || (next.kind != TokenKind::kVariable && next.kind != TokenKind::kLeftParen &&
                           next.kind != TokenKind::kQuestion && next.kind != TokenKind::kString)) {
    Unexpected("a clause", "a clause begins with SCAN, JOIN, NOT, WHERE, LET, FOR or EMIT");
    return false;
  }
  const bool is_first = Previous().kind == TokenKind::kColon;
  const std::string keyword = is_first ? "SCAN " : "JOIN ";
  Complain(Current().range, "a relation without " + keyword.substr(0, 4), "write " + keyword + Excerpt(Text(Current())),
           RangeFix{{Current().range.offset, 0}, keyword});
  implied_keyword_ = Keyword::kJoin;
  const StatementId join = ParseRelationStatement(StatementKind::kJoin, {.any = true, .in_clause = true});
  if (panicking_) return false;
  scratch_statements_.push_back(join);
  Accept(TokenKind::kComma);
  return true;
}

// Whether a word begins a condition rather than a misspelt clause: a comparison follows, or it is a call.
auto Parser::StartsCondition() const -> bool {
  const Token& next = Peek(1);
  switch (next.kind) {
    case TokenKind::kEqual:
    case TokenKind::kEqualEqual:
    case TokenKind::kNotEqual:
    case TokenKind::kLess:
    case TokenKind::kLessEqual:
    case TokenKind::kGreater:
    case TokenKind::kGreaterEqual:
      return true;
    case TokenKind::kLeftParen:
      return IsFunctionName(Text(Current()));
    default:
      return false;
  }
}

// `$x > 5` without WHERE.
auto Parser::RepairCondition() -> bool {
  Complain(Current().range, "a condition without WHERE", "write WHERE before it",
           RangeFix{{Current().range.offset, 0}, "WHERE "});
  const StatementId where = ParseWhereClause();
  if (panicking_) return false;
  if (where.valid()) scratch_statements_.push_back(where);
  Accept(TokenKind::kComma);
  return true;
}

}  // namespace bytelogic::syntax
