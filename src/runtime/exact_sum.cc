#include "runtime/exact_sum.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace bytelogic::runtime {
namespace {

constexpr std::uint32_t kDigits = ExactSum::kDigits;
constexpr std::uint32_t kGuardDigits = 2;          // below the smallest float, for the rounding of quotients
constexpr std::uint32_t kOne = 1074;               // the bit that stands for 1
constexpr std::uint64_t kMaxWaiting = 1ULL << 29;  // additions of 4 pieces that a word takes without a carry

auto Signed(std::uint64_t word) -> std::int64_t { return static_cast<std::int64_t>(word); }

// The digits of a number that is not negative, the lowest first, and whether something smaller was cut off.
struct Magnitude {
  std::uint32_t digits[kGuardDigits + kDigits] = {};
  bool negative = false;
  bool inexact = false;

  [[nodiscard]] auto Bit(std::uint32_t at) const -> bool { return (digits[at / 32] >> (at % 32) & 1) != 0; }

  // The number of bits up to the highest one that is set.
  [[nodiscard]] auto Length() const -> std::uint32_t {
    for (std::uint32_t i = kGuardDigits + kDigits; i-- > 0;) {
      if (digits[i] != 0) return i * 32 + static_cast<std::uint32_t>(std::bit_width(digits[i]));
    }
    return 0;
  }

  [[nodiscard]] auto AnyBelow(std::uint32_t at) const -> bool {
    for (std::uint32_t i = 0; i < at / 32; ++i) {
      if (digits[i] != 0) return true;
    }
    return (digits[at / 32] & ((1U << (at % 32)) - 1)) != 0;
  }

  void Divide(std::uint64_t count) {
    if (count <= UINT32_MAX) return DivideBySmall(count);
    std::uint64_t rest = 0;
    for (std::uint32_t i = kGuardDigits + kDigits; i-- > 0;) {
      const unsigned __int128 part = static_cast<unsigned __int128>(rest) << 32 | digits[i];
      digits[i] = static_cast<std::uint32_t>(part / count);
      rest = static_cast<std::uint64_t>(part % count);
    }
    inexact = rest != 0;
  }

  // The same without 128 bits, which WebAssembly does not have.
  void DivideBySmall(std::uint64_t count) {
    std::uint64_t rest = 0;
    for (std::uint32_t i = kGuardDigits + kDigits; i-- > 0;) {
      const std::uint64_t part = rest << 32 | digits[i];
      digits[i] = static_cast<std::uint32_t>(part / count);
      rest = part % count;
    }
    inexact = rest != 0;
  }

  // Half to even. False: too large.
  auto Round(double& result) const -> bool {
    constexpr std::uint32_t kLowest = kGuardDigits * 32;  // the bit of the smallest float
    const std::uint32_t length = Length();
    const std::uint32_t low = length > kLowest + 53 ? length - 53 : kLowest;  // the lowest bit that is kept
    std::uint64_t mantissa = 0;
    for (std::uint32_t at = length; at-- > low;) mantissa = mantissa << 1 | (Bit(at) ? 1 : 0);
    if (length >= low && Bit(low - 1) && (inexact || AnyBelow(low - 1) || (mantissa & 1) != 0)) ++mantissa;
    const double rounded =
        std::ldexp(static_cast<double>(mantissa), static_cast<int>(low) - static_cast<int>(kLowest + kOne));
    result = negative && rounded != 0 ? -rounded : rounded;
    return rounded - rounded == 0;
  }
};

auto MagnitudeOf(const std::uint64_t* words) -> Magnitude {
  Magnitude magnitude;
  std::int64_t carried[kDigits];
  const auto carry = [&](std::int64_t sign) {
    std::int64_t rest = 0;
    for (std::uint32_t i = 0; i < kDigits; ++i) {
      const std::int64_t value = sign * Signed(words[i]) + rest;
      carried[i] = i + 1 == kDigits ? value : value & 0xFFFF'FFFF;
      rest = value >> 32;
    }
  };
  carry(1);
  if (carried[kDigits - 1] < 0) {
    magnitude.negative = true;
    carry(-1);
  }
  for (std::uint32_t i = 0; i < kDigits; ++i) {
    magnitude.digits[kGuardDigits + i] = static_cast<std::uint32_t>(carried[i]);
  }
  return magnitude;
}

}  // namespace

