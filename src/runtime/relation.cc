#include "runtime/relation.h"

#include "runtime/op_fuel.h"

namespace bytelogic::runtime {
namespace {

auto TooManyTuples(Machine& machine, std::uint32_t relation) -> Status {
  --machine.relations[relation].rows.count;  // the one that is too many: nothing is looked up after this
  machine.failure.relation = relation;
  return machine.Fail(Status::kTupleLimit);
}

}  // namespace

auto InsertionFailed(Machine& machine, std::uint32_t relation, Insertion insertion) -> Status {
  if (insertion == Insertion::kNoMemory) return machine.Fail(Status::kMemoryLimit);
  return TooManyTuples(machine, relation);
}

auto AssertRow(Machine& machine, std::uint32_t relation, const std::uint32_t* row, Asserter asserter) -> Status {
  Relation& target = machine.relations[relation];
  if (target.best != nullptr) return AssertBest(machine, relation, row, asserter);
  RowSet& asserted = target.derived ? target.asserted : target.rows;
  const Insertion insertion = asserted.Insert(machine.heap, row);
  if (insertion == Insertion::kExists) return Status::kOk;
  if (insertion == Insertion::kNoMemory) return machine.Fail(Status::kMemoryLimit);
  if (asserter == Asserter::kProgram) {
    if (machine.facts_left == 0) {
      if (!target.derived) --target.rows.count;
      machine.failure.relation = relation;
      return machine.Fail(Status::kFactLimit);
    }
    --machine.facts_left;
  }
  machine.dirty = true;
  if (target.derived) return CountInsertion(machine, relation, target.rows.Insert(machine.heap, row));
  if (machine.tuples_left == 0) return TooManyTuples(machine, relation);
  --machine.tuples_left;
  return Status::kOk;
}

auto HasMember(Machine& machine, std::uint32_t relation, std::uint32_t range, const std::uint32_t* row, bool& found)
    -> Status {
  Relation& source = machine.relations[relation];
  const RowWindow window = WindowOf(source, range);
  if (window.low == 0 && window.high == source.rows.count && source.best == nullptr) {
    found = source.rows.Contains(row);
    return Status::kOk;
  }
  std::uint32_t at;
  if (Status status = FindRow(machine, relation, row, at); status != Status::kOk) return status;
  found = at >= window.low && at < window.high;
  return Status::kOk;
}

auto FindRow(Machine& machine, std::uint32_t relation, const std::uint32_t* row, std::uint32_t& found) -> Status {
  Relation& source = machine.relations[relation];
  if (source.best != nullptr) return FindBest(machine, relation, row, found);
  bool memory = true;
  found = source.rows.Find(machine.heap, row, memory);
  return memory ? Status::kOk : machine.Fail(Status::kMemoryLimit);
}

auto DropDerived(Machine& machine) -> Status {
  for (std::uint32_t i = 0; i < machine.header->indexes.count; ++i) {
    Index& index = machine.indexes[i];
    if (machine.relations[index.relation].derived) index.Clear(machine.heap);
  }
  for (std::uint32_t i = 0; i < machine.header->relations.count; ++i) {
    Relation& relation = machine.relations[i];
    if (!relation.derived) continue;
    for (QueryIndex* query = relation.query_indexes; query != nullptr; query = query->next) {
      query->index.Clear(machine.heap);
    }
    if (relation.best != nullptr) {
      if (Status status = DropDerivedBest(machine, i); status != Status::kOk) return status;
      continue;
    }
    machine.tuples_left += relation.rows.count;
    relation.rows.Clear(machine.heap);
    for (std::uint32_t row = 0; row < relation.asserted.count; ++row) {
      if (relation.rows.Insert(machine.heap, relation.asserted.Row(row)) == Insertion::kNoMemory) {
        return machine.Fail(Status::kMemoryLimit);
      }
      const std::uint32_t fuel = FuelOf(OpKind::kAssert) + relation.rows.arity + relation.rows.lookup_fuel;
      if (Status status = machine.fuel.Charge(fuel); status != Status::kOk) return machine.Fail(status);
    }
    machine.tuples_left -= relation.rows.count;
  }
  return Status::kOk;
}

auto FirstRow(Machine& machine, std::uint32_t index, std::uint32_t range, const std::uint32_t* key, std::uint32_t& row,
              std::uint32_t& low) -> Status {
  Index& over = machine.indexes[index];
  const Relation& relation = machine.relations[over.relation];
  const RowWindow window = WindowOf(relation, range);
  low = window.low;
  row = kNone32;
  if (window.low >= window.high) return Status::kOk;
  const std::uint32_t visible = static_cast<RowRange>(range) == RowRange::kNow ? window.high : relation.begin;
  if (!over.Extend(machine.heap, relation.rows, visible)) return machine.Fail(Status::kMemoryLimit);
  machine.fuel.slice -= over.column_count + over.lookup_fuel;
  std::uint32_t first = over.First(relation.rows, key);
  // Rows of the delta come before the old ones in the chain.
  while (first != kNone32 && first >= window.high) {
    first = over.next[first];
    if (Status status = machine.fuel.Charge(1 + over.lookup_fuel); status != Status::kOk) return machine.Fail(status);
  }
  row = first != kNone32 && first >= window.low ? first : kNone32;
  return Status::kOk;
}

}  // namespace bytelogic::runtime
