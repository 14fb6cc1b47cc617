#include "diagnostics/places.h"

#include <algorithm>

#include "base/utf8.h"

namespace bytelogic {

auto Places::Walk(std::string_view source, Checkpoint from, std::size_t begin, std::size_t end) -> Checkpoint {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (begin == 0 && source.starts_with(kByteOrderMark)) begin = kByteOrderMark.size();
  for (std::size_t at = begin; at < end; ++at) {
    const char c = source[at];
    const bool continues = IsUtf8Continuation(c);
    from.code_points += continues ? 0 : 1;
    const bool line_ends = c == '\n' || (c == '\r' && (at + 1 == source.size() || source[at + 1] != '\n'));
    if (line_ends) {
      ++from.place.line;
      from.place.column = 1;
    } else if (!continues) {
      ++from.place.column;
    }
  }
  return from;
}

Places::Places(std::string_view source) : source_(source) {
  checkpoints_.reserve(source.size() / kStride + 1);
  checkpoints_.emplace_back();
  for (std::size_t at = kStride; at <= source.size(); at += kStride) {
    checkpoints_.push_back(Walk(source, checkpoints_.back(), at - kStride, at));
  }
}

auto Places::Find(std::uint32_t offset) const -> Checkpoint {
  const std::size_t end = std::min<std::size_t>(offset, source_.size());
  const std::size_t checkpoint = end / kStride;
  return Walk(source_, checkpoints_[checkpoint], checkpoint * kStride, end);
}

auto Places::At(std::uint32_t offset) const -> LineColumn { return Find(offset).place; }

auto Places::LengthOf(SourceRange range) const -> std::uint32_t {
  return Find(range.end()).code_points - Find(range.offset).code_points;
}

auto Locate(std::string_view source, std::uint32_t offset) -> LineColumn {
  return Places::Walk(source, {}, 0, std::min<std::size_t>(offset, source.size())).place;
}

}  // namespace bytelogic
