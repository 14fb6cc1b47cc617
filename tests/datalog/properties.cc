#include "properties.h"

#include <algorithm>
#include <utility>

#include "../unit/syntax/datalog_dump.h"
#include "diagnostics/diagnostics.h"
#include "sema/check.h"
#include "syntax/datalog/parser.h"
#include "syntax/datalog/printer.h"
#include "syntax/datalog/raise.h"
#include "syntax/datalog/statements.h"
#include "syntax/dialect.h"
#include "tools/rewrite_patterns.h"

namespace bytelogic::datalog_test {
namespace {

using syntax::datalog::Tree;

auto FirstError(const Diagnostics& diagnostics, std::string_view source) -> std::string {
  for (const Diagnostic& diagnostic : diagnostics.ToPublic(source)) {
    if (diagnostic.severity == Severity::kError) return diagnostic.code + ": " + diagnostic.message;
  }
  return "no error";
}

// Parses and checks. False where there are errors.
auto Check(std::string_view source, Dialect dialect, Diagnostics& diagnostics) -> bool {
  const syntax::Ast ast = syntax::Parse(source, dialect, diagnostics);
  return !diagnostics.has_errors() && sema::Check(ast, {}, {}, diagnostics).has_value();
}

auto IsInside(SourceRange range, std::string_view source) -> bool {
  return range.offset <= source.size() && range.length <= source.size() - range.offset;
}

auto Describe(const PendingDiagnostic& diagnostic, std::string_view source) -> std::string {
  const LineColumn place = Locate(source, diagnostic.range.offset);
  return std::string(CodeOf(diagnostic.kind)) + " at " + std::to_string(place.line) + ":" +
         std::to_string(place.column) + ", " + diagnostic.message;
}

}  // namespace

auto FormattingProblem(std::string_view source) -> std::string {
  Diagnostics diagnostics;
  const Tree tree = syntax::datalog::ParseTree(source, diagnostics);
  if (diagnostics.has_errors() || tree.has_macros) return {};
  const std::string printed = syntax::datalog::PrintTree(tree, diagnostics);
  Diagnostics again_diagnostics;
  const Tree again = syntax::datalog::ParseTree(printed, again_diagnostics);
  if (again_diagnostics.has_errors()) {
    return "what is printed does not parse: " + FirstError(again_diagnostics, printed) + "\n" + printed;
  }
  if (syntax::datalog::DumpTree(again) != syntax::datalog::DumpTree(tree)) {
    return "what is printed is another program:\n" + printed;
  }
  const std::string twice = syntax::datalog::PrintTree(again, again_diagnostics);
  return twice == printed ? std::string() : "printing twice changes the text:\n" + printed + "---- then\n" + twice;
}

auto FixProblem(std::string_view source) -> std::string {
  Diagnostics diagnostics;
  (void)Check(source, Dialect::kDatalog, diagnostics);
  for (const PendingDiagnostic& pending : diagnostics.pending()) {
    if (!IsInside(pending.range, source)) return Describe(pending, source) + ": lies outside of the text";
    if (!pending.fix) continue;
    const auto& [range, text] = *pending.fix;
    if (!IsInside(range, source)) return Describe(pending, source) + ": the fix lies outside of the text";
    std::string fixed(source);
    fixed.replace(range.offset, range.length, text);
    if (fixed == source) return Describe(pending, source) + ": the fix changes nothing";
    // Of several alike in a row, the next one comes to the place of the one that was removed.
    const std::string removed(source.substr(range.offset, range.length));
    if (text.empty() && std::string_view(fixed).substr(range.offset).starts_with(removed)) continue;
    const bool moved = range.offset < pending.range.offset;
    const std::size_t place = pending.range.offset + (moved ? text.size() - range.length : 0);
    Diagnostics rest;
    (void)Check(fixed, Dialect::kDatalog, rest);
    const bool again = std::ranges::any_of(rest.pending(), [&](const PendingDiagnostic& other) {
      return other.kind == pending.kind && other.range.offset == place && other.message == pending.message;
    });
    if (again) return Describe(pending, source) + ": the fix does not mend it\n---- fixed\n" + fixed;
  }
  return {};
}

auto Translate(std::string_view source, Dialect from, std::string& why_not) -> std::optional<std::string> {
  Diagnostics diagnostics;
  syntax::Ast ast = syntax::Parse(source, from, diagnostics);
  if (diagnostics.has_errors()) {
    why_not = FirstError(diagnostics, source);
    return std::nullopt;
  }
  if (from == Dialect::kDatalog) return syntax::datalog::PrintStatements(std::move(ast));
  const auto checked = sema::Check(ast, {}, {}, diagnostics);
  if (checked && !diagnostics.has_errors()) {
    tools::RewritePatterns(ast, *checked);
    const Tree tree = syntax::datalog::Raise(ast, diagnostics);
    if (!diagnostics.has_errors()) return syntax::datalog::PrintTree(tree, diagnostics);
  }
  why_not = FirstError(diagnostics, source);
  return std::nullopt;
}

}  // namespace bytelogic::datalog_test
