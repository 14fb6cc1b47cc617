#include "sema/constant_table.h"

#include <gtest/gtest.h>

#include <cmath>

namespace bytelogic::sema {
namespace {

TEST(ConstantTable, EachValueOfEachTypeOnce) {
  IdVector<ConstantId, Constant> constants;
  ConstantTable table(constants);
  EXPECT_EQ(table.Int(2), table.Int(2));
  EXPECT_EQ(table.Symbol("2"), table.Symbol("2"));
  EXPECT_EQ(table.Float(2), table.Float(2));
  EXPECT_EQ(constants.size(), 3U);
}

TEST(ConstantTable, NoNegativeZero) {
  IdVector<ConstantId, Constant> constants;
  ConstantTable table(constants);
  EXPECT_EQ(table.Float(-0.0), table.Float(0.0));
  EXPECT_FALSE(std::signbit(constants[0].float_value));
}

TEST(ConstantTable, IdentityOfNumbers) {
  IdVector<ConstantId, Constant> constants;
  ConstantTable table(constants);
  EXPECT_EQ(table.Identity(table.Float(2.0)), table.Int(2));
  EXPECT_EQ(table.Identity(table.Float(-9223372036854775808.0)), table.Int(INT64_MIN));
  for (const double value : {2.5, 9223372036854775808.0, 1e300, -1e19}) {
    EXPECT_EQ(table.Identity(table.Float(value)), table.Float(value)) << value;
  }
  EXPECT_EQ(table.Identity(table.Symbol("a")), table.Symbol("a"));
}

TEST(ConstantTable, ManyConstants) {
  IdVector<ConstantId, Constant> constants;
  ConstantTable table(constants);
  for (int round = 0; round < 2; ++round) {
    for (std::uint32_t index = 0; index < 1000; ++index) {
      EXPECT_EQ(table.Int(index).index, 2 * index);
      EXPECT_EQ(table.Float(index + 0.5).index, 2 * index + 1);
    }
  }
  EXPECT_EQ(constants.size(), 2000U);
}

}  // namespace
}  // namespace bytelogic::sema
