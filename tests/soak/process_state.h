// process_state.h - what the process holds, as Linux and the allocator see it. Read by soak.cc while nothing runs.
#pragma once

#include <cstdint>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BYTELOGIC_SANITIZED 1
#endif
#endif

namespace bytelogic::soak {

// AddressSanitizer keeps what was freed for a while, to find uses of it.
#ifdef BYTELOGIC_SANITIZED
inline constexpr bool kAllocatorGivesBack = false;
#else
inline constexpr bool kAllocatorGivesBack = true;
#endif

struct ProcessState {
  std::uint64_t resident_bytes = 0;
  std::uint64_t allocated_bytes = 0;  // by malloc; 0 where that cannot be known
  std::uint64_t threads = 0;
  std::uint64_t files = 0;  // open descriptors
};

auto ResidentBytes() -> std::uint64_t;
// Gives back what is free first, so that two readings can be compared.
auto ReadProcessState() -> ProcessState;

}  // namespace bytelogic::soak
