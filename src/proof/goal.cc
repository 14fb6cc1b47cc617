#include "proof/goal.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <system_error>
#include <utility>

#include "base/symbol_text.h"
#include "base/utf8.h"
#include "reference/number.h"

namespace bytelogic::proof {
namespace {

auto IsSpace(char c) -> bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class GoalParser {
 public:
  explicit GoalParser(std::string_view text) : text_(text) {}

  auto Parse() -> tl::expected<Goal, std::string> {
    if (FindInvalidUtf8(text_) != std::string_view::npos) return Fail("the goal is not valid UTF-8");
    SkipSpace();
    if (text_.substr(at_).starts_with("?-")) at_ += 2;
    SkipSpace();
    Goal goal;
    const std::size_t length = ScanName(text_, at_) - at_;
    if (length == 0) return Fail("the goal does not begin with a relation; write it as ancestor alice ?");
    goal.relation = text_.substr(at_, length);
    at_ += length;
    parentheses_ = at_ < text_.size() && text_[at_] == '(';
    const bool fine = parentheses_ ? ParseList(goal) : ParseWords(goal);
    if (!fine) return tl::unexpected(error_);
    SkipSpace();
    if (at_ < text_.size() && text_[at_] == '.') ++at_;
    SkipSpace();
    if (at_ < text_.size()) return Fail("the goal ends before " + Found() + "; a goal is one tuple");
    return goal;
  }

 private:
  auto Fail(std::string message) -> tl::unexpected<std::string> {
    return tl::unexpected<std::string>(std::move(message));
  }
  auto Wrong(std::string message) -> bool {
    error_ = std::move(message);
    return false;
  }
  [[nodiscard]] auto Found() const -> std::string {
    if (at_ >= text_.size()) return "its end";
    std::size_t end = at_ + 1;
    while (end < text_.size() && end - at_ < 20 && !IsSpace(text_[end])) ++end;
    while (end < text_.size() && IsUtf8Continuation(text_[end])) ++end;
    return "\"" + std::string(text_.substr(at_, end - at_)) + "\"";
  }
  void SkipSpace() {
    while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
  }
  [[nodiscard]] auto AtEnd() const -> bool {
    return at_ >= text_.size() || (text_[at_] == '.' && text_.find_first_not_of(" \t\r\n", at_ + 1) == text_.npos);
  }

  auto ParseWords(Goal& goal) -> bool {
    for (SkipSpace(); !AtEnd(); SkipSpace()) {
      if (!ParseArgument(goal)) return false;
      if (at_ < text_.size() && !IsSpace(text_[at_]) && !AtEnd()) {
        return Wrong("in the goal " + Found() + " follows an argument; separate arguments by spaces");
      }
    }
    return true;
  }

  auto ParseList(Goal& goal) -> bool {
    ++at_;
    SkipSpace();
    if (at_ < text_.size() && text_[at_] == ')') {
      ++at_;
      return true;
    }
    while (true) {
      SkipSpace();
      if (!ParseArgument(goal)) return false;
      SkipSpace();
      const char next = at_ < text_.size() ? text_[at_] : '\0';
      if (next != ',' && next != ')') return Wrong("in the goal \",\" or \")\" is missing before " + Found());
      ++at_;
      if (next == ')') return true;
    }
  }

  auto ParseArgument(Goal& goal) -> bool {
    GoalArgument& argument = goal.arguments.emplace_back();
    if (at_ >= text_.size()) return Wrong("the goal ends where an argument should stand");
    const char c = text_[at_];
    if (c == '?') {
      ++at_;
      return true;
    }
    if (c == '$') return ParseVariable(argument);
    if (c == '"' || c == '\'') return ParseString(argument);
    if (IsAsciiDigit(c) || (c == '-' && at_ + 1 < text_.size() && IsAsciiDigit(text_[at_ + 1]))) {
      return ParseNumber(argument);
    }
    const std::size_t end = parentheses_ ? ScanName(text_, at_) : ScanDottedAtom();
    if (end == at_) return Wrong("in the goal " + Found() + " is not a value; write an atom, a number, a string or ?");
    const std::string_view word = text_.substr(at_, end - at_);
    at_ = end;
    if (parentheses_ && (word[0] == '_' || (word[0] >= 'A' && word[0] <= 'Z'))) {
      if (word != "_") argument.variable = word;
      return true;
    }
    argument.is_value = true;
    argument.value.emplace<std::string>(word);
    return true;
  }

  // `new-york`, or `app.a`.
  [[nodiscard]] auto ScanDottedAtom() const -> std::size_t {
    std::size_t end = ScanAtom(text_, at_);
    if (end == at_) return end;
    while (end < text_.size() && text_[end] == '.' && ScanName(text_, end + 1) > end + 1)
      end = ScanName(text_, end + 1);
    return end;
  }

  auto ParseVariable(GoalArgument& argument) -> bool {
    std::size_t end = at_ + 1;
    while (end < text_.size() && WordCharacterLength(text_, end) > 0) end += WordCharacterLength(text_, end);
    if (end == at_ + 1) return Wrong("in the goal a name is missing after $");
    argument.variable = text_.substr(at_, end - at_);
    at_ = end;
    return true;
  }

  auto ParseNumber(GoalArgument& argument) -> bool {
    std::size_t end = at_ + 1;
    const auto digits = [&] {
      while (end < text_.size() && IsAsciiDigit(text_[end])) ++end;
    };
    digits();
    bool is_float = false;
    if (end + 1 < text_.size() && text_[end] == '.' && IsAsciiDigit(text_[end + 1])) {
      is_float = true;
      ++end;
      digits();
    }
    if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
      is_float = true;
      ++end;
      if (end < text_.size() && (text_[end] == '+' || text_[end] == '-')) ++end;
      digits();
    }
    const std::string_view word = text_.substr(at_, end - at_);
    const char* const last = word.data() + word.size();
    argument.is_value = true;
    std::int64_t integer = 0;
    const auto [end_of_integer, out_of_range] = std::from_chars(word.data(), last, integer);
    if (!is_float && out_of_range == std::errc() && end_of_integer == last) {
      argument.value = integer;
    } else {
      // A great float is printed without a point: what is no int is a float.
      double number = 0;
      const auto [rest, error] = std::from_chars(word.data(), last, number);
      if (error != std::errc() || rest != last || !std::isfinite(number)) return OutOfRange(word);
      argument.value = reference::Normalize(Value{number == 0 ? 0.0 : number});
    }
    at_ = end;
    return true;
  }

