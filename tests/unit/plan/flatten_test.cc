// Structures as jumps: where each leads to, and what loops over rows become.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plan/image_writer.h"
#include "plan_by_hand.h"
#include "runtime/op_info.h"

namespace bytelogic::plan {
namespace {

// "jump.if.false 3, solve, jump 4": names, and targets of what has one. The return is left out.
auto Flat(const std::vector<Op>& code) -> std::string {
  const PlanByHand by_hand(code);
  const FlatCode flat = Flatten(by_hand.plan);
  std::string text;
  for (std::uint32_t at = 0; at + 1 < flat.functions[0].end; ++at) {
    const Op& op = flat.code[at];
    const runtime::OpInfo& info = runtime::InfoOf(op.kind);
    text += (at > 0 ? ", " : "") + std::string(info.name);
    if (const runtime::OpField* target = info.Find(runtime::OperandRole::kTarget)) {
      text += " " + std::to_string(runtime::ValueOf(op, target->slot));
    }
  }
  return text;
}

const Op kEnd = Written(ops::End{});
const Op kSolve = Written(ops::Solve{});

TEST(Flatten, SkipsTheArmsThatAreNotTaken) {
  EXPECT_EQ(Flat({Written(ops::If{}), kSolve, kEnd}), "jump.if.false 2, solve");
  EXPECT_EQ(Flat({Written(ops::If{}), kSolve, Written(ops::Else{}), kSolve, kSolve, kEnd}),
            "jump.if.false 3, solve, jump 5, solve, solve");
}

TEST(Flatten, LeavesBlocksByBranches) {
  EXPECT_EQ(Flat({Written(ops::Block{}), Written(ops::Block{}), Written(ops::BranchIfFalse{.depth = 1}),
                  Written(ops::Branch{.depth = 0}), kSolve, kEnd, kSolve, kEnd}),
            "jump.if.false 4, jump 3, solve, solve");
}

TEST(Flatten, TurnsLoopsBack) {
  EXPECT_EQ(Flat({Written(ops::Loop{}), Written(ops::BranchIfFalse{.depth = 0}),
                  Written(ops::ContinueIfFalse{.depth = 0}), kSolve, kEnd, kSolve}),
            "jump.if.false 4, jump.if.false 0, solve, jump 0, solve");
}

TEST(Flatten, PutsTheNextOfRowsBehindTheBody) {
  const Op scan = Written(ops::Scan{.state = 1, .relation = PlanByHand::kDerived});
  EXPECT_EQ(Flat({scan, Written(ops::ContinueIfFalse{.depth = 0}), kSolve, kEnd}),
            "scan 3, jump.if.false 3, solve, scan.next 1");
  const PlanByHand by_hand({scan, kEnd});
  const auto next = As<ops::ScanNext>(Flatten(by_hand.plan).code[1]);
  EXPECT_EQ(next.state, 1);
  EXPECT_EQ(next.relation, PlanByHand::kDerived);
}

TEST(Flatten, ClosesTurnsByAJumpToTheirNext) {
  EXPECT_EQ(Flat({Written(ops::List{}), Written(ops::ListNext{}), Written(ops::Continue{.depth = 0}), kSolve, kEnd}),
            "list, list.next 5, jump 1, solve, jump 1");
  EXPECT_EQ(Flat({Written(ops::Range{}), Written(ops::RangeNext{}), Written(ops::Branch{.depth = 0}), kEnd, kSolve}),
            "range, range.next 4, jump 4, jump 1, solve");
}

TEST(Flatten, PaysForTheMostExpensiveWay) {
  // step (1), jump.if.false (1), solve (4) or nothing, return (2): a step pays for what follows it.
  const PlanByHand by_hand({Written(ops::Step{}), Written(ops::If{}), kSolve, kEnd});
  EXPECT_EQ(As<ops::Step>(Flatten(by_hand.plan).code[0]).payment, 1U + 1U + 4U + 2U);
}

}  // namespace
}  // namespace bytelogic::plan
