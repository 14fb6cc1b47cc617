// heap_meter.h - counts what operator new has handed out; linking heap_meter.cc replaces it.
#pragma once

#include <cstddef>

namespace bytelogic::hostile {

inline constexpr int kHeapCapExitCode = 77;

// Bytes that are allocated now, and the most there were since the last ResetPeak.
auto LiveHeap() -> std::size_t;
auto PeakHeap() -> std::size_t;
void ResetPeak();
// Where more would be allocated at once, the process ends with kHeapCapExitCode.
void SetHeapCap(std::size_t bytes);

}  // namespace bytelogic::hostile
