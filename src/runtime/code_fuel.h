// code_fuel.h - what the turns of loops, statements and calls pay in advance: the simple operations that they lead to.
//
//   PayInAdvance(code, functions);                         // the image writer: fills the fields
//   if (!PaysInAdvance(code, function)) return "...";      // the validator: checks them
//
// Every jump backwards leads to the "next" of a loop or to a kStep, so between two of those, or from the start of a
// function to one of them, code only goes forward. Each of them, and each function when it is entered, pays for the
// most expensive way from there to where the next one pays: one subtraction for a whole stretch of code. A "next" pays
// where it delivers a turn; where its loop ends, who led there has paid. Header-only: plan/ includes it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "runtime/op_fuel.h"
#include "runtime/op_info.h"

namespace bytelogic::runtime {

// The field in which `op` says what it pays; nullptr: it does not pay in advance.
template <typename AnyOp>
auto PaymentOf(AnyOp& op) -> decltype(&op.d) {
  if (IsLoopNext(op.kind)) return &op.e;
  return op.kind == OpKind::kStep ? &op.d : nullptr;
}

// The ways of one function. Its jumps lie inside of it, and lead backwards only to a "next" or a kStep.
class WaysOfFunction {
 public:
  WaysOfFunction(std::span<const Op> code, const FunctionEntry& function)
      : code_(code), begin_(function.begin), fuel_(function.end - function.begin + 1) {
    for (std::uint32_t at = function.end; at-- > function.begin;) fuel_[at - begin_] = WayFrom(at);
  }

  // What the function pays when it is entered.
  [[nodiscard]] auto entry() const -> std::uint32_t { return fuel_[0]; }

  // What the instruction `at` pays where it goes on with a turn or a statement.
  [[nodiscard]] auto Payment(std::uint32_t at) const -> std::uint32_t {
    const Op& op = code_[at];
    const bool at_end = FormOf(op.kind) == OpForm::kRowNext;  // of its loop: the body lies before it
    return FuelOf(op.kind) + Fuel(at_end ? op.d : at + 1);
  }

 private:
  [[nodiscard]] auto Fuel(std::uint32_t at) const -> std::uint32_t {
    return at >= begin_ && at - begin_ < fuel_.size() ? fuel_[at - begin_] : 0;
  }

  // The most that is spent from `at` on until something pays.
  [[nodiscard]] auto WayFrom(std::uint32_t at) const -> std::uint32_t {
    const Op& op = code_[at];
    const std::uint32_t own = FuelInAdvance(op.kind);
    switch (FormOf(op.kind)) {
      case OpForm::kJump:
        return own + std::max(AfterJump(at, op.d), op.kind == OpKind::kJump ? 0 : Fuel(at + 1));
      case OpForm::kLeaves:
        return own;
      case OpForm::kRowHead:
        return own + Fuel(op.e);
      case OpForm::kTurnNext:
        return own + Fuel(op.d);
      default:
        return op.kind == OpKind::kStep ? 0 : own + Fuel(at + 1);
    }
  }

  // A jump backwards leads to who pays: what is left is the way out of a loop that ends.
  [[nodiscard]] auto AfterJump(std::uint32_t at, std::uint32_t target) const -> std::uint32_t {
    if (target > at) return Fuel(target);
    const Op& next = code_[target];
    return next.kind == OpKind::kStep ? 0 : FuelInAdvance(next.kind) + Fuel(next.d);
  }

  std::span<const Op> code_;
  std::uint32_t begin_;
  std::vector<std::uint32_t> fuel_;  // from each instruction of the function, and from its end
};

inline void PayInAdvance(std::span<Op> code, std::span<FunctionEntry> functions) {
  for (FunctionEntry& function : functions) {
    const WaysOfFunction ways(code, function);
    function.fuel = ways.entry();
    for (std::uint32_t at = function.begin; at < function.end; ++at) {
      if (auto* payment = PaymentOf(code[at]); payment != nullptr) *payment = ways.Payment(at);
    }
  }
}

// Whether `function` and its instructions say what they have to pay.
inline auto PaysInAdvance(std::span<const Op> code, const FunctionEntry& function) -> bool {
  const WaysOfFunction ways(code, function);
  if (function.fuel != ways.entry()) return false;
  for (std::uint32_t at = function.begin; at < function.end; ++at) {
    if (const auto* payment = PaymentOf(code[at]); payment != nullptr && *payment != ways.Payment(at)) return false;
  }
  return true;
}

}  // namespace bytelogic::runtime
