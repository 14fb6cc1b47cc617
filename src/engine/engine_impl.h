// engine_impl.h - the inside of an Engine: its clock, its cache, its sandboxes.
//
//   Access::ImplOf(engine).executor.Run(...)
//
// The methods of Engine are in engine.cc, those for modules in standalone/engine_modules.cc.
#pragma once

#include <string_view>
#include <utility>

#include "bytelogic/engine.h"
#include "engine/clock.h"
#include "engine/executor.h"
#include "engine/program_cache.h"
#include "engine/source_run.h"
#include "engine/trace.h"

namespace bytelogic {

// `start`: a time of the clock, when the time of the limit began.
struct Engine::Impl {
  explicit Impl(EngineOptions options)
      : clock(std::move(options.clock)),
        cache(options.cached_programs, options.cached_bytes),
        executor(clock, options.max_instances, options.max_memory_bytes) {}

  // The phases' times go to `statistics`. `trace`, here and below: where the rows go, if they are asked for.
  auto Compile(std::string_view source, const Facts& facts, const RunOptions& options, double start, bool use_cache,
               Statistics& statistics) -> CompileResult;
  auto Run(std::string_view source, const Facts& facts, const RunOptions& options, bool use_cache,
           engine::Trace* trace = nullptr) -> engine::SourceRun;
  auto RunProgram(const Program& program, const Facts& facts, const RunOptions& options, double start,
                  Statistics statistics, engine::Trace* trace = nullptr) -> Result;

  engine::Clock clock;
  engine::ProgramCache cache;
  engine::Executor executor;
};

namespace engine {

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

}  // namespace engine
}  // namespace bytelogic
