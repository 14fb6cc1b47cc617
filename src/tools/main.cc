// The command line: picks the subcommand, and says what went wrong with arguments and standard output.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/large_stack.h"
#include "data/file_error.h"
#include "diagnostics/diagnostics.h"
#include "tools/commands.h"

namespace bytelogic::tools {

namespace {

constexpr std::string_view kDescription =
    "ByteLogic lets a language model compute while it thinks: it answers the <computation> blocks of a text, each of\n"
    "them a small program, in a sandbox with hard limits.\n";

// Lists each subcommand with the first line of its description.
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter() {
    column_width(30);
    label("SUBCOMMAND", "COMMAND");
  }
  auto make_subcommand(const CLI::App* command) const -> std::string override {
    const std::string description = command->get_description();
    const std::string first = description.substr(0, description.find(".\n"));
    return fmt::format("  {:<{}}{}\n", command->get_name(), get_column_width() - 2, first);
  }
};

auto UnknownCommand(std::string_view name) -> std::string {
  std::vector<std::string_view> names;
  for (const CommandInfo& command : kCommands) names.push_back(command.name);
  const std::string_view nearest = NearestName(name, names);
  if (!nearest.empty()) return fmt::format("there is no command \"{}\"; did you mean \"{}\"?", name, nearest);
  return fmt::format("there is no command \"{}\"; there are {}", name, fmt::join(names, ", "));
}

auto Dispatch(int argc, char** argv, Invocation& invocation) -> ExitCode {
  Console& console = invocation.console;
  CLI::App app(std::string(kDescription), "bytelogic");
  app.formatter(std::make_shared<HelpFormatter>());
  app.set_version_flag("--version", "bytelogic " BYTELOGIC_VERSION);
  app.require_subcommand(1);
  app.footer(
      HelpFooter("  bytelogic answer essay.txt\n"
                 "  bytelogic run family.bl\n"
                 "  bytelogic COMMAND --help         says all about a command\n"
                 "  bytelogic help E204              explains a diagnostic\n"));
  constexpr std::string_view kGlobalOptions[] = {"--help", "-h", "--version"};
  // Only the one that is asked for is set up; all of them where none is.
  const std::string_view first = argc > 1 ? argv[1] : "--help";
  const auto* command = std::ranges::find(kCommands, first, &CommandInfo::name);
  if (command != std::end(kCommands)) {
    command->add(app, invocation);
  } else if (std::ranges::find(kGlobalOptions, first) != std::end(kGlobalOptions)) {
    for (const CommandInfo& each : kCommands) each.add(app, invocation);
  } else {
    console.Error(first.starts_with('-')
                      ? fmt::format("there is no option {} before the command; see bytelogic --help", first)
                      : UnknownCommand(first));
    return ExitCode::kUsage;
  }
  if (argc == 1) {
    console.err.Write(app.help());
    return ExitCode::kUsage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    console.out.Write(app.help());
  } catch (const CLI::CallForVersion& version) {
    console.out.Write(version.what());
    console.out.Write("\n");
  } catch (const CLI::ParseError& error) {
    const std::string prefix = command != std::end(kCommands) ? std::string(first) + ": " : "";
    console.Error(fmt::format("{}{}; see bytelogic {} --help", prefix, error.what(),
                              command != std::end(kCommands) ? first : std::string_view()));
    return ExitCode::kUsage;
  }
  return invocation.exit_code;
}

auto Main(int argc, char** argv) -> ExitCode {
  PrepareStandardStreams();
  Console console;
  Invocation invocation{.console = console};
  const ExitCode exit_code = WithStack(kPhaseStack, [&] { return Dispatch(argc, argv, invocation); });
  console.err.Flush();
  if (console.out.Flush()) return exit_code;
  console.Error("cannot write to standard output: " + data::ErrorText(console.out.error()));
  return ExitCode::kUsage;
}

}  // namespace

}  // namespace bytelogic::tools

auto main(int argc, char** argv) -> int { return static_cast<int>(bytelogic::tools::Main(argc, argv)); }
