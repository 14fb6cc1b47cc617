// ids.h - typed indexes into vectors. `RelationId` and `RuleId` cannot be mixed up, and cost what an integer costs.
//
//   using RelationId = Id<struct RelationTag>;
//   RelationId id{3};
//   relations[id.index]
#pragma once

#include <cstdint>

namespace bytelogic {

template <typename Tag>
struct Id {
  static constexpr std::uint32_t kNone = 0xFFFF'FFFF;
  std::uint32_t index = kNone;

  [[nodiscard]] constexpr auto valid() const -> bool { return index != kNone; }
  friend constexpr auto operator==(Id, Id) -> bool = default;
  friend constexpr auto operator<=>(Id, Id) = default;
};

// A contiguous run of elements in some vector.
struct Span32 {
  std::uint32_t begin = 0;
  std::uint32_t size = 0;

  [[nodiscard]] constexpr auto end() const -> std::uint32_t { return begin + size; }
  [[nodiscard]] constexpr auto empty() const -> bool { return size == 0; }
};

}  // namespace bytelogic
