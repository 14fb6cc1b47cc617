// source_range.h - a stretch of the source text, in bytes. Lines and columns are computed when something is shown.
#pragma once

#include <cstdint>
#include <string_view>

namespace bytelogic {

struct SourceRange {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;

  [[nodiscard]] constexpr auto end() const -> std::uint32_t { return offset + length; }
  friend constexpr auto operator==(SourceRange, SourceRange) -> bool = default;
};

// The range from the start of `first` to the end of `last`.
constexpr auto Cover(SourceRange first, SourceRange last) -> SourceRange {
  return {first.offset, last.end() - first.offset};
}

// The text of `range`; empty where the range lies outside of `source`.
constexpr auto TextOf(std::string_view source, SourceRange range) -> std::string_view {
  if (range.offset > source.size() || range.length > source.size() - range.offset) return {};
  return source.substr(range.offset, range.length);
}

}  // namespace bytelogic
