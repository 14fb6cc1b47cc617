// bytes.h - compares bytes, eight at a time: the C library of the sandbox takes one at a time.
//
//   CompareBytes("ab", "ac", 2)   // negative
//
// Used wherever texts and rows are compared.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace bytelogic::runtime {

// By the first byte that differs, as memcmp: negative, 0 or positive. `left` and `right` may be null where `size` is 0.
inline auto CompareBytes(const void* left, const void* right, std::size_t size) -> int {
  static_assert(std::endian::native == std::endian::little);
  const auto* a = static_cast<const unsigned char*>(left);
  const auto* b = static_cast<const unsigned char*>(right);
  for (; size >= 8; a += 8, b += 8, size -= 8) {
    std::uint64_t x;
    std::uint64_t y;
    std::memcpy(&x, a, 8);
    std::memcpy(&y, b, 8);
    if (x != y) return __builtin_bswap64(x) < __builtin_bswap64(y) ? -1 : 1;
  }
  for (; size > 0; ++a, ++b, --size) {
    if (*a != *b) return *a < *b ? -1 : 1;
  }
  return 0;
}

inline auto EqualBytes(const void* left, const void* right, std::size_t size) -> bool {
  return CompareBytes(left, right, size) == 0;
}

}  // namespace bytelogic::runtime
