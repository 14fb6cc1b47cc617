#include "tools/console.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>

namespace bytelogic::tools {

namespace {

constexpr std::size_t kBufferSize = std::size_t{1} << 16;

auto ColorsWanted() -> bool {
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* terminal = std::getenv("TERM");
  return terminal != nullptr && std::string_view(terminal) != "dumb";
}

}  // namespace

OutputStream::OutputStream(int descriptor)
    : descriptor_(descriptor), is_terminal_(isatty(descriptor) == 1), color_(is_terminal_ && ColorsWanted()) {}

void OutputStream::Write(std::string_view bytes) {
  if (error_ != 0) return;
  buffer_ += bytes;
  if (buffer_.size() >= kBufferSize) Flush();
}

auto OutputStream::Flush() -> bool {
  std::string_view rest = buffer_;
  while (error_ == 0 && !rest.empty()) {
    const ssize_t written = write(descriptor_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
  buffer_.clear();
  return error_ == 0;
}

void Console::Error(std::string_view message) {
  err.Write(err.color() ? "\x1b[1mbytelogic:\x1b[0m " : "bytelogic: ");
  err.Write(message);
  err.Write("\n");
  err.Flush();
}

void PrepareStandardStreams() {
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    // The lowest free descriptor is taken; the wrong mode makes every use of it fail.
    if (fcntl(descriptor, F_GETFD) < 0) open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY);
  }
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace bytelogic::tools
