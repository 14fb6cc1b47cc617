// decimal.h - the float nearest to a decimal number: what reading a literal gives, for TO_NUMBER.
//
//   double value = FloatOfDecimal("-12.5e-3", steps);   // -0.0125; too large: infinity; too small: 0
//
// The C library's strtod would bring file input with it into the sandbox. This one is exact by long division of large
// integers, with the usual short cut for numbers of few digits; it takes a few microseconds at worst.
#pragma once

#include <cstdint>
#include <string_view>

namespace bytelogic::runtime {

// `text`: [-] digits [. digits] [(e | E) [+ | -] digits], of any length.
// `steps`: how many digits of 32 bits its large integers went through, a nanosecond or two each.
auto FloatOfDecimal(std::string_view text, std::uint64_t& steps) -> double;

}  // namespace bytelogic::runtime
