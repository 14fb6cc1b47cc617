#include "runtime/run.h"

#include "runtime/interpreter.h"
#include "runtime/machine.h"
#include "runtime/relation.h"

namespace bytelogic::runtime {
namespace {

auto SetUpValues(Machine& machine) -> void {
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
    if (relations[i].arity > widest) widest = relations[i].arity;
  }
  const auto* indexes = machine.Entries<IndexEntry>(header.indexes);
  for (std::uint32_t i = 0; i < header.indexes.count; ++i) {
    Index& index = machine.indexes[i];
    index.relation = indexes[i].relation;
    index.columns = machine.operands + indexes[i].columns.offset;
    index.column_count = indexes[i].columns.count;
  }
  machine.key = static_cast<std::uint32_t*>(machine.heap.AllocateForever(widest * sizeof(std::uint32_t)));
  return machine.key != nullptr;
}

auto CellOfFact(Machine& machine, const FactValue& value, std::uint32_t& cell) -> bool {
  switch (value.tag) {
    case ValueTag::kInt:
      return machine.values.CellOfInt(machine.heap, static_cast<std::int64_t>(value.bits), cell);
    case ValueTag::kFloat:
      return machine.values.CellOfFloat(machine.heap, std::bit_cast<double>(value.bits), cell);
    default:
      break;
  }
  const auto* text = reinterpret_cast<const char*>(machine.input_bytes + value.bits);
  const std::uint32_t symbol = machine.values.symbols.Intern(machine.heap, text, value.length, TextOwner::kRun);
  cell = MakeCell(kCellSymbol, symbol);
  return symbol != kNone32;
}

auto AssertHostFacts(Machine& machine) -> Status {
  const auto* tables = reinterpret_cast<const FactTableEntry*>(machine.input_bytes + machine.input->fact_tables.offset);
  for (std::uint32_t i = 0; i < machine.input->fact_tables.count; ++i) {
    const FactTableEntry& table = tables[i];
    const auto* values = reinterpret_cast<const FactValue*>(machine.input_bytes + table.values.offset);
    const std::uint32_t arity = machine.relations[table.relation].rows.arity;
    for (std::uint32_t row = 0; row < table.row_count; ++row) {
      for (std::uint32_t column = 0; column < arity; ++column) {
        if (!CellOfFact(machine, *values++, machine.key[column])) return machine.Fail(Status::kMemoryLimit);
      }
      if (Status status = machine.fuel.Work(64); status != Status::kOk) return machine.Fail(status);
      if (Status status = AssertRow(machine, table.relation, machine.key, Asserter::kHost); status != Status::kOk) {
        return status;
      }
    }
  }
  return Status::kOk;
}

auto Execute(Machine& machine) -> Status {
  if (!SetUpRelations(machine)) return machine.Fail(Status::kMemoryLimit);
  if (Status status = AssertHostFacts(machine); status != Status::kOk) return status;
  return Interpret(machine, 0, CodeKind::kActions);
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
  report.detail_relation = failure.relation;
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
  machine->fuel.Begin(*input);
  SetUpValues(*machine);
  (void)Execute(*machine);
  return FillReport(*machine, tuple_counts);
}

}  // namespace bytelogic::runtime
