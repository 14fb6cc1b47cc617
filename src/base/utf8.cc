#include "base/utf8.h"

#include <cstring>

namespace bytelogic {
namespace {

// The length of the well-formed sequence at the beginning of `text`, whose first byte is not ASCII; 0 if there is none.
auto SequenceLength(std::string_view text) -> std::size_t {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (text.size() < length) return 0;
  const unsigned second_min = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned second_max = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (byte(1) < second_min || byte(1) > second_max) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (!IsUtf8Continuation(text[i])) return 0;
  }
  return length;
}

}  // namespace

auto FindInvalidUtf8(std::string_view text) -> std::size_t {
  constexpr std::uint64_t kHighBits = 0x8080'8080'8080'8080;
  std::size_t offset = 0;
  while (offset < text.size()) {
    while (text.size() - offset >= sizeof(std::uint64_t)) {
      std::uint64_t chunk = 0;
      std::memcpy(&chunk, text.data() + offset, sizeof(chunk));
      if ((chunk & kHighBits) != 0) break;
      offset += sizeof(chunk);
    }
    while (offset < text.size() && static_cast<unsigned char>(text[offset]) < 0x80) ++offset;
    if (offset == text.size()) break;
    const std::size_t length = SequenceLength(text.substr(offset));
    if (length == 0) return offset;
    offset += length;
  }
  return std::string_view::npos;
}

}  // namespace bytelogic
