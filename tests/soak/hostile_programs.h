// hostile_programs.h - programs that want too much of something, and what must stop each of them.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "bytelogic/limits.h"

namespace bytelogic::soak {

struct HostileProgram {
  const char* name;
  // `size` grows what it asks for; 1 is the least.
  std::string (*write)(std::size_t size);
  std::size_t largest_size;
  // The codes that may end it, separated by blanks; `answer`: it may answer. Null: whatever the compiler says.
  const char* ends;
};

auto HostilePrograms() -> std::span<const HostileProgram>;

}  // namespace bytelogic::soak
