// UTF-8, symbols and keywords as text.

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/keyword.h"
#include "base/symbol_text.h"
#include "base/utf8.h"
#include "base/visible_text.h"

namespace bytelogic {
namespace {

constexpr std::size_t kValid = std::string_view::npos;

TEST(Utf8Test, AcceptsWellFormedText) {
  EXPECT_EQ(FindInvalidUtf8(""), kValid);
  EXPECT_EQ(FindInvalidUtf8(std::string(1'000, 'a') + "é€😀\U0010FFFF\uD7FF\uE000" + std::string(100, 'b')), kValid);
}

TEST(Utf8Test, FindsTheFirstInvalidByte) {
  for (const std::string_view bad :
       {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xFF", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xC3(", "\xE2\x82("}) {
    for (const std::size_t before : {0, 1, 7, 8, 9, 100}) {
      for (const std::string_view after : {"", "x", "abcdefghijk"}) {
        const std::string text = std::string(before, 'a') + std::string(bad) + std::string(after);
        EXPECT_EQ(FindInvalidUtf8(text), before) << before << ' ' << bad.size();
        EXPECT_EQ(FindInvalidUtf8("é" + text), before + 2);
      }
    }
  }
}

TEST(Utf8Test, DecodesWhatItEncodes) {
  for (std::uint32_t value = 0; value <= 0x10FFFF; ++value) {
    if (value >= 0xD800 && value <= 0xDFFF) continue;
    char buffer[4];
    const std::string_view text(buffer, static_cast<std::size_t>(EncodeUtf8(value, buffer) - buffer));
    const CodePoint decoded = DecodeUtf8(text, 0);
    ASSERT_EQ(decoded.value, value);
    ASSERT_EQ(decoded.length, text.size());
    ASSERT_EQ(FindInvalidUtf8(text), kValid);
    ASSERT_EQ(CountCodePoints(text), 1U);
  }
}

TEST(Utf8Test, DecodesMalformedTextByteByByte) {
  EXPECT_EQ(DecodeUtf8("\xE2\x82", 0).value, kReplacementCharacter);
  EXPECT_EQ(DecodeUtf8("\xE2\x82", 0).length, 1U);
  EXPECT_EQ(DecodeUtf8("a\x80", 1).length, 1U);
}

TEST(KeywordTest, FindsEveryKeywordInAnyCase) {
  for (std::size_t i = 1; i < kKeywordCount; ++i) {
    const std::string_view text = kKeywords[i].text;
    std::string lower(text);
    for (char& c : lower) c = static_cast<char>(c - 'A' + 'a');
    EXPECT_EQ(FindKeyword(text), static_cast<Keyword>(i)) << text;
    EXPECT_EQ(FindKeyword(lower), static_cast<Keyword>(i)) << lower;
    EXPECT_EQ(FindKeyword(lower + "s"), Keyword::kNone);
    EXPECT_TRUE(IsUpperCaseKeyword(text));
    EXPECT_FALSE(IsUpperCaseKeyword(lower));
  }
  for (const std::string_view word :
       {"", "a", "I", "COUNT", "MIN", "R\xC3\x89L", "R_L", "1F", "RULE_", "@EL", "THROUGHOUTS"}) {
    EXPECT_EQ(FindKeyword(word), Keyword::kNone) << word;
  }
}

auto Written(std::string_view symbol) -> std::string {
  std::string text(PrintedSymbolSize(symbol), '!');
  EXPECT_EQ(WriteSymbol(text.data(), symbol), text.data() + text.size());
  return text;
}

TEST(SymbolTextTest, PlainAtomsAreWrittenBare) {
  for (const std::string_view symbol :
       {"alice", "_x1", "new-york", "a-1-b", "Rule", "end", "é", "naïve-é", "日本", "x2", "COUNT", "🍕"}) {
    EXPECT_TRUE(IsPlainAtom(symbol)) << symbol;
    EXPECT_EQ(Written(symbol), symbol);
  }
}

TEST(SymbolTextTest, OthersAreQuoted) {
  for (const std::string_view symbol :
       {"",     "RULE", "EXPLAIN", "1a", "5",   "-",        "a-",  "-a",  "a--b", "a_-b",
        "a-_b", "a b",  "a.b",     "$x", "“a”", "a\u00A0b", "a–b", "a≤b", "?",    "a;b"}) {
    EXPECT_FALSE(IsPlainAtom(symbol)) << symbol;
    EXPECT_EQ(Written(symbol), '"' + std::string(symbol) + '"');
  }
}

TEST(SymbolTextTest, EscapesWhatAStringCannotHold) {
  EXPECT_EQ(Written("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(Written("\n\t\r"), R"("\n\t\r")");
  EXPECT_EQ(Written(std::string_view("\0\x1F\x7F\xC2\x85", 5)), R"("\u{0}\u{1F}\u{7F}\u{85}")");
}

TEST(SymbolTextTest, WhatIsNotSeenIsEscaped) {
  EXPECT_EQ(Written("a\u202Eb"), R"("a\u{202E}b")");
  EXPECT_EQ(Written("admin\u200B"), R"("admin\u{200B}")");
  EXPECT_EQ(Written("\U000E0041\U000E007F"), R"("\u{E0041}\u{E007F}")");
  EXPECT_EQ(Written("\uFEFFa"), R"("\u{FEFF}a")");
  EXPECT_EQ(Written("a\u00ADb"), R"("a\u{AD}b")");
}

// The characters that are meant, and all others, which are not.
TEST(InvisibleTest, KnowsWhatIsNotSeen) {
  const std::pair<std::uint32_t, std::uint32_t> ranges[] = {
      {0x00, 0x1F},     {0x7F, 0x9F},       {0xAD, 0xAD},       {0x34F, 0x34F},    {0x61C, 0x61C},
      {0x115F, 0x1160}, {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},  {0x2028, 0x202E},
      {0x2060, 0x206F}, {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},  {0xFFA0, 0xFFA0},
      {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}};
  std::uint32_t next = 0;
  for (const auto& [first, last] : ranges) {
    for (; next < first; ++next) ASSERT_FALSE(IsInvisible(next)) << std::hex << next;
    for (; next <= last; ++next) ASSERT_TRUE(IsInvisible(next)) << std::hex << next;
  }
  for (; next <= 0x10FFFF; ++next) ASSERT_FALSE(IsInvisible(next)) << std::hex << next;
}

TEST(InvisibleTest, EscapesAreUpperCase) {
  const auto escape = [](std::uint32_t code_point) {
    char buffer[kMaxEscape];
    return std::string(buffer, static_cast<std::size_t>(WriteEscape(buffer, code_point) - buffer));
  };
  EXPECT_EQ(escape(0), "\\u{0}");
  EXPECT_EQ(escape('\n'), "\\n");
  EXPECT_EQ(escape(0x1B), "\\u{1B}");
  EXPECT_EQ(escape(0x202E), "\\u{202E}");
  EXPECT_EQ(escape(0xE0041), "\\u{E0041}");
  EXPECT_EQ(escape(0x10FFFF), "\\u{10FFFF}");
}

TEST(VisibleTextTest, LeavesWhatIsSeen) {
  EXPECT_EQ(VisibleText("naïve 日本 \xFF"), "naïve 日本 \xFF");
  EXPECT_EQ(VisibleText("a\u2066b\nc\x1b[0m"), "a\\u{2066}b\\nc\\u{1B}[0m");
  EXPECT_EQ(VisibleText("a\u2066b\nc\x1b[0m", "\n\x1b"), "a\\u{2066}b\nc\x1b[0m");
  EXPECT_EQ(VisibleText(VisibleText("\u200D")), "\\u{200D}");
}

}  // namespace
}  // namespace bytelogic
