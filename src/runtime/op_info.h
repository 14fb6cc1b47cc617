// op_info.h - the columns of op_kind.def as data: how an operation takes part in the order of things, and what its
// fields are.
//
//   const OpInfo& info = InfoOf(OpKind::kScan);
//   info.next                                  // OpKind::kScanNext
//   for (const OpField& field : info.Fields()) // {OpSlot::a, OperandRole::kHead, "state"}, ...
//
// The plan printer, the verifier and the validator of images read operations by it. Fuel is in op_fuel.h; named access
// to the fields of one operation is in ops.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <span>
#include <string_view>

#include "runtime/image.h"

namespace bytelogic::runtime {

enum class OpForm : std::uint8_t {
  kOpens,      // opens a structure of a plan, which kEnd closes
  kStructure,  // another part of a structure; only in plans, as kOpens
  kJump,       // only in images
  kRowHead,    // of a loop whose next stands behind its body, and which in a plan opens a structure
  kRowNext,    // only in images
  kTurnHead,   // of a loop whose next stands behind the head
  kTurnNext,   // opens a structure in a plan
  kLeaves,     // ends the function
  kFrame,      // works on the frame of the function
  kAsserts,    // changes relations
  kRuns,       // runs other code, which may change relations and aggregations
  kPlain,
};

enum class OpPlace : std::uint8_t {
  kAnywhere,
  kRule,          // in rules
  kNotInRule,     // in the actions and CALCs
  kOutsideRules,  // in the actions, and in CALCs that no rule calls
  kActions,
  kCalc,
};

enum class OpSlot : std::uint8_t { a, b, c, d, e };

// What stands in a field.
enum class OperandRole : std::uint8_t {
  // Registers that are read: an int or a float, a text, an any, a cell; any of these; one of them, or kNoRegister.
  kInNumber,
  kInText,
  kInAny,
  kInCell,
  kInValue,
  kInGroup,  // a group of `aggregation`
  kMayInAny,
  kMayIn,
  kFirstOf,  // the first of `count` registers with values
  // Registers that are written.
  kOutNumber,
  kOutText,
  kOutAny,
  kOutCell,
  kOutGroup,
  kOutValue,  // what it is follows from more than the roles
  // States of loops: made by a head (of kRange: three registers), moved on by a next, with a row at hand. The groups
  // of an aggregation are their own state.
  kHead,
  kRangeHead,
  kTurn,
  kGroupTurn,
  kRow,        // of `relation`
  kCopiedRow,  // of a snapshot of `relation`
  // Lists of registers. kCells: a cell per column of what the operation works on; kPattern: or kNoRegister for `?`;
  // kKey: a cell per key column of `index`; kArguments: a value per parameter of `function`; kOperands: of a kBuiltin.
  kCells,
  kPattern,
  kKey,
  kArguments,
  kOperands,
  // Entries of tables. Best: of a relation that keeps the best; Row: that of the row or snapshot at hand.
  kRelation,
  kBestRelation,
  kDerivedRelation,  // that keeps all
  kDerivedBestRelation,
  kRowRelation,
  kBestRowRelation,
  kIndex,
  kSet,
  kAggregation,
  kConstant,
  kFunction,  // a CALC
  kBuiltin,   // bytelogic::Builtin
  kOutput,
  kConstraint,
  kColumn,       // of `relation`
  kGroupColumn,  // of `aggregation`
  kAccumulator,  // of `aggregation`
  kCell,         // a cell itself
  kFirstCell,    // of `count` rows of `relation` in the image's cells
  // Sites, by what carries them: what fails there, a warning, a limit, or nothing.
  kFaultSite,
  kSite,
  kMaySite,  // or kNone32
  kLimitSite,
  // Numbers.
  kRange,       // RowRange
  kDepth,       // structures to leave
  kLoopDepth,   // structures to leave, up to a loop
  kTarget,      // an instruction
  kPayment,     // fuel
  kFlag,        // 0 or 1
  kReturnMode,  // 0: int or float, 1: text, 2: any
  kModeAndCount,
  kCount,
  kRowCount,
  kNumber,
};

struct OpField {
  OpSlot slot;
  OperandRole role;
  std::string_view name;
};

struct OpInfo {
  static constexpr std::size_t kMaxFields = 5;

