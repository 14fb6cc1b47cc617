#include "sema/name_table.h"

#include <gtest/gtest.h>

#include <deque>
#include <string>

namespace bytelogic::sema {
namespace {

TEST(NameTable, NumbersNamesInOrder) {
  NameTable names;
  EXPECT_EQ(names.Find("a"), NameTable::kNone);
  EXPECT_EQ(names.Add("a"), 0U);
  EXPECT_EQ(names.Add(""), 1U);
  EXPECT_EQ(names.Add("b"), 2U);
  EXPECT_EQ(names.Find("b"), 2U);
  EXPECT_EQ(names.Find(""), NameTable::kNone);
  names.Clear();
  EXPECT_EQ(names.Find("a"), NameTable::kNone);
}

TEST(NameTable, FindsAmongManyAndAfterClearing) {
  std::deque<std::string> texts;
  NameTable names;
  for (int round = 0; round < 2; ++round) {
    for (int index = 0; index < 1000; ++index) {
      names.Add(index % 7 == 0 ? std::string_view() : texts.emplace_back("name" + std::to_string(index)));
    }
    for (std::uint32_t index = 0; index < 1000; ++index) {
      EXPECT_EQ(names.Find("name" + std::to_string(index)), index % 7 == 0 ? NameTable::kNone : index);
    }
    names.Clear();
  }
}

}  // namespace
}  // namespace bytelogic::sema
