// exact_sum.h - the exact sum of ints and floats, rounded once when it is asked for.
//
//   ExactSum sum;
//   sum.Add(Value{1e308}); sum.Add(Value{1e308}); sum.Add(Value{-1e308});
//   sum.Over(1)                                          1e308: what lies between does not matter
//
// One integer in two's complement, in units of the least positive float, wide enough for 2^64 floats of any size.
// Used by Aggregate (aggregate.h).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "bytelogic/value.h"

namespace bytelogic::reference {

class ExactSum {
 public:
  // `number` is an int or a finite float.
  void Add(const Value& number);
  // The sum divided by `count`, rounded once to the nearest float, half to even; nothing where it is beyond all floats.
  [[nodiscard]] auto Over(std::uint64_t count) const -> std::optional<double>;

 private:
  static constexpr int kUnit = -1'074;  // the integer counts multiples of 2^kUnit
  static constexpr std::size_t kWords = 74;
  using Words = std::array<std::uint32_t, kWords>;  // the lowest first

  void AddShifted(std::uint64_t magnitude, unsigned shift, bool negative);
  static void Negate(Words& words);

  Words words_{};
};

}  // namespace bytelogic::reference
