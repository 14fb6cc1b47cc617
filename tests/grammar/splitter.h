// splitter.h - what both dialects do to split a text: white space, lines, names, digits, strings.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

#include "language.h"

namespace bytelogic::grammar_test {

inline auto IsDigit(char c) -> bool { return c >= '0' && c <= '9'; }
// Of ASCII and of what is not: the sentences have no other characters beyond ASCII than letters.
inline auto IsWordCharacter(char c) -> bool {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<signed char>(c) < 0;
}

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

 protected:
  [[nodiscard]] auto At(std::size_t at) const -> char { return at < text_.size() ? text_[at] : '\0'; }
  [[nodiscard]] auto StartsWith(std::string_view prefix) const -> bool { return text_.substr(at_).starts_with(prefix); }

  [[nodiscard]] auto NameEnd(std::size_t at) const -> std::size_t {
    if (IsDigit(At(at))) return at;
    return WordEnd(at);
  }
  [[nodiscard]] auto WordEnd(std::size_t at) const -> std::size_t {
    while (at < text_.size() && IsWordCharacter(text_[at])) ++at;
    return at;
  }
  [[nodiscard]] auto DigitsEnd(std::size_t at) const -> std::size_t {
    while (IsDigit(At(at))) ++at;
    return at;
  }

  // The end of the number at `at`, and whether it is a float.
  [[nodiscard]] auto NumberEnd(std::size_t at) const -> std::pair<std::size_t, bool> {
    std::size_t end = DigitsEnd(at);
    bool is_float = false;
    if (At(end) == '.' && IsDigit(At(end + 1))) {
      is_float = true;
      end = DigitsEnd(end + 1);
    }
    const std::size_t sign = At(end + 1) == '+' || At(end + 1) == '-' ? 1 : 0;
    if ((At(end) == 'e' || At(end) == 'E') && IsDigit(At(end + 1 + sign))) {
      is_float = true;
      end = DigitsEnd(end + 1 + sign);
    }
    return {end, is_float};
  }

  // The end of the string at hand; 0 where it has none on its line.
  [[nodiscard]] auto StringEnd() const -> std::size_t {
    const char quote = text_[at_];
    for (std::size_t at = at_ + 1; at < text_.size() && text_[at] != '\n'; ++at) {
      if (text_[at] == '\\') {
        ++at;
      } else if (text_[at] == quote) {
        return at + 1;
      }
    }
    return 0;
  }

  void SkipLine() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
  }
  // Whether there is white space, which is skipped.
  auto SkipSpace() -> bool {
    if (At(at_) == '\n') {
      line_is_empty_ = true;
    } else if (At(at_) != ' ') {
      return false;
    }
    ++at_;
    return true;
  }

  void Add(WordKind kind, std::size_t end) {
    const bool touches = at_ == last_end_ && !result_.words.empty();
    result_.words.push_back({kind, std::string(text_.substr(at_, end - at_)), line_is_empty_, touches});
    line_is_empty_ = false;
    at_ = last_end_ = end;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t last_end_ = 0;
  bool line_is_empty_ = true;
  Text result_;
};

}  // namespace bytelogic::grammar_test
