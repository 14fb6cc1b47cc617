// Which constants share a cell, and where each stands.
#include "plan/constant_pool.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <vector>

#include "sema/checked_program.h"

namespace bytelogic::plan {
namespace {

using sema::Constant;
using sema::Type;

struct Pooled {
  explicit Pooled(const std::vector<Constant>& constants) {
    for (const Constant& constant : constants) program.constants.push_back(constant);
    plan.program = &program;
  }
  Pooled(const Pooled&) = delete;
  auto operator=(const Pooled&) -> Pooled& = delete;

  sema::CheckedProgram program;
  Plan plan;
};

auto Int(std::int64_t value) -> Constant { return {.type = Type::kInt, .int_value = value}; }
auto Float(double value) -> Constant { return {.type = Type::kFloat, .float_value = value}; }
auto Symbol(std::string_view text) -> Constant { return {.type = Type::kSymbol, .text = text}; }

TEST(ConstantPool, HoldsSmallIntsInTheirCells) {
  Pooled pooled({Int(runtime::kSmallIntMin), Int(runtime::kSmallIntMax), Float(7.0)});
  ConstantPool pool(pooled.plan);
  EXPECT_EQ(pool.CellOf({0}), runtime::SmallIntCell(runtime::kSmallIntMin));
  EXPECT_EQ(pool.CellOf({1}), runtime::SmallIntCell(runtime::kSmallIntMax));
  EXPECT_EQ(pool.CellOf({2}), runtime::SmallIntCell(7));
  EXPECT_TRUE(pooled.plan.ints.empty());
  EXPECT_TRUE(pooled.plan.floats.empty());
}

// One number has one cell, whatever type it was written with, also where a table is too long to be walked.
TEST(ConstantPool, GivesEqualNumbersOneCell) {
  std::vector<Constant> constants;
  for (std::int64_t i = 0; i < 100; ++i) constants.push_back(Int((std::int64_t{1} << 40) + i));
  for (std::int64_t i = 0; i < 100; ++i) constants.push_back(Float(static_cast<double>((std::int64_t{1} << 40) + i)));
  Pooled pooled(constants);
  ConstantPool pool(pooled.plan);
  for (std::uint32_t i = 0; i < 100; ++i) {
    EXPECT_EQ(pool.CellOf({i}), i << 2 | runtime::kCellBoxedInt);
    EXPECT_EQ(pool.CellOf({100 + i}), i << 2 | runtime::kCellBoxedInt);
  }
  EXPECT_EQ(pooled.plan.ints.size(), 100U);
}

TEST(ConstantPool, KeepsFloatsThatAreNoInts) {
  Pooled pooled({Float(0.5), Float(0x1p63), Float(-0x1p63), Float(1e300)});
  ConstantPool pool(pooled.plan);
  EXPECT_EQ(pool.CellOf({0}), 0U << 2 | runtime::kCellFloat);
  EXPECT_EQ(pool.CellOf({1}), 1U << 2 | runtime::kCellFloat);
  EXPECT_EQ(pool.CellOf({2}), 0U << 2 | runtime::kCellBoxedInt);
  EXPECT_EQ(pool.CellOf({3}), 2U << 2 | runtime::kCellFloat);
  EXPECT_EQ(pooled.plan.floats, (std::vector<double>{0.5, 0x1p63, 1e300}));
}

TEST(ConstantPool, MakesEntriesOnceAndByType) {
  Pooled pooled({Symbol("a"), Int(-1), Float(2.0), Symbol("b")});
  ConstantPool pool(pooled.plan);
  EXPECT_EQ(pool.EntryOf({3}), 0U);
  EXPECT_EQ(pool.EntryOf({1}), 1U);
  EXPECT_EQ(pool.EntryOf({2}), 2U);
  EXPECT_EQ(pool.EntryOf({3}), 0U);
  // A symbol has one number, in cells as in entries.
  EXPECT_EQ(pool.CellOf({3}), 0U << 2 | runtime::kCellSymbol);
  EXPECT_EQ(pool.CellOf({0}), 1U << 2 | runtime::kCellSymbol);
  ASSERT_EQ(pooled.plan.constants.size(), 3U);
  EXPECT_EQ(pooled.plan.constants[0].tag, static_cast<std::uint32_t>(runtime::ValueTag::kText));
  EXPECT_EQ(pooled.plan.constants[1].bits, std::bit_cast<std::uint64_t>(std::int64_t{-1}));
  // An operand of floats wants a float, though it is integral.
  EXPECT_EQ(pooled.plan.constants[2].bits, std::bit_cast<std::uint64_t>(2.0));
}

}  // namespace
}  // namespace bytelogic::plan
