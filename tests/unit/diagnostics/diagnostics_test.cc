#include "diagnostics/diagnostics.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bytelogic {
namespace {

TEST(DiagnosticsTest, KindsHaveCodes) {
  EXPECT_EQ(CodeOf(DiagnosticKind::kUnbound), "E204");
  EXPECT_EQ(TitleOf(DiagnosticKind::kUnbound), "unbound variable");
  EXPECT_EQ(SeverityOf(DiagnosticKind::kUnbound), Severity::kError);
  EXPECT_EQ(SeverityOf(DiagnosticKind::kFuelLimit), Severity::kError);
  EXPECT_EQ(SeverityOf(DiagnosticKind::kNoOutput), Severity::kWarning);
  EXPECT_EQ(KindOf("e204"), DiagnosticKind::kUnbound);
  EXPECT_EQ(KindOf("E999"), std::nullopt);
}

TEST(DiagnosticsTest, LocatesInCodePointsAndAllLineEnds) {
  const std::string source = "\xEF\xBB\xBFé1\r\n2\n\r34";
  const auto expect = [&source](std::uint32_t offset, std::uint32_t line, std::uint32_t column) {
    const LineColumn place = Locate(source, offset);
    EXPECT_EQ(place.line, line) << offset;
    EXPECT_EQ(place.column, column) << offset;
  };
  expect(3, 1, 1);
  expect(5, 1, 2);
  expect(6, 1, 3);
  expect(8, 2, 1);
  expect(10, 3, 1);
  expect(11, 4, 1);
  expect(13, 4, 3);
  expect(999, 4, 3);
}

TEST(DiagnosticsTest, SortsByPlaceAndDropsDuplicates) {
  Diagnostics diagnostics;
  diagnostics.ReportGlobal(DiagnosticKind::kNoOutput, "no output");
  diagnostics.Report(DiagnosticKind::kUnbound, {6, 2}, "second");
  diagnostics.Report(DiagnosticKind::kArity, {0, 1}, "first");
  diagnostics.Report(DiagnosticKind::kUnbound, {6, 2}, "again");
  diagnostics.Report(DiagnosticKind::kArity, {6, 2}, "other kind", "help", RangeFix{{5, 3}, "x"});
  const std::vector<Diagnostic> shown = diagnostics.ToPublic("abcd\nefgh");
  ASSERT_EQ(shown.size(), 4U);
  EXPECT_EQ(shown[0].message, "first");
  EXPECT_EQ(shown[1].message, "second");
  EXPECT_EQ(shown[1].line, 2U);
  EXPECT_EQ(shown[1].column, 2U);
  EXPECT_EQ(shown[1].length, 2U);
  EXPECT_EQ(shown[2].message, "other kind");
  ASSERT_TRUE(shown[2].fix.has_value());
  EXPECT_EQ(shown[2].fix->line, 2U);
  EXPECT_EQ(shown[2].fix->column, 1U);
  EXPECT_EQ(shown[2].fix->length, 3U);
  EXPECT_EQ(shown[3].line, 0U);
  EXPECT_EQ(shown[3].severity, Severity::kWarning);
}

TEST(DiagnosticsTest, ShowsTwentyErrorsAndCountsTheRest) {
  Diagnostics diagnostics;
  for (std::uint32_t i = 30; i > 0; --i) diagnostics.Report(DiagnosticKind::kUnbound, {i, 1}, "e" + std::to_string(i));
  diagnostics.Report(DiagnosticKind::kImplicitSolve, {40, 1}, "warning");
  const std::vector<Diagnostic> shown = diagnostics.ToPublic(std::string(50, 'x'));
  ASSERT_EQ(shown.size(), 22U);
  EXPECT_EQ(shown[0].message, "e1");
  EXPECT_EQ(shown[19].message, "e20");
  EXPECT_EQ(shown[20].message, "warning");
  EXPECT_EQ(shown[21].message, "and 10 more errors");
  EXPECT_EQ(shown[21].code, "E204");
  EXPECT_EQ(diagnostics.error_count(), 30U);
}

TEST(DiagnosticsTest, CountsOneMoreErrorInTheSingular) {
  Diagnostics diagnostics;
  for (std::uint32_t i = 0; i < 21; ++i) diagnostics.Report(DiagnosticKind::kArity, {i, 1}, "e");
  EXPECT_EQ(diagnostics.ToPublic(std::string(50, 'x')).back().message, "and 1 more error");
}

TEST(DiagnosticsTest, OffersNoTwoFixesThatOverlap) {
  const auto fixes_of = [](const std::vector<SourceRange>& ranges) {
    Diagnostics diagnostics;
    for (const SourceRange range : ranges) {
      diagnostics.Report(DiagnosticKind::kUnexpectedWord, range, "unexpected", "", RangeFix{range, "x"});
    }
    std::string fixes;
    for (const Diagnostic& diagnostic : diagnostics.ToPublic("0123456789012345678901234567890123456789")) {
      if (diagnostic.fix) fixes += std::to_string(diagnostic.fix->column - 1) + ' ';
    }
    return fixes;
  };
  EXPECT_EQ(fixes_of({{0, 4}, {4, 4}, {9, 0}}), "0 4 9 ");
  EXPECT_EQ(fixes_of({{0, 30}, {5, 1}, {8, 2}}), "5 8 ");  // the outer one repeats the inner ones
  EXPECT_EQ(fixes_of({{0, 30}, {5, 9}, {6, 0}}), "6 ");    // an insertion inside
  EXPECT_EQ(fixes_of({{5, 0}, {5, 9}}), "5 ");             // at the same place: one diagnostic
  EXPECT_EQ(fixes_of({{0, 2}, {1, 9}, {4, 3}}), "0 4 ");
}

TEST(DiagnosticsTest, NoFixReplacesWhatIsKeptAsWritten) {
  Diagnostics diagnostics;
  diagnostics.KeepAsWritten({2, 3});
  diagnostics.KeepAsWritten({8, 1});
  const auto has_fix = [&](SourceRange range) {
    diagnostics.Report(DiagnosticKind::kUnexpectedWord, range, "wrong", "", RangeFix{range, "x"});
    return diagnostics.pending().back().fix.has_value();
  };
  EXPECT_TRUE(has_fix({0, 2}));
  EXPECT_TRUE(has_fix({2, 0}));
  EXPECT_FALSE(has_fix({2, 3}));
  EXPECT_FALSE(has_fix({0, 10}));
  EXPECT_FALSE(has_fix({3, 0}));
  EXPECT_TRUE(has_fix({5, 3}));
  EXPECT_FALSE(has_fix({8, 1}));
  EXPECT_TRUE(has_fix({9, 1}));
}

TEST(NearestNameTest, FindsSlips) {
  const std::vector<std::string_view> names = {"parent", "ancestor", "age", "x"};
  EXPECT_EQ(NearestName("parnet", names), "parent");
  EXPECT_EQ(NearestName("parents", names), "parent");
  EXPECT_EQ(NearestName("PARENT", names), "parent");
  EXPECT_EQ(NearestName("ancestr", names), "ancestor");
  EXPECT_EQ(NearestName("ages", names), "age");
}

TEST(NearestNameTest, FindsNothingFarAway) {
  const std::vector<std::string_view> names = {"parent", "ancestor", "age", "x"};
  EXPECT_EQ(NearestName("child", names), "");
  EXPECT_EQ(NearestName("y", names), "");
  EXPECT_EQ(NearestName("at", names), "");
  EXPECT_EQ(NearestName("", names), "");
  EXPECT_EQ(NearestName("parent", {}), "");
  EXPECT_EQ(NearestName(std::string(1'000, 'a'), names), "");
}

TEST(NearestNameTest, PrefersTheNearest) {
  EXPECT_EQ(NearestName("edges", {"edgy", "edge", "wedges"}), "edge");
  EXPECT_EQ(NearestName("Edges", {"edge", "edges"}), "edges");
}

}  // namespace
}  // namespace bytelogic
