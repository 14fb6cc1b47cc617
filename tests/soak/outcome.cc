#include "outcome.h"

#include <time.h>

#include <algorithm>

#include "process_state.h"

namespace bytelogic::soak {
namespace {

// How far a run may go beyond its time limit, in processor time of its thread: the limit is looked at every few
// milliseconds, and after each phase of a compilation.
#ifdef BYTELOGIC_SANITIZED
constexpr double kOvershootUs = 20e6;
#else
constexpr double kOvershootUs = 1e6;
#endif

void AddRow(const std::vector<Value>& row, std::string& text) {
  text += " (";
  for (const Value& value : row) text += ToText(value) + (std::holds_alternative<std::string>(value) ? "s " : " ");
  text += ")";
}

}  // namespace

auto EndOf(const Result& result) -> std::string {
  if (result.success) return {};
  const auto error = std::ranges::find(result.diagnostics, Severity::kError, &Diagnostic::severity);
  return error == result.diagnostics.end() ? "no error" : error->code;
}

auto Describe(const Result& result) -> std::string {
  std::string text = result.success ? "success\n" : "failure\n";
  for (const Output& output : result.outputs) {
    text += output.text + " of " + output.relation + ":";
    for (const std::string& column : output.columns) text += " " + column;
    for (const auto& row : output.rows) AddRow(row, text);
    if (output.kind == Output::Kind::kTruth) text += output.truth ? " true" : " false";
    if (output.kind == Output::Kind::kValue) AddRow({output.value}, text);
    text += "\n";
  }
  for (const Violation& violation : result.violations) {
    text += violation.constraint + " " + std::to_string(violation.count) + " times:";
    for (const auto& row : violation.witnesses) AddRow(row, text);
    text += "\n";
  }
  for (const Diagnostic& diagnostic : result.diagnostics) {
    text += diagnostic.code + " at " + std::to_string(diagnostic.line) + ":" + std::to_string(diagnostic.column) + "+" +
            std::to_string(diagnostic.length) + " " + diagnostic.message + "; " + diagnostic.help + "\n";
  }
  const Statistics& statistics = result.statistics;
  text += std::to_string(statistics.fuel) + " fuel, " + std::to_string(statistics.rounds) + " rounds, " +
          std::to_string(statistics.memory_bytes) + " bytes";
  for (const auto& [relation, count] : statistics.tuples) text += ", " + relation + " " + std::to_string(count);
  return text + "\n";
}

void Outcome::Add(const Result& result) {
  ++runs;
  signature += Describe(result);
  if (result.success) {
    ++successes;
    return;
  }
  ++codes[EndOf(result)];
  if (EndOf(result) == "no error") Violate("a run failed without an error");
  if (!result.outputs.empty() || !result.violations.empty()) Violate("a run that failed has outputs");
}

auto Runner::Run(std::string_view source, const Facts& facts, const RunOptions& options) -> Result {
  Result result = Measure(options.limits, [&] { return engine_.Run(source, facts, options); });
  outcome_.Add(result);
  return result;
}

auto Runner::Run(const Program& program, const Facts& facts, const RunOptions& options) -> Result {
  Result result = Measure(options.limits, [&] { return engine_.Run(program, facts, options); });
  outcome_.Add(result);
  return result;
}

auto Runner::ProcessorTime() -> double {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

void Runner::Judge(double processor_us, const Limits& limits) {
  const double overshoot = processor_us - static_cast<double>(limits.time_us);
  outcome_.longest_processor_us = std::max(outcome_.longest_processor_us, processor_us);
  outcome_.longest_overshoot_us = std::max(outcome_.longest_overshoot_us, overshoot);
  if (overshoot > kOvershootUs) {
    outcome_.Violate("a run took " + std::to_string(processor_us / 1e6) + " seconds of processor time; its limit is " +
                     std::to_string(static_cast<double>(limits.time_us) / 1e6));
  }
}

}  // namespace bytelogic::soak
