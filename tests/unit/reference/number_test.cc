// Arithmetic of the language, answers worked out by hand from docs/language-reference.md, section 3.
#include "reference/number.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace bytelogic::reference {
namespace {

constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

auto Int(std::int64_t value) -> Value { return Value{value}; }
auto Float(double value) -> Value { return Value{value}; }
auto Symbol(std::string text) -> Value { return Value{std::move(text)}; }

TEST(Identity, FloatWithIntegralValueIsThatInt) {
  EXPECT_EQ(Normalize(Float(2.0)), Int(2));
  EXPECT_EQ(Normalize(Float(-0.0)), Int(0));
  EXPECT_EQ(Normalize(Float(9007199254740993.0)), Int(9007199254740992));
  EXPECT_EQ(Normalize(Float(-9223372036854775808.0)), Int(kMin));
  EXPECT_EQ(Normalize(Float(9223372036854775808.0)), Float(9223372036854775808.0)) << "2^63 is out of range";
  EXPECT_EQ(Normalize(Float(0.5)), Float(0.5));
  EXPECT_EQ(Normalize(Symbol("2")), Symbol("2"));
}

TEST(Order, NumbersByExactValueThenSymbolsByCodePoint) {
  EXPECT_TRUE(Order(Int(9007199254740993), Float(9007199254740992.0)) > 0) << "2^53 + 1 is no double";
  EXPECT_TRUE(Order(Float(9007199254740992.0), Int(9007199254740993)) < 0);
  EXPECT_TRUE(Order(Int(kMax), Float(9223372036854775808.0)) < 0);
  EXPECT_TRUE(Order(Int(kMin), Float(-9223372036854775808.0)) == 0);
  EXPECT_TRUE(Order(Int(kMin), Float(-1e300)) > 0);
  EXPECT_TRUE(Order(Int(-1), Float(-1.5)) > 0);
  EXPECT_TRUE(Order(Int(1), Float(1.5)) < 0);
  EXPECT_TRUE(Order(Float(2.0), Int(2)) == 0);
  EXPECT_TRUE(Order(Int(kMax), Symbol("")) < 0);
  EXPECT_TRUE(Order(Symbol("Z"), Symbol("a")) < 0);
  EXPECT_TRUE(Order(Symbol("a"), Symbol("aa")) < 0);
  EXPECT_TRUE(Order(Symbol("z"), Symbol("\u00e9")) < 0);
  EXPECT_TRUE(Order(Symbol("\uffff"), Symbol("\U00010000")) < 0) << "not the order of UTF-16";
}

TEST(IntArithmetic, IsChecked) {
  EXPECT_EQ(Add(Int(kMax), Int(0)), Int(kMax));
  EXPECT_EQ(Add(Int(kMax), Int(1)).error(), DiagnosticKind::kIntegerOverflow);
  EXPECT_EQ(Subtract(Int(kMin), Int(1)).error(), DiagnosticKind::kIntegerOverflow);
  EXPECT_EQ(Multiply(Int(3037000500), Int(3037000500)).error(), DiagnosticKind::kIntegerOverflow);
  EXPECT_EQ(Multiply(Int(3037000499), Int(3037000499)), Int(9223372030926249001));
  EXPECT_EQ(Negate(Int(kMin)).error(), DiagnosticKind::kIntegerOverflow);
  EXPECT_EQ(Negate(Int(kMax)), Int(-kMax));
}

TEST(IntDivision, RoundsDownAndTheRemainderHasTheSignOfTheDivisor) {
  EXPECT_EQ(FloorDivide(Int(7), Int(3)), Int(2));
  EXPECT_EQ(FloorDivide(Int(-7), Int(3)), Int(-3));
  EXPECT_EQ(FloorDivide(Int(7), Int(-3)), Int(-3));
  EXPECT_EQ(FloorDivide(Int(-7), Int(-3)), Int(2));
  EXPECT_EQ(Modulo(Int(7), Int(3)), Int(1));
  EXPECT_EQ(Modulo(Int(-7), Int(3)), Int(2));
  EXPECT_EQ(Modulo(Int(7), Int(-3)), Int(-2));
  EXPECT_EQ(Modulo(Int(-7), Int(-3)), Int(-1));
  EXPECT_EQ(Modulo(Int(-6), Int(3)), Int(0));
  EXPECT_EQ(FloorDivide(Int(kMin), Int(-1)).error(), DiagnosticKind::kIntegerOverflow);
  EXPECT_EQ(Modulo(Int(kMin), Int(-1)), Int(0));
  EXPECT_EQ(FloorDivide(Int(1), Int(0)).error(), DiagnosticKind::kDivisionByZero);
  EXPECT_EQ(Modulo(Int(1), Int(0)).error(), DiagnosticKind::kDivisionByZero);
}

TEST(FloatDivision, ModIsPythonsAndDivIsItsQuotient) {
  EXPECT_EQ(Modulo(Float(7.5), Float(2)), Float(1.5));
  EXPECT_EQ(Modulo(Float(-7.5), Float(2)), Float(0.5));
  EXPECT_EQ(Modulo(Float(7.5), Float(-2)), Float(-0.5));
  EXPECT_EQ(Modulo(Float(-7.5), Float(-2)), Float(-1.5));
  EXPECT_EQ(FloorDivide(Float(7.5), Float(2)), Float(3));
  EXPECT_EQ(FloorDivide(Float(-7.5), Float(2)), Float(-4));
  EXPECT_EQ(FloorDivide(Float(7.5), Float(-2)), Float(-4));
  // 0.1 is above a tenth, so ten of them do not fit into 1.
  EXPECT_EQ(FloorDivide(Float(1), Float(0.1)), Float(9));
  EXPECT_EQ(Modulo(Float(-1e-20), Float(3)), Float(3)) << "the sum rounds to 3, as in Python";
  EXPECT_EQ(FloorDivide(Float(-1e-20), Float(3)), Float(-1));
  EXPECT_EQ(Modulo(Float(1.5), Float(0)).error(), DiagnosticKind::kDivisionByZero);
  EXPECT_FALSE(std::signbit(std::get<double>(*Modulo(Float(-4), Float(2)))));
}

TEST(TrueDivision, GivesFloats) {
  EXPECT_EQ(Divide(Int(7), Int(2)), Float(3.5));
  EXPECT_EQ(Divide(Float(1), Float(0)).error(), DiagnosticKind::kDivisionByZero);
  EXPECT_EQ(Divide(Float(1e308), Float(1e-10)).error(), DiagnosticKind::kOutsideDomain);
}

TEST(FloatArithmetic, NeverGivesInfinityOrMinusZero) {
  EXPECT_EQ(Add(Float(1.5e308), Float(1.5e308)).error(), DiagnosticKind::kOutsideDomain);
  EXPECT_EQ(Multiply(Float(-1e200), Float(1e200)).error(), DiagnosticKind::kOutsideDomain);
  EXPECT_FALSE(std::signbit(std::get<double>(*Multiply(Float(-1.0), Float(0.0)))));
  EXPECT_FALSE(std::signbit(std::get<double>(*Negate(Float(0.0)))));
}

TEST(MixedArithmetic, WorksOnTheValuesAtHand) {
  EXPECT_EQ(Add(Int(1), Float(0.5)), Float(1.5));
  EXPECT_EQ(Add(Int(1), Symbol("a")).error(), DiagnosticKind::kMixedValues);
  EXPECT_EQ(Divide(Symbol("a"), Int(0)).error(), DiagnosticKind::kMixedValues) << "the kinds are looked at first";
  EXPECT_EQ(Negate(Symbol("a")).error(), DiagnosticKind::kMixedValues);
}

TEST(Power, OfIntsIsAnInt) {
  EXPECT_EQ(Power(Int(2), Int(10)), Int(1024));
  EXPECT_EQ(Power(Int(2), Int(62)), Int(4611686018427387904));
  EXPECT_EQ(Power(Int(2), Int(63)).error(), DiagnosticKind::kIntegerOverflow);
  EXPECT_EQ(Power(Int(-2), Int(63)), Int(kMin));
  EXPECT_EQ(Power(Int(-2), Int(64)).error(), DiagnosticKind::kIntegerOverflow);
  EXPECT_EQ(Power(Int(0), Int(0)), Int(1));
  EXPECT_EQ(Power(Int(-1), Int(kMax)), Int(-1));
  EXPECT_EQ(Power(Int(1), Int(kMax)), Int(1));
  EXPECT_EQ(Power(Int(0), Int(kMax)), Int(0));
  EXPECT_EQ(Power(Int(2), Int(-1)).error(), DiagnosticKind::kOutsideDomain);
  EXPECT_EQ(Power(Int(1), Int(-1)).error(), DiagnosticKind::kOutsideDomain);
}

TEST(Power, OfFloatsIsAFloat) {
  EXPECT_EQ(Power(Float(2), Float(-1)), Float(0.5));
  EXPECT_EQ(Power(Float(2), Int(3)), Float(8));
  EXPECT_EQ(Power(Float(0), Float(-1)).error(), DiagnosticKind::kDivisionByZero);
  EXPECT_EQ(Power(Float(-8), Float(1.0 / 3)).error(), DiagnosticKind::kOutsideDomain);
  EXPECT_EQ(Power(Float(10), Float(400)).error(), DiagnosticKind::kOutsideDomain);
}

TEST(RoundToDecimals, RoundsTheExactValueHalfAwayFromZero) {
  EXPECT_EQ(RoundToDecimals(0.125, 2), 0.13) << "0.125 is exact, so it is a half";
  EXPECT_EQ(RoundToDecimals(-0.125, 2), -0.13);
  EXPECT_EQ(RoundToDecimals(0.375, 2), 0.38);
  EXPECT_EQ(RoundToDecimals(2.5, 0), 3.0);
  EXPECT_EQ(RoundToDecimals(-2.5, 0), -3.0);
  EXPECT_EQ(RoundToDecimals(2.675, 2), 2.67) << "the double is 2.67499999999999982236431605997495353221893310546875";
  EXPECT_EQ(RoundToDecimals(1.005, 2), 1.0) << "the double is 1.00499999999999989...";
  EXPECT_EQ(RoundToDecimals(1.115, 2), 1.11) << "the double is 1.1149999999999999911...";
  EXPECT_EQ(RoundToDecimals(0.999999, 3), 1.0);
  EXPECT_EQ(RoundToDecimals(99.995, 2), 100.0) << "the double is 99.9950000000000045...";
}

TEST(RoundToDecimals, KeepsWhatHasNoMoreDecimals) {
  EXPECT_EQ(RoundToDecimals(1e300, 15), 1e300);
  EXPECT_EQ(RoundToDecimals(123456789.25, 2), 123456789.25);
  EXPECT_EQ(RoundToDecimals(0.1, 15), 0.1);
  EXPECT_EQ(RoundToDecimals(5e-324, 15), 0.0);
  EXPECT_FALSE(std::signbit(RoundToDecimals(-1e-20, 15)));
}

}  // namespace
}  // namespace bytelogic::reference
