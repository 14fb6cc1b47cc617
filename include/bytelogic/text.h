// text.h - answers the `<computation>` blocks of a text.
//
//   bytelogic::Engine engine;
//   const char* text = "2^10 is <computation>RESULT POW(2, 10)</computation>.";
//   std::puts(bytelogic::AnswerText(engine, text, {.format = bytelogic::ResultFormat::kReplace}).c_str());
//                                                                            // 2^10 is <result>1024</result>.
//
// and, while a language model is still writing:
//
//   bytelogic::TextProcessor processor(engine, {});
//   std::string out;
//   for (const char* chunk : {"<computation>RES", "ULT 7</compu", "tation>"}) out += processor.Feed(chunk);
//   out += processor.Finish();
//   std::puts(out.c_str());             // <computation>RESULT 7</computation> <result>7</result>
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bytelogic/engine.h"

namespace bytelogic {

enum class ResultFormat : std::uint8_t {
  kAppend,   // keeps the block, appends "\n<result>bob</result>"
  kReplace,  // "<result>bob</result>" in the block's place; a block longer than the source limit is kept
  kArrow,    // keeps the block, appends " → bob"
};

struct TextOptions {
  ResultFormat format = ResultFormat::kAppend;
  RunOptions run{.limits = {}, .ignore_unknown_facts = true, .cancelled = nullptr};
  Facts facts;
};

// One block, as it was answered. `offset` and `length`: bytes of the input, tags included.
// `source` begins right after the opening tag's 13 characters, and is cut where it exceeds the source limit.
struct BlockReport {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  std::uint32_t line = 0;    // line of the input, from 1, on which the opening tag begins
  std::uint32_t column = 0;  // its column, in code points, from 1
  std::string source;        // the program between the tags
  Result result;
};

// Incremental: any split of the input into Feed calls gives the same output.
class TextProcessor {
 public:
  TextProcessor(Engine& engine, TextOptions options);
  ~TextProcessor();
  TextProcessor(TextProcessor&&) noexcept;
  auto operator=(TextProcessor&&) noexcept -> TextProcessor&;

  // Called for every block right after it was answered; reports are not kept otherwise.
  void OnBlock(std::function<void(const BlockReport&)> callback);
  // Takes the next bytes; returns what may be passed on now: never half a tag, a block's result as soon as it closes.
  auto Feed(std::string_view bytes) -> std::string;
  // Ends the input; returns the rest. An unclosed block is passed on as it is, with a warning.
  auto Finish() -> std::string;
  // Warnings about the text itself (an unclosed block: W104), complete after Finish.
  [[nodiscard]] auto warnings() const -> const std::vector<Diagnostic>&;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// The whole text at once.
auto AnswerText(Engine& engine, std::string_view text, const TextOptions& options = {}) -> std::string;

}  // namespace bytelogic
