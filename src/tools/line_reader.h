// line_reader.h - the lines that a person or a pipe gives to the REPL.
//
//   LineReader reader(console);
//   while (std::optional<std::string> line = reader.Read("bytelogic> ")) Use(*line);
//
// On a terminal: editing and history by libedit, kept in $XDG_STATE_HOME/bytelogic/history (or
// ~/.local/state/bytelogic/history). Elsewhere the lines of standard input, without prompts.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "tools/console.h"

namespace bytelogic::tools {

class LineReader {
 public:
  explicit LineReader(Console& console);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  auto operator=(const LineReader&) -> LineReader& = delete;

  // The next line without its end; nothing at the end of the input, and after Ctrl-C (see InterruptFlag).
  auto Read(const std::string& prompt) -> std::optional<std::string>;
  [[nodiscard]] auto is_terminal() const -> bool { return editor_ != nullptr; }

 private:
  struct Editor;
  auto ReadPlain() -> std::optional<std::string>;

  Console& console_;
  std::unique_ptr<Editor> editor_;  // on a terminal
  std::string buffer_;              // elsewhere: what was read and not yet returned
  bool at_end_ = false;
};

}  // namespace bytelogic::tools
