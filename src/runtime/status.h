// status.h - how an operation of the sandbox ended: kOk, or the number of the diagnostic that it ends with (202 for
// R202).
//
//   if (Status status = AddInt(a, b, &sum); status != Status::kOk) return status;
//
// Used by everything in runtime/; the number travels to the host in Report::code.
#pragma once

#include <cstdint>

namespace bytelogic::runtime {

enum class [[nodiscard]] Status : std::uint32_t {
  kOk = 0,
  kDivisionByZero = 201,
  kIntegerOverflow = 202,
  kOutsideDomain = 203,
  kMixedValues = 204,
  kOutOfRange = 205,
  kNoValues = 206,
  kNoResult = 207,
  kNotANumber = 208,
  kValueDoesNotFit = 209,
  kZeroStep = 210,
  kDepthLimit = 302,
  kStopped = 303,
  kMemoryLimit = 304,
  kTupleLimit = 305,
  kFactLimit = 306,
  kOutputLimit = 308,
  kFuelLimit = 309,
};

// Inside a rule such a fault ends the binding and, at the end of the round, the run; every other one ends the run at
// once.
constexpr auto EndsBindingOnly(Status status) -> bool {
  return static_cast<std::uint32_t>(status) < 300 || status == Status::kDepthLimit;
}

}  // namespace bytelogic::runtime
