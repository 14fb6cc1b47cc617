#include "engine/embedded_runtime.h"

// The paths come from cmake/engine.cmake. The assembler puts the files' bytes into the read-only data of this library.
asm(R"(
  .pushsection .rodata.bytelogic_runtime, "a", @progbits
  .balign 16
bytelogic_runtime_wasm_begin:
  .incbin ")" BYTELOGIC_RUNTIME_WASM R"("
bytelogic_runtime_wasm_end:
  .balign 4096
bytelogic_runtime_code_begin:
  .incbin ")" BYTELOGIC_RUNTIME_CODE R"("
bytelogic_runtime_code_end:
  .popsection
)");

extern "C" {
extern const std::uint8_t bytelogic_runtime_wasm_begin[];
extern const std::uint8_t bytelogic_runtime_wasm_end[];
extern const std::uint8_t bytelogic_runtime_code_begin[];
extern const std::uint8_t bytelogic_runtime_code_end[];
}

namespace bytelogic::engine {

auto RuntimeWasm() -> std::span<const std::uint8_t> {
  return {bytelogic_runtime_wasm_begin, bytelogic_runtime_wasm_end};
}

auto RuntimeMachineCode() -> std::span<const std::uint8_t> {
  return {bytelogic_runtime_code_begin, bytelogic_runtime_code_end};
}

}  // namespace bytelogic::engine
