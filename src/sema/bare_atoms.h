// bare_atoms.h - W108: an atom in a rule that has the name of a variable of that rule, most likely without its `$`.
//
//   RULE r: SCAN p $x $y, EMIT r x $y     // x is a symbol here; was $x meant?
//
// Used by check.cc, for programs that are right otherwise. Better silent than wrong: nothing is said where the program
// has the symbol elsewhere too, or where the clause has the variable as well (`EMIT kind $person person`).
#pragma once

#include "sema/context.h"

namespace bytelogic::sema {

void WarnOfBareAtoms(Context& context);

}  // namespace bytelogic::sema
