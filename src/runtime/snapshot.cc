#include "runtime/snapshot.h"

#include "runtime/op_fuel.h"
#include "runtime/select.h"

namespace bytelogic::runtime {
namespace {

auto SnapshotFuel(std::uint32_t count, const RowSet& rows) -> std::uint64_t {
  return FuelOf(OpKind::kSnapshot) + std::uint64_t{count} * (1 + rows.arity / 8 + TouchFuel(rows.count));
}

}  // namespace

void CloseSnapshots(Machine& machine, std::uint32_t first) {
  if (machine.snapshot_starts.count <= first) return;
  machine.snapshot_cells.count = machine.snapshot_starts[first];
  machine.snapshot_starts.count = first;
}

auto OpenSnapshot(Machine& machine, const ops::Snapshot& op, Register* registers) -> Status {
  Selection selection;
  Status status = Select(machine, op.relation, machine.operands + op.pattern, registers, selection);
  Array<std::uint32_t>& copy = machine.snapshot_cells;
  const RowSet& rows = machine.relations[op.relation].rows;
  if (status == Status::kOk) status = machine.fuel.Charge(SnapshotFuel(selection.rows.count, rows));
  const std::size_t size = std::size_t{selection.rows.count} * rows.arity;
  if (status == Status::kOk &&
      !(copy.Reserve(machine.heap, copy.count + size) && machine.snapshot_starts.Push(machine.heap, copy.count))) {
    status = Status::kMemoryLimit;
  }
  if (status == Status::kOk) {
    Register& state = registers[op.state];
    state.cursor = {copy.count, selection.rows.count};
    state.bound = copy.count;
    state.mark = machine.scratch.Mark();
    for (std::uint32_t i = 0; i < selection.rows.count; ++i) {
      if (machine.heap.StoppedAt(i)) return machine.Fail(Status::kStopped);
      if (rows.arity > 0) {
        std::memcpy(copy.data + copy.count, rows.Row(selection.rows[i]), rows.arity * sizeof(std::uint32_t));
      }
      copy.count += rows.arity;
    }
  }
  selection.rows.Release(machine.heap);
  return status;
}

}  // namespace bytelogic::runtime
