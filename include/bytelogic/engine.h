// engine.h - compiles and runs programs. One Engine serves many threads; every run has a sandbox of its own.
//
//   bytelogic::Engine engine;
//   bytelogic::Result result = engine.Run(
//       "REL parent 2\n"
//       "FACT parent alice bob\n"
//       "QUERY parent alice ?\n");
//   std::puts(result.Text().c_str());      // bob
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bytelogic/dialect.h"
#include "bytelogic/facts.h"
#include "bytelogic/limits.h"
#include "bytelogic/program.h"
#include "bytelogic/result.h"

namespace bytelogic {

namespace engine {
struct TracedRun;  // internal: engine/traced_run.h
}

struct EngineOptions {
  std::size_t cached_programs = 1'024;  // programs kept by source; the one that was used longest ago goes first
  std::size_t max_instances = 64;       // sandboxes alive at once; a further run waits for a free one
  // The largest `Limits::memory_bytes` that a run may ask for. What the host's facts take comes on top.
  std::uint64_t max_memory_bytes = 1ULL << 30;
  // Microseconds of a steady clock, for the time limit and statistics; null: std::chrono::steady_clock.
  std::function<std::uint64_t()> clock;
};

struct RunOptions {
  Limits limits;
  // Facts for relations that the program does not declare: an error (E201), or passed over.
  bool ignore_unknown_facts = false;
  // Set to true from another thread (or a signal handler) to end the run soon; it then fails with R303.
  const std::atomic<bool>* cancelled = nullptr;
  // How the source is written, where a run has one.
  Dialect dialect = Dialect::kAuto;
};

class Engine {
 public:
  explicit Engine(EngineOptions options = {});
  ~Engine();
  Engine(const Engine&) = delete;
  auto operator=(const Engine&) -> Engine& = delete;

  // Parses, checks and plans `source`, or finds it in the cache. `facts`: their columns' types take part in type
  // inference (their values do not). Never fails otherwise than by diagnostics. Thread-safe.
  auto Compile(std::string_view source, const Facts& facts = {}, const Limits& limits = {},
               Dialect dialect = Dialect::kAuto) -> CompileResult;

  // Runs a compiled program in a fresh sandbox. Thread-safe.
  auto Run(const Program& program, const Facts& facts = {}, const RunOptions& options = {}) -> Result;
  // Compiles and runs. The time limit covers both. Thread-safe.
  auto Run(std::string_view source, const Facts& facts = {}, const RunOptions& options = {}) -> Result;

  // Compiles and runs each of `sources` on `threads` threads (0: one per core); results in the order of `sources`.
  // Does not fill the cache.
  auto RunBatch(std::span<const std::string_view> sources, unsigned threads = 0, const RunOptions& options = {})
      -> std::vector<Result>;

  // The program as a WebAssembly module of its own, without imports (docs/standalone-modules.md).
  // `limits`: those it runs under where its host sets no others.
  auto EmitModule(const Program& program, const Limits& limits = {}) -> std::vector<std::uint8_t>;
  // The same module in WebAssembly's text format, with names.
  auto EmitWat(const Program& program, const Limits& limits = {}) -> std::string;
  // Validates a module made by EmitModule and runs it under `options`. Any bytes are welcome: what is not such a
  // module, or was changed to do harm, gives a failed result (R211), and is held to the same limits while it runs.
  auto RunModule(std::span<const std::uint8_t> module, const RunOptions& options = {}) -> Result;

  // Internal: what Explain (explain.h) is made of.
  auto RunTraced(std::string_view source, const Facts& facts, const RunOptions& options)
      -> std::unique_ptr<engine::TracedRun>;
  // Internal: microseconds of the clock that time limits go by.
  [[nodiscard]] auto Now() const -> double;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bytelogic
