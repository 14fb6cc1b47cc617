#include "runtime/exact_sum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace bytelogic::runtime {
namespace {

struct Sum {
  std::uint64_t words[ExactSum::kWords] = {};
  ExactSum sum{words};

  // NaN where the sum is too large.
  [[nodiscard]] auto Rounded() const -> double {
    double result;
    return sum.Round(result) ? result : std::numeric_limits<double>::quiet_NaN();
  }
  [[nodiscard]] auto Average(std::uint64_t count) const -> double {
    double result;
    return sum.RoundQuotient(count, result) ? result : std::numeric_limits<double>::quiet_NaN();
  }
};

auto SumOf(const std::vector<double>& values) -> double {
  Sum sum;
  for (const double value : values) sum.sum.Add(value);
  return sum.Rounded();
}

// A finite float of any size.
auto AnyFloat(std::mt19937_64& random) -> double {
  double value;
  do {
    value = std::bit_cast<double>(random());
  } while (!std::isfinite(value));
  return value;
}

// A float between 2^-20 and 2^20 and its negatives: sums of these lose bits all the time.
auto MiddlingFloat(std::mt19937_64& random) -> double {
  const double value = std::ldexp(static_cast<double>(random() >> 11), static_cast<int>(random() % 40) - 73);
  return (random() & 1) != 0 ? value : -value;
}

TEST(ExactSum, IsExactWhateverTheOrder) {
  EXPECT_EQ(SumOf({}), 0);
  EXPECT_EQ(SumOf({0.1, 0.2}), 0.1 + 0.2);
  EXPECT_EQ(SumOf({1e308, 1.0, -1e308}), 1.0);
  EXPECT_EQ(SumOf({1.0, 1e100, 1.0, -1e100}), 2.0);
  EXPECT_EQ(SumOf(std::vector<double>(10, 0.1)), 1.0);
  EXPECT_EQ(SumOf({1.0, 0x1p-53, 0x1p-106}), 1.0 + 0x1p-52);  // just above the middle
  EXPECT_EQ(SumOf({1.0, 0x1p-53}), 1.0);                      // the middle goes to even
  EXPECT_EQ(SumOf({1.0 + 0x1p-52, 0x1p-53}), 1.0 + 0x1p-51);
}

TEST(ExactSum, ReachesFromTheSmallestFloatToTheLargest) {
  constexpr double kSmallest = std::numeric_limits<double>::denorm_min();
  constexpr double kLargest = std::numeric_limits<double>::max();
  EXPECT_EQ(SumOf({kSmallest, kSmallest}), 2 * kSmallest);
  EXPECT_EQ(SumOf({kLargest, kSmallest, -kLargest}), kSmallest);
  EXPECT_EQ(SumOf({kLargest, 0x1p969}), kLargest);  // below half of the last place
  EXPECT_TRUE(std::isnan(SumOf({kLargest, 0x1p970})));
  EXPECT_TRUE(std::isnan(SumOf({-kLargest, -kLargest})));
  EXPECT_EQ(SumOf({kLargest, kLargest, -kLargest, -kLargest, -0.5}), -0.5);
}

TEST(ExactSum, OfTwoIsTheirFloatSum) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 20'000; ++i) {
    const double a = i % 2 == 0 ? AnyFloat(random) : MiddlingFloat(random);
    const double b = i % 2 == 0 ? AnyFloat(random) : MiddlingFloat(random);
    if (!std::isfinite(a + b)) continue;
    ASSERT_EQ(SumOf({a, b}), a + b) << a << " + " << b;
  }
}

TEST(ExactSum, DoesNotDependOnTheOrder) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 200; ++i) {
    std::vector<double> values;
    for (int k = 0; k < 50; ++k) values.push_back(MiddlingFloat(random));
    const double sum = SumOf(values);
    std::shuffle(values.begin(), values.end(), random);
    ASSERT_EQ(SumOf(values), sum);
    values.push_back(-sum);
    const double rest = SumOf(values);
    ASSERT_LE(std::fabs(rest), std::fabs(sum) * 0x1p-53);
  }
}

TEST(ExactSum, QuotientsAreRoundedOnce) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 20'000; ++i) {
    const double value = i % 2 == 0 ? AnyFloat(random) : MiddlingFloat(random);
    const std::uint64_t count = 1 + random() % (i % 3 == 0 ? 10 : 1'000'000'000);
    Sum sum;
    sum.sum.Add(value);
    ASSERT_EQ(sum.Average(count), value / static_cast<double>(count)) << value << " / " << count;
  }
}

TEST(ExactSum, OfInts) {
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
  Sum sum;
  std::int64_t result = 0;
  for (int i = 0; i < 3; ++i) sum.sum.Add(kMax);
  EXPECT_FALSE(sum.sum.ToInt(result));
  sum.sum.Add(kMin);
  sum.sum.Add(kMin);
  EXPECT_TRUE(sum.sum.ToInt(result));
  EXPECT_EQ(result, kMax - 2);
  sum.sum.Add(std::int64_t{2});
  EXPECT_TRUE(sum.sum.ToInt(result));
  EXPECT_EQ(result, kMax);
  sum.sum.Add(std::int64_t{1});
  EXPECT_FALSE(sum.sum.ToInt(result));
  sum.sum.Add(kMin);
  sum.sum.Add(kMin);
  EXPECT_TRUE(sum.sum.ToInt(result));
  EXPECT_EQ(result, kMin);
  EXPECT_EQ(sum.Rounded(), -0x1p63);
  sum.sum.Add(std::int64_t{-1});
  EXPECT_FALSE(sum.sum.ToInt(result));
}

TEST(ExactSum, OfWideInts) {
  std::mt19937_64 random(4);
  for (int i = 0; i < 5'000; ++i) {
    const auto high = static_cast<std::int64_t>(random()) >> (i % 64);
    const std::uint64_t low = random();
    const __int128 value = static_cast<__int128>(high) * (static_cast<__int128>(1) << 64) + low;
    Sum sum;
    sum.sum.AddWide(high, low);
    ASSERT_EQ(sum.Rounded(), static_cast<double>(value));
  }
}

// More additions than a word takes without carries would need hours; so the carries are taken where they would be.
TEST(ExactSum, TakesItsCarriesInTime) {
  Sum sum;
  for (int i = 0; i < 1'000; ++i) {
    sum.words[ExactSum::kDigits] = (1ULL << 29) - 1;
    sum.sum.Add(std::numeric_limits<double>::max());
    sum.sum.Add(-1.5);
  }
  for (int i = 0; i < 1'000; ++i) sum.sum.Add(-std::numeric_limits<double>::max());
  EXPECT_EQ(sum.Rounded(), -1'500);
}

}  // namespace
}  // namespace bytelogic::runtime
