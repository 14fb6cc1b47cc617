// What a run hands back where a trace is asked for.
#include "runtime/trace.h"

#include <gtest/gtest.h>

#include <string>

#include "closure_image.h"

namespace bytelogic::runtime {
namespace {

auto TraceOf(const Finished& run) -> const TraceReport& {
  return *reinterpret_cast<const TraceReport*>(run.report->trace);
}

// "1:2 1:5": relation 1 had 2 rows, then 5.
auto MarksOf(const Finished& run, std::uint32_t relation) -> std::string {
  const TraceReport& trace = TraceOf(run);
  const auto* marks = reinterpret_cast<const TraceMark*>(trace.marks);
  std::string text;
  for (std::uint32_t i = 0; i < trace.mark_count; ++i) {
    if (marks[i].relation == relation) text += (text.empty() ? "" : " ") + std::to_string(marks[i].row_count);
  }
  return text;
}

auto RelationOf(const Finished& run, std::uint32_t relation) -> const TraceRelation& {
  return reinterpret_cast<const TraceRelation*>(TraceOf(run).relations)[relation];
}

TEST(Trace, IsNotThereWhereNobodyAsks) {
  ClosureImage image;
  image.Begin(0);
  image.AssertRows(image.parent, {{image.Int(1), image.Int(2)}});
  image.End();
  const Finished run = image.Run();
  ASSERT_EQ(run.code(), 0U);
  EXPECT_EQ(run.report->trace, 0U);
  EXPECT_EQ(run.TupleCount(image.ancestor), 0U);  // nothing asked for a solving
}

TEST(Trace, SolvesAtTheEndAndNotesTheRounds) {
  ClosureImage image;
  image.Begin(0);
  image.AssertRows(image.parent,
                   {{image.Int(1), image.Int(2)}, {image.Int(2), image.Int(3)}, {image.Int(3), image.Int(4)}});
  image.End();
  RunOptions options;
  options.trace = 1;
  const Finished run = image.Run(options);
  ASSERT_EQ(run.code(), 0U);
  ASSERT_NE(run.report->trace, 0U);
  EXPECT_EQ(run.Warnings(), "");
  EXPECT_EQ(MarksOf(run, image.parent), "3");
  EXPECT_EQ(MarksOf(run, image.ancestor), "0 3 5 6 6");
  EXPECT_EQ(RelationOf(run, image.ancestor).row_count, 6U);
}

TEST(Trace, IsOfTheLastSolvingAndOfWhatCameAfterIt) {
  ClosureImage image;
  image.Begin(0);
  image.AssertRows(image.parent, {{image.Int(1), image.Int(2)}});
  image.Emit({.kind = OpKind::kSolve});
  image.AssertRows(image.parent, {{image.Int(2), image.Int(3)}});
  image.Emit({.kind = OpKind::kSolve});
  image.AssertRows(image.parent, {{image.Int(3), image.Int(4)}});
  image.AssertRows(image.ancestor, {{image.Int(1), image.Int(3)}, {image.Int(9), image.Int(9)}});
  image.End();
  RunOptions options;
  options.trace = 1;
  const Finished run = image.Run(options);
  ASSERT_EQ(run.code(), 0U);
  EXPECT_EQ(MarksOf(run, image.parent), "2");
  EXPECT_EQ(RelationOf(run, image.parent).row_count, 3U);
  EXPECT_EQ(MarksOf(run, image.ancestor), "0 2 3 3");
  EXPECT_EQ(RelationOf(run, image.ancestor).row_count, 4U);
  EXPECT_EQ(RelationOf(run, image.ancestor).asserted_count, 2U);
}

TEST(Trace, NeedsMemoryLikeAnythingElse) {
  ClosureImage image;
  image.Begin(0);
  for (int i = 0; i < 60; ++i) image.AssertRows(image.parent, {{image.Int(i), image.Int(i + 1)}});
  image.End();
  RunOptions options;
  options.trace = 1;
  bool succeeded = false;
  for (std::uint64_t memory = 1'024; memory < 1U << 20 && !succeeded; memory += 1'024) {
    options.memory_bytes = memory;
    const Finished run = image.Run(options);
    succeeded = run.code() == 0;
    if (succeeded) {
      EXPECT_NE(run.report->trace, 0U);
    } else {
      EXPECT_EQ(run.code(), 304U);
      EXPECT_TRUE(run.report == nullptr || run.report->trace == 0);
    }
  }
  EXPECT_TRUE(succeeded);
}

}  // namespace
}  // namespace bytelogic::runtime
