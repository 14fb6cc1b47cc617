#include "tools/progress.h"

#include <fmt/format.h>

#include <chrono>
#include <system_error>
#include <utility>

namespace bytelogic::tools {

ProgressLine::ProgressLine(Console& console, bool enabled)
    : console_(console), enabled_(enabled && console.err.is_terminal()), last_(std::chrono::steady_clock::now()) {}

void ProgressLine::Show(const std::string& text) {
  if (!enabled_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_ < std::chrono::seconds(1)) return;
  last_ = now;
  shown_ = true;
  console_.err.Write("\r" + text + "\x1b[K");  // erases what is left of the line before
  console_.err.Flush();
}

void ProgressLine::Hide() {
  if (!std::exchange(shown_, false)) return;
  console_.err.Write("\r\x1b[K");
  console_.err.Flush();
}

Progress::Progress(Console& console, std::string what) : line_(console, true), what_(std::move(what)) {
  if (!console.err.is_terminal()) return;
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
    line_.Show(fmt::format("{}, {} s (Ctrl-C ends it)", what_, ++seconds));
  }
}

}  // namespace bytelogic::tools
