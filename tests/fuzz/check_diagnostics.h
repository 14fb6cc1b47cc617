// check_diagnostics.h - what holds of every list of diagnostics, whatever the text. Used by the fuzzers of texts.
#pragma once

#include <string_view>
#include <vector>

#include "base/check.h"
#include "diagnostics/diagnostics.h"

namespace bytelogic::fuzz {

inline auto IsInside(SourceRange range, std::string_view source) -> bool {
  return range.offset <= source.size() && range.length <= source.size() - range.offset;
}

// Every diagnostic has a code, a message and a place inside of the text, and renders; every fix changes the text.
inline void CheckDiagnostics(const Diagnostics& diagnostics, std::string_view source) {
  bool has_errors = false;
  for (const PendingDiagnostic& pending : diagnostics.pending()) {
    BL_CHECK(IsInside(pending.range, source));
    BL_CHECK(!pending.fix || IsInside(pending.fix->range, source));
    has_errors = has_errors || SeverityOf(pending.kind) == Severity::kError;
  }
  BL_CHECK(diagnostics.has_errors() == has_errors);
  const std::vector<Diagnostic> shown = diagnostics.ToPublic(source);
  BL_CHECK(diagnostics.pending().empty() == shown.empty());
  for (const Diagnostic& diagnostic : shown) {
    BL_CHECK(diagnostic.code.size() == 4 && !diagnostic.message.empty());
    BL_CHECK(RenderDiagnostic(diagnostic, "fuzz.bl", source, true).ends_with('\n'));
    // The fix of E101 is one for bytes, which a text in UTF-8 cannot show.
    if (diagnostic.fix && diagnostic.code != "E101") BL_CHECK(ApplyFix(source, *diagnostic.fix) != source);
  }
}

}  // namespace bytelogic::fuzz
