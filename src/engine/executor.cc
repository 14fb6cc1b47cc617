#include "engine/executor.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <utility>

#include "diagnostics/limit_message.h"
#include "diagnostics/messages.h"
#include "engine/embedded_runtime.h"
#include "engine/fact_writer.h"
#include "engine/failure.h"
#include "engine/report_reader.h"
#include "engine/runtime_loader.h"
#include "engine/standalone.h"
#include "engine/trace_reader.h"

namespace bytelogic::engine {
namespace {

using runtime::RunInput;

constexpr std::uint64_t kMaxAddress = 1ULL << 32;
// What the host gives is not the program's to pay for: loading it takes about a tenth of this.
constexpr double kMicrosecondsPerHostValue = 1.0;

auto Align(std::uint64_t address) -> std::uint64_t { return (address + 15) & ~std::uint64_t{15}; }

auto ValueCount(const Facts& facts) -> std::size_t {
  std::size_t count = 0;
  for (const auto& [name, table] : facts.tables()) count += table.cells().size();
  return count;
}

void ReportForeign(const std::string& why, Diagnostics& diagnostics) {
  Message message = messages::kBrokenModule();
  message.words += messages::kColon({why});
  diagnostics.ReportGlobal(std::move(message), "make it by `bytelogic compile`");
}

}  // namespace

// One run, from the sandbox's answer to the Result.
class Conclusion {
 public:
  Conclusion(const ProgramShape& shape, std::string_view source, const RunOptions& options, const Deadline& deadline)
      : shape_(shape), source_(source), options_(options), deadline_(deadline) {
    diagnostics_.SpeakIn(shape.dialect);
  }

  // `run` has been called and gave `outcome`.
  void Take(SandboxRun& run, const SandboxOutcome& outcome, Result& result, Trace* trace = nullptr) {
    switch (outcome.kind) {
      case SandboxOutcome::Kind::kInterrupted:
        ReportLate("it did not stop when it was told to");
        return;
      case SandboxOutcome::Kind::kTrapped:
        ReportTrap(outcome.message);
        return;
      case SandboxOutcome::Kind::kReturned:
        break;
    }
    if (outcome.value == 0) {
      ReportLimit(DiagnosticKind::kMemoryLimit, options_.limits, "a program needs more than that to begin",
                  diagnostics_);
      return;
    }
    Watch watch(deadline_);
    auto report = ReadReport(run.memory(), outcome.value, shape_, options_.limits, watch);
    if (watch.late()) {
      ReportLate("it ended while the answer was read");
      return;
    }
    if (!report) {
      ReportBroken("the sandbox gave no answer that can be believed: " + report.error());
      return;
    }
    Statistics& statistics = result.statistics;
    statistics.fuel = report->raw.fuel;
    statistics.rounds = report->raw.rounds;
    statistics.memory_bytes = report->raw.memory_bytes;
    statistics.tuples.reserve(shape_.relations.size());
    for (std::size_t i = 0; i < shape_.relations.size(); ++i) {
      statistics.tuples.emplace_back(shape_.relations[i].name, report->tuple_counts[i]);
    }
    ReportWarnings(*report, shape_, source_, diagnostics_);
    if (report->raw.code != 0) {
      ReportFailure(*report, shape_, source_, options_.limits, deadline_.Cancelled(), diagnostics_);
      return;
    }
    result.outputs = std::move(report->outputs);
    result.violations = std::move(report->violations);
    if (trace != nullptr) TakeTrace(run, report->raw.trace, *trace);
  }

  // It was cancelled, or its time is up: `reached` says where.
  void ReportLate(std::string_view reached) {
    if (deadline_.Cancelled()) {
      ReportCancelled(diagnostics_);
    } else {
      ReportLimit(DiagnosticKind::kTimeLimit, options_.limits, reached, diagnostics_);
    }
  }

  void ReportBroken(std::string message) {
    diagnostics_.ReportGlobal(DiagnosticKind::kBrokenModule, std::move(message),
                              "this is no fault of the program: report it, unless the module was changed by hand");
  }

