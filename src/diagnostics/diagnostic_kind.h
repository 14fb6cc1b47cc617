// diagnostic_kind.h - the diagnostics by name, with their codes and titles.
//
//   CodeOf(DiagnosticKind::kUnbound)    // "E204"
//   IsLimit(DiagnosticKind::kFuelLimit) // true
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "bytelogic/diagnostic.h"

namespace bytelogic {

enum class DiagnosticKind : std::uint8_t {
#define DIAGNOSTIC(kind, code, title) kind,
#include "diagnostics/diagnostic_kind.def"
#undef DIAGNOSTIC
};

// "E204".
auto CodeOf(DiagnosticKind kind) -> std::string_view;
// "unbound variable".
auto TitleOf(DiagnosticKind kind) -> std::string_view;
// kWarning for W codes, else kError.
auto SeverityOf(DiagnosticKind kind) -> Severity;
// A limit was passed, or nothing was free: R3xx. More of something, or another time, may help.
auto IsLimit(DiagnosticKind kind) -> bool;
// The same of a diagnostic as it is shown.
auto IsLimit(const Diagnostic& diagnostic) -> bool;
// The kind with this code, if there is one; upper or lower case.
auto KindOf(std::string_view code) -> std::optional<DiagnosticKind>;

}  // namespace bytelogic
