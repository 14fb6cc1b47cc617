// plan_by_hand.h - a plan of a few operations, over a program that has one of everything.
//
//   PlanByHand plan({Written(ops::Scan{.state = 1, .relation = PlanByHand::kBase}), Written(ops::End{})});
//   VerifyPlan(plan.plan)
//
// The operations are function 0, with eight registers; its return is added. Used by the tests of the verifier and of
// what turns structures into jumps.
#pragma once

#include <cstdint>
#include <vector>

#include "plan/plan.h"
#include "sema/checked_program.h"

namespace bytelogic::plan {

struct PlanByHand {
  static constexpr std::uint16_t kBase = 0;     // of two columns
  static constexpr std::uint16_t kDerived = 1;  // of two columns
  static constexpr std::uint16_t kBest = 2;     // of two columns; derived, keeps the best
  static constexpr std::uint32_t kRegisters = 8;

  explicit PlanByHand(const std::vector<Op>& code) {
    const auto relation = [&](std::string_view name, bool derived, Keep keep) {
      program.relations.push_back(
          {.name = name, .columns = {{.name = "a"}, {.name = "b"}}, .keep = keep, .derived = derived});
    };
    relation("base", false, Keep::kAll);
    relation("derived", true, Keep::kAll);
    relation("best", true, Keep::kMin);
    program.functions.resize(2);
    program.outputs.resize(1);
    program.constraints.resize(1);
    plan.program = &program;
    plan.code = code;
    plan.code.push_back(Written(ops::ReturnNone{}));
    const auto end = static_cast<std::uint32_t>(plan.code.size());
    plan.code.push_back(Written(ops::ReturnNone{}));
    plan.functions.push_back({.begin = 0, .end = end, .register_count = kRegisters});
    plan.functions.push_back({.begin = end, .end = end + 1, .register_count = 2, .parameter_count = 2});
    plan.indexes.push_back({kBase, {1}});
    plan.operands = {0, 1, 2};
    plan.sites.resize(1);
    plan.constants.resize(1);
    plan.cells.resize(4);
    plan.sets.push_back({2});
    plan.aggregations.push_back({2, {0, 1}});
    plan.accumulators.resize(1);
  }
  PlanByHand(const PlanByHand&) = delete;
  auto operator=(const PlanByHand&) -> PlanByHand& = delete;

  sema::CheckedProgram program;
  Plan plan;
};

}  // namespace bytelogic::plan
