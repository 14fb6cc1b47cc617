#include "diagnostics/limit_message.h"

#include <gtest/gtest.h>

namespace bytelogic {
namespace {

// More fuel may need more time, where the limit of time is what it is for the usual fuel.
TEST(LimitMessage, TimeGoesWithFuel) {
  Limits limits;
  const auto proposal = [&] { return HigherLimit(DiagnosticKind::kFuelLimit, limits); };
  EXPECT_EQ(proposal(), ": --limit fuel=100000000 --limit time=2s");
  limits.time_us = 60'000'000;
  EXPECT_EQ(proposal(), ": --limit fuel=100000000");
  limits = {};
  limits.fuel = 1'000;
  EXPECT_EQ(proposal(), ": --limit fuel=2000");
  limits.fuel = 500'000'000;
  EXPECT_EQ(proposal(), ": --limit fuel=1000000000 --limit time=20s");
  limits.fuel = UINT64_MAX;
  EXPECT_EQ(proposal(), "");
}

}  // namespace
}  // namespace bytelogic
