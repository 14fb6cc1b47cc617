#include "engine/conclusion.h"

#include <iterator>
#include <utility>

#include "diagnostics/limit_message.h"
#include "diagnostics/messages.h"
#include "engine/failure.h"

namespace bytelogic::engine {

Conclusion::Conclusion(const ProgramShape& shape, std::string_view source, const RunOptions& options,
                       const Deadline& deadline)
    : shape_(shape), source_(source), options_(options), deadline_(deadline) {
  diagnostics_.SpeakIn(shape.dialect);
}

void Conclusion::Take(Instance& instance, const SandboxOutcome& outcome, Result& result, Trace* trace) {
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
    ReportLimit(DiagnosticKind::kMemoryLimit, options_.limits, "a program needs more than that to begin", diagnostics_);
    return;
  }
  Watch watch(deadline_);
  auto report = instance.ReadReport(outcome.value, shape_, options_.limits, watch);
  if (watch.late()) {
    ReportLate("it ended while the answer was read");
  } else if (!report) {
    ReportUnbelieved(report.error());
  } else {
    const runtime::Report raw = report->raw;
    if (raw.code == 0 && trace != nullptr) TakeRows(instance, *report, *trace);
    TakeReport(*std::move(report), result);
  }
}

void Conclusion::TakeReport(RunReport report, Result& result) {
  Statistics& statistics = result.statistics;
  statistics.fuel = report.raw.fuel;
  statistics.rounds = report.raw.rounds;
  statistics.memory_bytes = report.raw.memory_bytes;
  statistics.tuples.reserve(shape_.relations.size());
  for (std::size_t i = 0; i < shape_.relations.size(); ++i) {
    statistics.tuples.emplace_back(shape_.relations[i].name, report.tuple_counts[i]);
  }
  ReportWarnings(report, shape_, source_, diagnostics_);
  if (report.raw.code != 0) {
    ReportFailure(report, shape_, source_, options_.limits, deadline_.Cancelled(), diagnostics_);
    return;
  }
  result.outputs = std::move(report.outputs);
  result.violations = std::move(report.violations);
}

void Conclusion::TakeRows(Instance& instance, const RunReport& report, Trace& trace) {
  Watch watch(deadline_);
  auto rows = instance.TakeRows(report, shape_, watch);
  if (watch.late()) {
    ReportLate("it ended while the rows were read");
  } else if (rows) {
    trace = *std::move(rows);
  } else {
    ReportUnbelieved(rows.error());
  }
}

void Conclusion::ReportLate(std::string_view reached) {
  if (deadline_.Cancelled()) {
    ReportCancelled(diagnostics_);
  } else {
    ReportLimit(DiagnosticKind::kTimeLimit, options_.limits, reached, diagnostics_);
  }
}

void Conclusion::ReportBroken(std::string message) {
  diagnostics_.ReportGlobal(DiagnosticKind::kBrokenModule, std::move(message),
                            "the program is not at fault: report it, unless the module was changed by hand");
}

void Conclusion::ReportUnbelieved(const std::string& why) {
  ReportBroken("the sandbox gave no answer that can be believed: " + why);
}

void Conclusion::ReportTrap(const std::string& message) {
  if (message.find("stack") != std::string::npos) {
    ReportLimit(DiagnosticKind::kDepthLimit, options_.limits, "the stack of the sandbox was full before", diagnostics_);
  } else {
    ReportBroken("the sandbox stopped: " + message);
  }
}

void Conclusion::Finish(std::span<const Diagnostic> warnings, Result& result) {
  result.success = !diagnostics_.has_errors();
  if (!result.success) {  // it may have failed after they were read
    result.outputs.clear();
    result.violations.clear();
  }
  if (result.success && result.outputs.empty() && !shape_.outputs.empty()) {
    diagnostics_.ReportGlobal(messages::kMadeNoOutput(), messages::kNothingReached());
  }
  result.diagnostics.assign(warnings.begin(), warnings.end());
  if (diagnostics_.pending().empty()) return;
  std::vector<Diagnostic> mine = diagnostics_.ToPublic(source_);
  // The error that ended the run comes first, as the one that the result is named by.
  result.diagnostics.insert(result.diagnostics.end(), std::make_move_iterator(mine.begin()),
                            std::make_move_iterator(mine.end()));
}

}  // namespace bytelogic::engine
