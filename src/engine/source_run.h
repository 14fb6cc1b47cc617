// source_run.h - a source that was compiled and run, and the program that it was compiled to.
//
//   Trace trace;
//   const SourceRun run = RunSource(engine, source, facts, options, &trace);
//   if (run.result.success) ... Access::CompiledOf(*run.program).checked, trace.relations ...
//
// For those who need more than the answer: proof/ explains what was run, the command line writes its relations to
// files. Nothing is compiled again for them.
#pragma once

#include <memory>
#include <string_view>

#include "bytelogic/engine.h"
#include "engine/trace.h"

namespace bytelogic::engine {

struct SourceRun {
  Result result;
  std::shared_ptr<const Program> program;  // null where it does not compile
  double start = 0;                        // when the time of the limit began, in microseconds of the engine's clock
};

// As Engine::Run, past the cache. `trace`: where the rows go that the run leaves, if they are asked for and it
// succeeds.
auto RunSource(Engine& engine, std::string_view source, const Facts& facts, const RunOptions& options,
               Trace* trace = nullptr) -> SourceRun;

// Microseconds of the clock that the time limits of the engine go by.
auto TimeOf(Engine& engine) -> double;

}  // namespace bytelogic::engine
