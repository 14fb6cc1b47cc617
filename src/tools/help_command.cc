// bytelogic help: explains a diagnostic code, or a command.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "diagnostics/diagnostics.h"
#include "tools/commands.h"
#include "tools/diagnostic_pages.h"

namespace bytelogic::tools {

namespace {

constexpr DiagnosticKind kAllKinds[] = {
#define DIAGNOSTIC(kind, code, title) DiagnosticKind::kind,
#include "diagnostics/diagnostic_kind.def"
#undef DIAGNOSTIC
};

void ListCodes(Console& console) {
  console.out.Write("Diagnostics; `bytelogic help CODE` explains one:\n");
  for (const DiagnosticKind kind : kAllKinds) {
    console.out.Write(fmt::format("  {}  {}\n", CodeOf(kind), TitleOf(kind)));
  }
}

auto UnknownTopic(std::string_view topic) -> std::string {
  std::vector<std::string_view> known;
  for (const DiagnosticKind kind : kAllKinds) known.push_back(CodeOf(kind));
  for (const CommandInfo& command : kCommands) known.push_back(command.name);
  const std::string_view nearest = NearestName(topic, known);
  if (nearest.empty())
    return fmt::format("there is no code or command \"{}\"; `bytelogic help` lists the codes", topic);
  return fmt::format("there is no code or command \"{}\"; did you mean {}?", topic, nearest);
}

auto Help(const std::string& topic, Invocation& invocation) -> ExitCode {
  Console& console = invocation.console;
  if (topic.empty()) {
    ListCodes(console);
    return ExitCode::kAnswered;
  }
  if (const std::optional<DiagnosticKind> kind = KindOf(topic)) {
    console.out.Write(RenderDiagnosticPage(*kind, console.out.color()));
    return ExitCode::kAnswered;
  }
  const auto* command = std::ranges::find(kCommands, std::string_view(topic), &CommandInfo::name);
  if (command == std::end(kCommands)) {
    console.Error(UnknownTopic(topic));
    return ExitCode::kUsage;
  }
  CLI::App app("", "bytelogic");
  command->add(app, invocation);
  console.out.Write(app.get_subcommand(topic)->help("bytelogic"));
  return ExitCode::kAnswered;
}

}  // namespace

void AddHelpCommand(CLI::App& app, Invocation& invocation) {
  auto topic = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("help", "Explains a diagnostic code, such as E204, or a command");
  DescribeCommand(
      *command,
      "Explains a diagnostic code, with a program that has the error and one that is right; or prints the help of a\n"
      "command. Without a topic it lists all codes.\n");
  command->add_option("TOPIC", *topic, "A code in any letter case, or a command")->option_text(" ");
  command->footer(
      HelpFooter("  bytelogic help E204\n"
                 "  bytelogic help answer\n"));
  command->callback([&invocation, topic] { invocation.exit_code = Help(*topic, invocation); });
}

}  // namespace bytelogic::tools
