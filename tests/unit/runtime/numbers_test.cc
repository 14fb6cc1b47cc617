#include "runtime/numbers.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <string>

#include "runtime/decimal.h"
#include "runtime/range.h"

namespace bytelogic::runtime {
namespace {

constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr double kLargest = std::numeric_limits<double>::max();

// The result of an operation of ints or floats, or the number of its fault as a text.
template <typename T, typename Operation>
auto Do(Operation operation, T a, T b) -> std::string {
  T result{};
  const Status status = operation(a, b, result);
  if (status != Status::kOk) return "R" + std::to_string(static_cast<int>(status));
  return std::to_string(result);
}

TEST(Int, FloorDivisionAndRemainderFollowTheDivisor) {
  EXPECT_EQ(Do(FloorDivideInt, std::int64_t{7}, std::int64_t{2}), "3");
  EXPECT_EQ(Do(FloorDivideInt, std::int64_t{-7}, std::int64_t{2}), "-4");
  EXPECT_EQ(Do(FloorDivideInt, std::int64_t{7}, std::int64_t{-2}), "-4");
  EXPECT_EQ(Do(FloorDivideInt, std::int64_t{-8}, std::int64_t{2}), "-4");
  EXPECT_EQ(Do(ModuloInt, std::int64_t{-7}, std::int64_t{2}), "1");
  EXPECT_EQ(Do(ModuloInt, std::int64_t{7}, std::int64_t{-2}), "-1");
  EXPECT_EQ(Do(ModuloInt, std::int64_t{-8}, std::int64_t{2}), "0");
  EXPECT_EQ(Do(ModuloInt, kMin, std::int64_t{-1}), "0");
  EXPECT_EQ(Do(FloorDivideInt, kMin, std::int64_t{-1}), "R202");
  EXPECT_EQ(Do(FloorDivideInt, std::int64_t{1}, std::int64_t{0}), "R201");
  EXPECT_EQ(Do(ModuloInt, std::int64_t{1}, std::int64_t{0}), "R201");
}

TEST(Int, OverflowIsCheckedAtTheEdge) {
  EXPECT_EQ(Do(AddInt, kMax, std::int64_t{0}), std::to_string(kMax));
  EXPECT_EQ(Do(AddInt, kMax, std::int64_t{1}), "R202");
  EXPECT_EQ(Do(SubtractInt, kMin, std::int64_t{1}), "R202");
  EXPECT_EQ(Do(SubtractInt, std::int64_t{-1}, kMax), std::to_string(kMin));
  EXPECT_EQ(Do(MultiplyInt, std::int64_t{3037000499}, std::int64_t{3037000499}), "9223372030926249001");
  EXPECT_EQ(Do(MultiplyInt, std::int64_t{3037000500}, std::int64_t{3037000500}), "R202");
  EXPECT_EQ(Do(MultiplyInt, std::int64_t{1} << 62, std::int64_t{-2}), std::to_string(kMin));
  EXPECT_EQ(Do(MultiplyInt, kMin, std::int64_t{-1}), "R202");
  std::int64_t result = 0;
  EXPECT_EQ(NegateInt(kMin, result), Status::kIntegerOverflow);
}

TEST(Int, PowerIsExactOrOverflows) {
  EXPECT_EQ(Do(PowerInt, std::int64_t{2}, std::int64_t{62}), std::to_string(std::int64_t{1} << 62));
  EXPECT_EQ(Do(PowerInt, std::int64_t{2}, std::int64_t{63}), "R202");
  EXPECT_EQ(Do(PowerInt, std::int64_t{-2}, std::int64_t{63}), std::to_string(kMin));
  EXPECT_EQ(Do(PowerInt, std::int64_t{3}, std::int64_t{39}), "4052555153018976267");
  EXPECT_EQ(Do(PowerInt, std::int64_t{3}, std::int64_t{40}), "R202");
  EXPECT_EQ(Do(PowerInt, std::int64_t{0}, std::int64_t{0}), "1");
  EXPECT_EQ(Do(PowerInt, std::int64_t{-1}, kMax), "-1");
  EXPECT_EQ(Do(PowerInt, std::int64_t{2}, std::int64_t{-1}), "R203");
}

TEST(Float, ResultsAreFinite) {
  double result = 1;
  EXPECT_EQ(Finite(kLargest * 2, result), Status::kOutsideDomain);
  EXPECT_EQ(Finite(std::nan(""), result), Status::kOutsideDomain);
  EXPECT_EQ(Finite(-0.0, result), Status::kOk);
  EXPECT_FALSE(std::signbit(result));
  EXPECT_EQ(DivideFloat(1, 0, result), Status::kDivisionByZero);
  EXPECT_EQ(PowerFloat(0, -1, result), Status::kDivisionByZero);
  EXPECT_EQ(PowerFloat(-8, 1.0 / 3, result), Status::kOutsideDomain);
  EXPECT_EQ(PowerFloat(10, 400, result), Status::kOutsideDomain);
}

// As Python computes them.
TEST(Float, ModuloAndFloorDivision) {
  EXPECT_EQ(Do(ModuloFloat, 5.5, 2.0), std::to_string(1.5));
  EXPECT_EQ(Do(ModuloFloat, -5.5, 2.0), std::to_string(0.5));
  EXPECT_EQ(Do(ModuloFloat, 5.5, -2.0), std::to_string(-0.5));
  EXPECT_EQ(Do(ModuloFloat, -4.0, 2.0), std::to_string(0.0));
  EXPECT_EQ(Do(FloorDivideFloat, 5.5, 2.0), std::to_string(2.0));
  EXPECT_EQ(Do(FloorDivideFloat, -5.5, 2.0), std::to_string(-3.0));
  EXPECT_EQ(Do(FloorDivideFloat, 1.0, 0.1), std::to_string(9.0));  // 1 % 0.1 is 0.09999999999999995
  EXPECT_EQ(Do(FloorDivideFloat, 1.0, 0.0), "R201");
  EXPECT_EQ(Do(ModuloFloat, 1.0, 0.0), "R201");
  double result = 0;
  ASSERT_EQ(ModuloFloat(1.0, 0.1, result), Status::kOk);
  EXPECT_EQ(result, 0.09999999999999995);
  ASSERT_EQ(ModuloFloat(-1e-20, 1.0, result), Status::kOk);
  EXPECT_EQ(result, 1.0);
}

TEST(Float, ComparesExactlyWithInts) {
  EXPECT_LT(CompareIntFloat(9007199254740993, 9007199254740994.0), 0);
  EXPECT_GT(CompareIntFloat(9007199254740993, 9007199254740992.0), 0);
  EXPECT_EQ(CompareIntFloat(9007199254740992, 9007199254740992.0), 0);
  EXPECT_LT(CompareIntFloat(kMax, 0x1p63), 0);
  EXPECT_EQ(CompareIntFloat(kMin, -0x1p63), 0);
  EXPECT_GT(CompareIntFloat(kMin, -0x1.0000000000001p63), 0);
  EXPECT_LT(CompareIntFloat(2, 2.5), 0);
  EXPECT_GT(CompareIntFloat(-2, -2.5), 0);
  EXPECT_LT(CompareIntFloat(-3, -2.5), 0);
}

TEST(Float, IntegralFloatsAreInts) {
  std::int64_t integer = 7;
  EXPECT_TRUE(FloatToExactInt(2.0, integer));
  EXPECT_EQ(integer, 2);
  EXPECT_FALSE(FloatToExactInt(2.5, integer));
  EXPECT_TRUE(FloatToExactInt(-0x1p63, integer));
  EXPECT_EQ(integer, kMin);
  EXPECT_FALSE(FloatToExactInt(0x1p63, integer));
}

TEST(Round, HalfAwayFromZero) {
  EXPECT_EQ(RoundHalfAway(0.5), 1);
  EXPECT_EQ(RoundHalfAway(-0.5), -1);
  EXPECT_EQ(RoundHalfAway(2.5), 3);
  EXPECT_EQ(RoundHalfAway(0.49999999999999994), 0);
  EXPECT_EQ(RoundHalfAway(4503599627370497.5), 4503599627370498.0);
}

auto Rounded(double value, std::int64_t decimals) -> double {
  double result = -1;
  EXPECT_EQ(RoundToDecimals(value, decimals, result), Status::kOk);
  return result;
}

TEST(Round, DecimalsOfTheExactValue) {
  EXPECT_EQ(Rounded(2.675, 2), 2.67);  // the float is 2.67499999999999982236431605997495353221893310546875
  EXPECT_EQ(Rounded(2.5, 0), 3);
  EXPECT_EQ(Rounded(0.125, 2), 0.13);  // a tie: away from zero
  EXPECT_EQ(Rounded(-0.125, 2), -0.13);
  EXPECT_EQ(Rounded(1.005, 2), 1.0);  // 1.00499999999999989
  EXPECT_EQ(Rounded(3.14159265358979, 4), 3.1416);
  EXPECT_EQ(Rounded(0.1 + 0.2, 15), 0.3);
  EXPECT_EQ(Rounded(123456789.987654321, 6), 123456789.987654);
  EXPECT_EQ(Rounded(4503599627370495.5, 15), 4503599627370495.5);
  EXPECT_EQ(Rounded(1e300, 15), 1e300);
  EXPECT_EQ(Rounded(5e-324, 15), 0);
  EXPECT_EQ(Rounded(-1e-16, 15), 0);
  EXPECT_FALSE(std::signbit(Rounded(-1e-16, 15)));
  double result;
  EXPECT_EQ(RoundToDecimals(1.5, 16, result), Status::kOutsideDomain);
  EXPECT_EQ(RoundToDecimals(1.5, -1, result), Status::kOutsideDomain);
}

// Printing with n decimals rounds ties of the exact value to even, so the two agree wherever there is no tie.
TEST(Round, AgreesWithPrinting) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 5'000; ++i) {
    const double value =
        std::ldexp(static_cast<double>(static_cast<std::int64_t>(random())), static_cast<int>(random() % 80) - 75);
    const int decimals = static_cast<int>(random() % 16);
    char text[1200];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    const double printed = std::strtod(text, nullptr);
    std::snprintf(text, sizeof text, "%.1074f", value);
    const std::string cut_off =
        std::string(text).substr(std::string(text).find('.') + 1 + static_cast<std::size_t>(decimals));
    if (cut_off[0] == '5' && cut_off.find_first_not_of('0', 1) == std::string::npos) continue;
    EXPECT_EQ(Rounded(value, decimals), printed + 0.0) << value << " " << decimals;
  }
}

