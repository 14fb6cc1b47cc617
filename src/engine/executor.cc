#include "engine/executor.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <utility>

#include "diagnostics/limit_message.h"
#include "engine/access.h"
#include "engine/conclusion.h"
#include "engine/fact_writer.h"
#include "engine/failure.h"
#include "engine/instance.h"
#include "engine/run_input.h"
#include "engine/runtime_loader.h"

namespace bytelogic::engine {
namespace {

using runtime::RunInput;

constexpr std::uint64_t kMaxAddress = 1ULL << 32;
// What the host gives is not the program's to pay for: loading it takes about a tenth of this.
constexpr double kMicrosecondsPerHostValue = 1.0;

auto ValueCount(const Facts& facts) -> std::size_t {
  std::size_t count = 0;
  for (const auto& [name, table] : facts.tables()) count += table.row_count() * table.arity();
  return count;
}

}  // namespace

void Executor::Load() {
  sandbox_ = Sandbox::Open({.max_instances = max_instances_, .processor = {}});
  if (sandbox_ == nullptr) {
    load_error_ = "there is too little address space (ulimit -v)";
    return;
  }
  auto module = LoadRuntime(*sandbox_, DefaultCacheFolder());
  if (!module) {
    load_error_ = module.error();
    return;
  }
  // Our own module; the build checks that it exports these.
  if (!module->HasFunction("run", 4) || !module->HasMemory("memory")) {
    load_error_ = "the runtime lacks an export";
    return;
  }
  heap_base_ = SandboxRun(*sandbox_, *module, kMaxAddress).Global("__heap_base");
  runtime_ = std::move(*module);
}

// Returns while another thread is at it, too.
void Executor::Open() {
  {
    const std::lock_guard lock(opening_);
    if (state_ != State::kClosed) return;
    state_ = State::kOpening;
  }
  Load();
  {
    const std::lock_guard lock(opening_);
    state_ = State::kOpen;
  }
  opened_.notify_all();
  // Also where it failed: then every run says so at once.
  gate_.Open(sandbox_ != nullptr ? sandbox_->max_instances() : 1);
}

auto Executor::Ready(Deadline& deadline, Conclusion& conclusion) -> bool {
  if (state_ != State::kOpen) {
    const double start = clock_.Now();
    Open();
    std::unique_lock lock(opening_);
    while (state_ != State::kOpen && !deadline.Cancelled()) opened_.wait_for(lock, std::chrono::milliseconds(2));
    // That it has to be compiled first, on some machines, is no fault of the program.
    deadline.Extend(clock_.Now() - start);
    if (state_ != State::kOpen) {
      ReportCancelled(conclusion.diagnostics());
      return false;
    }
  }
  if (runtime_) return true;
  conclusion.ReportBroken("the sandbox cannot be opened: " + load_error_);
  return false;
}

auto Executor::Admit(std::function<void()> on_ready) -> std::unique_ptr<Turn> {
  Open();
  return std::make_unique<Turn>(gate_, std::move(on_ready));
}

void Executor::AddMemory(MemoryUse& use) const {
  const Gate::Count count = gate_.CountNow();
  use.sandboxes = count.inside;
  use.waiting = count.waiting;
  if (state_ != State::kOpen || sandbox_ == nullptr) return;
  use.max_sandboxes = count.places;
  use.sandbox_bytes = sandbox_->memory_bytes();
  use.idle_bytes = count.most_inside * Sandbox::KeptBytes();
  use.reserved_bytes = sandbox_->reserved_bytes();
}

// The place of a run among the sandboxes.
class Executor::Place {
 public:
  // Waits for one within the limits. What ended the wait without one is reported.
  Place(Executor& executor, const RunOptions& options, Deadline& deadline, Statistics& statistics,
        Diagnostics& diagnostics) {
    if (options.admission != nullptr) admitted_ = std::move(Access::TurnOf(*options.admission));
    // One of another engine is no good here; it is given back when this run has ended.
    const bool is_ours = admitted_ != nullptr && admitted_->IsOf(executor.gate_);
    Turn& turn = is_ours ? *admitted_ : own_.emplace(executor.gate_);
    has_sandbox_ = turn.ready();
    if (has_sandbox_) return;
    const Clock& clock = executor.clock_;
    const double start = clock.Now();
    has_sandbox_ = turn.WaitUntil([&] {
      if (!options.wait_us) return deadline.Late();
      return deadline.Cancelled() || clock.Now() - start >= static_cast<double>(*options.wait_us);
    });
    statistics.wait_us = clock.Now() - start;
    if (options.wait_us) deadline.Extend(statistics.wait_us);
    if (has_sandbox_) return;
    if (deadline.Cancelled()) {
      ReportCancelled(diagnostics);
    } else {
      ReportNoSandbox(executor.gate_.CountNow().places, statistics.wait_us, diagnostics);
    }
  }

  [[nodiscard]] auto has_sandbox() const -> bool { return has_sandbox_; }

 private:
  std::unique_ptr<Turn> admitted_;
  std::optional<Turn> own_;
  bool has_sandbox_ = false;
};

auto Executor::MemoryLimit(const Limits& limits) const -> std::uint64_t {
  return std::min({limits.memory_bytes, max_memory_bytes_, kMaxAddress});
}

// One run, step by step: each step returns false where it goes no further, and then it is reported why.
class Executor::Attempt {
 public:
  Attempt(Executor& executor, const Runnable& program, const Facts& facts, const RunOptions& options, double start,
          Result& result)
      : executor_(executor),
        program_(program),
        facts_(facts),
        options_(options),
        result_(result),
        deadline_(executor.clock_, start, options),
        conclusion_(program.shape, program.source, options, deadline_),
        diagnostics_(conclusion_.diagnostics()),
        stopwatch_(executor.clock_),
        code_(&executor.runtime_) {}

