// names.h - the names of functions that a module's custom section `name` gives, fit for the text format.
#pragma once

#include <string>
#include <vector>

#include "wasm/module.h"

namespace bytelogic::wasm {

// One per function: `$run`, no two the same; empty where the module has no name for it.
auto FunctionNames(const Module& module) -> std::vector<std::string>;

}  // namespace bytelogic::wasm
