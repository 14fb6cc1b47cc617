// operand_lists.h - how long the lists of registers are that operations refer to: no plan says it twice.
//
//   ListSize(plan, op)   // of a kProbe: the key columns of its index
//
// Used by the printer and the verifier. What the operation works on must be there.
#pragma once

#include <cstddef>

#include "plan/plan.h"
#include "runtime/op_info.h"

namespace bytelogic::plan {

inline auto ListSize(const Plan& plan, const Op& op) -> std::size_t {
  for (const runtime::OpField& field : runtime::InfoOf(op.kind).Fields()) {
    const std::uint32_t entry = runtime::ValueOf(op, field.slot);
    switch (field.role) {
      case runtime::OperandRole::kIndex:
        return plan.indexes[entry].columns.size();
      case runtime::OperandRole::kSet:
        return plan.sets[entry].arity;
      case runtime::OperandRole::kAggregation:
        return plan.aggregations[entry].group_columns;
      case runtime::OperandRole::kFunction:
        return plan.functions[entry].parameter_count;
      case runtime::OperandRole::kRelation:
      case runtime::OperandRole::kDerivedRelation:
      case runtime::OperandRole::kDerivedBestRelation:
        return plan.program->relations[entry].columns.size();
      case runtime::OperandRole::kModeAndCount:
        return entry >> 8;
      default:
        break;
    }
  }
  return 0;
}

}  // namespace bytelogic::plan
