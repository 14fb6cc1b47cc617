#include "syntax/bytelogic/parser.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "diagnostics/limit_message.h"
#include "syntax/bytelogic/parser_internal.h"

namespace bytelogic::syntax {

auto ParseProgram(std::string_view source, Diagnostics& diagnostics) -> Ast {
  const std::size_t invalid = FindInvalidUtf8(source);
  if (invalid != std::string_view::npos) {
    diagnostics.Report(DiagnosticKind::kEncoding, {static_cast<std::uint32_t>(invalid), 1},
                       "byte " + std::to_string(invalid) + " is not valid UTF-8", "save the program as UTF-8");
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

void Parser::ParseAll() {
  while (!At(TokenKind::kEnd)) {
    const std::size_t before = position();
    scratch_exprs_.clear();
    early_end_.reset();
    const StatementId id = ParseTopLevelStatement();
    if (id.valid()) scratch_statements_.push_back(id);
    if (panicking_) {
      if (position() == before) Advance();
      Recover();
    } else if (position() == before) {
      Advance();
    }
  }
  ast_.program = TakeStatements(0);
}

auto Parser::AcceptKeyword(Keyword keyword) -> bool {
  if (!AtKeyword(keyword)) return false;
  Advance();
  return true;
}

auto Parser::LineEnd(std::uint32_t offset) const -> std::uint32_t {
  return static_cast<std::uint32_t>(std::min(ast_.source.find_first_of("\r\n", offset), ast_.source.size()));
}

// Reports.

auto Parser::IsQuiet(std::uint32_t offset) const -> bool {
  if (offset >= quiet_begin_ && offset < quiet_end_) return true;
  const auto after = std::upper_bound(swallowed_.begin(), swallowed_.end(), offset,
                                      [](std::uint32_t at, SourceRange range) { return at < range.offset; });
  return after != swallowed_.begin() && offset < std::prev(after)->end();
}

void Parser::QuietenLine() {
  const std::uint32_t offset = Current().range.offset;
  if (offset >= quiet_begin_ && offset < quiet_end_) return;
  quiet_begin_ = offset;
  quiet_end_ = LineEnd(offset);
}

void Parser::Complain(SourceRange range, std::string message, std::string help, std::optional<RangeFix> fix,
                      DiagnosticKind kind) {
  if (panicking_ || IsQuiet(range.offset)) return;
  ++errors_;
  diagnostics_.Report(kind, range, std::move(message), std::move(help), std::move(fix));
}

void Parser::Fail(SourceRange range, std::string message, std::string help, std::optional<RangeFix> fix,
                  DiagnosticKind kind) {
  Complain(range, std::move(message), std::move(help), std::move(fix), kind);
  panicking_ = true;
}

auto Parser::Describe(const Token& token) const -> std::string {
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
      return Excerpt(Text(token));
    default:
      return '\'' + std::string(Text(token)) + '\'';
  }
}

// E102 for what begins no word of the language, else E103.
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

void Parser::Unexpected(std::string_view expected, std::string help, std::optional<RangeFix> fix) {
  const Token& token = Current();
  if (panicking_) return;
  if (token.kind == TokenKind::kBad || token.kind == TokenKind::kSlashSlash) {
    if (token.deferred) ReportDeferred(ast_.source, token, diagnostics_);
    panicking_ = true;  // was reported
    return;
  }
  if (token.upper && InfoOf(token.keyword).reserved) {
    Fail(token.range, std::string(Text(token)) + " is reserved for a later version",
         "to use the word as a name or a symbol, write it in lower case or in quotes", std::nullopt,
         DiagnosticKind::kReserved);
    return;
  }
  if (token.kind == TokenKind::kColonColon ||
      (token.kind == TokenKind::kAt && Peek(1).kind == TokenKind::kLeftBracket)) {
    const bool probability = token.kind == TokenKind::kColonColon;
    Fail(token.range, probability ? "'::' is reserved for probabilities" : "'@ [' is reserved for intervals of time",
         "leave it out", std::nullopt, DiagnosticKind::kReserved);
    return;
  }
  SourceRange range = token.range;
  if (token.kind == TokenKind::kEnd) {
    // The last line that holds something: below it there is nothing to show.
    range = {Previous().range.end(), 0};
    if (help.empty()) help = "write " + std::string(expected) + " after " + Describe(Previous());
  }
  Fail(range, "unexpected " + Describe(token) + ", expected " + std::string(expected), std::move(help), std::move(fix),
       KindOfUnexpected(token));
}

auto Parser::EnterNesting() -> bool {
  if (nesting_ >= kMaxNesting) {
    Fail(Current().range, "nested deeper than " + std::to_string(kMaxNesting), "take parts out into LETs or CALCs",
         std::nullopt, DiagnosticKind::kNestedTooDeep);
    return false;
  }
  ++nesting_;
  return true;
}

void Parser::FailTooHigh(SourceRange range) {
  Fail(range, "expression of more than " + std::to_string(kMaxExprHeight) + " operations in a row",
       "take parts out into LETs", std::nullopt, DiagnosticKind::kNestedTooDeep);
}

auto Parser::StartsStatement(const Token& token) const -> bool {
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

// Nodes.

auto Parser::Add(const Expr& expr) -> ExprId {
  diagnostics_.work().Hold(sizeof(expr));
  return ast_.exprs.Add(expr);
}

auto Parser::Add(const Statement& statement) -> StatementId {
  diagnostics_.work().Hold(sizeof(statement));
  return ast_.statements.Add(statement);
}

auto Parser::AddError(SourceRange range) -> ExprId {
  Expr expr;
  expr.range = range;
  return Add(expr);
}

auto Parser::TakeExprs(std::size_t begin) -> Span32 {
  begin = std::min(begin, scratch_exprs_.size());
  const Span32 taken = ast_.expr_pool.Append(std::span(scratch_exprs_).subspan(begin));
  scratch_exprs_.resize(begin);
  return taken;
}

auto Parser::TakeStatements(std::size_t begin) -> Span32 {
  const Span32 taken = ast_.statement_pool.Append(std::span(scratch_statements_).subspan(begin));
  scratch_statements_.resize(begin);
  return taken;
}

auto Parser::AddBody(Span32 statements) -> Span32 { return ast_.body_pool.Append(statements); }

}  // namespace bytelogic::syntax