  std::string_view name;
  OpForm form;
  OpPlace place;
  OpKind next;  // of the head of a loop: what ends its turns
  std::uint8_t field_count = 0;
  std::array<OpField, kMaxFields> fields = {};

  [[nodiscard]] constexpr auto Fields() const -> std::span<const OpField> { return {fields.data(), field_count}; }
  // The field with `role`; nullptr: there is none.
  [[nodiscard]] constexpr auto Find(OperandRole role) const -> const OpField* {
    for (const OpField& field : Fields()) {
      if (field.role == role) return &field;
    }
    return nullptr;
  }
};

namespace op_info_internal {

constexpr auto Next(OpKind self, OpKind next) -> OpKind {
  (void)self;
  return next;
}
constexpr auto Next(OpKind self) -> OpKind { return self; }

constexpr auto MakeInfo(std::string_view name, OpForm form, OpPlace place, OpKind next,
                        std::initializer_list<OpField> fields) -> OpInfo {
  OpInfo info{name, form, place, next};
  for (const OpField& field : fields) info.fields[info.field_count++] = field;
  return info;
}

inline constexpr OpKind kNexts[] = {
#define FIELD(slot, role, name)
#define NEXT(name) , OpKind::k##name
#define OP(name, text, form, place, fuel, fields) Next(OpKind::k##name fields),
#include "runtime/op_kind.def"
#undef OP
#undef NEXT
#undef FIELD
};

}  // namespace op_info_internal

inline constexpr OpInfo kOpInfos[] = {
#define FIELD(slot, role, name) OpField{OpSlot::slot, OperandRole::k##role, #name},
#define NEXT(name)
#define OP(name, text, form, place, fuel, fields)                \
  op_info_internal::MakeInfo(text, OpForm::form, OpPlace::place, \
                             op_info_internal::kNexts[static_cast<std::size_t>(OpKind::k##name)], {fields}),
#include "runtime/op_kind.def"
#undef OP
#undef NEXT
#undef FIELD
};

// By itself, since it is asked for each instruction of a program.
inline constexpr OpForm kOpForms[] = {
#define OP(name, text, form, place, fuel, fields) OpForm::form,
#include "runtime/op_kind.def"
#undef OP
};

// Whether `kind` is that of an operation: an image that is not validated yet may hold anything.
constexpr auto IsOp(OpKind kind) -> bool { return static_cast<std::size_t>(kind) < std::size(kOpForms); }
constexpr auto InfoOf(OpKind kind) -> const OpInfo& { return kOpInfos[static_cast<std::size_t>(kind)]; }
constexpr auto FormOf(OpKind kind) -> OpForm {
  return IsOp(kind) ? kOpForms[static_cast<std::size_t>(kind)] : OpForm::kPlain;
}

constexpr auto ValueOf(const Op& op, OpSlot slot) -> std::uint32_t {
  switch (slot) {
    case OpSlot::a:
      return op.a;
    case OpSlot::b:
      return op.b;
    case OpSlot::c:
      return op.c;
    case OpSlot::d:
      return op.d;
    case OpSlot::e:
      break;
  }
  return op.e;
}

// Does `kind` open a structure of a plan that a kEnd closes? (Heads of turn-by-turn loops do not: their next does.)
constexpr auto OpensStructure(OpKind kind) -> bool {
  const OpForm form = FormOf(kind);
  return form == OpForm::kOpens || form == OpForm::kRowHead || form == OpForm::kTurnNext;
}
constexpr auto IsLoop(OpKind kind) -> bool {
  return OpensStructure(kind) && kind != OpKind::kIf && kind != OpKind::kBlock;
}
constexpr auto IsLoopNext(OpKind kind) -> bool {
  return FormOf(kind) == OpForm::kRowNext || FormOf(kind) == OpForm::kTurnNext;
}

// Is it a register that the operation writes?
constexpr auto IsResult(OperandRole role) -> bool {
  return role >= OperandRole::kOutNumber && role <= OperandRole::kOutValue;
}
// May an operation of this kind fail so that the run, or the binding of a rule, ends with its site?
constexpr auto CanFault(OpKind kind) -> bool { return InfoOf(kind).Find(OperandRole::kFaultSite) != nullptr; }

}  // namespace bytelogic::runtime
