// console.h - standard output and standard error of one invocation, with errors noticed and colours where they belong.
//
//   Console console;
//   console.out.Write("bob, charlie\n");
//   if (!console.out.Flush()) return ExitCode::kUsage;      // full disk, closed pipe: main says so
//   console.Error("cannot read x.bl: no such file");
//
// Made by main, passed to every command.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bytelogic::tools {

// A file descriptor with a buffer. The first failed write is remembered; all later ones are dropped.
class OutputStream {
 public:
  explicit OutputStream(int descriptor);
  OutputStream(const OutputStream&) = delete;
  auto operator=(const OutputStream&) -> OutputStream& = delete;

  void Write(std::string_view bytes);
  // Writes out the buffer; false where some write failed, now or before.
  auto Flush() -> bool;

  [[nodiscard]] auto error() const -> int { return error_; }  // an errno, or 0
  [[nodiscard]] auto is_terminal() const -> bool { return is_terminal_; }
  // A terminal that may be coloured: NO_COLOR is unset or empty, TERM is not "dumb".
  [[nodiscard]] auto color() const -> bool { return color_; }

 private:
  int descriptor_;
  int error_ = 0;
  bool is_terminal_;
  bool color_;
  std::string buffer_;
};

struct Console {
  OutputStream out{1};
  OutputStream err{2};

  // `bytelogic: message` on standard error. What goes wrong with arguments and files is said here; what is wrong with
  // programs is said by diagnostics.
  void Error(std::string_view message);
};

// Closed descriptors 0, 1 and 2 are occupied (so that no file is opened there and written to by mistake), and writing
// to a closed pipe, or a file beyond its greatest size, becomes an error instead of a signal. Called once, by main.
void PrepareStandardStreams();

}  // namespace bytelogic::tools
