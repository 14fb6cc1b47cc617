// Numbers as text: the layout of ECMAScript's Number::toString, digits that read back.

#include "base/number_text.h"

#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>

namespace bytelogic {
namespace {

auto IntText(std::int64_t value) -> std::string {
  char buffer[kMaxNumberText];
  return {buffer, WriteInt(buffer, value)};
}

auto FloatText(double value) -> std::string {
  char buffer[kMaxNumberText];
  return {buffer, WriteFloat(buffer, value)};
}

TEST(NumberTextTest, WritesInts) {
  EXPECT_EQ(IntText(0), "0");
  EXPECT_EQ(IntText(-42), "-42");
  EXPECT_EQ(IntText(std::numeric_limits<std::int64_t>::max()), "9223372036854775807");
  EXPECT_EQ(IntText(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
}

// Expected texts are what `String(x)` gives in a JavaScript engine.
TEST(NumberTextTest, LaysFloatsOutAsEcmaScriptDoes) {
  EXPECT_EQ(FloatText(0.0), "0");
  EXPECT_EQ(FloatText(-0.0), "0");
  EXPECT_EQ(FloatText(1.0), "1");
  EXPECT_EQ(FloatText(-1.5), "-1.5");
  EXPECT_EQ(FloatText(0.1), "0.1");
  EXPECT_EQ(FloatText(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(FloatText(123456789012345680000.0), "123456789012345680000");
  EXPECT_EQ(FloatText(1e20), "100000000000000000000");
  EXPECT_EQ(FloatText(1e21), "1e+21");
  EXPECT_EQ(FloatText(1.5e21), "1.5e+21");
  EXPECT_EQ(FloatText(-1.7976931348623157e308), "-1.7976931348623157e+308");
  EXPECT_EQ(FloatText(1e-6), "0.000001");
  EXPECT_EQ(FloatText(1.25e-6), "0.00000125");
  EXPECT_EQ(FloatText(1e-7), "1e-7");
  EXPECT_EQ(FloatText(-1.25e-7), "-1.25e-7");
  EXPECT_EQ(FloatText(5e-324), "5e-324");
  EXPECT_EQ(FloatText(2.2250738585072014e-308), "2.2250738585072014e-308");
  EXPECT_EQ(FloatText(4503599627370495.5), "4503599627370495.5");
  EXPECT_EQ(FloatText(-1.2345678901234567e-6), "-0.0000012345678901234567");
  EXPECT_EQ(FloatText(std::numeric_limits<double>::infinity()), "Infinity");
  EXPECT_EQ(FloatText(std::numeric_limits<double>::quiet_NaN()), "NaN");
}

TEST(NumberTextTest, WritesTheShortestDigitsThatReadBack) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 200'000; ++round) {
    const double value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) continue;
    const std::string text = FloatText(value);
    ASSERT_LT(text.size(), static_cast<std::size_t>(kMaxNumberText));
    double back = 0;
    ASSERT_EQ(std::from_chars(text.data(), text.data() + text.size(), back).ec, std::errc()) << text;
    ASSERT_EQ(back, value) << text;
  }
}

}  // namespace
}  // namespace bytelogic
