#include "runtime/output.h"

#include "base/number_text.h"
#include "base/symbol_text.h"
#include "runtime/op_fuel.h"
#include "runtime/relation.h"
#include "runtime/select.h"
#include "runtime/sort.h"

namespace bytelogic::runtime {
namespace {

auto PrintedSize(const Register& any) -> std::uint64_t {
  char buffer[kMaxNumberText];
  switch (TagOf(any)) {
    case kTagInt:
      return static_cast<std::uint64_t>(WriteInt(buffer, any.integer) - buffer);
    case kTagFloat:
      return static_cast<std::uint64_t>(WriteFloat(buffer, any.number) - buffer);
    default:
      return PrintedSymbolSize({any.text, any.length});
  }
}

// What it costs to write a value, and to find how long its text is.
auto FuelOfValue(const Register& any) -> std::uint64_t {
  constexpr std::uint32_t kValueFuel = 12;
  switch (TagOf(any)) {
    case kTagInt:
      return kValueFuel;
    case kTagFloat:
      return kValueFuel + kFloatTextFuel;
    default:
      return kValueFuel + any.length;
  }
}

// One output while it is written.
class Writer {
 public:
  Writer(Machine& machine, std::uint32_t output) : machine_(machine), output_(output) {}

  auto Begin(OutputKind kind, std::uint32_t rows, std::uint32_t columns) -> Status {
    ++machine_.output_count;
    const OutputRecord record{output_, kind, rows, columns};
    return Append(&record, sizeof record);
  }

  auto Value(const Register& any) -> Status {
    if (Status status = machine_.fuel.Charge(FuelOfValue(any)); status != Status::kOk) return machine_.Fail(status);
    OutputValue value;
    value.tag = static_cast<ValueTag>(TagOf(any));
    if (TagOf(any) != kTagText) {
      value.bits =
          TagOf(any) == kTagInt ? static_cast<std::uint64_t>(any.integer) : std::bit_cast<std::uint64_t>(any.number);
      return Append(&value, sizeof value);
    }
    value.length = any.length;
    if (Status status = Append(&value, sizeof value); status != Status::kOk) return status;
    if (Status status = Append(any.text, any.length); status != Status::kOk) return status;
    const std::uint64_t padding = 0;
    return Append(&padding, (8 - any.length % 8) % 8);
  }

  // Takes `bytes` of text from what is left; else so many rows did not fit.
  auto Spend(std::uint64_t bytes, std::uint64_t rows_left) -> Status {
    if (bytes <= machine_.output_bytes_left) {
      machine_.output_bytes_left -= bytes;
      return Status::kOk;
    }
    machine_.failure.output = output_;
    machine_.failure.rows = rows_left;
    return machine_.Fail(Status::kOutputLimit);
  }

 private:
  auto Append(const void* bytes, std::size_t size) -> Status {
    Array<std::uint8_t>& outputs = machine_.outputs;
    if (!outputs.Reserve(machine_.heap, outputs.count + size)) return machine_.Fail(Status::kMemoryLimit);
    if (!machine_.heap.Copy(outputs.data + outputs.count, bytes, size)) return machine_.Fail(Status::kStopped);
    outputs.count += static_cast<std::uint32_t>(size);
    return Status::kOk;
  }

