#include "process_state.h"

#include <malloc.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#ifdef BYTELOGIC_SANITIZED
#include <sanitizer/allocator_interface.h>
#endif

namespace bytelogic::soak {
namespace {

auto CountEntries(const char* folder) -> std::uint64_t {
  std::error_code none;
  const std::filesystem::directory_iterator entries(folder, none);
  return static_cast<std::uint64_t>(std::distance(begin(entries), end(entries)));
}

auto AllocatedBytes() -> std::uint64_t {
#ifdef BYTELOGIC_SANITIZED
  return __sanitizer_get_current_allocated_bytes();
#else
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
#endif
}

}  // namespace

auto ResidentBytes() -> std::uint64_t {
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  std::ifstream("/proc/self/statm") >> size >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

auto ReadProcessState() -> ProcessState {
#ifndef BYTELOGIC_SANITIZED
  malloc_trim(0);
#endif
  return {ResidentBytes(), AllocatedBytes(), CountEntries("/proc/self/task"), CountEntries("/proc/self/fd")};
}

}  // namespace bytelogic::soak
