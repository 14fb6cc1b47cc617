// interpreter.h - executes a function of the image: the actions, or a variant of a rule, with the CALCs that it calls.
//
//   Status status = Interpret(machine, 0, CodeKind::kActions);
//
// Calls of the language push a Frame, not a C++ frame; Interpret is entered again only when the actions solve. A fault
// in a rule goes on with the next binding and is recorded (RecordRuleFailure); every other failure is returned at once.
#pragma once

#include "runtime/machine.h"

namespace bytelogic::runtime {

enum class CodeKind : std::uint32_t { kActions, kRule };

auto Interpret(Machine& machine, std::uint32_t function, CodeKind kind) -> Status;

}  // namespace bytelogic::runtime
