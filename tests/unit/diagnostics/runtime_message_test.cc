#include "diagnostics/runtime_message.h"

#include <gtest/gtest.h>

#include <cctype>
#include <string>

namespace bytelogic {
namespace {

auto MessageOf(DiagnosticKind kind, std::string_view text) -> std::string { return RuntimeMessage(kind, text).message; }
auto HelpOf(DiagnosticKind kind, std::string_view text) -> std::string { return RuntimeMessage(kind, text).help; }

TEST(RuntimeMessage, OverflowNamesTheOperandToMakeAFloat) {
  const auto kind = DiagnosticKind::kIntegerOverflow;
  EXPECT_EQ(MessageOf(kind, "$n * $prev"), "integer overflow in $n * $prev");
  EXPECT_EQ(HelpOf(kind, "$n * $prev"), "write 1.0 * $n for a float");
  EXPECT_EQ(HelpOf(kind, "$n * CALC f($n - 1)"), "write 1.0 * $n for a float");
  EXPECT_EQ(HelpOf(kind, "$a * $b - $c"), "write 1.0 * ($a * $b) for a float");
  EXPECT_EQ(HelpOf(kind, "CALC f($n - 1) * 3"), "write 1.0 * CALC f($n - 1) for a float");
  EXPECT_EQ(HelpOf(kind, "-$n"), "write 1.0 * $n for a float");
  EXPECT_EQ(HelpOf(kind, "$n - -5"), "write 1.0 * $n for a float");
  EXPECT_EQ(HelpOf(kind, "$n DIV -1"), "write 1.0 * $n / ... for a float");
  EXPECT_EQ(HelpOf(kind, "POW(10, 30)"), "write POW(1.0 * 10, ...) for a float");
  EXPECT_EQ(HelpOf(kind, "ABS($n)"), "write 1.0 * $n for a float");
  EXPECT_NE(HelpOf(kind, "FLOOR($x)").find("leave the float"), std::string::npos);
}

TEST(RuntimeMessage, DivisionNamesTheDivisor) {
  const auto kind = DiagnosticKind::kDivisionByZero;
  EXPECT_EQ(MessageOf(kind, "$a / ($b - 1)"), "division by zero in $a / ($b - 1)");
  EXPECT_EQ(HelpOf(kind, "$a / ($b - 1)"), "test ($b - 1) != 0 before, in a rule by a WHERE to its left");
  EXPECT_EQ(HelpOf(kind, "\"a / b\" mod $c"), "test $c != 0 before, in a rule by a WHERE to its left");
}

TEST(RuntimeMessage, DivisionByAConstantNeedsAnotherDivisor) {
  for (const char* text : {"$a / 0", "$a MOD 0.0", "$a / (0)", "1 DIV -0"}) {
    EXPECT_EQ(HelpOf(DiagnosticKind::kDivisionByZero, text), "nothing can be divided by 0; write another divisor")
        << text;
  }
  EXPECT_NE(HelpOf(DiagnosticKind::kDivisionByZero, "$a / (10 - 10)").find("test (10 - 10) != 0"), std::string::npos);
}

TEST(RuntimeMessage, FunctionsSayWhatTheyTake) {
  const auto kind = DiagnosticKind::kMixedValues;
  EXPECT_EQ(MessageOf(kind, "length($x)"), "a number where a symbol is needed in length($x)");
  EXPECT_EQ(HelpOf(kind, "length($x)"), "LENGTH takes symbols; TO_SYMBOL converts a number");
  EXPECT_NE(HelpOf(kind, "SUBSTR($s, 0, $n)").find("SUBSTR takes a symbol first, then numbers"), std::string::npos);
  EXPECT_EQ(MessageOf(kind, "LENGTH($s) + $x"), "a number and a symbol do not go together in LENGTH($s) + $x");
}

TEST(RuntimeMessage, DomainsNameTheFunction) {
  const auto kind = DiagnosticKind::kOutsideDomain;
  EXPECT_EQ(MessageOf(kind, "sqrt($x)"), "sqrt($x) has no value");
  EXPECT_EQ(HelpOf(kind, "sqrt($x)"), "SQRT needs a number that is 0 or more");
  EXPECT_NE(HelpOf(kind, "POW(2, -1)").find("write POW(2.0, -1)"), std::string::npos);
  EXPECT_NE(HelpOf(kind, "POW($x, 0 - $y)").find("write POW(1.0 * $x, 0 - $y)"), std::string::npos);
  EXPECT_EQ(MessageOf(kind, "1e300 * 1e300"), "the result is no finite float in 1e300 * 1e300");
}

TEST(RuntimeMessage, PositionsNameTheText) {
  EXPECT_EQ(HelpOf(DiagnosticKind::kOutOfRange, "CHAR_AT($s, 9)"),
            "positions count from 0; the last one is LENGTH($s) - 1");
  EXPECT_NE(HelpOf(DiagnosticKind::kOutOfRange, "SUBSTR($s, 1, 9)").find("LENGTH($s)"), std::string::npos);
}

TEST(RuntimeMessage, ShowsLongTextOnOneLine) {
  EXPECT_EQ(MessageOf(DiagnosticKind::kNoResult, "CALC f(\n  1,\n  2)"), "CALC f( 1, 2) ended without RESULT");
  EXPECT_EQ(MessageOf(DiagnosticKind::kZeroStep, "FOR i IN RANGE(1, 5, 0)\n  LET $x = i\nEND"),
            "step 0 in FOR i IN RANGE(1, 5, 0)");
  std::string text = "LENGTH(\"";
  for (int i = 0; i < 100; ++i) text += "\u00e9";
  const std::string message = MessageOf(DiagnosticKind::kMixedValues, text + "\") + $x");
  EXPECT_LT(message.size(), 130U);
  EXPECT_TRUE(message.ends_with("\u00e9...")) << "cut between two code points";
}

// Every text, however odd, gives a message: lower-case, one line, without a full stop.
TEST(SolveBefore, IsOfferedWhereItChangesNoAnswer) {
  const auto fixed = [](std::string source, std::string_view site) -> std::string {
    const SourceRange range{static_cast<std::uint32_t>(source.find(site)), static_cast<std::uint32_t>(site.size())};
    const std::optional<RangeFix> fix = SolveBefore(source, range);
    return fix ? source.replace(fix->range.offset, fix->range.length, fix->text) : "none";
  };
  EXPECT_EQ(fixed("RULE r: x\nQUERY r ?", "QUERY r ?"), "RULE r: x\nSOLVE\nQUERY r ?");
  EXPECT_EQ(fixed("QUERY r ?\nQUERY s ?", "QUERY r ?"), "SOLVE\nQUERY r ?\nQUERY s ?");
  EXPECT_EQ(fixed("IF 1 THEN\n  RESULT EXISTS(QUERY r ?)\nEND", "EXISTS(QUERY r ?)"),
            "IF 1 THEN\n  SOLVE\n  RESULT EXISTS(QUERY r ?)\nEND");
  // After a SOLVE the second read would not see the new fact.
  EXPECT_EQ(fixed("QUERY r ?\nFACT a b\nQUERY r ?", "QUERY r ?"), "none");
  EXPECT_EQ(fixed("FOR $i IN [1, 2]\nQUERY r ?\nEND", "QUERY r ?"), "none");
  EXPECT_EQ(fixed("CALC f\nRESULT EXISTS(QUERY r ?)\nEND", "EXISTS(QUERY r ?)"), "none");
  EXPECT_EQ(fixed("SOLVE QUERY r ?", "QUERY r ?"), "none");
}

TEST(RuntimeMessage, IsWellFormedForEveryKindAndText) {
  const std::string_view texts[] = {"",      "-",  "(",       ")",          "\"",  "\"\\", "$a +",
                                    "+ $a",  "f(", "f()",     "()",         "1e+", "a(,)", "POW(,)",
                                    "POW()", "[",  "SUBSTR(", "LENGTH(\"(", "DIV", "\n"};
  const DiagnosticKind kinds[] = {
#define DIAGNOSTIC(kind, code, title) DiagnosticKind::kind,
#include "diagnostics/diagnostic_kind.def"
#undef DIAGNOSTIC
  };
  for (const DiagnosticKind kind : kinds) {
    for (const std::string_view text : texts) {
      const MessageText result = RuntimeMessage(kind, text);
      ASSERT_FALSE(result.message.empty()) << CodeOf(kind);
      EXPECT_EQ(result.message.find('\n'), std::string::npos);
      EXPECT_NE(result.message.back(), '.');
    }
    const std::string_view code = CodeOf(kind);
    if (code.starts_with("R")) EXPECT_FALSE(RuntimeMessage(kind, "").help.empty()) << code;
  }
}

}  // namespace
}  // namespace bytelogic
