#include "fix_problem.h"

#include <algorithm>
#include <utility>

#include "diagnostics/diagnostics.h"
#include "sema/check.h"
#include "syntax/dialect.h"

namespace bytelogic::datalog_test {
namespace {

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
         std::to_string(place.column) + ", " + diagnostic.message.In(Dialect::kDatalog);
}

}  // namespace

auto FixProblem(std::string_view source) -> std::string {
  Diagnostics diagnostics;
  (void)Check(source, Dialect::kDatalog, diagnostics);
  for (const PendingDiagnostic& pending : diagnostics.pending()) {
    if (!IsInside(pending.range, source)) return Describe(pending, source) + ": lies outside of the text";
    if (!pending.fix || !pending.fix->text.ExistIn(Dialect::kDatalog)) continue;
    const SourceRange range = pending.fix->range;
    const std::string text = pending.fix->text.In(Dialect::kDatalog);
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

}  // namespace bytelogic::datalog_test
