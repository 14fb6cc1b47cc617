// runtime_message.h - what people read when a run fails: one message and one help line for each R code.
//
//   RuntimeMessage(DiagnosticKind::kIntegerOverflow, &site, source)
//       {"integer overflow in $n * $prev", "write 1.0 * $n for a float"}
//
// A sandbox reports a failure as a kind and a site; what is said of it is put together here, from the operation at the
// site and the source text of its operands. Used by engine/ and proof/. For R3xx the engine adds how far the run came.
#pragma once

#include <optional>
#include <string_view>

#include "diagnostics/diagnostics.h"
#include "diagnostics/site.h"

namespace bytelogic {

struct MessageText {
  Message message;
  Words help;  // may be empty
};

// For R2xx, R3xx and W102; any other kind gives its title. `site`: null where it has no place.
auto RuntimeMessage(DiagnosticKind kind, const Site* site, std::string_view source) -> MessageText;

// For W101 at `site`: a SOLVE on a line of its own before the statement that reads. Nothing where answers might change
// by it, or where the statement does not begin its line.
auto SolveBefore(const Site& site, std::string_view source) -> std::optional<PendingFix>;

}  // namespace bytelogic