  // Adds `warnings`, those of the compiler, and decides.
  void Finish(const std::vector<Diagnostic>& warnings, Result& result) {
    result.success = !diagnostics_.has_errors();
    if (!result.success) {  // it may have failed after they were read
      result.outputs.clear();
      result.violations.clear();
    }
    if (result.success && result.outputs.empty() && !shape_.outputs.empty()) {
      diagnostics_.ReportGlobal(messages::kMadeNoOutput(), messages::kNothingReached());
    }
    result.diagnostics = warnings;
    if (diagnostics_.pending().empty()) return;
    std::vector<Diagnostic> mine = diagnostics_.ToPublic(source_);
    // The error that ended the run comes first, as the one that the result is named by.
    result.diagnostics.insert(result.diagnostics.end(), std::make_move_iterator(mine.begin()),
                              std::make_move_iterator(mine.end()));
  }

  auto diagnostics() -> Diagnostics& { return diagnostics_; }

 private:
  void TakeTrace(SandboxRun& run, std::uint64_t address, Trace& trace) {
    Watch watch(deadline_);
    auto read = ReadTrace(run.memory(), address, shape_, watch);
    if (watch.late()) {
      ReportLate("it ended while the rows were read");
    } else if (read) {
      trace = *std::move(read);
    } else {
      ReportBroken("the sandbox gave no answer that can be believed: " + read.error());
    }
  }

  void ReportTrap(const std::string& message) {
    if (message.find("stack") != std::string::npos) {
      ReportLimit(DiagnosticKind::kDepthLimit, options_.limits, "the stack of the sandbox was full before",
                  diagnostics_);
    } else {
      ReportBroken("the sandbox ended by itself: " + message);
    }
  }

