#include "standalone/module_checksum.h"

#include <algorithm>
#include <array>
#include <string_view>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace bytelogic::standalone {
namespace {

constexpr std::string_view kName = "bytelogic_checksum";
constexpr std::size_t kHashSize = 8;
// A custom section: its id, its size, the length of its name, the name, the hash.
constexpr std::size_t kSize = 3 + kName.size() + kHashSize;

auto SectionFor(std::span<const std::uint8_t> bytes) -> std::array<std::uint8_t, kSize> {
  std::array<std::uint8_t, kSize> section{};
  section[1] = static_cast<std::uint8_t>(kSize - 2);
  section[2] = static_cast<std::uint8_t>(kName.size());
  std::copy(kName.begin(), kName.end(), section.begin() + 3);
  const std::uint64_t hash = XXH64(bytes.data(), bytes.size(), 0);
  for (std::size_t i = 0; i < kHashSize; ++i) {
    section[kSize - kHashSize + i] = static_cast<std::uint8_t>(hash >> (8 * i));
  }
  return section;
}

}  // namespace

auto ChecksumSize() -> std::size_t { return kSize; }

void AppendChecksum(std::vector<std::uint8_t>& module) {
  const auto section = SectionFor(module);
  module.insert(module.end(), section.begin(), section.end());
}

auto CheckChecksum(std::span<const std::uint8_t> module) -> ChecksumState {
  if (module.size() < kSize) return ChecksumState::kMissing;
  const auto section = module.last(kSize);
  const auto expected = SectionFor(module.first(module.size() - kSize));
  if (std::equal(section.begin(), section.end(), expected.begin())) return ChecksumState::kRight;
  const bool is_there = std::equal(section.begin(), section.end() - kHashSize, expected.begin());
  return is_there ? ChecksumState::kWrong : ChecksumState::kMissing;
}

}  // namespace bytelogic::standalone