auto Read(std::string_view text) -> double {
  std::uint64_t steps = 0;
  return FloatOfDecimal(text, steps);
}

TEST(Decimal, KnownHardCases) {
  EXPECT_EQ(Read("0.1"), 0.1);
  EXPECT_EQ(Read("-12.5e-3"), -0.0125);
  EXPECT_EQ(Read("1e23"), 1e23);
  EXPECT_EQ(Read("9007199254740993.0"), 9007199254740992.0);                     // a tie, to even
  EXPECT_EQ(Read("9007199254740993.00000000000000000001"), 9007199254740994.0);  // just above it
  EXPECT_EQ(Read("2.2250738585072011e-308"), 2.2250738585072011e-308);
  EXPECT_EQ(Read("2.2250738585072014e-308"), 2.2250738585072014e-308);
  EXPECT_EQ(Read("5e-324"), 5e-324);
  EXPECT_EQ(Read("2.4703282292062327e-324"), 0);
  EXPECT_EQ(Read("2.4703282292062328e-324"), 5e-324);
  EXPECT_EQ(Read("1.7976931348623157e308"), kLargest);
  EXPECT_EQ(Read("1.7976931348623158e308"), kLargest);
  EXPECT_TRUE(std::isinf(Read("1.7976931348623159e308")));
  EXPECT_TRUE(std::isinf(Read("1e999999999999999999999")));
  EXPECT_EQ(Read("1e-999999999999999999999"), 0);
  EXPECT_EQ(Read("0e999999999999999999999"), 0);
  EXPECT_EQ(Read("0." + std::string(400, '0') + "1e401"), 1);
  EXPECT_EQ(Read(std::string(2'000, '9') + "e-2000"), 1);
  EXPECT_EQ(Read("9007199254740993." + std::string(2'000, '0') + "1"), 9007199254740994.0);
}

TEST(Decimal, AgreesWithTheLibrary) {
  std::mt19937_64 random(2);
  char text[64];
  for (int i = 0; i < 5'000; ++i) {
    std::uint64_t bits = random() & ~(std::uint64_t{1} << 63);
    double value;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    std::snprintf(text, sizeof text, "%.*e", static_cast<int>(random() % 25), value);
    EXPECT_EQ(Read(text), std::strtod(text, nullptr)) << text;
  }
}

// What RANGE gives, its first four values; "..." where there are more.
auto RangeText(Register start, Register end, const Register* step) -> std::string {
  Register state[3];
  if (const Status status = BeginRange(start, end, step, state); status != Status::kOk) {
    return "R" + std::to_string(static_cast<int>(status));
  }
  std::string text;
  std::int64_t value;
  for (int i = 0; NextOfRange(state, value); ++i) {
    if (i == 4) return text + "...";
    text += std::to_string(value) + " ";
  }
  return text;
}

auto Any(std::int64_t value) -> Register {
  Register any;
  SetInt(any, value);
  return any;
}
auto Any(double value) -> Register {
  Register any;
  SetFloat(any, value);
  return any;
}
auto Any(int value) -> Register { return Any(std::int64_t{value}); }

template <typename A, typename B>
auto Range(A start, B end) -> std::string {
  return RangeText(Any(start), Any(end), nullptr);
}
template <typename A, typename B>
auto Range(A start, B end, std::int64_t step) -> std::string {
  const Register by = Any(step);
  return RangeText(Any(start), Any(end), &by);
}

TEST(Range, Ints) {
  EXPECT_EQ(Range(1, 4), "1 2 3 ");
  EXPECT_EQ(Range(4, 4), "");
  EXPECT_EQ(Range(5, 4), "");
  EXPECT_EQ(Range(0, 10, 3), "0 3 6 9 ");
  EXPECT_EQ(Range(0, 9, 3), "0 3 6 ");
  EXPECT_EQ(Range(5, 1, -2), "5 3 ");
  EXPECT_EQ(Range(1, 5, -1), "");
  EXPECT_EQ(Range(0, 1, 0), "R210");
}

TEST(Range, FloatBounds) {
  EXPECT_EQ(Range(0.5, 3.5), "1 2 3 ");
  EXPECT_EQ(Range(-2.5, 0), "-2 -1 ");
  EXPECT_EQ(Range(0.5, 9.5, 3), "1 4 7 ");
  EXPECT_EQ(Range(3.5, 0.5, -1), "3 2 1 ");
  EXPECT_EQ(Range(1e300, 2e300), "");
  EXPECT_EQ(Range(-1e300, 3, std::int64_t{1} << 62), "-9223372036854775808 -4611686018427387904 0 ");
}

TEST(Range, TheEdgesOfInt) {
  EXPECT_EQ(Range(kMax - 1, kMax), "9223372036854775806 ");
  EXPECT_EQ(Range(kMax - 1, 1e300), "9223372036854775806 9223372036854775807 ");
  EXPECT_EQ(Range(kMin, kMin + 1), "-9223372036854775808 ");
  EXPECT_EQ(Range(kMin + 1, kMin, -1), "-9223372036854775807 ");
  EXPECT_EQ(Range(kMin + 1, -1e300, -1), "-9223372036854775807 -9223372036854775808 ");
  EXPECT_EQ(Range(0, kMin), "");
  EXPECT_EQ(Range(0, kMax, -1), "");
  EXPECT_EQ(Range(kMin, kMax, kMax), "-9223372036854775808 -1 9223372036854775806 ");
  EXPECT_EQ(Range(kMax, kMin, kMin), "9223372036854775807 -1 ");
  EXPECT_EQ(Range(-1e300, 1e300),
            "-9223372036854775808 -9223372036854775807 -9223372036854775806 -9223372036854775805 ...");
}

TEST(Range, WrongKinds) {
  Register text;
  SetText(text, "a", 1);
  const Register half = Any(0.5);
  EXPECT_EQ(RangeText(text, Any(1), nullptr), "R204");
  EXPECT_EQ(RangeText(Any(1), text, nullptr), "R204");
  EXPECT_EQ(RangeText(Any(1), Any(2), &text), "R204");
  EXPECT_EQ(RangeText(Any(1), Any(2), &half), "R204");
}

}  // namespace
}  // namespace bytelogic::runtime
