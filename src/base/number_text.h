// number_text.h - numbers as text, into a buffer of the caller.
//
//   char buffer[kMaxNumberText];
//   char* end = WriteFloat(buffer, 1e21);    // 1e+21
//
// Header-only, freestanding, no allocation: one implementation for the host and for the sandbox runtime.
#pragma once

#include <charconv>
#include <cstdint>

namespace bytelogic {

// Enough for every int64 (20) and every double (25: `-0.000001` and 16 more digits).
inline constexpr int kMaxNumberText = 32;

// Decimal, in full; returns the end.
inline auto WriteInt(char* out, std::int64_t value) -> char* { return std::to_chars(out, out + 20, value).ptr; }

namespace number_text_internal {

inline auto WriteZeros(char* out, int count) -> char* {
  for (int i = 0; i < count; ++i) *out++ = '0';
  return out;
}

inline auto WriteDigits(char* out, const char* digits, int count) -> char* {
  for (int i = 0; i < count; ++i) *out++ = digits[i];
  return out;
}

inline auto WriteExponent(char* out, int exponent) -> char* {
  *out++ = 'e';
  *out++ = exponent < 0 ? '-' : '+';
  return std::to_chars(out, out + 4, exponent < 0 ? -exponent : exponent).ptr;
}

}  // namespace number_text_internal

// The shortest digits that read back as `value`, laid out as ECMAScript's Number::toString does (ECMA-262, 6.1.6.1.20);
// returns the end. -0.0 is `0`.
inline auto WriteFloat(char* out, double value) -> char* {
  using namespace number_text_internal;
  if (value != value) return WriteDigits(out, "NaN", 3);
  if (value == 0) {
    *out++ = '0';
    return out;
  }
  if (value < 0) {
    *out++ = '-';
    value = -value;
  }
  if (value > 1.7976931348623157e308) return WriteDigits(out, "Infinity", 8);

  // `d.ddde+XX`: take the digits and the exponent apart.
  char scientific[kMaxNumberText];
  const char* const end =
      std::to_chars(scientific, scientific + kMaxNumberText, value, std::chars_format::scientific).ptr;
  char digits[20];
  int count = 0;
  const char* at = scientific;
  for (; at != end && *at != 'e'; ++at) {
    if (*at != '.') digits[count++] = *at;
  }
  ++at;  // e
  const bool negative_exponent = *at++ == '-';
  int exponent = 0;
  for (; at != end; ++at) exponent = exponent * 10 + (*at - '0');
  const int point = (negative_exponent ? -exponent : exponent) + 1;  // digits before the decimal point

  if (count <= point && point <= 21) return WriteZeros(WriteDigits(out, digits, count), point - count);
  if (0 < point && point <= 21) {
    out = WriteDigits(out, digits, point);
    *out++ = '.';
    return WriteDigits(out, digits + point, count - point);
  }
  if (-6 < point && point <= 0) {
    out = WriteDigits(out, "0.", 2);
    return WriteDigits(WriteZeros(out, -point), digits, count);
  }
  *out++ = digits[0];
  if (count > 1) {
    *out++ = '.';
    out = WriteDigits(out, digits + 1, count - 1);
  }
  return WriteExponent(out, point - 1);
}

}  // namespace bytelogic
