// The functions of expressions, answers worked out by hand from docs/language-reference.md, section 3.
#include "reference/builtins.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace bytelogic::reference {
namespace {

auto Int(std::int64_t value) -> Value { return Value{value}; }
auto Float(double value) -> Value { return Value{value}; }
auto Symbol(std::string text) -> Value { return Value{std::move(text)}; }

auto Apply(Builtin builtin, std::initializer_list<Value> arguments) -> Expected<Value> {
  return ApplyBuiltin(builtin, std::vector<Value>(arguments));
}

auto ErrorOf(Builtin builtin, std::initializer_list<Value> arguments) -> DiagnosticKind {
  const auto result = Apply(builtin, arguments);
  return result ? DiagnosticKind::kFuelLimit : result.error();  // kFuelLimit: there was none
}

TEST(FloatFunctions, ExactWhereTheAnswerIs) {
  EXPECT_EQ(Apply(Builtin::kSqrt, {Float(2.25)}), Float(1.5));
  EXPECT_EQ(Apply(Builtin::kLog, {Float(1)}), Float(0));
  EXPECT_EQ(Apply(Builtin::kLog10, {Float(1000)}), Float(3));
  EXPECT_EQ(Apply(Builtin::kExp, {Float(0)}), Float(1));
  EXPECT_EQ(Apply(Builtin::kSin, {Float(0)}), Float(0));
  EXPECT_EQ(Apply(Builtin::kCos, {Float(0)}), Float(1));
  EXPECT_EQ(Apply(Builtin::kAtan2, {Float(0), Float(1)}), Float(0));
  EXPECT_EQ(Apply(Builtin::kPi, {}), Float(3.141592653589793));
  EXPECT_EQ(Apply(Builtin::kE, {}), Float(2.718281828459045));
  EXPECT_EQ(Apply(Builtin::kSqrt, {Int(9)}), Float(3)) << "of a value of type any";
}

TEST(FloatFunctions, FailOutsideOfTheirDomain) {
  for (const Builtin builtin : {Builtin::kSqrt, Builtin::kLog, Builtin::kLog10}) {
    EXPECT_EQ(ErrorOf(builtin, {Float(-1)}), DiagnosticKind::kOutsideDomain);
    EXPECT_EQ(ErrorOf(builtin, {Symbol("a")}), DiagnosticKind::kMixedValues);
  }
  EXPECT_EQ(ErrorOf(Builtin::kLog, {Float(0)}), DiagnosticKind::kOutsideDomain);
  EXPECT_EQ(ErrorOf(Builtin::kAsin, {Float(1.0000001)}), DiagnosticKind::kOutsideDomain);
  EXPECT_EQ(ErrorOf(Builtin::kAcos, {Float(-2)}), DiagnosticKind::kOutsideDomain);
  EXPECT_EQ(ErrorOf(Builtin::kExp, {Float(710)}), DiagnosticKind::kOutsideDomain);
  EXPECT_EQ(Apply(Builtin::kExp, {Float(-1000)}), Float(0));
}

TEST(Rounding, ToInts) {
  EXPECT_EQ(Apply(Builtin::kFloor, {Float(-1.5)}), Int(-2));
  EXPECT_EQ(Apply(Builtin::kCeil, {Float(-1.5)}), Int(-1));
  EXPECT_EQ(Apply(Builtin::kCeil, {Float(-0.5)}), Int(0));
  EXPECT_EQ(Apply(Builtin::kRound, {Float(2.5)}), Int(3));
  EXPECT_EQ(Apply(Builtin::kRound, {Float(-2.5)}), Int(-3));
  EXPECT_EQ(Apply(Builtin::kRound, {Float(0.49999999999999994)}), Int(0));
  EXPECT_EQ(Apply(Builtin::kRound, {Float(4503599627370497.0)}), Int(4503599627370497));
  EXPECT_EQ(Apply(Builtin::kFloor, {Int(7)}), Int(7));
  EXPECT_EQ(ErrorOf(Builtin::kFloor, {Float(1e19)}), DiagnosticKind::kIntegerOverflow);
  EXPECT_EQ(ErrorOf(Builtin::kRound, {Float(-1e19)}), DiagnosticKind::kIntegerOverflow);
  EXPECT_EQ(ErrorOf(Builtin::kCeil, {Symbol("a")}), DiagnosticKind::kMixedValues);
}

TEST(Rounding, ToDecimals) {
  EXPECT_EQ(Apply(Builtin::kRound, {Float(0.125), Int(2)}), Float(0.13));
  EXPECT_EQ(Apply(Builtin::kRound, {Int(5), Int(2)}), Int(5));
  EXPECT_EQ(ErrorOf(Builtin::kRound, {Float(0.5), Int(16)}), DiagnosticKind::kOutsideDomain);
  EXPECT_EQ(ErrorOf(Builtin::kRound, {Float(0.5), Int(-1)}), DiagnosticKind::kOutsideDomain);
  EXPECT_EQ(ErrorOf(Builtin::kRound, {Float(0.5), Float(1.5)}), DiagnosticKind::kMixedValues);
}

TEST(AbsMinMax, KeepTheType) {
  EXPECT_EQ(Apply(Builtin::kAbs, {Int(-3)}), Int(3));
  EXPECT_EQ(Apply(Builtin::kAbs, {Float(-0.5)}), Float(0.5));
  EXPECT_EQ(ErrorOf(Builtin::kAbs, {Int(-9223372036854775807 - 1)}), DiagnosticKind::kIntegerOverflow);
  EXPECT_EQ(ErrorOf(Builtin::kAbs, {Symbol("a")}), DiagnosticKind::kMixedValues);
  EXPECT_EQ(Apply(Builtin::kMin, {Int(2), Int(-1), Int(5)}), Int(-1));
  EXPECT_EQ(Apply(Builtin::kMax, {Int(2), Float(2.5)}), Float(2.5));
  EXPECT_EQ(Apply(Builtin::kMax, {Symbol("b"), Symbol("\u00e9"), Symbol("a")}), Symbol("\u00e9"));
  EXPECT_EQ(ErrorOf(Builtin::kMin, {Symbol("b"), Int(1)}), DiagnosticKind::kMixedValues);
  EXPECT_EQ(ErrorOf(Builtin::kMax, {Int(1), Int(2), Symbol("b")}), DiagnosticKind::kMixedValues);
}

TEST(StringFunctions, TakeSymbolsAndInts) {
  EXPECT_EQ(Apply(Builtin::kConcat, {Symbol("a"), Symbol(""), Symbol("\u00f1")}), Symbol("a\u00f1"));
  EXPECT_EQ(Apply(Builtin::kContains, {Symbol("banana"), Symbol("nan")}), Int(1));
  EXPECT_EQ(Apply(Builtin::kContains, {Symbol("banana"), Symbol("x")}), Int(0));
  EXPECT_EQ(Apply(Builtin::kContains, {Symbol("banana"), Symbol("")}), Int(1));
  EXPECT_EQ(Apply(Builtin::kStartsWith, {Symbol("banana"), Symbol("ban")}), Int(1));
  EXPECT_EQ(Apply(Builtin::kStartsWith, {Symbol("ban"), Symbol("banana")}), Int(0));
  EXPECT_EQ(Apply(Builtin::kEndsWith, {Symbol("banana"), Symbol("ana")}), Int(1));
  EXPECT_EQ(Apply(Builtin::kEndsWith, {Symbol("banana"), Symbol("nan")}), Int(0));
  EXPECT_EQ(ErrorOf(Builtin::kLength, {Int(5)}), DiagnosticKind::kMixedValues);
  EXPECT_EQ(ErrorOf(Builtin::kCharAt, {Symbol("abc"), Float(0.5)}), DiagnosticKind::kMixedValues);
  EXPECT_EQ(ErrorOf(Builtin::kSubstr, {Symbol("abc"), Symbol("a"), Int(1)}), DiagnosticKind::kMixedValues);
}

TEST(Conversions, BetweenNumbersAndSymbols) {
  EXPECT_EQ(Apply(Builtin::kToNumber, {Symbol("12")}), Int(12));
  EXPECT_EQ(Apply(Builtin::kToNumber, {Int(12)}), Int(12));
  EXPECT_EQ(ErrorOf(Builtin::kToNumber, {Symbol("twelve")}), DiagnosticKind::kNotANumber);
  EXPECT_EQ(Apply(Builtin::kToSymbol, {Int(12)}), Symbol("12"));
  EXPECT_EQ(Apply(Builtin::kToSymbol, {Float(2.0)}), Symbol("2"));
  EXPECT_EQ(Apply(Builtin::kToSymbol, {Symbol("a b")}), Symbol("a b"));
}

}  // namespace
}  // namespace bytelogic::reference
