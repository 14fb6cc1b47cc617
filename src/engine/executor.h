// executor.h - runs images in sandboxes: facts in, run, report out.
//
//   Executor executor(clock, 64, 1 << 30);
//   Result result = executor.Run(program, facts, options, start, statistics);
//
// Thread-safe. The sandbox is opened when the first program runs: checking a program needs none. Used by engine.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "bytelogic/engine.h"
#include "engine/clock.h"
#include "engine/compiled.h"
#include "engine/deadline.h"
#include "engine/sandbox.h"

namespace bytelogic::engine {

class Executor {
 public:
  Executor(const Clock& clock, std::size_t max_instances, std::uint64_t max_memory_bytes)
      : clock_(clock), max_instances_(max_instances), max_memory_bytes_(max_memory_bytes) {}

  // `start`: when the time of the limit began. `statistics`: what is known so far.
  auto Run(const Program& program, const Facts& facts, const RunOptions& options, double start, Statistics statistics)
      -> Result;
  auto RunModule(std::span<const std::uint8_t> module, const RunOptions& options, double start) -> Result;

 private:
  // Opens the sandbox once; false where the runtime cannot be loaded.
  auto Ready() -> bool;
  auto MemoryLimit(const Limits& limits) const -> std::uint64_t;

  const Clock& clock_;
  const std::size_t max_instances_;
  const std::uint64_t max_memory_bytes_;
  std::once_flag once_;
  std::unique_ptr<Sandbox> sandbox_;
  std::optional<SandboxModule> runtime_;  // after the sandbox: dropped before it
  std::uint32_t heap_base_ = 0;
  std::string load_error_;
};

}  // namespace bytelogic::engine
