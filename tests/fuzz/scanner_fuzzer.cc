// Splits the input as its own bytes say, and demands: the same output as in one piece; answering twice changes nothing;
// a text without tags passes unchanged.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "text/block_scanner.h"

namespace {

using bytelogic::text::BlockScanner;
using bytelogic::text::ScannedBlock;
using bytelogic::text::ScannerOptions;

auto MakeScanner(ScannerOptions options) -> BlockScanner {
  return BlockScanner(options, [](const ScannedBlock& block) -> std::optional<std::string> {
    if (block.source == "leave") return std::nullopt;
    return std::string(block.kept ? "\n" : "") + "<result>" + std::to_string(block.source_length) + "</result>";
  });
}

auto Whole(std::string_view text, ScannerOptions options) -> std::string {
  BlockScanner scanner = MakeScanner(options);
  std::string out;
  scanner.Feed(text, out);
  scanner.Finish(out);
  return out;
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  if (size < 2) return 0;
  const ScannerOptions options{
      .keep_blocks = (data[0] & 1) != 0, .source_limit = data[0] / 2U, .old_answer_limit = data[1] + 32U};
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::string whole = Whole(text, options);

  BlockScanner scanner = MakeScanner(options);
  std::string split;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t length = 1 + static_cast<unsigned char>(text[begin]) % 17;
    scanner.Feed(text.substr(begin, length), split);
    begin += length;
  }
  scanner.Finish(split);
  BL_CHECK(split == whole);
  BL_CHECK(Whole(whole, options) == whole);
  if (text.find('<') == std::string_view::npos) BL_CHECK(whole == text);
  return 0;
}
