// growth.h - texts grown from productions: each repeated or nested, one within the other.
//
//   Grow(grammar, {{.production = &let, .hole = "expression", .depth = 1}, {.production = &sum, .depth =
//   kAsDeepAsFits}},
//        64'000)
//   =>  a program of many LETs, each of a deep sum
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "grammar.h"

namespace bytelogic::hostile {

// What the holes `#` are filled with.
enum class Numbering : std::uint8_t {
  kRising,   // 1, 2, 3 ...: names are all different
  kSame,     // 1: names are all the same
  kFalling,  // ... 3, 2, 1: what is used comes after its use
  kNear,     // words of 24 letters that are slips of each other
  kLong,     // words so long that only a few of them fit
};

inline constexpr std::size_t kAsDeepAsFits = 0;

struct Layer {
  const Production* production = nullptr;
  std::string hole;       // that the next layer, or the deeper ones of this, stand in; empty: none
  std::size_t depth = 1;  // 1: not in itself
  bool once = false;      // not repeated
  Numbering numbering = Numbering::kRising;
  double share = 0.5;  // the exponent that says how much of the size goes to the layers within
};

// A program of `grammar` of about `size` bytes. The first layer's production stands where its category says.
auto Grow(const Grammar& grammar, const std::vector<Layer>& layers, std::size_t size) -> std::string;
// The same without a program around it.
auto GrowPart(const Grammar& grammar, const std::vector<Layer>& layers, std::size_t size) -> std::string;
// `part` in a program of `grammar` where `category` may stand.
auto PutIntoProgram(const Grammar& grammar, const std::string& category, const std::string& part) -> std::string;

// What a writer's hand may do to a text.
enum class Damage : std::uint8_t {
  kCut,        // ends in the middle: nothing is closed
  kNoClosers,  // without the closing brackets, or END
  kDouble,     // every word twice
  kMisspell,   // a letter left out of every longer word
  kOneLine,    // without line ends
  kManyLines,  // a line end behind every word
  kSwap,       // neighbours among the words change places
  kNoCommas,   // commas left out
  kUnbind,     // each variable another one, which nothing binds
};
inline constexpr Damage kDamages[] = {Damage::kCut,      Damage::kNoClosers, Damage::kDouble,
                                      Damage::kMisspell, Damage::kOneLine,   Damage::kManyLines,
                                      Damage::kSwap,     Damage::kNoCommas,  Damage::kUnbind};
auto NameOf(Damage damage) -> std::string;
auto Damaged(std::string_view text, Damage damage) -> std::string;

}  // namespace bytelogic::hostile