  void Go(Trace* trace) {
    if (CheckFacts() && executor_.Ready(deadline_, conclusion_) && CompileForeign() && TakePlace()) RunInPlace(trace);
    place_.reset();
    // The instance has been given back by now.
    result_.statistics.instantiate_us += stopwatch_.Lap();
    conclusion_.Finish(program_.warnings, result_);
    result_.statistics.render_us += stopwatch_.Lap();
  }

 private:
  auto CheckFacts() -> bool {
    deadline_.Extend(static_cast<double>(ValueCount(facts_)) * kMicrosecondsPerHostValue);
    fact_writer_.emplace(program_.shape, facts_, options_.limits, options_.ignore_unknown_facts, diagnostics_,
                         Watch(deadline_));
    if (fact_writer_->late() && !diagnostics_.has_errors()) {
      conclusion_.ReportLate("it ended while the host's facts were checked");
    }
    return !diagnostics_.has_errors();
  }

  // Where the code is not that of the runtime.
  auto CompileForeign() -> bool {
    const ForeignModule* const foreign = program_.foreign;
    if (foreign == nullptr) return true;
    constexpr std::string_view kLate = "it ended while the module was compiled";
    if (foreign->memory_bytes > MemoryEnd(foreign->input_address)) {
      ReportLimit(DiagnosticKind::kMemoryLimit, options_.limits,
                  "the module begins with " + Grouped(foreign->memory_bytes) + " bytes of memory", diagnostics_);
      return false;
    }
    auto code = executor_.compiler_.Compile(*executor_.sandbox_, foreign->bytes, deadline_);
    result_.statistics.plan_us = stopwatch_.Lap();
    if (!code && !code.error().late) {
      ReportForeign(code.error().why, diagnostics_);
    } else if (!code || deadline_.Passed(stopwatch_.last())) {
      conclusion_.ReportLate(kLate);
    } else if (!code->HasFunction(foreign->function, 0) || !code->HasMemory("memory")) {
      ReportForeign("it does not export what it should", diagnostics_);
    } else {
      foreign_code_.emplace(*std::move(code));
      code_ = &foreign_code_;
      return true;
    }
    return false;
  }

  auto TakePlace() -> bool {
    place_.emplace(executor_, options_, deadline_, result_.statistics, diagnostics_);
    return place_->has_sandbox();
  }

  void RunInPlace(Trace* trace) {
    const Instance::Layout layout = LayoutOf();
    Instance instance(*executor_.sandbox_, **code_, layout, MemoryEnd(layout.input_at));
    if (!instance.error().empty()) {
      ReportNoInstance(instance.error());
      return;
    }
    RunInput input = MakeRunInput(options_.limits, executor_.MemoryLimit(options_.limits));
    input.host_memory_bytes = fact_writer_->heap_bytes();
    input.trace = trace != nullptr ? 1 : 0;
    const Instance::Loading loading = instance.Load(*fact_writer_, input, Watch(deadline_));
    result_.statistics.instantiate_us = stopwatch_.Lap() - result_.statistics.wait_us;
    if (loading == Instance::Loading::kTooLarge) {
      ReportTooLarge();
    } else if (loading == Instance::Loading::kLate || deadline_.Passed(stopwatch_.last())) {
      conclusion_.ReportLate("it ended before the program began");
    } else {
      const SandboxOutcome outcome = instance.Run(deadline_);
      result_.statistics.run_us = stopwatch_.Lap();
      conclusion_.Take(instance, outcome, result_, trace);
      result_.statistics.render_us = stopwatch_.Lap();
    }
  }

  [[nodiscard]] auto LayoutOf() const -> Instance::Layout {
    if (program_.foreign != nullptr) {
      return {.function = program_.foreign->function, .input_at = program_.foreign->input_address};
    }
    const std::uint64_t image_at = AlignAddress(executor_.heap_base_);
    return {.function = "run",
            .image = program_.image,
            .image_at = image_at,
            .input_at = AlignAddress(image_at + program_.image.size())};
  }

  // The most memory that an instance may have whose input lies at `input_at`.
  [[nodiscard]] auto MemoryEnd(std::uint64_t input_at) const -> std::uint64_t {
    return std::min(input_at + fact_writer_->size() + executor_.MemoryLimit(options_.limits) +
                        fact_writer_->heap_bytes() + kMemorySlack,
                    kMaxAddress);
  }

  void ReportNoInstance(const std::string& why) {
    if (program_.foreign != nullptr) {
      ReportForeign(why, diagnostics_);
    } else {
      conclusion_.ReportBroken("the sandbox cannot be opened: " + why);
    }
  }

  void ReportTooLarge() {
    if (program_.foreign != nullptr) {
      ReportForeign("its input lies outside its memory", diagnostics_);
    } else {
      ReportLimit(DiagnosticKind::kMemoryLimit, options_.limits, "the host's facts alone are larger", diagnostics_);
    }
  }

  Executor& executor_;
  const Runnable& program_;
  const Facts& facts_;
  const RunOptions& options_;
  Result& result_;
  Deadline deadline_;
  Conclusion conclusion_;
  Diagnostics& diagnostics_;
  Stopwatch stopwatch_;
  std::optional<FactWriter> fact_writer_;
  std::optional<SandboxModule> foreign_code_;
  const std::optional<SandboxModule>* code_;
  std::optional<Place> place_;
};

auto Executor::Run(const Runnable& program, const Facts& facts, const RunOptions& options, double start,
                   Statistics statistics, Trace* trace) -> Result {
  Result result;
  result.statistics = std::move(statistics);
  Attempt(*this, program, facts, options, start, result).Go(trace);
  return result;
}

}  // namespace bytelogic::engine
