#include "runtime/range.h"

#include <cmath>

#include "runtime/cells.h"

namespace bytelogic::runtime {
namespace {

// The smallest int that is not below `bound`; false: there is none.
auto FirstNotBelow(const Register& bound, std::int64_t& value) -> bool {
  if (TagOf(bound) == kTagInt) {
    value = bound.integer;
    return true;
  }
  if (!(bound.number < 0x1p63)) return false;
  value = bound.number < -0x1p63 ? INT64_MIN : static_cast<std::int64_t>(std::ceil(bound.number));
  return true;
}

// The greatest int that is not above `bound`; false: there is none.
auto LastNotAbove(const Register& bound, std::int64_t& value) -> bool {
  if (TagOf(bound) == kTagInt) {
    value = bound.integer;
    return true;
  }
  if (!(bound.number >= -0x1p63)) return false;
  value = bound.number >= 0x1p63 ? INT64_MAX : static_cast<std::int64_t>(std::floor(bound.number));
  return true;
}

// The last int below `bound` (an int: one less); false: there is none.
auto LastBelow(const Register& bound, std::int64_t& value) -> bool {
  if (!LastNotAbove(bound, value)) return false;
  if (TagOf(bound) != kTagInt) return true;  // not a whole number in the range of int
  return !__builtin_sub_overflow(value, 1, &value);
}

// The first int above `bound`; false: there is none.
auto FirstAbove(const Register& bound, std::int64_t& value) -> bool {
  if (!FirstNotBelow(bound, value)) return false;
  if (TagOf(bound) != kTagInt) return true;
  return !__builtin_add_overflow(value, 1, &value);
}

}  // namespace

auto BeginRange(const Register& start, const Register& end, const Register* step, Register* state) -> Status {
  if (TagOf(start) == kTagText || TagOf(end) == kTagText) return Status::kMixedValues;
  if (step != nullptr && TagOf(*step) != kTagInt) return Status::kMixedValues;
  const std::int64_t by = step == nullptr ? 1 : step->integer;
  if (by == 0) return Status::kZeroStep;
  std::int64_t first = 0;
  std::int64_t last = 0;
  const bool any = by > 0 ? FirstNotBelow(start, first) && LastBelow(end, last) && first <= last
                          : LastNotAbove(start, first) && FirstAbove(end, last) && first >= last;
  // A span and a step of up to 2^64 - 1, both as magnitudes.
  const auto low = static_cast<std::uint64_t>(by > 0 ? first : last);
  const auto high = static_cast<std::uint64_t>(by > 0 ? last : first);
  const std::uint64_t stride = by > 0 ? static_cast<std::uint64_t>(by) : 0 - static_cast<std::uint64_t>(by);
  state[0].integer = first;
  state[2].integer = by;
  const std::uint64_t more = any ? (high - low) / stride : 0;
  state[1].turns = any ? (more == UINT64_MAX ? more : more + 1) : 0;  // 2^64 turns are never taken
  return Status::kOk;
}

}  // namespace bytelogic::runtime
