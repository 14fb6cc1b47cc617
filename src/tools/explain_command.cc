// bytelogic explain: why a tuple holds, or does not.

#include <CLI/App.hpp>
#include <CLI/Option.hpp>
#include <memory>

#include "bytelogic/explain.h"
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
  std::string goal;
  FactArguments facts;
  std::size_t proofs = 1;
  std::size_t rows = 10;
  bool why_not = false;
  bool json = false;
  bool dot = false;
};

// `parent=data/parent.csv` says where the facts for parent are from.
auto FactSources(const std::vector<std::string>& arguments) -> std::map<std::string, std::string, std::less<>> {
  std::map<std::string, std::string, std::less<>> sources;
  for (const std::string& argument : arguments) {
    const std::size_t equals = argument.find('=');
    if (equals != std::string::npos) sources[argument.substr(0, equals)] = argument.substr(equals + 1);
  }
  return sources;
}

// For CLI11: empty where it is one, else what is wrong.
auto IsSmallCount(const std::string& text) -> std::string {
  const bool fine = !text.empty() && text.size() <= 3 && text.find_first_not_of("0123456789") == text.npos &&
                    text.find_first_not_of('0') != text.npos;
  return fine ? std::string() : "\"" + text + "\" is not a number from 1 to 999";
}

auto ExitCodeOf(const Explanation& explanation) -> ExitCode {
  if (explanation.EndedByLimit()) return ExitCode::kLimit;
  if (!explanation.success || explanation.holds == explanation.why_not) return ExitCode::kWrongProgram;
  return ExitCode::kAnswered;
}

void PrintAnswer(const Options& options, const Explanation& explanation, Console& console) {
  if (options.json) {
    console.out.Write(explanation.Json());
    console.out.Write("\n");
  } else if (options.dot && !explanation.proofs.empty()) {
    console.out.Write(explanation.Dot());
  } else if (ExitCodeOf(explanation) == ExitCode::kAnswered) {
    console.out.Write(explanation.Text(console.out.color()));
  }
  console.out.Flush();
}

// What is not an explanation but says why there is none.
void PrintRefusal(const Options& options, const Source& source, const Explanation& explanation, Console& console) {
  PrintDiagnostics(explanation.diagnostics, source.name, source.text, console);
  if (!explanation.success || explanation.holds != options.why_not) return;
  if (options.why_not) {
    console.Error(explanation.goal + " holds; leave --why-not out to see why");
    return;
  }
  console.err.Write(explanation.Text(console.err.color()));
  console.err.Write("help: --why-not says what each rule lacks\n");
  console.err.Flush();
}

auto Explain(const Options& options, Console& console) -> ExitCode {
  CatchInterrupts();
  const std::optional<Source> source = ReadSource(options.source, console);
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  if (!source) return ExitCode::kUsage;
  const auto facts = ReadProgramFacts(options.facts, options.source, *source, ReadProgramFiles(*source), console);
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  if (!facts) return facts.error();
  // One sandbox for the run, and one for what the search asks of it.
  Engine engine({.cached_programs = 1, .max_instances = 1, .max_memory_bytes = source->limits.memory_bytes});
  ExplainOptions explain{.run = {.limits = source->limits, .cancelled = InterruptFlag(), .dialect = source->dialect},
                         .why_not = options.why_not,
                         .proofs = options.proofs,
                         .rows = options.rows,
                         .fact_sources = FactSources(options.facts.files)};
  Explanation explanation;
  {
    const Progress progress(console, "explaining");
    explanation = bytelogic::Explain(engine, source->text, options.goal, *facts, explain);
  }
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  PrintAnswer(options, explanation, console);
  if (!options.json) PrintRefusal(options, *source, explanation, console);
  return ExitCodeOf(explanation);
}

}  // namespace

void AddExplainCommand(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("explain", "Says why a tuple holds, or why it does not");
  DescribeCommand(
      *command,
      "Prints the shortest proof of a tuple: the rule that gives it, with its variables, and below it, as a tree, the\n"
      "tuples that it rests on, down to the facts. Where several tuples match the goal, the first of them is "
      "explained.\n");
  AddSourceArguments(*command, options->source);
  command->add_option("GOAL", options->goal, "The tuple: 'ancestor alice ?' or 'ancestor(alice, X)'")
      ->required()
      ->option_text(" ");
  AddFactArguments(*command, options->facts);
  command->add_flag("--why-not", options->why_not,
                    "Says for each rule which clause fails first for a tuple that does not hold");
  command->add_option("--proofs", options->proofs, "Prints at most N different proofs, shortest first (1)")
      ->option_text("N")
      ->check(IsSmallCount);
  command->add_option("--rows", options->rows, "Prints at most N rows of what an aggregate counted (10)")
      ->option_text("N")
      ->check(IsSmallCount);
  auto* json = command->add_flag("--json", options->json, "Prints one JSON object");
  command->add_flag("--dot", options->dot, "Prints the proof as a graph for Graphviz")->excludes(json);
  command->footer(
      HelpFooter("  bytelogic explain family.bl 'ancestor alice charlie'\n"
                 "  bytelogic explain family.bl --proofs 3 'ancestor alice ?'\n"
                 "  bytelogic explain family.bl --why-not 'ancestor charlie alice'\n"
                 "  bytelogic explain family.bl --dot 'ancestor alice charlie' | dot -Tsvg > proof.svg\n"
                 "\n" +
                 DescribeLimits()));
  command->callback([&invocation, options] { invocation.exit_code = Explain(*options, invocation.console); });
}

}  // namespace bytelogic::tools
