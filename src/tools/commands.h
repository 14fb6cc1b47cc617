// commands.h - the subcommands of `bytelogic`, one file each (NAME_command.cc).
//
//   for (const CommandInfo& command : kCommands) command.add(app, invocation);
//   app.parse(argc, argv);                      // runs the chosen one, which sets invocation.exit_code
//
// Adding one: a file with its Add function, a line in commands.def.
#pragma once

#include <string>
#include <string_view>

#include "tools/console.h"
#include "tools/exit_code.h"

namespace CLI {
class App;
}

namespace bytelogic::tools {

struct Invocation {
  Console& console;
  ExitCode exit_code = ExitCode::kAnswered;
};

#define COMMAND(name, add) void add(CLI::App& app, Invocation& invocation);
#include "tools/commands.def"
#undef COMMAND

struct CommandInfo {
  std::string_view name;
  void (*add)(CLI::App& app, Invocation& invocation);
};

inline constexpr CommandInfo kCommands[] = {
#define COMMAND(name, add) {name, add},
#include "tools/commands.def"
#undef COMMAND
};

// Adds what the subcommand does in full to its one line, which alone stands in the list of subcommands.
void DescribeCommand(CLI::App& command, std::string_view text);

// The end of a subcommand's --help: its examples, and how it exits.
auto HelpFooter(std::string_view examples) -> std::string;

}  // namespace bytelogic::tools
