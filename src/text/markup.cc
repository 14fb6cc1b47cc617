#include "text/markup.h"

namespace bytelogic::text {

auto Escape(std::string_view text) -> std::string {
  std::string out;
  out.reserve(text.size());
  for (const char byte : text) {
    switch (byte) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      default:
        out += byte;
    }
  }
  return out;
}

auto ArrowAnswer(const Result& result) -> std::string {
  return (result.success ? " → " : " → error ") + Escape(result.Text());
}

}  // namespace bytelogic::text
