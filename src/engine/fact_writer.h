// fact_writer.h - the host's facts: checked against a program, and written as a run's input.
//
//   FactWriter writer(shape, facts, ignore_unknown, diagnostics);
//   if (!diagnostics.has_errors()) writer.Write(limits, memory_of_the_sandbox.subspan(address, writer.size()));
//
// The block is a runtime::RunInput with its tables (runtime/image.h). Every run has one, with or without facts.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "bytelogic/facts.h"
#include "bytelogic/limits.h"
#include "diagnostics/diagnostics.h"
#include "engine/program_shape.h"
#include "runtime/image.h"

namespace bytelogic::engine {

class FactWriter {
 public:
  // Reports E201 (unknown relation), E203 (arity), R209 (a value that does not fit its column), E101 (a symbol that is
  // no UTF-8). `facts` must outlive the writer.
  FactWriter(const ProgramShape& shape, const Facts& facts, bool ignore_unknown, Diagnostics& diagnostics);

  // Bytes of the block.
  [[nodiscard]] auto size() const -> std::uint64_t { return size_; }
  // Writes the block to `out`, which is size() bytes long. `input` has the limits already.
  void Write(runtime::RunInput input, std::span<std::uint8_t> out) const;

 private:
  struct Entry {
    std::uint32_t relation;
    const FactTable* table;
  };

  void Add(const ProgramShape& shape, std::string_view name, const FactTable& table, bool ignore_unknown,
           Diagnostics& diagnostics);

  const ProgramShape& shape_;
  std::vector<Entry> entries_;
  std::uint64_t value_count_ = 0;
  std::uint64_t text_bytes_ = 0;
  std::uint64_t size_ = sizeof(runtime::RunInput);
};

}  // namespace bytelogic::engine
