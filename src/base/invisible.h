// invisible.h - characters that are not seen, or that change how others are seen: always shown as escapes.
//
//   IsInvisible(0x202E)            // true: what follows it would be read from right to left
//   WriteEscape(out, 0x202E)       // \u{202E}; at most kMaxEscape bytes
//
// Nobody who reads an answer can tell `a` from `a` followed by such a character, and a right-to-left override shows
// `lin.exe` as something else. Header-only and freestanding: the sandbox runtime counts what the host prints.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/utf8.h"

namespace bytelogic {

// Controls and ends of lines (Unicode's categories Cc, Zl, Zp), all code points that Unicode calls "default ignorable"
// (marks of direction, joiners, zero-width spaces, variation selectors, fillers, tags, what is reserved for such), and
// the marks of annotations.
constexpr auto IsInvisible(std::uint32_t code_point) -> bool {
  if (code_point < 0xA0) return code_point < 0x20 || code_point >= 0x7F;
  if (code_point < 0x034F) return code_point == 0xAD;
  struct Range {
    std::uint32_t first, last;
  };
  constexpr Range kRanges[] = {{0x034F, 0x034F}, {0x061C, 0x061C},   {0x115F, 0x1160},   {0x17B4, 0x17B5},
                               {0x180B, 0x180F}, {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},
                               {0x3164, 0x3164}, {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},
                               {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}};
  for (const Range& range : kRanges) {
    if (code_point <= range.last) return code_point >= range.first;
  }
  return false;
}

constexpr auto HoldsInvisible(std::string_view text) -> bool {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeUtf8(text, at);
    if (IsInvisible(point.value)) return true;
    at += point.length;
  }
  return false;
}

inline constexpr std::size_t kMaxEscape = sizeof("\\u{10FFFF}") - 1;

// The escape of a code point in a string of the language; returns its end.
constexpr auto WriteEscape(char* out, std::uint32_t code_point) -> char* {
  *out++ = '\\';
  if (code_point == '\n' || code_point == '\t' || code_point == '\r') {
    *out++ = code_point == '\n' ? 'n' : code_point == '\t' ? 't' : 'r';
    return out;
  }
  *out++ = 'u';
  *out++ = '{';
  int shift = 0;
  while (shift < 20 && code_point >> (shift + 4) != 0) shift += 4;
  for (; shift >= 0; shift -= 4) *out++ = "0123456789ABCDEF"[code_point >> shift & 15U];
  *out++ = '}';
  return out;
}

}  // namespace bytelogic
