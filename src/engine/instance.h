// instance.h - one program in a sandbox of its own: facts in, run, report out, rows out.
//
//   Instance instance(sandbox, code, layout, memory_limit);
//   if (!instance.error().empty()) ...
//   if (instance.Load(facts, input, watch) == Instance::Loading::kDone) {
//     SandboxOutcome outcome = instance.Run(deadline);
//     auto report = instance.ReadReport(shape, limits, watch);
//     auto trace = instance.TakeRows(*report, shape, watch);        // of a run that was asked for its rows
//   }
//
// Loading, running and reading are steps of their own, whatever the code is: the runtime with an image, or a module
// that has its program in itself. The rows that a run leaves can be kept outside of any sandbox, and those that were
// asserted put back into a new instance (AssertedRows in trace.h). Used by executor.cc.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "engine/fact_writer.h"
#include "engine/report_reader.h"
#include "engine/sandbox.h"
#include "engine/trace.h"

namespace bytelogic::engine {

class Instance {
 public:
  // Where a program and its input lie in the memory.
  struct Layout {
    std::string_view function;            // that runs it
    std::span<const std::uint8_t> image;  // to be written there, and given to the function; empty: the code has it
    std::uint64_t image_at = 0;
    std::uint64_t input_at = 0;
  };

  Instance(Sandbox& sandbox, const SandboxModule& code, const Layout& layout, std::uint64_t memory_limit)
      : layout_(layout), run_(sandbox, code, memory_limit) {}

  // Why there is no instance; empty where there is one.
  [[nodiscard]] auto error() const -> const std::string& { return run_.error(); }

  enum class Loading : std::uint8_t {
    kDone,
    kTooLarge,  // the memory limit, or the 4 GiB of a memory, leave no room for the input
    kLate,      // `watch` gave up
  };
  // Writes the image and the input with its facts.
  auto Load(const FactWriter& facts, const runtime::RunInput& input, const Watch& watch) -> Loading;

  // Once, after Load.
  auto Run(Supervisor& supervisor) -> SandboxOutcome;

  // After Run, where it returned the address of a report. Both fail also where `watch` gives up; it is late() then.
  auto ReadReport(std::uint32_t address, const ProgramShape& shape, const Limits& limits, Watch& watch)
      -> tl::expected<RunReport, std::string>;
  auto TakeRows(const RunReport& report, const ProgramShape& shape, Watch& watch) -> tl::expected<Trace, std::string>;

 private:
  Layout layout_;
  SandboxRun run_;
  std::uint64_t input_size_ = 0;
};

}  // namespace bytelogic::engine
