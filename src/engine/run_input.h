// run_input.h - the limits of a run as the sandbox is given them.
#pragma once

#include <algorithm>
#include <cstdint>

#include "bytelogic/limits.h"
#include "runtime/image.h"

namespace bytelogic::engine {

// Of a sandbox's memory beyond the heap that a run may fill: the runtime counts bytes, WebAssembly pages.
inline constexpr std::uint64_t kMemorySlack = 1ULL << 20;

// Blocks that the host writes into a sandbox begin at such addresses.
constexpr auto AlignAddress(std::uint64_t address) -> std::uint64_t { return (address + 15) & ~std::uint64_t{15}; }

// What every run is given: its limits. Without facts.
inline auto MakeRunInput(const Limits& limits, std::uint64_t memory_bytes) -> runtime::RunInput {
  constexpr std::uint64_t kMaxCallDepth = 10'000;
  runtime::RunInput input;
  input.fuel = limits.fuel;
  input.tuples = limits.tuples;
  input.facts = limits.facts;
  input.output_bytes = limits.output_bytes;
  input.memory_bytes = memory_bytes;
  input.call_depth = static_cast<std::uint32_t>(std::min(limits.call_depth, kMaxCallDepth));
  return input;
}

}  // namespace bytelogic::engine
