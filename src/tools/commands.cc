#include "tools/commands.h"

namespace bytelogic::tools {

auto HelpFooter(std::string_view examples) -> std::string {
  return "\nExamples:\n" + std::string(examples) +
         "\nExit codes: 0 answered, 1 a program was wrong, 2 wrong usage or a file that cannot be read or written,\n"
         "3 a limit ended a run, 130 interrupted.\n";
}

}  // namespace bytelogic::tools
