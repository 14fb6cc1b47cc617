#include "bytelogic/engine.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "base/large_stack.h"
#include "engine/access.h"
#include "engine/compile.h"
#include "engine/compiled.h"
#include "engine/deadline.h"
#include "engine/engine_impl.h"
#include "engine/gate.h"

namespace bytelogic {
using engine::Access;

Admission::Admission() = default;
Admission::~Admission() = default;
Admission::Admission(Admission&&) noexcept = default;
auto Admission::operator=(Admission&&) noexcept -> Admission& = default;
auto Admission::ready() const -> bool { return turn_ != nullptr && turn_->ready(); }

auto Engine::Impl::Compile(std::string_view source, const Facts& facts, const RunOptions& options, double start,
                           bool use_cache, Statistics& statistics) -> CompileResult {
  const Limits& limits = options.limits;
  const Dialect dialect = options.dialect;
  std::vector<sema::HostRelation> host;
  if (!facts.empty()) host = engine::HostRelations(facts);
  const engine::Deadline deadline(clock, start, options);
  // A source that is too long is not even looked up.
  if (!use_cache || source.size() > limits.source_bytes) {
    return engine::CompileProgram(source, dialect, host, limits, deadline, clock, statistics);
  }
  const engine::ProgramKey key(source, dialect, host);
  if (std::shared_ptr<const Program> program = cache.Find(key)) {
    const engine::Compiled& compiled = Access::CompiledOf(*program);
    // It may have been compiled under other limits.
    if (compiled.checked->rules.size() <= limits.rules && compiled.checked->relations.size() <= limits.relations &&
        compiled.work <= limits.compile_work && compiled.memory <= WorkMeter::MemoryLimit(limits)) {
      statistics.cached = true;
      std::vector<Diagnostic> warnings = compiled.warnings;
      return {std::move(program), std::move(warnings)};
    }
  }
  CompileResult result = engine::CompileProgram(source, dialect, host, limits, deadline, clock, statistics);
  if (result.program) cache.Add(key, result.program);
  return result;
}

auto Engine::Impl::Run(std::string_view source, const Facts& facts, const RunOptions& options, bool use_cache,
                       engine::Trace* trace) -> engine::SourceRun {
  engine::SourceRun run;
  run.start = clock.Now();
  Statistics statistics;
  CompileResult compiled = Compile(source, facts, options, run.start, use_cache, statistics);
  run.program = std::move(compiled.program);
  if (run.program) {
    run.result = RunProgram(*run.program, facts, options, run.start, std::move(statistics), trace);
  } else {
    run.result.diagnostics = std::move(compiled.diagnostics);
    run.result.statistics = std::move(statistics);
  }
  return run;
}

auto Engine::Impl::RunProgram(const Program& program, const Facts& facts, const RunOptions& options, double start,
                              Statistics statistics, engine::Trace* trace) -> Result {
  const engine::Compiled& compiled = Access::CompiledOf(program);
  return executor.Run(
      {.shape = compiled.Shape(), .source = compiled.source, .image = compiled.image, .warnings = compiled.warnings},
      facts, options, start, std::move(statistics), trace);
}

Engine::Engine(EngineOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Engine::~Engine() = default;

auto Engine::Compile(std::string_view source, const Facts& facts, const Limits& limits, Dialect dialect)
    -> CompileResult {
  Statistics statistics;
  const RunOptions options{.limits = limits, .dialect = dialect};
  return WithStack(kPhaseStack,
                   [&] { return impl_->Compile(source, facts, options, impl_->clock.Now(), true, statistics); });
}

auto Engine::Run(const Program& program, const Facts& facts, const RunOptions& options) -> Result {
  const engine::AdmissionUse use(options);
  Statistics statistics;
  statistics.cached = true;
  return WithStack(kPhaseStack, [&] {
    return impl_->RunProgram(program, facts, options, impl_->clock.Now(), std::move(statistics));
  });
}

auto Engine::Run(std::string_view source, const Facts& facts, const RunOptions& options) -> Result {
  const engine::AdmissionUse use(options);
  return WithStack(kPhaseStack, [&] { return impl_->Run(source, facts, options, true).result; });
}

auto Engine::Admit(std::function<void()> on_ready) -> Admission {
  Admission admission;
  Access::TurnOf(admission) = impl_->executor.Admit(std::move(on_ready));
  return admission;
}

auto Engine::Memory() const -> MemoryUse {
  MemoryUse use;
  const engine::ProgramCache::Count count = impl_->cache.CountNow();
  use.cached_programs = count.programs;
  use.cached_bytes = count.bytes;
  use.cached_limit = count.max_bytes;
  impl_->executor.AddMemory(use);
  return use;
}

auto Engine::RunBatch(std::span<const std::string_view> sources, unsigned threads, const RunOptions& options)
    -> std::vector<Result> {
  std::vector<Result> results(sources.size());
  RunOptions each = options;
  each.admission = nullptr;  // one place for all of them would be no place
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next.fetch_add(1); i < sources.size(); i = next.fetch_add(1)) {
      results[i] = WithStack(kPhaseStack, [&] { return impl_->Run(sources[i], {}, each, false).result; });
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

}  // namespace bytelogic
