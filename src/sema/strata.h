// strata.h - orders the derived relations so that what a rule negates or aggregates is complete before it runs.
//
//   RULE alone: SCAN person $x, NOT friend $x ?, EMIT alone $x      alone is in a later stratum than friend
//
// The classical numbering (Apt, Blair, Walker: Towards a theory of declarative knowledge, 1988): the least one in which
// a head is at least as high as what its rule matches, and higher than what it depends on through NOT, EXISTS or a CALC
// that reads, through an aggregate, or where it keeps every tuple, through a relation with KEEP. Relations without
// rules depend on nothing and cost nothing.
#pragma once

#include "sema/context.h"
#include "sema/effects.h"

namespace bytelogic::sema {

// Fills CheckedProgram::strata and the stratum of each relation and rule. A rule that emits into several strata becomes
// one rule for each of them. Reports E207 once for each set of relations that depend on each other, naming a cycle.
void Stratify(Context& context, const Effects& effects);

}  // namespace bytelogic::sema
