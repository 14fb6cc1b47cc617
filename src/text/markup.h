// markup.h - answers as they stand in a text beside their block, with `<`, `>` and `&` escaped.
//
//   ArrowAnswer(result)   // " → bob, charlie", " → error E204 at 1:7: unbound variable $x; ..."
//
// The `<result>` form is ResultToken of bytelogic/text.h.
#pragma once

#include <string>
#include <string_view>

#include "bytelogic/result.h"

namespace bytelogic::text {

// `text` with `<`, `>` and `&` as `&lt;`, `&gt;` and `&amp;`.
auto Escape(std::string_view text) -> std::string;

// The answer in ResultFormat::kArrow, from the space in front of the arrow on.
auto ArrowAnswer(const Result& result) -> std::string;

}  // namespace bytelogic::text
