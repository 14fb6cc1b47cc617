// function_builder.h - a CALC (for one combination of argument types) or the actions as register code.
#pragma once

#include "plan/constant_pool.h"
#include "plan/plan.h"

namespace bytelogic::plan {

// Appends the code of `id` and fills plan.functions[id.index], which exists already.
void BuildFunction(Plan& plan, ConstantPool& constants, sema::FunctionId id);

}  // namespace bytelogic::plan
