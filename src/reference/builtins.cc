#include "reference/builtins.h"

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>

#include "base/check.h"
#include "reference/text.h"

namespace bytelogic::reference {
namespace {

using Arguments = std::span<const Value>;

auto Int(const Value& value) -> Expected<std::int64_t> {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
  return Fail(DiagnosticKind::kMixedValues);
}

auto Text(const Value& value) -> Expected<std::string> {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return Fail(DiagnosticKind::kMixedValues);
}

auto Float(const Value& value) -> Expected<double> {
  if (const auto number = ToFloat(value)) return *number;
  return Fail(DiagnosticKind::kMixedValues);
}

auto OfFloat(double (*function)(double), const Value& argument) -> Expected<Value> {
  const auto number = Float(argument);
  if (!number) return Fail(number.error());
  return Finite(function(*number)).map([](double result) { return Value{result}; });
}

auto OfFloats(double (*function)(double, double), const Value& first, const Value& second) -> Expected<Value> {
  const auto left = Float(first);
  const auto right = Float(second);
  if (!left || !right) return Fail(DiagnosticKind::kMixedValues);
  return Finite(function(*left, *right)).map([](double result) { return Value{result}; });
}

// FLOOR, CEIL and ROUND with one argument.
auto ToWhole(double (*function)(double), const Value& argument) -> Expected<Value> {
  if (const auto* integer = std::get_if<std::int64_t>(&argument)) return Value{*integer};
  const auto number = Float(argument);
  if (!number) return Fail(number.error());
  if (const auto whole = ToInt(function(*number))) return Value{*whole};
  return Fail(DiagnosticKind::kIntegerOverflow);
}

auto Round(Arguments arguments) -> Expected<Value> {
  if (arguments.size() == 1) return ToWhole(std::round, arguments[0]);
  const auto number = Float(arguments[0]);
  const auto decimals = Int(arguments[1]);
  if (!number || !decimals) return Fail(DiagnosticKind::kMixedValues);
  if (*decimals < 0 || *decimals > 15) return Fail(DiagnosticKind::kOutsideDomain);
  if (std::holds_alternative<std::int64_t>(arguments[0])) return arguments[0];
  return Value{RoundToDecimals(*number, static_cast<int>(*decimals))};
}

auto Absolute(const Value& argument) -> Expected<Value> {
  if (const auto* number = std::get_if<double>(&argument)) return Value{std::fabs(*number)};
  const auto integer = Int(argument);
  if (!integer) return Fail(integer.error());
  return *integer < 0 ? Negate(argument) : Expected<Value>(argument);
}

// MIN and MAX. Numbers and symbols have no common order.
auto Extreme(Arguments arguments, bool greatest) -> Expected<Value> {
  const Value* best = &arguments[0];
  for (const Value& argument : arguments) {
    if (std::holds_alternative<std::string>(argument) != std::holds_alternative<std::string>(*best)) {
      return Fail(DiagnosticKind::kMixedValues);
    }
    const auto order = Order(argument, *best);
    if (greatest ? order > 0 : order < 0) best = &argument;
  }
  return *best;
}

auto Concat(Arguments arguments) -> Expected<Value> {
  std::string result;
  for (const Value& argument : arguments) {
    const auto text = Text(argument);
    if (!text) return Fail(text.error());
    result += *text;
  }
  return Value{result};
}

auto CharAtValue(Arguments arguments) -> Expected<Value> {
  const auto text = Text(arguments[0]);
  const auto position = Int(arguments[1]);
  if (!text || !position) return Fail(DiagnosticKind::kMixedValues);
  return CharAt(*text, *position).map([](std::string result) { return Value{std::move(result)}; });
}

auto SubstringValue(Arguments arguments) -> Expected<Value> {
  const auto text = Text(arguments[0]);
  const auto start = Int(arguments[1]);
  const auto length = Int(arguments[2]);
  if (!text || !start || !length) return Fail(DiagnosticKind::kMixedValues);
  return Substring(*text, *start, *length).map([](std::string result) { return Value{std::move(result)}; });
}

template <typename Function>
auto OfText(const Value& argument, Function function) -> Expected<Value> {
  return Text(argument).map([&](const std::string& text) { return Value{function(text)}; });
}

template <typename Function>
auto OfTexts(Arguments arguments, Function function) -> Expected<Value> {
  const auto first = Text(arguments[0]);
  const auto second = Text(arguments[1]);
  if (!first || !second) return Fail(DiagnosticKind::kMixedValues);
  return Value{function(*first, *second)};
}

auto ReplaceValue(Arguments arguments) -> Expected<Value> {
  const auto text = Text(arguments[0]);
  const auto part = Text(arguments[1]);
  const auto replacement = Text(arguments[2]);
  if (!text || !part || !replacement) return Fail(DiagnosticKind::kMixedValues);
  return Value{Replace(*text, *part, *replacement)};
}

auto ToNumberValue(const Value& argument) -> Expected<Value> {
  const auto* text = std::get_if<std::string>(&argument);
  return text == nullptr ? Expected<Value>(argument) : ToNumber(*text);
}

}  // namespace

auto ApplyBuiltin(Builtin builtin, Arguments arguments) -> Expected<Value> {
  const auto truth = [](bool holds) { return std::int64_t{holds}; };
  switch (builtin) {
    case Builtin::kPow:
      return Power(arguments[0], arguments[1]);
    case Builtin::kSqrt:
      return OfFloat(std::sqrt, arguments[0]);
    case Builtin::kLog:
      return OfFloat(std::log, arguments[0]);
    case Builtin::kLog10:
      return OfFloat(std::log10, arguments[0]);
    case Builtin::kExp:
      return OfFloat(std::exp, arguments[0]);
    case Builtin::kSin:
      return OfFloat(std::sin, arguments[0]);
    case Builtin::kCos:
      return OfFloat(std::cos, arguments[0]);
    case Builtin::kTan:
      return OfFloat(std::tan, arguments[0]);
    case Builtin::kAsin:
      return OfFloat(std::asin, arguments[0]);
    case Builtin::kAcos:
      return OfFloat(std::acos, arguments[0]);
    case Builtin::kAtan:
      return OfFloat(std::atan, arguments[0]);
    case Builtin::kAtan2:
      return OfFloats(std::atan2, arguments[0], arguments[1]);
    case Builtin::kFloor:
      return ToWhole(std::floor, arguments[0]);
    case Builtin::kCeil:
      return ToWhole(std::ceil, arguments[0]);
    case Builtin::kRound:
      return Round(arguments);
    case Builtin::kAbs:
      return Absolute(arguments[0]);
    case Builtin::kMin:
      return Extreme(arguments, false);
    case Builtin::kMax:
      return Extreme(arguments, true);
    case Builtin::kPi:
      return Value{std::numbers::pi};
    case Builtin::kE:
      return Value{std::numbers::e};
    case Builtin::kLength:
      return OfText(arguments[0], [](const std::string& text) { return Length(text); });
    case Builtin::kCharAt:
      return CharAtValue(arguments);
    case Builtin::kSubstr:
      return SubstringValue(arguments);
    case Builtin::kConcat:
      return Concat(arguments);
    case Builtin::kUpper:
      return OfText(arguments[0], [](const std::string& text) { return Upper(text); });
    case Builtin::kLower:
      return OfText(arguments[0], [](const std::string& text) { return Lower(text); });
    case Builtin::kContains:
      return OfTexts(arguments, [&](const std::string& text, const std::string& part) {
        return truth(text.find(part) != std::string::npos);
      });
    case Builtin::kStartsWith:
      return OfTexts(arguments,
                     [&](const std::string& text, const std::string& part) { return truth(text.starts_with(part)); });
    case Builtin::kEndsWith:
      return OfTexts(arguments,
                     [&](const std::string& text, const std::string& part) { return truth(text.ends_with(part)); });
    case Builtin::kIndexOf:
      return OfTexts(arguments, [](const std::string& text, const std::string& part) { return IndexOf(text, part); });
    case Builtin::kReplace:
      return ReplaceValue(arguments);
    case Builtin::kToNumber:
      return ToNumberValue(arguments[0]);
    case Builtin::kToSymbol:
      return Value{ToSymbol(arguments[0])};
  }
  BL_CHECK(false);
}

}  // namespace bytelogic::reference
