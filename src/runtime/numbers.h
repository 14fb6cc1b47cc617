// numbers.h - arithmetic of the language: checked ints, finite floats, and anys by what they hold. Inline, because the
// interpreter's instructions are made of it.
//
//   Status status = FloorDivideInt(-7, 2, result);  // -4
//
// See docs/language-reference.md, section 3. `result` is written only where the status is kOk.
#pragma once

#include <cmath>

#include "runtime/cells.h"
#include "runtime/status.h"

namespace bytelogic::runtime {

inline auto AddInt(std::int64_t a, std::int64_t b, std::int64_t& result) -> Status {
  std::int64_t sum;
  if (__builtin_add_overflow(a, b, &sum)) return Status::kIntegerOverflow;
  result = sum;
  return Status::kOk;
}

inline auto SubtractInt(std::int64_t a, std::int64_t b, std::int64_t& result) -> Status {
  std::int64_t difference;
  if (__builtin_sub_overflow(a, b, &difference)) return Status::kIntegerOverflow;
  result = difference;
  return Status::kOk;
}

// Whether a * b does not fit. Not __builtin_mul_overflow, which in wasm32 calls a 128-bit multiplication.
inline auto MultiplyInt(std::int64_t a, std::int64_t b, std::int64_t& result) -> Status {
  const auto fits32 = [](std::int64_t value) { return value == static_cast<std::int32_t>(value); };
  if (fits32(a) && fits32(b)) [[likely]] {
    result = a * b;
    return Status::kOk;
  }
  std::int64_t product;
  if (__builtin_mul_overflow(a, b, &product)) return Status::kIntegerOverflow;
  result = product;
  return Status::kOk;
}

inline auto NegateInt(std::int64_t a, std::int64_t& result) -> Status { return SubtractInt(0, a, result); }

inline auto FloorDivideInt(std::int64_t a, std::int64_t b, std::int64_t& result) -> Status {
  if (b == 0) return Status::kDivisionByZero;
  if (b == -1) return NegateInt(a, result);
  const std::int64_t quotient = a / b;
  result = quotient - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
  return Status::kOk;
}

inline auto ModuloInt(std::int64_t a, std::int64_t b, std::int64_t& result) -> Status {
  if (b == 0) return Status::kDivisionByZero;
  if (b == -1) {
    result = 0;
    return Status::kOk;
  }
  const std::int64_t remainder = a % b;
  result = remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
  return Status::kOk;
}

// A result that is not finite is an error; -0.0 is 0.
inline auto Finite(double value, double& result) -> Status {
  if (!(value - value == 0)) return Status::kOutsideDomain;
  result = value + 0.0;
  return Status::kOk;
}

// Half away from zero. std::round, but exact for 0.49999999999999994 in every libm.
inline auto RoundHalfAway(double value) -> double {
  const double whole = std::trunc(value);
  const double fraction = value - whole;
  return fraction >= 0.5 ? whole + 1 : fraction <= -0.5 ? whole - 1 : whole;
}

inline auto DivideFloat(double a, double b, double& result) -> Status {
  return b == 0 ? Status::kDivisionByZero : Finite(a / b, result);
}

// What a remainder costs beside the operation: the C library finds it bit by bit.
inline auto RemainderFuel(double a, double b) -> std::uint32_t {
  const auto exponent = [](double value) {
    return static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(value) >> 52) & 0x7FF;
  };
  return exponent(a) > exponent(b) ? exponent(a) - exponent(b) : 0;
}

// Python's %: the result has the sign of b.
inline auto ModuloFloat(double a, double b, double& result) -> Status {
  if (b == 0) return Status::kDivisionByZero;
  double remainder = std::fmod(a, b);
  if (remainder != 0 && (remainder < 0) != (b < 0)) remainder += b;
  return Finite(remainder, result);
}

inline auto FloorDivideFloat(double a, double b, double& result) -> Status {
  double remainder;
  if (Status status = ModuloFloat(a, b, remainder); status != Status::kOk) return status;
  return Finite(RoundHalfAway((a - remainder) / b), result);
}

inline auto AnyToFloat(const Register& any) -> double {
  return TagOf(any) == kTagInt ? static_cast<double>(any.integer) : any.number;
}

inline auto RemainderFuel(const Register& a, const Register& b) -> std::uint32_t {
  if (TagOf(a) == kTagText || TagOf(b) == kTagText || (TagOf(a) == kTagInt && TagOf(b) == kTagInt)) return 0;
  return RemainderFuel(AnyToFloat(a), AnyToFloat(b));
}

enum class Arithmetic : std::uint32_t { kAdd, kSubtract, kMultiply, kDivide, kFloorDivide, kModulo };

// a op b of anys. Two ints give an int, except by kDivide.
auto AnyArithmetic(Arithmetic operation, const Register& a, const Register& b, Register& result) -> Status;

// Order of two anys of one kind: R204 where a number meets a symbol.
auto CompareAny(const Register& a, const Register& b, int& order) -> Status;

// A number and a symbol are never equal.
auto EqualAny(const Register& a, const Register& b) -> bool;

inline auto EqualText(const Register& a, const Register& b) -> bool {
  if (a.length != b.length) return false;
  return a.text == b.text || EqualBytes(a.text, b.text, a.length);
}

// base to an exponent that is not negative.
auto PowerInt(std::int64_t base, std::int64_t exponent, std::int64_t& result) -> Status;
auto PowerFloat(double base, double exponent, double& result) -> Status;

// The int that `value`, an integer already, is: R202 beyond int64.
auto IntOfWhole(double value, std::int64_t& result) -> Status;

// The float nearest to the exact value of `value` rounded to `decimals` (0 to 15) decimals, half away from zero.
auto RoundToDecimals(double value, std::int64_t decimals, double& result) -> Status;

}  // namespace bytelogic::runtime
