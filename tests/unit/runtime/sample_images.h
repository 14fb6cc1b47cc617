// sample_images.h - images that between them use every operation: for the validator's test and for the fuzzer.
#pragma once

#include <vector>

#include "base/builtin.h"
#include "closure_image.h"

namespace bytelogic::runtime {

// Facts, two recursive rules, queries of every kind, solving twice.
inline auto ClosureSample() -> ImageAssembler {
  ClosureImage image;
  constexpr std::uint16_t kAll = ImageAssembler::kAll;
  image.Begin(0);
  const std::uint32_t site = image.Site(10);
  image.AssertRows(image.parent, {{image.Symbol("alice"), image.Symbol("bob")},
                                  {image.Symbol("bob"), image.Int(1LL << 40)},
                                  {image.Int(1LL << 40), image.Float(2.5)}});
  image.Emit({.kind = OpKind::kEnsureSolved, .e = site});
  image.Query(image.ancestor, {kAll, kAll});
  image.AssertRows(image.ancestor, {{image.Int(1), image.Int(2)}});
  image.Emit({.kind = OpKind::kSolve});
  image.Cell(1, image.Symbol("alice"));
  image.Query(image.ancestor, {1, kAll});
  image.Query(image.ancestor, {1, 1});
  image.Emit({.kind = OpKind::kScratchReset});
  image.End();
  return image;
}

// Actions with loops of every kind, texts, anys, and a recursive function that loops over a snapshot.
inline auto ActionsSample() -> ImageAssembler {
  ImageAssembler image;
  constexpr std::uint16_t kAll = ImageAssembler::kAll;
  const auto concat = static_cast<std::uint16_t>(Builtin::kConcat);
  const std::uint16_t relation = image.Relation(3);
  const std::uint16_t by_first = image.Index(relation, {0});
  const std::uint32_t site = image.Site(1);
  image.Begin(0);
  for (int i = 0; i < 40; ++i) image.AssertRows(relation, {{image.Int(i % 7), image.Symbol("x"), image.Int(i)}});
  image.ConstantInt(1, 0);
  image.ConstantInt(2, 5);
  image.Op1(OpKind::kIntToAny, 1, 1);
  image.Op1(OpKind::kIntToAny, 2, 2);
  image.ConstantText(9, "seed");
  image.Emit({.kind = OpKind::kRange, .a = 3, .b = 1, .c = 2, .d = kNoRegister, .e = site});
  const std::uint32_t range = image.Emit({.kind = OpKind::kRangeNext, .a = 3, .b = 6, .c = 1});
  image.Op1(OpKind::kIntToCell, 7, 6);
  image.Emit({.kind = OpKind::kSnapshot, .a = 8, .b = relation, .c = 0, .d = image.List({7, kAll, kAll})});
  const std::uint32_t rows = image.Emit({.kind = OpKind::kSnapshotNext, .a = 8, .b = relation, .c = 1});
  image.Emit({.kind = OpKind::kSnapshotColumn, .a = 10, .b = 8, .c = 1, .d = relation});
  image.Op1(OpKind::kCellToText, 11, 10);
  image.Emit({.kind = OpKind::kBuiltin, .a = 11, .b = concat, .c = 2 | 2 << 8, .d = image.List({11, 9}), .e = site});
  image.Op1(OpKind::kTextToCell, 12, 11);
  image.Op1(OpKind::kCellToText, 9, 12);  // kept beyond this turn
  image.Emit({.kind = OpKind::kExists, .a = 13, .b = by_first, .c = 3, .d = image.List({7})});
  image.Emit({.kind = OpKind::kJump, .d = rows});
  image.At(rows).d = image.Here();
  image.Emit({.kind = OpKind::kJump, .d = range});
  image.At(range).d = image.Here();
  image.ConstantInt(14, 4);
  image.Emit({.kind = OpKind::kCall, .a = 15, .b = 1, .c = 1, .d = image.List({14, 9}), .e = site});
  image.Result(15);
  image.Emit({.kind = OpKind::kScratchReset});
  image.Op1(OpKind::kTextToAny, 16, 9);
  image.Op1(OpKind::kIntToAny, 17, 14);
  image.Emit({.kind = OpKind::kList, .a = 18, .b = 16, .d = 2});
  const std::uint32_t list = image.Emit({.kind = OpKind::kListNext, .a = 18, .b = 19, .c = 1});
  image.Result(19);
  image.Op2(OpKind::kAddAny, 19, 19, 17, site);
  image.Emit({.kind = OpKind::kJump, .d = list});
  image.At(list).d = image.Here();
  image.Query(relation, {kAll, kAll, kAll});
  image.End();

  // f(n, text): n = 0 ? text as an any : text <> f(n - 1, text <> text's last rows...)
  image.Begin(1, 16, 2);
  image.Emit({.kind = OpKind::kStep});
  const std::uint32_t more = image.Emit({.kind = OpKind::kJumpIfTrue, .a = 0});
  image.Op1(OpKind::kTextToAny, 2, 1);
  image.Emit({.kind = OpKind::kReturn, .a = 2, .c = 2});
  image.At(more).d = image.Here();
  image.ConstantInt(3, 1);
  image.Op2(OpKind::kSubtractInt, 4, 0, 3, site);
  image.Emit({.kind = OpKind::kSnapshot, .a = 5, .b = relation, .c = 0, .d = image.List({kAll, kAll, kAll})});
  const std::uint32_t row = image.Emit({.kind = OpKind::kSnapshotNext, .a = 5, .b = relation});
  image.Emit({.kind = OpKind::kSnapshotColumn, .a = 6, .b = 5, .c = 2, .d = relation});
  image.Op1(OpKind::kCellToAny, 7, 6);
  image.Emit({.kind = OpKind::kBuiltin,
              .a = 8,
              .b = static_cast<std::uint16_t>(Builtin::kToSymbol),
              .c = 3 | 1 << 8,
              .d = image.List({7}),
              .e = site});
  image.Emit({.kind = OpKind::kBuiltin, .a = 1, .b = concat, .c = 2 | 2 << 8, .d = image.List({1, 8}), .e = site});
  const std::uint32_t leave = image.Emit({.kind = OpKind::kJump});
  image.Emit({.kind = OpKind::kJump, .d = row});
  image.At(row).d = image.Here();
  image.At(leave).d = image.Here();
  image.Emit({.kind = OpKind::kAssert, .b = relation, .d = image.List({6, 6, 6})});
  image.At(image.Here() - 1) = {.kind = OpKind::kStep};  // register 6 may be unset here
  image.Emit({.kind = OpKind::kCall, .a = 9, .b = 1, .c = 1, .d = image.List({4, 1}), .e = site});
  image.Op1(OpKind::kAnyToText, 10, 9, site);
  image.Emit({.kind = OpKind::kBuiltin, .a = 11, .b = concat, .c = 2 | 2 << 8, .d = image.List({10, 1}), .e = site});
  image.Op1(OpKind::kTextToCell, 12, 11);
  image.Emit({.kind = OpKind::kAssert, .b = relation, .d = image.List({12, 12, 12})});
  image.Op1(OpKind::kTextToAny, 13, 11);
  image.Emit({.kind = OpKind::kReturn, .a = 13, .c = 2});
  image.End();
  return image;
}

// A rule with arithmetic that may fail, ranges, a function, membership and existence, over a relation that grows.
inline auto RulesSample() -> ImageAssembler {
  ImageAssembler image;
  constexpr std::uint16_t kAll = ImageAssembler::kAll;
  const std::uint16_t number = image.Relation(1, true);
  const std::uint16_t triple = image.Relation(3, true);
  const std::uint16_t by_two = image.Index(triple, {0, 2});
  const std::uint32_t site = image.Site(1);
  image.Begin(0);
  image.AssertRows(number, {{image.Int(3)}, {image.Int(4)}, {image.Int(0)}, {image.Symbol("s")}});
  image.Emit({.kind = OpKind::kSolve});
  image.Query(triple, {kAll, kAll, kAll});
  image.End();

  image.Begin(1);
  image.Cell(1, image.Int(1));
  image.ConstantInt(2, 9);
  image.ConstantInt(3, 1);
  image.Op1(OpKind::kIntToAny, 4, 3);
  const std::uint32_t scan = image.Scan(10, number, RowRange::kDelta);
  image.Column(5, 10, 0, number);
  image.Op1(OpKind::kCellToAny, 6, 5);
  image.Op1(OpKind::kAnyToInt, 7, 6, site);
  image.Op2(OpKind::kLessInt, 8, 7, 2);
  const std::uint32_t skip = image.Emit({.kind = OpKind::kJumpIfFalse, .a = 8});
  image.Emit({.kind = OpKind::kRange, .a = 11, .b = 4, .c = 6, .d = kNoRegister, .e = site});
  const std::uint32_t range = image.Emit({.kind = OpKind::kRangeNext, .a = 11, .b = 14, .c = 1});
  image.Emit({.kind = OpKind::kCall, .a = 15, .b = 2, .c = 1, .d = image.List({7, 14}), .e = site});
  image.Op1(OpKind::kTextToCell, 16, 15);
  image.Op1(OpKind::kIntToCell, 17, 14);
  image.Insert(triple, {5, 16, 17});
  image.Emit({.kind = OpKind::kMember, .a = 18, .b = triple, .c = 2, .d = image.List({5, 16, 17})});
  image.Emit({.kind = OpKind::kExists, .a = 18, .b = by_two, .c = 2, .d = image.List({5, 17})});
  image.Emit({.kind = OpKind::kNotEmpty, .a = 18, .b = triple, .c = 1});
  const std::uint32_t probe = image.Probe(19, by_two, RowRange::kOld, {5, 17});
  image.Column(20, 19, 1, triple);
  image.Insert(triple, {1, 20, 1});
  image.Next(probe);
  image.Emit({.kind = OpKind::kJump, .d = range});
  image.At(range).d = image.Here();
  image.Op2(OpKind::kAddInt, 7, 7, 3, site);
  image.Op1(OpKind::kIntToCell, 21, 7);
  image.Insert(number, {21});
  image.At(skip).d = image.Here();
  image.Next(scan);
  image.End();

  image.Begin(2, 16, 2);  // f(a, b): the text of a div (b - 2), twice
  image.Emit({.kind = OpKind::kStep});
  image.ConstantInt(2, 2);
  image.Op2(OpKind::kSubtractInt, 3, 1, 2, site);
  image.Op2(OpKind::kFloorDivideInt, 3, 0, 3, site);
  image.Emit({.kind = OpKind::kBuiltin,
              .a = 4,
              .b = static_cast<std::uint16_t>(Builtin::kToSymbol),
              .c = 0 | 1 << 8,
              .d = image.List({3}),
              .e = site});
  image.Emit({.kind = OpKind::kBuiltin,
              .a = 4,
              .b = static_cast<std::uint16_t>(Builtin::kConcat),
              .c = 2 | 2 << 8,
              .d = image.List({4, 4}),
              .e = site});
  image.Emit({.kind = OpKind::kReturn, .a = 4, .c = 1});
  image.End();
  image.Stratum({number, triple}, {{1, number}});
  return image;
}

// Every operation on values, one after the other.
inline auto ValuesSample() -> ImageAssembler {
  ImageAssembler image;
  const std::uint32_t site = image.Site(1);
  image.Begin(0, 40);
  image.ConstantInt(1, 7);
  image.ConstantInt(2, -3);
  image.ConstantFloat(3, 2.5);
  image.ConstantFloat(4, -0.5);
  image.ConstantText(5, "na\xC3\xAFve");
  image.ConstantText(6, "a");
  image.Op1(OpKind::kIntToAny, 7, 1);
  image.Op1(OpKind::kFloatToAny, 8, 3);
  image.Op1(OpKind::kTextToAny, 9, 5);
  for (auto kind = static_cast<int>(OpKind::kAddInt); kind <= static_cast<int>(OpKind::kModuloInt); ++kind) {
    image.Op2(static_cast<OpKind>(kind), 10, 1, 2, site);
  }
  for (auto kind = static_cast<int>(OpKind::kAddFloat); kind <= static_cast<int>(OpKind::kModuloFloat); ++kind) {
    image.Op2(static_cast<OpKind>(kind), 11, 3, 4, site);
  }
  for (auto kind = static_cast<int>(OpKind::kAddAny); kind <= static_cast<int>(OpKind::kModuloAny); ++kind) {
    image.Op2(static_cast<OpKind>(kind), 12, 7, 8, site);
  }
  for (int i = 0; i < 4; ++i) {
    image.Op2(static_cast<OpKind>(static_cast<int>(OpKind::kEqualInt) + i), 13, 1, 2, site);
    image.Op2(static_cast<OpKind>(static_cast<int>(OpKind::kEqualFloat) + i), 13, 3, 4, site);
    image.Op2(static_cast<OpKind>(static_cast<int>(OpKind::kEqualText) + i), 13, 5, 6, site);
    image.Op2(static_cast<OpKind>(static_cast<int>(OpKind::kEqualAny) + i), 13, 7, 8, site);
  }
  const auto call = [&](Builtin function, OperandMode mode, const std::vector<std::uint16_t>& operands) {
    image.Emit({.kind = OpKind::kBuiltin,
                .a = 14,
                .b = static_cast<std::uint16_t>(function),
                .c = static_cast<std::uint16_t>(static_cast<std::size_t>(mode) | operands.size() << 8),
                .d = image.List(operands),
                .e = site});
  };
  for (const Builtin function : {Builtin::kSqrt, Builtin::kLog, Builtin::kExp, Builtin::kSin, Builtin::kFloor,
                                 Builtin::kCeil, Builtin::kRound, Builtin::kAbs, Builtin::kToSymbol}) {
    call(function, OperandMode::kFloat, {3});
    call(function, OperandMode::kAny, {8});
  }
  call(Builtin::kRound, OperandMode::kFloat, {3, 1});
  call(Builtin::kPow, OperandMode::kInt, {1, 1});
  call(Builtin::kMin, OperandMode::kText, {5, 6});
  for (const Builtin function : {Builtin::kUpper, Builtin::kLower, Builtin::kLength})
    call(function, OperandMode::kText, {5});
  for (const Builtin function :
       {Builtin::kConcat, Builtin::kContains, Builtin::kStartsWith, Builtin::kEndsWith, Builtin::kIndexOf}) {
    call(function, OperandMode::kText, {5, 6});
  }
  call(Builtin::kReplace, OperandMode::kText, {5, 6, 5});
  image.ConstantInt(15, 1);
  call(Builtin::kCharAt, OperandMode::kText, {5, 15});
  call(Builtin::kSubstr, OperandMode::kText, {5, 15, 15});
  image.Op1(OpKind::kTextToAny, 16, 14);
  image.Result(16);
  image.Op1(OpKind::kAnyToCell, 17, 8);
  image.Op1(OpKind::kCellToFloat, 18, 17);
  image.Op1(OpKind::kFloatToBool, 19, 18);
  image.Op1(OpKind::kAnyToBool, 19, 8, site);
  image.Op1(OpKind::kAnyToFloat, 18, 8, site);
  image.Op1(OpKind::kFloatToCell, 17, 18);
  image.Op2(OpKind::kEqualCell, 19, 17, 17);
  image.End();
  return image;
}

inline auto SampleImages() -> std::vector<ImageAssembler> {
  return {ClosureSample(), ActionsSample(), RulesSample(), ValuesSample()};
}

}  // namespace bytelogic::runtime
