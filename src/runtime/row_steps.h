// row_steps.h - what each operation does that looks at relations, sets and groups, adds to them, or gives outputs.
//
//   status = Step(machine, As<ops::Member>(op), registers);
//
// One function per operation of op_kind.def, but for loops, which interpreter.cc turns. Used by it alone.
#pragma once

#include "runtime/aggregation.h"
#include "runtime/output.h"
#include "runtime/relation.h"
#include "runtime/value_steps.h"

namespace bytelogic::runtime {

// Collects the cells of a list of registers. A single one is read where it is.
inline auto KeyOf(Machine& machine, const std::uint16_t* list, std::uint32_t count, Register* registers)
    -> const std::uint32_t* {
  if (count == 1) return &registers[list[0]].cell;
  for (std::uint32_t i = 0; i < count; ++i) machine.key[i] = registers[list[i]].cell;
  return machine.key;
}

// A row for `relation`.
inline auto RowOf(Machine& machine, std::uint32_t relation, std::uint32_t list, Register* registers)
    -> const std::uint32_t* {
  return KeyOf(machine, machine.operands + list, machine.relations[relation].rows.arity, registers);
}

// What looking for a row in `rows` costs beside the operation itself.
inline auto LookupFuel(const RowSet& rows) -> std::uint32_t { return rows.arity + rows.lookup_fuel; }

inline auto BestFuel(const Best& best) -> std::uint32_t { return best.keys.arity + 4 * best.keys.lookup_fuel; }

// A derived relation keeps what was asserted apart.
inline auto AssertFuel(const Machine& machine, std::uint32_t relation) -> std::uint32_t {
  const Relation& target = machine.relations[relation];
  const std::uint32_t rows = target.best != nullptr ? BestFuel(*target.best) : LookupFuel(target.rows);
  return FuelOf(OpKind::kAssert) + rows + (target.derived ? LookupFuel(target.asserted) : 0);
}

// Rows of loops.

inline auto Step(Machine& machine, const ops::Column& op, Register* r) -> Status {
  r[op.result].cell = machine.relations[op.relation].rows.Row(r[op.state].cursor.current)[op.column];
  return Status::kOk;
}

inline auto Step(Machine& machine, const ops::Unchanged& op, Register* r) -> Status {
  const Best& best = *machine.relations[op.relation].best;
  machine.fuel.slice -= best.keys.lookup_fuel;
  r[op.result].integer = best.Changed(r[op.state].cursor.current) ? 0 : 1;
  return Status::kOk;
}

inline auto Step(Machine& machine, const ops::SnapshotColumn& op, Register* r) -> Status {
  r[op.result].cell = machine.snapshot_cells[r[op.state].cursor.current + op.column];
  return Status::kOk;
}

// Relations.

inline auto Step(Machine& machine, const ops::Member& op, Register* r) -> Status {
  const Relation& relation = machine.relations[op.relation];
  const std::uint32_t fuel = relation.best != nullptr ? BestFuel(*relation.best) : LookupFuel(relation.rows);
  if (Status status = Spend(machine, fuel); status != Status::kOk) return status;
  bool found = false;
  const Status status = HasMember(machine, op.relation, op.range, RowOf(machine, op.relation, op.row, r), found);
  r[op.result].integer = found ? 1 : 0;
  return status;
}

inline auto Step(Machine& machine, const ops::Exists& op, Register* r) -> Status {
  std::uint32_t low;
  std::uint32_t first = kNone32;
  const std::uint32_t columns = machine.indexes[op.index].column_count;
  const std::uint32_t* key = KeyOf(machine, machine.operands + op.key, columns, r);
  const Status status = FirstRow(machine, op.index, op.range, key, first, low);
  r[op.result].integer = first != kNone32 ? 1 : 0;
  return status;
}

inline auto Step(Machine& machine, const ops::NotEmpty& op, Register* r) -> Status {
  const RowWindow window = WindowOf(machine.relations[op.relation], op.range);
  r[op.result].integer = window.low < window.high ? 1 : 0;
  return Status::kOk;
}

inline auto Step(Machine& machine, const ops::Insert& op, Register* r) -> Status {
  RowSet& rows = machine.relations[op.relation].rows;
  if (Status status = Spend(machine, LookupFuel(rows)); status != Status::kOk) return status;
  const std::uint16_t* list = machine.operands + op.row;
  const Insertion insertion = rows.arity == 2 ? rows.InsertPair(machine.heap, r[list[0]].cell, r[list[1]].cell)
                                              : rows.Insert(machine.heap, KeyOf(machine, list, rows.arity, r));
  return CountInsertion(machine, op.relation, insertion);
}

inline auto Step(Machine& machine, const ops::InsertBest& op, Register* r) -> Status {
  const std::uint32_t fuel = FuelOf(op.kKind) + BestFuel(*machine.relations[op.relation].best);
  if (Status status = Spend(machine, fuel); status != Status::kOk) return status;
  return InsertBest(machine, op.relation, RowOf(machine, op.relation, op.row, r));
}

inline auto Step(Machine& machine, const ops::Assert& op, Register* r) -> Status {
  if (Status status = Spend(machine, AssertFuel(machine, op.relation)); status != Status::kOk) return status;
  return AssertRow(machine, op.relation, RowOf(machine, op.relation, op.row, r), Asserter::kProgram);
}

inline auto Step(Machine& machine, const ops::AssertRows& op, Register*) -> Status {
  const auto* cells = machine.Entries<std::uint32_t>(machine.header->cells) + op.first;
  const std::uint32_t arity = machine.relations[op.relation].rows.arity;
  for (std::uint32_t row = 0; row < op.count; ++row, cells += arity) {
    if (Status status = Spend(machine, AssertFuel(machine, op.relation)); status != Status::kOk) return status;
    if (Status status = AssertRow(machine, op.relation, cells, Asserter::kProgram); status != Status::kOk)
      return status;
  }
  return Status::kOk;
}

// Sets and groups.

inline auto Step(Machine& machine, const ops::EmptySet& op, Register*) -> Status {
  machine.sets[op.set].Clear(machine.heap);
  return Status::kOk;
}

inline auto Step(Machine& machine, const ops::AddToSet& op, Register* r) -> Status {
  RowSet& set = machine.sets[op.set];
  if (Status status = Spend(machine, LookupFuel(set)); status != Status::kOk) return status;
  const Insertion insertion = set.Insert(machine.heap, KeyOf(machine, machine.operands + op.row, set.arity, r));
  r[op.result].integer = insertion == Insertion::kNew ? 1 : 0;
  return Memory(insertion != Insertion::kNoMemory);
}

inline auto Step(Machine& machine, const ops::EmptyGroups& op, Register*) -> Status {
  machine.aggregations[op.aggregation].Clear(machine.heap);
  return Status::kOk;
}

inline auto Step(Machine& machine, const ops::Group& op, Register* r) -> Status {
  Aggregation& aggregation = machine.aggregations[op.aggregation];
  const std::uint32_t fuel = FuelOf(op.kKind) + aggregation.groups.arity + 2 * aggregation.groups.lookup_fuel;
  if (Status status = Spend(machine, fuel); status != Status::kOk) return status;
  const std::uint32_t* cells = KeyOf(machine, machine.operands + op.key, aggregation.groups.arity, r);
  std::uint32_t group = 0;
  const Status status = Memory(aggregation.Find(machine.heap, cells, group));
  r[op.group].integer = group;
  return status;
}

inline auto Step(Machine& machine, const ops::Accumulate& op, Register* r) -> Status {
  return machine.aggregations[op.aggregation].Add(machine, static_cast<std::uint32_t>(r[op.group].integer),
                                                  op.accumulator, op.value == kNoRegister ? nullptr : &r[op.value]);
}

inline auto Step(Machine& machine, const ops::AccumulateQuery& op, Register* r) -> Status {
  return Step(machine, As<ops::Accumulate>(Written(op)), r);
}

inline auto Step(Machine& machine, const ops::GroupColumn& op, Register* r) -> Status {
  const RowSet& groups = machine.aggregations[op.aggregation].groups;
  r[op.result].cell = groups.Row(static_cast<std::uint32_t>(r[op.group].integer))[op.column];
  return Status::kOk;
}

inline auto Step(Machine& machine, const ops::Aggregate& op, Register* r) -> Status {
  return machine.aggregations[op.aggregation].Result(machine, static_cast<std::uint32_t>(r[op.group].integer),
                                                     op.accumulator, r[op.result]);
}

// Statements and outputs.

inline auto Step(Machine& machine, const ops::Step& op, Register*) -> Status { return Spend(machine, op.payment); }

inline auto Step(Machine& machine, const ops::Query& op, Register* r) -> Status {
  return OutputQuery(machine, op.relation, machine.operands + op.pattern, r, op.output);
}

inline auto Step(Machine& machine, const ops::Output& op, Register* r) -> Status {
  return OutputValueOf(machine, r[op.value], op.output);
}

}  // namespace bytelogic::runtime
