// decimal.h - the float nearest to a decimal number: what reading a literal gives, for TO_NUMBER.
//
//   double value = FloatOfDecimal("-12.5e-3");   // -0.0125; too large: infinity; too small: 0
//
// The C library's strtod would bring file input with it into the sandbox. This one is exact by long division of large
// integers, with the usual short cut for numbers of few digits; it takes a few microseconds at worst.
#pragma once

#include <string_view>

namespace bytelogic::runtime {

// `text`: [-] digits [. digits] [(e | E) [+ | -] digits], of any length.
auto FloatOfDecimal(std::string_view text) -> double;

}  // namespace bytelogic::runtime
