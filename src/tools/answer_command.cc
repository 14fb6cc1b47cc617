// bytelogic answer: a text with its computation blocks answered.

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "bytelogic/engine.h"
#include "bytelogic/text.h"
#include "data/file_error.h"
#include "data/input.h"
#include "tools/arguments.h"
#include "tools/commands.h"
#include "tools/interrupt.h"
#include "tools/limit_options.h"
#include "tools/progress.h"
#include "tools/report.h"

namespace bytelogic::tools {

namespace {

struct Options {
  std::string file;
  std::string format = "append";
  std::vector<std::string> facts;
  std::vector<std::string> limits;
};

auto FormatOf(std::string_view name) -> ResultFormat {
  if (name == "replace") return ResultFormat::kReplace;
  return name == "arrow" ? ResultFormat::kArrow : ResultFormat::kAppend;
}

auto DescribeProgress(std::uint64_t read, std::uint64_t size, std::uint64_t blocks) -> std::string {
  constexpr double kMegabyte = 1e6;
  const std::string all = size > 0 ? fmt::format(" of {:.1f}", static_cast<double>(size) / kMegabyte) : "";
  return fmt::format("{:.1f}{} MB read, {} blocks answered", static_cast<double>(read) / kMegabyte, all, blocks);
}

auto AnswerAll(data::Input& input, TextProcessor& processor, const std::uint64_t& blocks, ProgressLine& progress,
               Console& console) -> ExitCode {
  std::array<char, std::size_t{1} << 16> buffer;
  const data::LoadBudget budget({}, InterruptFlag(), nullptr);
  std::uint64_t read = 0;
  while (true) {
    const auto count = input.Read(buffer, budget);
    if (!count) {
      progress.Hide();
      console.Error(count.error());
      return ExitCode::kUsage;
    }
    if (*count == 0) return ExitCode::kAnswered;
    console.out.Write(processor.Feed(std::string_view(buffer.data(), *count)));
    if (!console.out.Flush()) return ExitCode::kUsage;
    read += *count;
    progress.Show(DescribeProgress(read, input.size(), blocks));
  }
}

// The relations of --facts that no block has had so far.
class UnusedFacts {
 public:
  explicit UnusedFacts(const Facts& facts) {
    for (const auto& [name, table] : facts.tables()) names_.push_back(name);
  }

  void Look(const Result& result) {
    // Nobody knows what relations a block has that does not compile.
    if (!result.success && result.statistics.tuples.empty()) all_known_ = false;
    any_block_ = true;
    for (const auto& [name, count] : result.statistics.tuples) std::erase(names_, name);
  }

  void Warn(Console& console) const {
    if (!any_block_ || !all_known_ || names_.empty()) return;
    console.Error(fmt::format("warning: no block declares {}, for which --facts gives facts", fmt::join(names_, ", ")));
  }

 private:
  std::vector<std::string> names_;
  bool any_block_ = false;
  bool all_known_ = true;
};

auto Answer(const Options& options, Console& console) -> ExitCode {
  CatchInterrupts();
  const std::optional<Limits> limits = ReadLimits(options.limits, console);
  if (!limits) return ExitCode::kUsage;
  auto facts = ReadFacts({.files = options.facts, .program = options.file}, {}, *limits, console);
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  if (!facts) return facts.error();
  auto input = data::Input::Open(options.file);
  if (!input) {
    console.Error(input.error());
    return ExitCode::kUsage;
  }

  const std::string name = data::DisplayName(options.file);
  UnusedFacts unused_facts(*facts);
  Engine engine({.cached_programs = 64, .max_instances = 1, .max_memory_bytes = limits->memory_bytes});
  TextProcessor processor(engine,
                          {.format = FormatOf(options.format),
                           .run = {.limits = *limits, .ignore_unknown_facts = true, .cancelled = InterruptFlag()},
                           .facts = std::move(*facts)});
  ExitCode exit_code = ExitCode::kAnswered;
  std::uint64_t blocks = 0;
  ProgressLine progress(console, !console.out.is_terminal());
  processor.OnBlock([&](const BlockReport& block) {
    ++blocks;
    unused_facts.Look(block.result);
    if (!block.result.diagnostics.empty()) progress.Hide();
    exit_code = Worse(exit_code, ExitCodeOf(block.result));
    PrintBlockDiagnostics(block, name, console);
  });
  const ExitCode read = AnswerAll(*input, processor, blocks, progress, console);
  progress.Hide();
  // After Ctrl-C or an error, too: what was held back belongs to the text.
  console.out.Write(processor.Finish());
  console.out.Flush();
  // What is unclosed where the text was cut off may have been closed in its rest.
  const bool complete = read == ExitCode::kAnswered && !*InterruptFlag();
  if (complete) {
    PrintDiagnostics(processor.warnings(), name, {}, console);
    unused_facts.Warn(console);
  }
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  return read == ExitCode::kAnswered ? exit_code : read;
}

}  // namespace

void AddAnswerCommand(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("answer", "Answers the <computation> blocks of a text");
  DescribeCommand(
      *command,
      "Copies a text to standard output with an answer at each <computation>...</computation> block, as it arrives: "
      "what\n"
      "a program writes into a pipe is answered while it is still writing. Each block is a program of its own. A\n"
      "<result> that already follows a block is replaced, so that answering a text again changes nothing.\n"
      "What is wrong with a block stands in its <result error=\"CODE\">, and on standard error.\n");
  AddFileArgument(*command, options->file, "The text; - is standard input");
  command
      ->add_option("--format", options->format,
                   "append (default): the block, then <result>...</result> on a\n"
                   "line of its own; replace: the result in the block's place;\n"
                   "arrow: the block, then an arrow and the answer")
      ->option_text("append|replace|arrow")
      ->check(CLI::IsMember({"append", "replace", "arrow"}));
  AddFactsOption(*command, options->facts);
  AddLimitOption(*command, options->limits);
  command->footer(
      HelpFooter("  bytelogic answer essay.txt\n"
                 "  language-model | bytelogic answer --format replace -\n"
                 "  bytelogic answer report.txt --facts sales=sales.csv --limit time=200ms\n"
                 "\nThe exit code is 1 where a block was wrong, else 3 where a limit ended one.\n\n" +
                 DescribeLimits()));
  command->callback([&invocation, options] { invocation.exit_code = Answer(*options, invocation.console); });
}

}  // namespace bytelogic::tools
