#include "runtime/best.h"

#include "runtime/lattice.h"
#include "runtime/op_fuel.h"
#include "runtime/relation.h"

namespace bytelogic::runtime {
namespace {

auto FindKey(Machine& machine, Best& best, const std::uint32_t* row, std::uint32_t& found) -> Status {
  bool memory = true;
  found = best.keys.Find(machine.heap, row, memory);
  return memory ? Status::kOk : machine.Fail(Status::kMemoryLimit);
}

// A row for a combination that has none.
auto Append(Machine& machine, std::uint32_t relation, const std::uint32_t* row) -> Status {
  RowSet& rows = machine.relations[relation].rows;
  Best& best = *machine.relations[relation].best;
  const bool memory = best.pending.Push(machine.heap, kNone32) && best.changed_in.Push(machine.heap, kNone32) &&
                      best.keys.Insert(machine.heap, row) == Insertion::kNew && rows.AppendRow(machine.heap, row);
  return CountInsertion(machine, relation, memory ? Insertion::kNew : Insertion::kNoMemory);
}

// Shows a row at once. `changes`: it was new, or the value that is kept rose.
auto Take(Machine& machine, std::uint32_t relation, const std::uint32_t* row, bool& changes) -> Status {
  Relation& target = machine.relations[relation];
  std::uint32_t at;
  if (Status status = FindKey(machine, *target.best, row, at); status != Status::kOk) return status;
  changes = true;
  if (at == kNone32) return Append(machine, relation, row);
  std::uint32_t& kept = target.rows.cells[std::size_t{at} * target.rows.arity + target.rows.arity - 1];
  const std::uint32_t before = kept;
  const Status status = Join(machine, target.best->keep, before, row[target.rows.arity - 1], kept);
  changes = kept != before;
  return status;
}

}  // namespace

auto InsertBest(Machine& machine, std::uint32_t relation, const std::uint32_t* row) -> Status {
  Relation& target = machine.relations[relation];
  Best& best = *target.best;
  std::uint32_t at;
  if (Status status = FindKey(machine, best, row, at); status != Status::kOk) return status;
  if (at == kNone32) return Append(machine, relation, row);
  const std::uint32_t last = target.rows.arity - 1;
  std::uint32_t& kept = target.rows.cells[std::size_t{at} * target.rows.arity + last];
  if (at >= target.begin) {  // of this round, nobody has seen it yet
    return Join(machine, best.keep, kept, row[last], kept);
  }
  std::uint32_t& pending = best.pending[at];
  const std::uint32_t before = pending == kNone32 ? kept : pending;
  std::uint32_t joined;
  if (Status status = Join(machine, best.keep, before, row[last], joined); status != Status::kOk) return status;
  if (joined == before) return Status::kOk;
  if (pending == kNone32 && !best.touched.Push(machine.heap, at)) return machine.Fail(Status::kMemoryLimit);
  pending = joined;
  return Status::kOk;
}

auto AssertBest(Machine& machine, std::uint32_t relation, const std::uint32_t* row, Asserter asserter) -> Status {
  Relation& target = machine.relations[relation];
  bool is_new = false;
  if (target.derived) {
    const Insertion insertion = target.asserted.Insert(machine.heap, row);
    if (insertion == Insertion::kNoMemory) return machine.Fail(Status::kMemoryLimit);
    is_new = insertion == Insertion::kNew;
    if (!is_new) return Status::kOk;
  }
  bool changes = false;
  if (Status status = Take(machine, relation, row, changes); status != Status::kOk) return status;
  if (!changes && !is_new) return Status::kOk;
  machine.dirty = true;
  if (asserter == Asserter::kHost) return Status::kOk;
  if (machine.facts_left == 0) {
    machine.failure.relation = relation;
    return machine.Fail(Status::kFactLimit);
  }
  --machine.facts_left;
  return Status::kOk;
}

auto FindBest(Machine& machine, std::uint32_t relation, const std::uint32_t* row, std::uint32_t& found) -> Status {
  Relation& source = machine.relations[relation];
  if (Status status = FindKey(machine, *source.best, row, found); status != Status::kOk) return status;
  const std::uint32_t last = source.rows.arity - 1;
  if (found != kNone32 && source.rows.Row(found)[last] != row[last]) found = kNone32;
  return Status::kOk;
}

auto BeginRounds(Machine& machine, std::uint32_t relation) -> bool {
  Best& best = *machine.relations[relation].best;
  const std::uint32_t count = machine.relations[relation].rows.count;
  if (!best.changed.Reserve(machine.heap, count)) return false;
  best.changed.count = count;
  machine.fuel.slice -= count;
  for (std::uint32_t row = 0; row < count; ++row) {
    if (machine.heap.StoppedAt(row)) return false;
    best.changed[row] = row;
    best.changed_in[row] = best.round;
  }
  return true;
}

auto EndRound(Machine& machine, std::uint32_t relation) -> bool {
  Relation& target = machine.relations[relation];
  Best& best = *target.best;
  ++best.round;
  best.changed.count = 0;
  const auto change = [&](std::uint32_t row) {
    best.changed_in[row] = best.round;
    best.changed[best.changed.count++] = row;
  };
  if (!best.changed.Reserve(machine.heap, std::size_t{best.touched.count} + target.rows.count - target.begin)) {
    return false;
  }
  machine.fuel.slice -=
      std::int64_t{best.touched.count} * (2 + 3 * best.keys.lookup_fuel) + target.rows.count - target.begin;
  for (std::uint32_t i = 0; i < best.touched.count; ++i) {
    if (machine.heap.StoppedAt(i)) return false;
    const std::uint32_t row = best.touched[i];
    target.rows.cells[std::size_t{row} * target.rows.arity + target.rows.arity - 1] = best.pending[row];
    best.pending[row] = kNone32;
    change(row);
  }
  best.touched.count = 0;
  for (std::uint32_t row = target.begin; row < target.rows.count; ++row) {
    if (machine.heap.StoppedAt(row)) return false;
    change(row);
  }
  target.begin = target.rows.count;
  return true;
}

auto DropDerivedBest(Machine& machine, std::uint32_t relation) -> Status {
  Relation& target = machine.relations[relation];
  Best& best = *target.best;
  machine.tuples_left += target.rows.count;
  target.rows.Clear(machine.heap);
  best.keys.Clear(machine.heap);
  best.pending.count = best.touched.count = best.changed.count = best.changed_in.count = 0;
  for (std::uint32_t row = 0; row < target.asserted.count; ++row) {
    bool changes;
    if (Status status = Take(machine, relation, target.asserted.Row(row), changes); status != Status::kOk) {
      return status;
    }
    const std::uint32_t fuel = FuelOf(OpKind::kAssert) + best.keys.arity + 4 * best.keys.lookup_fuel;
    if (Status status = machine.fuel.Charge(fuel); status != Status::kOk) return machine.Fail(status);
  }
  return Status::kOk;
}

}  // namespace bytelogic::runtime
