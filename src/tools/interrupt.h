// interrupt.h - Ctrl-C as a flag: the first one asks the current work to end, a second one ends the process.
//
//   RunOptions options;
//   options.cancelled = InterruptFlag();
//   ...
//   if (*InterruptFlag()) return ExitCode::kInterrupted;
#pragma once

#include <atomic>

namespace bytelogic::tools {

// From now on SIGINT sets the flag, and interrupts reads that wait.
void CatchInterrupts();
// The flag; the only state of the process as a whole, because signal handlers take no arguments.
auto InterruptFlag() -> const std::atomic<bool>*;
// Unsets the flag (the REPL goes on after Ctrl-C).
void ForgetInterrupt();

}  // namespace bytelogic::tools
