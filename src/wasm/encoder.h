// encoder.h - Module to bytes, in WebAssembly's binary format.
#pragma once

#include <cstdint>
#include <vector>

#include "wasm/module.h"

namespace bytelogic::wasm {

// Custom sections come last, in their order.
auto EncodeModule(const Module& module) -> std::vector<std::uint8_t>;

}  // namespace bytelogic::wasm
