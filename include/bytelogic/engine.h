// engine.h - compiles and runs programs. One Engine serves many threads; every run has a sandbox of its own.
//
//   bytelogic::Engine engine;
//   bytelogic::Result result = engine.Run(
//       "REL parent 2\n"
//       "FACT parent alice bob\n"
//       "QUERY parent alice ?\n");
//   std::puts(result.Text().c_str());      // bob
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bytelogic/admission.h"
#include "bytelogic/dialect.h"
#include "bytelogic/facts.h"
#include "bytelogic/limits.h"
#include "bytelogic/memory_use.h"
#include "bytelogic/program.h"
#include "bytelogic/result.h"
#include "bytelogic/run_options.h"

namespace bytelogic {

namespace engine {
class Access;  // internal
}

struct EngineOptions {
  std::size_t cached_programs = 1'024;  // programs kept by source; the one that was used longest ago goes first
  std::size_t cached_bytes = 64 << 20;  // and the memory that they may take together, with all that they hold
  std::size_t max_instances = 64;       // sandboxes alive at once; a further run waits for a free one
  // The largest `Limits::memory_bytes` that a run may ask for. What the host's facts take comes on top.
  std::uint64_t max_memory_bytes = 1ULL << 30;
  // Microseconds of a steady clock, for the time limit and statistics; null: std::chrono::steady_clock. Called by every
  // thread that runs something.
  std::function<std::uint64_t()> clock;
};

class Engine {
 public:
  explicit Engine(EngineOptions options = {});
  ~Engine();
  Engine(const Engine&) = delete;
  auto operator=(const Engine&) -> Engine& = delete;

  // Parses, checks and plans `source`, or finds it in the cache. `facts`: their columns' types take part in type
  // inference (their values do not). Every failure is a diagnostic. Thread-safe.
  auto Compile(std::string_view source, const Facts& facts = {}, const Limits& limits = {},
               Dialect dialect = Dialect::kAuto) -> CompileResult;

  // Runs a compiled program in a fresh sandbox. Thread-safe.
  auto Run(const Program& program, const Facts& facts = {}, const RunOptions& options = {}) -> Result;
  // Compiles and runs. The time limit covers both. Thread-safe.
  auto Run(std::string_view source, const Facts& facts = {}, const RunOptions& options = {}) -> Result;

  // Compiles and runs each of `sources` on `threads` threads (0: one per core); results in the order of `sources`.
  // Does not fill the cache. An admission is of no use to it.
  auto RunBatch(std::span<const std::string_view> sources, unsigned threads = 0, const RunOptions& options = {})
      -> std::vector<Result>;

  // Takes a place in the queue for a sandbox, and returns at once. For servers, which must not block a thread: pass it
  // on by RunOptions::admission when it is ready. First come, first served, together with runs that wait by themselves.
  // `on_ready` is called exactly once when it is ready, unless it is dropped before: from within this call where a
  // sandbox is free, else on the thread whose run gives one back, which it holds up: it should pass the word on (to an
  // event loop, say) and return. It must not throw. An Admission that is ready and not used keeps others waiting.
  // Thread-safe. The first call opens the sandboxes, as the first run does, which takes some milliseconds.
  auto Admit(std::function<void()> on_ready = {}) -> Admission;

  // What the engine takes at the moment. Thread-safe.
  [[nodiscard]] auto Memory() const -> MemoryUse;

  // The program as a WebAssembly module of its own, without imports (docs/standalone-modules.md).
  // `limits`: those it runs under unless its host sets others.
  auto EmitModule(const Program& program, const Limits& limits = {}) -> std::vector<std::uint8_t>;
  // The same module in WebAssembly's text format, with names.
  auto EmitWat(const Program& program, const Limits& limits = {}) -> std::string;
  // Validates a module made by EmitModule and runs it under `options`. Any bytes are welcome: what is not such a
  // module, or was changed to do harm, gives a failed result (R211), and is held to the same limits while it runs.
  auto RunModule(std::span<const std::uint8_t> module, const RunOptions& options = {}) -> Result;

 private:
  friend class engine::Access;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bytelogic
