// diagnostics.h - the list that every phase reports into.
//
//   diagnostics.Report(DiagnosticKind::kUnbound, range, "unbound variable $2", "bind it in a SCAN or JOIN before");
//   if (diagnostics.has_errors()) return ...;
//
// Phases speak in byte ranges (SourceRange); ToPublic turns them into lines and columns once, at the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_range.h"
#include "bytelogic/diagnostic.h"
#include "diagnostics/places.h"
#include "diagnostics/work_meter.h"

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
// The kind with this code, if there is one; upper or lower case.
auto KindOf(std::string_view code) -> std::optional<DiagnosticKind>;

// Replace `range` by `text`.
struct RangeFix {
  SourceRange range;
  std::string text;
};

struct PendingDiagnostic {
  DiagnosticKind kind;
  SourceRange range;
  std::string message;
  std::string help;
  std::optional<RangeFix> fix;
  bool has_place = true;  // false: about the run as a whole
};

class Diagnostics {
 public:
  static constexpr std::size_t kMaxShown = 20;    // errors; as many warnings
  static constexpr std::size_t kMaxKept = 500;    // errors: with one more, the phase ends
  static constexpr std::size_t kMaxText = 1'000;  // bytes of a message, a help, the text of a fix

  // Under the default limits, which nothing but the work ends.
  Diagnostics() = default;
  explicit Diagnostics(const Limits& limits, Interruption* interruption = nullptr) : work_(limits, interruption) {}

  // The work of all phases that report here.
  [[nodiscard]] auto work() -> WorkMeter& { return work_; }

  void Report(DiagnosticKind kind, SourceRange range, std::string message, std::string help = {},
              std::optional<RangeFix> fix = std::nullopt);
  // What is reported from here on goes through `words` first: a dialect's words for what the phases speak of.
  void SpeakBy(void (*words)(PendingDiagnostic&)) { words_ = words; }
  // No fix from here on replaces what stands there: it stands for other text, such as a macro's. Ranges in the order of
  // the source.
  void KeepAsWritten(SourceRange range) { kept_as_written_.push_back(range); }
  // A diagnostic about the run as a whole, without a place.
  void ReportGlobal(DiagnosticKind kind, std::string message, std::string help = {});

  // The line of `range`, for messages that name another place.
  auto LineOf(std::string_view source, SourceRange range) -> std::uint32_t;
  // NearestName, as long as guessing is worth its while: after many guesses for one program there are no more.
  auto Nearest(std::string_view name, const std::vector<std::string_view>& candidates) -> std::string_view;

  [[nodiscard]] auto has_errors() const -> bool { return error_count_ > 0; }
  [[nodiscard]] auto error_count() const -> std::size_t { return error_count_; }
  [[nodiscard]] auto pending() const -> const std::vector<PendingDiagnostic>& { return pending_; }

  // Sorted by place, duplicates (same kind and place) removed, at most kMaxShown errors and as many warnings, then one
  // of each that counts the rest ("and 7 more errors", with the code of the first one left out). No two fixes of the
  // list overlap.
  [[nodiscard]] auto ToPublic(std::string_view source) const -> std::vector<Diagnostic>;

 private:
  void Add(PendingDiagnostic pending);

  static constexpr std::uint64_t kMaxGuessWork = 200'000;

  WorkMeter work_;
  std::uint64_t guess_work_ = 0;
  std::optional<Places> places_;  // made when a line is asked for
  std::vector<PendingDiagnostic> pending_;
  std::vector<SourceRange> kept_as_written_;
  std::size_t error_count_ = 0;
  std::size_t warning_count_ = 0;
  void (*words_)(PendingDiagnostic&) = nullptr;
};

// The name of `candidates` nearest to `name` by edit distance, if near enough to be a slip; else empty.
auto NearestName(std::string_view name, const std::vector<std::string_view>& candidates) -> std::string_view;

}  // namespace bytelogic
