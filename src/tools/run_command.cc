// bytelogic run: one program, its answer.

#include <CLI/App.hpp>
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "bytelogic/engine.h"
#include "bytelogic/json.h"
#include "data/output_files.h"
#include "data/program_files.h"
#include "engine/source_run.h"
#include "tools/arguments.h"
#include "tools/commands.h"
#include "tools/interrupt.h"
#include "tools/limit_options.h"
#include "tools/progress.h"
#include "tools/report.h"

namespace bytelogic::tools {

namespace {

struct Options {
  SourceArguments source;
  FactArguments facts;
  std::string out_folder;
  bool json = false;
  bool wat = false;
  bool statistics = false;
};

// Outputs that are files are as long as files are, unless somebody says how long.
auto LimitsOf(const Options& options, const Source& source) -> Limits {
  constexpr std::uint64_t kFileBytes = std::uint64_t{1} << 30;
  Limits limits = source.limits;
  const bool given =
      std::ranges::any_of(options.source.limits, [](const std::string& text) { return LimitNamed(text) == "output"; });
  if (!options.out_folder.empty() && !given) limits.output_bytes = kFileBytes;
  return limits;
}

// Takes the outputs that go to files out of `result`.
auto WriteFiles(const Options& options, const Source& source, const data::ProgramFiles& files, const Program& program,
                Result& result, Console& console) -> bool {
  std::map<std::string, std::size_t, std::less<>> arities;
  for (const ProgramRelation& relation : program.relations()) arities.emplace(relation.name, relation.columns.size());
  data::DataErrors errors;
  const data::OutputFiles outputs(files, std::move(arities), source.name, errors);
  if (errors.empty()) outputs.Write(result.outputs, options.out_folder, errors);
  PrintDataErrors(errors, console);
  return errors.empty();
}

auto Run(const Options& options, Console& console) -> ExitCode {
  CatchInterrupts();
  const std::optional<Source> source = ReadSource(options.source, console);
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  if (!source) return ExitCode::kUsage;
  const std::optional<data::ProgramFiles> files = ReadProgramFiles(*source);
  const auto facts = ReadProgramFacts(options.facts, options.source, *source, files, console);
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  if (!facts) return facts.error();

  Engine engine({.cached_programs = 0, .max_instances = 1, .max_memory_bytes = source->limits.memory_bytes});
  const RunOptions run{.limits = LimitsOf(options, *source), .cancelled = InterruptFlag(), .dialect = source->dialect};
  engine::SourceRun done;
  {
    const Progress progress(console, "running");
    done = engine::RunSource(engine, source->text, *facts, run);
  }
  Result& result = done.result;
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  const std::string wat = options.wat && done.program ? engine.EmitWat(*done.program, source->limits) : std::string();
  const std::string json =
      options.json ? ToJson(result, options.wat ? std::optional<std::string_view>(wat) : std::nullopt) : "";
  if (result.success && files && !options.out_folder.empty()) {
    if (!WriteFiles(options, *source, *files, *done.program, result, console)) return ExitCode::kUsage;
  }
  if (options.json) {
    console.out.Write(json);
    console.out.Write("\n");
    return ExitCodeOf(result);
  }
  const ExitCode exit_code = ReportResult(result, source->name, source->text, console);
  console.out.Write(wat);
  console.out.Flush();
  if (options.statistics) PrintStatistics(result.statistics, console);
  return exit_code;
}

}  // namespace

void AddRunCommand(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("run", "Runs a program and prints its answer");
  DescribeCommand(
      *command,
      "Runs a program and prints its answer on standard output: one output alone, or one line each with its\n"
      "question in front. What is wrong with the program goes to standard error.\n");
  AddSourceArguments(*command, options->source);
  AddFactArguments(*command, options->facts);
  command
      ->add_option("-D,--out-dir", options->out_folder,
                   "Writes FOLDER/NAME.csv, tab-separated, for each relation\n"
                   "that a QUERY asks for as a whole (Datalog: that .output\n"
                   "names), instead of printing it")
      ->option_text("FOLDER");
  command->add_flag("--json", options->json, "Prints one JSON object: outputs, typed rows, diagnostics, statistics");
  command->add_flag("--wat", options->wat,
                    "Also prints the compiled program as WebAssembly text (with --json: under wat_code)");
  command->add_flag("--stats", options->statistics, "Prints times and counts on standard error");
  command->footer(
      HelpFooter("  bytelogic run family.bl\n"
                 "  echo 'RESULT POW(2, 10)' | bytelogic run -\n"
                 "  bytelogic run paths.bl --facts edge=edges.csv --limit time=5s --limit tuples=10M\n"
                 "  bytelogic run paths.bl --facts-dir facts --out-dir out\n"
                 "  bytelogic run paths.bl --json | jq .result\n"
                 "\n" +
                 DescribeLimits()));
  command->callback([&invocation, options] { invocation.exit_code = Run(*options, invocation.console); });
}

}  // namespace bytelogic::tools
