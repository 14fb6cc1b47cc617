// parse_statement.cc - declarations, actions and blocks.

#include <algorithm>
#include <utility>

#include "base/symbol_text.h"
#include "syntax/bytelogic/parser_internal.h"

namespace bytelogic::syntax {

// The keyword that a statement begins with here: written, or missing and reported.
auto Parser::StatementKeyword() const -> Keyword {
  return implied_keyword_ != Keyword::kNone ? implied_keyword_ : Current().keyword;
}

void Parser::SkipKeyword() {
  if (std::exchange(implied_keyword_, Keyword::kNone) == Keyword::kNone) Advance();
}

// Whether `CALC f(...)` here is meant as a call: in a block, or with arguments that are no parameters.
auto Parser::AtCalcCall() const -> bool {
  if (!IsName(Peek(1)) || Peek(2).kind != TokenKind::kLeftParen) return false;
  if (in_block_) return true;
  for (std::size_t distance = 3;; ++distance) {
    const Token& token = Peek(distance);
    if (token.kind == TokenKind::kRightParen) return false;
    if (token.kind != TokenKind::kVariable && token.kind != TokenKind::kComma && !IsName(token)) return true;
  }
}

auto Parser::Begin(StatementKind kind) -> Statement {
  Statement statement;
  statement.kind = kind;
  statement.keyword_range = Current().range;
  return statement;
}

auto Parser::Finish(Statement& statement) -> StatementId {
  statement.range = RangeFrom(statement.keyword_range);
  return Add(statement);
}

auto Parser::ParseTopLevelStatement() -> StatementId {
  while (true) {
    {
      switch (StatementKeyword()) {
        case Keyword::kRel:
          return ParseRel();
        case Keyword::kRule:
          return ParseRule(false);
        case Keyword::kConstraint:
          return ParseRule(true);
        case Keyword::kCalc:
          if (AtCalcCall()) break;
          return ParseCalc();
        case Keyword::kFact:
        case Keyword::kLet:
        case Keyword::kIf:
        case Keyword::kFor:
        case Keyword::kExec:
        case Keyword::kSolve:
        case Keyword::kQuery:
        case Keyword::kResult:
        case Keyword::kBreak:
        case Keyword::kContinue:
          return ParseAction();
        default:
          break;
      }
    }
    if (!RepairStatement()) return {};
  }
}

// A statement of a block; at the top level its caller has seen that one is here.
auto Parser::ParseAction() -> StatementId {
  while (true) {
    {
      switch (StatementKeyword()) {
        case Keyword::kFact:
          return ParseRelationStatement(StatementKind::kFact, {});
        case Keyword::kEmit:
          return ParseRelationStatement(StatementKind::kEmit, {});
        case Keyword::kQuery:
          return ParseRelationStatement(StatementKind::kQuery, {.any = true});
        case Keyword::kLet:
          return ParseLet();
        case Keyword::kIf:
          return ParseIf();
        case Keyword::kFor:
          return ParseFor();
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
    }
    if (!RepairStatement()) return {};
  }
}

// A name of a relation, rule, CALC or column; `what` it names, for the message.
auto Parser::ParseName(std::string_view what, SourceRange& range) -> std::string_view {
  if (panicking_) return {};
  if (!IsName(Current())) {
    std::string help;
    if (Current().upper) {
      help = "as a name, a keyword is written in lower case";
    } else if (At(TokenKind::kString) || At(TokenKind::kVariable) || At(TokenKind::kDotted)) {
      help = "a name is a letter or _, then letters, digits and _, without quotes, $ or points";
    }
    Unexpected("the name of " + std::string(what), std::move(help));
    return {};
  }
  range = Current().range;
  const auto end = static_cast<std::uint32_t>(ScanAtom(ast_.source, range.offset));
  Advance();
  if (end > range.end() && Current().touches && At(TokenKind::kMinus)) {
    while (Current().range.offset < end && !At(TokenKind::kEnd)) Advance();
    range = RangeBetween(range.offset, Previous().range.end());
    std::string text(Text(range));
    for (char& c : text) c = c == '-' ? '_' : c;
    Complain(range, "the name of " + std::string(what) + " holds no -", "write " + Excerpt(text),
             RangeFix{range, text});
  }
  return Text(range);
}

// `$x`; a name alone is reported, with the `$` as its fix.
auto Parser::ParseVariable(std::string_view after, SourceRange& range) -> std::string_view {
  if (panicking_) return {};
  range = Current().range;
  if (Accept(TokenKind::kVariable)) return Text(range).substr(1);
  if (IsName(Current())) {
    Complain(range, std::string("a variable after ") + std::string(after) + " begins with $",
             "write $" + Excerpt(Text(range)), RangeFix{{range.offset, 0}, "$"});
    Advance();
    return Text(range);
  }
  Unexpected("a variable", At(TokenKind::kField) ? "a field cannot be set" : "a variable is $ and a name: $x");
  return {};
}

// Declarations.

// CALC name [ INPUT variables ] block END
auto Parser::ParseCalc() -> StatementId {
  Statement statement = Begin(StatementKind::kCalc);
  Advance();
  statement.name = ParseName("a CALC", statement.name_range);
  if (!panicking_) ParseParameters(statement);
  if (panicking_) SkipHeader();
  const int loops = std::exchange(loops_, 0);
  BlockEnd end = BlockEnd::kEnd;
  statement.bodies = AddBody(ParseBlock(statement.keyword_range, false, end));
  loops_ = loops;
  return Finish(statement);
}

void Parser::ParseParameters(Statement& statement) {
  statement.parameters.begin = Size32(ast_.parameters);
  if (At(TokenKind::kLeftParen)) {
    RepairParameters();
  } else if (AcceptKeyword(Keyword::kInput)) {
    if (!At(TokenKind::kVariable) && !(IsName(Current()) && !Current().starts_line)) Unexpected("a variable");
    while (!panicking_) {
      if (At(TokenKind::kComma)) {
        Complain(Current().range, "a comma between parameters", "separate parameters by spaces",
                 RangeFix{Current().range, Peek(1).touches ? " " : ""});
        Advance();
      }
      const bool lacks_dollar = IsName(Current()) && !Current().starts_line && Current().keyword == Keyword::kNone &&
                                !StartsShoutedStatement(Current());
      if (!At(TokenKind::kVariable) && !lacks_dollar) break;
      Parameter parameter;
      parameter.name = ParseVariable("INPUT", parameter.range);
      ast_.parameters.push_back(parameter);
    }
  }
  statement.parameters.size = Size32(ast_.parameters) - statement.parameters.begin;
}

// After an error in the head of a block: to the next line, so that the block's statements are read and its END found.
void Parser::SkipHeader() {
  while (!At(TokenKind::kEnd) && !Current().starts_line && !(Current().upper && AtKeyword(Keyword::kEnd))) Advance();
  panicking_ = false;
}

// Blocks.

auto Parser::ParseBlock(SourceRange opener, bool may_have_else, BlockEnd& end) -> Span32 {
  const std::size_t begin = scratch_statements_.size();
  end = BlockEnd::kMissing;
  if (panicking_) return TakeStatements(begin);
  if (!EnterNesting()) {
    unwinding_ = true;
    return TakeStatements(begin);
  }
  const bool outer_in_block = std::exchange(in_block_, true);
  RepairOpeningBrace();
  while (true) {
    NoteIndentation(opener);
    if (AtEndOfBlock(opener, may_have_else, end)) break;
    const std::size_t before = position();
    const std::size_t exprs = scratch_exprs_.size();
    const StatementId id = ParseAction();
    scratch_exprs_.resize(std::min(exprs, scratch_exprs_.size()));
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
  if (At(TokenKind::kEnd)) {
    ReportMissingEnd(opener);
    return true;
  }
  if (At(TokenKind::kRightBrace) && RepairClosingBrace(may_have_else)) {
    end = BlockEnd::kEnd;
    return true;
  }
  switch (Current().keyword) {
    case Keyword::kEnd:
      Advance();
      RepairNamedEnd();
      end = BlockEnd::kEnd;
      return true;
    case Keyword::kElse:
      if (!may_have_else) return false;
      Advance();
      end = BlockEnd::kElse;
      return true;
    case Keyword::kCalc:
      if (AtCalcCall()) return false;
      [[fallthrough]];
    case Keyword::kRel:
    case Keyword::kRule:
    case Keyword::kConstraint:
      ReportMissingEnd(opener);
      return true;
    case Keyword::kNone:
      if (!may_have_else || !RepairElseIf()) return false;
      end = BlockEnd::kElse;
      return true;
    default:
      return false;
  }
}

// The column of a word that begins its line, tabs counted as one; nothing where another word stands before it.
auto Parser::IndentationOf(std::uint32_t offset) const -> std::optional<std::uint32_t> {
  for (std::uint32_t at = offset; at > 0; --at) {
    const char c = ast_.source[at - 1];
    if (c == '\n' || c == '\r') return offset - at;
    if (c != ' ' && c != '\t') return std::nullopt;
  }
  return offset;
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
  Complain(opener, std::string(Text(opener)) + " has no END", "write END where its block ends", std::move(fix));
  ++missing_ends_;
}

// Actions.

auto Parser::ParseSimple(StatementKind kind) -> StatementId {
  Statement statement = Begin(kind);
  Advance();
  return Finish(statement);
}

auto Parser::ParseLoopControl(StatementKind kind) -> StatementId {
  if (loops_ == 0) {
    const std::string word(Text(Current()));
    Complain(Current().range, word + " outside of a loop", word + " stands only between FOR and its END");
  }
  return ParseSimple(kind);
}

auto Parser::ParseExprStatement(StatementKind kind) -> StatementId {
  Statement statement = Begin(kind);
  SkipKeyword();
  const std::size_t begin = scratch_exprs_.size();
  const Parsed value = ParseExpr();
  scratch_exprs_.push_back(value.id);
  if (!panicking_ && At(TokenKind::kQuestion)) RepairTernary(statement.keyword_range.offset, value, false);
  statement.arguments = TakeExprs(begin);
  if (panicking_) return {};
  return Finish(statement);
}

// FACT, EMIT, QUERY, and the clauses SCAN and JOIN: a relation and arguments.
auto Parser::ParseRelationStatement(StatementKind kind, ArgumentForm form) -> StatementId {
  Statement statement = Begin(kind);
  SkipKeyword();
  if (kind == StatementKind::kFact && (At(TokenKind::kFloat) || At(TokenKind::kInt)) &&
      Peek(1).kind == TokenKind::kColonColon) {
    Advance();
    Unexpected("the name of a relation");
  }
  statement.name = ParseName("a relation", statement.name_range);
  std::uint32_t height = 0;
  statement.arguments = ParseArguments(form, height);
  if (panicking_) return {};
  return Finish(statement);
}

auto Parser::ParseLet(bool in_rule) -> StatementId {
  Statement statement = Begin(StatementKind::kLet);
  SkipKeyword();
  statement.variable = ParseVariable("LET", statement.variable_range);
  if (!panicking_ && !Accept(TokenKind::kEqual)) RepairLetEqual(statement.variable_range);
  const std::size_t begin = scratch_exprs_.size();
  if (!panicking_) {
    const Parsed value = ParseExpr();
    scratch_exprs_.push_back(value.id);
    if (!panicking_ && At(TokenKind::kQuestion)) RepairTernary(statement.keyword_range.offset, value, in_rule);
  }
  statement.arguments = TakeExprs(begin);
  if (panicking_) return {};
  return Finish(statement);
}

auto Parser::ParseIf() -> StatementId {
  Statement statement = Begin(StatementKind::kIf);
  const SourceRange opener = Current().range;
  const std::size_t conditions = scratch_exprs_.size();
  std::vector<Span32> bodies;
  BlockEnd end = BlockEnd::kElse;
  Advance();
  while (true) {
    scratch_exprs_.push_back(ParseIfHeader());
    bodies.push_back(ParseBlock(opener, true, end));
    if (end != BlockEnd::kElse) break;
    const bool is_implied = implied_keyword_ == Keyword::kIf;
    if (is_implied || (AtKeyword(Keyword::kIf) && !Current().starts_line)) {
      SkipKeyword();
      continue;
    }
    statement.has_else = true;
    bodies.push_back(ParseBlock(opener, false, end));
    break;
  }
  statement.arguments = TakeExprs(conditions);
  statement.bodies = {Size32(ast_.body_pool), Size32(bodies)};
  ast_.body_pool.insert(ast_.body_pool.end(), bodies.begin(), bodies.end());
  return Finish(statement);
}

// expr THEN
auto Parser::ParseIfHeader() -> ExprId {
  const ExprId condition = ParseExpr().id;
  if (!panicking_ && !AcceptKeyword(Keyword::kThen)) RepairThen();
  if (panicking_) {
    while (!At(TokenKind::kEnd) && !Current().starts_line && !AtKeyword(Keyword::kThen)) Advance();
    AcceptKeyword(Keyword::kThen);
    panicking_ = false;
  }
  return condition;
}

auto Parser::ParseFor() -> StatementId {
  Statement statement = Begin(StatementKind::kForList);
  SkipKeyword();
  ParseForHeader(statement);
  if (panicking_) SkipHeader();
  ++loops_;
  BlockEnd end = BlockEnd::kEnd;
  statement.bodies = AddBody(ParseBlock(statement.keyword_range, false, end));
  --loops_;
  return Finish(statement);
}

void Parser::ParseForHeader(Statement& statement) {
  RepairForEach();
  if (AtKeyword(Keyword::kWhile) && (Current().upper || Peek(1).keyword != Keyword::kIn)) {
    statement.kind = StatementKind::kForWhile;
    Advance();
    const std::size_t begin = scratch_exprs_.size();
    scratch_exprs_.push_back(ParseExpr().id);
    statement.arguments = TakeExprs(begin);
    RepairDo();
    return;
  }
  if (IsName(Current())) {
    statement.bare_variable = true;
    statement.variable_range = Current().range;
    statement.variable = Text(Current());
    Advance();
  } else {
    statement.variable = ParseVariable("FOR", statement.variable_range);
  }
  if (!panicking_ && !AcceptKeyword(Keyword::kIn)) RepairIn();
  if (panicking_) return;
  if (AtKeyword(Keyword::kRange)) {
    ParseRange(statement);
  } else if (At(TokenKind::kInt) || At(TokenKind::kVariable)) {
    RepairRange(statement);
  } else if (At(TokenKind::kLeftBracket)) {
    ParseForList(statement);
  } else {
    ParseForQuery(statement);
  }
  RepairDo();
}

// RANGE ( expr , expr [ , expr ] )
void Parser::ParseRange(Statement& statement) {
  statement.kind = StatementKind::kForRange;
  const SourceRange range_word = Current().range;
  Advance();
  if (!Accept(TokenKind::kLeftParen)) return Unexpected("'('", "write RANGE(from, to)");
  std::uint32_t height = 0;
  if (!EnterNesting()) return;
  statement.arguments = ParseExprList(TokenKind::kRightParen, height);
  LeaveNesting();
  if (panicking_) return;
  const std::uint32_t count = statement.arguments.size;
  if (count == 2 || count == 3) return;
  std::optional<RangeFix> fix;
  if (count == 1) {
    fix = RangeFix{{ast_[ast_.expr_pool[statement.arguments.begin]].range.offset, 0}, "0, "};
  }
  Complain(RangeFrom(range_word), "RANGE with " + std::to_string(count) + (count == 1 ? " argument" : " arguments"),
           "write RANGE(from, to) or RANGE(from, to, step); to itself is not reached", std::move(fix));
}

// [ expr, ... ]
void Parser::ParseForList(Statement& statement) {
  statement.kind = StatementKind::kForList;
  Advance();
  std::uint32_t height = 0;
  if (!EnterNesting()) return;
  statement.arguments = ParseExprList(TokenKind::kRightBracket, height);
  LeaveNesting();
}

// ( QUERY name arguments )
void Parser::ParseForQuery(Statement& statement) {
  statement.kind = StatementKind::kForQuery;
  if (!At(TokenKind::kLeftParen)) return RepairForQuery(statement);
  std::uint32_t height = 0;
  ParseQueryInParens(statement, height);
}

// EXEC name [ ( arguments ) ]
auto Parser::ParseExec() -> StatementId {
  Statement statement = Begin(StatementKind::kExec);
  Advance();
  if (AtKeyword(Keyword::kCalc) && Peek(1).kind == TokenKind::kWord) {
    const SourceRange range = RangeBetween(Current().range.offset, Peek(1).range.offset);
    Complain(Current().range, "CALC after EXEC", "write EXEC " + Excerpt(Text(Peek(1))), RangeFix{range, ""});
    Advance();
  }
  statement.name = ParseName("a CALC", statement.name_range);
  if (!panicking_ && At(TokenKind::kLeftParen) && EnterNesting()) {
    Advance();
    std::uint32_t height = 0;
    statement.arguments = ParseExprList(TokenKind::kRightParen, height);
    LeaveNesting();
  }
  if (panicking_) return {};
  return Finish(statement);
}

}  // namespace bytelogic::syntax
