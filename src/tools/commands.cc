#include "tools/commands.h"

#include <CLI/App.hpp>

namespace bytelogic::tools {

void DescribeCommand(CLI::App& command, std::string_view text) {
  command.description(command.get_description() + ".\n\n" + std::string(text));
  command.group("Commands");
}

auto HelpFooter(std::string_view examples) -> std::string {
  return "\nExamples:\n" + std::string(examples) +
         "\nExit codes: 0 answered, 1 a program was wrong, 2 wrong usage or a file that cannot be read or written,\n"
         "3 a limit ended a run, 130 interrupted.\n";
}

}  // namespace bytelogic::tools
