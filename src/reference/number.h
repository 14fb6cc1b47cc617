// number.h - arithmetic of the language on values at hand, written to be obviously right rather than fast.
//
//   Add(Value{std::int64_t{1}}, Value{0.5})                 1.5
//   RoundToDecimals(2.675, 2)                               2.67: the exact value of 2.675 is below 2.675
//
// Every function returns its result or the kind of its failure (R2xx). Used by operators and builtins of the reference.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <tl/expected.hpp>

#include "bytelogic/value.h"
#include "diagnostics/diagnostics.h"

namespace bytelogic::reference {

template <typename T>
using Expected = tl::expected<T, DiagnosticKind>;

inline auto Fail(DiagnosticKind kind) -> tl::unexpected<DiagnosticKind> { return tl::unexpected<DiagnosticKind>(kind); }

// The int that `number` is, if its value is integral and in the range of int64.
auto ToInt(double number) -> std::optional<std::int64_t>;
// The one identity of a value: a float that is an int becomes that int, anything else stays.
auto Normalize(Value value) -> Value;
// A number as a double, an int rounded to the nearest one; nothing for a symbol.
auto ToFloat(const Value& value) -> std::optional<double>;
// `number` without NaN, infinities (both R203) and -0.0.
auto Finite(double number) -> Expected<double>;

// The order of outputs: numbers by exact value, then symbols by code point. Equal exactly where two values are the
// same.
auto Order(const Value& left, const Value& right) -> std::strong_ordering;

struct ValueLess {
  auto operator()(const Value& left, const Value& right) const -> bool { return Order(left, right) < 0; }
};

// Arithmetic of the values at hand: two ints give an int, else floats; a symbol is R204. The result keeps the
// representation that it was computed in; Normalize it where it becomes a value of type `any`.
auto Negate(const Value& operand) -> Expected<Value>;
auto Add(const Value& left, const Value& right) -> Expected<Value>;
auto Subtract(const Value& left, const Value& right) -> Expected<Value>;
auto Multiply(const Value& left, const Value& right) -> Expected<Value>;
auto Divide(const Value& left, const Value& right) -> Expected<Value>;
auto FloorDivide(const Value& left, const Value& right) -> Expected<Value>;
auto Modulo(const Value& left, const Value& right) -> Expected<Value>;
auto Power(const Value& base, const Value& exponent) -> Expected<Value>;

// ROUND(x, decimals): the float nearest to the exact value of `number` rounded half away from zero. 0 <= decimals
// <= 15.
auto RoundToDecimals(double number, int decimals) -> double;

}  // namespace bytelogic::reference
