// builtins.h - the functions of expressions (base/builtin.def) on values at hand.
//
//   ApplyBuiltin(Builtin::kIndexOf, {Value{"banana"}, Value{"an"}})      1
//
// One definition serves every typing of a function: the values at hand say what is computed, and one that does not fit
// is R204. The checker's types make sure that ints meet where ints are meant. Used by the evaluator.
#pragma once

#include <span>

#include "base/builtin.h"
#include "reference/number.h"

namespace bytelogic::reference {

// `arguments`: as many as the function takes. The result is in the representation that it was computed in.
auto ApplyBuiltin(Builtin builtin, std::span<const Value> arguments) -> Expected<Value>;

}  // namespace bytelogic::reference
