// builtins.h - the functions of expressions (base/builtin.def): numbers here, texts in text_functions.h.
//
//   Status status = CallBuiltin(machine, As<ops::Builtin>(op), registers);   // writes registers[op.result]
#pragma once

#include "runtime/machine.h"
#include "runtime/ops.h"

namespace bytelogic::runtime {

auto CallBuiltin(Machine& machine, const ops::Builtin& op, Register* registers) -> Status;

}  // namespace bytelogic::runtime
