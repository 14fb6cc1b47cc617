#include "data/field.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <system_error>

#include "base/utf8.h"

namespace bytelogic::data {

namespace {

enum class NumberShape : std::uint8_t { kNone, kInt, kFloat };

auto IsDigit(char byte) -> bool { return byte >= '0' && byte <= '9'; }

// `-?(0|[1-9][0-9]*)`, with a fraction and an exponent for a float: what JSON calls a number.
auto ShapeOf(std::string_view text) -> NumberShape {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && IsDigit(text[at])) ++at;
    return at - begin;
  };
  if (at < text.size() && text[at] == '-') ++at;
  const std::size_t first = at;
  const std::size_t whole = digits();
  if (whole == 0 || (whole > 1 && text[first] == '0')) return NumberShape::kNone;
  if (at == text.size()) return NumberShape::kInt;
  if (text[at] == '.') {
    ++at;
    if (digits() == 0) return NumberShape::kNone;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return NumberShape::kNone;
  }
  return at == text.size() ? NumberShape::kFloat : NumberShape::kNone;
}

// Up to 18 digits without a zero in front: what nearly all ints are, and the fast way to read them.
auto ReadShortInt(std::string_view text, std::int64_t& number) -> bool {
  constexpr std::size_t kMostDigits = 18;
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > kMostDigits || (text[0] == '0' && text.size() > 1)) return false;
  std::int64_t value = 0;
  for (const char byte : text) {
    const auto digit = static_cast<unsigned>(byte - '0');
    if (digit > 9) return false;
    value = value * 10 + digit;
  }
  number = negative ? -value : value;
  return true;
}

// `text` has the shape of a float.
auto ReadFloat(std::string_view text, double& number) -> bool {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec == std::errc()) return true;
  // Too small is zero; too large has no value.
  const std::size_t exponent = text.find_first_of("eE");
  number = 0;
  return exponent != std::string_view::npos && text[exponent + 1] == '-';
}

auto AddSymbol(std::string_view text, FactTable& table) -> FieldProblem {
  if (FindInvalidUtf8(text) != std::string_view::npos) return FieldProblem::kNotUtf8;
  table.AddSymbol(text);
  return FieldProblem::kNone;
}

// In a column of numbers zeros in front are no reason to be anything else.
auto WithoutZeros(std::string_view text, std::string& storage) -> std::string_view {
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  std::size_t zeros = 0;
  while (sign + zeros + 1 < text.size() && text[sign + zeros] == '0' && IsDigit(text[sign + zeros + 1])) ++zeros;
  if (zeros == 0) return text;
  storage = std::string(text.substr(0, sign)) + std::string(text.substr(sign + zeros));
  return storage;
}

auto AddInt(std::string_view text, FactTable& table) -> FieldProblem {
  std::int64_t number = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc()) {
    return FieldProblem::kIntOutOfRange;
  }
  table.AddInt(number);
  return FieldProblem::kNone;
}

auto AddFloat(std::string_view text, std::optional<ColumnType> type, FactTable& table) -> FieldProblem {
  double number = 0;
  if (!ReadFloat(text, number)) return FieldProblem::kFloatOutOfRange;
  if (type == ColumnType::kInt && !(number == std::trunc(number) && number >= -0x1p63 && number < 0x1p63)) {
    return FieldProblem::kNotAnInt;
  }
  table.AddFloat(number);
  return FieldProblem::kNone;
}

}  // namespace

auto AddField(std::string_view text, std::optional<ColumnType> type, FactTable& table) -> FieldProblem {
  if (type == ColumnType::kSymbol) return AddSymbol(text, table);
  std::int64_t number = 0;
  if (ReadShortInt(text, number)) {
    table.AddInt(number);
    return FieldProblem::kNone;
  }
  const bool must_be_number = type == ColumnType::kInt || type == ColumnType::kFloat;
  std::string storage;
  if (must_be_number) text = WithoutZeros(text, storage);
  switch (ShapeOf(text)) {
    case NumberShape::kInt:
      return AddInt(text, table);
    case NumberShape::kFloat:
      return AddFloat(text, type, table);
    case NumberShape::kNone:
      break;
  }
  if (!must_be_number) return AddSymbol(text, table);
  if (FindInvalidUtf8(text) != std::string_view::npos) return FieldProblem::kNotUtf8;
  return type == ColumnType::kInt ? FieldProblem::kNotAnInt : FieldProblem::kNotANumber;
}

auto ShownField(std::string_view text) -> std::string {
  constexpr std::size_t kMaxShown = 40;
  if (text.size() <= kMaxShown) return fmt::format("\"{}\"", text);
  std::size_t end = kMaxShown;
  while (end > 0 && IsUtf8Continuation(text[end])) --end;
  return fmt::format("\"{}...\"", text.substr(0, end));
}

auto Describe(FieldProblem problem, std::string_view text) -> ProblemText {
  const std::string shown = ShownField(text);
  switch (problem) {
    case FieldProblem::kNotAnInt:
      return {DiagnosticKind::kValueDoesNotFit,
              text.empty() ? "an empty field where the column is declared as int"
                           : shown + " is not an int, but the column is declared int",
              "write an int, leave the row out, or declare the column as any"};
    case FieldProblem::kNotANumber:
      return {DiagnosticKind::kValueDoesNotFit,
              text.empty() ? "an empty field where the column is declared as float"
                           : shown + " is not a number, but the column is declared float",
              "write a number such as 2 or 0.5, leave the row out, or declare the column as any"};
    case FieldProblem::kIntOutOfRange:
      return {DiagnosticKind::kNumberOutOfRange, shown + " does not fit 64 bits",
              "declare the column as symbol to keep its text, or write it with .0 at its end for a float"};
    case FieldProblem::kFloatOutOfRange:
      return {DiagnosticKind::kNumberOutOfRange, shown + " is too large for a float",
              "write a smaller number, or declare the column as symbol to keep its text"};
    case FieldProblem::kNotUtf8:
      return {DiagnosticKind::kEncoding, "the field is not valid UTF-8", "save the file as UTF-8"};
    case FieldProblem::kNone:
      break;
  }
  return {DiagnosticKind::kValueDoesNotFit, {}, {}};
}

}  // namespace bytelogic::data
