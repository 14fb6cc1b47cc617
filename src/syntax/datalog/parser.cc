#include "syntax/datalog/parser.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "diagnostics/limit_message.h"
#include "syntax/bytelogic/lexer.h"
#include "syntax/bytelogic/parser.h"
#include "syntax/datalog/lower.h"
#include "syntax/datalog/parser_internal.h"
#include "syntax/datalog/preprocessor.h"

namespace bytelogic::syntax::datalog {

auto ParseTree(std::string_view source, Diagnostics& diagnostics) -> Tree {
  diagnostics.SpeakIn(Dialect::kDatalog);
  const std::size_t invalid = FindInvalidUtf8(source);
  if (invalid != std::string_view::npos) {
    diagnostics.Report(DiagnosticKind::kEncoding, {static_cast<std::uint32_t>(invalid), 1},
                       "byte " + std::to_string(invalid) + " is not valid UTF-8", "save the program as UTF-8");
    Tree tree;
    tree.source = source;
    return tree;
  }
  Tree tree = Metered(diagnostics, [&] {
    Parser parser(source, diagnostics);
    parser.ParseAll();
    return parser.TakeTree();
  });
  tree.source = source;
  tree.work = nullptr;
  return tree;
}

auto ParseDatalog(std::string_view source, Diagnostics& diagnostics) -> Ast {
  const std::size_t errors_before = diagnostics.error_count();
  Tree tree = ParseTree(source, diagnostics);
  Ast ast;
  if (diagnostics.error_count() == errors_before) ast = Lower(std::move(tree), diagnostics);
  ast.source = source;
  ast.dialect = Dialect::kDatalog;
  return ast;
}

Parser::Parser(std::string_view source, Diagnostics& diagnostics) : diagnostics_(diagnostics) {
  tree_.source = source;
  tree_.work = &diagnostics.work();
  tree_.convention = FindConvention(source);
  TokenList list = Lex(source, tree_.convention, diagnostics);
  tree_.has_macros = Preprocess(list, diagnostics);
  const std::size_t token_count = list.tokens.size();
  static_cast<TokenCursor&>(*this) = TokenCursor(std::move(list.tokens));
  tree_.comments = std::move(list.comments);
  tree_.decoded = std::move(list.decoded);
  tree_.terms.reserve(token_count);
  tree_.goals.reserve(token_count / 4 + 4);
}

void Parser::ParseAll() {
  while (!At(TokenKind::kEnd)) {
    const std::size_t before = position();
    scratch_terms_.clear();
    scratch_goals_.clear();
    nesting_ = 0;
    clause_column_ = Current().column;
    ParseItem();
    if (panicking_) Recover();
    if (position() == before) Advance();
  }
  ResolveTypes();
}

// Reports.

void Parser::Complain(SourceRange range, std::string message, std::string help, std::optional<RangeFix> fix,
                      DiagnosticKind kind) {
  if (panicking_) return;
  // Between two tokens of one macro nothing can be inserted.
  if (tree_.has_macros && position() > 0 && fix && fix->range.length == 0 && Previous().range == Current().range) {
    fix.reset();
  }
  diagnostics_.Report(kind, range, std::move(message), std::move(help), std::move(fix));
}

void Parser::Fail(SourceRange range, std::string message, std::string help, std::optional<RangeFix> fix,
                  DiagnosticKind kind) {
  Complain(range, std::move(message), std::move(help), std::move(fix), kind);
  panicking_ = true;
}

void Parser::Unsupported(SourceRange range, std::string_view what, std::string help) {
  Complain(range, std::string(what) + " not supported", std::move(help), std::nullopt,
           DiagnosticKind::kUnsupportedDatalog);
}

void Parser::Warn(SourceRange range, std::string message, std::string help) {
  Complain(range, std::move(message), std::move(help), std::nullopt, DiagnosticKind::kIgnored);
}

auto Parser::Describe(const Token& token) const -> std::string {
  switch (token.kind) {
    case TokenKind::kEnd:
      return "end of the program";
    case TokenKind::kWord:
    case TokenKind::kVariable:
    case TokenKind::kInt:
    case TokenKind::kFloat:
      return Excerpt(std::string(token.text));
    case TokenKind::kDirective:
      return "." + Excerpt(std::string(token.text));
    case TokenKind::kString:
    case TokenKind::kQuotedName:
      return Excerpt(std::string(TextOf(tree_.source, token.range)));
    default:
      return '\'' + std::string(token.text) + '\'';
  }
}

void Parser::Unexpected(std::string_view expected, std::string help, std::optional<RangeFix> fix) {
  const Token& token = Current();
  if (token.kind == TokenKind::kBad) {  // was reported
    panicking_ = true;
    return;
  }
  SourceRange range = token.range;
  if (token.kind == TokenKind::kEnd) {
    // The last line that holds something: below it there is nothing to show.
    range = {Previous().range.end(), 0};
    if (help.empty()) help = "write " + std::string(expected) + " after " + Describe(Previous());
  }
  Fail(range, "unexpected " + Describe(token) + ", expected " + std::string(expected), std::move(help), std::move(fix));
}

auto Parser::Expect(TokenKind kind, std::string help) -> bool {
  if (panicking_) return false;
  if (Accept(kind)) return true;
  Unexpected(NameOf(kind), std::move(help));
  return false;
}

auto Parser::EnterNesting() -> bool {
  if (nesting_ >= kMaxNesting) {
    Fail(Current().range, "nested deeper than " + std::to_string(kMaxNesting),
         "take parts out into predicates of their own", std::nullopt, DiagnosticKind::kNestedTooDeep);
    return false;
  }
  ++nesting_;
  return true;
}

// Behind the point that ends the clause, or before what begins another one: a directive, a question, or the head of a
// clause that stands no further to the right than the one at hand.
void Parser::Recover() {
  for (; !At(TokenKind::kEnd); Advance()) {
    if (Accept(TokenKind::kPoint)) break;
    if (At(TokenKind::kDirective) || At(TokenKind::kAsk)) break;
    if (Current().starts_line && Current().column <= clause_column_ && StartsClause(Current(), 0)) break;
  }
  panicking_ = false;
}

// Nodes.

auto Parser::Add(const Term& term) -> TermId {
  diagnostics_.work().Hold(sizeof(term));
  return tree_.terms.Add(term);
}

auto Parser::Add(const Goal& goal) -> GoalId {
  diagnostics_.work().Hold(sizeof(goal));
  return tree_.goals.Add(goal);
}

auto Parser::ErrorTerm(SourceRange range) -> Parsed {
  Term term;
  term.range = range;
  return {Add(term), 1};
}

auto Parser::TakeTerms(std::size_t begin) -> Span32 {
  begin = std::min(begin, scratch_terms_.size());
  return tree_.term_pool.Take(scratch_terms_, begin);
}

auto Parser::TakeGoals(std::size_t begin) -> Span32 {
  begin = std::min(begin, scratch_goals_.size());
  return tree_.goal_pool.Take(scratch_goals_, begin);
}

void Parser::AddItem(ItemKind kind, std::size_t index, SourceRange first) {
  diagnostics_.work().Hold(sizeof(Item) + std::max(sizeof(Declaration), sizeof(Directive)));
  tree_.items.push_back({kind, static_cast<std::uint32_t>(index), RangeFrom(first)});
}

}  // namespace bytelogic::syntax::datalog
