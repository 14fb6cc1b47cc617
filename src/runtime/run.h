// run.h - runs a program: an image and what the run is given in, a report out. The whole of the sandbox behind one
// call.
//
//   Report* report = Run(image, input, heap, heap_capacity);
//   if (report->code == 0) ... report->outputs ...
//
// Natively for tests and as a second backend; in the sandbox wasm_entry.cc exports it. See image.h for the formats.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/image.h"

namespace bytelogic::runtime {

// `image` and `input` are 8-byte aligned and stay while the report is read, `heap` is 16-byte aligned; texts in outputs
// are copies. Everything that the run makes lies in the heap, the report included. The smaller of `heap_capacity` and
// RunInput::memory_bytes bounds it. Returns nullptr where not even the machine itself fits: that is code 304.
auto Run(const std::uint8_t* image, const std::uint8_t* input, std::uint8_t* heap, std::size_t heap_capacity)
    -> Report*;

}  // namespace bytelogic::runtime
