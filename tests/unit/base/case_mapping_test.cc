#include "base/case_mapping.h"

#include <gtest/gtest.h>

namespace bytelogic {
namespace {

TEST(CaseMappingTest, MapsAsUnicodeDataSays) {
  struct Pair {
    std::uint32_t lower, upper;
  };
  for (const Pair pair : {Pair{'a', 'A'},
                          {'z', 'Z'},
                          {0xE9, 0xC9},
                          {0xFF, 0x178},
                          {0x101, 0x100},
                          {0x17E, 0x17D},
                          {0x3B1, 0x391},
                          {0x44F, 0x42F},
                          {0x561, 0x531},
                          {0x10D0, 0x1C90},
                          {0x1E01, 0x1E00},
                          {0x2C30, 0x2C00},
                          {0x10428, 0x10400},
                          {0x1E922, 0x1E900}}) {
    EXPECT_EQ(ToUpperCase(pair.lower), pair.upper) << pair.lower;
    EXPECT_EQ(ToLowerCase(pair.upper), pair.lower) << pair.upper;
    EXPECT_EQ(ToUpperCase(pair.upper), pair.upper);
    EXPECT_EQ(ToLowerCase(pair.lower), pair.lower);
  }
}

TEST(CaseMappingTest, MapsOneWayWhereUnicodeDoes) {
  EXPECT_EQ(ToUpperCase(0xDF), 0xDFU);    // ß: its upper case has two letters
  EXPECT_EQ(ToLowerCase(0x1E9E), 0xDFU);  // ẞ
  EXPECT_EQ(ToUpperCase(0xB5), 0x39CU);   // µ
  EXPECT_EQ(ToLowerCase(0x130), 'i');     // İ
  EXPECT_EQ(ToUpperCase(0x131), 'I');     // ı
  EXPECT_EQ(ToUpperCase(0x17F), 'S');     // long s
  EXPECT_EQ(ToUpperCase(0x3C2), 0x3A3U);  // final sigma
  EXPECT_EQ(ToLowerCase(0x212A), 'k');    // kelvin sign
  EXPECT_EQ(ToUpperCase(0x1C5), 0x1C4U);  // titlecase
  EXPECT_EQ(ToLowerCase(0x1C5), 0x1C6U);
}

TEST(CaseMappingTest, LeavesTheRestAlone) {
  for (const std::uint32_t value : {0x0U, 0x30U, 0x5FU, 0xD7U, 0xF7U, 0x4E00U, 0x1F600U, 0x10FFFFU, 0x110000U}) {
    EXPECT_EQ(ToUpperCase(value), value);
    EXPECT_EQ(ToLowerCase(value), value);
  }
}

TEST(CaseMappingTest, IsIdempotent) {
  for (std::uint32_t value = 0; value <= 0x10FFFF; ++value) {
    ASSERT_EQ(ToUpperCase(ToUpperCase(value)), ToUpperCase(value)) << value;
    ASSERT_EQ(ToLowerCase(ToLowerCase(value)), ToLowerCase(value)) << value;
  }
}

}  // namespace
}  // namespace bytelogic