  auto OutOfRange(std::string_view word) -> bool {
    return Wrong("in the goal \"" + std::string(word) + "\" is not a number that ByteLogic has");
  }

  auto ParseString(GoalArgument& argument) -> bool {
    const char quote = text_[at_++];
    std::string value;
    while (true) {
      if (at_ >= text_.size()) return Wrong("in the goal a string is not closed");
      const char c = text_[at_++];
      if (c == quote) break;
      if (c != '\\') {
        value += c;
        continue;
      }
      if (!ParseEscape(value)) return Wrong("in the goal a string has an escape that there is not");
    }
    argument.is_value = true;
    argument.value = std::move(value);
    return true;
  }

  auto ParseEscape(std::string& value) -> bool {
    const char c = at_ < text_.size() ? text_[at_++] : '\0';
    switch (c) {
      case 'n':
        value += '\n';
        return true;
      case 't':
        value += '\t';
        return true;
      case 'r':
        value += '\r';
        return true;
      case '\\':
      case '"':
      case '\'':
        value += c;
        return true;
      case 'u':
        break;
      default:
        return false;
    }
    if (at_ >= text_.size() || text_[at_] != '{') return false;
    const std::size_t close = text_.find('}', at_);
    if (close == text_.npos) return false;
    std::uint32_t code_point = 0;
    const char* const end = text_.data() + close;
    const auto [rest, error] = std::from_chars(text_.data() + at_ + 1, end, code_point, 16);
    const bool is_scalar = code_point < 0xD800 || (code_point >= 0xE000 && code_point < 0x11'0000);
    if (error != std::errc() || rest != end || !is_scalar) return false;
    char encoded[4];
    value.append(encoded, EncodeUtf8(code_point, encoded));
    at_ = close + 1;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool parentheses_ = false;
  std::string error_;
};

}  // namespace

auto Goal::Text() const -> std::string {
  std::string text = relation;
  for (const GoalArgument& argument : arguments) text += " " + (argument.is_value ? ToText(argument.value) : "?");
  return text;
}

auto ParseGoal(std::string_view text) -> tl::expected<Goal, std::string> { return GoalParser(text).Parse(); }

}  // namespace bytelogic::proof
