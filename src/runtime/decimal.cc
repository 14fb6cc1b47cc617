#include "runtime/decimal.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace bytelogic::runtime {
namespace {

constexpr int kMaxDigits = 800;         // a float's exact value, and half of its distance to the next, have fewer
constexpr int kLargestMagnitude = 310;  // 10^310 is beyond every float
constexpr int kSmallestMagnitude = -345;
constexpr int kMantissaBits = 53;
constexpr int kLimbs = 128;  // 10^(kMaxDigits + 345) has 3804 bits

struct BigInteger {
  std::uint32_t limbs[kLimbs] = {};  // lowest first
  int size = 0;

  void MultiplyAdd(std::uint32_t factor, std::uint32_t addend) {
    std::uint64_t carry = addend;
    for (int i = 0; i < size; ++i) {
      carry += static_cast<std::uint64_t>(limbs[i]) * factor;
      limbs[i] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) limbs[size++] = static_cast<std::uint32_t>(carry);
  }

  void MultiplyPowerOfTen(int exponent) {
    for (; exponent >= 9; exponent -= 9) MultiplyAdd(1'000'000'000, 0);
    for (; exponent > 0; --exponent) MultiplyAdd(10, 0);
  }

  [[nodiscard]] auto BitLength() const -> int { return size == 0 ? 0 : size * 32 - std::countl_zero(limbs[size - 1]); }

  void ShiftLeft(int bits) {
    const int whole = bits / 32;
    const int part = bits % 32;
    if (size == 0 || bits == 0) return;
    const int old_size = size;
    size = (BitLength() + bits + 31) / 32;
    for (int i = size - 1; i >= 0; --i) {
      const int from = i - whole;
      const std::uint64_t high = from >= 0 && from < old_size ? limbs[from] : 0;
      const std::uint64_t low = from >= 1 && from - 1 < old_size ? limbs[from - 1] : 0;
      limbs[i] = static_cast<std::uint32_t>((high << 32 | low) >> (32 - part));
    }
  }

  [[nodiscard]] auto Compare(const BigInteger& other) const -> int {
    if (size != other.size) return size < other.size ? -1 : 1;
    for (int i = size - 1; i >= 0; --i) {
      if (limbs[i] != other.limbs[i]) return limbs[i] < other.limbs[i] ? -1 : 1;
    }
    return 0;
  }

  // `other` is not greater.
  void Subtract(const BigInteger& other) {
    std::uint64_t borrow = 0;
    for (int i = 0; i < size; ++i) {
      const std::uint64_t taken = borrow + (i < other.size ? other.limbs[i] : 0);
      borrow = limbs[i] < taken ? 1 : 0;
      limbs[i] = static_cast<std::uint32_t>(limbs[i] - taken);
    }
    while (size > 0 && limbs[size - 1] == 0) --size;
  }
};

// digits * 10^exponent.
struct Decimal {
  char digits[kMaxDigits];  // 0 to 9, the first is not 0
  int count = 0;
  int exponent = 0;
};

auto Clamp(std::int64_t value) -> int {
  return static_cast<int>(value < -1'000'000'000 ? -1'000'000'000 : value > 1'000'000'000 ? 1'000'000'000 : value);
}

auto Read(std::string_view text) -> Decimal {
  Decimal decimal;
  std::int64_t exponent = 0;
  bool fraction = false;
  std::size_t at = 0;
  for (; at < text.size() && text[at] != 'e' && text[at] != 'E'; ++at) {
    if (text[at] == '.') {
      fraction = true;
      continue;
    }
    const auto digit = static_cast<char>(text[at] - '0');
    if (fraction) --exponent;
    if (decimal.count == 0 && digit == 0) continue;
    if (decimal.count < kMaxDigits) {
      decimal.digits[decimal.count++] = digit;
      continue;
    }
    ++exponent;
    // What is cut off only tells on which side of a tie the number lies.
    if (digit != 0 && decimal.digits[kMaxDigits - 1] == 0) decimal.digits[kMaxDigits - 1] = 1;
  }
  if (at < text.size()) {
    ++at;
    const bool negative = at < text.size() && text[at] == '-';
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    std::int64_t written = 0;
    for (; at < text.size(); ++at) {
      if (written < 100'000'000'000) written = written * 10 + (text[at] - '0');
    }
    exponent += negative ? -written : written;
  }
  decimal.exponent = Clamp(exponent);
  return decimal;
}

// The float nearest to (bits + something below 1, if `sticky`) * 2^(exponent - 63), half to even; bits >= 2^63.
auto Round(std::uint64_t bits, bool sticky, int exponent) -> double {
  const int precision = exponent >= -1022 ? kMantissaBits : kMantissaBits - (-1022 - exponent);
  if (precision < 0) return 0;
  const int dropped = 64 - precision;
  std::uint64_t mantissa = dropped == 64 ? 0 : bits >> dropped;
  const std::uint64_t rest = dropped == 64 ? bits : bits & ((std::uint64_t{1} << dropped) - 1);
  const std::uint64_t half = std::uint64_t{1} << (dropped - 1);
  if (rest > half || (rest == half && (sticky || (mantissa & 1) != 0))) ++mantissa;
  return std::ldexp(static_cast<double>(mantissa), exponent - 63 + dropped);
}

auto Divide(const Decimal& decimal, std::uint64_t& steps) -> double {
  BigInteger numerator;
  BigInteger denominator;
  for (int i = 0; i < decimal.count;) {
    std::uint32_t factor = 1;
    std::uint32_t digits = 0;
    for (; i < decimal.count && factor < 1'000'000'000; ++i, factor *= 10) {
      digits = digits * 10 + static_cast<std::uint32_t>(decimal.digits[i]);
    }
    steps += static_cast<std::uint64_t>(numerator.size + 1);
    numerator.MultiplyAdd(factor, digits);
  }
  denominator.MultiplyAdd(0, 1);
  if (decimal.exponent >= 0) {
    numerator.MultiplyPowerOfTen(decimal.exponent);
  } else {
    denominator.MultiplyPowerOfTen(-decimal.exponent);
  }
  // Scale both so that 1 <= numerator / denominator < 2, then take 64 binary digits of the quotient.
  int exponent = numerator.BitLength() - denominator.BitLength();
  if (exponent < 0) {
    numerator.ShiftLeft(-exponent);
  } else {
    denominator.ShiftLeft(exponent);
  }
  if (numerator.Compare(denominator) < 0) {
    numerator.ShiftLeft(1);
    --exponent;
  }
  // Multiplying by a power of ten, nine digits at a time, and three walks for each binary digit.
  const auto limbs = static_cast<std::uint64_t>(numerator.size > denominator.size ? numerator.size : denominator.size);
  steps += limbs * (64 * 3 + 40);
  std::uint64_t bits = 0;
  for (int i = 0; i < 64; ++i) {
    bits <<= 1;
    if (i > 0) numerator.ShiftLeft(1);
    if (numerator.Compare(denominator) >= 0) {
      numerator.Subtract(denominator);
      bits |= 1;
    }
  }
  return Round(bits, numerator.size > 0, exponent);
}

auto Magnitude(const Decimal& decimal, std::uint64_t& steps) -> double {
  if (decimal.count == 0) return 0;
  const int magnitude = decimal.count + decimal.exponent;  // below 10^magnitude
  if (magnitude > kLargestMagnitude) return std::numeric_limits<double>::infinity();
  if (magnitude < kSmallestMagnitude) return 0;
  constexpr int kExactDigits = 15;
  constexpr int kExactPower = 22;
  if (decimal.count > kExactDigits || decimal.exponent > kExactPower || decimal.exponent < -kExactPower) {
    return Divide(decimal, steps);
  }
  // Both the digits and the power of ten are floats, so one operation rounds once.
  std::uint64_t digits = 0;
  for (int i = 0; i < decimal.count; ++i) digits = digits * 10 + static_cast<std::uint64_t>(decimal.digits[i]);
  double power = 1;
  for (int i = 0; i < (decimal.exponent < 0 ? -decimal.exponent : decimal.exponent); ++i) power *= 10;
  const auto value = static_cast<double>(digits);
  return decimal.exponent < 0 ? value / power : value * power;
}

}  // namespace

auto FloatOfDecimal(std::string_view text, std::uint64_t& steps) -> double {
  steps = 0;
  const bool negative = !text.empty() && text[0] == '-';
  const double magnitude = Magnitude(Read(text.substr(negative ? 1 : 0)), steps);
  return negative ? -magnitude : magnitude;
}

}  // namespace bytelogic::runtime
