#include "tools/interrupt.h"

#include <signal.h>
#include <unistd.h>

#include "tools/exit_code.h"

namespace bytelogic::tools {

namespace {

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "signal handlers must not wait");

void OnInterrupt(int) {
  if (interrupted.exchange(true)) _exit(static_cast<int>(ExitCode::kInterrupted));
}

}  // namespace

void CatchInterrupts() {
  struct sigaction action {};
  action.sa_handler = OnInterrupt;
  sigemptyset(&action.sa_mask);
  action.sa_flags = 0;  // no SA_RESTART: a read that waits for input ends
  sigaction(SIGINT, &action, nullptr);
}

auto InterruptFlag() -> const std::atomic<bool>* { return &interrupted; }

void ForgetInterrupt() { interrupted = false; }

}  // namespace bytelogic::tools
