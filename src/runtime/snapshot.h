// snapshot.h - copies of the rows that a FOR over a query goes through.
//
//   Status status = OpenSnapshot(machine, op, registers);   // kSnapshot
//   CloseSnapshots(machine, 2);                             // all but the first two
//
// Used by the interpreter.
#pragma once

#include "runtime/machine.h"

namespace bytelogic::runtime {

// Closes the snapshots from the `first` on.
void CloseSnapshots(Machine& machine, std::uint32_t first);
auto OpenSnapshot(Machine& machine, const Op& op, Register* registers) -> Status;

}  // namespace bytelogic::runtime
