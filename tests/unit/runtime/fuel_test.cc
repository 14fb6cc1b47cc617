// What a run costs: every operation pays, in advance or when it is reached, and nothing goes on without paying.
#include <gtest/gtest.h>

#include <string>

#include "runtime/op_fuel.h"
#include "runtime/validate.h"
#include "sample_images.h"

namespace bytelogic::runtime {
namespace {

auto FuelOfRun(const ImageAssembler& image, RunOptions options = {}) -> std::uint64_t {
  options.fuel = 1U << 30;
  options.memory_bytes = 1U << 28;
  const Finished run = image.Run(options);
  EXPECT_EQ(run.code(), 0U);
  return run.report->fuel;
}

// A loop of `turns` whose body is `count` times `op`.
auto LoopOf(Op op, std::uint32_t count, std::int64_t turns) -> ImageAssembler {
  ImageAssembler image;
  image.Site(0);
  image.Begin(0);
  image.ConstantInt(1, 0);
  image.ConstantInt(2, turns);
  image.ConstantFloat(7, 1.5);
  image.ConstantFloat(8, 2.5);
  image.Op1(OpKind::kIntToAny, 1, 1);
  image.Op1(OpKind::kIntToAny, 2, 2);
  image.Emit({.kind = OpKind::kRange, .a = 3, .b = 1, .c = 2, .d = kNoRegister});
  const std::uint32_t next = image.Emit({.kind = OpKind::kRangeNext, .a = 3, .b = 6, .c = 1});
  for (std::uint32_t i = 0; i < count; ++i) image.Emit(op);
  image.Emit({.kind = OpKind::kJump, .d = next});
  image.At(next).d = image.Here();
  image.End();
  return image;
}

TEST(Fuel, EveryOperationCosts) {
  const Op operations[] = {{.kind = OpKind::kMove, .a = 9, .b = 6},
                           {.kind = OpKind::kAddInt, .a = 9, .b = 6, .c = 6},
                           {.kind = OpKind::kMultiplyInt, .a = 9, .b = 6, .c = 6},
                           {.kind = OpKind::kDivideFloat, .a = 9, .b = 7, .c = 8},
                           {.kind = OpKind::kModuloFloat, .a = 9, .b = 7, .c = 8},
                           {.kind = OpKind::kLessFloat, .a = 9, .b = 7, .c = 8},
                           {.kind = OpKind::kIntToCell, .a = 9, .b = 6}};
  for (const Op& op : operations) {
    EXPECT_GT(FuelOf(op.kind), 0U);
    // Exactly: a turn costs what is in it.
    const std::uint64_t few = FuelOfRun(LoopOf(op, 10, 100));
    EXPECT_EQ(FuelOfRun(LoopOf(op, 20, 100)) - few, 100 * 10 * FuelOf(op.kind));
    EXPECT_EQ(FuelOfRun(LoopOf(op, 10, 200)) - few, FuelOfRun(LoopOf(op, 10, 300)) - FuelOfRun(LoopOf(op, 10, 200)));
  }
}

// Where code branches, the dearest way is paid.
TEST(Fuel, OfBranchesIsThatOfTheLongestWay) {
  const auto with_branches = [](int first, int second, bool condition) {
    ImageAssembler image;
    image.Begin(0);
    image.ConstantInt(1, condition ? 1 : 0);
    const std::uint32_t skip = image.Emit({.kind = OpKind::kJumpIfFalse, .a = 1});
    for (int i = 0; i < first; ++i) image.Op1(OpKind::kMove, 2, 1);
    const std::uint32_t leave = image.Emit({.kind = OpKind::kJump});
    image.At(skip).d = image.Here();
    for (int i = 0; i < second; ++i) image.Op1(OpKind::kMove, 2, 1);
    image.At(leave).d = image.Here();
    image.End();
    return FuelOfRun(image);
  };
  EXPECT_EQ(with_branches(50, 3, true), with_branches(50, 3, false));
  EXPECT_EQ(with_branches(50, 3, true), with_branches(50, 49, true));
  EXPECT_EQ(with_branches(51, 3, true), with_branches(50, 3, true) + 1);
}

// Large tables are far away, and growing them is work.
TEST(Fuel, OfARowGrowsWithTheRelation) {
  const auto insert = [](std::int64_t rows) {
    ImageAssembler image;
    const std::uint16_t relation = image.Relation(1);
    image.Site(0);
    image.Begin(0);
    image.ConstantInt(1, 0);
    image.ConstantInt(2, rows);
    image.Op1(OpKind::kIntToAny, 1, 1);
    image.Op1(OpKind::kIntToAny, 2, 2);
    image.Emit({.kind = OpKind::kRange, .a = 3, .b = 1, .c = 2, .d = kNoRegister});
    const std::uint32_t next = image.Emit({.kind = OpKind::kRangeNext, .a = 3, .b = 6, .c = 1});
    image.Op1(OpKind::kIntToCell, 7, 6);
    image.Emit({.kind = OpKind::kAssert, .b = relation, .d = image.List({7})});
    image.Emit({.kind = OpKind::kJump, .d = next});
    image.At(next).d = image.Here();
    image.End();
    RunOptions options;
    options.facts = 10'000'000;
    return FuelOfRun(image, options);
  };
  EXPECT_GT(insert(200'000), 110 * insert(2'000));
  EXPECT_LT(insert(200'000), 500 * insert(2'000));
}

TEST(Fuel, AnImageThatPaysTooLittleIsRefused) {
  const auto problem = [](const std::vector<std::uint64_t>& image) {
    const char* found = FindImageProblem(reinterpret_cast<const std::uint8_t*>(image.data()), image.size() * 8);
    return std::string(found == nullptr ? "" : found);
  };
  std::uint32_t payments = 0;
  for (const ImageAssembler& sample : SampleImages()) {
    std::vector<std::uint64_t> image = sample.Image();
    ASSERT_EQ(problem(image), "");
    auto* bytes = reinterpret_cast<std::uint8_t*>(image.data());
    const auto& header = *reinterpret_cast<const ImageHeader*>(bytes);
    auto* functions = reinterpret_cast<FunctionEntry*>(bytes + header.functions.offset);
    auto* code = reinterpret_cast<Op*>(bytes + header.code.offset);
    const auto refuses_less = [&](std::uint32_t& payment) {
      ++payments;
      for (const std::uint32_t other : {0U, payment - 1, payment + 1, 0x8000'0000U, 0xFFFF'FFFFU}) {
        const std::uint32_t right = payment;
        if (other == right) continue;
        payment = other;
        EXPECT_NE(problem(image), "");
        payment = right;
      }
    };
    for (std::uint32_t i = 0; i < header.functions.count; ++i) refuses_less(functions[i].fuel);
    for (std::uint32_t at = 0; at < header.code.count; ++at) {
      if (std::uint32_t* payment = PaymentOf(code[at]); payment != nullptr) refuses_less(*payment);
    }
  }
  EXPECT_GT(payments, 10U);
}

// What an image pays is computed before its instructions are looked at one by one.
TEST(Fuel, AnImageOfNoOperationsIsRefused) {
  for (const std::uint16_t kind : {std::uint16_t{255}, std::uint16_t{0xFFFF}}) {
    ImageAssembler image;
    image.Begin(0);
    image.Emit({.kind = static_cast<OpKind>(kind)});
    image.End();
    const std::vector<std::uint64_t> words = image.Image();
    EXPECT_NE(FindImageProblem(reinterpret_cast<const std::uint8_t*>(words.data()), words.size() * 8), nullptr);
    EXPECT_EQ(FuelOf(static_cast<OpKind>(kind)), 0U);
  }
}

}  // namespace
}  // namespace bytelogic::runtime
