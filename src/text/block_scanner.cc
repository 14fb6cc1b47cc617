#include "text/block_scanner.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/letter_case.h"

namespace bytelogic::text {

namespace {

constexpr std::string_view kOpenTag = "<computation>";
constexpr std::string_view kCloseTag = "</computation>";
constexpr std::string_view kResultTag = "<result>";
constexpr std::string_view kResultErrorTag = "<result error=\"";
constexpr std::string_view kResultCloseTag = "</result>";
constexpr std::size_t kMaxCodeLength = 8;

auto IsSpace(char byte) -> bool { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

auto IsCodeCharacter(char byte) -> bool {
  return (byte >= '0' && byte <= '9') || (ToLowerLetter(byte) >= 'a' && ToLowerLetter(byte) <= 'z');
}

// `text` begins as `tag` does, as far as the shorter of them goes.
auto Agree(std::string_view text, std::string_view tag) -> bool {
  const std::size_t length = std::min(text.size(), tag.size());
  for (std::size_t i = 0; i < length; ++i) {
    if (ToLowerLetter(text[i]) != tag[i]) return false;
  }
  return true;
}

// `code">` after `<result error="`: 1 complete, 0 may become so, -1 never.
auto MatchCode(std::string_view rest) -> int {
  std::size_t length = 0;
  while (length < rest.size() && IsCodeCharacter(rest[length])) ++length;
  if (length > kMaxCodeLength) return -1;
  rest.remove_prefix(length);
  if (rest.empty() || rest == "\"") return 0;
  return rest == "\">" ? 1 : -1;
}

}  // namespace

BlockScanner::BlockScanner(ScannerOptions options, AnswerBlock answer)
    : options_(options), answer_(std::move(answer)) {}

// Every tag has its only `<` in front, so a candidate that fails leaves nothing to look at again but the byte that made
// it fail: the scan is linear without further ado.
void BlockScanner::Feed(std::string_view bytes, std::string& out) {
  while (!bytes.empty()) {
    if (candidate_.empty()) {
      const std::size_t taken = TakePlain(bytes, out);
      bytes.remove_prefix(taken);
      continue;
    }
    candidate_ += bytes.front();
    const Tag tag = MatchCandidate();
    if (tag == Tag::kNone) {
      candidate_.pop_back();
      const std::string rejected = std::exchange(candidate_, {});
      if (state_ == State::kGap) ReleaseHeld(out);
      Plain(rejected, out);
      continue;
    }
    Advance(bytes.substr(0, 1));
    bytes.remove_prefix(1);
    if (tag != Tag::kPrefix) OnTag(tag, out);
  }
}

void BlockScanner::Finish(std::string& out) {
  const std::string rejected = std::exchange(candidate_, {});
  if (state_ == State::kGap) ReleaseHeld(out);
  Plain(rejected, out);
  if (state_ == State::kBlock) AbandonBlock(false, out);
  ReleaseHeld(out);
}

auto BlockScanner::MatchCandidate() const -> Tag {
  const bool in_block = state_ == State::kBlock;
  const bool in_old_answer = state_ == State::kOldAnswer;
  const std::string_view text = candidate_;
  Tag match = Tag::kNone;
  const auto consider = [&](std::string_view tag, Tag kind) {
    if (text.size() <= tag.size() && Agree(text, tag)) match = text.size() == tag.size() ? kind : Tag::kPrefix;
  };
  consider(kOpenTag, Tag::kOpen);
  if (in_block) consider(kCloseTag, Tag::kClose);
  if (in_old_answer) consider(kResultCloseTag, Tag::kResultClose);
  if (state_ == State::kText) return match;
  consider(kResultTag, Tag::kResultOpen);
  if (match != Tag::kNone || !Agree(text, kResultErrorTag)) return match;
  if (text.size() <= kResultErrorTag.size()) return Tag::kPrefix;
  switch (MatchCode(text.substr(kResultErrorTag.size()))) {
    case 1:
      return Tag::kResultOpen;
    case 0:
      return Tag::kPrefix;
    default:
      return Tag::kNone;
  }
}

// Moves the place behind `bytes`.
void BlockScanner::Advance(std::string_view bytes) {
  offset_ += bytes.size();
  const std::size_t last_newline = bytes.rfind('\n');
  if (last_newline != std::string_view::npos) {
    line_ += static_cast<std::uint32_t>(std::count(bytes.begin(), bytes.end(), '\n'));
    column_ = 1;
    bytes.remove_prefix(last_newline + 1);
  }
  // UTF-8: all bytes of a character but its first one are 10xxxxxx.
  column_ += static_cast<std::uint32_t>(
      std::count_if(bytes.begin(), bytes.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

// Takes bytes that belong to no tag, or the `<` that may begin one; returns how many.
auto BlockScanner::TakePlain(std::string_view bytes, std::string& out) -> std::size_t {
  if (bytes.front() == '<') {
    Advance(bytes.substr(0, 1));
    candidate_ = "<";
    return 1;
  }
  if (state_ == State::kGap) {
    if (IsSpace(bytes.front()) && held_.size() < kMaxGap) {
      Advance(bytes.substr(0, 1));
      held_ += bytes.front();
      return 1;
    }
    ReleaseHeld(out);
  }
  const void* next = std::memchr(bytes.data(), '<', bytes.size());
  if (next != nullptr) bytes = bytes.substr(0, static_cast<std::size_t>(static_cast<const char*>(next) - bytes.data()));
  Advance(bytes);
  Plain(bytes, out);
  return bytes.size();
}

// Bytes that are no tag, in any state but kGap.
void BlockScanner::Plain(std::string_view bytes, std::string& out) {
  switch (state_) {
    case State::kText:
    case State::kGap:
      out += bytes;
      return;
    case State::kOldAnswer:
      held_ += bytes;
      if (held_.size() > options_.old_answer_limit) ReleaseHeld(out);
      return;
    case State::kBlock:
      break;
  }
  const std::uint64_t room = options_.source_limit - std::min<std::uint64_t>(source_.size(), options_.source_limit);
  block_.source_length += bytes.size();
  if (block_.source_length > options_.source_limit && !block_.kept) {
    // What was stored of it goes out now, the rest follows as it comes.
    out += opening_tag_;
    out += source_;
    block_.kept = true;
  }
  source_ += bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(room, bytes.size())));
  if (block_.kept) out += bytes;
}

void BlockScanner::OnTag(Tag tag, std::string& out) {
  switch (tag) {
    case Tag::kOpen:
      if (state_ == State::kBlock) AbandonBlock(false, out);
      ReleaseHeld(out);
      OpenBlock(out);
      break;
    case Tag::kClose:
      CloseBlock(out);
      break;
    case Tag::kResultOpen:
      if (state_ == State::kGap) {
        state_ = State::kOldAnswer;
        held_ += candidate_;
        break;
      }
      if (state_ == State::kBlock) AbandonBlock(true, out);
      ReleaseHeld(out);
      out += candidate_;
      break;
    case Tag::kResultClose:
      held_.clear();
      state_ = State::kText;
      break;
    case Tag::kNone:
    case Tag::kPrefix:
      return;
  }
  candidate_.clear();
}

void BlockScanner::OpenBlock(std::string& out) {
  state_ = State::kBlock;
  block_ = {.offset = offset_ - candidate_.size(),
            .line = line_,
            .column = column_ - static_cast<std::uint32_t>(candidate_.size()),
            .kept = options_.keep_blocks};
  source_.clear();
  opening_tag_ = candidate_;
  if (block_.kept) out += opening_tag_;
}

void BlockScanner::CloseBlock(std::string& out) {
  if (block_.kept) out += candidate_;
  block_.length = offset_ - block_.offset;
  block_.source = source_;
  const std::optional<std::string> answer = answer_(block_);
  if (answer) {
    out += *answer;
  } else if (!block_.kept) {
    out += opening_tag_;
    out += source_;
    out += candidate_;
  }
  // A block that was left alone keeps the answer that it has.
  state_ = answer ? State::kGap : State::kText;
}

void BlockScanner::AbandonBlock(bool before_result, std::string& out) {
  if (unclosed_tags_.size() < kMaxUnclosedTags) unclosed_tags_.push_back({block_.line, block_.column, before_result});
  ++unclosed_count_;
  if (!block_.kept) {
    out += opening_tag_;
    out += source_;
  }
  state_ = State::kText;
}

// What was held is no old answer: it is text.
void BlockScanner::ReleaseHeld(std::string& out) {
  out += held_;
  held_.clear();
  state_ = State::kText;
}

}  // namespace bytelogic::text
