#include "runtime/numbers.h"

namespace bytelogic::runtime {
namespace {

__extension__ using UInt128 = unsigned __int128;

auto BitLength(UInt128 value) -> int {
  const auto high = static_cast<std::uint64_t>(value >> 64);
  const auto low = static_cast<std::uint64_t>(value);
  return high != 0 ? 128 - std::countl_zero(high) : 64 - std::countl_zero(low);
}

// numerator / denominator, rounded once, half to even. 2^53 <= numerator < 2^103; denominator < 2^50.
auto DivideExactly(UInt128 numerator, std::uint64_t denominator) -> double {
  const int shift = 128 - BitLength(numerator);
  const UInt128 scaled = numerator << shift;
  const UInt128 quotient = scaled / denominator;  // at least 77 bits
  const bool inexact = scaled % denominator != 0;
  const int dropped = BitLength(quotient) - 53;
  auto mantissa = static_cast<std::uint64_t>(quotient >> dropped);
  const UInt128 rest = quotient - (static_cast<UInt128>(mantissa) << dropped);
  const UInt128 half = static_cast<UInt128>(1) << (dropped - 1);
  if (rest > half || (rest == half && (inexact || (mantissa & 1) != 0))) ++mantissa;
  return std::ldexp(static_cast<double>(mantissa), dropped - shift);
}

}  // namespace

auto AnyArithmetic(Arithmetic operation, const Register& a, const Register& b, Register& result) -> Status {
  if (TagOf(a) == kTagText || TagOf(b) == kTagText) return Status::kMixedValues;
  Status status = Status::kOk;
  if (TagOf(a) == kTagInt && TagOf(b) == kTagInt && operation != Arithmetic::kDivide) {
    std::int64_t value = 0;
    switch (operation) {
      case Arithmetic::kAdd:
        status = AddInt(a.integer, b.integer, value);
        break;
      case Arithmetic::kSubtract:
        status = SubtractInt(a.integer, b.integer, value);
        break;
      case Arithmetic::kMultiply:
        status = MultiplyInt(a.integer, b.integer, value);
        break;
      case Arithmetic::kFloorDivide:
        status = FloorDivideInt(a.integer, b.integer, value);
        break;
      default:
        status = ModuloInt(a.integer, b.integer, value);
    }
    if (status == Status::kOk) SetInt(result, value);
    return status;
  }
  const double left = AnyToFloat(a);
  const double right = AnyToFloat(b);
  double value = 0;
  switch (operation) {
    case Arithmetic::kAdd:
      status = Finite(left + right, value);
      break;
    case Arithmetic::kSubtract:
      status = Finite(left - right, value);
      break;
    case Arithmetic::kMultiply:
      status = Finite(left * right, value);
      break;
    case Arithmetic::kDivide:
      status = DivideFloat(left, right, value);
      break;
    case Arithmetic::kFloorDivide:
      status = FloorDivideFloat(left, right, value);
      break;
    case Arithmetic::kModulo:
      status = ModuloFloat(left, right, value);
      break;
  }
  if (status == Status::kOk) SetFloat(result, value);
  return status;
}

auto CompareAny(const Register& a, const Register& b, int& order) -> Status {
  const bool text = TagOf(a) == kTagText;
  if (text != (TagOf(b) == kTagText)) return Status::kMixedValues;
  if (text) {
    order = CompareText(a.text, a.length, b.text, b.length);
  } else if (TagOf(a) == kTagInt && TagOf(b) == kTagInt) {
    order = a.integer < b.integer ? -1 : a.integer > b.integer ? 1 : 0;
  } else if (TagOf(a) == kTagInt) {
    order = CompareIntFloat(a.integer, b.number);
  } else if (TagOf(b) == kTagInt) {
    order = -CompareIntFloat(b.integer, a.number);
  } else {
    order = a.number < b.number ? -1 : a.number > b.number ? 1 : 0;
  }
  return Status::kOk;
}

auto EqualAny(const Register& a, const Register& b) -> bool {
  if (TagOf(a) != TagOf(b)) return false;  // an integral float is an int
  switch (TagOf(a)) {
    case kTagInt:
      return a.integer == b.integer;
    case kTagFloat:
      return a.number == b.number;
    default:
      return EqualText(a, b);
  }
}

auto PowerInt(std::int64_t base, std::int64_t exponent, std::int64_t& result) -> Status {
  if (exponent < 0) return Status::kOutsideDomain;
  std::int64_t power = 1;
  while (exponent > 0) {
    if ((exponent & 1) != 0) {
      if (Status status = MultiplyInt(power, base, power); status != Status::kOk) return status;
    }
    exponent >>= 1;
    if (exponent > 0) {
      if (Status status = MultiplyInt(base, base, base); status != Status::kOk) return status;
    }
  }
  result = power;
  return Status::kOk;
}

auto PowerFloat(double base, double exponent, double& result) -> Status {
  if (base == 0 && exponent < 0) return Status::kDivisionByZero;
  return Finite(std::pow(base, exponent), result);
}

auto IntOfWhole(double value, std::int64_t& result) -> Status {
  return FloatToExactInt(value, result) ? Status::kOk : Status::kIntegerOverflow;
}

auto RoundToDecimals(double value, std::int64_t decimals, double& result) -> Status {
  if (decimals < 0 || decimals > 15) return Status::kOutsideDomain;
  result = value;
  const double magnitude = std::fabs(value);
  if (!(magnitude < 0x1p52) || magnitude == 0) return Status::kOk;
  // magnitude = mantissa / 2^scale exactly, and scale > 0 because it is below 2^52.
  int exponent;
  const double fraction = std::frexp(magnitude, &exponent);
  const auto mantissa = static_cast<std::uint64_t>(std::ldexp(fraction, 53));
  const int scale = 53 - exponent;
  std::uint64_t power = 1;
  for (std::int64_t i = 0; i < decimals; ++i) power *= 10;
  const UInt128 product = static_cast<UInt128>(mantissa) * power;  // below 2^103
  UInt128 rounded = 0;
  if (scale <= 104) {
    rounded = product >> scale;
    if (((product >> (scale - 1)) & 1) != 0) ++rounded;
  }
  const double nearest = rounded < (static_cast<UInt128>(1) << 53)
                             ? static_cast<double>(static_cast<std::uint64_t>(rounded)) / static_cast<double>(power)
                             : DivideExactly(rounded, power);
  return Finite(value < 0 ? -nearest : nearest, result);
}

}  // namespace bytelogic::runtime
