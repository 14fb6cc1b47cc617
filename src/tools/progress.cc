#include "tools/progress.h"

#include <fmt/format.h>

#include <chrono>
#include <system_error>
#include <utility>

namespace bytelogic::tools {

Progress::Progress(Console& console, std::string what) : console_(console), what_(std::move(what)) {
  if (!console_.err.is_terminal()) return;
  try {
    thread_ = std::thread([this] { Show(); });
  } catch (const std::system_error&) {
    // No thread to be had: no progress is shown.
  }
}

Progress::~Progress() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Progress::Show() {
  std::unique_lock lock(mutex_);
  int seconds = 0;
  while (!wake_.wait_for(lock, std::chrono::seconds(1), [this] { return done_; })) {
    ++seconds;
    console_.err.Write(fmt::format("\r{}, {} s (Ctrl-C ends it)", what_, seconds));
    console_.err.Flush();
  }
  if (seconds == 0) return;
  console_.err.Write("\r\x1b[K");  // erases the line
  console_.err.Flush();
}

}  // namespace bytelogic::tools
