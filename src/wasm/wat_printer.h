// wat_printer.h - Module to WebAssembly's text format, one instruction a line.
//
//   (func $run (;3;) (export "run") (type 2)
//     (local i32)
//     local.get 0
//     ...
//
// Function names come from the module's custom section `name`, where it has one. What this prints, other tools read
// back as the same module.
#pragma once

#include <string>

#include "wasm/module.h"

namespace bytelogic::wasm {

auto PrintWat(const Module& module) -> std::string;

}  // namespace bytelogic::wasm
