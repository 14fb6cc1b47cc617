// runtime_message.h - what people read when a run fails: one message and one help line for each R code.
//
//   RuntimeMessage(DiagnosticKind::kIntegerOverflow, "$n * $prev")
//       {"integer overflow in $n * $prev", "write 1.0 * $n for a float"}
//
// Every evaluator reports a failure as a kind and a place; the words are composed here, from the source text of the
// place. Used by engine/ and reference/. For R3xx the engine adds how far the run came.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "diagnostics/diagnostics.h"

namespace bytelogic {

struct MessageText {
  std::string message;  // lower-case, without a full stop
  std::string help;     // may be empty
};

// For R2xx, R3xx, W101, W102 and W105; any other kind gives its title. `source_text`: the text of the range that the
// diagnostic points at, empty where it has no place.
auto RuntimeMessage(DiagnosticKind kind, std::string_view source_text) -> MessageText;

// 20,000,000
auto Grouped(std::uint64_t number) -> std::string;

// For W101 at `site`: a SOLVE on a line of its own before it. Nothing where the answers might change by it, since after
// a SOLVE nothing is solved implicitly: where the program may assert more later, or the site is in a loop or a CALC.
auto SolveBefore(std::string_view source, SourceRange site) -> std::optional<RangeFix>;

}  // namespace bytelogic
