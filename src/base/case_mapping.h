// case_mapping.h - Unicode's simple case mappings: one code point to one code point, for UPPER and LOWER.
//
//   ToUpperCase(0xE9)    // 0xC9: é to É
//   ToUpperCase(0xDF)    // 0xDF: ß has no upper case of one code point
//
// Header-only and freestanding: the sandbox runtime includes it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace bytelogic {
namespace case_mapping_internal {

struct Run {
  std::uint32_t first;
  std::uint32_t last : 24;
  std::uint32_t stride : 8;
  std::int32_t delta;
};

inline constexpr Run kUpperRuns[] = {
#define UPPER_RUN(first, last, stride, delta) {first, last, stride, delta},
#define LOWER_RUN(first, last, stride, delta)
#include "base/case_mapping.def"
#undef UPPER_RUN
#undef LOWER_RUN
};

inline constexpr Run kLowerRuns[] = {
#define UPPER_RUN(first, last, stride, delta)
#define LOWER_RUN(first, last, stride, delta) {first, last, stride, delta},
#include "base/case_mapping.def"
#undef UPPER_RUN
#undef LOWER_RUN
};

// Runs are sorted and do not overlap.
template <std::size_t kCount>
constexpr auto Map(const Run (&runs)[kCount], std::uint32_t code_point) -> std::uint32_t {
  std::size_t begin = 0;
  std::size_t end = kCount;
  while (begin < end) {
    const std::size_t middle = begin + (end - begin) / 2;
    const Run& run = runs[middle];
    if (code_point > run.last) {
      begin = middle + 1;
    } else if (code_point < run.first) {
      end = middle;
    } else {
      if ((code_point - run.first) % run.stride != 0) return code_point;
      return code_point + static_cast<std::uint32_t>(run.delta);
    }
  }
  return code_point;
}

}  // namespace case_mapping_internal

constexpr auto ToUpperCase(std::uint32_t code_point) -> std::uint32_t {
  if (code_point < 0x80) return code_point >= 'a' && code_point <= 'z' ? code_point - 32 : code_point;
  return case_mapping_internal::Map(case_mapping_internal::kUpperRuns, code_point);
}

constexpr auto ToLowerCase(std::uint32_t code_point) -> std::uint32_t {
  if (code_point < 0x80) return code_point >= 'A' && code_point <= 'Z' ? code_point + 32 : code_point;
  return case_mapping_internal::Map(case_mapping_internal::kLowerRuns, code_point);
}

}  // namespace bytelogic
