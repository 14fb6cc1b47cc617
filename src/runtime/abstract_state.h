// abstract_state.h - what is known of every register before an instruction, whatever path led there.
//
//   if (known.Meet(state)) ...   // keeps what both agree on; true: something was given up
//
// Used by validate_code.cc.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace bytelogic::runtime {

enum class Holds : std::uint8_t {
  kNothing,  // nothing that may be read
  kNumber,   // an int or a float: either may be read as the other without harm
  kText,
  kAny,
  kCell,
  kLoopBegun,  // head done, no row yet
  kLoop,       // a row is current
  kLoopRest,   // second and third register of kRange
  kGroup,      // a group of an aggregation, its `maker`
};

inline constexpr std::uint32_t kStable = 0;  // no scratch text, or not of this function's making
// Beside the last of them, in the order of the code: made by one of several instructions.
inline constexpr std::uint32_t kManyMakers = 0x8000'0000;

struct Abstract {
  Holds holds = Holds::kNothing;
  std::uint32_t maker = kStable;  // kText, kAny: the instruction + 1 that made the scratch text; loops: their head

  friend auto operator==(const Abstract&, const Abstract&) -> bool = default;
};

inline auto IsTextual(const Abstract& value) -> bool {
  return value.holds == Holds::kText || value.holds == Holds::kAny;
}

inline auto IsLoop(const Abstract& value) -> bool {
  return value.holds == Holds::kLoop || value.holds == Holds::kLoopBegun;
}

struct State {
  std::vector<Abstract> registers;
  std::uint32_t open_snapshots = 0;

  // Keeps what both agree on. Returns whether anything changed.
  auto Meet(const State& other) -> bool {
    bool changed = false;
    for (std::size_t i = 0; i < registers.size(); ++i) {
      Abstract& mine = registers[i];
      const Abstract& its = other.registers[i];
      if (mine == its) continue;
      Abstract both;
      // What is stable outlives what anybody made.
      if (mine.holds == its.holds && IsTextual(mine)) {
        const std::uint32_t last = std::max(mine.maker & ~kManyMakers, its.maker & ~kManyMakers);
        both = {mine.holds, mine.maker == kStable ? its.maker : its.maker == kStable ? mine.maker : kManyMakers | last};
      }
      if (IsLoop(mine) && IsLoop(its) && mine.maker == its.maker) both = {Holds::kLoopBegun, mine.maker};
      if (mine == both) continue;
      mine = both;
      changed = true;
    }
    if (other.open_snapshots < open_snapshots) {
      open_snapshots = other.open_snapshots;
      changed = true;
    }
    return changed;
  }
};

}  // namespace bytelogic::runtime
