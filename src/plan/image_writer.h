// image_writer.h - Plan to the bytes that the sandbox runs (runtime/image.h): structures become jumps.
#pragma once

#include <cstdint>
#include <vector>

#include "plan/plan.h"

namespace bytelogic::plan {

// The image of `plan`, which BuildPlan made without errors. The same plan gives the same bytes.
auto WriteImage(const Plan& plan) -> std::vector<std::uint8_t>;

// The code of `plan` with structures resolved to jumps, `functions` adapted to it. Used by WriteImage and by tests.
struct FlatCode {
  std::vector<Op> code;
  std::vector<runtime::FunctionEntry> functions;
};
auto Flatten(const Plan& plan) -> FlatCode;

}  // namespace bytelogic::plan
