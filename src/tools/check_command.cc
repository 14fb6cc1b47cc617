// bytelogic check: everything that is wrong with a program, without running it.

#include <CLI/App.hpp>
#include <memory>

#include "bytelogic/json.h"
#include "plan/builder.h"
#include "tools/arguments.h"
#include "tools/commands.h"
#include "tools/front.h"
#include "tools/interrupt.h"
#include "tools/limit_options.h"
#include "tools/report.h"

namespace bytelogic::tools {

namespace {

struct Options {
  SourceArguments source;
  FactArguments facts{.input_is_needed = false};
  bool json = false;
};

auto Check(const Options& options, Console& console) -> ExitCode {
  CatchInterrupts();
  const std::optional<Source> source = ReadSource(options.source, console);
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  if (!source) return ExitCode::kUsage;
  const auto facts = ReadProgramFacts(options.facts, options.source, *source, ReadProgramFiles(*source), console);
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  if (!facts) return facts.error();
  Front front(*source, *facts);
  if (front.Parse() && front.Check()) plan::BuildPlan(*front.checked, front.diagnostics);
  const std::vector<Diagnostic> diagnostics = front.diagnostics.ToPublic(source->text);
  if (options.json) {
    console.out.Write(ToJson(diagnostics));
    console.out.Write("\n");
  } else {
    PrintDiagnostics(diagnostics, source->name, source->text, console);
  }
  return ExitCodeOf(diagnostics);
}

}  // namespace

void AddCheckCommand(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("check", "Says what is wrong with a program, without running it");
  DescribeCommand(
      *command,
      "Checks a program and prints all errors and warnings on standard error. Says nothing where there are none. Of\n"
      "facts, the types of their columns matter.\n");
  AddSourceArguments(*command, options->source);
  AddFactArguments(*command, options->facts);
  command->add_flag("--json", options->json,
                    "Prints a JSON array on standard output instead; [] where nothing is wrong");
  command->footer(
      HelpFooter("  bytelogic check family.bl\n"
                 "  bytelogic check --json - < family.bl\n"
                 "  bytelogic check paths.bl --facts edge=edges.csv\n"
                 "  bytelogic help E204              explains a code\n\n" +
                 DescribeLimits()));
  command->callback([&invocation, options] { invocation.exit_code = Check(*options, invocation.console); });
}

}  // namespace bytelogic::tools
