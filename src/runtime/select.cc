#include "runtime/select.h"

#include "runtime/relation.h"
#include "runtime/sort.h"

namespace bytelogic::runtime {
namespace {

constexpr std::uint32_t kScanRows = 32;  // below, looking at every row is as quick as an index

// The rows so far, and the columns that they must match.
struct Matcher {
  Machine& machine;
  std::uint32_t relation;
  const std::uint16_t* pattern;
  const Register* registers;
  Array<std::uint32_t>& rows;

  [[nodiscard]] auto arity() const -> std::uint32_t { return machine.relations[relation].rows.arity; }

  auto Take(std::uint32_t row) -> Status {
    return rows.Push(machine.heap, row) ? Status::kOk : machine.Fail(Status::kMemoryLimit);
  }

  auto TakeAll() -> Status {
    const std::uint32_t count = machine.relations[relation].rows.count;
    if (!rows.Reserve(machine.heap, count)) return machine.Fail(Status::kMemoryLimit);
    for (std::uint32_t row = 0; row < count; ++row) {
      if (machine.heap.StoppedAt(row)) return machine.Fail(Status::kStopped);
      rows[row] = row;
    }
    rows.count = count;
    return Status::kOk;
  }

  auto Scan() -> Status {
    const RowSet& source = machine.relations[relation].rows;
    const std::uint32_t columns = arity();
    for (std::uint32_t row = 0; row < source.count; ++row) {
      const std::uint32_t* cells = source.Row(row);
      std::uint32_t column = 0;
      while (column < columns && (pattern[column] == kNoRegister || registers[pattern[column]].cell == cells[column])) {
        ++column;
      }
      if (column == columns) {
        if (Status status = Take(row); status != Status::kOk) return status;
      }
      if (Status status = machine.fuel.Charge(1); status != Status::kOk) return machine.Fail(status);
    }
    return Status::kOk;
  }

  // The index over exactly the given columns, if it is worth having; nullptr: look at every row.
  auto FindIndex(std::uint64_t given, Index*& found) -> Status {
    found = nullptr;
    Relation& source = machine.relations[relation];
    if (source.rows.count <= kScanRows || arity() > 64) return Status::kOk;
    // The last column of a relation that keeps the best changes behind an index.
    if (source.best != nullptr && (given >> (arity() - 1) & 1) != 0) return Status::kOk;
    for (QueryIndex* query = source.query_indexes; query != nullptr; query = query->next) {
      if (query->columns == given) return UseIndex(*query, found);
    }
    auto* made = static_cast<QueryIndex*>(machine.heap.AllocateForever(sizeof(QueryIndex)));
    if (made == nullptr) return machine.Fail(Status::kMemoryLimit);
    *made = {};
    made->columns = given;
    made->next = source.query_indexes;
    source.query_indexes = made;
    return UseIndex(*made, found);
  }

  auto UseIndex(QueryIndex& query, Index*& found) -> Status {
    if (query.uses++ == 0) return Status::kOk;
    Index& index = query.index;
    if (index.columns == nullptr) {
      auto* columns = static_cast<std::uint16_t*>(machine.heap.AllocateForever(arity() * sizeof(std::uint16_t)));
      if (columns == nullptr) return machine.Fail(Status::kMemoryLimit);
      for (std::uint32_t column = 0; column < arity(); ++column) {
        if ((query.columns >> column & 1) != 0) columns[index.column_count++] = static_cast<std::uint16_t>(column);
      }
      index.columns = columns;
      index.relation = relation;
    }
    const RowSet& rows_of = machine.relations[relation].rows;
    if (!index.Extend(machine.heap, rows_of, rows_of.count)) return machine.Fail(Status::kMemoryLimit);
    found = &index;
    return Status::kOk;
  }

  auto Probe(const Index& index) -> Status {
    for (std::uint32_t i = 0; i < index.column_count; ++i) machine.key[i] = registers[pattern[index.columns[i]]].cell;
    std::uint32_t row = index.First(machine.relations[relation].rows, machine.key);
    for (; row != kNone32; row = index.next[row]) {
      if (machine.heap.StoppedAt(rows.count)) return machine.Fail(Status::kStopped);
      if (Status status = machine.fuel.Charge(index.lookup_fuel); status != Status::kOk) return machine.Fail(status);
      if (Status status = Take(row); status != Status::kOk) return status;
    }
    return Status::kOk;
  }

  auto FindOne() -> Status {
    for (std::uint32_t column = 0; column < arity(); ++column) machine.key[column] = registers[pattern[column]].cell;
    std::uint32_t row;
    if (Status status = FindRow(machine, relation, machine.key, row); status != Status::kOk) return status;
    return row == kNone32 ? Status::kOk : Take(row);
  }

  auto Run() -> Status {
    const std::uint32_t columns = arity();
    std::uint32_t given = 0;
    std::uint64_t mask = 0;
    for (std::uint32_t column = 0; column < columns; ++column) {
      if (pattern[column] == kNoRegister) continue;
      ++given;
      if (column < 64) mask |= std::uint64_t{1} << column;
    }
    if (given == 0) return TakeAll();
    if (given == columns) return FindOne();
    Index* index = nullptr;
    if (Status status = FindIndex(mask, index); status != Status::kOk) return status;
    return index == nullptr ? Scan() : Probe(*index);
  }
};

}  // namespace

auto Select(Machine& machine, std::uint32_t relation, const std::uint16_t* pattern, const Register* registers,
            Selection& selection) -> Status {
  Matcher matcher{machine, relation, pattern, registers, selection.rows};
  if (Status status = matcher.Run(); status != Status::kOk) return status;
  if (Status status = machine.fuel.Charge(selection.rows.count); status != Status::kOk) return machine.Fail(status);
  return SortRows(machine, machine.relations[relation].rows, pattern, selection.rows);
}

}  // namespace bytelogic::runtime
