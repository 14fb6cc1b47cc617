// solve.h - evaluates the rules: strata, rounds, and in each round the variants whose delta is not empty.
//
//   Status status = Solve(machine);   // drops what was derived before
//
// See image.h for strata and variants, and docs/language-reference.md, section 4, for rounds. Used by the interpreter.
#pragma once

#include "runtime/machine.h"

namespace bytelogic::runtime {

// A SOLVE statement.
auto SolveStatement(Machine& machine) -> Status;

// An action is about to read a derived relation; `site` is where.
auto EnsureSolved(Machine& machine, std::uint32_t site) -> Status;

// Looks for bindings of a constraint and reports them; `site` is where, or none where it reads nothing that is derived.
// Solves before where no SOLVE statement has run.
auto CheckConstraint(Machine& machine, std::uint32_t constraint, std::uint32_t site) -> Status;

// The run has ended, and its trace is asked for: solves where a query at the end of the program would.
auto SolveForTrace(Machine& machine) -> Status;

// A fault inside a rule: keeps the one that stands first in the source.
void RecordRuleFailure(Machine& machine, Status status, std::uint32_t site);

}  // namespace bytelogic::runtime
