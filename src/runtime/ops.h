// ops.h - each operation of op_kind.def as a struct with named members, to write it and to read it.
//
//   code.Emit(ops::Column{.result = cell, .state = row, .relation = relation, .column = 0});
//   const auto column = As<ops::Column>(op);
//
// A member is as wide as the field of Op that it stands for. Unary and Binary are the operations whose kind is chosen
// by types. Used by plan/, the interpreter and the validator.
#pragma once

#include <concepts>
#include <cstdint>

#include "runtime/image.h"

namespace bytelogic::runtime {
namespace ops {

#define NEXT(name)

#define FIELD(slot, role, name) decltype(Op::slot) name = 0;
#define OP(name, text, form, place, fuel, fields)    \
  struct name {                                      \
    static constexpr OpKind kKind = OpKind::k##name; \
    fields                                           \
  };
#include "runtime/op_kind.def"
#undef OP
#undef FIELD

#define FIELD(slot, role, name) op.slot = from.name;
#define OP(name, text, form, place, fuel, fields)                 \
  constexpr auto Written([[maybe_unused]] const name& from)->Op { \
    Op op{.kind = OpKind::k##name};                               \
    fields return op;                                             \
  }
#include "runtime/op_kind.def"
#undef OP
#undef FIELD

#define FIELD(slot, role, name) to.name = op.slot;
#define OP(name, text, form, place, fuel, fields) \
  constexpr void Read([[maybe_unused]] const Op& op, [[maybe_unused]] name& to) { fields }
#include "runtime/op_kind.def"
#undef OP
#undef FIELD

#undef NEXT

// One of the operations that compute `result` from `operand`, or from `left` and `right`.
struct Unary {
  OpKind kind = OpKind::kMove;
  std::uint16_t result = 0;
  std::uint16_t operand = 0;
  std::uint32_t site = 0;
};
struct Binary {
  OpKind kind = OpKind::kAddInt;
  std::uint16_t result = 0;
  std::uint16_t left = 0;
  std::uint16_t right = 0;
  std::uint32_t site = 0;
};

constexpr auto Written(const Unary& from) -> Op {
  return {.kind = from.kind, .a = from.result, .b = from.operand, .e = from.site};
}
constexpr auto Written(const Binary& from) -> Op {
  return {.kind = from.kind, .a = from.result, .b = from.left, .c = from.right, .e = from.site};
}

}  // namespace ops

template <typename T>
concept Operation = requires(const T& operation) {
  { Written(operation) } -> std::same_as<Op>;
};

// `op`, which is of that kind.
template <Operation T>
constexpr auto As(const Op& op) -> T {
  T operation;
  Read(op, operation);
  return operation;
}

}  // namespace bytelogic::runtime
