#include "diagnostics/limit_text.h"

#include <gtest/gtest.h>

namespace bytelogic {
namespace {

TEST(LimitText, ShowsAmountsInTheUnitsOfTheOption) {
  EXPECT_EQ(AmountText(50'000'000, LimitUnit::kCount), "50,000,000");
  EXPECT_EQ(AmountText(1, LimitUnit::kBytes), "1 byte");
  EXPECT_EQ(AmountText(102'400, LimitUnit::kBytes), "102,400 bytes");
  EXPECT_EQ(AmountText(std::uint64_t{64} << 20, LimitUnit::kBytes), "64MiB");
  EXPECT_EQ(AmountText(std::uint64_t{4} << 30, LimitUnit::kBytes), "4GiB");
  EXPECT_EQ(AmountText(1'000'000, LimitUnit::kMicroseconds), "1s");
  EXPECT_EQ(AmountText(1'500'000, LimitUnit::kMicroseconds), "1500ms");
  EXPECT_EQ(AmountText(0, LimitUnit::kMicroseconds), "0s");
}

TEST(LimitText, ProposesTwiceAsMuch) {
  EXPECT_EQ(RaiseLimit("tuples", 1'000'000, LimitUnit::kCount), ": --limit tuples=2000000");
  EXPECT_EQ(RaiseLimit("memory", std::uint64_t{64} << 20, LimitUnit::kBytes), ": --limit memory=128MiB");
  EXPECT_EQ(RaiseLimit("load", 60'000'000, LimitUnit::kMicroseconds), ": --limit load=120s");
  EXPECT_EQ(RaiseLimit("host", 10, LimitUnit::kCount, 142'009), ": --limit host=200000");
  EXPECT_EQ(RaiseLimit("data", 10, LimitUnit::kBytes, 13'000'000), ": --limit data=20MiB");
  EXPECT_EQ(RaiseLimit("value", 0, LimitUnit::kBytes), ": --limit value=1");
  EXPECT_EQ(RaiseLimit("depth", 6'000, LimitUnit::kCount), ": --limit depth=10000");
  EXPECT_EQ(RaiseLimit("depth", 10'000, LimitUnit::kCount), "");
  EXPECT_EQ(RaiseLimit("fuel", UINT64_MAX, LimitUnit::kCount), "");
}

}  // namespace
}  // namespace bytelogic
