// snapshot.h - copies of the rows that a FOR over a query goes through.
//
//   Status status = OpenSnapshot(machine, As<ops::Snapshot>(op), registers);
//   CloseSnapshots(machine, 2);                             // all but the first two
//
// Used by the interpreter.
#pragma once

#include "runtime/machine.h"
#include "runtime/ops.h"

namespace bytelogic::runtime {

// Closes the snapshots from the `first` on.
void CloseSnapshots(Machine& machine, std::uint32_t first);
auto OpenSnapshot(Machine& machine, const ops::Snapshot& op, Register* registers) -> Status;

}  // namespace bytelogic::runtime
