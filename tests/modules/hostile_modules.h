// hostile_modules.h - modules made to be dear: each shape is valid WebAssembly that costs a compiler, or whoever starts
// it, more time or memory than its bytes suggest.
//
//   for (const HostileShape& shape : HostileShapes()) {
//     std::vector<std::uint8_t> module = shape.make(100'000);     // with about so many bytes of what makes it dear
//   }
//
// All of them have the metadata and the checksum of a standalone module, so that only their cost can be held against
// them. Used by the tests of limits on modules, by module_costs and as seeds of the module fuzzer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace bytelogic::hostile {

struct HostileShape {
  std::string_view name;
  std::string_view what;
  std::function<std::vector<std::uint8_t>(std::size_t bytes)> make;
};

auto HostileShapes() -> const std::vector<HostileShape>&;

}  // namespace bytelogic::hostile
