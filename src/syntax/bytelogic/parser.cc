#include "syntax/bytelogic/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/utf8.h"
#include "diagnostics/limit_message.h"
#include "syntax/bytelogic/parser_internal.h"
#include "syntax/slips/repair.h"
#include "syntax/slips/words.h"

namespace bytelogic::syntax {
namespace {

// One unit is mended this often; what is wrong oftener is not a program with slips.
constexpr int kMaxRepairs = 40;
// Nor is a text with more errors than this.
constexpr std::size_t kMaxErrors = 200;

}  // namespace

auto ParseProgram(std::string_view source, Diagnostics& diagnostics) -> Ast {
  const std::size_t invalid = FindInvalidUtf8(source);
  if (invalid != std::string_view::npos) {
    diagnostics.Report(DiagnosticKind::kEncoding, {static_cast<std::uint32_t>(invalid), 1},
                       fmt::format("byte {} is not valid UTF-8", invalid), "save the program as UTF-8");
    Ast ast;
    ast.source = source;
    return ast;
  }
  Ast ast = Metered(diagnostics, [&] {
    Parser parser(source, diagnostics);
    parser.ParseAll();
    parser.CheckComments();
    return parser.TakeAst();
  });
  ast.source = source;
  return ast;
}

auto StartsStatement(const Token& token) -> bool {
  switch (token.keyword) {
    case Keyword::kRel:
    case Keyword::kFact:
    case Keyword::kRule:
    case Keyword::kCalc:
    case Keyword::kConstraint:
    case Keyword::kLet:
    case Keyword::kIf:
    case Keyword::kElse:
    case Keyword::kEnd:
    case Keyword::kFor:
    case Keyword::kExec:
    case Keyword::kSolve:
    case Keyword::kQuery:
    case Keyword::kResult:
    case Keyword::kWhere:
    case Keyword::kEmit:
    case Keyword::kBreak:
    case Keyword::kContinue:
    case Keyword::kChoice:
    case Keyword::kEvidence:
    case Keyword::kTemporal:
    case Keyword::kExplain:
      return true;
    default:
      return false;
  }
}

// Whether a statement begins here, or a block ends or divides. `CALC f(` is a call.
auto Parser::AtStatement() const -> bool {
  return StartsStatement(Current()) && !(AtKeyword(Keyword::kCalc) && Peek(2).kind == TokenKind::kLeftParen);
}

Parser::Parser(std::string_view source, Diagnostics& diagnostics) : diagnostics_(diagnostics) {
  const std::size_t errors_before = diagnostics.error_count();
  TokenList list = Lex(source, diagnostics);
  errors_ = diagnostics.error_count() - errors_before;
  static_cast<TokenCursor&>(*this) = TokenCursor(std::move(list.tokens));
  swallowed_ = std::move(list.swallowed);
  ast_.source = source;
  ast_.comments = std::move(list.comments);
  ast_.exprs.reserve(tokens().size());
  ast_.expr_pool.reserve(tokens().size());
  ast_.statements.reserve(tokens().size() / 4 + 4);
  ast_.statement_pool.reserve(tokens().size() / 4 + 4);
  scratch_exprs_.reserve(16);
  scratch_statements_.reserve(32);
}

// { statement }
void Parser::ParseAll() {
  while (!At(TokenKind::kEnd)) {
    const std::size_t before = position();
    scratch_exprs_.clear();
    early_end_.reset();
    const StatementId id = ParseStatement(false);
    if (id.valid()) scratch_statements_.push_back(id);
    if (panicking_) {
      if (position() == before) Advance();
      Recover();
    }
  }
  ast_.program = TakeStatements(0);
}

auto Parser::AcceptKeyword(Keyword keyword) -> bool {
  if (!AtKeyword(keyword)) return false;
  Advance();
  return true;
}

// Whether the token is a stretch of the source, and not what a slip put there.
auto Parser::IsWritten(const Token& token) const -> bool {
  return token.text.data() == ast_.source.data() + token.range.offset;
}

auto Parser::EndOf(Production production, std::size_t begin) -> std::optional<std::size_t> {
  const Mark mark = TakeMark();
  const Failure failure = std::exchange(failure_, {});
  const auto operand = std::pair(operand_begin_, operand_end_);
  const std::size_t arguments_end = arguments_end_;
  const bool was_trial = std::exchange(trial_, true);
  const bool was_panicking = std::exchange(panicking_, false);
  MoveTo(begin);
  std::uint32_t height = 0;
  switch (production) {
    case Production::kExpr:
      ParseExpr();
      break;
    case Production::kUnary:
      ParseUnary();
      break;
    case Production::kPrimary:
      ParsePrimary();
      break;
    case Production::kInversion:
      ParseInversion();
      break;
    case Production::kQuery:
      ParseRelationStatement(StatementKind::kQuery, place::kQueryForm);
      break;
    case Production::kArgument:
      if (AtArgument()) {
        ParseArgument(place::kQueryForm);
      } else {
        panicking_ = true;
      }
      break;
    case Production::kArguments:
      ParseArguments(place::kQueryForm, height);
      break;
  }
  std::optional<std::size_t> end;
  if (!panicking_) {
    end = position();
  } else if (failure_.places != 0 && failure_.at >= inner_failure_.at) {
    inner_failure_ = failure_;
  }
  trial_ = was_trial;
  panicking_ = was_panicking;
  failure_ = failure;
  Rewind(mark);
  std::tie(operand_begin_, operand_end_) = operand;
  arguments_end_ = arguments_end;
  return end;
}

// Failures.

auto Parser::TakeMark() const -> Mark {
  return {position(),          ast_.exprs.size(),      ast_.expr_pool.size(), ast_.statements.size(),
          ast_.columns.size(), ast_.parameters.size(), scratch_exprs_.size(), nesting_};
}

void Parser::Rewind(const Mark& mark) {
  MoveTo(mark.position);
  ast_.exprs.resize(mark.exprs);
  ast_.expr_pool.resize(mark.expr_pool);
  ast_.statements.resize(mark.statements);
  ast_.columns.resize(mark.columns);
  ast_.parameters.resize(mark.parameters);
  scratch_exprs_.resize(mark.scratch_exprs);
  nesting_ = mark.nesting;
}

// After a failure of the unit that begins at `mark`: mends the slip that it comes from, so that the unit can be parsed
// again. False: there is none, and the failure was reported, or it is for the next unit to report.
auto Parser::Repair(const Mark& mark, int repairs) -> bool {
  if (failure_.places == 0) return false;
  const bool ends_line = At(TokenKind::kEnd) || Current().starts_line;
  if (ends_line && position() > 0 && IsSwallowed(Previous().range.offset)) {
    panicking_ = !failure_.soft;  // was reported
    return false;
  }
  if (repairs < kMaxRepairs && errors_ <= kMaxErrors) {
    inner_failure_ = {};
    std::optional<Repaired> repaired = FindSlip(*this, failure_, mark.position);
    if (!repaired && inner_failure_.places != 0) {
      // What was meant goes on to another failure, which is the one to tell of.
      failure_ = std::exchange(inner_failure_, {});
      repaired = FindSlip(*this, Failure(failure_), mark.position);
    }
    if (repaired) {
      Complain(repaired->range, repaired->message, repaired->help, repaired->fix, repaired->kind);
      if (repaired->quiet) QuietenLine(repaired->range.offset);
      if (repaired->goes_on) {
        Replace(repaired->begin, repaired->end, repaired->tokens);
        if (repaired->ends_line) Edit(repaired->begin + repaired->tokens.size()).starts_line = true;
        Rewind(mark);
        panicking_ = false;
        operand_end_ = arguments_end_ = 0;
        is_gone_ = repaired->begin == mark.position && repaired->tokens.empty() && repaired->end > repaired->begin;
        return true;
      }
      missing_ends_ += repaired->missing_ends;
      return false;
    }
  }
  if (failure_.soft && Current().starts_line) {
    panicking_ = false;
    return false;
  }
  ReportFailure();
  return false;
}

void Parser::Unexpected(Places places, std::string_view expected, std::string_view help) {
  if (panicking_) return;
  panicking_ = true;
  const Token& token = Current();
  if (token.kind == TokenKind::kBad || token.kind == TokenKind::kSlashSlash) {
    if (token.deferred && !trial_) ReportDeferred(ast_.source, token, diagnostics_);
    failure_.places = 0;  // was reported
    return;
  }
  if (operand_end_ == position() && operand_end_ > 0) places |= place::kOperator;
  if (arguments_end_ == position() && arguments_end_ > 0) places |= place::kArgumentsEnd | arguments_form_;
  if (arguments_end_ + 1 == position() && Previous().kind == TokenKind::kComma) places |= place::kArgumentsComma;
  places |= in_block_ ? place::kBlock : place::kTop;
  failure_ = {places, position(), operand_begin_, position(), false, {}, {}};
  failure_.expected = expected;
  failure_.help = help;
}

auto Parser::Expect(TokenKind kind, Places places, std::string_view help) -> bool {
  if (Accept(kind)) return true;
  Unexpected(places, NameOf(kind), help);
  return false;
}

auto Parser::ExpectClose(TokenKind close, std::size_t open, std::string_view expected) -> bool {
  if (Accept(close)) return true;
  Unexpected(place::kClose, expected);
  failure_.opener = open;
  return false;
}

auto Parser::KindOfUnexpected(const Token& token) -> DiagnosticKind {
  switch (token.kind) {
    case TokenKind::kBang:
    case TokenKind::kAmpersand:
    case TokenKind::kAndAnd:
    case TokenKind::kBar:
    case TokenKind::kOrOr:
    case TokenKind::kCaret:
    case TokenKind::kAt:
    case TokenKind::kLeftBrace:
    case TokenKind::kRightBrace:
    case TokenKind::kBackslashPlus:
      return DiagnosticKind::kIllFormedWord;
    default:
      return DiagnosticKind::kUnexpectedWord;
  }
}

// "unexpected foo, expected an expression"
void Parser::ReportFailure() {
  const Token& token = tokens()[failure_.at];
  const Token& before = tokens()[failure_.at == 0 ? 0 : failure_.at - 1];
  if (token.kind != TokenKind::kEnd) {
    return Complain(token.range, fmt::format("unexpected {}, expected {}", Describe(token), failure_.expected),
                    failure_.help, std::nullopt, KindOfUnexpected(token));
  }
  // The last line that holds something: below it there is nothing to show.
  if (failure_.help.empty()) failure_.help = fmt::format("write {} after {}", failure_.expected, Describe(before));
  Complain({before.range.end(), 0}, fmt::format("unexpected end of the program, expected {}", failure_.expected),
           failure_.help);
}

void Parser::Complain(SourceRange range, std::string message, std::string help, std::optional<RangeFix> fix,
                      DiagnosticKind kind) {
  if (trial_ || IsQuiet(range.offset)) return;
  ++errors_;
  diagnostics_.Report(kind, range, std::move(message), std::move(help), std::move(fix));
}

void Parser::Refuse(SourceRange range, std::string message, std::string help, DiagnosticKind kind) {
  if (panicking_) return;
  Complain(range, std::move(message), std::move(help), std::nullopt, kind);
  panicking_ = true;
  failure_.places = 0;
}

auto Parser::IsQuiet(std::uint32_t offset) const -> bool {
  return (offset >= quiet_begin_ && offset < quiet_end_) || IsSwallowed(offset);
}

auto Parser::IsSwallowed(std::uint32_t offset) const -> bool {
  const auto after = std::upper_bound(swallowed_.begin(), swallowed_.end(), offset,
                                      [](std::uint32_t at, SourceRange range) { return at < range.offset; });
  return after != swallowed_.begin() && offset < std::prev(after)->end();
}

// Errors on the rest of the line would follow from the one that was reported.
void Parser::QuietenLine(std::uint32_t offset) {
  if (offset >= quiet_begin_ && offset < quiet_end_) return;
  quiet_begin_ = offset;
  quiet_end_ = static_cast<std::uint32_t>(std::min(ast_.source.find_first_of("\r\n", offset), ast_.source.size()));
}

auto Parser::Describe(const Token& token) -> std::string {
  switch (token.kind) {
    case TokenKind::kEnd:
      return "end of the program";
    case TokenKind::kWord:
    case TokenKind::kDotted:
    case TokenKind::kVariable:
    case TokenKind::kField:
    case TokenKind::kInt:
    case TokenKind::kFloat:
    case TokenKind::kString:
    case TokenKind::kBad:
      return Excerpt(token.text);
    default:
      return fmt::format("'{}'", token.text);
  }
}

auto Parser::EnterNesting() -> bool {
  if (nesting_ >= kMaxNesting) {
    Refuse(Current().range, fmt::format("nested deeper than {}", kMaxNesting), "take parts out into LETs or CALCs",
           DiagnosticKind::kNestedTooDeep);
    return false;
  }
  ++nesting_;
  return true;
}

void Parser::RefuseHeight(SourceRange range) {
  Refuse(range, fmt::format("expression of more than {} operations in a row", kMaxExprHeight),
         "take parts out into LETs", DiagnosticKind::kNestedTooDeep);
}

// Skips to a statement keyword at the start of a line; after E110 to a declaration, out of all blocks.
void Parser::Recover() {
  if (unwinding_ && in_block_) return;  // the outermost block's statement recovers
  for (; !At(TokenKind::kEnd); Advance()) {
    const Token& token = Current();
    if (unwinding_) {
      const bool declares = token.keyword == Keyword::kRel || token.keyword == Keyword::kRule ||
                            token.keyword == Keyword::kCalc || token.keyword == Keyword::kConstraint;
      if (token.starts_line && token.upper && declares) break;
      continue;
    }
    if (token.starts_line && (StartsStatement(token) || StartsForeignStatement(token))) break;
    if (in_block_ && token.upper && (token.keyword == Keyword::kEnd || token.keyword == Keyword::kElse)) break;
  }
  panicking_ = false;
  unwinding_ = false;
}

// To the next clause: after a comma, or at the start of a line; or to the next statement.
void Parser::RecoverClause() {
  for (; !At(TokenKind::kEnd); Advance()) {
    const Token& token = Current();
    if (token.starts_line && (StartsStatement(token) || StartsClause(token))) break;
    if (token.upper && StartsClause(token) && Previous().kind == TokenKind::kComma) break;
    if (token.upper && token.keyword == Keyword::kEnd) break;
  }
  panicking_ = false;
}

// After an error in the head of a block: to the next line, so that the block's statements are read and its END found.
void Parser::SkipHead() {
  while (!At(TokenKind::kEnd) && !Current().starts_line && !(Current().upper && AtKeyword(Keyword::kEnd))) Advance();
  panicking_ = false;
}

// A statement of no known kind: its line, and the lines below that are indented further and begin no statement.
void Parser::SkipUnknownStatement() {
  const std::uint32_t indentation = IndentationOf(Current().range.offset).value_or(0);
  for (Advance(); !At(TokenKind::kEnd); Advance()) {
    const Token& token = Current();
    if (in_block_ && token.upper && (token.keyword == Keyword::kEnd || token.keyword == Keyword::kElse)) break;
    if (!token.starts_line) continue;
    if (StartsStatement(token) || StartsForeignStatement(token)) break;
    if (IndentationOf(token.range.offset).value_or(0) <= indentation) break;
  }
  panicking_ = false;
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

// Nodes.

auto Parser::Add(const Expr& expr) -> ExprId {
  diagnostics_.work().Hold(sizeof(expr));
  return ast_.exprs.Add(expr);
}

auto Parser::Add(const Statement& statement) -> StatementId {
  diagnostics_.work().Hold(sizeof(statement));
  return ast_.statements.Add(statement);
}

auto Parser::ErrorAt(SourceRange range) -> Parsed {
  Expr expr;
  expr.range = range;
  return Leaf(expr);
}

auto Parser::TakeExprs(std::size_t begin) -> Span32 { return ast_.expr_pool.Take(scratch_exprs_, begin); }

auto Parser::TakeStatements(std::size_t begin) -> Span32 {
  return ast_.statement_pool.Take(scratch_statements_, begin);
}

auto Parser::AddBody(Span32 statements) -> Span32 { return ast_.body_pool.Append(statements); }

auto Parser::Begin(StatementKind kind) -> Statement {
  Statement statement;
  statement.kind = kind;
  statement.keyword_range = Current().range;
  return statement;
}

auto Parser::Finish(Statement& statement) -> StatementId {
  if (panicking_ && !unwinding_) return {};
  statement.range = RangeFrom(statement.keyword_range);
  return Add(statement);
}

}  // namespace bytelogic::syntax