  Machine& machine_;
  std::uint32_t output_;
};

auto WriteRows(Machine& machine, const RowSet& source, const std::uint16_t* pattern, const Array<std::uint32_t>& rows,
               std::uint32_t columns, std::uint32_t output) -> Status {
  Writer writer(machine, output);
  if (Status status = writer.Begin(OutputKind::kRows, rows.count, columns); status != Status::kOk) return status;
  if (rows.count == 0) return writer.Spend(4, 1);  // `none`
  for (std::uint32_t i = 0; i < rows.count; ++i) {
    if (machine.heap.StoppedAt(i)) return machine.Fail(Status::kStopped);
    const std::uint32_t* cells = source.Row(rows[i]);
    machine.fuel.slice -= 2 + source.arity / 4 + source.lookup_fuel;
    std::uint64_t size = (i > 0 ? 2 : 0) + columns - 1;  // `, ` and spaces
    for (std::uint32_t column = 0; column < source.arity; ++column) {
      if (pattern[column] != kNoRegister) continue;
      Register any;
      machine.values.ToAny(cells[column], any);
      size += PrintedSize(any);
      if (Status status = writer.Value(any); status != Status::kOk) return status;
    }
    if (Status status = writer.Spend(size, rows.count - i); status != Status::kOk) return status;
  }
  return Status::kOk;
}

auto WriteViolation(Machine& machine, const RowSet& witnesses, const Array<std::uint32_t>& rows,
                    std::uint32_t constraint) -> Status {
  Writer writer(machine, constraint);
  const std::uint32_t shown = rows.count < kMaxWitnesses ? rows.count : kMaxWitnesses;
  if (Status status = writer.Begin(OutputKind::kViolation, shown, witnesses.arity); status != Status::kOk) {
    return status;
  }
  Register any;
  SetInt(any, rows.count);
  if (Status status = writer.Value(any); status != Status::kOk) return status;
  for (std::uint32_t i = 0; i < shown; ++i) {
    const std::uint32_t* cells = witnesses.Row(rows[i]);
    std::uint64_t size = 1;
    for (std::uint32_t column = 0; column < witnesses.arity; ++column) {
      machine.values.ToAny(cells[column], any);
      size += 3 + PrintedSize(any);  // ` $x=1`
      if (Status status = writer.Value(any); status != Status::kOk) return status;
    }
    if (Status status = writer.Spend(size, shown - i); status != Status::kOk) {
      machine.failure.output = kNone32;  // of no output, but of a constraint
      return status;
    }
  }
  return Status::kOk;
}

}  // namespace

auto OutputQuery(Machine& machine, std::uint32_t relation, const std::uint16_t* pattern, const Register* registers,
                 std::uint32_t output) -> Status {
  const RowSet& source = machine.relations[relation].rows;
  if (Status status = machine.fuel.Charge(FuelOf(OpKind::kQuery)); status != Status::kOk) return machine.Fail(status);
  std::uint32_t columns = 0;
  for (std::uint32_t column = 0; column < source.arity; ++column) columns += pattern[column] == kNoRegister ? 1 : 0;
  if (columns == 0) {
    for (std::uint32_t i = 0; i < source.arity; ++i) machine.key[i] = registers[pattern[i]].cell;
    const std::uint32_t fuel = source.arity + 2 * source.lookup_fuel;
    if (Status status = machine.fuel.Charge(fuel); status != Status::kOk) return machine.Fail(status);
    std::uint32_t row = kNone32;
    if (machine.relations[relation].best != nullptr) {
      if (Status status = FindRow(machine, relation, machine.key, row); status != Status::kOk) return status;
    } else if (source.Contains(machine.key)) {
      row = 0;
    }
    const bool holds = row != kNone32;
    Writer writer(machine, output);
    if (Status status = writer.Begin(OutputKind::kTruth, holds ? 1 : 0, 0); status != Status::kOk) return status;
    return writer.Spend(holds ? 4 : 5, 1);
  }
  Selection selection;
  Status status = Select(machine, relation, pattern, registers, selection);
  if (status == Status::kOk) status = WriteRows(machine, source, pattern, selection.rows, columns, output);
  selection.rows.Release(machine.heap);
  return status;
}

auto OutputValueOf(Machine& machine, const Register& any, std::uint32_t output) -> Status {
  if (Status status = machine.fuel.Charge(FuelOf(OpKind::kOutput)); status != Status::kOk) return machine.Fail(status);
  Writer writer(machine, output);
  if (Status status = writer.Begin(OutputKind::kValue, 1, 1); status != Status::kOk) return status;
  if (Status status = writer.Value(any); status != Status::kOk) return status;
  return writer.Spend(PrintedSize(any), 1);
}

auto OutputViolation(Machine& machine, const RowSet& witnesses, std::uint32_t constraint) -> Status {
  if (witnesses.count == 0) return Status::kOk;
  Array<std::uint32_t> rows;
  if (!rows.Reserve(machine.heap, witnesses.count)) return machine.Fail(Status::kMemoryLimit);
  for (std::uint32_t row = 0; row < witnesses.count; ++row) {
    if (machine.heap.StoppedAt(row)) return machine.Fail(Status::kStopped);
    rows[row] = row;
  }
  rows.count = witnesses.count;
  Status status = SortRows(machine, witnesses, nullptr, rows);
  if (status == Status::kOk) status = WriteViolation(machine, witnesses, rows, constraint);
  rows.Release(machine.heap);
  return status;
}

}  // namespace bytelogic::runtime
