#include "tools/data/text_window.h"

#include <algorithm>
#include <cstring>

#include "tools/interrupt.h"

namespace bytelogic::tools {

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 18;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

auto TextWindow::Fill() -> bool {
  if (at_end_ || !error_.empty()) return false;
  if (*InterruptFlag()) {
    at_end_ = true;
    return false;
  }
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ >= kMaxUnread) {
    error_ = "a row of more than 64 MiB; is a quote left open, or is it another kind of file?";
    return false;
  }
  if (buffer_.size() < end_ + kPiece) buffer_.resize(std::max(end_ + kPiece, buffer_.size() * 2));
  // The first read must not end within a byte order mark.
  do {
    const auto count = source_.Read(std::span(buffer_).subspan(end_));
    if (!count) {
      error_ = count.error();
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

}  // namespace bytelogic::tools
