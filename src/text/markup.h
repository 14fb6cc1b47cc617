// markup.h - the arrow form of answers; the `<result>` form is ResultToken of bytelogic/text.h.
//
//   ArrowAnswer(result)   // " → bob, charlie", " → error E204 1:7 unbound variable $x; ..."
//
// Used by TextProcessor for ResultFormat::kArrow.
#pragma once

#include <string>

#include "bytelogic/result.h"

namespace bytelogic::text {

// From the space in front of the arrow on; `<`, `>` and `&` are escaped.
auto ArrowAnswer(const Result& result) -> std::string;

}  // namespace bytelogic::text
