#include "result/json_text.h"

#include <nlohmann/json.hpp>
#include <string_view>

#include "base/invisible.h"

namespace bytelogic::result {
namespace {

void AppendUnit(std::uint32_t unit, std::string& out) {
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += "0123456789abcdef"[unit >> shift & 15U];
}

}  // namespace

auto DumpJson(const nlohmann::ordered_json& json) -> std::string {
  const std::string text = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  if (!HoldsInvisible(text)) return text;
  // They stand in strings: elsewhere there is nothing but ASCII, and control characters are escapes already.
  std::string visible;
  visible.reserve(text.size() * 2);
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeUtf8(text, at);
    if (!IsInvisible(point.value)) {
      visible += std::string_view(text).substr(at, point.length);
    } else if (point.value < 0x10000) {
      AppendUnit(point.value, visible);
    } else {
      AppendUnit(0xD800 + ((point.value - 0x10000) >> 10), visible);
      AppendUnit(0xDC00 + ((point.value - 0x10000) & 0x3FF), visible);
    }
    at += point.length;
  }
  return visible;
}

}  // namespace bytelogic::result
