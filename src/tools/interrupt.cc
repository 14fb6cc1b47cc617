#include "tools/interrupt.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "tools/exit_code.h"

namespace bytelogic::tools {

namespace {

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "signal handlers must not wait");

// The handler writes a byte to it, which wakes WaitForInput. A signal that came between a look at the flag and a read()
// would be missed otherwise.
std::array<int, 2> wake_pipe{-1, -1};

void OnInterrupt(int) {
  if (interrupted.exchange(true)) _exit(static_cast<int>(ExitCode::kInterrupted));
  const int saved = errno;
  const char byte = 0;
  // Where the pipe is full, it wakes just as well.
  if (write(wake_pipe[1], &byte, 1) < 0) errno = saved;
}

}  // namespace

void CatchInterrupts() {
  if (wake_pipe[0] < 0 && pipe2(wake_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0) wake_pipe = {-1, -1};
  struct sigaction action {};
  action.sa_handler = OnInterrupt;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
}

auto InterruptFlag() -> const std::atomic<bool>* { return &interrupted; }

void ForgetInterrupt() {
  interrupted = false;
  char bytes[16];
  while (read(wake_pipe[0], bytes, sizeof bytes) > 0) {
  }
}

auto WaitForInput(int descriptor) -> bool {
  // A negative descriptor (there is no pipe) is passed over by poll.
  std::array<pollfd, 2> waiting{{{descriptor, POLLIN, 0}, {wake_pipe[0], POLLIN, 0}}};
  while (!interrupted) {
    if (poll(waiting.data(), waiting.size(), -1) < 0) {
      if (errno != EINTR) return true;  // the read will say what is wrong
      continue;
    }
    if (waiting[0].revents != 0 && waiting[1].revents == 0) return true;
  }
  return false;
}

}  // namespace bytelogic::tools
