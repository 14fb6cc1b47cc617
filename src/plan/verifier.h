// verifier.h - the invariants of a Plan that the image writer and the sandbox rely on. A violation is a bug of ours.
#pragma once

#include <optional>
#include <string>

#include "plan/plan.h"

namespace bytelogic::plan {

// What is wrong with `plan`, in one line; nothing where it is well-formed: structures are balanced, branches stay
// inside of them, registers, relations, indexes, lists, constants, outputs and sites exist, loops have their "next".
auto VerifyPlan(const Plan& plan) -> std::optional<std::string>;

}  // namespace bytelogic::plan
