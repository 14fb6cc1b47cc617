#include <gtest/gtest.h>

#include "closure_image.h"

namespace bytelogic::runtime {
namespace {

constexpr std::uint16_t kAll = ImageAssembler::kAll;

TEST(Solve, ClosureOfAChain) {
  ClosureImage image;
  image.Begin(0);
  image.AssertRows(image.parent, {{image.Symbol("alice"), image.Symbol("bob")},
                                  {image.Symbol("bob"), image.Symbol("charlie")},
                                  {image.Symbol("charlie"), image.Symbol("dora")}});
  image.Emit({.kind = OpKind::kSolve});
  image.Cell(0, image.Symbol("alice"));
  image.Query(image.ancestor, {0, kAll});
  image.Query(image.ancestor, {kAll, kAll});
  image.End();
  const Finished run = image.Run();
  EXPECT_EQ(run.Text(),
            "bob, charlie, dora | alice bob, alice charlie, alice dora, bob charlie, bob dora, charlie dora");
  EXPECT_EQ(run.TupleCount(image.ancestor), 6U);
}

}  // namespace
}  // namespace bytelogic::runtime
