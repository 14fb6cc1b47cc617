// traced_run.h - a program that was run to be explained: what the checker made of it, and every row that it left.
//
//   std::unique_ptr<engine::TracedRun> run = engine.RunTraced(source, facts, options);
//   if (run->result.success) ... run->program, run->trace ...
//
// Made by Engine::RunTraced, used by proof/. Nothing of it is kept for programs that are only run.
#pragma once

#include <memory>

#include "bytelogic/program.h"
#include "bytelogic/result.h"
#include "engine/compile.h"
#include "engine/trace.h"

namespace bytelogic::engine {

struct TracedRun {
  Result result;                            // program and trace are there only where it is a success
  std::shared_ptr<const Program> compiled;  // has the source, and text that `program` refers to
  KeptProgram program;
  Trace trace;
  double start = 0;  // when the time of the limit began, in microseconds of the engine's clock
};

}  // namespace bytelogic::engine
