// run_options.h - what a run may take, and what may end it.
//
//   bytelogic::Engine engine;
//   bytelogic::RunOptions options;
//   options.limits.fuel = 100;
//   const bytelogic::Result result = engine.Run("LET $n = 0 FOR WHILE 1 LET $n = $n + 1 END RESULT $n", {}, options);
//   std::puts(result.EndedByLimit() ? "too long" : "done");                  // too long
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "bytelogic/dialect.h"
#include "bytelogic/limits.h"

namespace bytelogic {

class Admission;

struct RunOptions {
  Limits limits;
  // Facts for relations that the program does not declare: an error (E201), or passed over.
  bool ignore_unknown_facts = false;
  // Set to true from another thread (or a signal handler) to end the run soon; it then fails with R303.
  const std::atomic<bool>* cancelled = nullptr;
  // How the source is written, where a run has one.
  Dialect dialect = Dialect::kAuto;
  // How long the run may wait for a free sandbox, in microseconds; then it fails with R314. Where this is given, the
  // time limit stands still while the run waits; where it is not, waiting is a part of it.
  std::optional<std::uint64_t> wait_us;
  // A place that Engine::Admit gave. The run takes it and leaves it empty; where it is not ready yet, the run waits.
  Admission* admission = nullptr;
};

}  // namespace bytelogic
