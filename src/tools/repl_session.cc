#include "tools/repl_session.h"

#include <algorithm>
#include <utility>

#include "base/keyword.h"
#include "base/symbol_text.h"
#include "diagnostics/diagnostics.h"
#include "syntax/bytelogic/parser.h"
#include "tools/report.h"

namespace bytelogic::tools {

namespace {

using syntax::StatementKind;

// Stands between the program and the entry: the outputs after its own are the entry's. No program has this symbol.
constexpr std::string_view kMark = "\x01 entered \x01";
constexpr std::string_view kMarkStatement = "RESULT \"\\u{1} entered \\u{1}\"\n";

auto IsMark(const Output& output) -> bool {
  const auto* symbol = std::get_if<std::string>(&output.value);
  return output.kind == Output::Kind::kValue && symbol != nullptr && *symbol == kMark;
}

// A program that only asks, and so needs not run again with later entries.
auto OnlyAsks(const syntax::Ast& ast) -> bool {
  const bool calls =
      std::ranges::any_of(ast.exprs, [](const syntax::Expr& expr) { return expr.kind == syntax::ExprKind::kCall; });
  return std::ranges::all_of(ast.List(ast.program), [&](syntax::StatementId id) {
    return ast[id].kind == StatementKind::kQuery || (ast[id].kind == StatementKind::kResult && !calls);
  });
}

// Where the last word of `text` ends: behind it are white space and comments.
auto EndOfWords(std::string_view text, const syntax::Ast& ast) -> std::size_t {
  const auto end_of_text = [&](std::size_t end) { return text.substr(0, end).find_last_not_of(" \t\r\n") + 1; };
  std::size_t end = end_of_text(text.size());
  for (auto comment = ast.comments.rbegin(); comment != ast.comments.rend(); ++comment) {
    if (comment->range.end() < end) break;
    end = end_of_text(comment->range.offset);
  }
  return end;
}

auto LacksEmit(const syntax::Ast& ast) -> bool {
  const auto program = ast.List(ast.program);
  if (program.empty() || ast[program.back()].kind != StatementKind::kRule) return false;
  return std::ranges::none_of(ast.Body(ast[program.back()]),
                              [&](syntax::StatementId id) { return ast[id].kind == StatementKind::kEmit; });
}

auto IsBlock(StatementKind kind) -> bool {
  switch (kind) {
    case StatementKind::kCalc:
    case StatementKind::kIf:
    case StatementKind::kForRange:
    case StatementKind::kForQuery:
    case StatementKind::kForList:
    case StatementKind::kForWhile:
      return true;
    default:
      return false;
  }
}

// Does `error` say that a block has no END, which may still come: does the block go on to the end of the text?
auto IsOpenBlock(const PendingDiagnostic& error, const syntax::Ast& ast, std::size_t end) -> bool {
  if (!error.fix || error.fix->range.length > 0 ||
      error.fix->text.In(Dialect::kByteLogic).find("END") == std::string::npos)
    return false;
  return std::ranges::any_of(ast.statements, [&](const syntax::Statement& statement) {
    return IsBlock(statement.kind) && statement.keyword_range == error.range && statement.range.end() >= end;
  });
}

// Does `error` say that a parenthesis or bracket is open at the end of the text?
auto IsOpenParenthesis(const PendingDiagnostic& error, std::size_t end) -> bool {
  if (!error.fix || error.fix->range.length > 0 || error.fix->range.offset < end) return false;
  return error.fix->text == ")" || error.fix->text == "]";
}

auto BeginsStatement(std::string_view line) -> bool {
  const std::size_t begin = std::min(line.find_first_not_of(" \t"), line.size());
  switch (FindKeyword(line.substr(begin, ScanName(line, begin) - begin))) {
    case Keyword::kRel:
    case Keyword::kFact:
    case Keyword::kRule:
    case Keyword::kCalc:
    case Keyword::kConstraint:
    case Keyword::kLet:
    case Keyword::kIf:
    case Keyword::kFor:
    case Keyword::kExec:
    case Keyword::kSolve:
    case Keyword::kQuery:
    case Keyword::kResult:
      return true;
    default:
      return false;
  }
}

}  // namespace

auto BeginsAnew(std::string_view entry, std::string_view line) -> bool {
  if (!BeginsStatement(line)) return false;
  Diagnostics diagnostics;
  const syntax::Ast ast = syntax::ParseProgram(entry, diagnostics);
  const std::size_t end = EndOfWords(entry, ast);
  if (std::ranges::any_of(diagnostics.pending(), [&](const auto& one) { return IsOpenBlock(one, ast, end); })) {
    return false;
  }
  const std::string both = std::string(entry) + std::string(line);
  Diagnostics of_both;
  syntax::ParseProgram(both, of_both);
  return of_both.has_errors() && !IsIncomplete(both);
}

auto IsIncomplete(std::string_view text) -> bool {
  Diagnostics diagnostics;
  const syntax::Ast ast = syntax::ParseProgram(text, diagnostics);
  if (!diagnostics.has_errors()) return false;
  const std::size_t end = EndOfWords(text, ast);
  const bool lacks_emit = LacksEmit(ast);
  // What is missing where the text ends may still come. Everything else is wrong already.
  return std::ranges::all_of(diagnostics.pending(), [&](const PendingDiagnostic& one) {
    if (SeverityOf(one.kind) == Severity::kWarning || !one.has_place) return true;
    if (one.kind == DiagnosticKind::kIllFormedWord) return false;  // a string ends with its line
    if (one.range.offset >= end || IsOpenBlock(one, ast, end) || IsOpenParenthesis(one, end)) return true;
    if (one.range.end() == end && text[end - 1] == ',') return true;
    return lacks_emit && one.kind == DiagnosticKind::kUnexpectedWord &&
           one.range == ast[ast.List(ast.program).back()].name_range;
  });
}

ReplSession::ReplSession(Engine& engine, RunOptions options, Facts facts)
    : engine_(engine), options_(std::move(options)), facts_(std::move(facts)) {}

auto ReplSession::Enter(std::string_view entry) -> Reply {
  std::string source = program_;
  source += kMarkStatement;
  const auto lines_before = static_cast<std::uint32_t>(std::ranges::count(source, '\n'));
  source += entry;
  Result result = engine_.Run(source, facts_, options_);

  Reply reply;
  reply.exit_code = ExitCodeOf(result);
  for (Diagnostic& diagnostic : result.diagnostics) {
    // Here solving implicitly and asking nothing are the normal case.
    if (diagnostic.code == CodeOf(DiagnosticKind::kImplicitSolve) ||
        diagnostic.code == CodeOf(DiagnosticKind::kNoOutput)) {
      continue;
    }
    const bool in_session = diagnostic.line > 0 && diagnostic.line <= lines_before;
    if (in_session) {
      // Warnings about what was entered before were given then.
      if (diagnostic.severity == Severity::kError) reply.session_diagnostics.push_back(std::move(diagnostic));
      continue;
    }
    if (diagnostic.line > 0) diagnostic.line -= lines_before;
    if (diagnostic.fix) diagnostic.fix->line -= std::min(diagnostic.fix->line, lines_before);
    reply.diagnostics.push_back(std::move(diagnostic));
  }
  if (!result.success) return reply;

  const auto mark = std::ranges::find_if(result.outputs, IsMark);
  if (mark != result.outputs.end()) result.outputs.erase(result.outputs.begin(), std::next(mark));
  if (!result.outputs.empty()) reply.answer = result.Text();
  Diagnostics ignored;
  if (!OnlyAsks(syntax::ParseProgram(entry, ignored))) {
    program_ += entry;
    if (!program_.ends_with('\n')) program_ += '\n';
  }
  return reply;
}

}  // namespace bytelogic::tools
