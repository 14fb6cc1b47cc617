// bytelogic fmt: a program in the canonical layout.

#include <CLI/App.hpp>
#include <memory>

#include "syntax/printer.h"
#include "tools/arguments.h"
#include "tools/commands.h"
#include "tools/files.h"
#include "tools/front.h"
#include "tools/interrupt.h"
#include "tools/limit_options.h"
#include "tools/report.h"
#include "tools/rewrite_patterns.h"

namespace bytelogic::tools {

namespace {

struct Options {
  SourceArguments source;
  bool patterns = false;
  bool write = false;
};

auto Format(const Options& options, Console& console) -> ExitCode {
  CatchInterrupts();
  const bool to_file = options.write && options.source.file != "-";
  if (options.write && !to_file) {
    console.Error("fmt --write needs a file; standard input cannot be written back, leave --write out");
    return ExitCode::kUsage;
  }
  const std::optional<Source> source = ReadSource(options.source, console);
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  if (!source) return ExitCode::kUsage;
  Front front(*source);
  if (!front.Parse() || (options.patterns && !front.Check())) {
    const std::vector<Diagnostic> diagnostics = front.diagnostics.ToPublic(source->text);
    PrintDiagnostics(diagnostics, source->name, source->text, console);
    return ExitCodeOf(diagnostics);
  }
  if (options.patterns) RewritePatterns(front.ast, *front.checked);
  const std::string formatted = syntax::PrintProgram(front.ast);
  if (!to_file) {
    console.out.Write(formatted);
    return ExitCode::kAnswered;
  }
  if (formatted == source->text) return ExitCode::kAnswered;
  const auto written = WriteFileAtomically(options.source.file, formatted);
  if (written) return ExitCode::kAnswered;
  console.Error(written.error());
  return ExitCode::kUsage;
}

}  // namespace

void AddFormatCommand(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("fmt", "Formats a program");
  DescribeCommand(
      *command,
      "Prints a program in the one canonical layout. Comments stay; formatting twice changes nothing. A program with\n"
      "syntax errors is not formatted.\n");
  AddSourceArguments(*command, options->source);
  command->add_flag("--patterns", options->patterns,
                    "Rewrites every SCAN and JOIN into the pattern form, which names each column's variable");
  command->add_flag("--write", options->write, "Replaces the file, at once or not at all, instead of printing");
  command->footer(
      HelpFooter("  bytelogic fmt family.bl\n"
                 "  bytelogic fmt --write family.bl\n"
                 "  echo 'rel e 2 rel r 1 rule r: scan e MATCH $0, emit r $1' | bytelogic fmt --patterns -\n\n" +
                 DescribeLimits()));
  command->callback([&invocation, options] { invocation.exit_code = Format(*options, invocation.console); });
}

}  // namespace bytelogic::tools
