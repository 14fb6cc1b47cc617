#include "diagnostics/runtime_message.h"

#include <gtest/gtest.h>

#include <string>

#include "diagnostics/messages.h"

namespace bytelogic {
namespace {

// A program that is one operation, and its site.
struct Place {
  std::string source;
  Site site;
};

auto RangeOf(std::string_view source, std::string_view part) -> SourceRange {
  return {static_cast<std::uint32_t>(source.find(part)), static_cast<std::uint32_t>(part.size())};
}

// Operands are the first stretches of `source` that read like them.
auto At(std::string_view source, Operation operation, std::string_view first = {}, std::string_view second = {})
    -> Place {
  Site site{.range = {0, static_cast<std::uint32_t>(source.size())}, .operation = operation};
  site.first = RangeOf(source, first);
  site.second = RangeOf(source, second);
  return {std::string(source), site};
}

auto Call(Builtin function, std::string_view source, std::string_view first, std::string_view second = {}) -> Place {
  Place place = At(source, Operation::kFunction, first, second);
  place.site.function = function;
  return place;
}

auto MessageOf(DiagnosticKind kind, const Place& place, Dialect dialect = Dialect::kByteLogic) -> std::string {
  return RuntimeMessage(kind, &place.site, place.source).message.words.In(dialect);
}

auto HelpOf(DiagnosticKind kind, const Place& place, Dialect dialect = Dialect::kByteLogic) -> std::string {
  return RuntimeMessage(kind, &place.site, place.source).help.In(dialect);
}

TEST(RuntimeMessage, OverflowNamesTheOperandToMakeAFloat) {
  const auto kind = DiagnosticKind::kIntegerOverflow;
  EXPECT_EQ(MessageOf(kind, At("$n * $prev", Operation::kMultiply, "$n", "$prev")), "integer overflow in $n * $prev");
  EXPECT_EQ(HelpOf(kind, At("$n * $prev", Operation::kMultiply, "$n", "$prev")), "write 1.0 * $n for a float");
  Place compound = At("$a * $b - $c", Operation::kSubtract, "$a * $b", "$c");
  compound.site.first_form = OperandForm::kCompound;
  EXPECT_EQ(HelpOf(kind, compound), "write 1.0 * ($a * $b) for a float");
  EXPECT_EQ(HelpOf(kind, At("-$n", Operation::kNegate, "$n")), "write 1.0 * $n for a float");
  EXPECT_EQ(HelpOf(kind, At("$n DIV -1", Operation::kFloorDivide, "$n")), "write 1.0 * $n / ... for a float");
  EXPECT_EQ(HelpOf(kind, Call(Builtin::kPow, "POW(10, 30)", "10")), "write POW(1.0 * 10, ...) for a float");
  EXPECT_EQ(HelpOf(kind, Call(Builtin::kAbs, "ABS($n)", "$n")), "write 1.0 * $n for a float");
  EXPECT_EQ(HelpOf(kind, At("SUM(QUERY r ?)", Operation::kAggregate)),
            "compute with floats where numbers grow this large: 1.0 * $n");
  EXPECT_EQ(HelpOf(kind, Call(Builtin::kFloor, "FLOOR($x)", "$x")),
            "an int has 64 bits; leave the float as it is, or use ROUND with a number of decimals");
}

TEST(RuntimeMessage, DivisionNamesTheDivisor) {
  const auto kind = DiagnosticKind::kDivisionByZero;
  Place place = At("$a / ($b - 1)", Operation::kDivide, "$a", "$b - 1");
  place.site.second_form = OperandForm::kCompound;
  EXPECT_EQ(MessageOf(kind, place), "division by zero in $a / ($b - 1)");
  EXPECT_EQ(HelpOf(kind, place), "test ($b - 1) != 0 first; in a rule, by a WHERE to the left");
  place = At("$a / -0.0", Operation::kDivide, "$a", "-0.0");
  place.site.second_form = OperandForm::kZero;
  EXPECT_EQ(HelpOf(kind, place), "nothing can be divided by 0; write another divisor");
}

TEST(RuntimeMessage, FunctionsSayWhatTheyTake) {
  const auto kind = DiagnosticKind::kMixedValues;
  const Place length = Call(Builtin::kLength, "length($x)", "$x");
  EXPECT_EQ(MessageOf(kind, length), "a number where a symbol is needed in length($x)");
  EXPECT_EQ(HelpOf(kind, length), "LENGTH takes symbols; TO_SYMBOL converts a number");
  EXPECT_EQ(HelpOf(kind, Call(Builtin::kSubstr, "SUBSTR($s, 0, $n)", "$s")),
            "SUBSTR takes a symbol first, then numbers; TO_SYMBOL and TO_NUMBER convert them");
  EXPECT_EQ(MessageOf(kind, At("LENGTH($s) + $x", Operation::kAdd, "LENGTH($s)", "$x")),
            "a number and a symbol do not go together in LENGTH($s) + $x");
}

TEST(RuntimeMessage, DomainsNameTheFunction) {
  const auto kind = DiagnosticKind::kOutsideDomain;
  EXPECT_EQ(MessageOf(kind, Call(Builtin::kSqrt, "sqrt($x)", "$x")), "sqrt($x) has no value");
  EXPECT_EQ(HelpOf(kind, Call(Builtin::kSqrt, "sqrt($x)", "$x")), "SQRT needs a number that is 0 or more");
  EXPECT_NE(HelpOf(kind, Call(Builtin::kPow, "POW(2, -1)", "2", "-1")).find("write POW(2.0, -1)"), std::string::npos);
  EXPECT_NE(HelpOf(kind, Call(Builtin::kPow, "POW($x, 0 - $y)", "$x", "0 - $y")).find("POW(1.0 * $x, 0 - $y)"),
            std::string::npos);
  EXPECT_EQ(MessageOf(kind, At("1e300 * 1e300", Operation::kMultiply, "1e300", "1e300")),
            "the result is not a finite float in 1e300 * 1e300");
}

TEST(RuntimeMessage, PositionsNameTheText) {
  EXPECT_EQ(HelpOf(DiagnosticKind::kOutOfRange, Call(Builtin::kCharAt, "CHAR_AT($s, 9)", "$s")),
            "positions count from 0; the last one is LENGTH($s) - 1");
  EXPECT_NE(HelpOf(DiagnosticKind::kOutOfRange, Call(Builtin::kSubstr, "SUBSTR($s, 1, 9)", "$s")).find("LENGTH($s)"),
            std::string::npos);
}

// The operation is known, so nothing is to be found in the text of another dialect.
TEST(RuntimeMessage, SpeaksDatalog) {
  const Dialect datalog = Dialect::kDatalog;
  const Place length = Call(Builtin::kLength, "strlen(X)", "X");
  EXPECT_EQ(MessageOf(DiagnosticKind::kMixedValues, length, datalog), "a number where a symbol is needed in strlen(X)");
  EXPECT_EQ(HelpOf(DiagnosticKind::kMixedValues, length, datalog), "strlen takes symbols; to_string converts a number");
  EXPECT_EQ(HelpOf(DiagnosticKind::kDivisionByZero, At("X / Y", Operation::kDivide, "X", "Y"), datalog),
            "test Y != 0 first, by a goal to the left");
  EXPECT_EQ(HelpOf(DiagnosticKind::kIntegerOverflow, At("sum(X)", Operation::kAggregate), datalog),
            "compute with floats where numbers grow this large: 1.0 * N");
}

TEST(RuntimeMessage, ShowsLongTextOnOneLine) {
  EXPECT_EQ(MessageOf(DiagnosticKind::kNoResult, At("CALC f(\n  1,\n  2)", Operation::kOther)),
            "CALC f( 1, 2) ended without RESULT");
  EXPECT_EQ(MessageOf(DiagnosticKind::kZeroStep, At("FOR i IN RANGE(1, 5, 0)\n  LET $x = i\nEND", Operation::kRange)),
            "step 0 in FOR i IN RANGE(1, 5, 0)");
  std::string text = "LENGTH(\"";
  for (int i = 0; i < 100; ++i) text += "\u00e9";
  const std::string message = MessageOf(DiagnosticKind::kMixedValues, At(text + "\") + $x", Operation::kAdd));
  EXPECT_LT(message.size(), 130U);
  EXPECT_TRUE(message.ends_with("\u00e9...")) << "cut between two code points";
}

TEST(SolveBefore, StandsOnALineOfItsOwn) {
  const auto fixed = [](std::string source, std::string_view statement) -> std::string {
    const Site site{.operation = Operation::kRead, .first = RangeOf(source, statement), .relation = 0};
    const std::optional<PendingFix> fix = SolveBefore(site, source);
    if (!fix) return "none";
    return source.replace(fix->range.offset, fix->range.length, fix->text.In(Dialect::kByteLogic));
  };
  EXPECT_EQ(fixed("RULE r: x\nQUERY r ?", "QUERY r ?"), "RULE r: x\nSOLVE\nQUERY r ?");
  EXPECT_EQ(fixed("IF 1 THEN\n  RESULT EXISTS(QUERY r ?)\nEND", "RESULT EXISTS(QUERY r ?)"),
            "IF 1 THEN\n  SOLVE\n  RESULT EXISTS(QUERY r ?)\nEND");
  EXPECT_EQ(fixed("REL r 1 QUERY r ?", "QUERY r ?"), "none") << "it does not begin its line";
  EXPECT_FALSE(SolveBefore(Site{.operation = Operation::kRead}, "QUERY r ?").has_value()) << "nowhere";
}

// Every kind, with a place and without one, gives a message: one line, without a full stop. Ranges outside of the
// source, as a module that was changed may have them, are empty texts.
TEST(RuntimeMessage, IsWellFormedForEveryKindAndOperation) {
  const DiagnosticKind kinds[] = {
#define DIAGNOSTIC(kind, code, title) DiagnosticKind::kind,
#include "diagnostics/diagnostic_kind.def"
#undef DIAGNOSTIC
  };
  for (const DiagnosticKind kind : kinds) {
    const std::string_view code = CodeOf(kind);
    const bool of_file = kind == DiagnosticKind::kUnreadableData || kind == DiagnosticKind::kUnwritableData;
    if (code.starts_with("R") && !of_file) EXPECT_FALSE(RuntimeMessage(kind, nullptr, "").help.empty()) << code;
    for (int operation = 0; operation <= static_cast<int>(kLastOperation); ++operation) {
      for (const BuiltinInfo& builtin : kBuiltins) {
        const Site site{.range = {0, 3},
                        .operation = static_cast<Operation>(operation),
                        .function = builtin.kind,
                        .first = {1, 99},
                        .second = {7, 1}};
        const std::string message = RuntimeMessage(kind, &site, "a\nb").message.words.In(Dialect::kByteLogic);
        ASSERT_FALSE(message.empty()) << code;
        EXPECT_EQ(message.find('\n'), std::string::npos);
        EXPECT_NE(message.back(), '.');
      }
    }
  }
}

}  // namespace
}  // namespace bytelogic
