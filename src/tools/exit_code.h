// exit_code.h - how `bytelogic` ends; every subcommand's --help lists these.
#pragma once

namespace bytelogic::tools {

enum class ExitCode : int {
  kAnswered = 0,
  kWrongProgram = 1,  // a program has an error, or ended with one
  kUsage = 2,         // wrong arguments, or a file that cannot be read or written
  kLimit = 3,         // a limit ended a run
  kInterrupted = 130,
};

}  // namespace bytelogic::tools
