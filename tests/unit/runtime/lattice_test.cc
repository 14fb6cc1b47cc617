// The laws that a relation which keeps one value of many relies on, for each lattice.
#include "runtime/lattice.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace bytelogic::runtime {
namespace {

auto Joined(Keep lattice, std::uint32_t kept, std::uint32_t value) -> std::uint32_t {
  Machine machine;
  std::uint32_t joined = kNone32;
  EXPECT_EQ(Join(machine, lattice, kept, value, joined), Status::kOk);
  return joined;
}

TEST(Lattice, KeepsTheLeastOrTheGreatest) {
  EXPECT_EQ(Joined(Keep::kMin, SmallIntCell(3), SmallIntCell(-5)), SmallIntCell(-5));
  EXPECT_EQ(Joined(Keep::kMin, SmallIntCell(3), SmallIntCell(4)), SmallIntCell(3));
  EXPECT_EQ(Joined(Keep::kMax, SmallIntCell(3), SmallIntCell(-5)), SmallIntCell(3));
  EXPECT_EQ(Joined(Keep::kMax, SmallIntCell(3), SmallIntCell(4)), SmallIntCell(4));
}

TEST(Lattice, ForgetsOrderAndRepetition) {
  for (const Keep lattice : {Keep::kMin, Keep::kMax}) {
    const auto join = [&](std::uint32_t kept, std::uint32_t value) { return Joined(lattice, kept, value); };
    for (int x = -2; x <= 2; ++x) {
      EXPECT_EQ(join(SmallIntCell(x), SmallIntCell(x)), SmallIntCell(x));
      for (int y = -2; y <= 2; ++y) {
        const std::uint32_t both = join(SmallIntCell(x), SmallIntCell(y));
        EXPECT_EQ(both, join(SmallIntCell(y), SmallIntCell(x)));
        EXPECT_EQ(join(both, SmallIntCell(y)), both);
        for (int z = -2; z <= 2; ++z) {
          EXPECT_EQ(join(both, SmallIntCell(z)), join(SmallIntCell(x), join(SmallIntCell(y), SmallIntCell(z))));
        }
      }
    }
  }
}

}  // namespace
}  // namespace bytelogic::runtime
