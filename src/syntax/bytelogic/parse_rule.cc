// parse_rule.cc - RULE (and CONSTRAINT) and their clauses.

#include <algorithm>
#include <utility>

#include "syntax/bytelogic/parser_internal.h"

namespace bytelogic::syntax {

// RULE name: clauses [END]
auto Parser::ParseRule(bool is_constraint) -> StatementId {
  Statement rule = Begin(is_constraint ? StatementKind::kConstraint : StatementKind::kRule);
  const std::size_t errors_before = errors_;
  Advance();
  if (Peek(1).kind == TokenKind::kLeftParen && SkipDatalog(rule.keyword_range)) return {};
  ParseRuleHead(rule);
  if (panicking_) RecoverClause();
  const std::size_t begin = scratch_statements_.size();
  bool has_emit = false;
  ParseClauses(is_constraint, has_emit);
  const bool is_empty = scratch_statements_.size() == begin;
  rule.bodies = AddBody(TakeStatements(begin));
  if (AtKeyword(Keyword::kEnd) && !panicking_) {
    Advance();
    RepairNamedEnd();
  }
  if (is_constraint) {
    if (is_empty && errors_ == errors_before && !panicking_) {
      Complain(rule.name_range, "constraint " + Excerpt(rule.name) + " has no clauses",
               "write what must not be: SCAN r $x $y, WHERE $x > $y");
    }
    return Finish(rule);
  }
  if (!has_emit && errors_ == errors_before && !panicking_) {
    Complain(rule.name_range, "rule " + Excerpt(rule.name) + (is_empty ? " has no clauses" : " has no EMIT"),
             "end it with EMIT and what it derives: EMIT " + Excerpt(rule.name) + " $x $y");
  }
  return Finish(rule);
}

// name ":"
void Parser::ParseRuleHead(Statement& rule) {
  const bool is_constraint = rule.kind == StatementKind::kConstraint;
  if ((AtClause() && Current().upper) || At(TokenKind::kColon)) return RepairUnnamedRule(rule);
  rule.name = ParseName(is_constraint ? "a constraint" : "a rule", rule.name_range);
  if (panicking_ || Accept(TokenKind::kColon)) return;
  RepairRuleHead(is_constraint ? "a constraint's" : "a rule's");
}

// clause { [","] clause }
void Parser::ParseClauses(bool is_constraint, bool& has_emit) {
  bool after_comma = true;  // the colon is as good as a comma
  const std::size_t first = scratch_statements_.size();
  // Whether the rule or constraint may end here.
  const auto is_whole = [&] { return is_constraint ? scratch_statements_.size() > first : has_emit; };
  while (true) {
    const bool begins_action =
        !after_comma && (is_whole() || is_constraint) && (AtKeyword(Keyword::kLet) || AtKeyword(Keyword::kFor));
    if (begins_action) return;
    if (!AtClause()) {
      const std::size_t count = scratch_statements_.size();
      const bool expected = after_comma && count > first;
      if (!RepairClause(expected, is_whole())) {
        if (!panicking_) return;
        RecoverClause();
        after_comma = true;
        if (!AtClause()) return;
      } else if (scratch_statements_.size() > count) {
        after_comma = Previous().kind == TokenKind::kComma;
      }
      continue;
    }
    const std::size_t before = position();
    const std::size_t exprs = scratch_exprs_.size();
    const bool is_emit = AtKeyword(Keyword::kEmit);
    if (is_emit) has_emit = true;
    const SourceRange separator = Previous().range;
    const StatementId clause = ParseClause();
    scratch_exprs_.resize(std::min(exprs, scratch_exprs_.size()));
    if (is_emit && is_constraint) {
      RejectEmit(separator);
    } else if (clause.valid()) {
      scratch_statements_.push_back(clause);
    }
    after_comma = false;
    if (panicking_) {
      if (position() == before) Advance();
      RecoverClause();
      after_comma = !is_whole();
      if (!AtClause()) return;
      continue;
    }
    RepairCommaInNumber();
    if (Accept(TokenKind::kComma)) after_comma = true;
  }
}

// An EMIT in a constraint, which was parsed; `separator`: the comma or colon before it.
void Parser::RejectEmit(SourceRange separator) {
  if (panicking_) return;
  const bool is_comma = Text(separator) == ",";
  const SourceRange range = RangeBetween(is_comma ? separator.offset : separator.end(), Previous().range.end());
  Complain(range, "EMIT in a constraint", "a constraint says what must not be, and derives nothing: leave it out",
           RangeFix{range, ""});
}

// To the next clause: after a comma, or at the start of a line; or to the next statement.
void Parser::RecoverClause() {
  for (; !At(TokenKind::kEnd); Advance()) {
    const Token& token = Current();
    if (token.starts_line && (StartsStatement(token) || AtClause())) break;
    if (token.upper && AtClause() && Previous().kind == TokenKind::kComma) break;
    if (token.upper && token.keyword == Keyword::kEnd) break;
  }
  panicking_ = false;
}

auto Parser::AtClause() const -> bool {
  switch (Current().keyword) {
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

auto Parser::ParseClause() -> StatementId {
  switch (Current().keyword) {
    case Keyword::kScan:
      return ParseScan();
    case Keyword::kJoin:
      if (Peek(1).upper && Peek(1).keyword == Keyword::kNot) {
        const SourceRange join = RangeBetween(Current().range.offset, Peek(1).range.offset);
        Complain(Peek(1).range, "NOT after JOIN", "write NOT and the relation", RangeFix{join, ""});
        Advance();
        return ParseNot();
      }
      return ParseRelationStatement(StatementKind::kJoin, {.any = true, .in_clause = true});
    case Keyword::kNot:
      return ParseNot();
    case Keyword::kWhere:
      return ParseWhereClause();
    case Keyword::kLet:
      return ParseLet(true);
    case Keyword::kFor:
      return ParseRuleFor();
    default:
      return ParseRelationStatement(StatementKind::kEmit, {.aggregate = true, .in_clause = true});
  }
}

// SCAN name pattern; SCAN name [,] MATCH argument
auto Parser::ParseScan() -> StatementId {
  Statement scan = Begin(StatementKind::kScan);
  Advance();
  scan.name = ParseName("a relation", scan.name_range);
  const ArgumentForm form{.any = true, .in_clause = true};
  const std::size_t match = At(TokenKind::kComma) ? 1 : 0;
  const Token& word = Peek(match);
  if (!panicking_ && word.keyword == Keyword::kMatch && (word.upper || match == 1) && !word.starts_line) {
    scan.kind = StatementKind::kScanMatch;
    if (match == 1) Advance();
    Advance();
    const std::size_t begin = scratch_exprs_.size();
    if (!AtArgument()) Unexpected("a variable or a value after MATCH");
    if (!panicking_) scratch_exprs_.push_back(ParseArgument({}).id);
    scan.arguments = TakeExprs(begin);
  } else {
    std::uint32_t height = 0;
    scan.arguments = ParseArguments(form, height);
  }
  if (panicking_) return {};
  return Finish(scan);
}

// NOT name pattern
auto Parser::ParseNot() -> StatementId {
  const Token& next = Peek(1);
  if (next.keyword == Keyword::kExists && (next.upper || Peek(2).kind == TokenKind::kLeftParen)) {
    Complain(Current().range, "NOT EXISTS without WHERE", "write WHERE NOT EXISTS (QUERY ...)",
             RangeFix{{Current().range.offset, 0}, "WHERE "});
    return ParseWhereClause();
  }
  if (next.upper && (next.keyword == Keyword::kJoin || next.keyword == Keyword::kScan)) {
    Complain(next.range, std::string(Text(next)) + " after NOT", "write NOT and the relation",
             RangeFix{RangeBetween(next.range.offset, Peek(2).range.offset), ""});
    Advance();
  }
  return ParseRelationStatement(StatementKind::kNotMatch, {.any = true, .in_clause = true});
}

// WHERE expr; WHERE NOT EXISTS (QUERY name pattern) is NOT name pattern.
auto Parser::ParseWhereClause() -> StatementId {
  Statement where = Begin(StatementKind::kWhere);
  AcceptKeyword(Keyword::kWhere);
  const std::size_t begin = scratch_exprs_.size();
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
  scratch_exprs_.push_back(condition);
  where.arguments = TakeExprs(begin);
  return Finish(where);
}

// FOR $i IN RANGE(a, b): no block, no END.
auto Parser::ParseRuleFor() -> StatementId {
  Statement statement = Begin(StatementKind::kForRange);
  Advance();
  statement.variable = ParseVariable("FOR in a rule", statement.variable_range);
  if (!panicking_ && !AcceptKeyword(Keyword::kIn)) RepairIn();
  if (panicking_) return {};
  if (!AtKeyword(Keyword::kRange)) {
    Unexpected("RANGE", "in a rule FOR goes over a RANGE; SCAN and JOIN go over relations");
    return {};
  }
  ParseRange(statement);
  if (panicking_) return {};
  statement.bodies = AddBody({});
  return Finish(statement);
}

}  // namespace bytelogic::syntax
