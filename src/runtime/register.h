// register.h - one register of a frame: a value as it is computed with, a cell, or the state of a loop. 16 bytes.
//
// Which member is alive is static: each operation knows what its registers hold. Only an any is looked at by its tag.
// Floats are finite and never -0.0. The bytes of a text belong to a symbol, to the input, or to the scratch area.
#pragma once

#include "runtime/image.h"

namespace bytelogic::runtime {

struct RowCursor {
  std::uint32_t current;  // kScan, kProbe: row; kSnapshot: where its copy begins; kList: elements delivered
  std::uint32_t next;     // kProbe, kSnapshot: what comes then; kList: register of the first element
};

struct Register {
  union {
    std::int64_t integer;
    double number;
    const char* text;
    std::uint32_t cell;
    std::uint64_t turns;  // kRange: those left, in its second register
    RowCursor cursor;
  };
  union {
    std::uint32_t length;  // of a text, in bytes
    std::uint32_t bound;   // of a loop: where it ends
  };
  union {
    std::uint32_t tag;   // of an any; of a text also: kTagText | (number of its symbol, if known, + 1) << 2
    std::uint32_t mark;  // of a loop: the scratch area when it began
  };
};
static_assert(sizeof(Register) == 16);

inline constexpr std::uint32_t kTagMask = 3;
inline constexpr std::uint32_t kTagInt = static_cast<std::uint32_t>(ValueTag::kInt);
inline constexpr std::uint32_t kTagFloat = static_cast<std::uint32_t>(ValueTag::kFloat);
inline constexpr std::uint32_t kTagText = static_cast<std::uint32_t>(ValueTag::kText);

inline auto TagOf(const Register& any) -> std::uint32_t { return any.tag & kTagMask; }

inline void SetInt(Register& any, std::int64_t value) {
  any.integer = value;
  any.tag = kTagInt;
}

inline void SetText(Register& target, const char* text, std::uint32_t length, std::uint32_t symbol = kNone32) {
  target.text = text;
  target.length = length;
  target.tag = kTagText | (symbol + 1) << 2;
}

}  // namespace bytelogic::runtime
