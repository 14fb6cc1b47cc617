#include "data/text_window.h"

#include <algorithm>
#include <cstring>

namespace bytelogic::data {

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 18;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

auto TextWindow::Fill() -> bool {
  if (at_end_ || problem_) return false;
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ >= kMaxUnread) {
    problem_ = {DiagnosticKind::kUnreadableData, "a row of more than 64 MiB",
                "close the quote that is left open, or give the kind of file that its name says"};
    return false;
  }
  // A piece at a time, so that whoever uses it comes back in a few milliseconds.
  if (buffer_.size() < end_ + kPiece) buffer_.resize(std::max(end_ + kPiece, buffer_.size() * 2));
  // The first read must not end within a byte order mark.
  do {
    const auto count = source_.Read(std::span(buffer_).subspan(end_, kPiece));
    if (!count) {
      problem_ = count.error();
      return false;
    }
    on_read_();
    end_ += *count;
    at_end_ = *count == 0;
  } while (at_start_ && end_ < kByteOrderMark.size() && !at_end_);
  if (at_start_ && unread().starts_with(kByteOrderMark)) begin_ = kByteOrderMark.size();
  at_start_ = false;
  return end_ > begin_ || !at_end_;
}

auto TextWindow::FillMuch() -> bool {
  const std::size_t wanted = unread().size() * 2;
  bool any = false;
  do {
    if (!Fill()) break;
    any = true;
  } while (unread().size() < wanted && !at_end_);
  return any;
}

}  // namespace bytelogic::data
