#include "engine/sandbox.h"

#include <sys/mman.h>
#include <wasm.h>
#include <wasmtime.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "base/check.h"
#include "engine/ticker.h"

namespace bytelogic::engine {
namespace {

// How much address space each memory of the pool gets, and how many there are.
struct PoolShape {
  std::uint64_t reservation = 0;  // no memory grows beyond it
  std::uint64_t guard = 0;
  std::size_t slots = 0;
};

// 32-bit memories with 4 GiB of address space each need no bounds checks: what lies outside faults.
constexpr PoolShape kAmple{.reservation = 1ULL << 32, .guard = 32ULL << 20};
// Where address space is scarce (ulimit -v), code is compiled with bounds checks instead.
constexpr std::uint64_t kScarceReservations[] = {1ULL << 30, 256ULL << 20, 80ULL << 20};
constexpr std::uint64_t kScarceGuard = 64ULL << 10;
// That is left for everything else.
constexpr std::uint64_t kSpareAddressSpace = 128ULL << 20;
// The part of a memory that is wiped by hand between two runs; the rest is given back to the kernel. Pages that are
// kept need no fault when they are touched again; a small run touches fewer (`bench_answer` shows it at once if not).
constexpr std::size_t kKeepResident = 192ULL << 10;
// Of the machine's stack, for compiled code.
constexpr std::size_t kMaxStack = 512ULL << 10;
constexpr std::size_t kMaxTableElements = 10'000;
constexpr std::size_t kWasmPage = 65'536;
constexpr std::size_t kMaxInstances = 1'000;

// The processor features of x86-64-v3, as Cranelift names them.
constexpr const char* kX86Level3[] = {"has_sse3", "has_ssse3", "has_sse41", "has_sse42", "has_popcnt", "has_avx",
                                      "has_avx2", "has_fma",   "has_bmi1",  "has_bmi2",  "has_lzcnt"};

// Takes ownership of `error`.
auto MessageOf(wasmtime_error_t* error) -> std::string {
  wasm_name_t text;
  wasmtime_error_message(error, &text);
  std::string message(text.data, text.size);
  wasm_byte_vec_delete(&text);
  wasmtime_error_delete(error);
  return message;
}

// Wasmtime says "failed to compile: wasm[0]::function[3]", an empty line, "Caused by:", and what was wrong on the last
// line.
auto LastCauseOf(const std::string& message) -> std::string {
  const auto end = message.find_last_not_of(" \n");
  if (end == std::string::npos) return message;
  const auto line_end = message.rfind('\n', end);
  const auto begin = message.find_first_not_of(" 0123456789:", line_end == std::string::npos ? 0 : line_end + 1);
  return message.substr(begin, end + 1 - begin);
}

// Takes ownership of `trap`. The first line: what follows is a backtrace.
auto MessageOf(wasm_trap_t* trap) -> std::string {
  wasm_message_t text;
  wasm_trap_message(trap, &text);
  std::string message(text.data, text.size);
  wasm_byte_vec_delete(&text);
  wasm_trap_delete(trap);
  while (!message.empty() && (message.back() == '\0' || message.back() == '\n')) message.pop_back();
  // Wasmtime says "error while executing at wasm backtrace: ... Caused by: wasm trap: wasm `unreachable` ...".
  if (const auto trap_at = message.find("wasm trap: "); trap_at != std::string::npos) message.erase(0, trap_at);
  if (const auto line_end = message.find('\n'); line_end != std::string::npos) message.resize(line_end);
  return message;
}

auto AddressSpaceOf(const PoolShape& pool) -> std::uint64_t {
  return (pool.reservation + pool.guard) * pool.slots + pool.guard;
}

// Is there address space for such a pool? Wasmtime ends the process where there is not, so we ask first.
auto CanReserve(const PoolShape& pool) -> bool {
  const std::uint64_t bytes = AddressSpaceOf(pool) + kSpareAddressSpace;
  void* place = mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (place == MAP_FAILED) return false;
  munmap(place, bytes);
  return true;
}

// The best pool that there is address space for.
auto ChoosePool(std::size_t wanted_slots) -> std::optional<PoolShape> {
  PoolShape pool = kAmple;
  for (pool.slots = wanted_slots; pool.slots > 0; pool.slots /= 2) {
    if (CanReserve(pool)) return pool;
  }
  for (const std::uint64_t reservation : kScarceReservations) {
    pool = {.reservation = reservation, .guard = kScarceGuard, .slots = 1};
    if (CanReserve(pool)) return pool;
  }
  return std::nullopt;
}

auto MakeConfig(const SandboxOptions& options, const PoolShape& shape, Effort effort) -> wasm_config_t* {
  wasm_config_t* config = wasm_config_new();
  wasmtime_config_epoch_interruption_set(config, true);
  wasmtime_config_signals_based_traps_set(config, true);
  wasmtime_config_max_wasm_stack_set(config, kMaxStack);
  wasmtime_config_memory_reservation_set(config, shape.reservation);
  wasmtime_config_memory_guard_size_set(config, shape.guard);
  wasmtime_config_memory_init_cow_set(config, true);
  wasmtime_config_native_unwind_info_set(config, false);
  // What the runtime does not use, no module needs.
  wasmtime_config_gc_support_set(config, false);
  wasmtime_config_shared_memory_set(config, false);
  wasmtime_config_wasm_relaxed_simd_set(config, false);
  wasmtime_config_wasm_simd_set(config, false);
  wasmtime_config_wasm_tail_call_set(config, false);
  wasmtime_config_wasm_multi_value_set(config, false);
  wasmtime_config_wasm_memory64_set(config, false);
  wasmtime_config_wasm_multi_memory_set(config, false);
  wasmtime_config_wasm_wide_arithmetic_set(config, false);
  wasmtime_config_wasm_custom_page_sizes_set(config, false);
  wasmtime_config_wasm_stack_switching_set(config, false);
  wasmtime_config_cranelift_opt_level_set(
      config, effort == Effort::kThorough ? WASMTIME_OPT_LEVEL_SPEED : WASMTIME_OPT_LEVEL_NONE);
  if (options.processor == "x86-64-v3") {
    wasmtime_error_t* error = wasmtime_config_target_set(config, "x86_64-unknown-linux-gnu");
    BL_CHECK(error == nullptr);
    for (const char* feature : kX86Level3) wasmtime_config_cranelift_flag_enable(config, feature);
  }
  return config;
}

// Instances come from a pool that is reserved at once.
void SetPool(wasm_config_t* config, const PoolShape& shape) {
  const auto slots = static_cast<std::uint32_t>(shape.slots);
  wasmtime_pooling_allocation_config_t* pool = wasmtime_pooling_allocation_config_new();
  wasmtime_pooling_allocation_config_total_core_instances_set(pool, slots);
  wasmtime_pooling_allocation_config_total_memories_set(pool, slots);
  wasmtime_pooling_allocation_config_total_tables_set(pool, slots);
  wasmtime_pooling_allocation_config_max_unused_warm_slots_set(pool, slots);
  wasmtime_pooling_allocation_config_max_memories_per_module_set(pool, 1);
  wasmtime_pooling_allocation_config_max_tables_per_module_set(pool, 1);
  wasmtime_pooling_allocation_config_table_elements_set(pool, kMaxTableElements);
  wasmtime_pooling_allocation_config_max_memory_size_set(pool, shape.reservation);
  wasmtime_pooling_allocation_config_linear_memory_keep_resident_set(pool, kKeepResident);
  wasmtime_pooling_allocation_config_table_keep_resident_set(pool, kMaxTableElements * sizeof(void*));
  wasmtime_pooling_allocation_strategy_set(config, pool);
  wasmtime_pooling_allocation_config_delete(pool);
}

}  // namespace

// Sandbox.

auto Sandbox::Open(const SandboxOptions& options) -> std::unique_ptr<Sandbox> {
  const std::optional<PoolShape> shape = ChoosePool(std::clamp<std::size_t>(options.max_instances, 1, kMaxInstances));
  if (!shape) return nullptr;
  wasm_config_t* config = MakeConfig(options, *shape, Effort::kThorough);
  SetPool(config, *shape);
  wasm_engine_t* engine = wasm_engine_new_with_config(config);
  wasm_engine_t* quick_compiler = wasm_engine_new_with_config(MakeConfig(options, *shape, Effort::kQuick));
  BL_CHECK(engine != nullptr && quick_compiler != nullptr);
  return std::unique_ptr<Sandbox>(
      new Sandbox(engine, quick_compiler, shape->slots, shape->reservation, AddressSpaceOf(*shape)));
}

auto Sandbox::KeptBytes() -> std::uint64_t { return kKeepResident; }

Sandbox::Sandbox(wasm_engine_t* engine, wasm_engine_t* quick_compiler, std::size_t max_instances,
                 std::uint64_t max_memory, std::uint64_t reserved_bytes)
    : engine_(engine),
      quick_compiler_(quick_compiler),
      max_instances_(max_instances),
      max_memory_(max_memory),
      reserved_bytes_(reserved_bytes),
      ticker_(std::make_unique<Ticker>(std::chrono::microseconds(kTickMicroseconds),
                                       [engine] { wasmtime_engine_increment_epoch(engine); })) {}

Sandbox::~Sandbox() {
  ticker_.reset();
  wasm_engine_delete(quick_compiler_);
  wasm_engine_delete(engine_);
}

auto Sandbox::Load(std::span<const std::uint8_t> precompiled) -> tl::expected<SandboxModule, std::string> {
  wasmtime_module_t* module = nullptr;
  if (wasmtime_error_t* error = wasmtime_module_deserialize(engine_, precompiled.data(), precompiled.size(), &module)) {
    return tl::unexpected(MessageOf(error));
  }
  return Finish(module);
}

auto Sandbox::Compile(std::span<const std::uint8_t> wasm, Effort effort) -> tl::expected<SandboxModule, std::string> {
  wasm_engine_t* compiler = effort == Effort::kThorough ? engine_ : quick_compiler_;
  wasmtime_module_t* module = nullptr;
  if (wasmtime_error_t* error = wasmtime_module_new(compiler, wasm.data(), wasm.size(), &module)) {
    return tl::unexpected(LastCauseOf(MessageOf(error)));
  }
  if (effort == Effort::kThorough) return Finish(module);
  wasm_byte_vec_t code;
  wasmtime_error_t* error = wasmtime_module_serialize(module, &code);
  wasmtime_module_delete(module);
  if (error != nullptr) return tl::unexpected(MessageOf(error));
  auto loaded = Load({reinterpret_cast<const std::uint8_t*>(code.data), code.size});
  wasm_byte_vec_delete(&code);
  return loaded;
}

auto Sandbox::Finish(wasmtime_module* module) -> tl::expected<SandboxModule, std::string> {
  wasm_importtype_vec_t imports;
  wasmtime_module_imports(module, &imports);
  const bool has_imports = imports.size > 0;
  wasm_importtype_vec_delete(&imports);
  if (has_imports) {
    wasmtime_module_delete(module);
    return tl::unexpected<std::string>("the module imports something");
  }
  wasmtime_linker_t* linker = wasmtime_linker_new(engine_);
  wasmtime_instance_pre_t* instance_pre = nullptr;
  wasmtime_error_t* error = wasmtime_linker_instantiate_pre(linker, module, &instance_pre);
  wasmtime_linker_delete(linker);
  if (error != nullptr) {
    wasmtime_module_delete(module);
    return tl::unexpected(MessageOf(error));
  }
  return SandboxModule(module, instance_pre);
}

// SandboxModule.

SandboxModule::SandboxModule(wasmtime_module* module, wasmtime_instance_pre* instance_pre)
    : module_(module), instance_pre_(instance_pre) {}

SandboxModule::SandboxModule(SandboxModule&& other) noexcept
    : module_(std::exchange(other.module_, nullptr)), instance_pre_(std::exchange(other.instance_pre_, nullptr)) {}

auto SandboxModule::operator=(SandboxModule&& other) noexcept -> SandboxModule& {
  std::swap(module_, other.module_);
  std::swap(instance_pre_, other.instance_pre_);
  return *this;
}

SandboxModule::~SandboxModule() {
  if (instance_pre_ != nullptr) wasmtime_instance_pre_delete(instance_pre_);
  if (module_ != nullptr) wasmtime_module_delete(module_);
}

auto SandboxModule::Serialize() const -> std::vector<std::uint8_t> {
  wasm_byte_vec_t bytes;
  wasmtime_error_t* error = wasmtime_module_serialize(module_, &bytes);
  BL_CHECK(error == nullptr);
  std::vector<std::uint8_t> result(bytes.size);
  std::memcpy(result.data(), bytes.data, bytes.size);
  wasm_byte_vec_delete(&bytes);
  return result;
}

namespace {

// Calls `matches` with the type of the export `name`; false where there is none.
template <typename Matches>
auto MatchExport(const wasmtime_module_t* module, std::string_view name, Matches matches) -> bool {
  wasm_exporttype_vec_t exports;
  wasmtime_module_exports(module, &exports);
  bool found = false;
  for (std::size_t i = 0; i < exports.size && !found; ++i) {
    const wasm_name_t* export_name = wasm_exporttype_name(exports.data[i]);
    if (std::string_view(export_name->data, export_name->size) != name) continue;
    found = matches(wasm_exporttype_type(exports.data[i]));
  }
  wasm_exporttype_vec_delete(&exports);
  return found;
}

auto AllI32(const wasm_valtype_vec_t* types, std::size_t count) -> bool {
  if (types->size != count) return false;
  for (std::size_t i = 0; i < count; ++i) {
    if (wasm_valtype_kind(types->data[i]) != WASM_I32) return false;
  }
  return true;
}

}  // namespace

auto SandboxModule::HasFunction(std::string_view name, std::size_t parameters) const -> bool {
  return MatchExport(module_, name, [parameters](const wasm_externtype_t* type) {
    const wasm_functype_t* function = wasm_externtype_as_functype_const(type);
    return function != nullptr && AllI32(wasm_functype_params(function), parameters) &&
           AllI32(wasm_functype_results(function), 1);
  });
}

auto SandboxModule::HasMemory(std::string_view name) const -> bool {
  return MatchExport(module_, name, [](const wasm_externtype_t* type) {
    return wasm_externtype_as_memorytype_const(type) != nullptr;
  });
}

// SandboxRun.

struct SandboxRun::Handles {
  wasmtime_instance_t instance;
  wasmtime_memory_t memory;
};

auto SandboxRun::handles() -> Handles& {
  static_assert(sizeof(Handles) <= sizeof(handles_storage_));
  return *reinterpret_cast<Handles*>(handles_storage_.data());
}

SandboxRun::SandboxRun(Sandbox& sandbox, const SandboxModule& module, std::uint64_t memory_limit) : sandbox_(sandbox) {
  store_ = wasmtime_store_new(sandbox_.engine_, nullptr, nullptr);
  context_ = wasmtime_store_context(store_);
  const std::uint64_t limit = std::min(memory_limit, sandbox_.max_memory_);
  wasmtime_store_limiter(store_, static_cast<std::int64_t>(limit), kMaxTableElements, 1, 1, 1);
  wasmtime_context_set_epoch_deadline(context_, 1);
  wasmtime_store_epoch_deadline_callback(
      store_,
      [](wasmtime_context_t* context, void* data, std::uint64_t* delta, wasmtime_update_deadline_kind_t* kind) {
        return static_cast<wasmtime_error_t*>(OnEpoch(context, data, delta, kind));
      },
      this, nullptr);
  new (handles_storage_.data()) Handles{};
  // A start function of a hostile module is watched like any other code: without a Supervisor it ends at once.
  sandbox_.ticker_->RunStarted();
  wasm_trap_t* trap = nullptr;
  if (wasmtime_error_t* error =
          wasmtime_instance_pre_instantiate(module.instance_pre_, context_, &handles().instance, &trap)) {
    error_ = MessageOf(error);
    return;
  }
  if (trap != nullptr) {
    error_ = MessageOf(trap);
    return;
  }
  wasmtime_extern_t memory;
  if (!wasmtime_instance_export_get(context_, &handles().instance, "memory", 6, &memory) ||
      memory.kind != WASMTIME_EXTERN_MEMORY) {
    error_ = "the module exports no memory";
    return;
  }
  handles().memory = memory.of.memory;
  CountMemory();
}

SandboxRun::~SandboxRun() {
  wasmtime_store_delete(store_);
  sandbox_.memory_bytes_.fetch_sub(counted_bytes_, std::memory_order_relaxed);
  sandbox_.ticker_->RunEnded();
}

void SandboxRun::CountMemory() {
  const std::uint64_t now = wasmtime_memory_data_size(context_, &handles().memory);
  if (now == counted_bytes_) return;
  sandbox_.memory_bytes_.fetch_add(now - counted_bytes_, std::memory_order_relaxed);  // modulo 2^64
  counted_bytes_ = now;
}

auto SandboxRun::OnEpoch(wasmtime_context* /*context*/, void* data, std::uint64_t* delta, std::uint8_t* kind) -> void* {
  auto& run = *static_cast<SandboxRun*>(data);
  *delta = 1;
  *kind = WASMTIME_UPDATE_DEADLINE_CONTINUE;
  if (run.counted_bytes_ != 0) run.CountMemory();
  switch (run.supervisor_ != nullptr ? run.supervisor_->Check() : Verdict::kTrap) {
    case Verdict::kContinue:
      return nullptr;
    case Verdict::kStop: {
      const std::span<std::uint8_t> memory = run.memory();
      constexpr std::uint32_t kSet = 1;
      if (run.stop_flag_ != 0 && memory.size() >= sizeof(kSet) && run.stop_flag_ <= memory.size() - sizeof(kSet)) {
        std::memcpy(memory.data() + run.stop_flag_, &kSet, sizeof(kSet));
      }
      return nullptr;
    }
    case Verdict::kTrap:
      break;
  }
  run.interrupted_ = true;
  return wasmtime_error_new("interrupted");
}

auto SandboxRun::Global(std::string_view name) -> std::uint32_t {
  wasmtime_extern_t item;
  if (!wasmtime_instance_export_get(context_, &handles().instance, name.data(), name.size(), &item) ||
      item.kind != WASMTIME_EXTERN_GLOBAL) {
    return 0;
  }
  wasmtime_val_t value;
  wasmtime_global_get(context_, &item.of.global, &value);
  return value.kind == WASMTIME_I32 ? static_cast<std::uint32_t>(value.of.i32) : 0;
}

auto SandboxRun::memory() -> std::span<std::uint8_t> {
  return {wasmtime_memory_data(context_, &handles().memory), wasmtime_memory_data_size(context_, &handles().memory)};
}

auto SandboxRun::Reserve(std::uint64_t size) -> bool {
  const std::uint64_t now = wasmtime_memory_data_size(context_, &handles().memory);
  if (size <= now) return true;
  const std::uint64_t pages = (size - now + kWasmPage - 1) / kWasmPage;
  std::uint64_t before = 0;
  if (wasmtime_error_t* error = wasmtime_memory_grow(context_, &handles().memory, pages, &before)) {
    wasmtime_error_delete(error);
    return false;
  }
  CountMemory();
  return true;
}

auto SandboxRun::Call(std::string_view function, std::span<const std::uint32_t> arguments, Supervisor& supervisor)
    -> SandboxOutcome {
  SandboxOutcome outcome;
  wasmtime_extern_t item;
  std::array<wasmtime_val_raw_t, 8> values{};
  if (!wasmtime_instance_export_get(context_, &handles().instance, function.data(), function.size(), &item) ||
      item.kind != WASMTIME_EXTERN_FUNC || arguments.size() > values.size()) {
    outcome.kind = SandboxOutcome::Kind::kTrapped;
    outcome.message = "the module does not export the function";
    return outcome;
  }
  for (std::size_t i = 0; i < arguments.size(); ++i) values[i].i32 = static_cast<std::int32_t>(arguments[i]);
  supervisor_ = &supervisor;
  wasm_trap_t* trap = nullptr;
  wasmtime_error_t* error = wasmtime_func_call_unchecked(context_, &item.of.func, values.data(),
                                                         std::max<std::size_t>(arguments.size(), 1), &trap);
  supervisor_ = nullptr;
  if (error == nullptr && trap == nullptr) {
    outcome.value = static_cast<std::uint32_t>(values[0].i32);
    return outcome;
  }
  outcome.message = error != nullptr ? MessageOf(error) : MessageOf(trap);
  outcome.kind = interrupted_ ? SandboxOutcome::Kind::kInterrupted : SandboxOutcome::Kind::kTrapped;
  return outcome;
}

}  // namespace bytelogic::engine
