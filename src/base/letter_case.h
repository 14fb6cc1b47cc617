// letter_case.h - the case of ASCII letters, whatever the locale. Words of the languages are compared by it.
// Freestanding: the sandbox runtime includes it too.
//
//   ToLowerLetter('R')                     // 'r'
//   EqualsInAnyCase("Log10", "LOG10")      // true
#pragma once

#include <cstddef>
#include <string_view>

namespace bytelogic {

constexpr auto ToLowerLetter(char c) -> char { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr auto ToUpperLetter(char c) -> char { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// `text`, a std::string, with small letters.
template <typename Text>
constexpr auto ToLowerLetters(Text text) -> Text {
  for (char& c : text) c = ToLowerLetter(c);
  return text;
}

// Whether `word` is `upper`, which has no small letters, in any letter case.
constexpr auto EqualsInAnyCase(std::string_view word, std::string_view upper) -> bool {
  if (word.size() != upper.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (ToUpperLetter(word[i]) != upper[i]) return false;
  }
  return true;
}

}  // namespace bytelogic
