// machine.h - everything a run consists of. It stands at the start of the heap; the functions of the other files work
// on it: run.cc sets it up, interpreter.cc executes functions, solve.cc drives the rules.
#pragma once

#include "runtime/array.h"
#include "runtime/best.h"
#include "runtime/cells.h"
#include "runtime/fuel.h"
#include "runtime/image.h"
#include "runtime/index.h"
#include "runtime/row_set.h"
#include "runtime/scratch.h"
#include "runtime/status.h"

namespace bytelogic::runtime {

// An index that a query or a snapshot asked for: made at the second one with the same columns.
struct QueryIndex {
  QueryIndex* next = nullptr;
  std::uint64_t columns = 0;  // bit i: column i is given
  std::uint32_t uses = 0;
  Index index;
};

struct Relation {
  RowSet rows;
  RowSet
      asserted;  // of a derived relation: what has to stay when it is solved again; else empty, all rows are asserted
  std::uint32_t begin = 0;     // rows when the round began
  std::uint32_t previous = 0;  // rows when the round before it began
  bool derived = false;
  Best* best = nullptr;  // of a relation that keeps the best; `rows` is then a log alone
  QueryIndex* query_indexes = nullptr;
};

// What the rows of a relation with KEEP were, in the order in which they came to be so; see trace.h.
struct TraceLog {
  Array<std::uint32_t> cells;
  Array<std::uint32_t> rows;  // per entry: the row
};

// What a call has to come back to.
struct Frame {
  std::uint32_t return_to = 0;  // instruction after the call
  std::uint32_t registers = 0;  // where the caller's begin
  std::uint32_t register_count = 0;
  std::uint32_t mark = 0;       // of the scratch area
  std::uint32_t snapshots = 0;  // open below the caller
};

struct Failure {
  Status status = Status::kOk;
  std::uint32_t site = kNone32;
  std::uint32_t output = 0;
  std::uint32_t relation = kNone32;
  std::uint64_t rows = 0;
};

struct Aggregation;

struct Machine {
  Report report;
  Heap heap;
  Fuel fuel;
  Scratch scratch;
  Values values;

  const std::uint8_t* image = nullptr;
  const ImageHeader* header = nullptr;
  const RunInput* input = nullptr;
  const std::uint8_t* input_bytes = nullptr;
  const Op* code = nullptr;
  const std::uint16_t* operands = nullptr;

  Relation* relations = nullptr;
  Index* indexes = nullptr;
  RowSet* sets = nullptr;
  Aggregation* aggregations = nullptr;
  std::uint32_t* key = nullptr;  // room for one row of the widest relation

  std::uint64_t tuples_left = 0;
  std::uint64_t facts_left = 0;
  std::uint64_t rounds = 0;
  bool solved = false;           // the rules have been evaluated at least once
  bool dirty = false;            // something was asserted since then
  bool solve_statement = false;  // a SOLVE statement has run
  bool warned_implicit = false;  // W101 has been given
  bool in_rule = false;
  const StratumEntry* stratum = nullptr;  // whose rounds are running

  Array<Register> registers;  // the frames', one after the other
  Array<Frame> frames;
  Array<std::uint32_t> snapshot_cells;
  Array<std::uint32_t> snapshot_starts;  // where each open snapshot begins
  Array<std::uint8_t> outputs;
  Array<WarningEntry> warnings;
  std::uint32_t output_count = 0;
  std::uint64_t output_bytes_left = 0;
  Array<TraceMark> trace_marks;    // empty where no trace was asked for
  TraceLog* trace_logs = nullptr;  // per relation; null where no trace was asked for

  Failure failure;       // of the run
  Failure rule_failure;  // the first in the source of this round

  template <typename T>
  [[nodiscard]] auto Entries(const Table& table) const -> const T* {
    return reinterpret_cast<const T*>(image + table.offset);
  }

  auto Fail(Status status, std::uint32_t site = kNone32) -> Status {
    if (status == Status::kMemoryLimit && heap.gave_up()) status = Status::kStopped;
    failure.status = status;
    failure.site = site;
    return status;
  }
};

}  // namespace bytelogic::runtime
