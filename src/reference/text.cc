#include "reference/text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "base/number_text.h"
#include "reference/case_mapping.h"

namespace bytelogic::reference {
namespace {

// How many bytes the sequence that begins with `lead` has.
auto SequenceLength(unsigned char lead) -> std::size_t {
  if (lead >= 0xF0) return 4;
  if (lead >= 0xE0) return 3;
  return lead >= 0xC0 ? 2 : 1;
}

auto IsDigit(char c) -> bool { return c >= '0' && c <= '9'; }

// Removes the digits at the front of `text`; false where there are none.
auto SkipDigits(std::string_view& text) -> bool {
  if (text.empty() || !IsDigit(text.front())) return false;
  while (!text.empty() && IsDigit(text.front())) text.remove_prefix(1);
  return true;
}

auto SkipOne(std::string_view& text, std::string_view choices) -> bool {
  if (text.empty() || choices.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

enum class NumberShape { kNone, kInt, kFloat };

// [-] digits [. digits] [e [+-] digits]
auto ShapeOf(std::string_view text) -> NumberShape {
  SkipOne(text, "-");
  if (!SkipDigits(text)) return NumberShape::kNone;
  if (text.empty()) return NumberShape::kInt;
  if (SkipOne(text, ".") && !SkipDigits(text)) return NumberShape::kNone;
  if (SkipOne(text, "eE")) {
    SkipOne(text, "+-");
    if (!SkipDigits(text)) return NumberShape::kNone;
  }
  return text.empty() ? NumberShape::kFloat : NumberShape::kNone;
}

// strtod rather than from_chars: a number too small for a double reads as 0, one too large as infinity.
auto ReadFloat(const std::string& text) -> double { return std::strtod(text.c_str(), nullptr); }

}  // namespace

auto Decode(std::string_view text) -> std::u32string {
  std::u32string code_points;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = std::min(SequenceLength(lead), text.size() - i);
    char32_t code_point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) {
      code_point = code_point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3F);
    }
    code_points.push_back(code_point);
    i += length;
  }
  return code_points;
}

auto Encode(std::u32string_view code_points) -> std::string {
  std::string text;
  for (const char32_t c : code_points) {
    const auto continuation = [c](int shift) { return static_cast<char>(0x80 | (c >> shift & 0x3F)); };
    if (c < 0x80) {
      text += static_cast<char>(c);
    } else if (c < 0x800) {
      text += {static_cast<char>(0xC0 | c >> 6), continuation(0)};
    } else if (c < 0x10000) {
      text += {static_cast<char>(0xE0 | c >> 12), continuation(6), continuation(0)};
    } else {
      text += {static_cast<char>(0xF0 | c >> 18), continuation(12), continuation(6), continuation(0)};
    }
  }
  return text;
}

auto Length(std::string_view text) -> std::int64_t { return static_cast<std::int64_t>(Decode(text).size()); }

auto CharAt(std::string_view text, std::int64_t position) -> Expected<std::string> {
  const std::u32string code_points = Decode(text);
  if (position < 0 || position >= static_cast<std::int64_t>(code_points.size())) {
    return Fail(DiagnosticKind::kOutOfRange);
  }
  return Encode({&code_points[static_cast<std::size_t>(position)], 1});
}

auto Substring(std::string_view text, std::int64_t start, std::int64_t length) -> Expected<std::string> {
  const std::u32string code_points = Decode(text);
  const auto size = static_cast<std::int64_t>(code_points.size());
  if (start < 0 || length < 0 || start > size || length > size - start) return Fail(DiagnosticKind::kOutOfRange);
  return Encode(
      std::u32string_view(code_points).substr(static_cast<std::size_t>(start), static_cast<std::size_t>(length)));
}

auto Upper(std::string_view text) -> std::string {
  std::u32string code_points = Decode(text);
  for (char32_t& c : code_points) c = ToUpperCase(c);
  return Encode(code_points);
}

auto Lower(std::string_view text) -> std::string {
  std::u32string code_points = Decode(text);
  for (char32_t& c : code_points) c = ToLowerCase(c);
  return Encode(code_points);
}

auto IndexOf(std::string_view text, std::string_view part) -> std::int64_t {
  const std::size_t position = Decode(text).find(Decode(part));
  return position == std::u32string::npos ? -1 : static_cast<std::int64_t>(position);
}

auto Replace(std::string_view text, std::string_view part, std::string_view replacement) -> std::string {
  std::string result(text);
  if (part.empty()) return result;
  for (std::size_t at = result.find(part); at != std::string::npos; at = result.find(part, at + replacement.size())) {
    result.replace(at, part.size(), replacement);
  }
  return result;
}

auto ToNumber(std::string_view text) -> Expected<Value> {
  switch (ShapeOf(text)) {
    case NumberShape::kNone:
      break;
    case NumberShape::kInt: {
      std::int64_t integer = 0;
      const auto read = std::from_chars(text.data(), text.data() + text.size(), integer);
      if (read.ec == std::errc()) return Value{integer};
      break;
    }
    case NumberShape::kFloat: {
      const double number = ReadFloat(std::string(text));
      if (std::isfinite(number)) return Normalize(Value{number});
      break;
    }
  }
  return Fail(DiagnosticKind::kNotANumber);
}

auto ToSymbol(const Value& value) -> std::string {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  const Value number = Normalize(value);
  std::array<char, kMaxNumberText> buffer;
  const auto* integer = std::get_if<std::int64_t>(&number);
  char* const end =
      integer != nullptr ? WriteInt(buffer.data(), *integer) : WriteFloat(buffer.data(), std::get<double>(number));
  return std::string(buffer.data(), end);
}

}  // namespace bytelogic::reference
