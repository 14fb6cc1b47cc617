#include "reference/exact_sum.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace bytelogic::reference {
namespace {

constexpr unsigned kWordBits = 32;
constexpr int kFloatBits = 53;

}  // namespace

void ExactSum::Add(const Value& number) {
  if (const auto* integer = std::get_if<std::int64_t>(&number)) {
    const auto bits = static_cast<std::uint64_t>(*integer);
    return AddShifted(*integer < 0 ? 0 - bits : bits, static_cast<unsigned>(-kUnit), *integer < 0);
  }
  const double value = std::get<double>(number);
  BL_CHECK(std::isfinite(value));
  int exponent = 0;
  const double fraction = std::frexp(std::fabs(value), &exponent);  // below 1
  const auto mantissa = static_cast<std::uint64_t>(std::ldexp(fraction, kFloatBits));
  const int shift = exponent - kFloatBits - kUnit;
  // The last bits of a float below the normal ones are zero: it is a multiple of the unit.
  if (shift < 0) return AddShifted(mantissa >> static_cast<unsigned>(-shift), 0, value < 0);
  AddShifted(mantissa, static_cast<unsigned>(shift), value < 0);
}

void ExactSum::AddShifted(std::uint64_t magnitude, unsigned shift, bool negative) {
  Words term{};
  const unsigned __int128 shifted = static_cast<unsigned __int128>(magnitude) << (shift % kWordBits);
  for (unsigned i = 0; i < 3; ++i) {
    term[shift / kWordBits + i] = static_cast<std::uint32_t>(shifted >> (kWordBits * i));
  }
  if (negative) Negate(term);
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < kWords; ++i) {
    carry += std::uint64_t{words_[i]} + term[i];
    words_[i] = static_cast<std::uint32_t>(carry);
    carry >>= kWordBits;
  }
}

void ExactSum::Negate(Words& words) {
  std::uint64_t carry = 1;
  for (std::uint32_t& word : words) {
    carry += static_cast<std::uint32_t>(~word);
    word = static_cast<std::uint32_t>(carry);
    carry >>= kWordBits;
  }
}

auto ExactSum::Over(std::uint64_t count) const -> std::optional<double> {
  constexpr std::size_t kMore = 4;  // words below the unit: more bits than a float and any count have together
  Words magnitude = words_;
  const bool negative = (magnitude[kWords - 1] >> (kWordBits - 1)) != 0;
  if (negative) Negate(magnitude);

  // Long division, word by word from the top, with kMore words more behind the unit.
  std::array<std::uint32_t, kWords + kMore> quotient{};
  unsigned __int128 remainder = 0;
  for (std::size_t i = quotient.size(); i-- > 0;) {
    remainder = (remainder << kWordBits) | (i >= kMore ? magnitude[i - kMore] : 0);
    quotient[i] = static_cast<std::uint32_t>(remainder / count);
    remainder %= count;
  }
  const auto bit = [&](int at) {
    return at >= 0 &&
           ((quotient[static_cast<unsigned>(at) / kWordBits] >> (static_cast<unsigned>(at) % kWordBits)) & 1U) != 0;
  };
  int top = static_cast<int>(quotient.size() * kWordBits) - 1;
  while (top >= 0 && !bit(top)) --top;
  if (top < 0) return 0.0;  // only of a sum that is 0

  // The bits from `lowest` up are kept: as many as a float has, and none below the unit.
  constexpr int kUnitBit = static_cast<int>(kMore * kWordBits);
  const int lowest = std::max(top - (kFloatBits - 1), kUnitBit);
  std::uint64_t kept = 0;
  for (int at = top; at >= lowest; --at) kept = kept << 1U | (bit(at) ? 1U : 0U);
  bool rest = remainder != 0;
  for (int at = 0; at < lowest - 1; ++at) rest = rest || bit(at);
  if (bit(lowest - 1) && (rest || kept % 2 == 1)) ++kept;
  const double rounded = std::ldexp(static_cast<double>(kept), lowest - kUnitBit + kUnit);
  if (!std::isfinite(rounded)) return std::nullopt;
  return negative && rounded != 0 ? -rounded : rounded;
}

}  // namespace bytelogic::reference
