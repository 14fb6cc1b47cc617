#include "runtime/run.h"

#include "runtime/aggregation.h"
#include "runtime/interpreter.h"
#include "runtime/machine.h"
#include "runtime/relation.h"
#include "runtime/solve.h"
#include "runtime/trace.h"

namespace bytelogic::runtime {
namespace {

void SetUpValues(Machine& machine) {
  const ImageHeader& header = *machine.header;
  SymbolTable& symbols = machine.values.symbols;
  symbols.image_entries = machine.Entries<SymbolEntry>(header.symbols);
  symbols.image_text = machine.Entries<char>(header.text);
  symbols.image_count = header.symbols.count;
  machine.values.ints.image_words = machine.Entries<std::uint64_t>(header.ints);
  machine.values.ints.image_count = header.ints.count;
  machine.values.floats.image_words = machine.Entries<std::uint64_t>(header.floats);
  machine.values.floats.image_count = header.floats.count;
}

template <typename T>
auto AllocateZeroed(Heap& heap, std::size_t count) -> T* {
  auto* entries = static_cast<T*>(heap.AllocateForever(count * sizeof(T)));
  if (entries != nullptr) std::memset(static_cast<void*>(entries), 0, count * sizeof(T));
  return entries;
}

auto SetUpRelations(Machine& machine) -> bool {
  const ImageHeader& header = *machine.header;
  machine.relations = AllocateZeroed<Relation>(machine.heap, header.relations.count);
  machine.indexes = AllocateZeroed<Index>(machine.heap, header.indexes.count);
  if (machine.relations == nullptr || machine.indexes == nullptr) return false;
  const auto* relations = machine.Entries<RelationEntry>(header.relations);
  std::uint32_t widest = 0;
  for (std::uint32_t i = 0; i < header.relations.count; ++i) {
    Relation& relation = machine.relations[i];
    relation.rows.arity = relation.asserted.arity = relations[i].arity;
    relation.derived = relations[i].derived != 0;
    if (relations[i].keep != 0) {
      relation.best = AllocateZeroed<Best>(machine.heap, 1);
      if (relation.best == nullptr) return false;
      relation.best->keep = static_cast<Keep>(relations[i].keep);
      relation.best->keys.arity = relations[i].arity - 1;
    }
    if (relations[i].arity > widest) widest = relations[i].arity;
  }
  const auto* indexes = machine.Entries<IndexEntry>(header.indexes);
  for (std::uint32_t i = 0; i < header.indexes.count; ++i) {
    Index& index = machine.indexes[i];
    index.relation = indexes[i].relation;
    index.columns = machine.operands + indexes[i].columns.offset;
    index.column_count = indexes[i].columns.count;
  }
  machine.sets = AllocateZeroed<RowSet>(machine.heap, header.sets.count);
  machine.aggregations = AllocateZeroed<Aggregation>(machine.heap, header.aggregations.count);
  if (machine.sets == nullptr || machine.aggregations == nullptr) return false;
  const auto* sets = machine.Entries<SetEntry>(header.sets);
  for (std::uint32_t i = 0; i < header.sets.count; ++i) {
    machine.sets[i].arity = sets[i].arity;
    if (sets[i].arity > widest) widest = sets[i].arity;
  }
  const auto* aggregations = machine.Entries<AggregationEntry>(header.aggregations);
  for (std::uint32_t i = 0; i < header.aggregations.count; ++i) {
    machine.aggregations[i].SetUp(aggregations[i], machine.Entries<AccumulatorEntry>(header.accumulators));
    if (aggregations[i].group_columns > widest) widest = aggregations[i].group_columns;
  }
  machine.key = static_cast<std::uint32_t*>(machine.heap.AllocateForever(widest * sizeof(std::uint32_t)));
  return machine.key != nullptr;
}

// The cells of the sandbox for the values that a table of facts refers to by index.
struct FactCells {
  std::uint32_t* by_tag[4] = {};
  std::size_t bytes = 0;
};

auto MakeFactCells(Machine& machine, const FactTableEntry& table, FactCells& cells) -> Status {
  const auto no_memory = [&machine] { return machine.Fail(Status::kMemoryLimit); };
  const auto count = std::size_t{table.ints.count} + table.floats.count + table.symbols.count;
  cells.bytes = count * sizeof(std::uint32_t);
  auto* next = static_cast<std::uint32_t*>(machine.heap.Allocate(cells.bytes));
  if (next == nullptr) return no_memory();
  cells.by_tag[kCellBoxedInt] = next;
  const auto* ints = reinterpret_cast<const std::int64_t*>(machine.input_bytes + table.ints.offset);
  for (std::uint32_t i = 0; i < table.ints.count; ++i) {
    if (machine.heap.StoppedAt(i) || !machine.values.CellOfInt(machine.heap, ints[i], *next++)) return no_memory();
  }
  cells.by_tag[kCellFloat] = next;
  const auto* floats = reinterpret_cast<const double*>(machine.input_bytes + table.floats.offset);
  for (std::uint32_t i = 0; i < table.floats.count; ++i) {
    if (machine.heap.StoppedAt(i) || !machine.values.CellOfFloat(machine.heap, floats[i], *next++)) return no_memory();
  }
  cells.by_tag[kCellSymbol] = next;
  const auto* symbols = reinterpret_cast<const SymbolEntry*>(machine.input_bytes + table.symbols.offset);
  for (std::uint32_t i = 0; i < table.symbols.count; ++i) {
    const auto* text = reinterpret_cast<const char*>(machine.input_bytes + symbols[i].offset);
    const std::uint32_t symbol = machine.values.symbols.Intern(machine.heap, text, symbols[i].length, TextOwner::kRun);
    if (symbol == kNone32) return no_memory();
    *next++ = MakeCell(kCellSymbol, symbol);
    if (Status status = machine.fuel.Work(64); status != Status::kOk) return machine.Fail(status);
  }
  return Status::kOk;
}

auto AssertFactTable(Machine& machine, const FactTableEntry& table) -> Status {
  FactCells known;
  if (Status status = MakeFactCells(machine, table, known); status != Status::kOk) return status;
  const auto* cells = reinterpret_cast<const std::uint32_t*>(machine.input_bytes + table.cells.offset);
  const std::uint32_t arity = machine.relations[table.relation].rows.arity;
  const bool as_they_are = known.bytes == 0;
  for (std::uint32_t row = 0; row < table.row_count; ++row, cells += arity) {
    if (!as_they_are) {
      for (std::uint32_t column = 0; column < arity; ++column) {
        const std::uint32_t cell = cells[column];
        machine.key[column] = CellTag(cell) == kCellSmallInt ? cell : known.by_tag[CellTag(cell)][CellIndex(cell)];
      }
    }
    if (Status status = machine.fuel.Work(64); status != Status::kOk) return machine.Fail(status);
    const Status status = AssertRow(machine, table.relation, as_they_are ? cells : machine.key, Asserter::kHost);
    if (status != Status::kOk) return status;
  }
  machine.heap.Free(known.by_tag[kCellBoxedInt], known.bytes);
  return Status::kOk;
}

// Tuples of the host, and the memory that they take, do not count toward the limits of the program.
auto AssertHostFacts(Machine& machine) -> Status {
  const RunInput& input = *machine.input;
  if (input.fact_tables.count == 0) return Status::kOk;
  const auto* tables = reinterpret_cast<const FactTableEntry*>(machine.input_bytes + input.fact_tables.offset);
  const std::uint64_t before = machine.heap.used();
  machine.heap.SetLimit(input.memory_bytes + input.host_memory_bytes);
  machine.tuples_left = UINT64_MAX;
  for (std::uint32_t i = 0; i < input.fact_tables.count; ++i) {
    if (Status status = AssertFactTable(machine, tables[i]); status != Status::kOk) return status;
  }
  machine.tuples_left = input.tuples;
  (void)machine.heap.TakeOwed();  // the host's tuples cost no fuel
  machine.heap.SetLimit(input.memory_bytes + (machine.heap.used() - before));
  return Status::kOk;
}

auto Execute(Machine& machine) -> Status {
  if (!SetUpRelations(machine)) return machine.Fail(Status::kMemoryLimit);
  if (Status status = AssertHostFacts(machine); status != Status::kOk) return status;
  if (Status status = Interpret(machine, 0, CodeKind::kActions); status != Status::kOk) return status;
  if (machine.input->trace != 0) {
    if (Status status = SolveForTrace(machine); status != Status::kOk) return status;
    if (Status status = WriteTrace(machine); status != Status::kOk) return status;
  }
  const Status status = machine.fuel.Settle();
  return status == Status::kOk ? status : machine.Fail(status);
}

// The relation whose best values the last round improved, where rounds were running; else kNone32.
auto ImprovingRelation(const Machine& machine) -> std::uint32_t {
  if (machine.stratum == nullptr) return kNone32;
  const auto* relations =
      machine.Entries<std::uint32_t>(machine.header->stratum_relations) + machine.stratum->relations.offset;
  for (std::uint32_t i = 0; i < machine.stratum->relations.count; ++i) {
    const Best* best = machine.relations[relations[i]].best;
    if (best != nullptr && best->changed.count > 0) return relations[i];
  }
  return kNone32;
}

auto Address(const void* data) -> std::uint64_t { return reinterpret_cast<std::uintptr_t>(data); }

auto FillReport(Machine& machine, std::uint32_t* tuple_counts) -> Report* {
  Report& report = machine.report;
  const Failure& failure = machine.failure;
  report.code = static_cast<std::uint32_t>(failure.status);
  report.site = failure.site;
  report.fuel = machine.fuel.used();
  report.rounds = machine.rounds;
  report.memory_bytes = machine.heap.used();
  if (machine.relations != nullptr) {
    for (std::uint32_t i = 0; i < machine.header->relations.count; ++i) {
      tuple_counts[i] = machine.relations[i].rows.count;
    }
  }
  report.tuple_counts = Address(tuple_counts);
  if (failure.status == Status::kOk) {
    report.outputs = Address(machine.outputs.data);
    report.output_size = machine.outputs.count;
    report.output_count = machine.output_count;
  }
  report.warnings = Address(machine.warnings.data);
  report.warning_count = machine.warnings.count;
  report.detail_output = failure.output;
  report.detail_relation = failure.relation != kNone32 ? failure.relation : ImprovingRelation(machine);
  report.detail_rows = failure.rows;
  return &report;
}

}  // namespace

auto Run(const std::uint8_t* image, const std::uint8_t* input_bytes, std::uint8_t* heap_begin,
         std::size_t heap_capacity) -> Report* {
  const auto* header = reinterpret_cast<const ImageHeader*>(image);
  const auto* input = reinterpret_cast<const RunInput*>(input_bytes);
  Heap heap;
  heap.Begin(heap_begin, heap_capacity, input->memory_bytes);
  auto* machine = AllocateZeroed<Machine>(heap, 1);
  auto* tuple_counts = AllocateZeroed<std::uint32_t>(heap, header->relations.count);
  if (machine == nullptr || tuple_counts == nullptr) return nullptr;
  machine->heap = heap;
  machine->image = image;
  machine->header = header;
  machine->input = input;
  machine->input_bytes = input_bytes;
  machine->code = machine->Entries<Op>(header->code);
  machine->operands = machine->Entries<std::uint16_t>(header->operands);
  machine->failure.site = machine->failure.relation = kNone32;
  machine->tuples_left = input->tuples;
  machine->facts_left = input->facts;
  machine->output_bytes_left = input->output_bytes;
  machine->fuel.Begin(*input, machine->heap);
  machine->heap.WatchStop(&input->stop);
  SetUpValues(*machine);
  (void)Execute(*machine);
  return FillReport(*machine, tuple_counts);
}

}  // namespace bytelogic::runtime
