// interrupt.h - Ctrl-C as a flag: the first one asks the current work to end, a second one ends the process.
//
//   CatchInterrupts();
//   RunOptions options;
//   options.cancelled = InterruptFlag();
//   ...
//   if (*InterruptFlag()) return ExitCode::kInterrupted;
//
// Waiting for input ends, too, whichever thread the signal reaches and whenever it comes (WaitForInput).
#pragma once

#include <atomic>

namespace bytelogic::tools {

// From now on SIGINT sets the flag.
void CatchInterrupts();
// The flag. It and its pipe are the only state of the process as a whole, because signal handlers take no arguments.
auto InterruptFlag() -> const std::atomic<bool>*;
// Unsets the flag (the REPL goes on after Ctrl-C).
void ForgetInterrupt();

// Waits until `descriptor` has bytes to read, its end or an error; false where the flag is set or is being set.
auto WaitForInput(int descriptor) -> bool;

}  // namespace bytelogic::tools
