// sandbox_functions.h - the functions of expressions with the very results that the sandbox gives.
//
//   reference::BuiltinFunction apply = SandboxFunctions(engine, options);
//   apply(Builtin::kSin, {Value{0.5}})
//
// SIN, LOG, POW and their like come from a mathematical library, and the sandbox has another one than the host: their
// last bits may differ, and a tuple would not be found again. So these are asked of a sandbox, once for each argument;
// all others are exact, and the same everywhere.
#pragma once

#include "bytelogic/engine.h"
#include "reference/evaluator.h"

namespace bytelogic::proof {

// The function refers to `engine`.
auto SandboxFunctions(Engine& engine, const RunOptions& options) -> reference::BuiltinFunction;

}  // namespace bytelogic::proof
