// validate.h - checks that an image cannot make the machine read or write outside of what is its own.
//
//   if (const char* problem = FindImageProblem(bytes, size); problem != nullptr) ...
//
// Every table, offset, field of an operation, register and jump is checked, and a forward analysis of each function
// shows that every register holds, on every path, what the operation that reads it expects. Native only: our own code
// writes images, so this runs in debug builds and in the fuzzer.
#pragma once

#include <cstddef>
#include <cstdint>

namespace bytelogic::runtime {

// nullptr for an image that is safe to run, else what is wrong with it. `image` is 8-byte aligned.
auto FindImageProblem(const std::uint8_t* image, std::size_t size) -> const char*;

}  // namespace bytelogic::runtime
