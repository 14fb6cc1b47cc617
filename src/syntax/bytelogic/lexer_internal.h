// lexer_internal.h - the lexer's state; only lexer.cc and lexer_slip.cc include this.
//
// One function for each sort of token, called at its first character: it adds the token, or none where it reads a
// comment, and goes on after it. lexer.cc has what the language has, lexer_slip.cc what other languages have in its
// place.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/symbol_text.h"
#include "base/utf8.h"
#include "syntax/bytelogic/lexer.h"

namespace bytelogic::syntax {

enum class ByteClass : std::uint8_t { kPunctuation, kLetter, kDigit, kSpace, kLineEnd, kHigh, kControl };

constexpr auto MakeByteClasses() -> std::array<ByteClass, 256> {
  std::array<ByteClass, 256> classes{};
  for (unsigned byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    classes[byte] = byte >= 0x80                   ? ByteClass::kHigh
                    : IsAsciiLetter(c) || c == '_' ? ByteClass::kLetter
                    : IsAsciiDigit(c)              ? ByteClass::kDigit
                    : c == ' ' || c == '\t'        ? ByteClass::kSpace
                    : c == '\n' || c == '\r'       ? ByteClass::kLineEnd
                    : byte < 0x20 || byte == 0x7F  ? ByteClass::kControl
                                                   : ByteClass::kPunctuation;
  }
  return classes;
}

inline constexpr std::array<ByteClass, 256> kByteClasses = MakeByteClasses();

// "00A0", "1F600": at least four digits.
auto Hexadecimal(std::uint32_t value) -> std::string;

class Lexer {
 public:
  Lexer(std::string_view source, Diagnostics& diagnostics) : source_(source), diagnostics_(diagnostics) {}

  auto Run() -> TokenList;

 private:
  auto At(std::size_t offset) const -> char { return offset < source_.size() ? source_[offset] : '\0'; }

  auto Range(std::size_t begin, std::size_t end) const -> SourceRange {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)};
  }

  auto Text(SourceRange range) const -> std::string { return std::string(TextOf(source_, range)); }

  // Adds the token from offset_ to `end`, and goes on after it.
  auto Add(TokenKind kind, std::size_t end) -> Token& {
    diagnostics_.work().Hold(sizeof(Token));
    Token token;
    token.kind = kind;
    token.starts_line = line_is_empty_;
    token.touches = !list_.tokens.empty() && list_.tokens.back().range.end() == offset_;
    token.range = Range(offset_, end);
    token.text = {source_.data() + offset_, end - offset_};
    line_is_empty_ = false;
    offset_ = end;
    list_.tokens.push_back(token);
    return list_.tokens.back();
  }

  auto ScanWord(std::size_t at) const -> std::size_t {
    for (; at < source_.size(); ++at) {
      const ByteClass byte_class = kByteClasses[static_cast<unsigned char>(source_[at])];
      if (byte_class == ByteClass::kLetter || byte_class == ByteClass::kDigit) continue;
      if (byte_class != ByteClass::kHigh) break;
      const std::size_t length = WordCharacterLength(source_, at);
      if (length == 0) break;
      at += length - 1;
    }
    return at;
  }

  auto SkipDigits(std::size_t at) const -> std::size_t {
    while (IsAsciiDigit(At(at))) ++at;
    return at;
  }

  // Remembered, since a line may hold many errors.
  auto LineEnd(std::size_t at) -> std::size_t {
    if (at < line_end_begin_ || at > line_end_) {
      line_end_begin_ = at;
      line_end_ = std::min(source_.find_first_of("\r\n", at), source_.size());
    }
    return line_end_;
  }

  // The language.

  void LexOne();
  void LexWord();
  void LexDotted(std::size_t end);
  void LexNumber();
  auto MayContinueAtom() const -> bool;
  void LexPointNumber();
  void LexVariable();
  void LexString();
  auto LexEscape(std::size_t at, bool& ill_formed) -> std::size_t;
  void LexControl(std::size_t at);
  void LexComment();
  void LexPunctuation();

  // Other languages.

  void LexSingleQuoted();
  void LexLookalike();
  void LexTypographicQuote(std::size_t length);
  auto IsDivision() const -> bool;
  auto InArguments() const -> bool;
  void LexSlashSlash();
  auto IsAddress() const -> bool;
  void LexAddress();
  auto StartsDashComment() const -> bool;
  void LexDashComment();
  void LexBlockComment();

  std::string_view source_;
  Diagnostics& diagnostics_;
  TokenList list_;
  std::size_t offset_ = 0;
  std::size_t line_begin_ = 0;
  std::size_t line_end_begin_ = 1;  // line_end_ ends the line of all places from here to it
  std::size_t line_end_ = 0;
  bool line_is_empty_ = true;       // no token on this line yet
  bool has_bare_loops_ = false;     // FOR i: from here on a word may be a variable
  bool no_comment_closes_ = false;  // no */ is left
};

}  // namespace bytelogic::syntax
