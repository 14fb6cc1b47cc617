// op_info.h - how the fields of an operation are to be read: for the printer and the verifier.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/image.h"

namespace bytelogic::plan {

enum class OpForm : std::uint8_t {
  kStructure,
  kJumpForm,
  kLoopHead,
  kLoopNext,
  kRegisters,
  kFallible,
  kRelational,
  kGrouping,
  kControl,
  kCallForm,
};

struct OpInfo {
  std::string_view name;
  OpForm form;
};

inline constexpr OpInfo kOpInfos[] = {
#define OP(kind, name, form, fuel) {name, OpForm::form},
#include "runtime/op_kind.def"
#undef OP
};

inline constexpr auto InfoOf(runtime::OpKind kind) -> const OpInfo& { return kOpInfos[static_cast<std::size_t>(kind)]; }

// Does `kind` open a structure that a kEnd closes? (Heads of turn-by-turn loops do not: their "next" does.)
inline constexpr auto OpensStructure(runtime::OpKind kind) -> bool {
  using enum runtime::OpKind;
  switch (kind) {
    case kIf:
    case kBlock:
    case kLoop:
    case kScan:
    case kProbe:
    case kScanChanged:
    case kRangeNext:
    case kSnapshotNext:
    case kListNext:
    case kGroupsNext:
      return true;
    default:
      return false;
  }
}

inline constexpr auto IsLoop(runtime::OpKind kind) -> bool {
  return OpensStructure(kind) && kind != runtime::OpKind::kIf && kind != runtime::OpKind::kBlock;
}

}  // namespace bytelogic::plan