  const ProgramShape& shape_;
  std::string_view source_;
  const RunOptions& options_;
  const Deadline& deadline_;
  Diagnostics diagnostics_;
};

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
    if (options.admission != nullptr) admitted_ = std::move(options.admission->turn_);
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

auto Executor::Run(const Program& program, const Facts& facts, const RunOptions& options, double start,
                   Statistics statistics, Trace* trace) -> Result {
  const Program::Compiled& compiled = program.compiled();
  return RunImage({compiled.shape, compiled.source, compiled.image, compiled.warnings}, facts, options, start,
                  std::move(statistics), trace);
}

auto Executor::RunImage(const Runnable& program, const Facts& facts, const RunOptions& options, double start,
                        Statistics statistics, Trace* trace) -> Result {
  Result result;
  result.statistics = std::move(statistics);
  Deadline deadline(clock_, start, options);
  Conclusion conclusion(program.shape, program.source, options, deadline);
  Diagnostics& diagnostics = conclusion.diagnostics();
  Stopwatch stopwatch(clock_);

  deadline.Extend(static_cast<double>(ValueCount(facts)) * kMicrosecondsPerHostValue);
  const FactWriter fact_writer(program.shape, facts, options.limits, options.ignore_unknown_facts, diagnostics,
                               Watch(deadline));
  if (fact_writer.late() && !diagnostics.has_errors()) {
    conclusion.ReportLate("it ended while the host's facts were checked");
  }
  std::optional<Place> place;
  if (!diagnostics.has_errors() && Ready(deadline, conclusion)) {
    place.emplace(*this, options, deadline, result.statistics, diagnostics);
  }
  if (place && place->has_sandbox()) {
    const std::uint64_t image_at = Align(heap_base_);
    const std::uint64_t input_at = Align(image_at + program.image.size());
    const std::uint64_t heap_at = input_at + fact_writer.size();
    const std::uint64_t memory_bytes = MemoryLimit(options.limits);
    const std::uint64_t host_bytes = fact_writer.heap_bytes();
    SandboxRun run(*sandbox_, *runtime_, std::min(heap_at + memory_bytes + host_bytes + kMemorySlack, kMaxAddress));
    if (!run.error().empty()) {
      conclusion.ReportBroken("the sandbox cannot be opened: " + run.error());
    } else if (heap_at >= kMaxAddress || !run.Reserve(heap_at)) {
      ReportLimit(DiagnosticKind::kMemoryLimit, options.limits, "the host's facts alone are larger", diagnostics);
    } else {
      const std::span<std::uint8_t> memory = run.memory();
      std::memcpy(memory.data() + image_at, program.image.data(), program.image.size());
      RunInput input = MakeRunInput(options.limits, memory_bytes);
      input.host_memory_bytes = host_bytes;
      input.trace = trace != nullptr ? 1 : 0;
      const bool written = fact_writer.Write(input, memory.subspan(input_at, fact_writer.size()), Watch(deadline));
      run.SetStopFlag(static_cast<std::uint32_t>(input_at + offsetof(RunInput, stop)));
      result.statistics.instantiate_us = stopwatch.Lap() - result.statistics.wait_us;
      if (!written || deadline.Passed(stopwatch.last())) {
        conclusion.ReportLate("it ended before the program began");
      } else {
        const std::array<std::uint32_t, 4> arguments = {
            static_cast<std::uint32_t>(image_at), static_cast<std::uint32_t>(program.image.size()),
            static_cast<std::uint32_t>(input_at), static_cast<std::uint32_t>(fact_writer.size())};
        const SandboxOutcome outcome = run.Call("run", arguments, deadline);
        result.statistics.run_us = stopwatch.Lap();
        conclusion.Take(run, outcome, result, trace);
        result.statistics.render_us = stopwatch.Lap();
      }
    }
  }
  place.reset();
  // The instance has been given back by now.
  result.statistics.instantiate_us += stopwatch.Lap();
  conclusion.Finish(program.warnings, result);
  result.statistics.render_us += stopwatch.Lap();
  return result;
}

auto Executor::RunModule(std::span<const std::uint8_t> module, const RunOptions& options, double start) -> Result {
  const auto standalone = ReadStandaloneModule(module);
  if (!standalone) {
    Result result;
    Diagnostics diagnostics;
    ReportForeign(standalone.error(), diagnostics);
    result.diagnostics = diagnostics.ToPublic({});
    return result;
  }
  if (standalone->image.empty()) return RunForeignModule(module, *standalone, options, start);
  Statistics statistics;
  statistics.cached = true;
  return RunImage({standalone->shape, standalone->source, standalone->image, {}}, {}, options, start,
                  std::move(statistics), nullptr);
}

auto Executor::RunForeignModule(std::span<const std::uint8_t> module, const StandaloneModule& standalone,
                                const RunOptions& options, double start) -> Result {
  Result result;
  Deadline deadline(clock_, start, options);
  Conclusion conclusion(standalone.shape, standalone.source, options, deadline);
  Diagnostics& diagnostics = conclusion.diagnostics();
  Stopwatch stopwatch(clock_);
  const std::uint64_t heap_at = std::uint64_t{standalone.input_address} + sizeof(RunInput);
  const std::uint64_t memory_bytes = MemoryLimit(options.limits);
  const std::uint64_t memory_limit = std::min(heap_at + memory_bytes + kMemorySlack, kMaxAddress);
  constexpr std::string_view kLate = "it ended while the module was compiled";
  if (standalone.memory_bytes > memory_limit) {
    ReportLimit(DiagnosticKind::kMemoryLimit, options.limits,
                "the module begins with " + Grouped(standalone.memory_bytes) + " bytes of memory", diagnostics);
  } else if (!Ready(deadline, conclusion)) {
    // It is reported.
  } else if (auto code = compiler_.Compile(*sandbox_, module, deadline); !code && !code.error().late) {
    ReportForeign(code.error().why, diagnostics);
  } else if (!code) {
    conclusion.ReportLate(kLate);
  } else if (!code->HasFunction(kStandaloneRun, 0) || !code->HasMemory("memory")) {
    ReportForeign("it does not export what it should", diagnostics);
  } else if (deadline.Late()) {
    conclusion.ReportLate(kLate);
  } else if (const Place place(*this, options, deadline, result.statistics, diagnostics); place.has_sandbox()) {
    result.statistics.plan_us = stopwatch.Lap() - result.statistics.wait_us;
    SandboxRun run(*sandbox_, *code, memory_limit);
    if (!run.error().empty()) {
      ReportForeign(run.error(), diagnostics);
    } else if (!run.Reserve(heap_at)) {
      ReportForeign("its input lies outside of its memory", diagnostics);
    } else {
      RunInput input = MakeRunInput(options.limits, memory_bytes);
      input.size = sizeof(RunInput);
      std::memcpy(run.memory().data() + standalone.input_address, &input, sizeof(input));
      run.SetStopFlag(standalone.input_address + static_cast<std::uint32_t>(offsetof(RunInput, stop)));
      result.statistics.instantiate_us = stopwatch.Lap();
      const SandboxOutcome outcome = run.Call(kStandaloneRun, {}, deadline);
      result.statistics.run_us = stopwatch.Lap();
      conclusion.Take(run, outcome, result);
    }
  }
  conclusion.Finish({}, result);
  result.statistics.render_us = stopwatch.Lap();
  return result;
}

}  // namespace bytelogic::engine
