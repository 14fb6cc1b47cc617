#include "engine/module_compiler.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <system_error>
#include <utility>

namespace bytelogic::engine {

// Shared by the caller and the thread: whoever is last drops it.
struct ModuleCompiler::Job {
  Sandbox& sandbox;
  std::vector<std::uint8_t> bytes;  // a copy: the caller may be gone
  std::optional<tl::expected<SandboxModule, std::string>> result;
};

ModuleCompiler::~ModuleCompiler() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    queue_.clear();
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

auto ModuleCompiler::Compile(Sandbox& sandbox, std::span<const std::uint8_t> module, const Deadline& deadline)
    -> tl::expected<SandboxModule, Failure> {
  constexpr std::chrono::microseconds kPause{kTickMicroseconds};
  const auto job = std::make_shared<Job>(Job{sandbox, {module.begin(), module.end()}, std::nullopt});
  std::unique_lock lock(mutex_);
  queue_.push_back(job);
  if (!Staff()) {
    std::erase(queue_, job);
    return tl::unexpected(Failure{.late = false, .why = "there is no thread to compile it"});
  }
  changed_.notify_all();
  while (!job->result) {
    if (deadline.Late()) {
      std::erase(queue_, job);
      return tl::unexpected(Failure{.late = true, .why = {}});
    }
    changed_.wait_for(lock, kPause);
  }
  if (!*job->result) return tl::unexpected(Failure{.late = false, .why = std::move(job->result->error())});
  return std::move(**job->result);
}

auto ModuleCompiler::PendingCount() -> std::size_t {
  const std::lock_guard lock(mutex_);
  return queue_.size() + busy_;
}

auto ModuleCompiler::Staff() -> bool {
  if (busy_ + queue_.size() <= threads_.size() || threads_.size() == kMaxThreads) return true;
  try {
    threads_.emplace_back([this] { Work(); });
  } catch (const std::system_error&) {
    return !threads_.empty();
  }
  return true;
}

void ModuleCompiler::Work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || !queue_.empty(); });
    if (ending_) return;
    std::shared_ptr<Job> job = std::move(queue_.front());
    queue_.pop_front();
    ++busy_;
    lock.unlock();
    tl::expected<SandboxModule, std::string> result = tl::unexpected<std::string>("there is no memory to compile it");
    try {
      result = job->sandbox.Compile(job->bytes, Effort::kQuick);
    } catch (const std::bad_alloc&) {  // the answer is that there is none
    }
    lock.lock();
    job->result = std::move(result);
    --busy_;
    changed_.notify_all();
    lock.unlock();
    job.reset();  // with the module, where nobody waits for it any more
    lock.lock();
  }
}

}  // namespace bytelogic::engine
