// Lines and columns: what is looked up is what a walk from the beginning counts.
#include "diagnostics/places.h"

#include <gtest/gtest.h>

#include <string>

#include "base/utf8.h"

namespace bytelogic {
namespace {

TEST(PlacesTest, AnswersAsAWalkDoes) {
  std::string source = "\xEF\xBB\xBF";
  for (int i = 0; i < 400; ++i) source += i % 7 == 0 ? "\r\n" : i % 5 == 0 ? "\n" : i % 3 == 0 ? "é😀" : "ab\r";
  const Places places(source);
  for (std::uint32_t offset = 0; offset <= source.size() + 2; ++offset) {
    const LineColumn expected = Locate(source, offset);
    const LineColumn found = places.At(offset);
    ASSERT_EQ(found.line, expected.line) << offset;
    ASSERT_EQ(found.column, expected.column) << offset;
  }
}

TEST(PlacesTest, CountsCodePoints) {
  std::string source;
  for (int i = 0; i < 300; ++i) source += "aé😀\n";
  const Places places(source);
  for (std::uint32_t begin = 0; begin < 1'000; begin += 8) {
    EXPECT_EQ(places.LengthOf({begin, 1'000}), CountCodePoints(std::string_view(source).substr(begin, 1'000))) << begin;
  }
}

TEST(PlacesTest, TheEmptySourceHasOnePlace) {
  const Places places("");
  EXPECT_EQ(places.At(0).line, 1U);
  EXPECT_EQ(places.At(7).column, 1U);
}

}  // namespace
}  // namespace bytelogic
