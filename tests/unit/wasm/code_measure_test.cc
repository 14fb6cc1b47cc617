// What is counted of a function, and what code is refused instead.
#include "wasm/code_measure.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "wasm_support.h"

namespace bytelogic::wasm {
namespace {

// A function (i32, i32) -> i32 with `code` and one local of `local`.
auto WithCode(ByteVector code, ValueType local = ValueType::kI64) -> Module {
  Module module;
  module.types.push_back({{ValueType::kI32, ValueType::kI32}, {ValueType::kI32}});
  module.functions = {0};
  module.bodies.push_back({{{3, local}}, module.Own(std::move(code))});
  return module;
}

auto ErrorOf(ByteVector code, ValueType local = ValueType::kI64) -> std::string {
  const auto measure = MeasureFunction(WithCode(std::move(code), local), 0);
  return measure.has_value() ? "none" : measure.error();
}

TEST(CodeMeasureTest, StraightCode) {
  // (drop (memory.grow (i32.div_s (local.get 0) (i32.add (local.get 0) (local.get 1))))) (global.get 0)
  const Module module = WithCode({0x20, 0, 0x20, 0, 0x20, 1, 0x6A, 0x6D, 0x40, 0, 0x1A, 0x23, 0, 0x0B});
  const auto measure = MeasureFunction(module, 0);
  ASSERT_TRUE(measure.has_value()) << measure.error();
  EXPECT_EQ(measure->bytes, 14U);
  EXPECT_EQ(measure->locals, 5U);  // with two parameters
  EXPECT_EQ(measure->instructions, 9U);
  EXPECT_EQ(measure->stack, 3U);
  EXPECT_EQ(measure->divisions, 1U);
  EXPECT_EQ(measure->helpers, 1U);
  EXPECT_EQ(measure->globals, 1U);
  EXPECT_EQ(measure->nesting, 0U);
  EXPECT_EQ(measure->blocks + measure->loops + measure->branches + measure->calls, 0U);
}

TEST(CodeMeasureTest, BlocksAndBranches) {
  // block loop (br_if 1 (local.get 0)) (if (local.get 1) (then nop) (else (br 1))) end end
  // (br_table 0 0 0 (local.get 0))
  const Module module = WithCode({0x02, 0x40, 0x03, 0x40, 0x20, 0,    0x0D, 1,    0x20, 1, 0x04, 0x40, 0x01, 0x05,
                                  0x0C, 1,    0x0B, 0x0B, 0x0B, 0x20, 0,    0x0E, 2,    0, 0,    0,    0x0B});
  const auto measure = MeasureFunction(module, 0);
  ASSERT_TRUE(measure.has_value()) << measure.error();
  EXPECT_EQ(measure->nesting, 3U);
  EXPECT_EQ(measure->blocks, 4U);  // the second branch of the `if` is one
  EXPECT_EQ(measure->loops, 1U);
  EXPECT_EQ(measure->branches, 5U);  // three of the table
  EXPECT_EQ(measure->stack, 1U);
}

TEST(CodeMeasureTest, Calls) {
  // (call 0 (local.get 0) (local.get 1)), and the same through the table
  const Module module = WithCode({0x20, 0, 0x20, 1, 0x10, 0, 0x20, 1, 0x20, 0, 0x11, 0, 0, 0x0B});
  const auto measure = MeasureFunction(module, 0);
  ASSERT_TRUE(measure.has_value()) << measure.error();
  EXPECT_EQ(measure->calls, 2U);
  EXPECT_EQ(measure->indirect_calls, 1U);
  EXPECT_EQ(measure->stack, 3U);
}

TEST(CodeMeasureTest, ABlockLeavesItsResultWhateverIsInIt) {
  // block (result i32) (i32.const 1) (i32.const 2) (br 0) end
  const Module module = WithCode({0x02, 0x7F, 0x41, 1, 0x41, 2, 0x0C, 0, 0x0B, 0x0B});
  const auto measure = MeasureFunction(module, 0);
  ASSERT_TRUE(measure.has_value()) << measure.error();
  EXPECT_EQ(measure->stack, 2U);
}

TEST(CodeMeasureTest, RefusesLocalsThatAreNoNumbers) {
  for (const ValueType type : {ValueType::kV128, ValueType::kFuncRef, ValueType::kExternRef}) {
    EXPECT_EQ(ErrorOf({0x0B}, type), "it has a vector or a reference as a local");
  }
  for (const ValueType type : {ValueType::kI32, ValueType::kI64, ValueType::kF32, ValueType::kF64}) {
    EXPECT_EQ(ErrorOf({0x0B}, type), "none");
  }
}

TEST(CodeMeasureTest, RefusesInstructionsThatTheRuntimeNeverHas) {
  constexpr std::string_view kWhy = "it has an instruction that no module of ByteLogic has";
  const ByteVector cases[] = {
      {0xFF, 0x0B},              // none at all
      {0xFD, 0x00, 0x0B},        // a vector
      {0x12, 0, 0x0B},           // return_call
      {0x13, 0, 0, 0x0B},        // return_call_indirect
      {0x1C, 1, 0x7F, 0x0B},     // select with a type
      {0x25, 0, 0x0B},           // table.get
      {0xD0, 0x70, 0x0B},        // ref.null
      {0xD2, 0, 0x0B},           // ref.func
      {0xFC, 0x08, 0, 0, 0x0B},  // memory.init
      {0xFC, 0x10, 0, 0x0B},     // table.size
      {0x41, 0x80},              // half an instruction
  };
  for (const ByteVector& code : cases) EXPECT_EQ(ErrorOf(code), kWhy) << testing::PrintToString(code);
}

TEST(CodeMeasureTest, RefusesCodeWhoseBlocksDoNotClose) {
  EXPECT_EQ(ErrorOf({0x01}), "its blocks have no end");
  EXPECT_EQ(ErrorOf({0x02, 0x40, 0x0B}), "its blocks have no end");
  EXPECT_EQ(ErrorOf({0x0B, 0x01}), "it goes on after its end");
}

TEST(CodeMeasureTest, RefusesWhatIsNotThere) {
  EXPECT_EQ(ErrorOf({0x10, 9, 0x0B}), "it calls a function that is not there");
  EXPECT_EQ(ErrorOf({0x11, 9, 0, 0x0B}), "it calls a function of an unknown type");
  EXPECT_EQ(ErrorOf({0x02, 0x00, 0x0B, 0x0B}), "it has a block that takes values, or leaves more than one");
}

}  // namespace
}  // namespace bytelogic::wasm
