#include "reference/number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "base/check.h"

namespace bytelogic::reference {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;

auto OrderNumbers(std::int64_t left, double right) -> std::strong_ordering {
  if (right >= kTwoTo63) return std::strong_ordering::less;
  if (right < -kTwoTo63) return std::strong_ordering::greater;
  const double whole = std::trunc(right);
  const auto order = left <=> static_cast<std::int64_t>(whole);
  if (order != 0) return order;
  if (right > whole) return std::strong_ordering::less;
  if (right < whole) return std::strong_ordering::greater;
  return std::strong_ordering::equal;
}

auto Reverse(std::strong_ordering order) -> std::strong_ordering { return 0 <=> order; }

// Both operands as ints, or both as floats.
struct Ints {
  std::int64_t left;
  std::int64_t right;
};
struct Floats {
  double left;
  double right;
};

auto BothInts(const Value& left, const Value& right) -> std::optional<Ints> {
  const auto* left_int = std::get_if<std::int64_t>(&left);
  const auto* right_int = std::get_if<std::int64_t>(&right);
  if (left_int == nullptr || right_int == nullptr) return std::nullopt;
  return Ints{*left_int, *right_int};
}

auto BothFloats(const Value& left, const Value& right) -> Expected<Floats> {
  const auto left_float = ToFloat(left);
  const auto right_float = ToFloat(right);
  if (!left_float || !right_float) return Fail(DiagnosticKind::kMixedValues);
  return Floats{*left_float, *right_float};
}

auto InInt64(__int128 exact) -> Expected<Value> {
  if (exact < std::numeric_limits<std::int64_t>::min() || exact > std::numeric_limits<std::int64_t>::max()) {
    return Fail(DiagnosticKind::kIntegerOverflow);
  }
  return Value{static_cast<std::int64_t>(exact)};
}

auto AsFiniteValue(double number) -> Expected<Value> {
  return Finite(number).map([](double finite) { return Value{finite}; });
}

// The remainder with the sign of the divisor, as Python's `%`.
auto FloatModulo(double left, double right) -> double {
  double remainder = std::fmod(left, right);
  if (remainder != 0 && (remainder < 0) != (right < 0)) remainder += right;
  return remainder;
}

auto FloorDivideExact(__int128 left, __int128 right) -> __int128 {
  const __int128 quotient = left / right;
  return left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient;
}

auto IntPower(std::int64_t base, std::int64_t exponent) -> Expected<Value> {
  if (exponent < 0) return Fail(DiagnosticKind::kOutsideDomain);
  if (base == 0 || base == 1) return Value{exponent == 0 ? std::int64_t{1} : base};
  if (base == -1) return Value{exponent % 2 == 0 ? std::int64_t{1} : std::int64_t{-1}};
  __int128 power = 1;
  for (std::int64_t i = 0; i < exponent; ++i) {
    power *= base;
    // No later factor brings the product back: |base| is 2 or more.
    if (const auto fits = InInt64(power); !fits) return fits;
  }
  return InInt64(power);
}

}  // namespace

