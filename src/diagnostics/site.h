// site.h - a place of the source that a run may end at or warn of, and what is computed there.
//
//   2 * $n    =>    {.range = all of it, .operation = kMultiply, .first = `2`, .second = `$n`}
//
// Taken from the checked program when its code is built (plan/); the sandbox knows a site by its number alone. The
// messages of a run (runtime_message.h) are made from it.
#pragma once

#include <cstdint>

#include "base/builtin.h"
#include "base/source_range.h"

namespace bytelogic {

enum class Operation : std::uint8_t {
  kOther,  // nothing of which more than the range is known
  kNegate,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kFloorDivide,
  kModulo,
  kFunction,   // `function` of operands
  kAggregate,  // `first`: of these values; empty: of a column
  kRange,      // a loop over numbers
  kRead,  // `relation` is read. `first`: where a SOLVE may be put before it; empty: nowhere without changing answers
};

inline constexpr Operation kLastOperation = Operation::kRead;

// How an operand is written, without the parentheses around it.
enum class OperandForm : std::uint8_t {
  kSimple,    // a constant, a variable or a call
  kZero,      // a constant that is 0
  kNegation,  // - and an operand
  kCompound,  // an operator between operands
};
inline constexpr OperandForm kLastForm = OperandForm::kCompound;

struct Site {
  static constexpr std::uint32_t kNoRelation = 0xFFFF'FFFF;

  SourceRange range;
  Operation operation = Operation::kOther;
  Builtin function = Builtin::kPow;
  OperandForm first_form = OperandForm::kSimple;
  OperandForm second_form = OperandForm::kSimple;
  SourceRange first = {};   // operand
  SourceRange second = {};  // operand
  std::uint32_t relation = kNoRelation;
};

}  // namespace bytelogic
