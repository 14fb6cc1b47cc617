// block_scanner.h - finds `<computation>...</computation>` in a text that arrives in pieces of any size.
//
//   BlockScanner scanner({.keep_blocks = true}, [](const ScannedBlock& block) { return Answer(block.source); });
//   scanner.Feed("2^10 is <computation>RESULT POW(2, 10)</compu", out);   // passes on all but `</compu`
//   scanner.Feed("tation>.", out);   // calls back, passes on block, answer and `.`
//
// Knows bytes and tags, no programs: TextProcessor (text_processor.cc) gives it the callback that runs a block.
//
// What is a block:
//   * Tags are `<computation>` and `</computation>` in any letter case, without attributes or white space inside.
//   * Blocks do not nest, and the nearest opening tag counts: `the tag <computation> opens one: <computation>RESULT
//     1</computation>` has one block, `RESULT 1`. The first opening is reported as unclosed and passed on as text.
//   * A `<result>` never stands inside a program: an opening tag with one before its closing tag is unclosed, too.
//     (Without this rule, replacing an inner block would make an outer one out of stray tags, and answering a text
//     twice would change it.)
//   * A `<result>...</result>` or `<result error="CODE">...</result>` after a block, with at most kMaxGap bytes of
//     white space between, is an old answer: it is taken out together with that white space.
//   * Anything else, `<computed>` included, is text and passes unchanged, whatever its bytes.
//
// The output after any number of bytes depends on these bytes alone, not on how they were split. Memory is bounded by
// the two limits below; time is linear in the length of the text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bytelogic::text {

// A block that just closed.
struct ScannedBlock {
  std::uint64_t offset = 0;  // bytes of the input, tags included
  std::uint64_t length = 0;
  std::uint32_t line = 1;  // of the opening tag; columns in code points, both from 1
  std::uint32_t column = 1;
  std::string_view source;          // at most `source_limit` bytes; valid during the callback
  std::uint64_t source_length = 0;  // all bytes between the tags
  bool kept = true;                 // the block itself was passed on; else the answer takes its place
};

// Where an opening tag stands that no closing tag belongs to.
struct UnclosedTag {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  bool before_result = false;  // because a `<result>` came first
};

struct ScannerOptions {
  bool keep_blocks = true;
  // A longer program is not stored, and its block is kept even without `keep_blocks`.
  std::uint64_t source_limit = 102'400;
  // A longer `<result>` is not taken for an old answer, and passes.
  std::uint64_t old_answer_limit = 1'000'000;
};

class BlockScanner {
 public:
  static constexpr std::size_t kMaxGap = 256;
  static constexpr std::size_t kMaxUnclosedTags = 20;

  // What to pass on after the block, or in its place; nothing: the block stays as it is.
  using AnswerBlock = std::function<std::optional<std::string>(const ScannedBlock&)>;

  BlockScanner(ScannerOptions options, AnswerBlock answer);

  // Takes the next bytes; appends to `out` what may be passed on.
  void Feed(std::string_view bytes, std::string& out);
  // Ends the text; appends the rest to `out`.
  void Finish(std::string& out);

  // The first kMaxUnclosedTags unclosed tags, and how many there were. The last one may turn up in Finish.
  [[nodiscard]] auto unclosed_tags() const -> const std::vector<UnclosedTag>& { return unclosed_tags_; }
  [[nodiscard]] auto unclosed_count() const -> std::uint64_t { return unclosed_count_; }

 private:
  enum class State : std::uint8_t {
    kText,
    kBlock,      // after an opening tag
    kGap,        // after a block: white space in held_
    kOldAnswer,  // after `<result>`: white space, tag and content in held_
  };
  enum class Tag : std::uint8_t { kNone, kPrefix, kOpen, kClose, kResultOpen, kResultClose };

  [[nodiscard]] auto MatchCandidate() const -> Tag;
  void Advance(std::string_view bytes);
  auto TakePlain(std::string_view bytes, std::string& out) -> std::size_t;
  void Plain(std::string_view bytes, std::string& out);
  void OnTag(Tag tag, std::string& out);
  void OpenBlock(std::string& out);
  void CloseBlock(std::string& out);
  void AbandonBlock(bool before_result, std::string& out);
  void ReleaseHeld(std::string& out);

  ScannerOptions options_;
  AnswerBlock answer_;
  State state_ = State::kText;
  std::string candidate_;  // a tag so far: `<`, `<comp`; empty or a proper prefix of a tag that the state knows
  std::string held_;

  std::uint64_t offset_ = 0;  // of the next byte, with its place
  std::uint32_t line_ = 1;
  std::uint32_t column_ = 1;

  ScannedBlock block_;  // kBlock; `source` is set when it closes
  std::string opening_tag_;
  std::string source_;

  std::vector<UnclosedTag> unclosed_tags_;
  std::uint64_t unclosed_count_ = 0;
};

}  // namespace bytelogic::text
