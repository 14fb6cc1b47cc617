#include "runtime/validate.h"

#include <gtest/gtest.h>

#include <string>

#include "sample_images.h"

namespace bytelogic::runtime {
namespace {

auto Problem(const std::vector<std::uint64_t>& image) -> std::string {
  const char* problem = FindImageProblem(reinterpret_cast<const std::uint8_t*>(image.data()), image.size() * 8);
  return problem == nullptr ? "" : problem;
}

TEST(Validate, AcceptsTheSamplesAndTheyRun) {
  const auto samples = SampleImages();
  for (std::size_t i = 0; i < samples.size(); ++i) {
    EXPECT_EQ(Problem(samples[i].Image()), "") << i;
    const std::uint32_t code = samples[i].Run().code();
    EXPECT_TRUE(code == 0 || (code > 200 && code < 211)) << i << ": " << code;
  }
}

TEST(Validate, RefusesTruncatedImages) {
  std::vector<std::uint64_t> image = ClosureSample().Image();
  while (!image.empty()) {
    image.pop_back();
    EXPECT_NE(Problem(image), "");
  }
}

TEST(Validate, RefusesRegistersThatHoldSomethingElse) {
  ImageAssembler unset;
  unset.Begin(0);
  unset.Op1(OpKind::kTextToAny, 2, 1);
  unset.End();
  EXPECT_NE(Problem(unset.Image()), "");

  ImageAssembler number;
  number.Begin(0);
  number.ConstantInt(1, 5);
  number.Op1(OpKind::kTextToAny, 2, 1);
  number.End();
  EXPECT_NE(Problem(number.Image()), "");

  ImageAssembler outside;
  outside.Begin(0, 4);
  outside.ConstantInt(4, 5);
  outside.End();
  EXPECT_NE(Problem(outside.Image()), "");

  ImageAssembler on_one_path;
  on_one_path.Begin(0);
  on_one_path.ConstantInt(1, 1);
  const std::uint32_t skip = on_one_path.Emit({.kind = OpKind::kJumpIfFalse, .a = 1});
  on_one_path.ConstantText(2, "a");
  on_one_path.At(skip).d = on_one_path.Here();
  on_one_path.Op1(OpKind::kTextToAny, 3, 2);
  on_one_path.End();
  EXPECT_NE(Problem(on_one_path.Image()), "");
}

// A text of the scratch area, used after the area was reset.
TEST(Validate, RefusesTextsThatAreGone) {
  for (const bool reset : {false, true}) {
    ImageAssembler image;
    image.Begin(0);
    const std::uint32_t site = image.Site(0);
    image.ConstantText(1, "a");
    image.Emit({.kind = OpKind::kBuiltin,
                .a = 2,
                .b = static_cast<std::uint16_t>(Builtin::kConcat),
                .c = 2 | 2 << 8,
                .d = image.List({1, 1}),
                .e = site});
    if (reset) image.Emit({.kind = OpKind::kScratchReset});
    image.Op1(OpKind::kTextToAny, 3, 2);
    image.Result(3);
    image.End();
    EXPECT_EQ(Problem(image.Image()).empty(), !reset);
  }
}

// A text that one of two branches made, before a loop: whichever is followed first.
TEST(Validate, AcceptsTextsOfBranchesInFrontOfLoops) {
  for (const bool nested : {false, true}) {
    ImageAssembler image;
    const std::uint16_t relation = image.Relation(1);
    const std::uint32_t site = image.Site(0);
    image.Begin(0);
    const auto concatenate = [&] {
      image.Emit({.kind = OpKind::kBuiltin,
                  .a = 2,
                  .b = static_cast<std::uint16_t>(Builtin::kConcat),
                  .c = 2 | 2 << 8,
                  .d = image.List({3, 3}),
                  .e = site});
    };
    image.ConstantInt(1, 1);
    image.ConstantText(3, "a");
    const std::uint32_t otherwise = image.Emit({.kind = OpKind::kJumpIfFalse, .a = 1});
    concatenate();
    const std::uint32_t leave = image.Emit({.kind = OpKind::kJump});
    image.At(otherwise).d = image.Here();
    concatenate();
    image.At(leave).d = image.Here();
    const std::uint32_t outer = image.Scan(5, relation, RowRange::kNow);
    if (nested) {
      const std::uint32_t inner = image.Scan(6, relation, RowRange::kNow);
      image.Next(inner);
    }
    image.Next(outer);
    image.Op1(OpKind::kTextToAny, 4, 2);
    image.Result(4);
    image.End();
    EXPECT_EQ(Problem(image.Image()), "") << nested;
  }
}

TEST(Validate, RefusesJumpsIntoLoopsAndEndlessOnes) {
  ImageAssembler endless;
  endless.Begin(0);
  endless.Emit({.kind = OpKind::kJump, .d = 0});
  endless.End();
  EXPECT_NE(Problem(endless.Image()), "");

  ImageAssembler paid;
  paid.Begin(0);
  paid.Emit({.kind = OpKind::kStep});
  paid.Emit({.kind = OpKind::kJump, .d = 0});
  paid.End();
  EXPECT_EQ(Problem(paid.Image()), "");
  EXPECT_EQ(paid.Run().code(), 309U);

  ClosureImage into;
  into.Begin(0);
  into.End();
  into.Begin(3);
  into.Emit({.kind = OpKind::kJump, .d = into.Here() + 2});
  const std::uint32_t scan = into.Scan(0, into.parent, RowRange::kFull);
  into.Column(1, 0, 0, into.parent);
  into.Next(scan);
  into.End();
  into.Stratum({into.ancestor}, {{3, kNone32}});
  EXPECT_NE(Problem(into.Image()), "");
}

TEST(Validate, RefusesActionsInsideRules) {
  for (const OpKind kind : {OpKind::kSolve, OpKind::kScratchReset, OpKind::kAssertRows}) {
    ClosureImage image;
    image.Begin(0);
    image.End();
    image.Begin(3);
    image.Emit({.kind = kind});
    image.End();
    EXPECT_EQ(Problem(image.Image()), "");
    image.Stratum({image.ancestor}, {{3, kNone32}});
    EXPECT_NE(Problem(image.Image()), "");
  }
}

}  // namespace
}  // namespace bytelogic::runtime
