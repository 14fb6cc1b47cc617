// printer.h - a Plan as text: what `bytelogic plan` shows and golden tests compare.
#pragma once

#include <string>

#include "plan/plan.h"

namespace bytelogic::plan {

// Relations, strata with their rules and deltas, CALCs, actions. `source` gives the lines that rules stand on.
auto PrintPlan(const Plan& plan, std::string_view source) -> std::string;

}  // namespace bytelogic::plan
