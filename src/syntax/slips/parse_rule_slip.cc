// parse_rule_slip.cc - slips in rules: what stands where a clause, a comma or the head's colon should.

#include <string>
#include <utility>

#include "syntax/bytelogic/parser_internal.h"

namespace bytelogic::syntax {
namespace {

// Tokens beyond this are not looked at.
constexpr std::size_t kMaxLookahead = 1'000;

}  // namespace

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
    MoveTo(position() + distance);
    Advance();
    return;
  }
  Unexpected("':'", "write ':' after the name, then the clauses: " + Excerpt(Text(name)) + ": SCAN ...");
}

// `RULE SCAN ...` and `RULE: SCAN ...`: a rule is named after what it derives.
void Parser::RepairUnnamedRule(Statement& rule) {
  const Token& token = Current();
  const bool has_colon = token.kind == TokenKind::kColon;
  const bool is_constraint = rule.kind == StatementKind::kConstraint;
  for (std::size_t distance = 0; distance < kMaxLookahead && !is_constraint; ++distance) {
    const Token& at = Peek(distance);
    if (at.kind == TokenKind::kEnd || (at.starts_line && at.upper && at.keyword == Keyword::kRule)) break;
    if (!at.upper || at.keyword != Keyword::kEmit || !IsName(Peek(distance + 1))) continue;
    rule.name = Text(Peek(distance + 1));
    break;
  }
  rule.name_range = token.range;
  std::optional<RangeFix> fix;
  const std::string name = (has_colon ? " " : "") + std::string(rule.name) + (has_colon ? "" : ": ");
  if (!rule.name.empty()) fix = RangeFix{{token.range.offset, 0}, name};
  Complain(token.range, is_constraint ? "a constraint without a name" : "a rule without a name",
           is_constraint ? "write CONSTRAINT name: SCAN ..."
                         : "write RULE " + (rule.name.empty() ? "name" : Excerpt(rule.name)) + ": SCAN ..., EMIT ...",
           std::move(fix));
  if (has_colon) Advance();
}

// What stands at a clause's place is none. True: repaired, a clause can be parsed or was. False: the rule ends here, or
// the parser panics. `expected`: a comma says that a clause must follow.
auto Parser::RepairClause(bool expected, bool has_emit) -> bool {
  const Token& token = Current();
  const SourceRange previous = Previous().range;
  if (RepairContinuedArguments()) return Accept(TokenKind::kComma) || AtClause();
  if (token.keyword == Keyword::kIf && (expected || !has_emit)) {
    if (RepairRuleIf()) return true;
    Fail(token.range, "IF with ELSE in a rule",
         "write two rules, one with WHERE and the condition, one with WHERE NOT (...)");
    return false;
  }
  const bool ends_rule = token.kind == TokenKind::kEnd || StartsStatement(token);
  if (ends_rule && (token.starts_line || token.kind == TokenKind::kEnd || !expected)) {
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
    case TokenKind::kBang:
    case TokenKind::kBackslashPlus:
      if (RepairNegatedClause()) return true;
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
  for (std::size_t at = position(); at > 1; --at) {
    const Token& token = tokens()[at - 1];
    const Token& before = tokens()[at - 2];
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
  if (!is_then && AtCondition()) {
    Complain(range, std::string(Text(range)) + " after a clause", "a condition is a clause of its own: write WHERE",
             RangeFix{RangeBetween(begin, range.end()), ", WHERE"});
    const StatementId where = ParseWhereClause();
    if (panicking_) return false;
    if (where.valid()) scratch_statements_.push_back(where);
    Accept(TokenKind::kComma);
    return true;
  }
  Complain(range, std::string(Text(range)) + " between clauses", "separate clauses by commas",
           RangeFix{RangeBetween(begin, range.end()), ","});
  return true;
}

// Whether a condition begins here, rather than a clause.
auto Parser::AtCondition() const -> bool {
  const Token& token = Current();
  switch (token.kind) {
    case TokenKind::kVariable:
    case TokenKind::kField:
    case TokenKind::kLeftParen:
    case TokenKind::kInt:
    case TokenKind::kFloat:
    case TokenKind::kString:
      return true;
    case TokenKind::kBang:
      return !IsName(Peek(1));
    case TokenKind::kWord:
      if (token.keyword == Keyword::kNot) return !IsName(Peek(1)) && !Peek(1).upper;
      return token.keyword == Keyword::kExists || (token.keyword == Keyword::kNone && StartsCondition());
    default:
      return false;
  }
}

// `IF condition THEN EMIT ...`, which is `WHERE condition, EMIT ...` where no ELSE follows. Its tokens become those.
auto Parser::RepairRuleIf() -> bool {
  std::size_t then = 0;
  for (std::size_t distance = 1; distance < kMaxLookahead; ++distance) {
    const Token& token = Peek(distance);
    if (token.keyword == Keyword::kElse) return false;
    if (token.keyword == Keyword::kThen && then == 0) then = position() + distance;
    const bool is_clause = token.keyword == Keyword::kEmit || token.keyword == Keyword::kWhere;
    if (token.kind == TokenKind::kEnd || token.keyword == Keyword::kEnd) break;
    if (token.starts_line && token.upper && StartsStatement(token) && !is_clause) break;
  }
  const SourceRange word = Current().range;
  RangeFix fix{word, "WHERE"};
  if (then != 0) {
    const std::uint32_t end = tokens()[then - 1].range.end();
    fix = {RangeBetween(word.offset, tokens()[then].range.end()),
           "WHERE" + std::string(Text(RangeBetween(word.end(), end))) + ','};
    Edit(then).kind = TokenKind::kComma;
    Edit(then).keyword = Keyword::kNone;
    Edit(then).upper = false;
  }
  Complain(word, "IF in a rule", "write WHERE and the condition; every clause after it needs it to hold",
           std::move(fix));
  Edit(position()).keyword = Keyword::kWhere;
  Edit(position()).upper = true;
  return true;
}

// `!r $x`, `\\+ r $x`. The token becomes the NOT.
auto Parser::RepairNegatedClause() -> bool {
  Token& token = Edit(position());
  const Token& next = Peek(1);
  if (!IsName(next) || next.starts_line || next.keyword == Keyword::kExists || IsFunctionName(Text(next))) return false;
  Complain(token.range, "unexpected " + Describe(token), "write NOT and the relation",
           RangeFix{token.range, next.touches ? "NOT " : "NOT"}, DiagnosticKind::kIllFormedWord);
  token.keyword = Keyword::kNot;
  token.upper = true;
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
