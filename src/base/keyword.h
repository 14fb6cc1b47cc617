// keyword.h - the keywords of the language, by text.
//
//   FindKeyword("Rule")          // Keyword::kRule: any letter case
//   IsUpperCaseKeyword("RULE")   // true; false for "Rule", which is a fine name
//
// Used by the lexer and by symbol_text.h. Header-only and freestanding: the sandbox runtime includes it too.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bytelogic {

enum class Keyword : std::uint8_t {
  kNone,
#define KEYWORD(kind, text, reserved) kind,
#include "base/keyword.def"
#undef KEYWORD
};

struct KeywordInfo {
  std::string_view text;
  bool reserved = false;
};

inline constexpr KeywordInfo kKeywords[] = {
    {"", false},
#define KEYWORD(kind, text, reserved) {text, reserved},
#include "base/keyword.def"
#undef KEYWORD
};
inline constexpr std::size_t kKeywordCount = sizeof(kKeywords) / sizeof(kKeywords[0]);

constexpr auto InfoOf(Keyword keyword) -> const KeywordInfo& { return kKeywords[static_cast<std::size_t>(keyword)]; }

namespace keyword_internal {

inline constexpr std::size_t kMinLength = 2;
inline constexpr std::size_t kMaxLength = 10;
inline constexpr std::size_t kSlots = 256;

// Folds ASCII letters to upper case. Other bytes of words (digits, `_`, UTF-8) never become a letter by it.
constexpr auto Fold(char c) -> unsigned { return static_cast<unsigned char>(c) & 0xDFU; }

constexpr auto Hash(std::string_view word) -> std::size_t {
  const unsigned hash = Fold(word[0]) * 7U + Fold(word[1]) * 31U + Fold(word[word.size() - 1]) * 3U +
                        static_cast<unsigned>(word.size()) * 19U;
  return hash % kSlots;
}

// Quicker than EqualsInAnyCase (letter_case.h), and right for keywords alone: it folds more than letters.
constexpr auto EqualFolded(std::string_view word, std::string_view keyword) -> bool {
  if (word.size() != keyword.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (Fold(word[i]) != static_cast<unsigned char>(keyword[i])) return false;
  }
  return true;
}

// Open addressing: a keyword stands at its hash or in the first free slot after it.
constexpr auto MakeTable() -> std::array<std::uint8_t, kSlots> {
  std::array<std::uint8_t, kSlots> table{};
  for (std::size_t i = 1; i < kKeywordCount; ++i) {
    std::size_t slot = Hash(kKeywords[i].text);
    while (table[slot] != 0) slot = (slot + 1) % kSlots;
    table[slot] = static_cast<std::uint8_t>(i);
  }
  return table;
}

inline constexpr std::array<std::uint8_t, kSlots> kTable = MakeTable();

}  // namespace keyword_internal

// The keyword that `word` is in any letter case; kNone where it is none.
constexpr auto FindKeyword(std::string_view word) -> Keyword {
  using namespace keyword_internal;
  if (word.size() < kMinLength || word.size() > kMaxLength) return Keyword::kNone;
  for (std::size_t slot = Hash(word); kTable[slot] != 0; slot = (slot + 1) % kSlots) {
    if (EqualFolded(word, kKeywords[kTable[slot]].text)) return static_cast<Keyword>(kTable[slot]);
  }
  return Keyword::kNone;
}

constexpr auto IsUpperCaseKeyword(std::string_view word) -> bool {
  const Keyword keyword = FindKeyword(word);
  return keyword != Keyword::kNone && InfoOf(keyword).text == word;
}

}  // namespace bytelogic
