// parse_rule.cc - RULE and CONSTRAINT, and their clauses.

#include <fmt/format.h>

#include <utility>

#include "syntax/bytelogic/parser_internal.h"

namespace bytelogic::syntax {

auto StartsClause(const Token& token) -> bool {
  switch (token.keyword) {
    case Keyword::kScan:
    case Keyword::kJoin:
    case Keyword::kNot:
    case Keyword::kWhere:
    case Keyword::kLet:
    case Keyword::kFor:
    case Keyword::kEmit:
      return true;
    default:
      return false;
  }
}

// rule = "RULE" name ":" clause { [ "," ] clause } [ "END" ]; so a constraint
auto Parser::ParseRule(bool is_constraint) -> StatementId {
  Statement rule;
  const std::size_t errors_before = errors_;
  const bool has_head = Attempt([&] {
    rule = Begin(is_constraint ? StatementKind::kConstraint : StatementKind::kRule);
    ParseRuleHead(rule);
  });
  if (std::exchange(is_gone_, false)) return {};
  if (!has_head) RecoverClause();
  const std::size_t begin = scratch_statements_.size();
  bool has_emit = false;
  ParseClauses(is_constraint, has_emit);
  const bool is_empty = scratch_statements_.size() == begin;
  rule.bodies = AddBody(TakeStatements(begin));
  if (!panicking_) AcceptKeyword(Keyword::kEnd);
  const bool is_sound = errors_ == errors_before && !panicking_;
  if (is_sound && is_constraint && is_empty) {
    Complain(rule.name_range, fmt::format("constraint {} has no clauses", Excerpt(rule.name)),
             "write what must not hold: SCAN r $x $y, WHERE $x > $y");
  } else if (is_sound && !is_constraint && !has_emit) {
    Complain(rule.name_range, fmt::format("rule {} has no {}", Excerpt(rule.name), is_empty ? "clauses" : "EMIT"),
             fmt::format("end it with EMIT and what it derives: EMIT {} $x $y", Excerpt(rule.name)));
  }
  return Finish(rule);
}

// "RULE" name ":"
void Parser::ParseRuleHead(Statement& rule) {
  const bool is_constraint = rule.kind == StatementKind::kConstraint;
  const Places owner = is_constraint ? place::kConstraint : 0;
  Advance();
  if (!IsName(Current())) {
    return Unexpected(place::kRuleHead | place::kName | owner,
                      is_constraint ? "the name of a constraint" : "the name of a rule",
                      Current().upper ? "as a name, a keyword is written in lower case" : "");
  }
  rule.name_range = Current().range;
  rule.name = Take().text;
  Expect(TokenKind::kColon, place::kRuleColon | owner);
}

// clause { [ "," ] clause }
void Parser::ParseClauses(bool is_constraint, bool& has_emit) {
  const std::size_t first = scratch_statements_.size();
  bool after_comma = true;  // the colon is as good as a comma
  // Whether the rule or constraint may end here.
  const auto is_whole = [&] { return is_constraint ? scratch_statements_.size() > first : has_emit; };
  if (!Attempt([&] { ExpectClause(false, true, is_constraint); }) && !std::exchange(is_gone_, false)) RecoverClause();
  while (StartsClause(Current())) {
    const bool begins_action =
        !after_comma && (is_whole() || is_constraint) && (AtKeyword(Keyword::kLet) || AtKeyword(Keyword::kFor));
    if (begins_action) return;
    const std::size_t before = position();
    StatementId clause;
    bool is_emit = false;
    const bool is_sound = Attempt([&] {
      is_emit = AtKeyword(Keyword::kEmit);
      clause = ParseClause();
      if (panicking_) return;
      after_comma = Accept(TokenKind::kComma);
      ExpectClause(after_comma, is_constraint || has_emit || is_emit, is_constraint);
    });
    has_emit = has_emit || is_emit;
    if (std::exchange(is_gone_, false)) continue;
    if (clause.valid() && is_sound) scratch_statements_.push_back(clause);
    if (is_sound) continue;
    if (position() == before) Advance();
    RecoverClause();
    after_comma = !is_whole();
  }
}

// Behind a clause stands another one, or the end of the rule; behind its comma nothing but a clause.
void Parser::ExpectClause(bool after_comma, bool is_whole, bool is_constraint) {
  if (panicking_ || (StartsClause(Current()) && !(is_constraint && AtKeyword(Keyword::kEmit)))) return;
  const Places owner = is_constraint ? place::kConstraint : is_whole ? 0 : place::kNoEmit;
  const bool ends_rule = At(TokenKind::kEnd) || (AtStatement() && !AtKeyword(Keyword::kEmit));
  if (ends_rule && !after_comma && (is_whole || !AtKeyword(Keyword::kIf))) return;
  Unexpected((after_comma                            ? place::kClauseComma
              : Previous().kind == TokenKind::kColon ? place::kClause
                                                     : place::kClauseEnd) |
                 owner,
             "a clause", "a clause begins with SCAN, JOIN, NOT, WHERE, LET, FOR or EMIT");
  failure_.soft = !after_comma;
}

auto Parser::ParseClause() -> StatementId {
  switch (Current().keyword) {
    case Keyword::kScan:
      return ParseScan();
    case Keyword::kJoin:
      return ParseRelationStatement(StatementKind::kJoin, place::kPatternForm);
    case Keyword::kNot:
      return ParseRelationStatement(StatementKind::kNotMatch, place::kPatternForm);
    case Keyword::kWhere:
      return ParseWhereClause();
    case Keyword::kLet:
      return ParseLet();
    case Keyword::kFor:
      return ParseRuleFor();
    default:
      return ParseRelationStatement(StatementKind::kEmit, place::kEmitForm);
  }
}

// scan = "SCAN" name ( [ "," ] "MATCH" argument | pattern )
auto Parser::ParseScan() -> StatementId {
  Statement scan = Begin(StatementKind::kScan);
  Advance();
  scan.name = ParseName("a relation", scan.name_range);
  const std::size_t match = At(TokenKind::kComma) ? 1 : 0;
  const Token& word = Peek(match);
  if (!panicking_ && word.keyword == Keyword::kMatch && (word.upper || match == 1) && !word.starts_line) {
    scan.kind = StatementKind::kScanMatch;
    MoveTo(position() + match + 1);
    if (!AtArgument()) Unexpected(place::kMatch, "a variable or a value after MATCH");
    if (!panicking_) scan.arguments = ast_.expr_pool.Append(ParseArgument(place::kFactForm).id);
  } else {
    std::uint32_t height = 0;
    scan.arguments = ParseArguments(place::kPatternForm, height);
  }
  return Finish(scan);
}

// where = "WHERE" expr; WHERE NOT EXISTS (QUERY name pattern) is NOT name pattern.
auto Parser::ParseWhereClause() -> StatementId {
  Statement where = Begin(StatementKind::kWhere);
  Advance();
  const ExprId condition = ParseExpr().id;
  if (panicking_) return {};
  const Expr& expr = ast_[condition];
  if (expr.kind == ExprKind::kUnary && expr.op == Operator::kNot && !expr.parenthesized) {
    const Expr& exists = ast_[ast_.Arguments(expr)[0]];
    if (exists.kind == ExprKind::kExists && !exists.parenthesized) {
      where.kind = StatementKind::kNotMatch;
      where.not_exists = true;
      where.name = exists.text;
      where.name_range = exists.name_range;
      where.arguments = exists.arguments;
      return Finish(where);
    }
  }
  where.arguments = ast_.expr_pool.Append(condition);
  return Finish(where);
}

// for-range = "FOR" variable "IN" range
auto Parser::ParseRuleFor() -> StatementId {
  Statement statement = Begin(StatementKind::kForRange);
  Advance();
  statement.variable = ParseVariable(statement.variable_range);
  if (!panicking_ && !AcceptKeyword(Keyword::kIn)) Unexpected(place::kIn, "IN", "write FOR $i IN RANGE(1, 10)");
  if (!panicking_ && !AtKeyword(Keyword::kRange)) {
    Unexpected(place::kRuleRange, "RANGE", "in a rule FOR goes over a RANGE; SCAN and JOIN go over relations");
  }
  if (!panicking_) ParseRange(statement);
  statement.bodies = AddBody({});
  return Finish(statement);
}

}  // namespace bytelogic::syntax
