// Each limit just below, at, and above what a program needs; and that every allocation may fail.
#include <gtest/gtest.h>

#include <string>

#include "closure_image.h"

namespace bytelogic::runtime {
namespace {

constexpr std::uint16_t kAll = ImageAssembler::kAll;

// A closure with 3 facts, 6 derived tuples, one query of 3 rows.
auto Family() -> ClosureImage {
  ClosureImage image;
  image.Begin(0);
  image.AssertRows(image.parent, {{image.Symbol("alice"), image.Symbol("bob")},
                                  {image.Symbol("bob"), image.Symbol("charlie")},
                                  {image.Symbol("charlie"), image.Symbol("dora")}});
  image.Emit({.kind = OpKind::kSolve});
  image.Cell(0, image.Symbol("alice"));
  image.Query(image.ancestor, {0, kAll});
  image.End();
  return image;
}
constexpr const char* kFamilyAnswer = "bob, charlie, dora";

TEST(Limit, FuelIsExact) {
  const ClosureImage image = Family();
  const std::uint64_t needed = image.Run().report->fuel;
  for (std::uint64_t fuel = 0; fuel < needed + 2; ++fuel) {
    RunOptions options;
    options.fuel = fuel;
    const Finished run = image.Run(options);
    EXPECT_EQ(run.code(), fuel < needed ? 309U : 0U);
    if (fuel >= needed) EXPECT_EQ(run.Text(), kFamilyAnswer);
    EXPECT_EQ(run.report->fuel, fuel < needed ? fuel : needed);
  }
}

// Slices of 4,096 units do not show.
TEST(Limit, FuelIsExactBeyondOneSlice) {
  ImageAssembler image;
  image.Begin(0);
  image.ConstantInt(1, 0);
  image.ConstantInt(2, 10'000);
  image.Op1(OpKind::kIntToAny, 1, 1);
  image.Op1(OpKind::kIntToAny, 2, 2);
  image.Emit({.kind = OpKind::kRange, .a = 3, .b = 1, .c = 2, .d = kNoRegister});
  const std::uint32_t next = image.Emit({.kind = OpKind::kRangeNext, .a = 3, .b = 6, .c = 1});
  image.Emit({.kind = OpKind::kJump, .d = next});
  image.At(next).d = image.Here();
  image.End();
  const std::uint64_t needed = image.Run().report->fuel;
  EXPECT_GT(needed, 10'000U);
  for (const std::uint64_t fuel : {std::uint64_t{4095}, std::uint64_t{4096}, std::uint64_t{4097}, std::uint64_t{8192},
                                   needed - 1, needed, needed + 1}) {
    RunOptions options;
    options.fuel = fuel;
    const Finished run = image.Run(options);
    EXPECT_EQ(run.code(), fuel < needed ? 309U : 0U);
    EXPECT_EQ(run.report->fuel, fuel < needed ? fuel : needed);
  }
}

TEST(Limit, Tuples) {
  const ClosureImage image = Family();
  for (std::uint64_t tuples = 0; tuples <= 10; ++tuples) {
    RunOptions options;
    options.tuples = tuples;
    const Finished run = image.Run(options);
    EXPECT_EQ(run.code(), tuples < 9 ? 305U : 0U);
    if (tuples >= 9) EXPECT_EQ(run.Text(), kFamilyAnswer);
    EXPECT_EQ(run.TupleCount(image.parent) + run.TupleCount(image.ancestor), tuples < 9 ? tuples : 9);
    EXPECT_EQ(run.report->detail_relation, tuples < 3 ? image.parent : tuples < 9 ? image.ancestor : kNone32);
  }
}

TEST(Limit, TuplesOfTheHostDoNotCount) {
  ImageAssembler image;
  const std::uint16_t relation = image.Relation(1);
  image.Begin(0);
  image.AssertRows(relation, {{image.Int(1)}, {image.Int(2)}, {image.Int(3)}});
  image.End();
  RunOptions options;
  options.host_facts = {{relation, {{1}, {2}, {2}}}};
  for (std::uint64_t tuples = 0; tuples <= 2; ++tuples) {
    options.tuples = tuples;
    EXPECT_EQ(image.Run(options).code(), tuples < 1 ? 305U : 0U);
  }
}

TEST(Limit, FactsOfTheProgramAlone) {
  ClosureImage image;
  image.Begin(0);
  image.AssertRows(image.parent,
                   {{image.Int(1), image.Int(2)}, {image.Int(1), image.Int(2)}, {image.Int(5), image.Int(6)}});
  image.Emit({.kind = OpKind::kSolve});
  image.AssertRows(image.ancestor,
                   {{image.Int(1), image.Int(2)}, {image.Int(8), image.Int(9)}});  // the first is derived
  image.End();
  RunOptions options;
  options.host_facts = {{image.parent, {{5, 6}, {6, 7}}}, {image.ancestor, {{8, 9}}}};
  for (std::uint64_t facts = 0; facts <= 3; ++facts) {
    options.facts = facts;
    const Finished run = image.Run(options);
    EXPECT_EQ(run.code(), facts < 2 ? 306U : 0U);
    EXPECT_EQ(run.report->detail_relation, facts == 0 ? image.parent : facts == 1 ? image.ancestor : kNone32);
  }
}

// f(n) calls itself n times.
auto Recursion(std::int64_t calls) -> ImageAssembler {
  ImageAssembler image;
  image.Site(0);
  const std::uint32_t site = image.Site(9);
  image.Begin(0);
  image.ConstantInt(1, calls - 1);
  image.Emit({.kind = OpKind::kCall, .a = 1, .b = 1, .c = 1, .d = image.List({1}), .e = site});
  image.Op1(OpKind::kIntToAny, 1, 1);
  image.Result(1);
  image.End();
  image.Begin(1, 4, 1);
  const std::uint32_t more = image.Emit({.kind = OpKind::kJumpIfTrue, .a = 0});
  image.Emit({.kind = OpKind::kReturn, .a = 0});
  image.At(more).d = image.Here();
  image.ConstantInt(1, 1);
  image.Op2(OpKind::kSubtractInt, 1, 0, 1);
  image.Emit({.kind = OpKind::kCall, .a = 1, .b = 1, .c = 1, .d = image.List({1}), .e = site});
  image.Emit({.kind = OpKind::kReturn, .a = 1});
  image.End();
  return image;
}

TEST(Limit, CallDepth) {
  for (const std::uint32_t depth : {9U, 10U, 11U}) {
    RunOptions options;
    options.call_depth = depth;
    EXPECT_EQ(Recursion(10).Run(options).Text(), depth < 10 ? "error 302 @ 1" : "0");
  }
  RunOptions options;
  options.call_depth = 10'000;
  EXPECT_EQ(Recursion(10'000).Run(options).Text(), "0");
}

TEST(Limit, CallDepthInARuleAbandonsTheBinding) {
  ImageAssembler image = Recursion(1);
  const std::uint16_t base = image.Relation(1);
  const std::uint16_t derived = image.Relation(1, true);
  const std::uint32_t site = image.Site(4);
  image.Begin(0);
  image.AssertRows(base, {{image.Int(1)}, {image.Int(50)}, {image.Int(2)}});
  image.Emit({.kind = OpKind::kSolve});
  image.End();
  image.Begin(2);
  const std::uint32_t scan = image.Scan(10, base, RowRange::kFull);
  image.Column(1, 10, 0, base);
  image.Op1(OpKind::kCellToInt, 2, 1);
  image.Emit({.kind = OpKind::kCall, .a = 2, .b = 1, .c = 1, .d = image.List({2}), .e = site});
  image.Insert(derived, {1});
  image.Next(scan);
  image.End();
  image.Stratum({derived}, {{2, kNone32}});
  RunOptions options;
  options.call_depth = 20;
  const Finished run = image.Run(options);
  EXPECT_EQ(run.Text(), "error 302 @ 1");
  EXPECT_EQ(run.TupleCount(derived), 2U);
}

TEST(Limit, OutputCountsItsText) {
  ImageAssembler image;
  const std::uint16_t relation = image.Relation(2);
  const std::uint16_t empty = image.Relation(1);
  image.Begin(0);
  image.AssertRows(relation, {{image.Symbol("a b"), image.Int(12)}, {image.Symbol("c"), image.Float(0.5)}});
  image.Query(relation, {kAll, kAll});  // `"a b" 12, c 0.5`: 8 + 2 + 5
  image.Cell(1, image.Symbol("x"));
  image.Cell(2, image.Int(1));
  image.Query(relation, {1, 2});  // `false`: 5
  image.Query(empty, {kAll});     // `none`: 4
  image.ConstantText(3, "END");
  image.Op1(OpKind::kTextToAny, 3, 3);
  image.Result(3);  // `"END"`: 5
  image.End();
  struct Case {
    std::uint64_t bytes;
    std::uint32_t output;
    std::uint64_t rows;
  };
  for (const Case& limit : {Case{0, 0, 2},
                            {7, 0, 2},
                            {8, 0, 1},
                            {14, 0, 1},
                            {15, 1, 1},
                            {19, 1, 1},
                            {20, 2, 1},
                            {23, 2, 1},
                            {24, 3, 1},
                            {28, 3, 1}}) {
    RunOptions options;
    options.output_bytes = limit.bytes;
    const Finished run = image.Run(options);
    EXPECT_EQ(run.Text(), "error 308") << limit.bytes;
    EXPECT_EQ(run.report->detail_output, limit.output) << limit.bytes;
    EXPECT_EQ(run.report->detail_rows, limit.rows) << limit.bytes;
  }
  RunOptions options;
  options.output_bytes = 29;
  EXPECT_EQ(image.Run(options).Text(), "\"a b\" 12, c 0.5 | false | none | \"END\"");
}

TEST(Limit, TheHostsStopFlag) {
  // Sees it at the first test of fuel, and in a run of many rounds that cost nothing else.
  RunOptions options;
  options.stop = 1;
  EXPECT_EQ(Family().Run(options).Text(), "error 303");
  // Without any fuel: host facts.
  ImageAssembler image;
  const std::uint16_t relation = image.Relation(1);
  image.Begin(0);
  image.End();
  options.host_facts = {{relation, {}}};
  for (int i = 0; i < 10'000; ++i) options.host_facts[0].rows.push_back({i});
  EXPECT_EQ(image.Run(options).Text(), "error 303");
}

// With every heap that is too small the run ends with R304 or answers; it never does anything else.
TEST(Limit, MemoryMayRunOutAnywhere) {
  ClosureImage image = Family();
  image.Begin(0);
  for (int i = 0; i < 40; ++i) image.AssertRows(image.parent, {{image.Int(i), image.Int(1LL << (i + 20))}});
  image.AssertRows(image.parent, {{image.Symbol("alice"), image.Int(0)}});
  image.Emit({.kind = OpKind::kSolve});
  image.AssertRows(image.ancestor, {{image.Int(0), image.Symbol("alice")}});
  image.Emit({.kind = OpKind::kSolve});
  image.Cell(0, image.Symbol("alice"));
  for (int i = 0; i < 2; ++i) image.Query(image.ancestor, {0, kAll});
  image.Query(image.ancestor, {kAll, kAll});
  image.ConstantText(1, "some text");
  image.Emit({.kind = OpKind::kBuiltin,
              .a = 1,
              .b = static_cast<std::uint16_t>(Builtin::kConcat),
              .c = 2 | 2 << 8,
              .d = image.List({1, 1})});
  image.Op1(OpKind::kTextToCell, 2, 1);
  image.Query(image.ancestor, {2, kAll});
  image.End();
  const std::string answer = image.Run().Text();
  const std::uint64_t needed = image.Run().report->memory_bytes;
  std::uint32_t failures = 0;
  for (std::uint64_t bytes = 0; bytes <= needed + 16; bytes += 16) {
    RunOptions options;
    options.memory_bytes = bytes;
    const Finished run = image.Run(options);
    if (run.code() == 304) {
      ++failures;
      continue;
    }
    EXPECT_EQ(run.Text(), answer) << bytes;
  }
  EXPECT_GT(failures, 100U);
  RunOptions options;
  options.memory_bytes = needed;
  EXPECT_EQ(image.Run(options).Text(), answer);
  options.memory_bytes = needed - 16;
  EXPECT_EQ(image.Run(options).Text(), "error 304");
}

}  // namespace
}  // namespace bytelogic::runtime
