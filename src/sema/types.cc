#include "sema/types.h"

#include <algorithm>

namespace bytelogic::sema {
namespace {

auto Has(std::span<const Type> types, Type type) -> bool { return std::ranges::find(types, type) != types.end(); }

// The type that an operand of `kind` is to have; kFloat stands for any number, kAny for whatever there is.
auto Expected(OperandKind kind) -> Type {
  switch (kind) {
    case OperandKind::kNumber:
      return Type::kFloat;
    case OperandKind::kInt:
      return Type::kInt;
    case OperandKind::kSymbol:
      return Type::kSymbol;
    case OperandKind::kOneKind:
    case OperandKind::kAnything:
      break;
  }
  return Type::kAny;
}

// Whether a `given` operand can never be what `expected` says.
auto IsWrong(Type expected, Type given) -> bool {
  if (given == Type::kNone || given == Type::kAny || expected == Type::kAny) return false;
  return expected == Type::kFloat ? given == Type::kSymbol : given != expected;
}

// MIN and MAX.
auto TypesOfOneKind(std::span<const Type> operands) -> BuiltinTypes {
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

// The result of a function of numbers: kNone as long as an operand is not known, or is no number.
auto NumericResult(const BuiltinSignature& signature, std::span<const Type> operands) -> Type {
  if (Has(operands, Type::kNone)) return Type::kNone;
  Type joined = signature.result == ResultKind::kFloat ? Type::kFloat : Type::kNone;
  for (std::size_t index = 0; index < operands.size(); ++index) {
    if (signature.Operand(index) != OperandKind::kNumber) continue;
    if (operands[index] == Type::kSymbol) return Type::kNone;
    joined = Join(joined, operands[index]);
  }
  return Has(operands, Type::kAny) ? Type::kAny : joined;
}

auto ResultOf(const BuiltinSignature& signature, std::span<const Type> operands) -> Type {
  switch (signature.result) {
    case ResultKind::kInt:
    case ResultKind::kTruth:
      return Type::kInt;
    case ResultKind::kSymbol:
      return Type::kSymbol;
    case ResultKind::kAny:
      return Type::kAny;
    case ResultKind::kFloat:
    case ResultKind::kNumber:
    case ResultKind::kOneKind:
      break;
  }
  return NumericResult(signature, operands);
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
  const BuiltinSignature& signature = InfoOf(builtin).Of(operands.size());
  if (signature.result == ResultKind::kOneKind) return TypesOfOneKind(operands);
  BuiltinTypes types{.result = ResultOf(signature, operands)};
  for (std::uint32_t index = 0; index < operands.size(); ++index) {
    const Type expected = Expected(signature.Operand(index));
    if (!IsWrong(expected, operands[index])) continue;
    types.wrong_operand = index;
    types.expected = expected;
    return types;
  }
  if (signature.result == ResultKind::kFloat || signature.result == ResultKind::kNumber) {
    types.operands = types.result;
    types.ints_stay = true;
  } else if (!signature.Takes(OperandKind::kAnything) && Has(operands, Type::kAny)) {
    types.operands = Type::kAny;
  }
  return types;
}

auto AggregatedColumn(const CheckedProgram& code, const Expr& query) -> std::uint32_t {
  const auto operands = code.Operands(query.operands);
  for (std::uint32_t column = query.operands.size; column-- > 0;) {
    if (!operands[column].valid()) return column;
  }
  return query.operands.size;
}

}  // namespace bytelogic::sema
