#include "shrink.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace bytelogic::differential {
namespace {

// `text` cut behind each `separator`.
auto Pieces(std::string_view text, char separator) -> std::vector<std::string> {
  std::vector<std::string> pieces;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    pieces.emplace_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return pieces;
}

auto Join(const std::vector<std::string>& pieces) -> std::string {
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  return text;
}

}  // namespace

auto Shrink(std::string source, const std::function<bool(const std::string&)>& still_fails, int max_tries)
    -> std::string {
  int tries = 0;
  for (const char separator : {'\n', ' '}) {
    std::vector<std::string> pieces = Pieces(source, separator);
    for (std::size_t size = std::max<std::size_t>(pieces.size() / 2, 1); size > 0;) {
      bool removed = false;
      for (std::size_t begin = 0; begin + size <= pieces.size() && tries < max_tries;) {
        std::vector<std::string> fewer = pieces;
        const auto first = fewer.begin() + static_cast<std::ptrdiff_t>(begin);
        fewer.erase(first, first + static_cast<std::ptrdiff_t>(size));
        ++tries;
        if (still_fails(Join(fewer))) {
          pieces = std::move(fewer);
          removed = true;
        } else {
          begin += size;
        }
      }
      if (tries >= max_tries) break;
      // Go on with the same size while that helps; single pieces may free others.
      if (!removed || size > 1) size /= 2;
    }
    source = Join(pieces);
  }
  return source;
}

}  // namespace bytelogic::differential
