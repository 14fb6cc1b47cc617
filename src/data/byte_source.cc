#include "data/byte_source.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "data/file_error.h"

namespace bytelogic::data {

namespace {

constexpr std::size_t kPackedBytes = std::size_t{1} << 16;
constexpr int kGzipOnly = 16 + MAX_WBITS;

// Of a sentence "what is wrong; what to do about it".
auto Unreadable(std::string_view error) -> ProblemText {
  const auto [message, help] = SplitHelp(error);
  return {DiagnosticKind::kUnreadableData, std::string(message), std::string(help)};
}

}  // namespace

struct ByteSource::Inflater {
  Inflater() { ready = inflateInit2(&stream, kGzipOnly) == Z_OK; }
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  auto operator=(const Inflater&) -> Inflater& = delete;

  z_stream stream{};
  bool ready = false;
  bool in_member = true;  // between its first and its last byte
};

ByteSource::ByteSource(Input input, LoadBudget& budget) : input_(std::move(input)), budget_(&budget) {}
ByteSource::ByteSource(ByteSource&&) noexcept = default;
ByteSource::~ByteSource() = default;

auto ByteSource::Read(std::span<char> buffer) -> tl::expected<std::size_t, ProblemText> {
  if (budget_->HasEnded()) return tl::unexpected(budget_->Ended());
  if (!started_) {
    started_ = true;
    // Two bytes tell; a pipe may give them one by one.
    while (packed_.size() < 2) {
      const std::size_t before = packed_.size();
      packed_.resize(kPackedBytes);
      const auto count = Fetch(std::span(packed_).subspan(before));
      packed_.resize(before + (count ? *count : 0));
      if (!count) return tl::unexpected(count.error());
      if (*count == 0) break;
    }
    if (packed_.size() >= 2 && packed_[0] == '\x1f' && packed_[1] == '\x8b') inflater_ = std::make_unique<Inflater>();
  }
  // All that there may be, so that an error has the place where the limit is; then one byte tells that there is more.
  const std::uint64_t room = std::max<std::uint64_t>(budget_->BytesLeft(), 1);
  if (room < buffer.size()) buffer = buffer.first(static_cast<std::size_t>(room));
  auto count = inflater_ ? ReadGzip(buffer) : ReadPlain(buffer);
  if (count && !budget_->AddBytes(*count)) return tl::unexpected(budget_->TooManyBytes());
  return count;
}

auto ByteSource::Fetch(std::span<char> buffer) -> tl::expected<std::size_t, ProblemText> {
  const auto count = input_.Read(buffer, *budget_);
  if (!count) return tl::unexpected(Unreadable(count.error()));
  if (*count == 0 && budget_->HasEnded()) return tl::unexpected(budget_->Ended());
  bytes_read_ += *count;
  return *count;
}

auto ByteSource::ReadPlain(std::span<char> buffer) -> tl::expected<std::size_t, ProblemText> {
  if (packed_at_ < packed_.size()) {
    const std::size_t count = std::min(buffer.size(), packed_.size() - packed_at_);
    std::memcpy(buffer.data(), packed_.data() + packed_at_, count);
    packed_at_ += count;
    return count;
  }
  return Fetch(buffer);
}

auto ByteSource::FillPacked() -> tl::expected<bool, ProblemText> {
  if (packed_at_ < packed_.size()) return true;
  packed_.resize(kPackedBytes);
  packed_at_ = 0;
  const auto count = Fetch(packed_);
  packed_.resize(count ? *count : 0);
  if (!count) return tl::unexpected(count.error());
  return *count > 0;
}

auto ByteSource::ReadGzip(std::span<char> buffer) -> tl::expected<std::size_t, ProblemText> {
  if (!inflater_->ready)
    return tl::unexpected(Unreadable("there is not enough memory to unpack it; end other programs"));
  z_stream& stream = inflater_->stream;
  stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
  stream.avail_out = static_cast<uInt>(std::min<std::size_t>(buffer.size(), std::size_t{1} << 30));
  const uInt room = stream.avail_out;
  while (stream.avail_out == room) {
    const auto filled = FillPacked();
    if (!filled) return tl::unexpected(filled.error());
    if (!*filled) {
      if (!inflater_->in_member) return std::size_t{0};
      return tl::unexpected(Unreadable("its gzip data breaks off before the end; copy or make the file again"));
    }
    stream.next_in = reinterpret_cast<Bytef*>(packed_.data() + packed_at_);
    stream.avail_in = static_cast<uInt>(packed_.size() - packed_at_);
    if (!inflater_->in_member) {
      if (packed_[packed_at_] == '\0') {  // padding, as tapes leave it
        ++packed_at_;
        continue;
      }
      inflateReset(&stream);
      inflater_->in_member = true;
    }
    const int status = inflate(&stream, Z_NO_FLUSH);
    packed_at_ = packed_.size() - stream.avail_in;
    if (status == Z_STREAM_END) {
      inflater_->in_member = false;
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      return tl::unexpected(Unreadable(std::string("its gzip data is damaged") +
                                       (stream.msg != nullptr ? " (" + std::string(stream.msg) + ")" : "") +
                                       "; copy or make the file again"));
    }
  }
  return room - stream.avail_out;
}

}  // namespace bytelogic::data
