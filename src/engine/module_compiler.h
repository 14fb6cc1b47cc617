// module_compiler.h - compiles modules from outside on threads of its own, so that a run can end without them.
//
//   auto code = compiler.Compile(sandbox, bytes, deadline);
//   if (!code) Report(code.error());                  // not valid, or no longer waited for
//
// Nothing can interrupt the compiler. So its caller waits no longer than its deadline allows; what was begun goes on
// and is then thrown away, what was not is never begun. module_limits.h bounds how long one takes, kMaxThreads how many
// go on at once, and dropping this waits for them. Thread-safe. Used by executor.cc.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <tl/expected.hpp>
#include <vector>

#include "engine/deadline.h"
#include "engine/sandbox.h"

namespace bytelogic::engine {

class ModuleCompiler {
 public:
  static constexpr std::size_t kMaxThreads = 2;

  struct Failure {
    bool late = false;  // the deadline passed first
    std::string why;    // else
  };

  ModuleCompiler() = default;
  ~ModuleCompiler();
  ModuleCompiler(const ModuleCompiler&) = delete;
  auto operator=(const ModuleCompiler&) -> ModuleCompiler& = delete;

  // `sandbox` must live until this is dropped.
  auto Compile(Sandbox& sandbox, std::span<const std::uint8_t> module, const Deadline& deadline)
      -> tl::expected<SandboxModule, Failure>;

  // Modules that are being compiled, or wait to be: of callers that still wait, and of those that gave up.
  auto PendingCount() -> std::size_t;

 private:
  struct Job;
  // Makes sure that somebody will do the job that was queued; false where no thread can be started.
  auto Staff() -> bool;
  void Work();

  std::mutex mutex_;
  std::condition_variable changed_;  // a job is queued or done, or this ends
  std::deque<std::shared_ptr<Job>> queue_;
  std::vector<std::thread> threads_;
  std::size_t busy_ = 0;
  bool ending_ = false;
};

}  // namespace bytelogic::engine
