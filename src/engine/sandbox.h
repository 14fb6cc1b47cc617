// sandbox.h - WebAssembly instances that are ready in microseconds. The only file of ByteLogic that knows Wasmtime.
//
//   auto sandbox = Sandbox::Open({.max_instances = 8});
//   auto module = sandbox->Load(precompiled_bytes);
//   SandboxRun run(*sandbox, *module, 64 << 20);
//   if (run.Reserve(address + size)) std::memcpy(run.memory().data() + address, bytes, size);
//   SandboxOutcome outcome = run.Call("run", arguments, supervisor);
//
// Every run gets a fresh instance of a pool: its memory holds nothing of the runs before. A module that imports
// anything is refused; so nothing that runs here can reach anything outside of its memory. While it runs, a
// Supervisor is asked every kTickMicroseconds whether it may go on. Used by engine.cc and by the build (precompile).
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

struct wasm_engine_t;
struct wasmtime_module;
struct wasmtime_instance_pre;
struct wasmtime_store;
struct wasmtime_context;

namespace bytelogic::engine {

class Ticker;

inline constexpr std::uint64_t kTickMicroseconds = 2'000;

struct SandboxOptions {
  std::size_t max_instances = 64;
  // A processor level that compiled code may rely on, whatever this machine has; empty: this machine. Else `x86-64-v3`.
  std::string_view processor;
};

// What the compiler spends on making code faster.
enum class Effort : std::uint8_t {
  kThorough,
  kQuick,  // for code from outside: how long an optimizer takes depends on what it finds
};

// Compiled code, shareable between threads. Dropped before its Sandbox.
class SandboxModule {
 public:
  SandboxModule(wasmtime_module* module, wasmtime_instance_pre* instance_pre);
  ~SandboxModule();
  SandboxModule(SandboxModule&& other) noexcept;
  auto operator=(SandboxModule&& other) noexcept -> SandboxModule&;

  // The machine code as bytes that Sandbox::Load takes.
  [[nodiscard]] auto Serialize() const -> std::vector<std::uint8_t>;
  // Does it export a function `name` with so many i32 parameters and one i32 result?
  [[nodiscard]] auto HasFunction(std::string_view name, std::size_t parameters) const -> bool;
  [[nodiscard]] auto HasMemory(std::string_view name) const -> bool;

 private:
  friend class SandboxRun;
  wasmtime_module* module_;
  wasmtime_instance_pre* instance_pre_;
};

class Sandbox {
 public:
  // Reserves address space for the pool; where there is not enough for `max_instances`, the pool is smaller. Null where
  // there is not even enough for one small memory.
  static auto Open(const SandboxOptions& options) -> std::unique_ptr<Sandbox>;
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  auto operator=(const Sandbox&) -> Sandbox& = delete;

  // From the bytes of SandboxModule::Serialize, which must be trusted: they are machine code. Fails where they are of
  // another Wasmtime, or need a processor that this one is not.
  auto Load(std::span<const std::uint8_t> precompiled) -> tl::expected<SandboxModule, std::string>;
  // From WebAssembly, trusted or not: it is validated. Takes as long as it takes; see module_limits.h.
  auto Compile(std::span<const std::uint8_t> wasm, Effort effort = Effort::kThorough)
      -> tl::expected<SandboxModule, std::string>;

  [[nodiscard]] auto max_instances() const -> std::size_t { return max_instances_; }
  // The memories of all instances alive together, as of the last tick at most.
  [[nodiscard]] auto memory_bytes() const -> std::uint64_t { return memory_bytes_.load(std::memory_order_relaxed); }
  // Address space of the pool.
  [[nodiscard]] auto reserved_bytes() const -> std::uint64_t { return reserved_bytes_; }
  // At most so much memory of each instance that has ended is kept for the next one.
  static auto KeptBytes() -> std::uint64_t;

 private:
  friend class SandboxRun;
  Sandbox(wasm_engine_t* engine, wasm_engine_t* quick_compiler, std::size_t max_instances, std::uint64_t max_memory,
          std::uint64_t reserved_bytes);
  auto Finish(wasmtime_module* module) -> tl::expected<SandboxModule, std::string>;

  wasm_engine_t* engine_;
  wasm_engine_t* quick_compiler_;  // runs nothing: what it compiles, `engine_` loads
  std::size_t max_instances_;
  std::uint64_t max_memory_;  // of one instance
  std::uint64_t reserved_bytes_;
  std::atomic<std::uint64_t> memory_bytes_ = 0;
  std::unique_ptr<Ticker> ticker_;
};

enum class Verdict : std::uint8_t {
  kContinue,
  kStop,  // sets the stop flag of the run: it ends by itself, in good order
  kTrap,  // ends it at once
};

// Asked by a running sandbox, on the thread of the run.
class Supervisor {
 public:
  virtual ~Supervisor() = default;
  virtual auto Check() -> Verdict = 0;
};

struct SandboxOutcome {
  enum class Kind : std::uint8_t {
    kReturned,     // `value`
    kInterrupted,  // the Supervisor said kTrap
    kTrapped,      // `message`
  };
  Kind kind = Kind::kReturned;
  std::uint32_t value = 0;
  std::string message;
};

// One fresh instance, given back when dropped. At most Sandbox::max_instances() may be alive: gate.h sees to that.
class SandboxRun {
 public:
  SandboxRun(Sandbox& sandbox, const SandboxModule& module, std::uint64_t memory_limit);
  ~SandboxRun();
  SandboxRun(const SandboxRun&) = delete;
  auto operator=(const SandboxRun&) -> SandboxRun& = delete;

  // Why there is no instance; empty where there is one.
  [[nodiscard]] auto error() const -> const std::string& { return error_; }
  // The value of an exported i32 global that never changes; 0 where there is none.
  auto Global(std::string_view name) -> std::uint32_t;
  // The memory as it is now. Valid until the next Reserve or Call.
  auto memory() -> std::span<std::uint8_t>;
  // Makes memory() at least `size` bytes long. False where the limit forbids it.
  auto Reserve(std::uint64_t size) -> bool;
  // Where the 32-bit stop flag is, which kStop sets; 0: there is none.
  void SetStopFlag(std::uint32_t address) { stop_flag_ = address; }
  // Calls an exported function of i32 parameters and an i32 result, which the module must have.
  auto Call(std::string_view function, std::span<const std::uint32_t> arguments, Supervisor& supervisor)
      -> SandboxOutcome;

 private:
  struct Handles;  // of Wasmtime
  static auto OnEpoch(wasmtime_context* context, void* data, std::uint64_t* delta, std::uint8_t* kind) -> void*;
  auto handles() -> Handles&;
  // Tells the sandbox how large the memory is now.
  void CountMemory();

  Sandbox& sandbox_;
  wasmtime_store* store_;
  wasmtime_context* context_;
  alignas(8) std::array<std::byte, 40> handles_storage_{};
  Supervisor* supervisor_ = nullptr;
  std::uint32_t stop_flag_ = 0;
  bool interrupted_ = false;
  std::uint64_t counted_bytes_ = 0;  // in Sandbox::memory_bytes_
  std::string error_;
};

}  // namespace bytelogic::engine
