// bytelogic plan: what the engine will do.

#include <CLI/App.hpp>
#include <memory>

#include "plan/builder.h"
#include "plan/printer.h"
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
};

auto ShowPlan(const Options& options, Console& console) -> ExitCode {
  CatchInterrupts();
  const std::optional<Source> source = ReadSource(options.source, console);
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  if (!source) return ExitCode::kUsage;
  const auto facts = ReadProgramFacts(options.facts, options.source, *source, ReadProgramFiles(*source), console);
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  if (!facts) return facts.error();
  Front front(*source, *facts);
  if (front.Parse() && front.Check()) {
    const plan::Plan plan = plan::BuildPlan(*front.checked, front.diagnostics);
    if (!front.diagnostics.has_errors()) {
      console.out.Write(plan::PrintPlan(plan, source->text));
      return ExitCode::kAnswered;
    }
  }
  const std::vector<Diagnostic> diagnostics = front.diagnostics.ToPublic(source->text);
  PrintDiagnostics(diagnostics, source->name, source->text, console);
  return ExitCodeOf(diagnostics);
}

}  // namespace

void AddPlanCommand(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("plan", "Shows what the engine will do with a program");
  DescribeCommand(
      *command,
      "Prints the plan of a program: its relations, the strata with their rules as nested loops, and the actions.\n");
  AddSourceArguments(*command, options->source);
  AddFactArguments(*command, options->facts);
  command->footer(
      HelpFooter("  bytelogic plan family.bl\n"
                 "  bytelogic plan paths.bl --facts edge=edges.csv\n\n" +
                 DescribeLimits()));
  command->callback([&invocation, options] { invocation.exit_code = ShowPlan(*options, invocation.console); });
}

}  // namespace bytelogic::tools
