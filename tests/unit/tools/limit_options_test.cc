#include "tools/limit_options.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace bytelogic::tools {
namespace {

auto Parse(std::string_view text) -> Limits {
  Limits limits;
  const auto parsed = ParseLimit(text, limits);
  EXPECT_TRUE(parsed.has_value()) << text << ": " << (parsed ? "" : parsed.error());
  return limits;
}

auto ErrorOf(std::string_view text) -> std::string {
  Limits limits;
  const auto parsed = ParseLimit(text, limits);
  EXPECT_FALSE(parsed.has_value()) << text;
  EXPECT_EQ(limits, Limits{}) << text;
  return parsed ? "" : parsed.error();
}

TEST(LimitOptions, Times) {
  EXPECT_EQ(Parse("time=2s").time_us, 2'000'000U);
  EXPECT_EQ(Parse("time=200ms").time_us, 200'000U);
  EXPECT_EQ(Parse("time=500us").time_us, 500U);
  EXPECT_EQ(Parse("time=500µs").time_us, 500U);
  EXPECT_EQ(Parse("time=1.5s").time_us, 1'500'000U);
  EXPECT_EQ(Parse("TIME=1min").time_us, 60'000'000U);
  EXPECT_EQ(Parse("time=0s").time_us, 0U);
}

TEST(LimitOptions, Bytes) {
  EXPECT_EQ(Parse("memory=1GiB").memory_bytes, 1U << 30);
  EXPECT_EQ(Parse("memory=64MB").memory_bytes, 64'000'000U);
  EXPECT_EQ(Parse("memory=65536").memory_bytes, 65'536U);
  EXPECT_EQ(Parse("output=0.5KiB").output_bytes, 512U);
  EXPECT_EQ(Parse("source=100kB").source_bytes, 100'000U);
}

TEST(LimitOptions, Counts) {
  EXPECT_EQ(Parse("tuples=1k").tuples, 1'000U);
  EXPECT_EQ(Parse("fuel=1M").fuel, 1'000'000U);
  EXPECT_EQ(Parse("fuel=2.5G").fuel, 2'500'000'000U);
  EXPECT_EQ(Parse("fuel=5_000_000").fuel, 5'000'000U);
  EXPECT_EQ(Parse("fuel=5'000,000").fuel, 5'000'000U);
  EXPECT_EQ(Parse("depth=10000").call_depth, 10'000U);
  EXPECT_EQ(Parse("fuel=18446744073709551615").fuel, 18'446'744'073'709'551'615U);
}

TEST(LimitOptions, EveryLimitHasAName) {
  Limits limits;
  const Limits defaults;
#define LIMIT(name, field, unit, default_value, code, description)                                                \
  EXPECT_TRUE(ParseLimit(std::string(#name "=1") + (std::string(#unit) == "kMicroseconds" ? "us" : ""), limits)); \
  EXPECT_EQ(limits.field, 1U);
#include "bytelogic/limits.def"
#undef LIMIT
  EXPECT_NE(limits, defaults);
}

TEST(LimitOptions, SaysWhatToWrite) {
  EXPECT_EQ(ErrorOf("time"), "--limit time: write NAME=VALUE, such as time=2s");
  EXPECT_EQ(ErrorOf("tiem=2s"), "--limit tiem=2s: there is no limit \"tiem\"; did you mean \"time\"?");
  EXPECT_NE(ErrorOf("speed=2s").find("there are source, depth, time"), std::string::npos);
  EXPECT_EQ(ErrorOf("time=2"), "--limit time=2: write a number and its unit, such as 2s, 200ms, 500us or 1min");
  EXPECT_EQ(ErrorOf("depth=10001"), "--limit depth=10001: depth is at most 10,000");
  EXPECT_EQ(ErrorOf("memory=5GiB"), "--limit memory=5GiB: memory is at most 4GiB");
}

TEST(LimitOptions, RejectsWhatIsNoQuantity) {
  for (const std::string_view text : {"fuel=",
                                      "fuel=x",
                                      "fuel=-1",
                                      "fuel=+1",
                                      "fuel= 1",
                                      "fuel=1 k",
                                      "fuel=1.5",
                                      "fuel=1..5k",
                                      "fuel=1.5.5k",
                                      "fuel=1__0",
                                      "fuel=_1",
                                      "fuel=1_",
                                      "fuel=1.",
                                      "fuel=.5k",
                                      "fuel=0x10",
                                      "fuel=1s",
                                      "time=1k",
                                      "time=0.5us",
                                      "memory=1m",
                                      "memory=1K",
                                      "fuel=18446744073709551616",
                                      "fuel=99999999999999999G",
                                      "fuel=1e6",
                                      "fuel=k",
                                      "=1",
                                      "fuel==1"}) {
    EXPECT_FALSE(ErrorOf(text).empty());
  }
}

TEST(LimitOptions, SaysHowMuchThereMayBe) {
  EXPECT_EQ(ErrorOf("work=99999999999999999999"),
            "--limit work=99999999999999999999: the number is too large: work is at most 18,446,744,073,709,551,615");
  EXPECT_EQ(ErrorOf("time=99999999999999999min"),
            "--limit time=99999999999999999min: the number is too large: time is at most 18,446,744,073,709,551,615us");
  EXPECT_EQ(ErrorOf("memory=99999999999999999GiB"),
            "--limit memory=99999999999999999GiB: the number is too large: memory is at most 4GiB");
  EXPECT_EQ(ErrorOf("depth=10001"), "--limit depth=10001: depth is at most 10,000");
}

TEST(LimitOptions, LaterOnesWin) {
  const auto limits = ParseLimits({"fuel=1", "tuples=2", "fuel=3"});
  ASSERT_TRUE(limits.has_value());
  EXPECT_EQ(limits->fuel, 3U);
  EXPECT_EQ(limits->tuples, 2U);
  EXPECT_FALSE(ParseLimits({"fuel=1", "nothing"}).has_value());
}

}  // namespace
}  // namespace bytelogic::tools
