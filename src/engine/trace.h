// trace.h - the relations of a run as it left them, row by row, and how the last solving came to them.
//
//   engine::Trace trace;
//   ... Executor::Run(program, facts, options, start, statistics, &trace) ...
//   trace.relations[1].Row(0)[0]            // a cell; equal values have equal cells
//
// Plain data, read from a sandbox's memory and checked (trace_reader.h): every cell names a value that is there. What
// it says of rounds is only as good as the sandbox. Used by proof/, and by whoever keeps rows between two runs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bytelogic/facts.h"
#include "engine/program_shape.h"
#include "runtime/image.h"

namespace bytelogic::engine {

// Rows in the order in which they came to be: first those that stood there when the last solving began, then what each
// round of its stratum found, then what was asserted after it.
struct TracedRelation {
  std::uint32_t arity = 0;
  std::uint32_t row_count = 0;
  std::vector<std::uint32_t> cells;     // row_count * arity
  std::vector<std::uint32_t> asserted;  // of a derived relation: cells of the rows that were asserted
  std::uint32_t asserted_count = 0;
  std::vector<std::uint32_t> marks;  // rows when the solving began, and after each round; ascending; at least one

  [[nodiscard]] auto Row(std::uint32_t row) const -> std::span<const std::uint32_t> {
    return std::span(cells).subspan(std::size_t{row} * arity, arity);
  }
};

struct Trace {
  std::vector<TracedRelation> relations;  // in the order of the program
  std::vector<std::string> symbols;       // what cells refer to by number (runtime/image.h)
  std::vector<std::int64_t> ints;
  std::vector<double> floats;
};

// The rows that were asserted, whoever did it: what a new instance has to be given, as facts of the host, to go on
// where the traced run ended. What rules derived is not among them; the next solving derives it again, from the rules
// that the next program has. `shape`: of the traced program.
auto AssertedRows(const Trace& trace, const ProgramShape& shape) -> Facts;

}  // namespace bytelogic::engine
