// bytelogic exec: runs a module that `bytelogic compile` made.

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <memory>

#include "bytelogic/engine.h"
#include "bytelogic/json.h"
#include "data/file_error.h"
#include "tools/arguments.h"
#include "tools/commands.h"
#include "tools/files.h"
#include "tools/interrupt.h"
#include "tools/limit_options.h"
#include "tools/progress.h"
#include "tools/report.h"

namespace bytelogic::tools {

namespace {

// More than any module that `compile` writes for a source of the largest size that makes sense.
constexpr std::uint64_t kMaxModuleBytes = std::uint64_t{256} << 20;

struct Options {
  std::string file;
  std::vector<std::string> limits;
  bool json = false;
};

// The places of diagnostics are those of the program, whose text and name a module does not have.
auto Report(const Result& result, const std::string& file, Console& console) -> ExitCode {
  const bool has_place = std::ranges::any_of(result.diagnostics, [](const Diagnostic& one) { return one.line > 0; });
  return ReportResult(result, has_place ? "<program>" : file, {}, console);
}

// WebAssembly's text format, which begins with `(module`, maybe after white space and comments.
auto IsText(std::string_view module) -> bool {
  const std::size_t begin = module.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return false;
  module.remove_prefix(begin);
  return module.starts_with("(module") || module.starts_with(";;") || module.starts_with("(;");
}

auto Exec(const Options& options, Console& console) -> ExitCode {
  CatchInterrupts();
  for (const std::string& text : options.limits) {
    const std::string_view name = LimitNamed(text);
    if (!SaysNothingOfModules(name)) continue;
    console.Error(fmt::format(
        "exec --limit {}: {} bounds compilation or facts; a module is compiled and is given none; leave it out", text,
        name));
    return ExitCode::kUsage;
  }
  const std::optional<Limits> limits = ReadLimits(options.limits, console);
  if (!limits) return ExitCode::kUsage;
  const auto module = ReadFile(options.file, kMaxModuleBytes);
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  if (!module) {
    console.Error(module.error());
    return ExitCode::kUsage;
  }
  Engine engine({.cached_programs = 1, .max_instances = 1, .max_memory_bytes = limits->memory_bytes});
  const std::span bytes(reinterpret_cast<const std::uint8_t*>(module->data()), module->size());
  Result result;
  {
    const Progress progress(console, "running");
    result = engine.RunModule(bytes, {.limits = *limits, .cancelled = InterruptFlag()});
  }
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  if (IsText(*module)) {
    for (Diagnostic& diagnostic : result.diagnostics)
      diagnostic.help = "this is the text form; exec takes the binary one, compile -o FILE.wasm";
  }
  if (!options.json) return Report(result, data::DisplayName(options.file), console);
  console.out.Write(ToJson(result));
  console.out.Write("\n");
  return ExitCodeOf(result);
}

}  // namespace

void AddExecCommand(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("exec", "Runs a compiled module");
  DescribeCommand(
      *command,
      "Runs a module that `bytelogic compile` wrote, in the same sandbox and under the same limits as `run`, and "
      "prints\n"
      "its answer.\n");
  AddFileArgument(*command, options->file, "The module (.wasm); - is standard input");
  AddLimitOption(*command, options->limits);
  command->add_flag("--json", options->json, "Prints one JSON object: outputs, typed rows, diagnostics, statistics");
  command->footer(
      HelpFooter("  bytelogic exec family.wasm\n"
                 "  bytelogic exec family.wasm --limit time=5s --json\n\n" +
                 DescribeLimits(LimitsOf::kModule)));
  command->callback([&invocation, options] { invocation.exit_code = Exec(*options, invocation.console); });
}

}  // namespace bytelogic::tools
