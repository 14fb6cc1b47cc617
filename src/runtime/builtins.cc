#include "runtime/builtins.h"

#include <algorithm>

#include "base/builtin.h"
#include "runtime/numbers.h"
#include "runtime/op_fuel.h"
#include "runtime/text_functions.h"

namespace bytelogic::runtime {
namespace {

constexpr std::uint8_t kBuiltinFuel[] = {
#define BUILTIN(kind, name, min_arguments, max_arguments, fuel) fuel,
#include "base/builtin.def"
#undef BUILTIN
};

// A call of a function of numbers: its operands by position, and where its result goes.
struct Call {
  const Op& op;
  Register* registers;
  const std::uint16_t* list;

  [[nodiscard]] auto mode() const -> OperandMode { return static_cast<OperandMode>(op.c & 0xFF); }
  [[nodiscard]] auto count() const -> std::uint32_t { return op.c >> 8; }
  [[nodiscard]] auto operand(std::uint32_t i) const -> const Register& { return registers[list[i]]; }
  [[nodiscard]] auto result() const -> Register& { return registers[op.a]; }

  [[nodiscard]] auto IsText(std::uint32_t i) const -> bool {
    return mode() == OperandMode::kAny && TagOf(operand(i)) == kTagText;
  }
  // Whether operand `i` holds an int.
  [[nodiscard]] auto IsInt(std::uint32_t i) const -> bool {
    return mode() == OperandMode::kInt || (mode() == OperandMode::kAny && TagOf(operand(i)) == kTagInt);
  }
  [[nodiscard]] auto Float(std::uint32_t i) const -> double {
    return IsInt(i) ? static_cast<double>(operand(i).integer) : operand(i).number;
  }

  // Stores a float as the mode says.
  auto Give(double value) const -> Status {
    if (mode() == OperandMode::kAny) {
      SetFloat(result(), value);
    } else {
      result().number = value;
    }
    return Status::kOk;
  }
  auto Give(std::int64_t value) const -> Status {
    SetInt(result(), value);
    return Status::kOk;
  }
};

auto FloatFunction(Builtin function, double x, double& value) -> Status {
  switch (function) {
    case Builtin::kSqrt:
      return Finite(std::sqrt(x), value);
    case Builtin::kLog:
      return Finite(std::log(x), value);
    case Builtin::kLog10:
      return Finite(std::log10(x), value);
    case Builtin::kExp:
      return Finite(std::exp(x), value);
    case Builtin::kSin:
      return Finite(std::sin(x), value);
    case Builtin::kCos:
      return Finite(std::cos(x), value);
    case Builtin::kTan:
      return Finite(std::tan(x), value);
    case Builtin::kAsin:
      return Finite(std::asin(x), value);
    case Builtin::kAcos:
      return Finite(std::acos(x), value);
    default:
      return Finite(std::atan(x), value);
  }
}

auto Power(const Call& call) -> Status {
  if (call.IsInt(0) && call.IsInt(1)) {
    std::int64_t value = 0;
    const Status status = PowerInt(call.operand(0).integer, call.operand(1).integer, value);
    return status == Status::kOk ? call.Give(value) : status;
  }
  double value = 0;
  const Status status = PowerFloat(call.Float(0), call.Float(1), value);
  return status == Status::kOk ? call.Give(value) : status;
}

// FLOOR, CEIL and ROUND of one operand: an int.
auto Whole(Builtin function, const Call& call) -> Status {
  if (call.IsInt(0)) return call.Give(call.operand(0).integer);
  const double x = call.operand(0).number;
  const double whole = function == Builtin::kFloor  ? std::floor(x)
                       : function == Builtin::kCeil ? std::ceil(x)
                                                    : RoundHalfAway(x);
  std::int64_t value = 0;
  const Status status = IntOfWhole(whole, value);
  return status == Status::kOk ? call.Give(value) : status;
}

auto RoundDecimals(const Call& call) -> Status {
  if (call.mode() == OperandMode::kAny && TagOf(call.operand(1)) != kTagInt) return Status::kMixedValues;
  double value = 0;
  const Status status = RoundToDecimals(call.Float(0), call.operand(1).integer, value);
  if (status != Status::kOk) return status;
  // An int has no decimals to round; it may not fit a float.
  if (call.mode() == OperandMode::kAny && call.IsInt(0)) return call.Give(call.operand(0).integer);
  return call.Give(value);
}

auto Absolute(const Call& call) -> Status {
  if (!call.IsInt(0)) return call.Give(std::fabs(call.operand(0).number));
  std::int64_t value = call.operand(0).integer;
  if (value < 0) {
    if (Status status = NegateInt(value, value); status != Status::kOk) return status;
  }
  return call.Give(value);
}

auto Compare(OperandMode mode, const Register& a, const Register& b, int& order) -> Status {
  switch (mode) {
    case OperandMode::kInt:
      order = a.integer < b.integer ? -1 : a.integer > b.integer ? 1 : 0;
      break;
    case OperandMode::kFloat:
      order = a.number < b.number ? -1 : a.number > b.number ? 1 : 0;
      break;
    case OperandMode::kText:
      order = CompareText(a.text, a.length, b.text, b.length);
      break;
    case OperandMode::kAny:
      return CompareAny(a, b, order);
  }
  return Status::kOk;
}

auto Extreme(Machine& machine, const Call& call, int sign) -> Status {
  Register best = call.operand(0);
  for (std::uint32_t i = 1; i < call.count(); ++i) {
    int order = 0;
    machine.fuel.slice -= 3;
    const bool texts = call.mode() == OperandMode::kText || (call.IsText(i) && TagOf(best) == kTagText);
    if (texts) machine.fuel.slice -= std::min(best.length, call.operand(i).length) / kCopiedBytes;
    if (Status status = Compare(call.mode(), call.operand(i), best, order); status != Status::kOk) return status;
    if (order * sign > 0) best = call.operand(i);
  }
  call.result() = best;
  return Status::kOk;
}

}  // namespace

auto CallBuiltin(Machine& machine, const Op& op, Register* registers) -> Status {
  const auto function = static_cast<Builtin>(op.b);
  const Call call{op, registers, machine.operands + op.d};
  if (Status status = machine.fuel.Charge(kBuiltinFuel[op.b]); status != Status::kOk) return status;
  if (function == Builtin::kMin) return Extreme(machine, call, -1);
  if (function == Builtin::kMax) return Extreme(machine, call, 1);
  if (function >= Builtin::kLength) return CallTextFunction(machine, op, registers);
  for (std::uint32_t i = 0; i < call.count(); ++i) {
    if (call.IsText(i)) return Status::kMixedValues;
  }
  switch (function) {
    case Builtin::kPow:
      return Power(call);
    case Builtin::kFloor:
    case Builtin::kCeil:
      return Whole(function, call);
    case Builtin::kRound:
      return call.count() == 1 ? Whole(function, call) : RoundDecimals(call);
    case Builtin::kAbs:
      return Absolute(call);
    case Builtin::kPi:
      return call.Give(3.14159265358979323846);
    case Builtin::kE:
      return call.Give(2.71828182845904523536);
    default:
      break;
  }
  double value = 0;
  const Status status = function == Builtin::kAtan2 ? Finite(std::atan2(call.Float(0), call.Float(1)), value)
                                                    : FloatFunction(function, call.Float(0), value);
  return status == Status::kOk ? call.Give(value) : status;
}

}  // namespace bytelogic::runtime
