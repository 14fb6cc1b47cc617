// fact_writer.h - the host's facts: checked against a program, and written as a run's input.
//
//   FactWriter writer(shape, facts, limits, ignore_unknown, diagnostics);
//   if (!diagnostics.has_errors()) writer.Write(limits, memory_of_the_sandbox.subspan(address, writer.size()));
//
// The block is a runtime::RunInput with its tables (runtime/image.h). Every run has one, with or without facts. What
// does not depend on single values (types, texts) is looked at by column and by symbol, so that many rows cost little.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "bytelogic/facts.h"
#include "bytelogic/limits.h"
#include "diagnostics/diagnostics.h"
#include "engine/access.h"
#include "engine/deadline.h"
#include "engine/program_shape.h"
#include "runtime/image.h"

namespace bytelogic::engine {

class FactWriter {
 public:
  // Reports E201 (unknown relation), E203 (arity), R209 (a value that does not fit its column), E101 (a symbol that is
  // no UTF-8), R310, R312 and R313 (more tuples, text in all or text in one symbol than the limits). `facts` must
  // outlive the writer. Where `watch` gives up it is late(), and good for nothing.
  FactWriter(const ProgramShape& shape, const Facts& facts, const Limits& limits, bool ignore_unknown,
             Diagnostics& diagnostics, Watch watch = {});

  [[nodiscard]] auto late() const -> bool { return watch_.late(); }

  // Bytes of the block.
  [[nodiscard]] auto size() const -> std::uint64_t { return size_; }
  // An upper bound of the memory that the tuples take in the sandbox, in bytes.
  [[nodiscard]] auto heap_bytes() const -> std::uint64_t { return heap_bytes_; }
  // Writes the block to `out`, which is size() bytes long. `input` has the limits already. False: `watch` gave up.
  auto Write(runtime::RunInput input, std::span<std::uint8_t> out, Watch watch = {}) const -> bool;

 private:
  // A table as it is written.
  struct Entry {
    std::uint32_t relation = 0;
    std::uint64_t row_count = 0;
    FactCells facts;
    // Where ints have to become floats: what `facts` is of. Moving an Entry keeps them valid.
    std::vector<std::uint32_t> own_cells;
    std::vector<std::int64_t> own_ints;
    std::vector<double> own_floats;
  };

  void Add(const ProgramShape& shape, std::string_view name, const FactTable& table, const Limits& limits,
           bool ignore_unknown, Diagnostics& diagnostics);
  void RoundInts(const sema::Relation& relation, Entry& entry);
  void Count(const Entry& entry, const sema::Relation& relation);

  Watch watch_;
  std::vector<Entry> entries_;
  std::uint64_t row_count_ = 0;
  std::uint64_t text_bytes_ = 0;
  std::uint64_t heap_bytes_ = 0;
  std::uint64_t size_ = sizeof(runtime::RunInput);
};

}  // namespace bytelogic::engine
