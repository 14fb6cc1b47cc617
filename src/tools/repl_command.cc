// bytelogic repl: statements in, answers out.

#include <CLI/App.hpp>
#include <memory>

#include "bytelogic/engine.h"
#include "tools/arguments.h"
#include "tools/commands.h"
#include "tools/interrupt.h"
#include "tools/limit_options.h"
#include "tools/line_reader.h"
#include "tools/repl_session.h"
#include "tools/report.h"

namespace bytelogic::tools {

namespace {

constexpr std::string_view kHelp =
    "Statements are run as they are entered; a CALC, IF or FOR goes on until its END, a RULE until its EMIT.\n"
    "Every entry sees all entries before it. One that fails changes nothing.\n"
    "  :help    this text\n"
    "  :list    the program so far\n"
    "  :reset   forgets the program\n"
    "  :quit    ends (so does Ctrl-D); Ctrl-C drops an unfinished entry or ends a run\n";

struct Options {
  std::vector<std::string> facts;
  std::vector<std::string> limits;
};

class Repl {
 public:
  Repl(Console& console, ReplSession session, std::uint64_t max_entry)
      : console_(console), reader_(console), session_(std::move(session)), max_entry_(max_entry) {}

  auto Run() -> ExitCode {
    if (reader_.is_terminal()) console_.out.Write("ByteLogic " BYTELOGIC_VERSION "; :help says what there is\n");
    while (!quit_) {
      const std::optional<std::string> line = reader_.Read(entry_.empty() ? "bytelogic> " : "       ... ");
      if (line) {
        ++lines_read_;
        TakeLine(*line);
      } else if (*InterruptFlag() && reader_.is_terminal()) {
        ForgetInterrupt();
        entry_.clear();
        console_.out.Write("\n");
      } else {
        break;
      }
      if (!console_.out.Flush()) return ExitCode::kUsage;
    }
    if (ReportInterrupt(console_)) return ExitCode::kInterrupted;
    if (!entry_.empty()) Enter();  // unfinished: the diagnostics say what is missing
    if (reader_.is_terminal()) console_.out.Write("\n");
    return reader_.is_terminal() ? ExitCode::kAnswered : exit_code_;
  }

 private:
  void TakeLine(const std::string& line) {
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin != std::string::npos && line[begin] == ':') {
      TakeCommand(line.substr(begin, line.find_last_not_of(" \t") - begin + 1));
      return;
    }
    if (!entry_.empty() && BeginsAnew(entry_, line)) Enter();
    if (entry_.empty()) {
      if (begin == std::string::npos) return;
      first_line_ = lines_read_;
    }
    entry_ += line;
    entry_ += '\n';
    if (!IsIncomplete(entry_) || entry_.size() > max_entry_) Enter();
  }

  void TakeCommand(const std::string& command) {
    if (command == ":quit") {
      entry_.clear();
      quit_ = true;
    } else if (command == ":reset") {
      entry_.clear();
      session_.Reset();
    } else if (command == ":list") {
      console_.out.Write(session_.program());
    } else if (command == ":help") {
      console_.out.Write(kHelp);
    } else {
      console_.Error("there is no " + command + "; there are :help, :list, :reset and :quit");
    }
  }

  void Enter() {
    const std::string entry = std::exchange(entry_, {});
    const ReplSession::Reply reply = session_.Enter(entry);
    if (*InterruptFlag() && reader_.is_terminal()) {
      ForgetInterrupt();
      console_.Error("interrupted");
      return;
    }
    if (!reply.answer.empty()) console_.out.Write(reply.answer + "\n");
    console_.out.Flush();
    PrintDiagnosticsAt(first_line_ - 1, 0, reply.diagnostics, "<stdin>", entry, console_);
    PrintDiagnostics(reply.session_diagnostics, "<session>", session_.program(), console_);
    exit_code_ = Worse(exit_code_, reply.exit_code);
  }

  Console& console_;
  LineReader reader_;
  ReplSession session_;
  std::uint64_t max_entry_;  // bytes; a longer one is not waited for, it gets its R301
  std::string entry_;        // the lines of an unfinished statement
  std::uint32_t lines_read_ = 0;
  std::uint32_t first_line_ = 1;  // of entry_
  bool quit_ = false;
  ExitCode exit_code_ = ExitCode::kAnswered;
};

auto RunRepl(const Options& options, Console& console) -> ExitCode {
  CatchInterrupts();
  const std::optional<Limits> limits = ReadLimits(options.limits, console);
  if (!limits) return ExitCode::kUsage;
  auto facts = ReadFacts({.files = options.facts}, {}, *limits, console);
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  if (!facts) return facts.error();
  Engine engine({.cached_programs = 1, .max_instances = 1, .max_memory_bytes = limits->memory_bytes});
  // Facts may be there before their REL is entered.
  const RunOptions run{.limits = *limits, .ignore_unknown_facts = true, .cancelled = InterruptFlag()};
  return Repl(console, ReplSession(engine, run, std::move(*facts)), limits->source_bytes).Run();
}

}  // namespace

void AddReplCommand(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("repl", "Runs statements as they are entered");
  DescribeCommand(
      *command,
      "Reads statements from the terminal, with line editing and history, or from a pipe, and answers each at once.\n" +
          std::string(kHelp));
  AddFactsOption(*command, options->facts);
  AddLimitOption(*command, options->limits);
  command->footer(
      HelpFooter("  bytelogic repl\n"
                 "  bytelogic repl --facts edge=edges.csv\n"
                 "  printf 'REL e 2\\nFACT e a b\\nQUERY e a ?\\n' | bytelogic repl\n"
                 "\nOn a terminal the exit code does not tell of wrong statements.\n\n" +
                 DescribeLimits()));
  command->callback([&invocation, options] { invocation.exit_code = RunRepl(*options, invocation.console); });
}

}  // namespace bytelogic::tools
