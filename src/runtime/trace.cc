#include "runtime/trace.h"

#include <cstring>

namespace bytelogic::runtime {
namespace {

auto Address(const void* data) -> std::uint64_t { return reinterpret_cast<std::uintptr_t>(data); }

// Room for `count` elements that stay until the host has read them; null: out of memory.
template <typename T>
auto Room(Machine& machine, std::uint32_t count) -> T* {
  return static_cast<T*>(machine.heap.AllocateForever(std::size_t{count} * sizeof(T)));
}

// A row of a relation with KEEP as it is at the moment.
auto LogRow(Machine& machine, std::uint32_t relation, std::uint32_t row) -> bool {
  const RowSet& rows = machine.relations[relation].rows;
  TraceLog& log = machine.trace_logs[relation];
  for (std::uint32_t i = 0; i < rows.arity; ++i) {
    if (!log.cells.Push(machine.heap, rows.Row(row)[i])) return false;
  }
  return log.rows.Push(machine.heap, row);
}

// What was asserted after the solving may have taken the place of what the log has.
auto LogLaterRows(Machine& machine, std::uint32_t relation) -> bool {
  const RowSet& rows = machine.relations[relation].rows;
  const TraceLog& log = machine.trace_logs[relation];
  auto* latest = Room<std::uint32_t>(machine, rows.count);
  if (latest == nullptr) return false;
  for (std::uint32_t row = 0; row < rows.count; ++row) latest[row] = kNone32;
  for (std::uint32_t entry = 0; entry < log.rows.count; ++entry) latest[log.rows[entry]] = entry;
  for (std::uint32_t row = 0; row < rows.count; ++row) {
    if (machine.heap.StoppedAt(row)) return false;
    const std::uint32_t last = rows.arity - 1;
    const bool known = latest[row] != kNone32 && log.cells[latest[row] * rows.arity + last] == rows.Row(row)[last];
    if (!known && !LogRow(machine, relation, row)) return false;
  }
  return true;
}

auto WriteRelations(Machine& machine) -> const TraceRelation* {
  const std::uint32_t count = machine.header->relations.count;
  auto* relations = Room<TraceRelation>(machine, count);
  if (relations == nullptr) return nullptr;
  for (std::uint32_t i = 0; i < count; ++i) {
    const Relation& relation = machine.relations[i];
    relations[i] = {Address(relation.rows.cells), Address(relation.asserted.cells), relation.rows.count,
                    relation.asserted.count};
    if (relation.best == nullptr) continue;
    if (!LogLaterRows(machine, i)) return nullptr;
    relations[i].rows = Address(machine.trace_logs[i].cells.data);
    relations[i].row_count = machine.trace_logs[i].rows.count;
  }
  return relations;
}

auto WriteSymbols(Machine& machine) -> const TraceSymbol* {
  const SymbolTable& table = machine.values.symbols;
  auto* symbols = Room<TraceSymbol>(machine, table.count());
  if (symbols == nullptr) return nullptr;
  for (std::uint32_t i = 0; i < table.count(); ++i) {
    if (machine.heap.StoppedAt(i)) return nullptr;
    const Text text = table.Get(i);
    symbols[i] = {Address(text.data), text.length, 0};
  }
  return symbols;
}

auto WriteWords(Machine& machine, const WordTable& table) -> const std::uint64_t* {
  auto* words = Room<std::uint64_t>(machine, table.count());
  if (words == nullptr) return nullptr;
  for (std::uint32_t i = 0; i < table.count(); ++i) {
    if (machine.heap.StoppedAt(i)) return nullptr;
    words[i] = table.Get(i);
  }
  return words;
}

auto Mark(Machine& machine, std::uint32_t relation) -> bool {
  const bool has_log = machine.relations[relation].best != nullptr;
  const std::uint32_t count =
      has_log ? machine.trace_logs[relation].rows.count : machine.relations[relation].rows.count;
  return machine.trace_marks.Push(machine.heap, {relation, count});
}

auto BeginTrace(Machine& machine) -> bool {
  const std::uint32_t count = machine.header->relations.count;
  if (machine.trace_logs == nullptr) {
    machine.trace_logs = Room<TraceLog>(machine, count);
    if (machine.trace_logs == nullptr) return false;
    std::memset(static_cast<void*>(machine.trace_logs), 0, count * sizeof(TraceLog));
  }
  machine.trace_marks.count = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const Relation& relation = machine.relations[i];
    TraceLog& log = machine.trace_logs[i];
    log.cells.count = log.rows.count = 0;
    for (std::uint32_t row = 0; relation.best != nullptr && row < relation.rows.count; ++row) {
      if (machine.heap.StoppedAt(row) || !LogRow(machine, i, row)) return false;
    }
    if (!Mark(machine, i)) return false;
  }
  return true;
}

auto LogRound(Machine& machine, std::uint32_t relation) -> bool {
  const Best* best = machine.relations[relation].best;
  for (std::uint32_t i = 0; best != nullptr && i < best->changed.count; ++i) {
    if (machine.heap.StoppedAt(i) || !LogRow(machine, relation, best->changed[i])) return false;
  }
  return Mark(machine, relation);
}

}  // namespace

auto TraceSolvingNow(Machine& machine) -> Status {
  return BeginTrace(machine) ? Status::kOk : machine.Fail(Status::kMemoryLimit);
}

auto TraceRoundNow(Machine& machine, const StratumEntry& stratum) -> Status {
  const auto* relations = machine.Entries<std::uint32_t>(machine.header->stratum_relations) + stratum.relations.offset;
  for (std::uint32_t i = 0; i < stratum.relations.count; ++i) {
    if (!LogRound(machine, relations[i])) return machine.Fail(Status::kMemoryLimit);
  }
  return Status::kOk;
}

auto WriteTrace(Machine& machine) -> Status {
  auto* trace = Room<TraceReport>(machine, 1);
  if (trace == nullptr) return machine.Fail(Status::kMemoryLimit);
  const Values& values = machine.values;
  const TraceRelation* relations = WriteRelations(machine);
  const TraceSymbol* symbols = WriteSymbols(machine);
  const std::uint64_t* ints = WriteWords(machine, values.ints);
  const std::uint64_t* floats = WriteWords(machine, values.floats);
  if (relations == nullptr || symbols == nullptr || ints == nullptr || floats == nullptr) {
    return machine.Fail(Status::kMemoryLimit);
  }
  *trace = {Address(relations),
            Address(symbols),
            Address(ints),
            Address(floats),
            Address(machine.trace_marks.data),
            values.symbols.count(),
            values.ints.count(),
            values.floats.count(),
            machine.trace_marks.count};
  machine.report.trace = Address(trace);
  return Status::kOk;
}

}  // namespace bytelogic::runtime
