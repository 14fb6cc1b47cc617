// range.h - the turns of RANGE(start, end, step): three registers of state, made once, stepped without overflow.
//
//   [0].integer: the next value; [1].turns: how many are left; [2].integer: the step
#pragma once

#include "runtime/register.h"
#include "runtime/status.h"

namespace bytelogic::runtime {

// `step` is nullptr for 1. R204: a symbol, or a step that is not an int; R210: a step of 0.
auto BeginRange(const Register& start, const Register& end, const Register* step, Register* state) -> Status;

// Gives the next value, or returns false.
inline auto NextOfRange(Register* state, std::int64_t& value) -> bool {
  if (state[1].turns == 0) return false;
  value = state[0].integer;
  if (--state[1].turns > 0) state[0].integer += state[2].integer;
  return true;
}

}  // namespace bytelogic::runtime
