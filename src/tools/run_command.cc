// bytelogic run: one program, its answer.

#include <CLI/App.hpp>
#include <memory>

#include "bytelogic/engine.h"
#include "bytelogic/json.h"
#include "diagnostics/diagnostics.h"
#include "syntax/parser.h"
#include "tools/arguments.h"
#include "tools/commands.h"
#include "tools/data/schema.h"
#include "tools/interrupt.h"
#include "tools/limit_options.h"
#include "tools/progress.h"
#include "tools/report.h"

namespace bytelogic::tools {

namespace {

struct Options {
  SourceArguments source;
  std::vector<std::string> facts;
  bool json = false;
  bool wat = false;
  bool statistics = false;
};

auto EmitWat(Engine& engine, const Source& source, const Facts& facts) -> std::string {
  const CompileResult compiled = engine.Compile(source.text, facts, source.limits, source.dialect);
  return compiled.program ? engine.EmitWat(*compiled.program, source.limits) : std::string();
}

// What the program declares is known before its facts are read, and types them. A program that is wrong says so later.
auto ReadFactsFor(const Source& source, const Options& options, Console& console) -> std::optional<Facts> {
  if (options.facts.empty()) return Facts();
  Diagnostics unused;
  const bool fits = source.text.size() <= source.limits.source_bytes;
  const ProgramSchema schema = fits ? SchemaOf(syntax::ParseProgram(source.text, unused)) : ProgramSchema();
  return ReadFacts(options.facts, schema, source.limits, options.source.file, console);
}

auto Run(const Options& options, Console& console) -> ExitCode {
  CatchInterrupts();
  const std::optional<Source> source = ReadSource(options.source, console);
  const std::optional<Facts> facts = source ? ReadFactsFor(*source, options, console) : std::nullopt;
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  if (!facts) return ExitCode::kUsage;

  Engine engine({.cached_programs = 1, .max_instances = 1, .max_memory_bytes = source->limits.memory_bytes});
  const RunOptions run{.limits = source->limits, .cancelled = InterruptFlag(), .dialect = source->dialect};
  Result result;
  {
    const Progress progress(console, "running");
    result = engine.Run(source->text, *facts, run);
  }
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  const std::string wat = options.wat ? EmitWat(engine, *source, *facts) : std::string();
  if (options.json) {
    console.out.Write(ToJson(result, options.wat ? std::optional<std::string_view>(wat) : std::nullopt));
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
  AddFactsOption(*command, options->facts);
  command->add_flag("--json", options->json, "Prints one JSON object: outputs, typed rows, diagnostics, statistics");
  command->add_flag("--wat", options->wat,
                    "Also prints the compiled program as WebAssembly text (with --json: under wat_code)");
  command->add_flag("--stats", options->statistics, "Prints times and counts on standard error");
  command->footer(
      HelpFooter("  bytelogic run family.bl\n"
                 "  echo 'RESULT POW(2, 10)' | bytelogic run -\n"
                 "  bytelogic run paths.bl --facts edge=edges.csv --limit time=5s --limit tuples=10M\n"
                 "  bytelogic run paths.bl --json | jq .result\n"
                 "\n" +
                 DescribeLimits()));
  command->callback([&invocation, options] { invocation.exit_code = Run(*options, invocation.console); });
}

}  // namespace bytelogic::tools
