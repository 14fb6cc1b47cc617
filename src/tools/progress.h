// progress.h - one line on the terminal that says that work goes on, from its second second.
//
//   {
//     const Progress progress(console, "running");        // after a while: "running, 3 s (Ctrl-C ends it)"
//     result = engine.Run(...);
//   }                                                      // the line is gone
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "tools/console.h"

namespace bytelogic::tools {

// Does nothing where standard error is no terminal. Nothing else may write there while it lives.
class Progress {
 public:
  Progress(Console& console, std::string what);
  ~Progress();
  Progress(const Progress&) = delete;
  auto operator=(const Progress&) -> Progress& = delete;

 private:
  void Show();

  Console& console_;
  std::string what_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace bytelogic::tools
