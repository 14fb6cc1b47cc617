#include "bytelogic/engine.h"

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include "base/large_stack.h"
#include "engine/compile.h"
#include "engine/compiled.h"
#include "engine/deadline.h"
#include "engine/executor.h"
#include "engine/gate.h"
#include "engine/program_cache.h"
#include "engine/standalone.h"
#include "engine/traced_run.h"

namespace bytelogic {
namespace {

using engine::Clock;
using engine::Stopwatch;

auto FailedResult(std::vector<Diagnostic> diagnostics) -> Result {
  Result result;
  result.diagnostics = std::move(diagnostics);
  return result;
}

// A run uses its admission up, whatever comes of it.
class AdmissionUse {
 public:
  explicit AdmissionUse(const RunOptions& options) : admission_(options.admission) {}
  ~AdmissionUse() {
    if (admission_ != nullptr) *admission_ = {};
  }
  AdmissionUse(const AdmissionUse&) = delete;
  auto operator=(const AdmissionUse&) -> AdmissionUse& = delete;

 private:
  Admission* admission_;
};

}  // namespace

Admission::Admission() = default;
Admission::~Admission() = default;
Admission::Admission(Admission&&) noexcept = default;
auto Admission::operator=(Admission&&) noexcept -> Admission& = default;
auto Admission::ready() const -> bool { return turn_ != nullptr && turn_->ready(); }

class Engine::Impl {
 public:
  explicit Impl(EngineOptions options)
      : clock_(std::move(options.clock)),
        cache_(options.cached_programs, options.cached_bytes),
        executor_(clock_, options.max_instances, options.max_memory_bytes) {}

  // `start`: a time of the clock. The phases' times go to `statistics`.
  auto Compile(std::string_view source, const Facts& facts, const RunOptions& options, double start, bool use_cache,
               Statistics& statistics) -> CompileResult {
    const Limits& limits = options.limits;
    const Dialect dialect = options.dialect;
    std::vector<sema::HostRelation> host;
    if (!facts.empty()) host = engine::HostRelations(facts);
    const engine::Deadline deadline(clock_, start, options);
    // A source that is too long is not even looked up.
    if (!use_cache || source.size() > limits.source_bytes) {
      return engine::CompileProgram(source, dialect, host, limits, deadline, clock_, statistics);
    }
    const engine::ProgramKey key(source, dialect, host);
    if (std::shared_ptr<const Program> program = cache_.Find(key)) {
      const Program::Compiled& compiled = program->compiled();
      // It may have been compiled under other limits.
      if (compiled.rule_count <= limits.rules && compiled.shape.relations.size() <= limits.relations &&
          compiled.work <= limits.compile_work && compiled.memory <= WorkMeter::MemoryLimit(limits)) {
        statistics.cached = true;
        std::vector<Diagnostic> warnings = compiled.warnings;
        return {std::move(program), std::move(warnings)};
      }
    }
    CompileResult result = engine::CompileProgram(source, dialect, host, limits, deadline, clock_, statistics);
    if (result.program) cache_.Add(key, result.program);
    return result;
  }

  auto Run(std::string_view source, const Facts& facts, const RunOptions& options, bool use_cache) -> Result {
    const double start = clock_.Now();
    Statistics statistics;
    CompileResult compiled = Compile(source, facts, options, start, use_cache, statistics);
    if (!compiled.program) {
      Result result = FailedResult(std::move(compiled.diagnostics));
      result.statistics = std::move(statistics);
      return result;
    }
    return executor_.Run(*compiled.program, facts, options, start, std::move(statistics));
  }

  auto RunTraced(std::string_view source, const Facts& facts, const RunOptions& options)
      -> std::unique_ptr<engine::TracedRun> {
    auto run = std::make_unique<engine::TracedRun>();
    run->start = clock_.Now();
    Statistics statistics;
    const engine::Deadline deadline(clock_, run->start, options);
    CompileResult compiled = engine::CompileProgram(source, options.dialect, engine::HostRelations(facts),
                                                    options.limits, deadline, clock_, statistics, &run->program);
    run->compiled = std::move(compiled.program);
    if (run->compiled) {
      run->result = executor_.Run(*run->compiled, facts, options, run->start, std::move(statistics), &run->trace);
    } else {
      run->result = FailedResult(std::move(compiled.diagnostics));
      run->result.statistics = std::move(statistics);
    }
    return run;
  }

