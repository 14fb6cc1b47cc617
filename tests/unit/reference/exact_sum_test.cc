// Exact sums and averages; expected values worked out by hand, or by arithmetic that is exact for them.
#include "reference/exact_sum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "reference/aggregate.h"

namespace bytelogic::reference {
namespace {

constexpr double kLeast = 5e-324;
constexpr double kGreatest = std::numeric_limits<double>::max();
constexpr auto kMaxInt = std::numeric_limits<std::int64_t>::max();
constexpr auto kMinInt = std::numeric_limits<std::int64_t>::min();

auto SumOf(const std::vector<double>& numbers, std::uint64_t count = 1) -> std::optional<double> {
  ExactSum sum;
  for (const double number : numbers) sum.Add(Value{number});
  return sum.Over(count);
}

auto AverageOfInts(const std::vector<std::int64_t>& numbers) -> std::optional<double> {
  ExactSum sum;
  for (const std::int64_t number : numbers) sum.Add(Value{number});
  return sum.Over(numbers.size());
}

TEST(ExactSum, WhatLiesBetweenDoesNotMatter) {
  EXPECT_EQ(SumOf({1e308, 1e308, -1e308}), 1e308);
  EXPECT_EQ(SumOf({1e300, 1, -1e300}), 1.0);
  EXPECT_EQ(SumOf({1e16, 1, 1, -1e16}), 2.0);
  EXPECT_EQ(SumOf({kGreatest, kLeast, -kGreatest}), kLeast);
  EXPECT_EQ(SumOf({0.1, 0.2, -0.3}), 0x1p-55) << "0.1 + 0.2 is exactly 2^-55 more than the float 0.3, unrounded";
  EXPECT_EQ(SumOf({}), 0.0);
  EXPECT_FALSE(std::signbit(*SumOf({-1.5, 1.5})));
  EXPECT_EQ(SumOf({-2.25, -0.5}), -2.75);
}

TEST(ExactSum, IsRoundedOnceHalfToEven) {
  EXPECT_EQ(SumOf({0x1p53, 1}), 0x1p53) << "half way, to the even one";
  EXPECT_EQ(SumOf({0x1p53, 1, kLeast}), 0x1p53 + 2) << "above half way by a hair";
  EXPECT_EQ(SumOf({0x1p53 + 2, 1}), 0x1p53 + 4);
  EXPECT_EQ(SumOf({-0x1p53, -1, -kLeast}), -0x1p53 - 2);
  EXPECT_EQ(SumOf(std::vector<double>(10, 0.1)), 1.0);
  EXPECT_EQ(SumOf({0x1.fffffffffffffp0, 0x1p-53}), 2.0) << "the carry goes through all bits";
}

TEST(ExactSum, TheEndsOfTheFloats) {
  EXPECT_EQ(SumOf({kGreatest, kGreatest}), std::nullopt);
  EXPECT_EQ(SumOf({-kGreatest, -kGreatest}), std::nullopt);
  EXPECT_EQ(SumOf({kGreatest, 0x1p969}), kGreatest) << "less than half of the last place";
  EXPECT_EQ(SumOf({kGreatest, 0x1p970}), std::nullopt) << "half of it, and the last bit is odd";
  EXPECT_EQ(SumOf({kGreatest, kGreatest}, 2), kGreatest);
  EXPECT_EQ(SumOf({kLeast, kLeast, kLeast}), 3 * kLeast);
  EXPECT_EQ(SumOf({kLeast}, 2), 0.0) << "half of the least one, to the even one";
  EXPECT_EQ(SumOf({kLeast, kLeast, kLeast}, 2), 2 * kLeast);
  EXPECT_EQ(SumOf({kLeast, kLeast, kLeast}, 4), kLeast);
  EXPECT_EQ(SumOf({-kLeast}, 3), 0.0);
  EXPECT_FALSE(std::signbit(*SumOf({-kLeast}, 3)));
}

TEST(ExactSum, Quotients) {
  EXPECT_EQ(SumOf({1, 2, 4}, 3), 7.0 / 3.0) << "one rounding, as a division of two floats has";
  EXPECT_EQ(SumOf({1}, 10), 0.1);
  EXPECT_EQ(AverageOfInts({kMaxInt, kMaxInt}), 0x1p63);
  EXPECT_EQ(AverageOfInts({kMinInt, kMinInt, kMinInt}), -0x1p63);
  EXPECT_EQ(AverageOfInts({kMaxInt, kMinInt}), -0.5);
  EXPECT_EQ(AverageOfInts({(std::int64_t{1} << 53) + 1}), 0x1p53);
  EXPECT_EQ(AverageOfInts({(std::int64_t{1} << 53) + 1, (std::int64_t{1} << 53) + 2}), 0x1p53 + 2)
      << "2^53 + 1.5 is nearer to 2^53 + 2";
}

// The sum and the quotient of two floats are what the processor rounds once, too.
TEST(ExactSum, AgreesWithTheProcessorOnTwo) {
  std::mt19937_64 random(7);
  const auto next = [&] {
    const double fraction = 1.0 + static_cast<double>(random() >> 12) * 0x1p-52;
    const int exponent = static_cast<int>(random() % 2'090) - 1'070;
    return std::ldexp(random() % 2 == 0 ? fraction : -fraction, exponent);
  };
  for (int i = 0; i < 3'000; ++i) {
    const double left = next();
    const double right = i % 3 == 0 ? next() : left * (1 + static_cast<double>(random() % 64) * 0x1p-52) * -1;
    const double sum = left + right;
    EXPECT_EQ(SumOf({left, right}), std::isfinite(sum) ? std::optional(sum) : std::nullopt) << left << ' ' << right;
    const std::uint64_t count = 1 + random() % 1'000'000;
    EXPECT_EQ(SumOf({left}, count), left / static_cast<double>(count)) << left << ' ' << count;
  }
}

// The functions over it.

auto Text(const Expected<Value>& value) -> std::string {
  if (!value) return std::string(CodeOf(value.error()));
  if (const auto* integer = std::get_if<std::int64_t>(&*value)) return std::to_string(*integer);
  if (const auto* symbol = std::get_if<std::string>(&*value)) return *symbol;
  return "float " + std::to_string(std::get<double>(*value));
}

TEST(AggregateOfValues, EachFunction) {
  const auto integer = [](std::int64_t value) { return Value{value}; };
  using enum AggregateFunction;
  EXPECT_EQ(Text(Aggregate(kSum, {integer(kMaxInt), integer(1), integer(-1)})), std::to_string(kMaxInt));
  EXPECT_EQ(Text(Aggregate(kSum, {integer(kMaxInt), integer(1)})), "R202");
  EXPECT_EQ(Text(Aggregate(kSum, {integer(kMinInt), integer(-1)})), "R202");
  EXPECT_EQ(Text(Aggregate(kSum, {integer(kMaxInt), integer(1), Value{0.5}})), "float 9223372036854775808.000000");
  EXPECT_EQ(Text(Aggregate(kSum, {Value{kGreatest}, Value{kGreatest}})), "R203");
  EXPECT_EQ(Text(Aggregate(kSum, {integer(1), Value{std::string("a")}})), "R204");
  EXPECT_EQ(Text(Aggregate(kAvg, {integer(1), Value{std::string("a")}})), "R204");
  EXPECT_EQ(Text(Aggregate(kMin, {integer(1), Value{std::string("a")}})), "R204");
  EXPECT_EQ(Text(Aggregate(kMax, {Value{std::string("b")}, Value{std::string("a")}})), "b");
  EXPECT_EQ(Text(Aggregate(kMin, {integer(3), Value{2.5}, integer(4)})), "float 2.500000");
  EXPECT_EQ(Text(Aggregate(kCount, {integer(1), integer(1), Value{std::string("a")}})), "3");
  EXPECT_EQ(Text(Aggregate(kCount, Distinct({integer(1), Value{1.0}, Value{std::string("1")}}))), "2");
  EXPECT_EQ(Text(Aggregate(kCount, {})) + Text(Aggregate(kSum, {})), "00");
  EXPECT_EQ(Text(Aggregate(kMin, {})) + Text(Aggregate(kMax, {})) + Text(Aggregate(kAvg, {})), "R206R206R206");
}

}  // namespace
}  // namespace bytelogic::reference
