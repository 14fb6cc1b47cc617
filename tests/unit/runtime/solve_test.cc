// Strata, rounds, row ranges, faults inside rules, solving again, and the warnings about it.
#include <gtest/gtest.h>

#include <string>

#include "base/builtin.h"
#include "closure_image.h"

namespace bytelogic::runtime {
namespace {

constexpr std::uint16_t kAll = ImageAssembler::kAll;

void Solve(ImageAssembler& image) { image.Emit({.kind = OpKind::kSolve}); }
void EnsureSolved(ImageAssembler& image, std::uint32_t site) { image.Emit({.kind = OpKind::kEnsureSolved, .e = site}); }

TEST(Solve, ClosureOfAChain) {
  ClosureImage image;
  image.Begin(0);
  image.AssertRows(image.parent, {{image.Symbol("alice"), image.Symbol("bob")},
                                  {image.Symbol("bob"), image.Symbol("charlie")},
                                  {image.Symbol("charlie"), image.Symbol("dora")}});
  Solve(image);
  image.Cell(0, image.Symbol("alice"));
  image.Query(image.ancestor, {0, kAll});
  image.Query(image.ancestor, {kAll, kAll});
  image.End();
  const Finished run = image.Run();
  EXPECT_EQ(run.Text(),
            "bob, charlie, dora | alice bob, alice charlie, alice dora, bob charlie, bob dora, charlie dora");
  EXPECT_EQ(run.TupleCount(image.ancestor), 6U);
  EXPECT_EQ(run.report->rounds, 4U);  // paths of length 1, 2, 3, and one that adds nothing
}

TEST(Solve, ClosureOfACycle) {
  ClosureImage image;
  image.Begin(0);
  for (int i = 0; i < 50; ++i) image.AssertRows(image.parent, {{image.Int(i), image.Int((i + 1) % 50)}});
  Solve(image);
  image.End();
  EXPECT_EQ(image.Run().TupleCount(image.ancestor), 2500U);
}

TEST(Solve, AgainAfterNewFactsIsTheSameAsOnce) {
  ClosureImage twice;
  twice.Begin(0);
  twice.AssertRows(twice.parent, {{twice.Int(1), twice.Int(2)}});
  // Derived first, asserted later: stays.
  Solve(twice);
  twice.AssertRows(twice.ancestor, {{twice.Int(1), twice.Int(2)}, {twice.Int(7), twice.Int(8)}});
  twice.AssertRows(twice.parent, {{twice.Int(2), twice.Int(3)}, {twice.Int(6), twice.Int(7)}});
  Solve(twice);
  Solve(twice);  // nothing new: no work
  twice.Query(twice.ancestor, {kAll, kAll});
  twice.End();
  const Finished run = twice.Run();
  EXPECT_EQ(run.Text(), "1 2, 1 3, 2 3, 6 7, 6 8, 7 8");
  EXPECT_EQ(run.TupleCount(twice.ancestor), 6U);
  EXPECT_EQ(run.report->rounds, 2U + 3U);
}

TEST(Solve, ImplicitlyWithAWarningOnce) {
  ClosureImage image;
  image.Begin(0);
  const std::uint32_t first = image.Site(10);
  const std::uint32_t second = image.Site(20);
  image.AssertRows(image.parent, {{image.Int(1), image.Int(2)}});
  EnsureSolved(image, first);
  image.Query(image.ancestor, {kAll, kAll});
  EnsureSolved(image, second);
  image.AssertRows(image.parent, {{image.Int(2), image.Int(3)}});
  EnsureSolved(image, second);
  image.Query(image.ancestor, {kAll, kAll});
  image.End();
  const Finished run = image.Run();
  EXPECT_EQ(run.Text(), "1 2 | 1 2, 1 3, 2 3");
  EXPECT_EQ(run.Warnings(), "101@0");
}

TEST(Solve, WarnsOfReadsAfterLaterFacts) {
  ClosureImage image;
  image.Begin(0);
  const std::uint32_t first = image.Site(10);
  const std::uint32_t second = image.Site(20);
  image.AssertRows(image.parent, {{image.Int(1), image.Int(2)}});
  Solve(image);
  EnsureSolved(image, first);  // nothing since
  image.AssertRows(image.parent, {{image.Int(1), image.Int(2)}});
  EnsureSolved(image, first);  // nothing new since
  image.AssertRows(image.parent, {{image.Int(2), image.Int(3)}});
  EnsureSolved(image, second);
  EnsureSolved(image, second);
  EnsureSolved(image, first);
  image.Query(image.ancestor, {kAll, kAll});
  image.End();
  const Finished run = image.Run();
  EXPECT_EQ(run.Text(), "1 2");
  EXPECT_EQ(run.Warnings(), "105@1 105@0");
}

TEST(Solve, HostFactsAreThereFromTheStart) {
  ClosureImage image;
  image.Begin(0);
  Solve(image);
  image.Query(image.ancestor, {kAll, kAll});
  image.End();
  RunOptions options;
  options.host_facts = {{image.parent, {{"alice", "bob"}, {"bob", 2.5}, {"alice", "bob"}}},
                        {image.ancestor, {{"x", 7}}}};
  const Finished run = image.Run(options);
  EXPECT_EQ(run.Text(), "alice 2.5, alice bob, bob 2.5, x 7");
  EXPECT_EQ(run.TupleCount(image.parent), 2U);
}

// Which rows each range has in each round, told by a relation that grows by one row a round: n -> n + 1, up to 3.
// seen(range, n) is inserted for every row of it that a scan, a probe, a membership or an existence test finds.
TEST(Solve, RangesOfARound) {
  for (const RowRange range : {RowRange::kFull, RowRange::kDelta, RowRange::kOld}) {
    for (const OpKind way : {OpKind::kScan, OpKind::kProbe, OpKind::kMember, OpKind::kExists, OpKind::kNotEmpty}) {
      ImageAssembler image;
      const std::uint16_t number = image.Relation(2, true);  // (0, n)
      const std::uint16_t seen = image.Relation(2, true);    // (round, n)
      const std::uint16_t by_first = image.Index(number, {0});
      const std::uint16_t by_second = image.Index(number, {1});
      image.Begin(0);
      image.AssertRows(number, {{image.Int(0), image.Int(0)}});
      Solve(image);
      image.Query(seen, {kAll, kAll});
      image.End();

      image.Begin(1);  // number(0, n + 1) :- delta number(0, n), n < 3; for each m of `range`: seen(n, m)
      const auto c = static_cast<std::uint16_t>(range);
      image.Cell(1, image.Int(0));
      image.ConstantInt(2, 1);
      image.ConstantInt(3, 3);
      const std::uint32_t scan = image.Scan(10, number, RowRange::kDelta);
      image.Column(4, 10, 1, number);
      image.Op1(OpKind::kCellToInt, 5, 4);
      if (way == OpKind::kScan || way == OpKind::kProbe) {
        const std::uint32_t inner =
            way == OpKind::kScan ? image.Scan(11, number, range) : image.Probe(11, by_first, range, {1});
        image.Column(6, 11, 1, number);
        image.Insert(seen, {4, 6});
        image.Next(inner);
      } else {
        for (int m = 0; m <= 3; ++m) {
          image.Cell(6, image.Int(m));
          if (way == OpKind::kMember) {
            image.Emit({.kind = way, .a = 7, .b = number, .c = c, .d = image.List({1, 6})});
          } else if (way == OpKind::kExists) {
            image.Emit({.kind = way, .a = 7, .b = by_second, .c = c, .d = image.List({6})});
          } else {
            image.Emit({.kind = way, .a = 7, .b = number, .c = c});
          }
          const std::uint32_t skip = image.Emit({.kind = OpKind::kJumpIfFalse, .a = 7});
          image.Insert(seen, {4, 6});
          image.At(skip).d = image.Here();
        }
      }
      image.Op2(OpKind::kLessInt, 7, 5, 3);
      image.ContinueIfFalse(7);
      image.Op2(OpKind::kAddInt, 5, 5, 2);
      image.Op1(OpKind::kIntToCell, 6, 5);
      image.Insert(number, {1, 6});
      image.Next(scan);
      image.End();
      image.Stratum({number, seen}, {{1, number}});

      const bool all = way == OpKind::kNotEmpty;
      const std::string every = "0 0, 0 1, 0 2, 0 3, 1 0, 1 1, 1 2, 1 3, 2 0, 2 1, 2 2, 2 3, 3 0, 3 1, 3 2, 3 3";
      const std::string expected =
          range == RowRange::kFull    ? (all ? every : "0 0, 1 0, 1 1, 2 0, 2 1, 2 2, 3 0, 3 1, 3 2, 3 3")
          : range == RowRange::kDelta ? (all ? every : "0 0, 1 1, 2 2, 3 3")
                                      : (all ? every.substr(20) : "1 0, 2 0, 2 1, 3 0, 3 1, 3 2");
      EXPECT_EQ(image.Run().Text(), expected) << static_cast<int>(range) << " " << static_cast<int>(way);
    }
  }
}

// Two rules that divide; `values` come from the host. Rule 1: p(10 / x); rule 2: p(100 / (x - 1)).
struct DividingImage : ImageAssembler {
  std::uint16_t base = Relation(1);
  std::uint16_t derived = Relation(1, true);
  std::uint32_t later = Site(50, 10);
  std::uint32_t earlier = Site(30, 10);

