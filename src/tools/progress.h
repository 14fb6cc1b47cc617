// progress.h - one line on the terminal that says that work goes on, from its second second.
//
//   {
//     const Progress progress(console, "running");        // after a while: "running, 3 s (Ctrl-C ends it)"
//     result = engine.Run(...);
//   }                                                      // the line is gone
//
//   ProgressLine line(console, true);                      // for work that knows how far it came
//   line.Show("3 of 12 MB");                               // at most once a second
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "tools/console.h"

namespace bytelogic::tools {

// Shows nothing where it is not `enabled`, where standard error is no terminal, and in its first second.
class ProgressLine {
 public:
  ProgressLine(Console& console, bool enabled);
  ~ProgressLine() { Hide(); }
  ProgressLine(const ProgressLine&) = delete;
  auto operator=(const ProgressLine&) -> ProgressLine& = delete;

  void Show(const std::string& text);
  // Before anything else is written to standard error.
  void Hide();

 private:
  Console& console_;
  bool enabled_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_;
};

// Does nothing where standard error is no terminal. Nothing else may write there while it lives.
class Progress {
 public:
  Progress(Console& console, std::string what);
  ~Progress();
  Progress(const Progress&) = delete;
  auto operator=(const Progress&) -> Progress& = delete;

 private:
  void Show();

  ProgressLine line_;
  std::string what_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace bytelogic::tools
