// types.h - the four types, how they join, and the types of operators and built-in functions.
//
//   Join(Type::kInt, Type::kFloat) == Type::kFloat
//   ArithmeticTypes(ExprKind::kDivide, Type::kInt, Type::kInt)   // operands float, result float
//
// Inference (infer.h) asks only for results, the final pass (finish.h) also for what operands are converted to and for
// what is wrong. Type::kNone ("not known yet", or an error that was reported) is never wrong.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "diagnostics/message.h"
#include "sema/checked_program.h"

namespace bytelogic::sema {

// The least type that has all values of both: none < int < float < any, none < symbol < any.
constexpr auto Join(Type left, Type right) -> Type {
  if (left == right || right == Type::kNone) return left;
  if (left == Type::kNone) return right;
  const bool numbers = (left == Type::kInt || left == Type::kFloat) && (right == Type::kInt || right == Type::kFloat);
  return numbers ? Type::kFloat : Type::kAny;
}

constexpr auto IsNumber(Type type) -> bool { return type == Type::kInt || type == Type::kFloat; }

// "int", "float", "symbol", "any".
auto NameOf(Type type) -> std::string_view;
// As an argument of a message.
inline auto NamedType(Type type) -> TypeName { return {NameOf(type)}; }
// The type written as `name` in a declaration; kNone for the empty name.
auto TypeNamed(std::string_view name) -> Type;
// "a", "b", ..., "z" for the first 26 positions; empty from the 27th on.
auto PositionLetter(std::size_t position) -> std::string_view;

struct OperatorTypes {
  Type operands = Type::kNone;  // both are converted to it; kNone where nothing is to be done
  Type result = Type::kNone;
  bool fits = true;  // false: a number meets a symbol
};

// Of kAdd, kSubtract, kMultiply, kDivide, kFloorDivide, kModulo.
auto ArithmeticTypes(ExprKind kind, Type left, Type right) -> OperatorTypes;
// Of kEqual ... kGreaterEqual.
auto ComparisonTypes(Type left, Type right) -> OperatorTypes;

struct BuiltinTypes {
  static constexpr std::uint32_t kNothing = 0xFFFF'FFFF;
  Type result = Type::kNone;
  Type operands = Type::kNone;             // all are converted to it; kNone: they stay
  bool ints_stay = false;                  // those that are to be ints are not converted (the second one of ROUND)
  std::uint32_t wrong_operand = kNothing;  // E304
  Type expected = Type::kNone;             // what the wrong operand should be; kFloat stands for any number
  bool mixed = false;                      // E301: numbers beside symbols in MIN or MAX
};

auto TypesOf(Builtin builtin, std::span<const Type> operands) -> BuiltinTypes;
// Of an aggregate over values of type `argument`; kNone where it takes none of them (a symbol in SUM or AVG, E304).
constexpr auto AggregateType(AggregateFunction function, Type argument) -> Type {
  const bool adds = function == AggregateFunction::kSum || function == AggregateFunction::kAvg;
  if (function == AggregateFunction::kCount) return Type::kInt;
  if (adds && argument == Type::kSymbol) return Type::kNone;
  return function == AggregateFunction::kAvg ? Type::kFloat : argument;
}
// The column that an aggregate over a query takes: that of its last `?`; the number of columns where it has none.
auto AggregatedColumn(const CheckedProgram& code, const Expr& query) -> std::uint32_t;

}  // namespace bytelogic::sema
