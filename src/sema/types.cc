#include "sema/types.h"

#include <algorithm>

namespace bytelogic::sema {
namespace {

enum class Family : std::uint8_t {
  kFloatFunction,
  kPower,
  kToInt,    // FLOOR, CEIL, ROUND with one argument
  kRoundTo,  // ROUND with two arguments
  kKeep,     // ABS
  kExtreme,  // MIN, MAX
  kNullary,  // PI, E
  kText,     // string functions: signature below
  kConvert,  // TO_NUMBER, TO_SYMBOL: take anything
};

struct TextSignature {
  std::string_view operands;  // s: symbol, i: int; the last one repeats
  Type result;
};

auto FamilyOf(Builtin builtin, std::size_t operand_count) -> Family {
  switch (builtin) {
    case Builtin::kPow:
      return Family::kPower;
    case Builtin::kSqrt:
    case Builtin::kLog:
    case Builtin::kLog10:
    case Builtin::kExp:
    case Builtin::kSin:
    case Builtin::kCos:
    case Builtin::kTan:
    case Builtin::kAsin:
    case Builtin::kAcos:
    case Builtin::kAtan:
    case Builtin::kAtan2:
      return Family::kFloatFunction;
    case Builtin::kFloor:
    case Builtin::kCeil:
      return Family::kToInt;
    case Builtin::kRound:
      return operand_count == 2 ? Family::kRoundTo : Family::kToInt;
    case Builtin::kAbs:
      return Family::kKeep;
    case Builtin::kMin:
    case Builtin::kMax:
      return Family::kExtreme;
    case Builtin::kPi:
    case Builtin::kE:
      return Family::kNullary;
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
      return Family::kText;
    case Builtin::kToNumber:
    case Builtin::kToSymbol:
      return Family::kConvert;
  }
  return Family::kConvert;
}

auto TextSignatureOf(Builtin builtin) -> TextSignature {
  switch (builtin) {
    case Builtin::kLength:
      return {"s", Type::kInt};
    case Builtin::kCharAt:
      return {"si", Type::kSymbol};
    case Builtin::kSubstr:
      return {"sii", Type::kSymbol};
    case Builtin::kContains:
    case Builtin::kStartsWith:
    case Builtin::kEndsWith:
    case Builtin::kIndexOf:
      return {"ss", Type::kInt};
    default:
      return {"s", Type::kSymbol};  // CONCAT UPPER LOWER REPLACE
  }
}

auto Expected(const TextSignature& signature, std::size_t operand) -> Type {
  const char letter = signature.operands[std::min(operand, signature.operands.size() - 1)];
  return letter == 's' ? Type::kSymbol : Type::kInt;
}

auto Has(std::span<const Type> types, Type type) -> bool { return std::ranges::find(types, type) != types.end(); }

auto NumericFunction(std::span<const Type> operands, Type result) -> BuiltinTypes {
  BuiltinTypes types;
  if (const auto symbol = std::ranges::find(operands, Type::kSymbol); symbol != operands.end()) {
    types.wrong_operand = static_cast<std::uint32_t>(symbol - operands.begin());
    types.expected = Type::kFloat;
    return types;
  }
  if (Has(operands, Type::kNone)) return types;
  types.operands = types.result = Has(operands, Type::kAny) ? Type::kAny : result;
  return types;
}

auto ExtremeTypes(std::span<const Type> operands) -> BuiltinTypes {
  BuiltinTypes types;
  if (Has(operands, Type::kNone)) return types;
  Type joined = Type::kNone;
  for (const Type type : operands) joined = Join(joined, type);
  if (joined == Type::kAny && !Has(operands, Type::kAny)) {
    types.mixed = true;
    return types;
  }
  types.operands = types.result = joined;
  return types;
}

auto RoundToTypes(std::span<const Type> operands) -> BuiltinTypes {
  BuiltinTypes types = NumericFunction(operands.first(1), Type::kFloat);
  types.first_operand_only = true;
  if (types.wrong_operand != BuiltinTypes::kNothing) return types;
  if (operands[1] == Type::kFloat || operands[1] == Type::kSymbol) {
    types.wrong_operand = 1;
    types.expected = Type::kInt;
  } else if (operands[1] == Type::kNone) {
    types.operands = types.result = Type::kNone;
  } else if (operands[1] == Type::kAny && types.result != Type::kNone) {
    types.operands = types.result = Type::kAny;
  }
  return types;
}

auto TextTypes(Builtin builtin, std::span<const Type> operands) -> BuiltinTypes {
  const TextSignature signature = TextSignatureOf(builtin);
  BuiltinTypes types{.result = signature.result};
  for (std::size_t index = 0; index < operands.size(); ++index) {
    const Type given = operands[index];
    if (given == Type::kNone || given == Type::kAny || given == Expected(signature, index)) continue;
    types.wrong_operand = static_cast<std::uint32_t>(index);
    types.expected = Expected(signature, index);
    return types;
  }
  if (Has(operands, Type::kAny)) types.operands = Type::kAny;
  return types;
}

}  // namespace

auto NameOf(Type type) -> std::string_view {
  switch (type) {
    case Type::kNone:
      return "none";
    case Type::kInt:
      return "int";
    case Type::kFloat:
      return "float";
    case Type::kSymbol:
      return "symbol";
    case Type::kAny:
      return "any";
  }
  return "any";
}

auto NameWithArticle(Type type) -> std::string_view {
  switch (type) {
    case Type::kInt:
      return "an int";
    case Type::kFloat:
      return "a float";
    case Type::kSymbol:
      return "a symbol";
    default:
      return "any value";
  }
}

auto TypeNamed(std::string_view name) -> Type {
  if (name.empty()) return Type::kNone;
  if (name == "int") return Type::kInt;
  if (name == "float") return Type::kFloat;
  if (name == "symbol") return Type::kSymbol;
  return Type::kAny;
}

auto PositionLetter(std::size_t position) -> std::string_view {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";
  return position < kLetters.size() ? kLetters.substr(position, 1) : std::string_view();
}

auto ArithmeticTypes(ExprKind kind, Type left, Type right) -> OperatorTypes {
  if (left == Type::kSymbol || right == Type::kSymbol) {
    // Beside an `any` it is for the run to tell (R204); alone or beside a number it can only fail.
    if (left == Type::kAny || right == Type::kAny) return {Type::kAny, Type::kAny};
    return {Type::kNone, Type::kNone, left == Type::kNone || right == Type::kNone};
  }
  if (left == Type::kNone || right == Type::kNone) return {};
  Type joined = Join(left, right);
  if (kind == ExprKind::kDivide && joined == Type::kInt) joined = Type::kFloat;
  return {joined, joined};
}

auto ComparisonTypes(Type left, Type right) -> OperatorTypes {
  if (left == Type::kNone || right == Type::kNone) return {Type::kNone, Type::kInt};
  if (left == right) return {left, Type::kInt};
  const bool meet = (left == Type::kSymbol && IsNumber(right)) || (right == Type::kSymbol && IsNumber(left));
  return {Type::kAny, Type::kInt, !meet};
}

auto TypesOf(Builtin builtin, std::span<const Type> operands) -> BuiltinTypes {
  switch (FamilyOf(builtin, operands.size())) {
    case Family::kFloatFunction:
      return NumericFunction(operands, Type::kFloat);
    case Family::kPower:
      return NumericFunction(operands, Has(operands, Type::kFloat) ? Type::kFloat : Type::kInt);
    case Family::kToInt: {
      BuiltinTypes types = NumericFunction(operands, Type::kFloat);
      types.operands = Type::kNone;
      types.result = Type::kInt;
      return types;
    }
    case Family::kRoundTo:
      return RoundToTypes(operands);
    case Family::kKeep:
      return NumericFunction(operands, operands[0]);
    case Family::kExtreme:
      return ExtremeTypes(operands);
    case Family::kNullary:
      return {.result = Type::kFloat};
    case Family::kText:
      return TextTypes(builtin, operands);
    case Family::kConvert:
      return {.result = builtin == Builtin::kToNumber ? Type::kAny : Type::kSymbol};
  }
  return {};
}

auto AggregatedColumn(const CheckedProgram& code, const Expr& query) -> std::uint32_t {
  const auto operands = code.Operands(query.operands);
  for (std::uint32_t column = query.operands.size; column-- > 0;) {
    if (!operands[column].valid()) return column;
  }
  return query.operands.size;
}

auto TakesInt(Builtin builtin, std::size_t operand) -> bool {
  if (builtin == Builtin::kRound) return operand == 1;
  return (builtin == Builtin::kCharAt || builtin == Builtin::kSubstr) && operand > 0;
}

}  // namespace bytelogic::sema
