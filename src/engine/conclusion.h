// conclusion.h - one run, from the sandbox's answer to the Result.
//
//   Conclusion conclusion(shape, source, options, deadline);
//   conclusion.Take(instance, instance.Run(deadline), result, nullptr);
//   conclusion.Finish(warnings, result);
//
// Collects what is wrong on the way, in the words of the program's dialect. Used by executor.cc.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "bytelogic/result.h"
#include "bytelogic/run_options.h"
#include "diagnostics/diagnostics.h"
#include "engine/deadline.h"
#include "engine/instance.h"
#include "engine/program_shape.h"
#include "engine/trace.h"

namespace bytelogic::engine {

class Conclusion {
 public:
  // Refers to what `shape` and `source` view, to `options` and to `deadline`.
  Conclusion(const ProgramShape& shape, std::string_view source, const RunOptions& options, const Deadline& deadline);

  // `instance` has run and gave `outcome`. `trace`: where its rows go, if they are asked for.
  void Take(Instance& instance, const SandboxOutcome& outcome, Result& result, Trace* trace);

  // It was cancelled, or its time is up: `reached` says where.
  void ReportLate(std::string_view reached);
  void ReportBroken(std::string message);

  // Adds `warnings`, those of the compiler, and decides.
  void Finish(std::span<const Diagnostic> warnings, Result& result);

  auto diagnostics() -> Diagnostics& { return diagnostics_; }

 private:
  void TakeReport(RunReport report, Result& result);
  void TakeRows(Instance& instance, const RunReport& report, Trace& trace);
  void ReportTrap(const std::string& message);
  void ReportUnbelieved(const std::string& why);

  ProgramShape shape_;
  std::string_view source_;
  const RunOptions& options_;
  const Deadline& deadline_;
  Diagnostics diagnostics_;
};

}  // namespace bytelogic::engine
