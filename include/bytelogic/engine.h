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
#include <optional>
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
class Executor;    // internal
class Gate;        // internal
struct TracedRun;  // internal: engine/traced_run.h
class Turn;        // internal
}  // namespace engine

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

// A place among the sandboxes, or in the queue for one: a run that is given it does not have to wait. See
// Engine::Admit. May be moved, and dropped at any time; no two threads may use it at once. Must not outlive its engine.
class Admission {
 public:
  Admission();
  ~Admission();
  Admission(Admission&&) noexcept;
  auto operator=(Admission&&) noexcept -> Admission&;

  // Whether a sandbox is set aside for it. Never blocks. False where it is empty.
  [[nodiscard]] auto ready() const -> bool;
  // Whether it holds no place: default-constructed, moved from, or used by a run.
  [[nodiscard]] auto empty() const -> bool { return turn_ == nullptr; }

 private:
  friend class Engine;
  friend class engine::Executor;
  std::unique_ptr<engine::Turn> turn_;
};

struct RunOptions {
  Limits limits;
  // Facts for relations that the program does not declare: an error (E201), or passed over.
  bool ignore_unknown_facts = false;
  // Set to true from another thread (or a signal handler) to end the run soon; it then fails with R303.
  const std::atomic<bool>* cancelled = nullptr;
  // How the source is written, where a run has one.
  Dialect dialect = Dialect::kAuto;
  // How long the run may wait for a free sandbox, in microseconds; then it fails with R314. Where this is given, the
  // time limit stands still while the run waits; where it is not, waiting is a part of it.
  std::optional<std::uint64_t> wait_us;
  // A place that Engine::Admit gave. The run takes it and leaves it empty; where it is not ready yet, the run waits.
  Admission* admission = nullptr;
};

// What an engine takes, by Engine::Memory. All but the first three change from one moment to the next.
struct MemoryUse {
  std::size_t cached_programs = 0;   // in the cache,
  std::uint64_t cached_bytes = 0;    // and what they take, with everything that they hold,
  std::uint64_t cached_limit = 0;    // of EngineOptions::cached_bytes
  std::size_t max_sandboxes = 0;     // that can be alive at once: EngineOptions::max_instances, or fewer where address
                                     // space is scarce; 0 until the first run
  std::size_t sandboxes = 0;         // alive: of runs, or set aside for an Admission
  std::size_t waiting = 0;           // runs and Admissions that wait for one
  std::uint64_t sandbox_bytes = 0;   // the memories of those that run, as of 2 ms ago at most
  std::uint64_t idle_bytes = 0;      // at most so much is kept from runs that have ended, to begin the next ones sooner
  std::uint64_t reserved_bytes = 0;  // address space for all that can be alive; it is no memory before it is used
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
