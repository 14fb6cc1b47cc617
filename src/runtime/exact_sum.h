// exact_sum.h - sums of numbers without any rounding on the way, whatever their order and sizes.
//
//   std::uint64_t words[ExactSum::kWords] = {};
//   ExactSum sum(words);
//   sum.Add(1e308); sum.Add(1.0); sum.Add(-1e308);
//   double result;
//   sum.Round(result)  // true: result is 1.0; false: the sum is too large for a float
//
// A sum is one long fixed-point number, from 2^-1074 (the smallest float) to beyond 2^1088, in digits of 32 bits that
// stand in words of 64: carries wait there until they have to be taken. The idea is Kulisch's; the digits in wider
// words are from Radford Neal, "Fast exact summation using small and large superaccumulators" (2015). Used by
// aggregation.h.
#pragma once

#include <cstdint>

namespace bytelogic::runtime {

class ExactSum {
 public:
  // 70 digits, and a count of what was added since the carries were taken.
  static constexpr std::uint32_t kDigits = 70;
  static constexpr std::uint32_t kWords = kDigits + 1;

  // On `words`, all zero where nothing was added.
  explicit ExactSum(std::uint64_t* words) : words_(words) {}

  void Add(double value);  // finite
  void Add(std::int64_t value);
  // `high` * 2^64 + `low`, a signed number of 128 bits.
  void AddWide(std::int64_t high, std::uint64_t low);

  // The float nearest to the sum, ties to even. False: beyond the largest one.
  auto Round(double& result) const -> bool;
  // The float nearest to the sum divided by `count`, which is not 0.
  auto RoundQuotient(std::uint64_t count, double& result) const -> bool;
  // The sum of ints, where it fits.
  auto ToInt(std::int64_t& result) const -> bool;

 private:
  void AddPiece(std::uint32_t piece, std::uint32_t bit, bool negative);
  void TakeCarries();

  std::uint64_t* words_;
};

}  // namespace bytelogic::runtime
