// The names of functions, which come from bytes that nobody checked and go into a text that other tools read.
#include "wasm/names.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "wasm_support.h"

namespace bytelogic::wasm {
namespace {

using Names = std::vector<std::string>;

// Of a module with three functions and `section` as its names.
auto NamesFrom(const ByteVector& section) -> Names {
  Module module;
  module.types.emplace_back();
  module.functions = {0, 0, 0};
  module.customs.push_back({"name", section});
  return FunctionNames(module);
}

TEST(NamesTest, NoneWithoutTheSection) {
  Module module;
  module.functions = {0, 0};
  EXPECT_EQ(FunctionNames(module), (Names{"", ""}));
}

TEST(NamesTest, OnlyThoseOfFunctions) {
  // The name of the module, of two functions, of a local.
  EXPECT_EQ(NamesFrom({0, 2, 1, 'm', 1, 7, 2, 0, 1, 'f', 2, 1, 'g', 2, 1, 0}), (Names{"$f", "", "$g"}));
}

TEST(NamesTest, CharactersThatNoIdentifierHasAreReplaced) {
  EXPECT_EQ(NamesFrom({1, 9, 1, 0, 6, 'a', ' ', '(', '"', 0xC3, '~'}), (Names{"$a____~", "", ""}));
}

TEST(NamesTest, NoTwoAreTheSame) {
  EXPECT_EQ(NamesFrom({1, 10, 3, 0, 1, 'f', 1, 1, 'f', 2, 1, 'f'}), (Names{"$f", "$f.1", "$f.2"}));
  // `f.1` is taken already.
  EXPECT_EQ(NamesFrom({1, 12, 3, 0, 3, 'f', '.', '1', 2, 1, 'f', 1, 1, 'f'}), (Names{"$f.1", "", "$f"}));
}

TEST(NamesTest, WhatIsWrongIsPassedOver) {
  EXPECT_EQ(NamesFrom({1, 7, 2, 9, 1, 'x', 1, 1, 'g'}), (Names{"", "$g", ""}));  // no function 9
  EXPECT_EQ(NamesFrom({1, 6, 2, 0, 0, 1, 1, 'g'}), (Names{"", "$g", ""}));       // an empty name
  EXPECT_EQ(NamesFrom({1, 7, 2, 0, 1, 'f', 1, 5, 'g'}), (Names{"$f", "", ""}));  // half a name
  EXPECT_EQ(NamesFrom({1, 90, 1, 0, 1, 'f'}), (Names{"", "", ""}));              // half a section
  EXPECT_EQ(NamesFrom({}), (Names{"", "", ""}));
}

}  // namespace
}  // namespace bytelogic::wasm
