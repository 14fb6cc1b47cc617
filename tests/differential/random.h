// random.h - a small deterministic source of random numbers: the same seed gives the same program on every machine.
// (With the same compiler: C++ leaves it open which of two arguments of a call draws first.)
//
//   Random random(42);
//   if (random.Percent(30)) ...
//   const auto& word = random.Pick(words);
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bytelogic::differential {

// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  auto Next() -> std::uint64_t {
    std::uint64_t mixed = state_ += 0x9E37'79B9'7F4A'7C15;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58'476D'1CE4'E5B9;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D0'49BB'1331'11EB;
    return mixed ^ (mixed >> 31U);
  }
  // 0 <= result < bound; bound > 0.
  auto Below(std::size_t bound) -> std::size_t { return Next() % bound; }
  // first <= result <= last.
  auto Between(int first, int last) -> int {
    return first + static_cast<int>(Below(static_cast<std::size_t>(last - first) + 1));
  }
  auto Percent(int percent) -> bool { return Between(0, 99) < percent; }

  template <typename T>
  auto Pick(const std::vector<T>& choices) -> const T& {
    return choices[Below(choices.size())];
  }

  template <typename T>
  void Shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[Below(i)]);
  }

 private:
  std::uint64_t state_;
};

}  // namespace bytelogic::differential
