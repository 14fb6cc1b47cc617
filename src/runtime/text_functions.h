// text_functions.h - the functions of symbols: LENGTH, SUBSTR, CONCAT, TO_NUMBER and so on, in Unicode code points.
//
//   Status status = CallTextFunction(Builtin::kLength, call);
//
// Results are views of an operand where they can be, else they are made in the scratch area. Fuel beside that of the
// call (base/builtin.def): in proportion to the bytes that are walked, searched, mapped or copied, by what each of
// these takes (op_fuel.h), and charged before they are. Used by builtins.cc.
#pragma once

#include "base/builtin.h"
#include "runtime/builtin_call.h"

namespace bytelogic::runtime {

auto CallTextFunction(Builtin function, const BuiltinCall& call) -> Status;

}  // namespace bytelogic::runtime
