// op_fuel.h - what things cost in fuel, beside what op_kind.def and base/builtin.def say of each operation and
// function.
//
//   machine.fuel.Charge(FuelOf(OpKind::kCall) + parameter_count)
//
// A unit is the work of one simple operation: a few nanoseconds (docs/decisions/0022-fuel-bounds-time.md has the
// figures, bench/fuel.cc measures them). What takes longer costs more, by its worst time; so fuel bounds time. Costs
// depend on nothing but the program and its data: not on the machine, nor on where it keeps things.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>

#include "runtime/image.h"

namespace bytelogic::runtime {

inline constexpr std::uint32_t kOpFuel[] = {
#define OP(name, text, form, place, fuel, fields) fuel,
#include "runtime/op_kind.def"
#undef OP
};

// An image that is not validated yet may hold anything as a kind.
constexpr auto FuelOf(OpKind kind) -> std::uint32_t {
  const auto index = static_cast<std::size_t>(kind);
  return index < std::size(kOpFuel) ? kOpFuel[index] : 0;
}

// Operations of up to so many units are paid in advance, with the others of their turn, statement or call
// (code_fuel.h), which costs the interpreter nothing. What costs more pays when it is reached: much of a rule's body
// may not be, where a condition comes first.
inline constexpr std::uint32_t kMostInAdvance = 4;

constexpr auto FuelInAdvance(OpKind kind) -> std::uint32_t { return FuelOf(kind) <= kMostInAdvance ? FuelOf(kind) : 0; }

// To look at one of `places`, of some 16 bytes each, in an order that nobody foresees: small tables are near the
// processor, large ones are not.
constexpr auto TouchFuel(std::uint64_t places) -> std::uint32_t {
  const auto doublings = static_cast<std::uint32_t>(std::bit_width(places >> 12));
  return 2 * doublings + (doublings > 4 ? doublings - 4 : 0);
}

// Bytes for one unit: copied or compared as blocks; hashed; looked at one by one; by code points.
inline constexpr std::uint32_t kCopiedBytes = 32;
inline constexpr std::uint32_t kHashedBytes = 16;
inline constexpr std::uint32_t kReadBytes = 4;

// One row or entry that moves when a table grows.
inline constexpr std::uint32_t kMoveFuel = 4;
// To enter a function of the image from solving: a variant in a round.
inline constexpr std::uint32_t kEnterFuel = 16;
// A round of a stratum, beside its variants and relations.
inline constexpr std::uint32_t kRoundFuel = 8;
// A fault inside a rule, beside one for each instruction of its function: where it goes on has to be looked for.
inline constexpr std::uint32_t kFaultFuel = 16;
// A float as text, and a text as a float where that takes large integers.
inline constexpr std::uint32_t kFloatTextFuel = 60;

}  // namespace bytelogic::runtime
