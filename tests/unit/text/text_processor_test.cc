#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <string_view>
#include <vector>

#include "bytelogic/text.h"
#include "support/test_clock.h"

namespace bytelogic {
namespace {

constexpr std::string_view kBlock = "<computation>RESULT POW(2, 10)</computation>";

// One engine for all tests, which is what engines are for.
class TextProcessorTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { engine = new Engine({.max_instances = 2, .clock = StoppedClock()}); }
  static void TearDownTestSuite() {
    delete engine;
    engine = nullptr;
  }
  static auto Answer(std::string_view text, ResultFormat format = ResultFormat::kReplace) -> std::string {
    TextOptions options;
    options.format = format;
    return AnswerText(*engine, text, options);
  }
  static Engine* engine;
};
Engine* TextProcessorTest::engine = nullptr;

TEST_F(TextProcessorTest, Formats) {
  const std::string text = "2^10 is " + std::string(kBlock) + ".";
  EXPECT_EQ(Answer(text, ResultFormat::kAppend), "2^10 is " + std::string(kBlock) + "\n<result>1024</result>.");
  EXPECT_EQ(Answer(text, ResultFormat::kReplace), "2^10 is <result>1024</result>.");
  EXPECT_EQ(Answer(text, ResultFormat::kArrow), "2^10 is " + std::string(kBlock) + " → 1024.");
}

TEST_F(TextProcessorTest, Errors) {
  const std::string answer = Answer("<computation>RESULT $x</computation>");
  EXPECT_TRUE(answer.starts_with("<result error=\"E204\">1:8 ")) << answer;
  EXPECT_TRUE(answer.ends_with("</result>")) << answer;
  EXPECT_EQ(answer.find('\n'), std::string::npos) << answer;
  const std::string arrow = Answer("<computation>RESULT $x</computation>", ResultFormat::kArrow);
  EXPECT_NE(arrow.find("</computation> → error E204 1:8 "), std::string::npos) << arrow;
}

TEST_F(TextProcessorTest, Escapes) {
  EXPECT_EQ(Answer("<computation>RESULT \"</result> & <b>\"</computation>", ResultFormat::kArrow),
            "<computation>RESULT \"</result> & <b>\"</computation> → \"&lt;/result&gt; &amp; &lt;b&gt;\"");
  EXPECT_EQ(Answer("<computation>RESULT \"a</b> & c\"</computation>"), "<result>\"a&lt;/b&gt; &amp; c\"</result>");
}

TEST_F(TextProcessorTest, BlocksKnowNothingOfEachOther) {
  const std::string answer =
      Answer("<computation>REL a 1 FACT a x QUERY a ?</computation> <computation>QUERY a ?</computation>");
  EXPECT_TRUE(answer.starts_with("<result>x</result> <result error=\"E201\">")) << answer;
}

TEST_F(TextProcessorTest, AnsweringTwiceChangesNothing) {
  const std::string text = "a " + std::string(kBlock) +
                           "b <computation>RESULT $x</computation> <result>old</result> <computation>" +
                           std::string(kBlock) + " c </computation> <computation>";
  for (const ResultFormat format : {ResultFormat::kAppend, ResultFormat::kReplace}) {
    const std::string once = Answer(text, format);
    EXPECT_EQ(Answer(once, format), once);
  }
}

TEST_F(TextProcessorTest, EverySplitGivesTheSameOutput) {
  const std::string text = "é" + std::string(kBlock) + "\n<result>7</result><computation>RESULT $x</computation>";
  for (const ResultFormat format : {ResultFormat::kAppend, ResultFormat::kReplace, ResultFormat::kArrow}) {
    const std::string whole = Answer(text, format);
    for (std::size_t split = 0; split <= text.size(); ++split) {
      TextOptions options;
      options.format = format;
      TextProcessor processor(*engine, options);
      std::string out = processor.Feed(std::string_view(text).substr(0, split));
      out += processor.Feed(std::string_view(text).substr(split));
      out += processor.Finish();
      ASSERT_EQ(out, whole) << split;
    }
  }
}

TEST_F(TextProcessorTest, ReportsBlocks) {
  TextProcessor processor(*engine, {});
  std::vector<BlockReport> reports;
  processor.OnBlock([&reports](const BlockReport& report) { reports.push_back(report); });
  processor.Feed("one\n é <computation>RESULT 1</comp");
  EXPECT_TRUE(reports.empty());
  processor.Feed("utation>");
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0].offset, 8U);
  EXPECT_EQ(reports[0].length, 35U);
  EXPECT_EQ(reports[0].line, 2U);
  EXPECT_EQ(reports[0].column, 4U);
  EXPECT_EQ(reports[0].source, "RESULT 1");
  EXPECT_TRUE(reports[0].result.success);
  EXPECT_EQ(reports[0].result.Text(), "1");
}

TEST_F(TextProcessorTest, WarnsOfUnclosedBlocks) {
  TextProcessor processor(*engine, {});
  EXPECT_EQ(processor.Feed("a\n b <computation>RESULT 1"), "a\n b <computation>RESULT 1");
  EXPECT_EQ(processor.Finish(), "");
  ASSERT_EQ(processor.warnings().size(), 1U);
  EXPECT_EQ(processor.warnings()[0].code, "W104");
  EXPECT_EQ(processor.warnings()[0].severity, Severity::kWarning);
  EXPECT_EQ(processor.warnings()[0].line, 2U);
  EXPECT_EQ(processor.warnings()[0].column, 4U);

  TextProcessor many(*engine, {});
  for (int i = 0; i < 100; ++i) many.Feed("<computation>");
  many.Finish();
  ASSERT_EQ(many.warnings().size(), 21U);
  EXPECT_EQ(many.warnings().back().message, "and 80 more unclosed <computation>");
}

TEST_F(TextProcessorTest, ABlockThatIsTooLongIsALimit) {
  for (const ResultFormat format : {ResultFormat::kAppend, ResultFormat::kReplace}) {
    TextOptions options;
    options.format = format;
    options.run.limits.source_bytes = 10;
    TextProcessor processor(*engine, options);
    bool limit = false;
    processor.OnBlock([&limit](const BlockReport& report) { limit = report.result.EndedByLimit(); });
    const std::string out = processor.Feed(kBlock);
    EXPECT_TRUE(out.starts_with(std::string(kBlock) + "\n<result error=\"R301\">")) << out;
    EXPECT_TRUE(limit);
  }
}

TEST_F(TextProcessorTest, FactsAreForEveryBlock) {
  TextOptions options;
  options.format = ResultFormat::kReplace;
  options.facts.Add("edge", {"a", "b"});
  EXPECT_EQ(
      AnswerText(*engine, "<computation>REL edge 2 QUERY edge a ?</computation><computation>RESULT 1</computation>",
                 options),
      "<result>b</result><result>1</result>");
}

TEST_F(TextProcessorTest, LeavesBlocksAloneOnceCancelled) {
  std::atomic<bool> cancelled = true;
  TextOptions options;
  options.format = ResultFormat::kReplace;
  options.run.cancelled = &cancelled;
  const std::string text = std::string(kBlock) + "\n<result>old</result>";
  EXPECT_EQ(AnswerText(*engine, text, options), text);
}

TEST_F(TextProcessorTest, Moves) {
  TextProcessor first(*engine, {});
  std::string out = first.Feed("a <computation>RESULT 1</compu");
  TextProcessor second(std::move(first));
  out += second.Feed("tation>");
  EXPECT_EQ(out, "a <computation>RESULT 1</computation>\n<result>1</result>");
}

}  // namespace
}  // namespace bytelogic
