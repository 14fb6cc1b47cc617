// effects.h - what CALCs do to relations, themselves or through the CALCs that they call.
//
//   CALC log INPUT $x  FACT seen $x  RESULT $x END
//   CALC twice INPUT $x  RESULT 2 * CALC log($x) END       asserts, through log
//
// A CALC that asserts must not be called in a rule (E209); a rule depends on the relations that its CALCs read
// (strata.h).
#pragma once

#include <vector>

#include "sema/context.h"

namespace bytelogic::sema {

struct Effects {
  // Per CALC: the next one on the shortest way to a CALC that asserts, itself where it asserts; invalid: none.
  std::vector<CalcId> toward_assert;
  // Per CALC: the relations that it reads, directly or not.
  std::vector<std::vector<RelationId>> reads;
};

auto FindEffects(const Context& context) -> Effects;

// Reports E209 for each call in a rule or constraint of a CALC that asserts.
void CheckEffects(Context& context, const Effects& effects);

// Fills Constraint::reads_derived.
void MarkConstraints(Context& context, const Effects& effects);

}  // namespace bytelogic::sema
