// module_checksum.h - the checksum at the end of a standalone module, which finds damage.
//
//   AppendChecksum(bytes);
//   switch (CheckChecksum(bytes)) ...
//
// It is the last section of a module, a custom one named `bytelogic_checksum` of eight bytes: the XXH64, with seed 0,
// of all bytes before that section, little-endian. So nothing that a run depends on is left out: code, data, image,
// limits, source and the names of outputs. It is no signature: whoever changes a module on purpose can give it another
// checksum. Used by standalone.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bytelogic::standalone {

enum class ChecksumState : std::uint8_t { kRight, kWrong, kMissing };

// How many bytes AppendChecksum adds.
auto ChecksumSize() -> std::size_t;

// `module` ends at a border between sections, and has no checksum yet.
void AppendChecksum(std::vector<std::uint8_t>& module);

auto CheckChecksum(std::span<const std::uint8_t> module) -> ChecksumState;

}  // namespace bytelogic::standalone
