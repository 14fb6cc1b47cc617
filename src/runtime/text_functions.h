// text_functions.h - the functions of symbols: LENGTH, SUBSTR, CONCAT, TO_NUMBER and so on, in Unicode code points.
//
//   Status status = CallTextFunction(machine, op, registers);
//
// Results are views of an operand where they can be, else they are made in the scratch area. Fuel: the bytes of all
// text operands and of a text result, over 64; INDEX_OF and REPLACE: the product of the lengths of the first two
// operands, and for REPLACE what it writes, over 64. Used by builtins.cc.
#pragma once

#include "runtime/machine.h"

namespace bytelogic::runtime {

auto CallTextFunction(Machine& machine, const Op& op, Register* registers) -> Status;

}  // namespace bytelogic::runtime
