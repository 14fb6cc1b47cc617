// embedded_runtime.h - the sandbox runtime (src/runtime, compiled to WebAssembly) inside of this library.
#pragma once

#include <cstdint>
#include <span>

namespace bytelogic::engine {

// The portable module: runs everywhere, has to be compiled first.
auto RuntimeWasm() -> std::span<const std::uint8_t>;
// Its machine code, for x86-64-v3 or the machine of the build: ready to load.
auto RuntimeMachineCode() -> std::span<const std::uint8_t>;

}  // namespace bytelogic::engine
