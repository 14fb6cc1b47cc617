// trace.h - what a run hands back where proofs are wanted: every row, and the round of the last solving that found it.
//
//   if (Status status = TraceRound(machine, stratum); status != Status::kOk) return status;   // solve.cc, after a
//   round if (Status status = WriteTrace(machine); status != Status::kOk) return status;            // run.cc, at the
//   end
//
// Relations are logs, so a round is known by how many rows there were when it ended. Those with KEEP are not: better
// rows take the place of others, so what they were is noted round by round. A run that was not asked for a
// trace pays one test for each round. See TraceReport in image.h.
#pragma once

#include "runtime/machine.h"

namespace bytelogic::runtime {

auto TraceSolvingNow(Machine& machine) -> Status;
auto TraceRoundNow(Machine& machine, const StratumEntry& stratum) -> Status;

// A solving begins: what was noted of the one before is forgotten.
inline auto TraceSolving(Machine& machine) -> Status {
  return machine.input->trace == 0 ? Status::kOk : TraceSolvingNow(machine);
}

// A round of `stratum` has ended, and the relations have advanced.
inline auto TraceRound(Machine& machine, const StratumEntry& stratum) -> Status {
  return machine.input->trace == 0 ? Status::kOk : TraceRoundNow(machine, stratum);
}

// Fills Report::trace.
auto WriteTrace(Machine& machine) -> Status;

}  // namespace bytelogic::runtime