  Clock clock_;
  engine::ProgramCache cache_;
  engine::Executor executor_;
};

Engine::Engine(EngineOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Engine::~Engine() = default;

auto Engine::Compile(std::string_view source, const Facts& facts, const Limits& limits, Dialect dialect)
    -> CompileResult {
  Statistics statistics;
  const RunOptions options{.limits = limits, .dialect = dialect};
  return WithStack(kPhaseStack,
                   [&] { return impl_->Compile(source, facts, options, impl_->clock_.Now(), true, statistics); });
}

auto Engine::Run(const Program& program, const Facts& facts, const RunOptions& options) -> Result {
  const AdmissionUse use(options);
  Statistics statistics;
  statistics.cached = true;
  return WithStack(kPhaseStack, [&] {
    return impl_->executor_.Run(program, facts, options, impl_->clock_.Now(), std::move(statistics));
  });
}

auto Engine::Run(std::string_view source, const Facts& facts, const RunOptions& options) -> Result {
  const AdmissionUse use(options);
  return WithStack(kPhaseStack, [&] { return impl_->Run(source, facts, options, true); });
}

auto Engine::RunTraced(std::string_view source, const Facts& facts, const RunOptions& options)
    -> std::unique_ptr<engine::TracedRun> {
  const AdmissionUse use(options);
  return WithStack(kPhaseStack, [&] { return impl_->RunTraced(source, facts, options); });
}

auto Engine::Admit(std::function<void()> on_ready) -> Admission {
  Admission admission;
  admission.turn_ = impl_->executor_.Admit(std::move(on_ready));
  return admission;
}

auto Engine::Memory() const -> MemoryUse {
  MemoryUse use;
  const engine::ProgramCache::Count count = impl_->cache_.CountNow();
  use.cached_programs = count.programs;
  use.cached_bytes = count.bytes;
  use.cached_limit = count.max_bytes;
  impl_->executor_.AddMemory(use);
  return use;
}

auto Engine::Now() const -> double { return impl_->clock_.Now(); }

auto Engine::RunBatch(std::span<const std::string_view> sources, unsigned threads, const RunOptions& options)
    -> std::vector<Result> {
  std::vector<Result> results(sources.size());
  RunOptions each = options;
  each.admission = nullptr;  // one place for all of them would be no place
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next.fetch_add(1); i < sources.size(); i = next.fetch_add(1)) {
      results[i] = WithStack(kPhaseStack, [&] { return impl_->Run(sources[i], {}, each, false); });
    }
  };
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  threads = static_cast<unsigned>(std::min<std::size_t>(threads, sources.size()));
  std::vector<std::thread> workers;
  // This thread works too; where no more threads can be had, it does all of it.
  for (unsigned i = 1; i < threads; ++i) {
    try {
      workers.emplace_back(work);
    } catch (const std::system_error&) {
      break;
    }
  }
  work();
  for (std::thread& worker : workers) worker.join();
  return results;
}

auto Engine::EmitModule(const Program& program, const Limits& limits) -> std::vector<std::uint8_t> {
  return engine::EmitStandaloneModule(program.compiled(), limits);
}

auto Engine::EmitWat(const Program& program, const Limits& limits) -> std::string {
  return engine::EmitStandaloneWat(program.compiled(), limits);
}

auto Engine::RunModule(std::span<const std::uint8_t> module, const RunOptions& options) -> Result {
  const AdmissionUse use(options);
  return WithStack(kPhaseStack, [&] { return impl_->executor_.RunModule(module, options, impl_->clock_.Now()); });
}

}  // namespace bytelogic
