// limit_message.h - a limit that ended something, in words: how high it is, how far it came, how to raise it.
//
//   ReportLimit(DiagnosticKind::kTimeLimit, limits, "it ended while the program was compiled", diagnostics);
//   error[R303]: out of time: the limit is 1s; it ended while the program was compiled
//   help: do less work: ..., or raise the limit `time`: --limit time=2s
//
// Used by every phase (work_meter.h), by engine/ and by those who read data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bytelogic/limits.h"
#include "diagnostics/diagnostics.h"

namespace bytelogic {

// "1 byte", "2,000 bytes"
auto Counted(std::uint64_t number, std::string_view unit, std::string_view ending = "") -> std::string;

// How high the limit is that ends with `kind`: "1s", "50,000,000".
auto LimitValue(DiagnosticKind kind, const Limits& limits) -> std::string;
// How to raise it: ": --limit fuel=100000000 --limit time=2s", since more fuel may need more time. Empty where it is as
// high as it may be.
auto HigherLimit(DiagnosticKind kind, const Limits& limits) -> std::string;

// A limit was passed outside of the sandbox, or the sandbox did not live to report. `reached`: how far it came, may be
// empty.
void ReportLimit(DiagnosticKind kind, const Limits& limits, std::string_view reached, Diagnostics& diagnostics);
// A program of `length` bytes is longer than the limit.
void ReportSourceLimit(std::uint64_t length, const Limits& limits, Diagnostics& diagnostics);
// The host gives `tuples` tuples, more than the limit.
void ReportHostLimit(std::uint64_t tuples, const Limits& limits, Diagnostics& diagnostics);
// The host gives `bytes` bytes of texts, more than the limit.
void ReportDataLimit(std::uint64_t bytes, const Limits& limits, Diagnostics& diagnostics);
// One text of the host has `bytes` bytes, more than the limit. `place`: "in the facts for age, row 3, column name".
void ReportValueLimit(std::uint64_t bytes, std::string_view place, const Limits& limits, Diagnostics& diagnostics);
// The run was cancelled before it could report.
void ReportCancelled(Diagnostics& diagnostics);

// A phase was ended by the meter of `diagnostics`.
void ReportWorkStop(WorkStop why, Diagnostics& diagnostics);

// The border of a phase: what `phase` returns, or an empty value and a diagnostic where the meter of `diagnostics`
// ended it.
template <typename Phase>
auto Metered(Diagnostics& diagnostics, Phase phase) -> decltype(phase()) {
  try {
    return phase();
  } catch (const WorkStopped& stopped) {
    ReportWorkStop(stopped.why, diagnostics);
    return {};
  }
}

}  // namespace bytelogic
