#include <gtest/gtest.h>

#include <string>

#include "bytelogic/diagnostic.h"

namespace bytelogic {
namespace {

auto At(std::uint32_t line, std::uint32_t column, std::uint32_t length) -> Diagnostic {
  Diagnostic diagnostic;
  diagnostic.code = "E204";
  diagnostic.message = "unbound variable $z";
  diagnostic.line = line;
  diagnostic.column = column;
  diagnostic.length = length;
  return diagnostic;
}

TEST(RenderTest, ShowsPlaceLineCaretsAndHelp) {
  Diagnostic diagnostic = At(2, 21, 2);
  diagnostic.help = "bind it before";
  EXPECT_EQ(RenderDiagnostic(diagnostic, "a.bl", "REL p 2\nRULE r: SCAN p, EMIT $z\n", false),
            "a.bl:2:21: error[E204]: unbound variable $z\n"
            "  RULE r: SCAN p, EMIT $z\n"
            "                      ^^\n"
            "help: bind it before\n");
}

TEST(RenderTest, ShowsWarningsAndDiagnosticsWithoutAPlace) {
  Diagnostic diagnostic = At(0, 0, 0);
  diagnostic.severity = Severity::kWarning;
  EXPECT_EQ(RenderDiagnostic(diagnostic, "a.bl", "x", false), "a.bl: warning[E204]: unbound variable $z\n");
}

TEST(RenderTest, ColorsWhenAsked) {
  const std::string text = RenderDiagnostic(At(1, 1, 1), "a.bl", "x", true);
  EXPECT_NE(text.find("\x1b[1;31merror[E204]\x1b[0m"), std::string::npos);
}

TEST(RenderTest, AlignsCaretsUnderTabsAndWideCharacters) {
  const std::string text = RenderDiagnostic(At(1, 5, 1), "f", "\té日e\u0301x", false);
  EXPECT_EQ(text, "f:1:5: error[E204]: unbound variable $z\n      é日e\u0301x\n          ^\n");
}

TEST(RenderTest, ReplacesControlCharacters) {
  const std::string source("a\x1b[31m\0b", 8);
  const std::string text = RenderDiagnostic(At(1, 1, 1), "f\x1b", source, false);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_NE(text.find("  a\uFFFD[31m\uFFFDb\n"), std::string::npos);
}

// Carets stay under what they mean.
TEST(RenderTest, ShowsWhatIsNotSeen) {
  Diagnostic diagnostic = At(1, 3, 1);
  diagnostic.message = "undefined relation a\u202Eb";
  diagnostic.help = "did you mean a\u200Bb";
  EXPECT_EQ(RenderDiagnostic(diagnostic, "f\u2066", "a\u202Eb", false),
            "f\\u{2066}:1:3: error[E204]: undefined relation a\\u{202E}b\n  a\\u{202E}b\n           ^\n"
            "help: did you mean a\\u{200B}b\n");
}

TEST(RenderTest, CutsLongLinesAroundTheCaret) {
  const std::string source = std::string(5'000, 'a') + "HERE" + std::string(5'000, 'b');
  const std::string text = RenderDiagnostic(At(1, 5'001, 4), "f", source, false);
  const std::size_t line_begin = text.find('\n') + 1;
  const std::size_t line_end = text.find('\n', line_begin);
  const std::string line = text.substr(line_begin, line_end - line_begin);
  EXPECT_LE(line.size(), 122U);
  EXPECT_GE(line.size(), 110U);
  EXPECT_TRUE(line.starts_with("  ...a") && line.ends_with("b..."));
  const std::string carets = text.substr(line_end + 1, text.find('\n', line_end + 1) - line_end - 1);
  EXPECT_EQ(carets.find('^'), line.find("HERE"));
  EXPECT_TRUE(carets.ends_with("^^^^"));
}

TEST(RenderTest, ShowsACaretAtTheEndOfALineAndCutsRangesToTheLine) {
  EXPECT_EQ(RenderDiagnostic(At(1, 4, 0), "f", "abc\r\nd", false),
            "f:1:4: error[E204]: unbound variable $z\n  abc\n     ^\n");
  EXPECT_EQ(RenderDiagnostic(At(1, 2, 9), "f", "abc\r\nd", false),
            "f:1:2: error[E204]: unbound variable $z\n  abc\n   ^^\n");
  EXPECT_EQ(RenderDiagnostic(At(7, 1, 1), "f", "abc", false), "f:7:1: error[E204]: unbound variable $z\n");
}

TEST(ApplyFixTest, ReplacesInsertsAndRemoves) {
  EXPECT_EQ(ApplyFix("ab\ncd", {2, 1, 1, "X"}), "ab\nXd");
  EXPECT_EQ(ApplyFix("ab\ncd", {1, 3, 0, "X"}), "abX\ncd");
  EXPECT_EQ(ApplyFix("ab\ncd", {1, 2, 3, ""}), "ad");
  EXPECT_EQ(ApplyFix("é日\r\ncd", {1, 2, 1, "x"}), "éx\r\ncd");
  EXPECT_EQ(ApplyFix("\xEF\xBB\xBF"
                     "ab",
                     {1, 1, 1, "x"}),
            "\xEF\xBB\xBFxb");
  EXPECT_EQ(ApplyFix("a\rb", {2, 1, 1, "x"}), "a\rx");
  EXPECT_EQ(ApplyFix("", {1, 1, 0, "x"}), "x");
}

TEST(ApplyFixTest, LeavesTheTextAloneWhereThePlaceDoesNotExist) {
  EXPECT_EQ(ApplyFix("ab", {2, 1, 0, "X"}), "ab");
  EXPECT_EQ(ApplyFix("ab", {1, 4, 0, "X"}), "ab");
  EXPECT_EQ(ApplyFix("ab\nc", {1, 4, 0, "X"}), "ab\nc");
  EXPECT_EQ(ApplyFix("ab", {1, 2, 2, "X"}), "ab");
  EXPECT_EQ(ApplyFix("ab", {0, 1, 0, "X"}), "ab");
  EXPECT_EQ(ApplyFix("ab", {1, 0, 0, "X"}), "ab");
}

}  // namespace
}  // namespace bytelogic
