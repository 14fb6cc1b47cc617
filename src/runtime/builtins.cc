#include "runtime/builtins.h"

#include <algorithm>

#include "base/builtin.h"
#include "runtime/builtin_call.h"
#include "runtime/numbers.h"
#include "runtime/op_fuel.h"
#include "runtime/text_functions.h"

namespace bytelogic::runtime {
namespace {

// R204 where what an operand holds is not what the function takes there.
auto Check(const BuiltinCall& call, const BuiltinInfo& info) -> Status {
  if (call.mode() != OperandMode::kAny) return Status::kOk;
  const BuiltinSignature& signature = info.Of(call.count());
  for (std::uint32_t i = 0; i < call.count(); ++i) {
    const OperandKind kind = signature.Operand(i);
    const std::uint32_t tag = TagOf(call.operand(i));
    const bool wrong = kind == OperandKind::kNumber   ? tag == kTagText
                       : kind == OperandKind::kSymbol ? tag != kTagText
                                                      : kind == OperandKind::kInt && tag != kTagInt;
    if (wrong) return Status::kMixedValues;
  }
  return Status::kOk;
}

// A result that may not be finite: R203.
auto GiveFinite(const BuiltinCall& call, double result) -> Status {
  double value = 0;
  const Status status = Finite(result, value);
  return status == Status::kOk ? call.GiveFloat(value) : status;
}

auto Power(const BuiltinCall& call) -> Status {
  if (call.IsInt(0) && call.IsInt(1)) {
    std::int64_t value = 0;
    const Status status = PowerInt(call.operand(0).integer, call.operand(1).integer, value);
    return status == Status::kOk ? call.GiveInt(value) : status;
  }
  double value = 0;
  const Status status = PowerFloat(call.Float(0), call.Float(1), value);
  return status == Status::kOk ? call.GiveFloat(value) : status;
}

// FLOOR, CEIL and ROUND of one operand: an int.
auto Whole(Builtin function, const BuiltinCall& call) -> Status {
  if (call.IsInt(0)) return call.GiveInt(call.operand(0).integer);
  const double x = call.operand(0).number;
  const double whole = function == Builtin::kFloor  ? std::floor(x)
                       : function == Builtin::kCeil ? std::ceil(x)
                                                    : RoundHalfAway(x);
  std::int64_t value = 0;
  const Status status = IntOfWhole(whole, value);
  return status == Status::kOk ? call.GiveInt(value) : status;
}

auto RoundDecimals(const BuiltinCall& call) -> Status {
  double value = 0;
  const Status status = RoundToDecimals(call.Float(0), call.operand(1).integer, value);
  if (status != Status::kOk) return status;
  // An int has no decimals to round; it may not fit a float.
  if (call.mode() == OperandMode::kAny && call.IsInt(0)) return call.GiveInt(call.operand(0).integer);
  return call.GiveFloat(value);
}

auto Absolute(const BuiltinCall& call) -> Status {
  if (!call.IsInt(0)) return call.GiveFloat(std::fabs(call.operand(0).number));
  std::int64_t value = call.operand(0).integer;
  if (value < 0) {
    if (Status status = NegateInt(value, value); status != Status::kOk) return status;
  }
  return call.GiveInt(value);
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

auto Extreme(const BuiltinCall& call, int sign) -> Status {
  Register best = call.operand(0);
  for (std::uint32_t i = 1; i < call.count(); ++i) {
    int order = 0;
    call.machine.fuel.slice -= 3;
    const bool texts = call.IsText(i) && (call.mode() == OperandMode::kText || TagOf(best) == kTagText);
    if (texts) call.machine.fuel.slice -= std::min(best.length, call.operand(i).length) / kCopiedBytes;
    if (Status status = Compare(call.mode(), call.operand(i), best, order); status != Status::kOk) return status;
    if (order * sign > 0) best = call.operand(i);
  }
  call.result() = best;
  return Status::kOk;
}

}  // namespace

auto CallBuiltin(Machine& machine, const ops::Builtin& op, Register* registers) -> Status {
  const BuiltinInfo& info = kBuiltins[op.function];
  const Builtin function = info.kind;
  const BuiltinCall call{machine, op, registers};
  if (Status status = machine.fuel.Charge(info.fuel); status != Status::kOk) return status;
  if (Status status = Check(call, info); status != Status::kOk) return status;
  switch (function) {
    case Builtin::kMin:
      return Extreme(call, -1);
    case Builtin::kMax:
      return Extreme(call, 1);
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
      return call.GiveFloat(3.14159265358979323846);
    case Builtin::kE:
      return call.GiveFloat(2.71828182845904523536);
    case Builtin::kSqrt:
      return GiveFinite(call, std::sqrt(call.Float(0)));
    case Builtin::kLog:
      return GiveFinite(call, std::log(call.Float(0)));
    case Builtin::kLog10:
      return GiveFinite(call, std::log10(call.Float(0)));
    case Builtin::kExp:
      return GiveFinite(call, std::exp(call.Float(0)));
    case Builtin::kSin:
      return GiveFinite(call, std::sin(call.Float(0)));
    case Builtin::kCos:
      return GiveFinite(call, std::cos(call.Float(0)));
    case Builtin::kTan:
      return GiveFinite(call, std::tan(call.Float(0)));
    case Builtin::kAsin:
      return GiveFinite(call, std::asin(call.Float(0)));
    case Builtin::kAcos:
      return GiveFinite(call, std::acos(call.Float(0)));
    case Builtin::kAtan:
      return GiveFinite(call, std::atan(call.Float(0)));
    case Builtin::kAtan2:
      return GiveFinite(call, std::atan2(call.Float(0), call.Float(1)));
    case Builtin::kLength:
    case Builtin::kCharAt:
    case Builtin::kSubstr:
    case Builtin::kConcat:
    case Builtin::kUpper:
    case Builtin::kLower:
    case Builtin::kContains:
    case Builtin::kStartsWith:
    case Builtin::kEndsWith:
    case Builtin::kIndexOf:
    case Builtin::kReplace:
    case Builtin::kToNumber:
    case Builtin::kToSymbol:
      return CallTextFunction(function, call);
  }
  return Status::kOk;
}

}  // namespace bytelogic::runtime
