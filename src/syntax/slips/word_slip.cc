#include "syntax/slips/word_slip.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/keyword.h"
#include "base/symbol_text.h"
#include "syntax/bytelogic/lexer.h"

namespace bytelogic::syntax {
namespace {

auto SkipBlanks(std::string_view text, std::size_t at) -> std::size_t {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  return at;
}

auto SkipDigits(std::string_view text, std::size_t at) -> std::size_t {
  while (at < text.size() && IsAsciiDigit(text[at])) ++at;
  return at;
}

auto IsNumber(std::string_view text) -> bool {
  std::size_t end = SkipDigits(text, 0);
  if (end == 0) return false;
  if (end + 1 < text.size() && text[end] == '.' && IsAsciiDigit(text[end + 1])) end = SkipDigits(text, end + 1);
  return end == text.size();
}

// 0x1F, 0b101, 0o17: the base; 0 where it is none.
auto BaseOf(std::string_view text) -> int {
  if (text.size() < 3 || text[0] != '0') return 0;
  switch (text[1]) {
    case 'x':
    case 'X':
      return 16;
    case 'b':
    case 'B':
      return 2;
    case 'o':
    case 'O':
      return 8;
    default:
      return 0;
  }
}

// 1.000.000: thousands, or a version.
auto IsGrouped(std::string_view text) -> bool {
  const std::size_t first = text.find('.');
  if (first == 0 || first > 3 || std::count(text.begin(), text.end(), '.') < 2) return false;
  for (std::size_t at = first; at < text.size(); at += 4) {
    if (text[at] != '.' || SkipDigits(text, at + 1) != at + 4) return false;
  }
  return true;
}

auto Without(std::string_view text, char unwanted) -> std::string {
  std::string kept(text);
  kept.erase(std::remove(kept.begin(), kept.end(), unwanted), kept.end());
  return kept;
}

}  // namespace

auto ReadNumberSlip(std::string_view text) -> NumberSlip {
  const std::string digits = text.back() == '_' ? std::string() : Without(text, '_');
  if (IsNumber(digits)) return {"write " + Excerpt(digits), digits};
  if (const int base = BaseOf(digits); base != 0) {
    std::int64_t value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data() + 2, end, value, base);
    if (stop == end && error == std::errc()) {
      return {"numbers are decimal: write " + std::to_string(value), std::to_string(value)};
    }
    if (stop == end) return {"numbers are decimal, and integers are below 9223372036854775808", std::nullopt};
  }
  if (IsGrouped(text)) {
    return {"write " + Excerpt(Without(text, '.')) + " for the number, or a symbol in quotes", std::nullopt};
  }
  if (text.find('.') != std::string_view::npos && (text.back() == 'f' || text.back() == 'F')) {
    text.remove_suffix(1);  // of the type, in C
    if (IsNumber(text)) return {"write " + Excerpt(text), std::string(text)};
    return {"write a symbol that begins with a digit in quotes", '"' + std::string(text) + "f\""};
  }
  return {"write a symbol that begins with a digit in quotes", '"' + std::string(text) + '"'};
}

auto SimpleOperandEnd(std::string_view source, std::size_t offset) -> std::size_t {
  const std::size_t begin = SkipBlanks(source, offset);
  if (begin >= source.size()) return offset;
  if (source[begin] == '$') {
    std::size_t end = begin + 1;
    while (const std::size_t length = WordCharacterLength(source, end)) end += length;
    return end > begin + 1 ? end : offset;
  }
  std::size_t end = SkipDigits(source, begin);
  if (end == begin) return offset;
  if (end + 1 < source.size() && source[end] == '.' && IsAsciiDigit(source[end + 1])) end = SkipDigits(source, end + 1);
  return WordCharacterLength(source, end) == 0 ? end : offset;
}

auto FollowsSlashes(std::string_view source, std::size_t offset) -> SlashSlash {
  const std::size_t begin = SkipBlanks(source, offset);
  if (begin < source.size() && source[begin] == '(') return SlashSlash::kDivision;
  const std::size_t end = SimpleOperandEnd(source, offset);
  if (end == offset) return SlashSlash::kComment;
  const std::size_t next = SkipBlanks(source, end);
  if (next >= source.size()) return SlashSlash::kDivision;
  std::size_t word_end = next;
  while (const std::size_t length = WordCharacterLength(source, word_end)) word_end += length;
  const bool is_word = word_end > next;
  if (!is_word) return SlashSlash::kDivision;
  return IsUpperCaseKeyword(source.substr(next, word_end - next)) ? SlashSlash::kDivision
                                                                  : SlashSlash::kOperandAndComment;
}

auto IsOneText(std::string_view rest) -> bool {
  bool first = true;
  for (std::size_t at = SkipBlanks(rest, 0); at < rest.size(); first = false) {
    const std::size_t end = std::min(rest.find_first_of(" \t", at), rest.size());
    const std::string_view word = rest.substr(at, end - at);
    if (word.find_first_of("$?()[]\",=<>") != std::string_view::npos || IsUpperCaseKeyword(word)) return false;
    if (!first && IsAsciiDigit(word.front())) return false;
    at = SkipBlanks(rest, end);
  }
  return true;
}

}  // namespace bytelogic::syntax
