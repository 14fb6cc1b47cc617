#include "diagnostics/diagnostic_kind.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "base/letter_case.h"

namespace bytelogic {
namespace {

struct KindInfo {
  std::string_view code;
  std::string_view title;
};

constexpr KindInfo kKinds[] = {
#define DIAGNOSTIC(kind, code, title) {code, title},
#include "diagnostics/diagnostic_kind.def"
#undef DIAGNOSTIC
};

}  // namespace

auto CodeOf(DiagnosticKind kind) -> std::string_view { return kKinds[static_cast<std::size_t>(kind)].code; }

auto TitleOf(DiagnosticKind kind) -> std::string_view { return kKinds[static_cast<std::size_t>(kind)].title; }

auto SeverityOf(DiagnosticKind kind) -> Severity {
  return CodeOf(kind).front() == 'W' ? Severity::kWarning : Severity::kError;
}

auto IsLimit(DiagnosticKind kind) -> bool { return CodeOf(kind).starts_with("R3"); }

auto IsLimit(const Diagnostic& diagnostic) -> bool {
  const std::optional<DiagnosticKind> kind = KindOf(diagnostic.code);
  return kind && IsLimit(*kind);
}

auto KindOf(std::string_view code) -> std::optional<DiagnosticKind> {
  for (std::size_t i = 0; i < std::size(kKinds); ++i) {
    if (EqualsInAnyCase(code, kKinds[i].code)) return static_cast<DiagnosticKind>(i);
  }
  return std::nullopt;
}

}  // namespace bytelogic
