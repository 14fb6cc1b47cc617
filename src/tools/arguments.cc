#include "tools/arguments.h"

#include <CLI/App.hpp>
#include <algorithm>
#include <chrono>
#include <cstdint>

#include "data/fact_files.h"
#include "data/file_error.h"
#include "diagnostics/diagnostics.h"
#include "syntax/dialect.h"
#include "tools/files.h"
#include "tools/interrupt.h"
#include "tools/limit_options.h"
#include "tools/progress.h"
#include "tools/report.h"

namespace bytelogic::tools {

namespace {

auto SteadyMicroseconds() -> std::uint64_t {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

}  // namespace

void AddFileArgument(CLI::App& command, std::string& file, const std::string& description) {
  command.add_option("FILE", file, description)->required()->option_text(" ");
}

void AddLimitOption(CLI::App& command, std::vector<std::string>& limits) {
  command.add_option("--limit", limits, "Sets a limit, such as time=2s or tuples=5M; see below.\nMay be repeated")
      ->option_text("NAME=VALUE")
      ->allow_extra_args(false);
}

void AddFactsOption(CLI::App& command, std::vector<std::string>& facts) {
  command
      .add_option("--facts", facts,
                  "Adds tuples from a file: RELATION=FILE.csv, .tsv, .facts,\n"
                  ".json or .jsonl (or these with .gz), FILE.json (an object\n"
                  "by relation), RELATION=sqlite:FILE?table=TABLE or\n"
                  "?query=SELECT... May be repeated")
      ->option_text("FACTS")
      ->allow_extra_args(false);
}

void AddFactArguments(CLI::App& command, FactArguments& arguments) {
  AddFactsOption(command, arguments.files);
  command
      .add_option("-F,--facts-dir", arguments.folder,
                  "Reads FOLDER/NAME.facts, tab-separated, for each relation\n"
                  "that is declared (Datalog: that .input names)")
      ->option_text("FOLDER");
  command.add_flag("--allow-stdin", arguments.allow_stdin,
                   "Lets a Datalog program read facts from standard input\n"
                   "(.input with IO=stdin)");
}

void AddDialectOption(CLI::App& command, std::string& dialect) {
  command
      .add_option("--dialect", dialect,
                  "How the program is written: bytelogic or datalog; auto\n"
                  "(default) tells by its first words")
      ->option_text("auto|bytelogic|datalog")
      ->check(CLI::IsMember({"auto", "bytelogic", "datalog"}));
}

auto DialectNamed(std::string_view name) -> Dialect {
  if (name == "datalog") return Dialect::kDatalog;
  return name == "bytelogic" ? Dialect::kByteLogic : Dialect::kAuto;
}

void AddSourceArguments(CLI::App& command, SourceArguments& arguments) {
  AddFileArgument(command, arguments.file, "The program; - is standard input");
  AddDialectOption(command, arguments.dialect);
  AddLimitOption(command, arguments.limits);
}

auto ReadLimits(const std::vector<std::string>& texts, Console& console) -> std::optional<Limits> {
  const auto limits = ParseLimits(texts);
  if (limits) return *limits;
  console.Error(limits.error());
  return std::nullopt;
}

auto ReadSource(const SourceArguments& arguments, Console& console) -> std::optional<Source> {
  const std::optional<Limits> limits = ReadLimits(arguments.limits, console);
  if (!limits) return std::nullopt;
  // What is too long is read a little further, so that the message can tell how long it is; an endless file is not.
  constexpr std::uint64_t kFurther = std::uint64_t{1} << 24;
  const std::uint64_t most = limits->source_bytes + std::min(kFurther, UINT64_MAX - limits->source_bytes);
  auto text = ReadFile(arguments.file, most);
  if (!text) {
    console.Error(text.error());
    return std::nullopt;
  }
  return Source{data::DisplayName(arguments.file), std::move(*text), *limits, DialectNamed(arguments.dialect)};
}

auto ReadFacts(const FactArguments& arguments, const data::ProgramFiles& program, const Limits& limits,
               Console& console) -> tl::expected<Facts, ExitCode> {
  Facts facts;
  data::DataErrors errors;
  data::LoadBudget budget({.rows = limits.host_tuples,
                           .bytes = limits.data_bytes,
                           .value_bytes = limits.value_bytes,
                           .microseconds = limits.load_us},
                          InterruptFlag(), SteadyMicroseconds);
  ProgressLine progress(console, true);
  data::LoadContext context{
      .schema = program.schema,
      .facts = facts,
      .errors = errors,
      .budget = budget,
      .on_progress = [&](const std::string& reached) { progress.Show(reached + " (Ctrl-C ends it)"); },
      .standard_input_taken = arguments.program == "-",
      .programs_may_read_input = arguments.allow_stdin};
  for (const std::string& argument : arguments.files) {
    if (errors.has_limit()) break;
    if (const auto named = data::LoadFacts(argument, context); !named) {
      progress.Hide();
      console.Error(named.error());
      return tl::unexpected(ExitCode::kUsage);
    }
  }
  if (!errors.has_limit())
    data::ReadFactsFolder(arguments.folder, program, data::DisplayName(arguments.program), context);
  progress.Hide();
  if (errors.empty()) return facts;
  if (!*InterruptFlag()) PrintDataErrors(errors, console);  // else the caller says that it was interrupted
  return tl::unexpected(errors.OnlyLimit() ? ExitCode::kLimit : ExitCode::kUsage);
}

auto ReadProgramFiles(const Source& source) -> std::optional<data::ProgramFiles> {
  if (source.text.size() > source.limits.source_bytes) return std::nullopt;
  Diagnostics diagnostics(source.limits);
  data::ProgramFiles files = data::FilesOf(syntax::Parse(source.text, source.dialect, diagnostics));
  if (diagnostics.has_errors()) return std::nullopt;
  return files;
}

auto ReadProgramFacts(const FactArguments& arguments, const SourceArguments& program, const Source& source,
                      const std::optional<data::ProgramFiles>& files, Console& console)
    -> tl::expected<Facts, ExitCode> {
  if (!files) return Facts();
  FactArguments all = arguments;
  all.program = program.file;
  data::ProgramFiles wanted = *files;
  if (!arguments.input_is_needed && arguments.folder.empty()) wanted.directives.clear();
  return ReadFacts(all, wanted, source.limits, console);
}

}  // namespace bytelogic::tools
