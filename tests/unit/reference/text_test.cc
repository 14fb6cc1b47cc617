// String functions, answers worked out by hand from docs/language-reference.md, section 3.
#include "reference/text.h"

#include <gtest/gtest.h>

namespace bytelogic::reference {
namespace {

// "añ𝄞b": code points of 1, 2, 4 and 1 bytes.
constexpr auto kMixed = "a\u00f1\U0001d11eb";

TEST(Text, CountsCodePoints) {
  EXPECT_EQ(Length(""), 0);
  EXPECT_EQ(Length(kMixed), 4);
  EXPECT_EQ(Length("\u20ac"), 1);
  EXPECT_EQ(Encode(Decode(kMixed)), kMixed);
}

TEST(Text, CharAtCountsFromZero) {
  EXPECT_EQ(CharAt(kMixed, 0), "a");
  EXPECT_EQ(CharAt(kMixed, 1), "\u00f1");
  EXPECT_EQ(CharAt(kMixed, 2), "\U0001d11e");
  EXPECT_EQ(CharAt(kMixed, 3), "b");
  EXPECT_EQ(CharAt(kMixed, 4).error(), DiagnosticKind::kOutOfRange);
  EXPECT_EQ(CharAt(kMixed, -1).error(), DiagnosticKind::kOutOfRange);
  EXPECT_EQ(CharAt("", 0).error(), DiagnosticKind::kOutOfRange);
}

TEST(Text, SubstringLiesInside) {
  EXPECT_EQ(Substring("hello", 1, 3), "ell");
  EXPECT_EQ(Substring(kMixed, 1, 2), "\u00f1\U0001d11e");
  EXPECT_EQ(Substring("hello", 0, 5), "hello");
  EXPECT_EQ(Substring("hello", 5, 0), "");
  EXPECT_EQ(Substring("", 0, 0), "");
  EXPECT_EQ(Substring("hello", 5, 1).error(), DiagnosticKind::kOutOfRange);
  EXPECT_EQ(Substring("hello", 6, 0).error(), DiagnosticKind::kOutOfRange);
  EXPECT_EQ(Substring("hello", -1, 2).error(), DiagnosticKind::kOutOfRange);
  EXPECT_EQ(Substring("hello", 1, -1).error(), DiagnosticKind::kOutOfRange);
  EXPECT_EQ(Substring("hello", 1, 9223372036854775807).error(), DiagnosticKind::kOutOfRange);
}

TEST(Text, CaseMappingsAreSimple) {
  EXPECT_EQ(Upper("Stra\u00dfe"), "STRA\u00dfE") << "the upper case of sharp s has two letters";
  EXPECT_EQ(Lower("STRASSE"), "strasse");
  EXPECT_EQ(Upper("\u00e9\u03c3\u03c2\u0436"), "\u00c9\u03a3\u03a3\u0416");
  EXPECT_EQ(Lower("\u03a3"), "\u03c3") << "no final sigma: no context";
  EXPECT_EQ(Lower("\u0130"), "i");
  EXPECT_EQ(Upper("\u0131"), "I");
  EXPECT_EQ(Upper("\u00ff\u00b5"), "\u0178\u039c");
  EXPECT_EQ(Upper("\U00010428"), "\U00010400");
  EXPECT_EQ(Upper("\ufb01 1_-"), "\ufb01 1_-") << "the ligature has no simple upper case";
}

TEST(Text, IndexOfCountsCodePoints) {
  EXPECT_EQ(IndexOf("banana", "an"), 1);
  EXPECT_EQ(IndexOf(kMixed, "b"), 3);
  EXPECT_EQ(IndexOf("banana", "x"), -1);
  EXPECT_EQ(IndexOf("banana", ""), 0);
  EXPECT_EQ(IndexOf("", "a"), -1);
}

TEST(Text, ReplaceReplacesAllFromTheLeft) {
  EXPECT_EQ(Replace("banana", "an", "o"), "booa");
  EXPECT_EQ(Replace("aaa", "aa", "b"), "ba");
  EXPECT_EQ(Replace("aaa", "a", "aa"), "aaaaaa") << "what was put in is not searched";
  EXPECT_EQ(Replace("banana", "a", ""), "bnn");
  EXPECT_EQ(Replace("banana", "x", "y"), "banana");
  EXPECT_EQ(Replace("banana", "", "y"), "banana");
}

TEST(Text, ToNumberReadsWhatProgramsWrite) {
  EXPECT_EQ(ToNumber("42"), Value{std::int64_t{42}});
  EXPECT_EQ(ToNumber("-7"), Value{std::int64_t{-7}});
  EXPECT_EQ(ToNumber("007"), Value{std::int64_t{7}});
  EXPECT_EQ(ToNumber("-9223372036854775808"), Value{std::int64_t{-9223372036854775807 - 1}});
  EXPECT_EQ(ToNumber("2.50"), Value{2.5});
  EXPECT_EQ(ToNumber("2.0"), Value{std::int64_t{2}}) << "one identity";
  EXPECT_EQ(ToNumber("1e3"), Value{std::int64_t{1000}});
  EXPECT_EQ(ToNumber("-1.5E-1"), Value{-0.15});
  EXPECT_EQ(ToNumber("1e-400"), Value{std::int64_t{0}});
  for (const char* text : {"", "-", "abc", "1.", ".5", "1e", "1e+", "0x10", "1 ", " 1", "1_000", "inf", "nan", "--1",
                           "9223372036854775808", "1e400", "1.5.2", "\u0661"}) {
    EXPECT_EQ(ToNumber(text).error(), DiagnosticKind::kNotANumber) << text;
  }
}

TEST(Text, NumbersPrintAsTheLanguageSays) {
  EXPECT_EQ(ToSymbol(Value{std::int64_t{-42}}), "-42");
  EXPECT_EQ(ToSymbol(Value{2.0}), "2");
  EXPECT_EQ(ToSymbol(Value{0.1}), "0.1");
  EXPECT_EQ(ToSymbol(Value{0.1 + 0.2}), "0.30000000000000004");
  EXPECT_EQ(ToSymbol(Value{1e-6}), "0.000001");
  EXPECT_EQ(ToSymbol(Value{1e-7}), "1e-7");
  EXPECT_EQ(ToSymbol(Value{1.5e-7}), "1.5e-7");
  EXPECT_EQ(ToSymbol(Value{1e18}), "1000000000000000000");
  EXPECT_EQ(ToSymbol(Value{1e20}), "100000000000000000000");
  EXPECT_EQ(ToSymbol(Value{1e21}), "1e+21");
  EXPECT_EQ(ToSymbol(Value{-1.25e300}), "-1.25e+300");
  EXPECT_EQ(ToSymbol(Value{5e-324}), "5e-324");
  EXPECT_EQ(ToSymbol(Value{-0.0}), "0");
  EXPECT_EQ(ToSymbol(Value{std::string("a b")}), "a b");
}

}  // namespace
}  // namespace bytelogic::reference
