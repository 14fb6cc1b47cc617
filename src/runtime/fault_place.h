// fault_place.h - where a fault or a limit ended a function: what goes on after it, and which site is named.
//
//   pc = code + LoopAfterFault(code, function, at);
//   failure.site = PlaceOfLimit(machine, op);
//
// Used by the interpreter.
#pragma once

#include "runtime/machine.h"

namespace bytelogic::runtime {

// The "next" of the loop that goes on with its next binding when instruction `at` of a rule has failed: the innermost
// one around it, but not the loop of an expression; kNone32 where there is none.
auto LoopAfterFault(const Op* code, const FunctionEntry& function, std::uint32_t at) -> std::uint32_t;

// The site of what a limit ended at `op`: its own, that of the statement it belongs to, or that of its function.
auto PlaceOfLimit(const Machine& machine, const Op* op) -> std::uint32_t;

}  // namespace bytelogic::runtime
