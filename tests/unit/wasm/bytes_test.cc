// The numbers of the binary format, at the edges of what they hold, and reads past the end.
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "wasm/byte_reader.h"
#include "wasm/byte_writer.h"
#include "wasm_support.h"

namespace bytelogic::wasm {
namespace {

TEST(BytesTest, NumbersReadBackAsWritten) {
  for (const std::uint32_t value : {0U, 1U, 127U, 128U, 300U, 16'383U, 16'384U, 65'535U, 65'536U, 0x0FFF'FFFFU,
                                    0x1000'0000U, 0x7FFF'FFFFU, 0xFFFF'FFFFU}) {
    ByteWriter writer;
    writer.U32(value);
    ByteReader reader(writer.bytes());
    EXPECT_EQ(reader.U32(), value);
    EXPECT_TRUE(reader.ok() && reader.at_end());
  }
  for (const std::int64_t value :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{63}, std::int64_t{64}, std::int64_t{-64}, std::int64_t{-65},
        std::int64_t{INT32_MAX}, std::int64_t{INT32_MIN}, INT64_MAX, INT64_MIN}) {
    ByteWriter writer;
    writer.S64(value);
    ByteReader reader(writer.bytes());
    EXPECT_EQ(reader.S64(), value);
    EXPECT_TRUE(reader.ok() && reader.at_end());
    if (value < INT32_MIN || value > INT32_MAX) continue;
    ByteReader narrow(writer.bytes());
    EXPECT_EQ(narrow.S32(), value);
    EXPECT_TRUE(narrow.ok() && narrow.at_end());
  }
}

TEST(BytesTest, NumbersAreAsShortAsTheyCanBe) {
  const auto size_of = [](std::uint32_t value) {
    ByteWriter writer;
    writer.U32(value);
    return writer.bytes().size();
  };
  EXPECT_EQ(size_of(0), 1U);
  EXPECT_EQ(size_of(127), 1U);
  EXPECT_EQ(size_of(128), 2U);
  EXPECT_EQ(size_of(16'383), 2U);
  EXPECT_EQ(size_of(16'384), 3U);
  EXPECT_EQ(size_of(0xFFFF'FFFF), 5U);
  ByteWriter signed_writer;
  signed_writer.S64(-64);
  EXPECT_EQ(signed_writer.Take(), (ByteVector{0x40}));
  signed_writer = {};
  signed_writer.S64(64);
  EXPECT_EQ(signed_writer.Take(), (ByteVector{0xC0, 0x00}));
  signed_writer = {};
  signed_writer.S64(INT64_MIN);
  EXPECT_EQ(signed_writer.Take().size(), 10U);
}

// Linkers leave room for a number that they fill in later.
TEST(BytesTest, PaddedNumbersAreRead) {
  const ByteVector zero = {0x80, 0x80, 0x80, 0x80, 0x00};
  EXPECT_EQ(ByteReader(zero).U32(), 0U);
  EXPECT_EQ(ByteReader(zero).S32(), 0);
  const ByteVector minus_one = {0xFF, 0xFF, 0xFF, 0xFF, 0x7F};
  EXPECT_EQ(ByteReader(minus_one).S32(), -1);
  EXPECT_EQ(ByteReader(minus_one).S33(), -1);
}

struct BadNumber {
  ByteVector bytes;
  void (*read)(ByteReader&);
};

TEST(BytesTest, NumbersThatAreTooLongOrTooLargeFail) {
  const auto u32 = [](ByteReader& reader) { reader.U32(); };
  const auto s32 = [](ByteReader& reader) { reader.S32(); };
  const auto s33 = [](ByteReader& reader) { reader.S33(); };
  const auto s64 = [](ByteReader& reader) { reader.S64(); };
  const BadNumber cases[] = {
      {{}, u32},
      {{0x80}, u32},
      {{0x80, 0x80, 0x80, 0x80, 0x80, 0x00}, u32},
      {{0xFF, 0xFF, 0xFF, 0xFF, 0x1F}, u32},  // 33 bits
      {{}, s32},
      {{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F}, s32},
      {{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F}, s33},
      {{0x80, 0x80}, s64},
      {{0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00}, s64},
  };
  for (const BadNumber& bad : cases) {
    ByteReader reader(bad.bytes);
    bad.read(reader);
    EXPECT_FALSE(reader.ok()) << testing::PrintToString(bad.bytes);
  }
}

TEST(BytesTest, NothingIsReadPastTheEnd) {
  const ByteVector bytes = {2, 'a', 'b', 3, 'c', 'd'};
  ByteReader reader(bytes);
  EXPECT_EQ(reader.Name(), "ab");
  EXPECT_TRUE(reader.ok());
  EXPECT_EQ(reader.Name(), "");
  EXPECT_FALSE(reader.ok());
  // What failed once has nothing more to give.
  EXPECT_TRUE(reader.at_end());
  EXPECT_EQ(reader.Byte(), 0);
  EXPECT_EQ(reader.U32(), 0U);
  EXPECT_FALSE(reader.ok());
}

TEST(BytesTest, ACountIsNeverAboveTheBytesThatAreLeft) {
  const ByteVector fits = {2, 0, 0};
  EXPECT_EQ(ByteReader(fits).Count(), 2U);
  const ByteVector too_many = {3, 0, 0};
  ByteReader reader(too_many);
  EXPECT_EQ(reader.Count(), 0U);
  EXPECT_FALSE(reader.ok());
}

TEST(BytesTest, FloatingPointNumbersAreLittleEndian) {
  const ByteVector bytes = {1, 2, 3, 4, 5, 6, 7, 8};
  EXPECT_EQ(ByteReader(bytes).F32Bits(), 0x0403'0201U);
  EXPECT_EQ(ByteReader(bytes).F64Bits(), 0x0807'0605'0403'0201U);
  ByteReader reader(Bytes(bytes).first(7));
  reader.F64Bits();
  EXPECT_FALSE(reader.ok());
}

}  // namespace
}  // namespace bytelogic::wasm
