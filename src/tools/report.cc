#include "tools/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "tools/interrupt.h"

namespace bytelogic::tools {

void PrintDiagnostics(std::span<const Diagnostic> diagnostics, std::string_view file, std::string_view source,
                      Console& console) {
  for (const Diagnostic& diagnostic : diagnostics) {
    console.err.Write(RenderDiagnostic(diagnostic, file, source, console.err.color()));
  }
  console.err.Flush();
}

void PrintDiagnosticsAt(std::uint32_t lines_before, std::uint32_t columns_before, std::vector<Diagnostic> diagnostics,
                        std::string_view file, std::string_view source, Console& console) {
  if (diagnostics.empty()) return;
  // As if nothing but white space stood before it: what the text has there may be long gone.
  std::string padded(lines_before, '\n');
  padded.append(columns_before, ' ');
  padded += source;
  const auto move = [&](std::uint32_t& line, std::uint32_t& column) {
    if (line == 1) column += columns_before;
    if (line > 0) line += lines_before;
  };
  for (Diagnostic& diagnostic : diagnostics) {
    move(diagnostic.line, diagnostic.column);
    if (diagnostic.fix) move(diagnostic.fix->line, diagnostic.fix->column);
  }
  PrintDiagnostics(diagnostics, file, padded, console);
}

void PrintBlockDiagnostics(const BlockReport& block, std::string_view file, Console& console) {
  constexpr std::uint32_t kTagLength = 13;
  PrintDiagnosticsAt(block.line - 1, block.column - 1 + kTagLength, block.result.diagnostics, file, block.source,
                     console);
}

void PrintDataErrors(const data::DataErrors& errors, Console& console) {
  console.err.Write(errors.Text(console.err.color()));
  console.err.Flush();
}

auto ReportResult(const Result& result, std::string_view file, std::string_view source, Console& console) -> ExitCode {
  if (result.success && !(result.outputs.empty() && result.violations.empty())) {
    console.out.Write(result.Text());
    console.out.Write("\n");
  }
  // Before the diagnostics, so that both stand in order on a terminal.
  console.out.Flush();
  PrintDiagnostics(result.diagnostics, file, source, console);
  return ExitCodeOf(result);
}

auto ReportInterrupt(Console& console) -> bool {
  if (!*InterruptFlag()) return false;
  console.Error("interrupted");
  return true;
}

auto HasErrors(std::span<const Diagnostic> diagnostics) -> bool {
  return std::ranges::any_of(diagnostics, [](const Diagnostic& one) { return one.severity == Severity::kError; });
}

auto ExitCodeOf(const Result& result) -> ExitCode {
  if (result.success) return ExitCode::kAnswered;
  return result.EndedByLimit() ? ExitCode::kLimit : ExitCode::kWrongProgram;
}

auto ExitCodeOf(std::span<const Diagnostic> diagnostics) -> ExitCode {
  Result result;
  result.success = !HasErrors(diagnostics);
  result.diagnostics.assign(diagnostics.begin(), diagnostics.end());
  return ExitCodeOf(result);
}

auto Worse(ExitCode a, ExitCode b) -> ExitCode {
  if (a == ExitCode::kWrongProgram || b == ExitCode::kWrongProgram) return ExitCode::kWrongProgram;
  return a == ExitCode::kAnswered ? b : a;
}

void PrintStatistics(const Statistics& statistics, Console& console) {
  std::vector<std::pair<std::string, std::string>> lines;
  const auto time = [&lines](std::string name, double microseconds) {
    lines.emplace_back(std::move(name), fmt::format("{:.1f} us", microseconds));
  };
  time("parse", statistics.parse_us);
  time("check", statistics.check_us);
  time("plan", statistics.plan_us);
  time("instantiate", statistics.instantiate_us);
  time("run", statistics.run_us);
  time("render", statistics.render_us);
  lines.emplace_back("fuel", std::to_string(statistics.fuel));
  lines.emplace_back("rounds", std::to_string(statistics.rounds));
  lines.emplace_back("memory", fmt::format("{} bytes", statistics.memory_bytes));
  for (const auto& [relation, count] : statistics.tuples) {
    lines.emplace_back("tuples " + relation, std::to_string(count));
  }
  std::size_t width = 0;
  for (const auto& [name, value] : lines) width = std::max(width, name.size());
  for (const auto& [name, value] : lines) console.err.Write(fmt::format("{:<{}} {:>16}\n", name, width, value));
  console.err.Flush();
}

}  // namespace bytelogic::tools