auto ToInt(double number) -> std::optional<std::int64_t> {
  if (!(number >= -kTwoTo63 && number < kTwoTo63) || number != std::trunc(number)) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

auto Normalize(Value value) -> Value {
  if (const auto* number = std::get_if<double>(&value)) {
    if (const auto integer = ToInt(*number)) return Value{*integer};
  }
  return value;
}

auto ToFloat(const Value& value) -> std::optional<double> {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
  if (const auto* number = std::get_if<double>(&value)) return *number;
  return std::nullopt;
}

auto Finite(double number) -> Expected<double> {
  if (!std::isfinite(number)) return Fail(DiagnosticKind::kOutsideDomain);
  return number == 0 ? 0.0 : number;
}

auto Order(const Value& left, const Value& right) -> std::strong_ordering {
  const auto* left_text = std::get_if<std::string>(&left);
  const auto* right_text = std::get_if<std::string>(&right);
  if (left_text != nullptr || right_text != nullptr) {
    if (left_text == nullptr) return std::strong_ordering::less;
    if (right_text == nullptr) return std::strong_ordering::greater;
    // The order of UTF-8 bytes is the order of code points.
    return left_text->compare(*right_text) <=> 0;
  }
  if (const auto ints = BothInts(left, right)) return ints->left <=> ints->right;
  if (const auto* integer = std::get_if<std::int64_t>(&left)) return OrderNumbers(*integer, std::get<double>(right));
  if (const auto* integer = std::get_if<std::int64_t>(&right)) {
    return Reverse(OrderNumbers(*integer, std::get<double>(left)));
  }
  const double left_float = std::get<double>(left);
  const double right_float = std::get<double>(right);
  if (left_float < right_float) return std::strong_ordering::less;
  return left_float > right_float ? std::strong_ordering::greater : std::strong_ordering::equal;
}

auto Negate(const Value& operand) -> Expected<Value> {
  if (const auto* integer = std::get_if<std::int64_t>(&operand)) return InInt64(-static_cast<__int128>(*integer));
  const auto number = ToFloat(operand);
  if (!number) return Fail(DiagnosticKind::kMixedValues);
  return AsFiniteValue(-*number);
}

auto Add(const Value& left, const Value& right) -> Expected<Value> {
  if (const auto ints = BothInts(left, right)) return InInt64(static_cast<__int128>(ints->left) + ints->right);
  const auto floats = BothFloats(left, right);
  if (!floats) return Fail(floats.error());
  return AsFiniteValue(floats->left + floats->right);
}

auto Subtract(const Value& left, const Value& right) -> Expected<Value> {
  if (const auto ints = BothInts(left, right)) return InInt64(static_cast<__int128>(ints->left) - ints->right);
  const auto floats = BothFloats(left, right);
  if (!floats) return Fail(floats.error());
  return AsFiniteValue(floats->left - floats->right);
}

auto Multiply(const Value& left, const Value& right) -> Expected<Value> {
  if (const auto ints = BothInts(left, right)) return InInt64(static_cast<__int128>(ints->left) * ints->right);
  const auto floats = BothFloats(left, right);
  if (!floats) return Fail(floats.error());
  return AsFiniteValue(floats->left * floats->right);
}

auto Divide(const Value& left, const Value& right) -> Expected<Value> {
  const auto floats = BothFloats(left, right);
  if (!floats) return Fail(floats.error());
  if (floats->right == 0) return Fail(DiagnosticKind::kDivisionByZero);
  return AsFiniteValue(floats->left / floats->right);
}

auto FloorDivide(const Value& left, const Value& right) -> Expected<Value> {
  if (const auto ints = BothInts(left, right)) {
    if (ints->right == 0) return Fail(DiagnosticKind::kDivisionByZero);
    return InInt64(FloorDivideExact(ints->left, ints->right));
  }
  const auto floats = BothFloats(left, right);
  if (!floats) return Fail(floats.error());
  if (floats->right == 0) return Fail(DiagnosticKind::kDivisionByZero);
  const double remainder = FloatModulo(floats->left, floats->right);
  return AsFiniteValue(std::round((floats->left - remainder) / floats->right));
}

auto Modulo(const Value& left, const Value& right) -> Expected<Value> {
  if (const auto ints = BothInts(left, right)) {
    if (ints->right == 0) return Fail(DiagnosticKind::kDivisionByZero);
    const __int128 quotient = FloorDivideExact(ints->left, ints->right);
    return InInt64(ints->left - quotient * ints->right);
  }
  const auto floats = BothFloats(left, right);
  if (!floats) return Fail(floats.error());
  if (floats->right == 0) return Fail(DiagnosticKind::kDivisionByZero);
  return AsFiniteValue(FloatModulo(floats->left, floats->right));
}

auto Power(const Value& base, const Value& exponent) -> Expected<Value> {
  if (const auto ints = BothInts(base, exponent)) return IntPower(ints->left, ints->right);
  const auto floats = BothFloats(base, exponent);
  if (!floats) return Fail(floats.error());
  if (floats->left == 0 && floats->right < 0) return Fail(DiagnosticKind::kDivisionByZero);
  return AsFiniteValue(std::pow(floats->left, floats->right));
}

auto RoundToDecimals(double number, int decimals) -> double {
  BL_CHECK(decimals >= 0 && decimals <= 15 && std::isfinite(number));
  // The exact decimal expansion: no double has more than 1,074 digits after the point.
  std::array<char, 1'600> buffer;
  const auto written =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(number), std::chars_format::fixed, 1'074);
  BL_CHECK(written.ec == std::errc());
  std::string digits(buffer.data(), written.ptr);
  const std::size_t end = digits.find('.') + 1 + static_cast<std::size_t>(decimals);
  const bool up = digits[end] >= '5';
  digits.resize(end);
  if (up) {
    // One unit more in the last place that is kept: carry to the left.
    std::size_t place = digits.size();
    bool carry = true;
    while (carry && place > 0) {
      char& digit = digits[--place];
      if (digit == '.') continue;
      carry = digit == '9';
      digit = carry ? '0' : static_cast<char>(digit + 1);
    }
    if (carry) digits.insert(digits.begin(), '1');
  }
  if (digits.back() == '.') digits.pop_back();
  double rounded = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), rounded);
  BL_CHECK(read.ec == std::errc());
  return number < 0 && rounded != 0 ? -rounded : rounded;
}

}  // namespace bytelogic::reference
