#include "text/block_scanner.h"

#include <gtest/gtest.h>

#include <ctime>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace bytelogic::text {
namespace {

struct Scan {
  std::string out;
  std::vector<std::string> programs;
  std::vector<ScannedBlock> blocks;
  std::uint64_t unclosed = 0;
};

// Answers a program with itself in brackets, as the given format would.
class Harness {
 public:
  explicit Harness(ScannerOptions options)
      : scanner_(options, [this](const ScannedBlock& block) -> std::optional<std::string> {
          scan_.programs.emplace_back(block.source);
          scan_.blocks.push_back(block);
          if (block.source == "leave") return std::nullopt;
          return std::string(block.kept ? "\n" : "") + "<result>[" + std::to_string(block.source_length) + "]</result>";
        }) {}
  void Feed(std::string_view bytes) { scanner_.Feed(bytes, scan_.out); }
  auto Finish() -> Scan {
    scanner_.Finish(scan_.out);
    scan_.unclosed = scanner_.unclosed_count();
    return scan_;
  }
  [[nodiscard]] auto out() const -> const std::string& { return scan_.out; }

 private:
  Scan scan_;
  BlockScanner scanner_;
};

auto ScanAll(std::string_view text, ScannerOptions options = {}) -> Scan {
  Harness harness(options);
  harness.Feed(text);
  return harness.Finish();
}

auto Keep() -> ScannerOptions { return {.keep_blocks = true}; }
auto Replace() -> ScannerOptions { return {.keep_blocks = false}; }

TEST(BlockScanner, PassesTextWithoutBlocks) {
  for (const std::string_view text :
       {"", "plain", "a < b > c", "<", "<<<<", "<comp", "</computation>", "<result>1</result>",
        "<computation attribute>x", "< computation>", "<computation >1</computation >"}) {
    EXPECT_EQ(ScanAll(text).out, text);
    EXPECT_EQ(ScanAll(text, Replace()).out, text);
    EXPECT_TRUE(ScanAll(text).programs.empty()) << text;
    EXPECT_EQ(ScanAll(text).unclosed, 0U) << text;
  }
}

TEST(BlockScanner, AnswersABlock) {
  const std::string_view text = "2 is <computation>abc</computation>.";
  EXPECT_EQ(ScanAll(text).out, "2 is <computation>abc</computation>\n<result>[3]</result>.");
  EXPECT_EQ(ScanAll(text, Replace()).out, "2 is <result>[3]</result>.");
}

TEST(BlockScanner, TagsAreCaseInsensitiveAndProgramsUntouched) {
  const Scan scan = ScanAll("<ComputatioN> \tA&<b>\r\n\x80\xFF </COMPUTATION>");
  ASSERT_EQ(scan.programs.size(), 1U);
  EXPECT_EQ(scan.programs[0], " \tA&<b>\r\n\x80\xFF ");
  EXPECT_EQ(scan.out, "<ComputatioN> \tA&<b>\r\n\x80\xFF </COMPUTATION>\n<result>[12]</result>");
}

TEST(BlockScanner, KeepsZeroBytes) {
  const std::string text("a\0<computation>\0</computation>\0", 31);
  const Scan scan = ScanAll(text, Replace());
  EXPECT_EQ(scan.programs.at(0), std::string(1, '\0'));
  EXPECT_EQ(scan.out, std::string("a\0<result>[1]</result>\0", 23));
}

TEST(BlockScanner, AnswersAnEmptyBlockAndNeighbours) {
  EXPECT_EQ(ScanAll("<computation></computation><computation>x</computation>", Replace()).out,
            "<result>[0]</result><result>[1]</result>");
}

TEST(BlockScanner, LeavesAnUnclosedBlockAlone) {
  for (const std::string_view text :
       {"a<computation>", "<computation>x</computation", "<computation>x<", "<computation>\n\nx"}) {
    for (const bool keep : {true, false}) {
      const Scan scan = ScanAll(text, {.keep_blocks = keep});
      EXPECT_EQ(scan.out, text);
      EXPECT_EQ(scan.unclosed, 1U);
      EXPECT_TRUE(scan.programs.empty());
    }
  }
}

TEST(BlockScanner, TheNearestOpeningTagCounts) {
  const std::string_view text = "write <computation> first: <computation>1</computation>";
  const Scan scan = ScanAll(text, Replace());
  EXPECT_EQ(scan.out, "write <computation> first: <result>[1]</result>");
  EXPECT_EQ(scan.unclosed, 1U);
  EXPECT_EQ(scan.programs, std::vector<std::string>{"1"});
}

TEST(BlockScanner, AResultDoesNotStandInsideAProgram) {
  const Scan scan = ScanAll("<computation>1\n<result>1</result> and </computation>", Replace());
  EXPECT_EQ(scan.out, "<computation>1\n<result>1</result> and </computation>");
  EXPECT_EQ(scan.unclosed, 1U);
}

TEST(BlockScanner, SaysWhereBlocksStand) {
  const Scan scan = ScanAll("é\n ü <computation>1\n2</computation>\r\n<computation></computation> <computation>");
  ASSERT_EQ(scan.blocks.size(), 2U);
  EXPECT_EQ(scan.blocks[0].line, 2U);
  EXPECT_EQ(scan.blocks[0].column, 4U);
  EXPECT_EQ(scan.blocks[0].offset, 7U);
  EXPECT_EQ(scan.blocks[0].length, 30U);
  EXPECT_EQ(scan.blocks[1].line, 4U);
  EXPECT_EQ(scan.blocks[1].column, 1U);

  BlockScanner scanner(Keep(), [](const ScannedBlock&) { return std::nullopt; });
  std::string out;
  scanner.Feed("\n  <computation>", out);
  scanner.Finish(out);
  ASSERT_EQ(scanner.unclosed_tags().size(), 1U);
  EXPECT_EQ(scanner.unclosed_tags()[0].line, 2U);
  EXPECT_EQ(scanner.unclosed_tags()[0].column, 3U);
}

TEST(BlockScanner, ReplacesAnOldAnswer) {
  const std::string block = "<computation>ab</computation>";
  const std::string answered = block + "\n<result>[2]</result>";
  for (const std::string& old : {std::string("\n<result>x</result>"), std::string("<result></result>"),
                                 std::string(" \r\n\t<RESULT>a < b\n</b></RESULT>"),
                                 std::string("\n<result error=\"E204\">at 1:1: no &lt;</result>")}) {
    EXPECT_EQ(ScanAll(block + old + "!").out, answered + "!") << old;
    EXPECT_EQ(ScanAll(block + old + "!", Replace()).out, "<result>[2]</result>!") << old;
  }
}

TEST(BlockScanner, KeepsWhatOnlyResemblesAnOldAnswer) {
  const std::string block = "<computation>ab</computation>";
  const std::string answered = block + "\n<result>[2]</result>";
  for (const std::string& rest :
       {std::string(" x <result>1</result>"), std::string("<result>never closed"), std::string(" \n"),
        std::string(" <resul"), std::string("<result error=\"E204>x</result>"),
        std::string("<result error='E204'>x</result>"), std::string("<result error=\"much-too-long\">x</result>"),
        std::string("<results>x</results>"), std::string("<computed>RESULT 1</computed>"),
        std::string("<result>a<result>b</result>"), std::string(300, ' ') + "<result>far away</result>"}) {
    EXPECT_EQ(ScanAll(block + rest).out, answered + rest) << rest;
    EXPECT_EQ(ScanAll(block + rest, Replace()).out, "<result>[2]</result>" + rest) << rest;
  }
}

TEST(BlockScanner, TakesOneOldAnswerOnly) {
  EXPECT_EQ(ScanAll("<computation>a</computation><result>1</result> <result>2</result>", Replace()).out,
            "<result>[1]</result> <result>2</result>");
}

TEST(BlockScanner, ABlockInAnUnclosedOldAnswerIsABlock) {
  EXPECT_EQ(ScanAll("<computation>a</computation> <result>1 <computation>bc</computation>", Replace()).out,
            "<result>[1]</result> <result>1 <result>[2]</result>");
}

TEST(BlockScanner, LeavesABlockAloneWhereThereIsNoAnswer) {
  const std::string_view text = "<computation>leave</computation>\n<result>old</result>";
  EXPECT_EQ(ScanAll(text).out, text);
  EXPECT_EQ(ScanAll(text, Replace()).out, text);
}

TEST(BlockScanner, KeepsABlockThatIsTooLong) {
  const std::string long_block = "<computation>" + std::string(11, 'x') + "</computation>";
  for (const bool keep : {true, false}) {
    const Scan scan = ScanAll("a" + long_block + "b", {.keep_blocks = keep, .source_limit = 10});
    EXPECT_EQ(scan.out, "a" + long_block + "\n<result>[11]</result>b");
    EXPECT_EQ(scan.programs.at(0), std::string(10, 'x'));
  }
  EXPECT_EQ(ScanAll("<computation>xxxxxxxxxx</computation>", {.keep_blocks = false, .source_limit = 10}).out,
            "<result>[10]</result>");
}

TEST(BlockScanner, DoesNotStoreEndlessBlocksAndAnswers) {
  const std::string piece(1 << 16, 'x');
  Harness block({.keep_blocks = false, .source_limit = 1'000});
  block.Feed("<computation>");
  std::size_t fed = 13;
  for (int i = 0; i < 20; ++i) {
    block.Feed(piece);
    fed += piece.size();
    EXPECT_EQ(block.out().size(), fed);
  }
  Harness answer({.keep_blocks = false, .old_answer_limit = 1'000});
  answer.Feed("<computation>a</computation><result>");
  answer.Feed(piece);
  EXPECT_EQ(answer.out().size(), std::string_view("<result>[1]</result><result>").size() + piece.size());
}

TEST(BlockScanner, CountsUnclosedTagsWithoutStoringThemAll) {
  std::string text;
  for (int i = 0; i < 1'000; ++i) text += "<computation>";
  BlockScanner scanner(Keep(), [](const ScannedBlock&) { return std::nullopt; });
  std::string out;
  scanner.Feed(text, out);
  scanner.Finish(out);
  EXPECT_EQ(out, text);
  EXPECT_EQ(scanner.unclosed_tags().size(), BlockScanner::kMaxUnclosedTags);
  EXPECT_EQ(scanner.unclosed_count(), 1'000U);
}

TEST(BlockScanner, NeverPassesOnHalfATagAndNeverHoldsBackText) {
  Harness harness(Keep());
  harness.Feed("text <compu");
  EXPECT_EQ(harness.out(), "text ");
  harness.Feed("ter");
  EXPECT_EQ(harness.out(), "text <computer");
  harness.Feed("> <Computation>");
  EXPECT_EQ(harness.out(), "text <computer> <Computation>");
  harness.Feed("ab</computatio");
  EXPECT_EQ(harness.out(), "text <computer> <Computation>ab");
  harness.Feed("n>");
  EXPECT_EQ(harness.out(), "text <computer> <Computation>ab</computation>\n<result>[2]</result>");
}

constexpr std::string_view kTrickyTexts[] = {
    "",
    "<",
    "a<computation>1</computation>b",
    "<computation></computation><computation>x</computation>",
    "<comp<computation>1</comp</computation></computation>",
    "<computation>1</computation>\n<result>2</result>c",
    "<computation>1</computation> \n <result error=\"R301\">old</result><result>kept</result>",
    "<computation>1</computation><result>1<computation>2</computation>",
    "<computation>1</computation> <computed>old</computed>",
    "a <computation> b <computation>c</computation> d </computation> e",
    "<computation>a<result>1</result></computation>",
    "<COMPUTATION>1\r\n2</cOmputation>\r\n<Result>\xE2\x86\x92</result>\xE2\x86",
    "<computation>0123456789abcdef</computation> <result>x</result>.",
    "<computation>1</computation><result>0123456789012345678901234567890123456789</result>",
    "<computation>1</computation><result error=\"E204",
    "<computation>leave</computation>\n<result>x</result>",
    "<<<</<computation</<computation>x</</</computation></",
    "x<computation>unclosed </computatio",
    "<computation>1</computation>                                  <result>9</result>",
};

auto Tight(bool keep) -> ScannerOptions { return {.keep_blocks = keep, .source_limit = 12, .old_answer_limit = 40}; }

TEST(BlockScanner, EverySplitGivesTheSameOutput) {
  for (const std::string_view text : kTrickyTexts) {
    for (const bool keep : {true, false}) {
      const std::string whole = ScanAll(text, Tight(keep)).out;
      std::vector<std::string> prefixes;  // the output after each byte
      Harness bytewise(Tight(keep));
      for (const char byte : text) {
        prefixes.push_back(bytewise.out());
        bytewise.Feed(std::string_view(&byte, 1));
      }
      prefixes.push_back(bytewise.out());
      EXPECT_EQ(bytewise.Finish().out, whole) << text;
      for (std::size_t first = 0; first <= text.size(); ++first) {
        for (std::size_t second = first; second <= text.size(); ++second) {
          Harness harness(Tight(keep));
          harness.Feed(text.substr(0, first));
          ASSERT_EQ(harness.out(), prefixes[first]) << text << " split at " << first;
          harness.Feed(text.substr(first, second - first));
          ASSERT_EQ(harness.out(), prefixes[second]) << text << " split at " << first << ", " << second;
          harness.Feed(text.substr(second));
          ASSERT_EQ(harness.Finish().out, whole) << text << " split at " << first << ", " << second;
        }
      }
    }
  }
}

TEST(BlockScanner, AnsweringTwiceChangesNothing) {
  for (const std::string_view text : kTrickyTexts) {
    for (const bool keep : {true, false}) {
      const std::string once = ScanAll(text, Tight(keep)).out;
      EXPECT_EQ(ScanAll(once, Tight(keep)).out, once) << text << (keep ? " (append)" : " (replace)");
    }
  }
}

// Random sequences of the pieces that matter.
TEST(BlockScanner, RandomTextsKeepBothProperties) {
  constexpr std::string_view kPieces[] = {"<computation>",
                                          "</computation>",
                                          "<result>",
                                          "</result>",
                                          "<result error=\"R201\">",
                                          " ",
                                          "\n",
                                          "<",
                                          "<comp",
                                          "</",
                                          "x",
                                          "0123456789ab",
                                          "<computed>",
                                          "leave"};
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::size_t i = random() % 16; i > 0; --i) text += kPieces[random() % std::size(kPieces)];
    const bool keep = random() % 2 == 0;
    const std::string once = ScanAll(text, Tight(keep)).out;
    ASSERT_EQ(ScanAll(once, Tight(keep)).out, once) << text << (keep ? " (append)" : " (replace)");
    Harness harness(Tight(keep));
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t length = 1 + random() % 9;
      harness.Feed(std::string_view(text).substr(begin, length));
      begin += length;
    }
    ASSERT_EQ(harness.Finish().out, once) << text;
  }
}

// Processor time, which other work on the machine does not change, and a generous bound: a scan that is not linear
// takes minutes for these.
TEST(BlockScanner, IsLinear) {
  for (const std::string_view unit :
       {"<", "<comp", "<computation>", "</computation>", "<computation>1</computation>\n<result>",
        "<computation>1</computation> ", "<result>", "\xC3\xA9\n"}) {
    std::string text = "<computation>x</computation><result>";
    while (text.size() < (1U << 19)) text += unit;
    const std::clock_t start = std::clock();
    const Scan scan = ScanAll(text, Replace());
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    EXPECT_FALSE(scan.out.empty());
    EXPECT_LT(seconds, 10.0) << unit;
  }
}

}  // namespace
}  // namespace bytelogic::text
