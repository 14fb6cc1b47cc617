// utf8.h - UTF-8: validation, decoding, counting.
//
//   if (FindInvalidUtf8(source) != std::string_view::npos) ...   // E101
//   CodePoint first = DecodeUtf8(text, 0);                       // {U+00E9, 2 bytes}
//
// Everything but the validation is header-only and freestanding, for the sandbox runtime.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bytelogic {

// The offset of the first byte that is not part of well-formed UTF-8 (Unicode standard, table 3-7: no surrogates, no
// overlong forms, nothing above U+10FFFF); npos where all of `text` is well-formed. Eight bytes at a time for ASCII.
auto FindInvalidUtf8(std::string_view text) -> std::size_t;

struct CodePoint {
  std::uint32_t value = 0;
  std::uint32_t length = 1;  // in bytes
};

inline constexpr std::uint32_t kReplacementCharacter = 0xFFFD;

constexpr auto IsUtf8Continuation(char c) -> bool { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// The code point at `offset` < text.size(). Never reads outside of `text`; a malformed byte is U+FFFD of length 1.
constexpr auto DecodeUtf8(std::string_view text, std::size_t offset) -> CodePoint {
  const auto lead = static_cast<unsigned char>(text[offset]);
  if (lead < 0x80) return {lead, 1};
  const std::uint32_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() - offset < length) return {kReplacementCharacter, 1};
  std::uint32_t value = lead & (0x7FU >> length);
  for (std::uint32_t i = 1; i < length; ++i) {
    if (!IsUtf8Continuation(text[offset + i])) return {kReplacementCharacter, 1};
    value = value << 6U | (static_cast<unsigned char>(text[offset + i]) & 0x3FU);
  }
  return {value, length};
}

// The number of code points of well-formed `text`.
constexpr auto CountCodePoints(std::string_view text) -> std::size_t {
  std::size_t count = 0;
  for (const char c : text) count += IsUtf8Continuation(c) ? 0 : 1;
  return count;
}

// Writes `code_point` as 1 to 4 bytes; returns the end.
constexpr auto EncodeUtf8(std::uint32_t code_point, char* out) -> char* {
  if (code_point < 0x80) {
    *out++ = static_cast<char>(code_point);
    return out;
  }
  if (code_point < 0x800) {
    *out++ = static_cast<char>(0xC0U | code_point >> 6U);
  } else {
    if (code_point < 0x10000) {
      *out++ = static_cast<char>(0xE0U | code_point >> 12U);
    } else {
      *out++ = static_cast<char>(0xF0U | code_point >> 18U);
      *out++ = static_cast<char>(0x80U | (code_point >> 12U & 0x3FU));
    }
    *out++ = static_cast<char>(0x80U | (code_point >> 6U & 0x3FU));
  }
  *out++ = static_cast<char>(0x80U | (code_point & 0x3FU));
  return out;
}

}  // namespace bytelogic
