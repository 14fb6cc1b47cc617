// parse_statement.cc - statements but those about relations alone: CALC, actions and their blocks.

#include <fmt/format.h>

#include <utility>

#include "syntax/bytelogic/parser_internal.h"

namespace bytelogic::syntax {

// statement = rel | rule | constraint | calc | action
auto Parser::ParseStatement(bool else_fits) -> StatementId {
  StatementId id;
  const std::size_t begin = position();
  if (!Attempt([&] { id = ParseLeaf(else_fits); })) {
    if (std::exchange(is_gone_, false)) return {};
    const bool is_unknown = position() == begin && IsName(Current()) && AtKeyword(Keyword::kNone);
    if (is_unknown) SkipUnknownStatement();
    return {};
  }
  if (id.valid()) return id;
  switch (Current().keyword) {
    case Keyword::kRule:
      return ParseRule(false);
    case Keyword::kConstraint:
      return ParseRule(true);
    case Keyword::kCalc:
      return ParseCalc();
    case Keyword::kIf:
      return ParseIf();
    case Keyword::kFor:
      return ParseFor();
    default:
      return {};
  }
}

// A statement without a block; none where one with a block begins, or where the block at hand ends.
auto Parser::ParseLeaf(bool else_fits) -> StatementId {
  switch (Current().keyword) {
    case Keyword::kRel:
      return EndStatement(ParseRel(), place::kRelEnd);
    case Keyword::kRule:
    case Keyword::kConstraint:
    case Keyword::kIf:
    case Keyword::kFor:
      return {};
    case Keyword::kCalc:
      if (!in_block_ && Peek(2).kind != TokenKind::kLeftParen) return {};
      break;
    case Keyword::kEnd:
      if (in_block_) return {};
      if (missing_ends_ > 0) {
        --missing_ends_;
        Advance();
        return {};
      }
      break;
    case Keyword::kElse:
      if (else_fits) return {};
      break;
    case Keyword::kEmit:
    case Keyword::kWhere:
      if (in_block_) return EndStatement(ParseAction());
      break;
    default:
      return EndStatement(ParseAction());
  }
  Unexpected(place::kStatement, "a statement");
  return {};
}

// An action without a block.
auto Parser::ParseAction() -> StatementId {
  switch (Current().keyword) {
    case Keyword::kFact:
      return ParseRelationStatement(StatementKind::kFact, place::kFactForm);
    case Keyword::kEmit:
      return ParseRelationStatement(StatementKind::kEmit, place::kFactForm);
    case Keyword::kQuery:
      return ParseRelationStatement(StatementKind::kQuery, place::kQueryForm);
    case Keyword::kLet:
      return ParseLet();
    case Keyword::kExec:
      return ParseExec();
    case Keyword::kSolve:
      return ParseSimple(StatementKind::kSolve);
    case Keyword::kResult:
      return ParseExprStatement(StatementKind::kResult);
    case Keyword::kWhere:
      return ParseExprStatement(StatementKind::kWhere);
    case Keyword::kBreak:
      return ParseLoopControl(StatementKind::kBreak);
    case Keyword::kContinue:
      return ParseLoopControl(StatementKind::kContinue);
    default:
      break;
  }
  Unexpected(place::kStatement, "a statement",
             "a statement begins with REL, FACT, RULE, CALC, LET, IF, FOR, EXEC, SOLVE, QUERY or RESULT");
  return {};
}

// Behind a statement stands another one, or the end of its block.
auto Parser::EndStatement(StatementId id, Places places) -> StatementId {
  if (panicking_) return {};
  if (At(TokenKind::kEnd) || AtStatement()) return id;
  Unexpected(place::kStatementEnd | places, "the end of the statement");
  failure_.soft = true;
  return id;
}

// Behind the head of a block stands a statement, or the block's end.
void Parser::ExpectHeadEnd(Places places) {
  if (panicking_ || At(TokenKind::kEnd) || AtStatement()) return;
  Unexpected(places, "a statement");
  failure_.soft = true;
}

// A name of a relation, rule, CALC or column; `what` it names, for the message.
auto Parser::ParseName(std::string_view what, SourceRange& range) -> std::string_view {
  if (panicking_) return {};
  const Token& token = Current();
  if (!IsName(token)) {
    const bool is_value = At(TokenKind::kString) || At(TokenKind::kVariable) || At(TokenKind::kDotted);
    Unexpected(place::kName, fmt::format("the name of {}", what),
               token.upper ? "as a name, a keyword is written in lower case"
               : is_value  ? "a name is a letter or _, then letters, digits and _, without quotes, $ or points"
                           : "");
    return {};
  }
  Advance();
  range = token.range;
  return token.text;
}

auto Parser::ParseVariable(SourceRange& range) -> std::string_view {
  if (panicking_) return {};
  const Token& token = Current();
  if (!Accept(TokenKind::kVariable)) {
    Unexpected(place::kVariable, "a variable",
               At(TokenKind::kField) ? "a field cannot be set" : "a variable is $ and a name: $x");
    return {};
  }
  range = token.range;
  return token.text.substr(1);
}

// calc = "CALC" name [ "INPUT" variable { variable } ] block "END"
auto Parser::ParseCalc() -> StatementId {
  Statement statement;
  const bool has_head = Attempt([&] {
    statement = Begin(StatementKind::kCalc);
    Advance();
    statement.name = ParseName("a CALC", statement.name_range);
    const std::uint32_t begin = ast_.parameters.Mark();
    if (!panicking_ && AcceptKeyword(Keyword::kInput)) {
      do {
        Parameter parameter;
        parameter.name = ParseVariable(parameter.range);
        ast_.parameters.push_back(parameter);
      } while (!panicking_ && At(TokenKind::kVariable));
    }
    statement.parameters = ast_.parameters.Since(begin);
    ExpectHeadEnd(place::kParameters);
  });
  if (std::exchange(is_gone_, false)) return {};
  if (!has_head) SkipHead();
  const int loops = std::exchange(loops_, 0);
  BlockEnd end = BlockEnd::kEnd;
  statement.bodies = AddBody(ParseBlock(statement.keyword_range, false, end));
  loops_ = loops;
  return Finish(statement);
}

// block = { action }
auto Parser::ParseBlock(SourceRange opener, bool may_have_else, BlockEnd& end) -> Span32 {
  const std::size_t begin = scratch_statements_.size();
  end = BlockEnd::kMissing;
  if (!EnterNesting()) {
    unwinding_ = true;
    return TakeStatements(begin);
  }
  const bool outer_in_block = std::exchange(in_block_, true);
  while (true) {
    NoteIndentation(opener);
    if (AtEndOfBlock(opener, may_have_else, end)) break;
    const std::size_t before = position();
    const StatementId id = ParseStatement(may_have_else);
    if (id.valid()) scratch_statements_.push_back(id);
    if (unwinding_) break;
    if (panicking_) {
      if (position() == before) Advance();
      Recover();
    }
  }
  in_block_ = outer_in_block;
  LeaveNesting();
  return TakeStatements(begin);
}

// Whether the block ends here: at its END or ELSE, which is consumed, or where END is missing.
auto Parser::AtEndOfBlock(SourceRange opener, bool may_have_else, BlockEnd& end) -> bool {
  switch (Current().keyword) {
    case Keyword::kEnd:
      Advance();
      end = BlockEnd::kEnd;
      return true;
    case Keyword::kElse:
      if (!may_have_else) return false;
      Advance();
      end = BlockEnd::kElse;
      return true;
    case Keyword::kCalc:
      if (IsName(Peek(1)) && Peek(2).kind == TokenKind::kLeftParen) return false;
      break;
    case Keyword::kRel:
    case Keyword::kRule:
    case Keyword::kConstraint:
      break;
    default:
      if (!At(TokenKind::kEnd)) return false;
  }
  ReportMissingEnd(opener);
  return true;
}

// Remembers the first place in a statement where the layout says that a block is over and its END says otherwise. It
// counts only where an END turns out to be missing.
void Parser::NoteIndentation(SourceRange opener) {
  if (early_end_ || !Current().starts_line) return;
  const std::optional<std::uint32_t> outer = IndentationOf(opener.offset);
  const std::optional<std::uint32_t> inner = IndentationOf(Current().range.offset);
  if (!outer || !inner) return;
  const bool closes = AtKeyword(Keyword::kEnd) || AtKeyword(Keyword::kElse);
  if (*inner < *outer || (*inner == *outer && !closes)) {
    early_end_ = EarlyEnd{opener, Current().range.offset, *outer, *inner};
  }
}

void Parser::ReportMissingEnd(SourceRange opener) {
  RangeFix fix;
  if (early_end_ && !At(TokenKind::kEnd) && early_end_->offset == Current().range.offset) early_end_.reset();
  if (early_end_) {
    opener = early_end_->opener;
    const std::uint32_t more = early_end_->opener_indentation - early_end_->indentation;
    fix = {{early_end_->offset, 0}, std::string(more, ' ') + "END\n" + std::string(early_end_->indentation, ' ')};
    early_end_.reset();
  } else if (At(TokenKind::kEnd)) {
    fix = {{Previous().range.end(), 0}, "\nEND"};
  } else {
    fix = {{Current().range.offset, 0}, "END\n"};
  }
  Complain(opener, fmt::format("{} has no END", Text(opener)), "write END where its block ends", std::move(fix));
  ++missing_ends_;
}

// "SOLVE", "BREAK", "CONTINUE"
auto Parser::ParseSimple(StatementKind kind) -> StatementId {
  Statement statement = Begin(kind);
  Advance();
  return Finish(statement);
}

auto Parser::ParseLoopControl(StatementKind kind) -> StatementId {
  if (loops_ == 0) {
    const std::string_view word = Current().text;
    Complain(Current().range, fmt::format("{} outside a loop", word),
             fmt::format("{} is allowed only between FOR and its END", word));
  }
  return ParseSimple(kind);
}

// result = "RESULT" expr; where = "WHERE" expr
auto Parser::ParseExprStatement(StatementKind kind) -> StatementId {
  Statement statement = Begin(kind);
  Advance();
  statement.arguments = ast_.expr_pool.Append(ParseExpr().id);
  return Finish(statement);
}

// let = "LET" variable "=" expr
auto Parser::ParseLet() -> StatementId {
  Statement statement = Begin(StatementKind::kLet);
  Advance();
  statement.variable = ParseVariable(statement.variable_range);
  if (!panicking_) Expect(TokenKind::kEqual, place::kAssign);
  if (!panicking_) statement.arguments = ast_.expr_pool.Append(ParseExpr().id);
  return Finish(statement);
}

// if = "IF" expr "THEN" block { "ELSE" "IF" expr "THEN" block } [ "ELSE" block ] "END"
auto Parser::ParseIf() -> StatementId {
  Statement statement = Begin(StatementKind::kIf);
  const SourceRange opener = Current().range;
  const std::size_t conditions = scratch_exprs_.size();
  std::vector<Span32> bodies;
  BlockEnd end = BlockEnd::kElse;
  do {
    scratch_exprs_.push_back(ParseIfHead());
    if (std::exchange(is_gone_, false)) return {};
    bodies.push_back(ParseBlock(opener, true, end));
  } while (end == BlockEnd::kElse && AtKeyword(Keyword::kIf) && !Current().starts_line);
  if (end == BlockEnd::kElse) {
    statement.has_else = true;
    bodies.push_back(ParseBlock(opener, false, end));
  }
  statement.arguments = TakeExprs(conditions);
  statement.bodies = ast_.body_pool.Append(bodies);
  return Finish(statement);
}

// "IF" expr "THEN"
auto Parser::ParseIfHead() -> ExprId {
  ExprId condition;
  const bool has_head = Attempt([&] {
    Advance();
    condition = ParseExpr().id;
    if (!panicking_ && !AcceptKeyword(Keyword::kThen)) Unexpected(place::kThen, "THEN or an operator");
  });
  if (!has_head && !is_gone_) {
    while (!At(TokenKind::kEnd) && !Current().starts_line && !AtKeyword(Keyword::kThen)) Advance();
    AcceptKeyword(Keyword::kThen);
    panicking_ = false;
  }
  return condition;
}

// for = "FOR" ( loop-variable "IN" ( range | list | "(" query ")" ) | "WHILE" expr ) block "END"
auto Parser::ParseFor() -> StatementId {
  Statement statement;
  const bool has_head = Attempt([&] { ParseForHead(statement); });
  if (std::exchange(is_gone_, false)) return {};
  if (!has_head) SkipHead();
  ++loops_;
  BlockEnd end = BlockEnd::kEnd;
  statement.bodies = AddBody(ParseBlock(statement.keyword_range, false, end));
  --loops_;
  return Finish(statement);
}

void Parser::ParseForHead(Statement& statement) {
  statement = Begin(StatementKind::kForList);
  Advance();
  if (AtKeyword(Keyword::kWhile) && (Current().upper || Peek(1).keyword != Keyword::kIn)) {
    statement.kind = StatementKind::kForWhile;
    Advance();
    statement.arguments = ast_.expr_pool.Append(ParseExpr().id);
    return ExpectHeadEnd(place::kLoopEnd);
  }
  if (IsName(Current())) {
    statement.bare_variable = true;
    statement.variable_range = Current().range;
    statement.variable = Current().text;
    Advance();
  } else {
    statement.variable = ParseVariable(statement.variable_range);
  }
  if (panicking_) return;
  if (!AcceptKeyword(Keyword::kIn)) {
    return Unexpected(place::kIn, "IN", "write FOR $i IN RANGE(1, 10), FOR row IN (QUERY r ?) or FOR $x IN [1, 2]");
  }
  std::uint32_t height = 0;
  if (AtKeyword(Keyword::kRange)) {
    ParseRange(statement);
  } else if (At(TokenKind::kLeftBracket)) {
    Advance();
    statement.arguments = ParseExprList(TokenKind::kRightBracket, height);
  } else if (At(TokenKind::kLeftParen)) {
    statement.kind = StatementKind::kForQuery;
    ParseQueryInParens(statement, height);
  } else {
    Unexpected(place::kLoopValues, "(QUERY ...), RANGE(...) or [...]",
               "write FOR $i IN RANGE(1, 10), FOR row IN (QUERY r ?) or FOR $x IN [1, 2]");
  }
  ExpectHeadEnd(place::kLoopEnd);
}

// range = "RANGE" "(" expr "," expr [ "," expr ] ")"
void Parser::ParseRange(Statement& statement) {
  constexpr std::string_view kHelp = "write RANGE(from, to) or RANGE(from, to, step); to itself is not reached";
  statement.kind = StatementKind::kForRange;
  const std::size_t first = position();
  const std::size_t begin = scratch_exprs_.size();
  Advance();
  if (!Expect(TokenKind::kLeftParen, place::kRangeEnd, kHelp) || !EnterNesting()) return;
  scratch_exprs_.push_back(ParseExpr().id);
  if (!panicking_ && !Expect(TokenKind::kComma, place::kRangeEnd, kHelp)) failure_.opener = first;
  if (!panicking_) scratch_exprs_.push_back(ParseExpr().id);
  if (!panicking_ && Accept(TokenKind::kComma)) scratch_exprs_.push_back(ParseExpr().id);
  if (!panicking_) ExpectClose(TokenKind::kRightParen, first + 1, "',' or ')'");
  LeaveNesting();
  statement.arguments = TakeExprs(begin);
}

// exec = "EXEC" name [ "(" [ expr { "," expr } ] ")" ]
auto Parser::ParseExec() -> StatementId {
  Statement statement = Begin(StatementKind::kExec);
  Advance();
  statement.name = ParseName("a CALC", statement.name_range);
  if (!panicking_ && Accept(TokenKind::kLeftParen)) {
    std::uint32_t height = 0;
    statement.arguments = ParseExprList(TokenKind::kRightParen, height);
  }
  return Finish(statement);
}

// fact = "FACT" name { argument }; query = "QUERY" name pattern; and so EMIT, SCAN, JOIN, NOT
auto Parser::ParseRelationStatement(StatementKind kind, Places form) -> StatementId {
  Statement statement = Begin(kind);
  Advance();
  statement.name = ParseName("a relation", statement.name_range);
  std::uint32_t height = 0;
  statement.arguments = ParseArguments(form, height);
  return Finish(statement);
}

}  // namespace bytelogic::syntax
