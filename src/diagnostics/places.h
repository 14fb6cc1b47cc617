// places.h - lines and columns of byte offsets of a source.
//
//   Places places(source);
//   places.At(range.offset).line
//
// Made once for a source, it answers in constant time: a source may be one line of 100 KB, and a program may have a
// place for each of its words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/source_range.h"

namespace bytelogic {

// Both from 1; columns in code points.
struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

class Places {
 public:
  explicit Places(std::string_view source);
  // An offset behind the end is at the end.
  [[nodiscard]] auto At(std::uint32_t offset) const -> LineColumn;
  // The code points of `range`.
  [[nodiscard]] auto LengthOf(SourceRange range) const -> std::uint32_t;
  [[nodiscard]] auto source() const -> std::string_view { return source_; }

 private:
  static constexpr std::size_t kStride = 256;

  // What is known of an offset.
  struct Checkpoint {
    LineColumn place;
    std::uint32_t code_points = 0;  // before it
  };

  static auto Walk(std::string_view source, Checkpoint from, std::size_t begin, std::size_t end) -> Checkpoint;
  [[nodiscard]] auto Find(std::uint32_t offset) const -> Checkpoint;
  friend auto Locate(std::string_view source, std::uint32_t offset) -> LineColumn;

  std::string_view source_;
  std::vector<Checkpoint> checkpoints_;  // [i]: of offset i * kStride
};

// The same for a single place.
auto Locate(std::string_view source, std::uint32_t offset) -> LineColumn;

}  // namespace bytelogic
