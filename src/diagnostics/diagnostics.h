// diagnostics.h - the list that every phase reports into.
//
//   diagnostics.Report(messages::kUnboundVariable(VariableName{"2"}), range, messages::kSetFirst(VariableName{"2"}));
//   if (diagnostics.has_errors()) return ...;
//
// Phases speak in byte ranges (SourceRange) and in phrases (message.h); ToPublic turns them into lines and columns, and
// into the words of the dialect, once, at the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/source_range.h"
#include "bytelogic/diagnostic.h"
#include "bytelogic/dialect.h"
#include "diagnostics/diagnostic_kind.h"
#include "diagnostics/message.h"
#include "diagnostics/places.h"
#include "diagnostics/work_meter.h"

namespace bytelogic {

// Replace `range` by `text`.
struct RangeFix {
  SourceRange range;
  std::string text;
};

// The same, with a text that the dialect decides: none where it has no such form.
struct PendingFix {
  PendingFix(SourceRange at, Words words) : range(at), text(std::move(words)) {}
  PendingFix(RangeFix fix) : range(fix.range), text(fix.text.empty() ? Words() : Words(std::move(fix.text))) {}

  SourceRange range;
  Words text;
};

struct PendingDiagnostic {
  DiagnosticKind kind;
  SourceRange range;
  Words message;
  Words help;
  std::optional<PendingFix> fix;
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

  void Report(Message message, SourceRange range, Words help = {}, std::optional<PendingFix> fix = std::nullopt);
  // Words of a dialect, from its parser.
  void Report(DiagnosticKind kind, SourceRange range, Words message, Words help = {},
              std::optional<PendingFix> fix = std::nullopt);
  // Everything is said in the words of `dialect`, which its parser sets; ByteLogic's at first.
  void SpeakIn(Dialect dialect) { dialect_ = dialect; }
  [[nodiscard]] auto dialect() const -> Dialect { return dialect_; }
  // No fix from here on replaces what stands there: it stands for other text, such as a macro's. Ranges in the order of
  // the source.
  void KeepAsWritten(SourceRange range) { kept_as_written_.push_back(range); }
  // A diagnostic about the run as a whole, without a place.
  void ReportGlobal(Message message, Words help = {});
  void ReportGlobal(DiagnosticKind kind, Words message, Words help = {});

  // The line of `range`, for messages that name another place.
  auto LineOf(std::string_view source, SourceRange range) -> std::uint32_t;
  // Whether to look for what may be meant, which takes `work`: after many errors nobody reads it, and after much work
  // it is not worth its while.
  auto MayGuess(std::uint64_t work) -> bool;
  // NearestName, as long as guesses are made.
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
  static constexpr std::size_t kMaxGuessedErrors = 100;

  WorkMeter work_;
  std::uint64_t guess_work_ = 0;
  std::optional<Places> places_;  // made when a line is asked for
  std::vector<PendingDiagnostic> pending_;
  std::vector<SourceRange> kept_as_written_;
  std::size_t error_count_ = 0;
  std::size_t warning_count_ = 0;
  Dialect dialect_ = Dialect::kByteLogic;
};

// The name of `candidates` nearest to `name` by edit distance, if near enough to be a slip; else empty.
auto NearestName(std::string_view name, const std::vector<std::string_view>& candidates) -> std::string_view;

}  // namespace bytelogic
