#include "base/visible_text.h"

#include "base/invisible.h"

namespace bytelogic {

void AppendVisible(std::string_view text, std::string& out, std::string_view kept) {
  std::size_t done = 0;  // what stands before it has been appended
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeUtf8(text, at);
    const bool stays =
        !IsInvisible(point.value) || (point.length == 1 && kept.find(text[at]) != std::string_view::npos);
    if (!stays) {
      char escape[kMaxEscape];
      out += text.substr(done, at - done);
      out.append(escape, WriteEscape(escape, point.value));
      done = at + point.length;
    }
    at += point.length;
  }
  out += text.substr(done);
}

auto VisibleText(std::string_view text, std::string_view kept) -> std::string {
  std::string visible;
  visible.reserve(text.size());
  AppendVisible(text, visible, kept);
  return visible;
}

}  // namespace bytelogic
