// Joins BlockScanner and Engine: runs each block as it closes and puts the answer into the text.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "bytelogic/text.h"
#include "diagnostics/diagnostics.h"
#include "diagnostics/limit_message.h"
#include "text/block_scanner.h"
#include "text/markup.h"

namespace bytelogic {

namespace {

// Room for the longest answer that a run under `limits` can give, escaped (`&` becomes five bytes).
auto OldAnswerLimit(const Limits& limits) -> std::uint64_t {
  constexpr std::uint64_t kEscapeFactor = 5;
  constexpr std::uint64_t kRoomForErrors = 65'536;
  constexpr std::uint64_t kMost = std::uint64_t{1} << 32;
  return std::min(limits.output_bytes, kMost) * kEscapeFactor + kRoomForErrors;
}

auto SourceTooLong(std::uint64_t length, const Limits& limits) -> Result {
  Diagnostics diagnostics;
  ReportSourceLimit(length, limits, diagnostics);
  Result result;
  result.diagnostics = diagnostics.ToPublic({});
  return result;
}

}  // namespace

class TextProcessor::Impl {
 public:
  Impl(Engine& engine, TextOptions options)
      : engine_(engine),
        options_(std::move(options)),
        scanner_({.keep_blocks = options_.format != ResultFormat::kReplace,
                  .source_limit = options_.run.limits.source_bytes,
                  .old_answer_limit = OldAnswerLimit(options_.run.limits)},
                 [this](const text::ScannedBlock& block) { return Answer(block); }) {}

  void OnBlock(std::function<void(const BlockReport&)> callback) { on_block_ = std::move(callback); }

  auto Feed(std::string_view bytes) -> std::string {
    std::string out;
    out.reserve(bytes.size());
    scanner_.Feed(bytes, out);
    return out;
  }

  auto Finish() -> std::string {
    std::string out;
    scanner_.Finish(out);
    WarnOfUnclosedTags();
    return out;
  }

  [[nodiscard]] auto warnings() const -> const std::vector<Diagnostic>& { return warnings_; }

 private:
  [[nodiscard]] auto Cancelled() const -> bool { return options_.run.cancelled != nullptr && *options_.run.cancelled; }

  auto Answer(const text::ScannedBlock& block) -> std::optional<std::string> {
    if (Cancelled()) return std::nullopt;
    const Limits& limits = options_.run.limits;
    Result result = block.source_length > limits.source_bytes ? SourceTooLong(block.source_length, limits)
                                                              : engine_.Run(block.source, options_.facts, options_.run);
    if (Cancelled()) return std::nullopt;
    std::string answer = options_.format == ResultFormat::kArrow ? text::ArrowAnswer(result) : ResultToken(result);
    if (block.kept && options_.format != ResultFormat::kArrow) answer.insert(answer.begin(), '\n');
    if (on_block_) {
      on_block_({.offset = block.offset,
                 .length = block.length,
                 .line = block.line,
                 .column = block.column,
                 .source = std::string(block.source),
                 .result = std::move(result)});
    }
    return answer;
  }

  void WarnOfUnclosedTags() {
    for (const text::UnclosedTag& tag : scanner_.unclosed_tags()) {
      warnings_.push_back(tag.before_result
                              ? Warning(tag, "<computation> with a <result> inside; it is not run",
                                        R"(write </computation> before it; in a text of the program, "\u{3c}result>")")
                              : Warning(tag, "unclosed <computation>", kHowToClose));
    }
    const std::uint64_t left_out = scanner_.unclosed_count() - scanner_.unclosed_tags().size();
    if (left_out == 0) return;
    warnings_.push_back(Warning({0, 0}, fmt::format("and {} more unclosed <computation>", left_out), kHowToClose));
  }

  static constexpr std::string_view kHowToClose = "write </computation> after the program; until then it is not run";

  static auto Warning(const text::UnclosedTag& tag, std::string message, std::string_view help) -> Diagnostic {
    constexpr std::uint32_t kTagLength = 13;
    Diagnostic diagnostic;
    diagnostic.code = CodeOf(DiagnosticKind::kUnclosedBlock);
    diagnostic.severity = Severity::kWarning;
    diagnostic.message = std::move(message);
    diagnostic.line = tag.line;
    diagnostic.column = tag.column;
    diagnostic.length = tag.line == 0 ? 0 : kTagLength;
    diagnostic.help = help;
    return diagnostic;
  }

  Engine& engine_;
  TextOptions options_;
  text::BlockScanner scanner_;
  std::function<void(const BlockReport&)> on_block_;
  std::vector<Diagnostic> warnings_;
};

TextProcessor::TextProcessor(Engine& engine, TextOptions options)
    : impl_(std::make_unique<Impl>(engine, std::move(options))) {}
TextProcessor::~TextProcessor() = default;
TextProcessor::TextProcessor(TextProcessor&&) noexcept = default;
auto TextProcessor::operator=(TextProcessor&&) noexcept -> TextProcessor& = default;

void TextProcessor::OnBlock(std::function<void(const BlockReport&)> callback) { impl_->OnBlock(std::move(callback)); }
auto TextProcessor::Feed(std::string_view bytes) -> std::string { return impl_->Feed(bytes); }
auto TextProcessor::Finish() -> std::string { return impl_->Finish(); }
auto TextProcessor::warnings() const -> const std::vector<Diagnostic>& { return impl_->warnings(); }

auto AnswerText(Engine& engine, std::string_view text, const TextOptions& options) -> std::string {
  TextProcessor processor(engine, options);
  std::string out = processor.Feed(text);
  out += processor.Finish();
  return out;
}

}  // namespace bytelogic
