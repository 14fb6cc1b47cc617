// text_window.h - a stretch of a text that is read from its start to its end, of any length.
//
//   TextWindow window(source);
//   while (window.Fill()) {                          // more bytes came
//     std::string_view text = window.unread();
//     ...
//     window.Consume(count);                         // count <= text.size()
//   }
//   if (window.problem()) ...
//
// What was not consumed stays, and Fill appends to it; so whoever needs a whole row at once asks for more until it has
// one. Views into unread() end with the next Fill. A byte order mark at the start is skipped. Used by delimited.h and
// json_facts.cc.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "data/byte_source.h"

namespace bytelogic::data {

class TextWindow {
 public:
  // A row of more bytes than this is taken for a mistake: a quote that is never closed, a file that is no text.
  static constexpr std::size_t kMaxUnread = std::size_t{64} << 20;

  // `on_read` hears after each piece; both must outlive the window.
  TextWindow(ByteSource& source, std::function<void()> on_read) : source_(source), on_read_(std::move(on_read)) {}

  // Appends more bytes; false at the end of the text, where kMaxUnread are unread, and after a problem.
  auto Fill() -> bool;
  // Appends at least as many as are unread now, if they come: whoever begins anew with each Fill, because what it looks
  // for had no end yet, begins anew a few times only.
  auto FillMuch() -> bool;
  [[nodiscard]] auto unread() const -> std::string_view { return {buffer_.data() + begin_, end_ - begin_}; }
  void Consume(std::size_t bytes) { begin_ += bytes; }

  [[nodiscard]] auto at_end() const -> bool { return at_end_; }
  // Why Fill gave nothing; none where it is the end of the text.
  [[nodiscard]] auto problem() const -> const std::optional<ProblemText>& { return problem_; }

 private:
  ByteSource& source_;
  std::function<void()> on_read_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool at_start_ = true;
  bool at_end_ = false;
  std::optional<ProblemText> problem_;
};

}  // namespace bytelogic::data
