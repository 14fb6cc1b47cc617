// symbol_text.h - symbols as text: which words are plain atoms, and how the others are quoted.
//
//   IsPlainAtom("new-york")                 // true
//   char* end = WriteSymbol(out, "a b");    // "a b", in quotes; PrintedSymbolSize says how much room that takes
//
// Header-only, freestanding, no allocation: one implementation for the lexer, the printers and the sandbox runtime.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/invisible.h"
#include "base/keyword.h"
#include "base/utf8.h"

namespace bytelogic {

constexpr auto IsAsciiDigit(char c) -> bool { return c >= '0' && c <= '9'; }
constexpr auto IsAsciiLetter(char c) -> bool { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Whether a code point above U+007F counts as a letter: all do, but for what reads as space, quote, dash or operator
// (`“`, `–`, `≤`, no-break space), which would join what its author kept apart.
constexpr auto IsForeignLetter(std::uint32_t code_point) -> bool {
  if (code_point <= 0xA0 || code_point == 0xAB || code_point == 0xBB || code_point == 0xD7 || code_point == 0xF7) {
    return false;
  }
  if (code_point >= 0x2000 && code_point <= 0x206F) return code_point == 0x200C || code_point == 0x200D;  // joiners
  if (code_point >= 0x2190 && code_point <= 0x22FF) return false;                                         // operators
  return code_point != 0x3000 && code_point != 0xFEFF && code_point != kReplacementCharacter;
}

// The number of bytes of the word character at `offset`: a letter, digit or `_`; 0 where there is none.
constexpr auto WordCharacterLength(std::string_view text, std::size_t offset) -> std::size_t {
  if (offset >= text.size()) return 0;
  const char c = text[offset];
  if (IsAsciiLetter(c) || IsAsciiDigit(c) || c == '_') return 1;
  if (static_cast<unsigned char>(c) < 0x80) return 0;
  const CodePoint code_point = DecodeUtf8(text, offset);
  return IsForeignLetter(code_point.value) ? code_point.length : 0;
}

// The end of the name that starts at `offset`: a letter or `_`, then letters, digits, `_`; `offset` where there is
// none.
constexpr auto ScanName(std::string_view text, std::size_t offset) -> std::size_t {
  if (offset < text.size() && IsAsciiDigit(text[offset])) return offset;
  while (const std::size_t length = WordCharacterLength(text, offset)) offset += length;
  return offset;
}

// The end of the atom that starts at `offset`: a name that may hold `-` between two letters or digits.
constexpr auto ScanAtom(std::string_view text, std::size_t offset) -> std::size_t {
  std::size_t end = ScanName(text, offset);
  if (end == offset) return end;
  while (end + 1 < text.size() && text[end] == '-' && text[end - 1] != '_' && text[end + 1] != '_') {
    std::size_t next = end + 1;
    while (const std::size_t length = WordCharacterLength(text, next)) next += length;
    if (next == end + 1) break;
    end = next;
  }
  return end;
}

// Whether `symbol` reads back from its bare text where an argument may stand, and whoever reads it sees all of it.
constexpr auto IsPlainAtom(std::string_view symbol) -> bool {
  return !symbol.empty() && ScanAtom(symbol, 0) == symbol.size() && !IsUpperCaseKeyword(symbol) &&
         !HoldsInvisible(symbol);
}

namespace symbol_text_internal {

// Writes as a string would need it; with a null `out` only counts. Returns the number of bytes.
constexpr auto Quote(char* out, std::string_view symbol) -> std::size_t {
  std::size_t size = 0;
  const auto put = [&](char c) {
    if (out != nullptr) out[size] = c;
    ++size;
  };
  put('"');
  for (std::size_t i = 0; i < symbol.size();) {
    const CodePoint at = DecodeUtf8(symbol, i);
    const std::uint32_t value = at.value;
    if (value == '"' || value == '\\') {
      put('\\');
      put(static_cast<char>(value));
    } else if (IsInvisible(value)) {
      char escape[kMaxEscape] = {};
      const char* const end = WriteEscape(escape, value);
      for (const char* c = escape; c != end; ++c) put(*c);
    } else {
      for (std::uint32_t k = 0; k < at.length; ++k) put(symbol[i + k]);
    }
    i += at.length;
  }
  put('"');
  return size;
}

}  // namespace symbol_text_internal

// `symbol` in double quotes, with escapes; returns the end.
constexpr auto WriteQuotedSymbol(char* out, std::string_view symbol) -> char* {
  return out + symbol_text_internal::Quote(out, symbol);
}
constexpr auto QuotedSymbolSize(std::string_view symbol) -> std::size_t {
  return symbol_text_internal::Quote(nullptr, symbol);
}

// `symbol` as outputs show it: bare where it is a plain atom, else quoted; returns the end.
constexpr auto WriteSymbol(char* out, std::string_view symbol) -> char* {
  if (!IsPlainAtom(symbol)) return WriteQuotedSymbol(out, symbol);
  for (const char c : symbol) *out++ = c;
  return out;
}
// The number of bytes that WriteSymbol writes.
constexpr auto PrintedSymbolSize(std::string_view symbol) -> std::size_t {
  return IsPlainAtom(symbol) ? symbol.size() : QuotedSymbolSize(symbol);
}

}  // namespace bytelogic
