// builder.h - CheckedProgram to Plan.
//
//   Diagnostics diagnostics;
//   Plan plan = BuildPlan(program, diagnostics);      // `program` must outlive the plan
//   std::vector<std::uint8_t> image = WriteImage(plan);
#pragma once

#include "diagnostics/diagnostics.h"
#include "plan/plan.h"

namespace bytelogic::plan {

// Plans all rules, CALCs and the actions. Reports R307 where a single rule or CALC needs more registers, or the program
// more indexes, than the format of images holds (65,535); the plan is then not to be run.
auto BuildPlan(const sema::CheckedProgram& program, Diagnostics& diagnostics) -> Plan;

}  // namespace bytelogic::plan
