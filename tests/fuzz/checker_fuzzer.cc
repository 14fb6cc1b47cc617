// Any text as a program of ByteLogic's statements (check_program.h).
#include <cstddef>
#include <cstdint>

#include "check_program.h"

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  bytelogic::fuzz::CheckProgram({reinterpret_cast<const char*>(data), size}, bytelogic::Dialect::kByteLogic);
  return 0;
}
