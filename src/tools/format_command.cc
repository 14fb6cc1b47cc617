// bytelogic fmt: a program in the canonical layout.

#include <CLI/App.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "syntax/datalog/parser.h"
#include "syntax/datalog/printer.h"
#include "syntax/datalog/raise.h"
#include "syntax/datalog/statements.h"
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
  std::string to;
  bool patterns = false;
  bool write = false;
};

auto Printed(const syntax::datalog::Tree& tree, Front& front) -> std::optional<std::string> {
  std::string text = syntax::datalog::PrintTree(tree, front.diagnostics);
  if (front.diagnostics.has_errors()) return std::nullopt;
  return text;
}

// A Datalog program in its own layout.
auto FormatDatalog(Front& front) -> std::optional<std::string> {
  const syntax::datalog::Tree tree = syntax::datalog::ParseTree(front.source.text, front.diagnostics);
  if (front.diagnostics.has_errors()) return std::nullopt;
  if (!tree.has_macros) return Printed(tree, front);
  front.diagnostics.ReportGlobal(DiagnosticKind::kUnsupportedDatalog, "a program with macros is not formatted",
                                 "write them out, or translate it: fmt --to=bytelogic");
  return std::nullopt;
}

auto ToDatalog(Front& front) -> std::optional<std::string> {
  if (!front.Check()) return std::nullopt;
  RewritePatterns(front.ast, *front.checked);
  const syntax::datalog::Tree tree = syntax::datalog::Raise(front.ast, front.diagnostics);
  if (front.diagnostics.has_errors()) return std::nullopt;
  return Printed(tree, front);
}

// Nothing where something is wrong, which `front` says.
auto Formatted(const Options& options, Front& front) -> std::optional<std::string> {
  if (!front.Parse()) return std::nullopt;
  const bool is_datalog = front.ast.dialect == Dialect::kDatalog;
  const bool to_datalog = options.to.empty() ? is_datalog : options.to == "datalog";
  if (is_datalog && to_datalog) return FormatDatalog(front);
  if (is_datalog) return syntax::datalog::PrintStatements(std::move(front.ast));
  if (to_datalog) return ToDatalog(front);
  if (options.patterns) {
    if (!front.Check()) return std::nullopt;
    RewritePatterns(front.ast, *front.checked);
  }
  return syntax::PrintProgram(front.ast);
}

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
  const std::optional<std::string> formatted = Formatted(options, front);
  if (!formatted) {
    const std::vector<Diagnostic> diagnostics = front.diagnostics.ToPublic(source->text);
    PrintDiagnostics(diagnostics, source->name, source->text, console);
    return ExitCodeOf(diagnostics);
  }
  if (!to_file) {
    console.out.Write(*formatted);
    return ExitCode::kAnswered;
  }
  if (*formatted == source->text) return ExitCode::kAnswered;
  const auto written = WriteFileAtomically(options.source.file, *formatted);
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
  command->add_option("--to", options->to, "Translates the program into a dialect; the translation answers the same")
      ->option_text("bytelogic|datalog")
      ->check(CLI::IsMember({"bytelogic", "datalog"}));
  command->add_flag("--patterns", options->patterns,
                    "Rewrites every SCAN and JOIN into the pattern form, which names each column's variable");
  command->add_flag("--write", options->write, "Replaces the file, at once or not at all, instead of printing");
  command->footer(
      HelpFooter("  bytelogic fmt family.bl\n"
                 "  bytelogic fmt --write family.bl\n"
                 "  bytelogic fmt --to=datalog family.bl\n"
                 "  echo 'rel e 2 rel r 1 rule r: scan e MATCH $0, emit r $1' | bytelogic fmt --patterns -\n\n" +
                 DescribeLimits()));
  command->callback([&invocation, options] { invocation.exit_code = Format(*options, invocation.console); });
}

}  // namespace bytelogic::tools
