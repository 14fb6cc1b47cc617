// executor.h - runs images in sandboxes: facts in, run, report out.
//
//   Executor executor(clock, 64, 1 << 30);
//   Result result = executor.Run({shape, source, image}, facts, options, start, statistics);
//
// Thread-safe. The sandbox is opened when the first program runs: checking a program needs none. Used by engine.cc and
// standalone/.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bytelogic/facts.h"
#include "bytelogic/memory_use.h"
#include "bytelogic/result.h"
#include "bytelogic/run_options.h"
#include "engine/clock.h"
#include "engine/deadline.h"
#include "engine/gate.h"
#include "engine/module_compiler.h"
#include "engine/program_shape.h"
#include "engine/sandbox.h"
#include "engine/trace.h"

namespace bytelogic::engine {

class Conclusion;

// A module from outside, whose code is not that of the runtime.
struct ForeignModule {
  std::span<const std::uint8_t> bytes;  // to be compiled first
  std::string_view function;            // that runs the program, and has no parameters
  std::uint32_t input_address = 0;      // where it takes its RunInput from
  std::uint64_t memory_bytes = 0;       // that it begins with
};

// A program that can be run, wherever it comes from. Refers to its parts.
struct Runnable {
  ProgramShape shape;
  std::string_view source;
  std::span<const std::uint8_t> image;     // for the runtime,
  const ForeignModule* foreign = nullptr;  // or a module with code of its own
  std::span<const Diagnostic> warnings;    // of the compiler
};

class Executor {
 public:
  Executor(const Clock& clock, std::size_t max_instances, std::uint64_t max_memory_bytes)
      : clock_(clock), max_instances_(max_instances), max_memory_bytes_(max_memory_bytes) {}

  // Engine::Admit.
  auto Admit(std::function<void()> on_ready) -> std::unique_ptr<Turn>;
  // What the sandboxes take.
  void AddMemory(MemoryUse& use) const;

  // `start`: when the time of the limit began. `statistics`: what is known so far. `trace`: where the rows go, if they
  // are asked for.
  auto Run(const Runnable& program, const Facts& facts, const RunOptions& options, double start, Statistics statistics,
           Trace* trace = nullptr) -> Result;

 private:
  class Attempt;
  class Place;

  // Opens the sandbox once, which no run has to pay for; false where the runtime cannot be loaded, or the run was
  // cancelled while another one loaded it, which is reported.
  auto Ready(Deadline& deadline, Conclusion& conclusion) -> bool;
  void Open();
  void Load();
  [[nodiscard]] auto MemoryLimit(const Limits& limits) const -> std::uint64_t;

  const Clock& clock_;
  const std::size_t max_instances_;
  const std::uint64_t max_memory_bytes_;
  enum class State : std::uint8_t { kClosed, kOpening, kOpen };
  std::atomic<State> state_ = State::kClosed;
  std::mutex opening_;
  std::condition_variable opened_;
  Gate gate_;
  // Made by Load, and read only when the sandbox is open.
  std::unique_ptr<Sandbox> sandbox_;
  std::optional<SandboxModule> runtime_;  // after the sandbox: dropped before it
  std::uint32_t heap_base_ = 0;
  std::string load_error_;
  ModuleCompiler compiler_;  // after the sandbox that it compiles for
};

}  // namespace bytelogic::engine
