// heap_size.h - how much memory something takes, with all that it owns: capacities, not sizes.
//
//   std::size_t bytes = BytesOf(program);
//
// Counts as glibc and libstdc++ lay things out; a test compares it with what malloc says. Used by program_cache.cc.
#pragma once

#include <cstddef>
#include <string>

#include "bytelogic/program.h"

namespace bytelogic::engine {

// What malloc takes for a block of `bytes`: a word of its own before it, in steps of 16. None for 0.
constexpr auto HeapBlock(std::size_t bytes) -> std::size_t {
  if (bytes == 0) return 0;
  const std::size_t size = (bytes + sizeof(std::size_t) + 15) & ~std::size_t{15};
  return size < 32 ? 32 : size;
}

// What a string owns, beside itself.
inline auto BytesOf(const std::string& text) -> std::size_t {
  const std::size_t in_itself = std::string().capacity();
  return text.capacity() > in_itself ? HeapBlock(text.capacity() + 1) : 0;
}

// A program and all that it owns, as Engine::Compile makes it.
auto BytesOf(const Program& program) -> std::size_t;

}  // namespace bytelogic::engine