void ExactSum::TakeCarries() {
  std::int64_t carry = 0;
  for (std::uint32_t i = 0; i < kDigits; ++i) {
    const std::int64_t value = Signed(words_[i]) + carry;
    carry = value >> 32;
    words_[i] = static_cast<std::uint64_t>(i + 1 == kDigits ? value : value & 0xFFFF'FFFF);
  }
  words_[kDigits] = 0;
}

// Adds `piece` * 2^`bit`, where bit 0 stands for the smallest float.
void ExactSum::AddPiece(std::uint32_t piece, std::uint32_t bit, bool negative) {
  const std::uint64_t shifted = static_cast<std::uint64_t>(piece) << (bit % 32);
  const std::uint64_t low = shifted & 0xFFFF'FFFF;
  const std::uint64_t high = shifted >> 32;
  std::uint64_t* at = words_ + bit / 32;
  at[0] += negative ? 0 - low : low;
  at[1] += negative ? 0 - high : high;
}

void ExactSum::Add(double value) {
  if (++words_[kDigits] >= kMaxWaiting) TakeCarries();
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const bool negative = bits >> 63 != 0;
  auto exponent = static_cast<std::uint32_t>(bits >> 52 & 0x7FF);
  std::uint64_t mantissa = bits & ((1ULL << 52) - 1);
  if (exponent == 0) {
    exponent = 1;
  } else {
    mantissa |= 1ULL << 52;
  }
  AddPiece(static_cast<std::uint32_t>(mantissa), exponent - 1, negative);
  AddPiece(static_cast<std::uint32_t>(mantissa >> 32), exponent + 31, negative);
}

void ExactSum::Add(std::int64_t value) { AddWide(value < 0 ? -1 : 0, static_cast<std::uint64_t>(value)); }

void ExactSum::AddWide(std::int64_t high, std::uint64_t low) {
  if (++words_[kDigits] >= kMaxWaiting) TakeCarries();
  const bool negative = high < 0;
  auto top = static_cast<std::uint64_t>(high);
  if (negative) {
    low = 0 - low;
    top = ~top + (low == 0 ? 1 : 0);
  }
  AddPiece(static_cast<std::uint32_t>(low), kOne, negative);
  AddPiece(static_cast<std::uint32_t>(low >> 32), kOne + 32, negative);
  if (top == 0) return;
  AddPiece(static_cast<std::uint32_t>(top), kOne + 64, negative);
  AddPiece(static_cast<std::uint32_t>(top >> 32), kOne + 96, negative);
}

auto ExactSum::Round(double& result) const -> bool { return MagnitudeOf(words_).Round(result); }

auto ExactSum::RoundQuotient(std::uint64_t count, double& result) const -> bool {
  Magnitude magnitude = MagnitudeOf(words_);
  magnitude.Divide(count);
  return magnitude.Round(result);
}

auto ExactSum::ToInt(std::int64_t& result) const -> bool {
  const Magnitude magnitude = MagnitudeOf(words_);
  constexpr std::uint32_t kLow = kGuardDigits * 32 + kOne;
  const std::uint32_t length = magnitude.Length();
  if (length > kLow + 64) return false;
  std::uint64_t value = 0;
  for (std::uint32_t at = length; at-- > kLow;) value = value << 1 | (magnitude.Bit(at) ? 1 : 0);
  if (value > (1ULL << 63) - (magnitude.negative ? 0 : 1)) return false;
  result = static_cast<std::int64_t>(magnitude.negative ? 0 - value : value);
  return true;
}

}  // namespace bytelogic::runtime
