#include "tools/diagnostic_pages.h"

#include <gtest/gtest.h>

namespace bytelogic::tools {
namespace {

TEST(DiagnosticPages, MarkdownBecomesText) {
  EXPECT_EQ(RenderMarkdown("# E204: unbound `$x`\n\nA **bold** [link](a/b.md) and `**code**`.\n\n```bytelogic\nRESULT "
                           "[1]\n\nEND\n```\n- item\n",
                           false),
            "E204: unbound `$x`\n\nA bold link and `**code**`.\n\n    RESULT [1]\n\n    END\n- item\n");
  EXPECT_EQ(RenderMarkdown("# T\ntext\n", true), "\x1b[1mT\x1b[0m\ntext\n");
  EXPECT_EQ(RenderMarkdown("", false), "");
  EXPECT_EQ(RenderMarkdown("#", false), "\n");
  EXPECT_EQ(RenderMarkdown("[open ](", false), "[open ](\n");
  EXPECT_EQ(RenderMarkdown("```", false), "");
}

TEST(DiagnosticPages, EveryPageIsOfACode) {
  for (const DiagnosticPage& page : DiagnosticPages()) {
    EXPECT_TRUE(KindOf(page.code).has_value()) << page.code;
    EXPECT_NE(page.markdown.find(page.code), std::string_view::npos) << page.code;
  }
}

TEST(DiagnosticPages, EveryCodeIsExplained) {
  EXPECT_NE(RenderDiagnosticPage(DiagnosticKind::kUnbound, false).find("E204"), std::string::npos);
  EXPECT_NE(RenderDiagnosticPage(DiagnosticKind::kFuelLimit, false).find("R309"), std::string::npos);
}

}  // namespace
}  // namespace bytelogic::tools
