// value_text.h - values as text, appended to a string; and the one identity of numbers.
//
//   AppendText(Value{"New York"}, line);     // line += "\"New York\""
//
// Used wherever values are written or read back.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include "bytelogic/value.h"

namespace bytelogic::result {

void AppendText(const Value& value, std::string& out);

// Has `number` an integral value in the range of int64? Then it is that int. 2^63 is exact as a double.
inline auto IsInt(double number) -> bool {
  return number >= -0x1p63 && number < 0x1p63 && number == std::trunc(number);
}

inline auto NormalizedNumber(double number) -> Value {
  if (IsInt(number)) return static_cast<std::int64_t>(number);
  return number;
}

}  // namespace bytelogic::result
