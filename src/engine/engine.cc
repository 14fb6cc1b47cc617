#include "bytelogic/engine.h"

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include "engine/compile.h"
#include "engine/compiled.h"
#include "engine/deadline.h"
#include "engine/executor.h"
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

}  // namespace

class Engine::Impl {
 public:
  explicit Impl(EngineOptions options)
      : clock_(std::move(options.clock)),
        cache_(options.cached_programs),
        executor_(clock_, options.max_instances, options.max_memory_bytes) {}

  // `start`: a time of the clock. The phases' times go to `statistics`.
  auto Compile(std::string_view source, Dialect dialect, const Facts& facts, const Limits& limits, double start,
               bool use_cache, Statistics& statistics) -> CompileResult {
    std::vector<sema::HostRelation> host;
    if (!facts.empty()) host = engine::HostRelations(facts);
    const double end = start + static_cast<double>(limits.time_us);
    // A source that is too long is not even looked up.
    if (!use_cache || source.size() > limits.source_bytes) {
      return engine::CompileProgram(source, dialect, host, limits, clock_, end, statistics);
    }
    const engine::ProgramKey key(source, dialect, host);
    if (std::shared_ptr<const Program> program = cache_.Find(key)) {
      const Program::Compiled& compiled = program->compiled();
      // It may have been compiled under other limits.
      if (compiled.rule_count <= limits.rules && compiled.shape.relations.size() <= limits.relations) {
        statistics.cached = true;
        std::vector<Diagnostic> warnings = compiled.warnings;
        return {std::move(program), std::move(warnings)};
      }
    }
    CompileResult result = engine::CompileProgram(source, dialect, host, limits, clock_, end, statistics);
    if (result.program) cache_.Add(key, result.program);
    return result;
  }

  auto Run(std::string_view source, const Facts& facts, const RunOptions& options, bool use_cache) -> Result {
    const double start = clock_.Now();
    Statistics statistics;
    CompileResult compiled = Compile(source, options.dialect, facts, options.limits, start, use_cache, statistics);
    if (!compiled.program) {
      Result result = FailedResult(std::move(compiled.diagnostics));
      result.statistics = std::move(statistics);
      return result;
    }
    return executor_.Run(*compiled.program, facts, options, start, std::move(statistics));
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
  return impl_->Compile(source, dialect, facts, limits, impl_->clock_.Now(), true, statistics);
}

auto Engine::Run(const Program& program, const Facts& facts, const RunOptions& options) -> Result {
  Statistics statistics;
  statistics.cached = true;
  return impl_->executor_.Run(program, facts, options, impl_->clock_.Now(), std::move(statistics));
}

auto Engine::Run(std::string_view source, const Facts& facts, const RunOptions& options) -> Result {
  return impl_->Run(source, facts, options, true);
}

auto Engine::RunTraced(std::string_view source, const Facts& facts, const RunOptions& options)
    -> std::unique_ptr<engine::TracedRun> {
  auto run = std::make_unique<engine::TracedRun>();
  run->start = impl_->clock_.Now();
  Statistics statistics;
  const double end = run->start + static_cast<double>(options.limits.time_us);
  CompileResult compiled = engine::CompileProgram(source, options.dialect, engine::HostRelations(facts), options.limits,
                                                  impl_->clock_, end, statistics, &run->program);
  run->compiled = std::move(compiled.program);
  if (run->compiled) {
    run->result = impl_->executor_.Run(*run->compiled, facts, options, run->start, std::move(statistics), &run->trace);
  } else {
    run->result = FailedResult(std::move(compiled.diagnostics));
    run->result.statistics = std::move(statistics);
  }
  return run;
}

auto Engine::Now() const -> double { return impl_->clock_.Now(); }

auto Engine::RunBatch(std::span<const std::string_view> sources, unsigned threads, const RunOptions& options)
    -> std::vector<Result> {
  std::vector<Result> results(sources.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next.fetch_add(1); i < sources.size(); i = next.fetch_add(1)) {
      results[i] = impl_->Run(sources[i], {}, options, false);
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
  return impl_->executor_.RunModule(module, options, impl_->clock_.Now());
}

}  // namespace bytelogic