  explicit DividingImage(bool swap_rules) {
    Begin(0);
    Emit({.kind = OpKind::kSolve});
    Query(derived, {kAll});
    End();
    for (const std::uint32_t function : {1U, 2U}) {
      const bool first = (function == 1) != swap_rules;
      Begin(function);
      ConstantInt(1, first ? 10 : 100);
      ConstantInt(2, first ? 0 : 1);
      const std::uint32_t scan = Scan(10, base, RowRange::kFull);
      Column(3, 10, 0, base);
      Op1(OpKind::kCellToInt, 4, 3);
      Op2(OpKind::kSubtractInt, 4, 4, 2, later);
      Op2(OpKind::kFloorDivideInt, 4, 1, 4, first ? later : earlier);
      Op1(OpKind::kIntToCell, 5, 4);
      Insert(derived, {5});
      Next(scan);
      End();
    }
    Stratum({derived}, {{1, kNone32}, {2, kNone32}});
  }
};

TEST(Fault, TheFirstInTheSourceWins) {
  for (const bool swap : {false, true}) {
    const DividingImage image(swap);
    RunOptions options;
    options.host_facts = {{image.base, {{2}, {5}}}};
    EXPECT_EQ(image.Run(options).Text(), "2, 5, 25, 100");
    options.host_facts = {{image.base, {{0}, {5}}}};
    EXPECT_EQ(image.Run(options).Text(), "error 201 @ 0");
    options.host_facts = {{image.base, {{0}, {1}, {5}}}};
    const Finished run = image.Run(options);
    EXPECT_EQ(run.Text(), "error 201 @ 1");
    // Every other binding was still evaluated: 10 / 1, 10 / 5; 100 / -1, 100 / 4.
    EXPECT_EQ(run.TupleCount(image.derived), 4U);
  }
}

// A fault deep inside a function that a rule calls goes on with the rule's own loop, not with the function's.
TEST(Fault, InAFunctionAbandonsTheBinding) {
  ImageAssembler image;
  const std::uint16_t base = image.Relation(1);
  const std::uint16_t derived = image.Relation(1, true);
  const std::uint32_t call_site = image.Site(10);
  const std::uint32_t fault_site = image.Site(90);
  image.Begin(0);
  image.AssertRows(base, {{image.Int(1)}, {image.Int(0)}, {image.Int(2)}});
  image.Emit({.kind = OpKind::kSolve});
  image.End();
  image.Begin(1);  // derived(f(x)) :- base(x)
  const std::uint32_t scan = image.Scan(10, base, RowRange::kFull);
  image.Column(1, 10, 0, base);
  image.Op1(OpKind::kCellToInt, 2, 1);
  image.Emit({.kind = OpKind::kCall, .a = 2, .b = 2, .c = 1, .d = image.List({2}), .e = call_site});
  image.Op1(OpKind::kIntToCell, 3, 2);
  image.Insert(derived, {3});
  image.Next(scan);
  image.End();
  image.Begin(2, 16, 1);  // f(x): for i in range(0, 3), for row in base: 6 / x
  image.ConstantInt(1, 0);
  image.ConstantInt(2, 3);
  image.Op1(OpKind::kIntToAny, 1, 1);
  image.Op1(OpKind::kIntToAny, 2, 2);
  image.Emit({.kind = OpKind::kRange, .a = 3, .b = 1, .c = 2, .d = kNoRegister});
  const std::uint32_t next = image.Emit({.kind = OpKind::kRangeNext, .a = 3, .b = 6});
  image.Emit({.kind = OpKind::kSnapshot, .a = 7, .b = base, .d = image.List({kAll})});
  const std::uint32_t row = image.Emit({.kind = OpKind::kSnapshotNext, .a = 7, .b = base});
  image.ConstantInt(8, 6);
  image.Op2(OpKind::kFloorDivideInt, 9, 8, 0, fault_site);
  image.Emit({.kind = OpKind::kJump, .d = row});
  image.At(row).d = image.Here();
  image.Emit({.kind = OpKind::kJump, .d = next});
  image.At(next).d = image.Here();
  image.ConstantInt(8, 6);
  image.Op2(OpKind::kFloorDivideInt, 9, 8, 0, fault_site);
  image.Emit({.kind = OpKind::kReturn, .a = 9});
  image.End();
  image.Stratum({derived}, {{1, kNone32}});
  const Finished run = image.Run();
  EXPECT_EQ(run.Text(), "error 201 @ 1");
  EXPECT_EQ(run.TupleCount(derived), 2U);  // 6 and 3
}

TEST(Fault, WithoutALoopEndsTheRule) {
  ImageAssembler image;
  const std::uint16_t derived = image.Relation(1, true);
  const std::uint32_t site = image.Site(3);
  image.Begin(0);
  image.Emit({.kind = OpKind::kSolve});
  image.End();
  image.Begin(1);
  image.ConstantInt(1, 0);
  image.Op2(OpKind::kFloorDivideInt, 2, 1, 1, site);
  image.Op1(OpKind::kIntToCell, 3, 1);
  image.Insert(derived, {3});
  image.End();
  image.Stratum({derived}, {{1, kNone32}});
  const Finished run = image.Run();
  EXPECT_EQ(run.Text(), "error 201 @ 0");
  EXPECT_EQ(run.TupleCount(derived), 0U);
}

TEST(Fault, InARangeOfARuleGoesOnWithIt) {
  ImageAssembler image;
  const std::uint16_t derived = image.Relation(1, true);
  const std::uint32_t site = image.Site(3);
  image.Begin(0);
  image.Emit({.kind = OpKind::kSolve});
  image.End();
  image.Begin(1);  // derived(12 / i) for i in range(-1, 3)
  image.ConstantInt(1, -1);
  image.ConstantInt(2, 3);
  image.ConstantInt(3, 12);
  image.Op1(OpKind::kIntToAny, 1, 1);
  image.Op1(OpKind::kIntToAny, 2, 2);
  image.Emit({.kind = OpKind::kRange, .a = 10, .b = 1, .c = 2, .d = kNoRegister});
  const std::uint32_t next = image.Emit({.kind = OpKind::kRangeNext, .a = 10, .b = 4, .c = 1});
  image.Op2(OpKind::kFloorDivideInt, 5, 3, 4, site);
  image.Op1(OpKind::kIntToCell, 6, 5);
  image.Insert(derived, {6});
  image.Emit({.kind = OpKind::kJump, .d = next});
  image.At(next).d = image.Here();
  image.End();
  image.Stratum({derived}, {{1, kNone32}});
  const Finished run = image.Run();
  EXPECT_EQ(run.Text(), "error 201 @ 0");
  EXPECT_EQ(run.TupleCount(derived), 3U);
}

TEST(Fault, InActionsEndsTheRunAtOnce) {
  ImageAssembler image;
  const std::uint16_t relation = image.Relation(1);
  const std::uint32_t site = image.Site(3);
  image.Begin(0);
  image.ConstantInt(1, 0);
  image.Op2(OpKind::kModuloInt, 2, 1, 1, site);
  image.AssertRows(relation, {{image.Int(1)}});
  image.End();
  const Finished run = image.Run();
  EXPECT_EQ(run.Text(), "error 201 @ 0");
  EXPECT_EQ(run.TupleCount(relation), 0U);
}

// Texts of one binding do not pile up: each row makes 10 KB, the heap has 1 MB.
TEST(Rule, ResetsScratchTextAtEachRow) {
  ImageAssembler image;
  const std::uint16_t base = image.Relation(1);
  const std::uint16_t derived = image.Relation(1, true);
  RunOptions options;
  options.host_facts = {{base, {}}};
  for (int i = 0; i < 1000; ++i) options.host_facts[0].rows.push_back({i});
  options.memory_bytes = 1U << 20;
  options.fuel = 10'000'000;
  image.Begin(0);
  image.Emit({.kind = OpKind::kSolve});
  image.End();
  image.Begin(1);
  image.ConstantText(1, std::string(5000, 'x'));
  const std::uint32_t scan = image.Scan(10, base, RowRange::kFull);
  image.Column(2, 10, 0, base);
  image.Emit({.kind = OpKind::kBuiltin,
              .a = 3,
              .b = static_cast<std::uint16_t>(Builtin::kConcat),
              .c = 2 | 2 << 8,
              .d = image.List({1, 1})});
  image.Emit({.kind = OpKind::kBuiltin,
              .a = 4,
              .b = static_cast<std::uint16_t>(Builtin::kLength),
              .c = 2 | 1 << 8,
              .d = image.List({3})});
  image.Op1(OpKind::kIntToCell, 5, 4);
  image.Insert(derived, {5});
  image.Next(scan);
  image.End();
  image.Stratum({derived}, {{1, kNone32}});
  const Finished run = image.Run(options);
  EXPECT_EQ(run.code(), 0U);
  EXPECT_EQ(run.TupleCount(derived), 1U);
}

}  // namespace
}  // namespace bytelogic::runtime
