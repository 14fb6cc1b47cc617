// builtins.h - the functions of expressions (base/builtin.def): numbers here, texts in text_functions.h.
//
//   Status status = CallBuiltin(machine, op, registers);   // op.kind is kBuiltin; writes registers[op.a]
#pragma once

#include "runtime/machine.h"

namespace bytelogic::runtime {

auto CallBuiltin(Machine& machine, const Op& op, Register* registers) -> Status;

}  // namespace bytelogic::runtime
