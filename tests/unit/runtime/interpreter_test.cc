// Every family of operations, by images of a few instructions.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "image_assembler.h"

namespace bytelogic::runtime {
namespace {

constexpr std::uint16_t kAll = ImageAssembler::kAll;
constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

// What an operation on two registers gives; `make` fills registers 1 and 2, the result is in 3.
enum class Kind { kInt, kFloat, kText, kAny };

void Load(ImageAssembler& image, std::uint16_t target, Kind kind, const HostValue& value) {
  switch (value.tag) {
    case ValueTag::kInt:
      image.ConstantInt(target, value.integer);
      if (kind == Kind::kAny) image.Op1(OpKind::kIntToAny, target, target);
      break;
    case ValueTag::kFloat:
      image.ConstantFloat(target, value.number);
      if (kind == Kind::kAny) image.Op1(OpKind::kFloatToAny, target, target);
      break;
    case ValueTag::kText:
      image.ConstantText(target, value.text);
      if (kind == Kind::kAny) image.Op1(OpKind::kTextToAny, target, target);
      break;
  }
}

void Show(ImageAssembler& image, std::uint16_t value, Kind kind) {
  switch (kind) {
    case Kind::kInt:
      image.Op1(OpKind::kIntToAny, value, value);
      break;
    case Kind::kFloat:
      image.Op1(OpKind::kFloatToAny, value, value);
      break;
    case Kind::kText:
      image.Op1(OpKind::kTextToAny, value, value);
      break;
    case Kind::kAny:
      break;
  }
  image.Result(value);
}

auto Binary(OpKind op, Kind operands, Kind result, const HostValue& left, const HostValue& right) -> std::string {
  ImageAssembler image;
  image.Site(10);
  const std::uint32_t site = image.Site(20);
  image.Begin(0);
  Load(image, 1, operands, left);
  Load(image, 2, operands, right);
  image.Op2(op, 3, 1, 2, site);
  Show(image, 3, result);
  image.End();
  return image.Run().Text();
}

auto Unary(OpKind op, Kind operand, Kind result, const HostValue& value) -> std::string {
  ImageAssembler image;
  image.Site(10);
  const std::uint32_t site = image.Site(20);
  image.Begin(0);
  Load(image, 1, operand, value);
  image.Op1(op, 3, 1, site);
  Show(image, 3, result);
  image.End();
  return image.Run().Text();
}

TEST(Arithmetic, OfInts) {
  EXPECT_EQ(Binary(OpKind::kAddInt, Kind::kInt, Kind::kInt, 2, 3), "5");
  EXPECT_EQ(Binary(OpKind::kAddInt, Kind::kInt, Kind::kInt, kMax, 1), "error 202 @ 1");
  EXPECT_EQ(Binary(OpKind::kSubtractInt, Kind::kInt, Kind::kInt, kMin, 1), "error 202 @ 1");
  EXPECT_EQ(Binary(OpKind::kMultiplyInt, Kind::kInt, Kind::kInt, -6, 7), "-42");
  EXPECT_EQ(Binary(OpKind::kFloorDivideInt, Kind::kInt, Kind::kInt, -7, 2), "-4");
  EXPECT_EQ(Binary(OpKind::kModuloInt, Kind::kInt, Kind::kInt, -7, 2), "1");
  EXPECT_EQ(Binary(OpKind::kModuloInt, Kind::kInt, Kind::kInt, 1, 0), "error 201 @ 1");
  EXPECT_EQ(Unary(OpKind::kNegateInt, Kind::kInt, Kind::kInt, 5), "-5");
  EXPECT_EQ(Unary(OpKind::kNegateInt, Kind::kInt, Kind::kInt, kMin), "error 202 @ 1");
}

TEST(Arithmetic, OfFloats) {
  EXPECT_EQ(Binary(OpKind::kAddFloat, Kind::kFloat, Kind::kFloat, 0.1, 0.2), "0.30000000000000004");
  EXPECT_EQ(Binary(OpKind::kAddFloat, Kind::kFloat, Kind::kFloat, 1.5, 0.5), "2");
  EXPECT_EQ(Binary(OpKind::kSubtractFloat, Kind::kFloat, Kind::kFloat, 1.5, 1.5), "0");
  EXPECT_EQ(Binary(OpKind::kMultiplyFloat, Kind::kFloat, Kind::kFloat, 1e200, 1e200), "error 203 @ 1");
  EXPECT_EQ(Binary(OpKind::kDivideFloat, Kind::kFloat, Kind::kFloat, 1.0, 4.0), "0.25");
  EXPECT_EQ(Binary(OpKind::kDivideFloat, Kind::kFloat, Kind::kFloat, 1.0, 0.0), "error 201 @ 1");
  EXPECT_EQ(Binary(OpKind::kFloorDivideFloat, Kind::kFloat, Kind::kFloat, -5.5, 2.0), "-3");
  EXPECT_EQ(Binary(OpKind::kModuloFloat, Kind::kFloat, Kind::kFloat, -5.5, 2.0), "0.5");
  EXPECT_EQ(Unary(OpKind::kNegateFloat, Kind::kFloat, Kind::kFloat, 2.5), "-2.5");
  EXPECT_EQ(Unary(OpKind::kNegateFloat, Kind::kFloat, Kind::kFloat, 0.0), "0");
}

TEST(Arithmetic, OfAnysIsByTheValuesAtHand) {
  EXPECT_EQ(Binary(OpKind::kAddAny, Kind::kAny, Kind::kAny, 2, 3), "5");
  EXPECT_EQ(Binary(OpKind::kAddAny, Kind::kAny, Kind::kAny, 2, 0.5), "2.5");
  EXPECT_EQ(Binary(OpKind::kAddAny, Kind::kAny, Kind::kAny, 1.5, 0.5), "2");
  EXPECT_EQ(Binary(OpKind::kAddAny, Kind::kAny, Kind::kAny, kMax, 1), "error 202 @ 1");
  EXPECT_EQ(Binary(OpKind::kAddAny, Kind::kAny, Kind::kAny, 1, "a"), "error 204 @ 1");
  EXPECT_EQ(Binary(OpKind::kSubtractAny, Kind::kAny, Kind::kAny, "a", "a"), "error 204 @ 1");
  EXPECT_EQ(Binary(OpKind::kMultiplyAny, Kind::kAny, Kind::kAny, 0.5, 4), "2");
  EXPECT_EQ(Binary(OpKind::kDivideAny, Kind::kAny, Kind::kAny, 7, 2), "3.5");
  EXPECT_EQ(Binary(OpKind::kDivideAny, Kind::kAny, Kind::kAny, 8, 2), "4");
  EXPECT_EQ(Binary(OpKind::kDivideAny, Kind::kAny, Kind::kAny, 8, 0), "error 201 @ 1");
  EXPECT_EQ(Binary(OpKind::kFloorDivideAny, Kind::kAny, Kind::kAny, 7, -2), "-4");
  EXPECT_EQ(Binary(OpKind::kFloorDivideAny, Kind::kAny, Kind::kAny, 7.5, 2), "3");
  EXPECT_EQ(Binary(OpKind::kModuloAny, Kind::kAny, Kind::kAny, -7, 2.5), "0.5");
  EXPECT_EQ(Unary(OpKind::kNegateAny, Kind::kAny, Kind::kAny, 2.5), "-2.5");
  EXPECT_EQ(Unary(OpKind::kNegateAny, Kind::kAny, Kind::kAny, kMin), "error 202 @ 1");
  EXPECT_EQ(Unary(OpKind::kNegateAny, Kind::kAny, Kind::kAny, "a"), "error 204 @ 1");
}

TEST(Comparison, OfInts) {
  EXPECT_EQ(Binary(OpKind::kEqualInt, Kind::kInt, Kind::kInt, 1, 1), "1");
  EXPECT_EQ(Binary(OpKind::kNotEqualInt, Kind::kInt, Kind::kInt, 1, 1), "0");
  EXPECT_EQ(Binary(OpKind::kLessInt, Kind::kInt, Kind::kInt, kMin, kMax), "1");
  EXPECT_EQ(Binary(OpKind::kLessEqualInt, Kind::kInt, Kind::kInt, 2, 1), "0");
}

TEST(Comparison, OfFloats) {
  EXPECT_EQ(Binary(OpKind::kEqualFloat, Kind::kFloat, Kind::kInt, 1.5, 1.5), "1");
  EXPECT_EQ(Binary(OpKind::kNotEqualFloat, Kind::kFloat, Kind::kInt, 1.5, 1.0), "1");
  EXPECT_EQ(Binary(OpKind::kLessFloat, Kind::kFloat, Kind::kInt, 1.5, 1.5), "0");
  EXPECT_EQ(Binary(OpKind::kLessEqualFloat, Kind::kFloat, Kind::kInt, 1.5, 1.5), "1");
}

TEST(Comparison, OfTextsIsByCodePoint) {
  EXPECT_EQ(Binary(OpKind::kEqualText, Kind::kText, Kind::kInt, "ab", "ab"), "1");
  EXPECT_EQ(Binary(OpKind::kEqualText, Kind::kText, Kind::kInt, "ab", "abc"), "0");
  EXPECT_EQ(Binary(OpKind::kNotEqualText, Kind::kText, Kind::kInt, "ab", "ac"), "1");
  EXPECT_EQ(Binary(OpKind::kLessText, Kind::kText, Kind::kInt, "ab", "abc"), "1");
  EXPECT_EQ(Binary(OpKind::kLessText, Kind::kText, Kind::kInt, "\xEF\xBF\xBD", "\xF0\x9F\x98\x80"), "1");
  EXPECT_EQ(Binary(OpKind::kLessEqualText, Kind::kText, Kind::kInt, "b", "ab"), "0");
  EXPECT_EQ(Binary(OpKind::kLessEqualText, Kind::kText, Kind::kInt, "", ""), "1");
}

TEST(Comparison, OfAnysIsExact) {
  EXPECT_EQ(Binary(OpKind::kEqualAny, Kind::kAny, Kind::kInt, 2, 2.0), "1");
  EXPECT_EQ(Binary(OpKind::kEqualAny, Kind::kAny, Kind::kInt, 2, "2"), "0");
  EXPECT_EQ(Binary(OpKind::kNotEqualAny, Kind::kAny, Kind::kInt, "a", 2.5), "1");
  EXPECT_EQ(Binary(OpKind::kEqualAny, Kind::kAny, Kind::kInt, "a", "a"), "1");
  EXPECT_EQ(Binary(OpKind::kLessAny, Kind::kAny, Kind::kInt, kMax, 0x1p63), "1");
  EXPECT_EQ(Binary(OpKind::kLessAny, Kind::kAny, Kind::kInt, 2.5, 2), "0");
  EXPECT_EQ(Binary(OpKind::kLessAny, Kind::kAny, Kind::kInt, "a", "b"), "1");
  EXPECT_EQ(Binary(OpKind::kLessEqualAny, Kind::kAny, Kind::kInt, "a", 1), "error 204 @ 1");
  EXPECT_EQ(Binary(OpKind::kLessEqualAny, Kind::kAny, Kind::kInt, 2.5, 2.5), "1");
}

TEST(Conversion, BetweenKinds) {
  EXPECT_EQ(Unary(OpKind::kIntToFloat, Kind::kInt, Kind::kFloat, 3), "3");
  EXPECT_EQ(Unary(OpKind::kFloatToAny, Kind::kFloat, Kind::kAny, 3.0), "3");
  EXPECT_EQ(Unary(OpKind::kFloatToAny, Kind::kFloat, Kind::kAny, 1e300), "1e+300");
  EXPECT_EQ(Unary(OpKind::kAnyToInt, Kind::kAny, Kind::kInt, 3), "3");
  EXPECT_EQ(Unary(OpKind::kAnyToInt, Kind::kAny, Kind::kInt, 3.5), "error 209 @ 1");
  EXPECT_EQ(Unary(OpKind::kAnyToInt, Kind::kAny, Kind::kInt, "a"), "error 209 @ 1");
  EXPECT_EQ(Unary(OpKind::kAnyToFloat, Kind::kAny, Kind::kFloat, 3), "3");
  EXPECT_EQ(Unary(OpKind::kAnyToFloat, Kind::kAny, Kind::kFloat, 3.5), "3.5");
  EXPECT_EQ(Unary(OpKind::kAnyToFloat, Kind::kAny, Kind::kFloat, "a"), "error 209 @ 1");
  EXPECT_EQ(Unary(OpKind::kAnyToText, Kind::kAny, Kind::kText, "a"), "a");
  EXPECT_EQ(Unary(OpKind::kAnyToText, Kind::kAny, Kind::kText, 3), "error 209 @ 1");
  EXPECT_EQ(Unary(OpKind::kIntToBool, Kind::kInt, Kind::kInt, -5), "1");
  EXPECT_EQ(Unary(OpKind::kFloatToBool, Kind::kFloat, Kind::kInt, 0.0), "0");
  EXPECT_EQ(Unary(OpKind::kAnyToBool, Kind::kAny, Kind::kInt, 0.5), "1");
  EXPECT_EQ(Unary(OpKind::kAnyToBool, Kind::kAny, Kind::kInt, 0), "0");
  EXPECT_EQ(Unary(OpKind::kAnyToBool, Kind::kAny, Kind::kInt, "a"), "error 204 @ 1");
  EXPECT_EQ(Unary(OpKind::kNot, Kind::kInt, Kind::kInt, 0), "1");
  EXPECT_EQ(Unary(OpKind::kNot, Kind::kInt, Kind::kInt, 7), "0");
}

// Through a cell and back, by the operations of one kind.
auto ThroughCell(OpKind to, OpKind from, Kind kind, const HostValue& value, std::uint32_t* cell = nullptr)
    -> std::string {
  ImageAssembler image;
  if (cell != nullptr) *cell = image.Int(1LL << 40);  // an entry of the image's own
  const std::uint16_t relation = image.Relation(1);
  image.Begin(0);
  Load(image, 1, kind, value);
  image.Op1(to, 2, 1);
  image.Op1(from, 3, 2);
  Show(image, 3, kind);
  image.Emit({.kind = OpKind::kAssert, .b = relation, .d = image.List({2})});
  image.Query(relation, {kAll});
  image.End();
  return image.Run().Text();
}

TEST(Cell, HoldsEveryValue) {
  for (const std::int64_t value : {std::int64_t{0}, std::int64_t{-1}, kSmallIntMin, kSmallIntMax, kSmallIntMin - 1,
                                   kSmallIntMax + 1, kMin, kMax, std::int64_t{1} << 40}) {
    const std::string text = std::to_string(value);
    EXPECT_EQ(ThroughCell(OpKind::kIntToCell, OpKind::kCellToInt, Kind::kInt, value), text + " | " + text);
    EXPECT_EQ(ThroughCell(OpKind::kAnyToCell, OpKind::kCellToAny, Kind::kAny, value), text + " | " + text);
    std::uint32_t cell;
    EXPECT_EQ(ThroughCell(OpKind::kIntToCell, OpKind::kCellToInt, Kind::kInt, value, &cell), text + " | " + text);
  }
  EXPECT_EQ(ThroughCell(OpKind::kFloatToCell, OpKind::kCellToFloat, Kind::kFloat, 2.5), "2.5 | 2.5");
  EXPECT_EQ(ThroughCell(OpKind::kFloatToCell, OpKind::kCellToFloat, Kind::kFloat, 2.0), "2 | 2");
  EXPECT_EQ(ThroughCell(OpKind::kFloatToCell, OpKind::kCellToFloat, Kind::kFloat, 0x1p62),
            "4611686018427387904 | 4611686018427387904");
  EXPECT_EQ(ThroughCell(OpKind::kFloatToCell, OpKind::kCellToFloat, Kind::kFloat, 1e300), "1e+300 | 1e+300");
  EXPECT_EQ(ThroughCell(OpKind::kTextToCell, OpKind::kCellToText, Kind::kText, "a b"), "\"a b\" | \"a b\"");
  EXPECT_EQ(ThroughCell(OpKind::kAnyToCell, OpKind::kCellToAny, Kind::kAny, "x"), "x | x");
}

TEST(Cell, EqualValuesHaveEqualCells) {
  ImageAssembler image;
  image.Begin(0);
  const auto compare = [&](std::uint32_t constant) {
    image.Cell(3, constant);
    image.Op2(OpKind::kEqualCell, 4, 2, 3);
    Show(image, 4, Kind::kInt);
    image.Op2(OpKind::kNotEqualCell, 4, 2, 3);
    Show(image, 4, Kind::kInt);
  };
  image.ConstantFloat(1, 0x1p40);
  image.Op1(OpKind::kFloatToCell, 2, 1);
  compare(image.Int(1LL << 40));
  image.ConstantFloat(1, 2.5);
  image.Op1(OpKind::kFloatToCell, 2, 1);
  compare(image.Float(2.5));
  image.ConstantText(1, "a");
  image.Op1(OpKind::kTextToCell, 2, 1);
  compare(image.Symbol("b"));
  image.End();
  EXPECT_EQ(image.Run().Text(), "1 | 0 | 1 | 0 | 0 | 1");
}

TEST(Jump, SkipsAndLoops) {
  ImageAssembler image;
  image.Begin(0);
  image.ConstantInt(1, 3);  // counts down
  image.ConstantInt(2, 1);
  const std::uint32_t top = image.Here();
  image.Emit({.kind = OpKind::kMove, .a = 3, .b = 1});
  Show(image, 3, Kind::kInt);
  image.Op2(OpKind::kSubtractInt, 1, 1, 2);
  image.Emit({.kind = OpKind::kJumpIfTrue, .a = 1, .d = top});
  const std::uint32_t skip = image.Emit({.kind = OpKind::kJumpIfFalse, .a = 1});
  Show(image, 2, Kind::kInt);
  image.At(skip).d = image.Here();
  const std::uint32_t jump = image.Emit({.kind = OpKind::kJump});
  Show(image, 2, Kind::kInt);
  image.At(jump).d = image.Here();
  image.End();
  EXPECT_EQ(image.Run().Text(), "3 | 2 | 1");
}

// A loop of actions over registers 10.. (state) into 14, which shows each value.
void CloseLoop(ImageAssembler& image, std::uint32_t next) {
  image.Emit({.kind = OpKind::kJump, .d = next});
  image.At(next).d = image.Here();
}

TEST(Loop, OverARangeAndAList) {
  ImageAssembler image;
  image.Begin(0);
  Load(image, 1, Kind::kAny, 1);
  Load(image, 2, Kind::kAny, 6);
  Load(image, 3, Kind::kAny, 2);
  image.Emit({.kind = OpKind::kRange, .a = 10, .b = 1, .c = 2, .d = 3});
  std::uint32_t next = image.Emit({.kind = OpKind::kRangeNext, .a = 10, .b = 14, .c = 1});
  Show(image, 14, Kind::kInt);
  CloseLoop(image, next);
  image.Emit({.kind = OpKind::kRange, .a = 10, .b = 1, .c = 3, .d = kNoRegister});
  next = image.Emit({.kind = OpKind::kRangeNext, .a = 10, .b = 14, .c = 1});
  Show(image, 14, Kind::kInt);
  CloseLoop(image, next);
  image.ConstantText(20, "x");
  image.ConstantText(21, "y");
  image.Emit({.kind = OpKind::kList, .a = 10, .b = 20, .d = 2});
  next = image.Emit({.kind = OpKind::kListNext, .a = 10, .b = 14, .c = 1});
  Show(image, 14, Kind::kText);
  CloseLoop(image, next);
  image.Emit({.kind = OpKind::kList, .a = 10, .b = 20, .d = 0});
  next = image.Emit({.kind = OpKind::kListNext, .a = 10, .b = 14, .c = 1});
  CloseLoop(image, next);
  image.End();
  const Finished run = image.Run();
  EXPECT_EQ(run.Text(), "1 | 3 | 5 | 1 | x | y");
}

TEST(Call, PassesArgumentsAndReturns) {
  ImageAssembler image;
  image.Begin(0);
  image.ConstantInt(1, 20);
  image.ConstantInt(2, 1);
  const std::uint32_t site = image.Site(0);
  image.Emit({.kind = OpKind::kCall, .a = 1, .b = 1, .c = 1, .d = image.List({1, 2}), .e = site});
  Show(image, 1, Kind::kInt);
  image.End();
  // f(n, step): n <= 0 ? 0 : n + f(n - step, step)
  image.Begin(1, 8, 2);
  image.ConstantInt(3, 0);
  image.Op2(OpKind::kLessEqualInt, 4, 0, 3);
  const std::uint32_t recurse = image.Emit({.kind = OpKind::kJumpIfFalse, .a = 4});
  image.Emit({.kind = OpKind::kReturn, .a = 3});
  image.At(recurse).d = image.Here();
  image.Op2(OpKind::kSubtractInt, 5, 0, 1);
  image.Emit({.kind = OpKind::kCall, .a = 5, .b = 1, .c = 1, .d = image.List({5, 1}), .e = site});
  image.Op2(OpKind::kAddInt, 5, 0, 5, site);
  image.Emit({.kind = OpKind::kReturn, .a = 5});
  image.End();
  const Finished run = image.Run();
  EXPECT_EQ(run.Text(), "210");
}

TEST(Call, WithoutResult) {
  for (const bool needed : {false, true}) {
    ImageAssembler image;
    image.Begin(0);
    image.Site(0);
    const std::uint32_t site = image.Site(7);
    image.Emit({.kind = OpKind::kCall, .a = 1, .b = 1, .c = static_cast<std::uint16_t>(needed ? 1 : 0), .e = site});
    image.ConstantInt(1, 1);
    Show(image, 1, Kind::kInt);
    image.End();
    image.Begin(1, 4);
    image.End();
    EXPECT_EQ(image.Run().Text(), needed ? "error 207 @ 1" : "1");
  }
}

// Texts made by a function are moved to where the caller's scratch area ends.
TEST(Call, ReturnsTextsAndAnys) {
  ImageAssembler image;
  image.Begin(0);
  image.ConstantText(1, "a");
  for (const std::uint32_t function : {1U, 2U, 2U, 1U}) {
    image.Emit(
        {.kind = OpKind::kCall, .a = 1, .b = static_cast<std::uint16_t>(function), .c = 1, .d = image.List({1})});
    if (function == 2) image.Op1(OpKind::kAnyToText, 1, 1);
  }
  Show(image, 1, Kind::kText);
  image.End();
  const auto concat = static_cast<std::uint16_t>(Builtin::kConcat);
  for (const std::uint32_t function : {1U, 2U}) {
    image.Begin(function, 8, 1);
    image.ConstantText(1, function == 1 ? "<" : "[");
    image.ConstantText(2, function == 1 ? ">" : "]");
    for (int i = 0; i < 20; ++i) {  // garbage
      image.Emit({.kind = OpKind::kBuiltin, .a = 3, .b = concat, .c = 2 | 2 << 8, .d = image.List({0, 1})});
    }
    image.Emit({.kind = OpKind::kBuiltin, .a = 4, .b = concat, .c = 2 | 3 << 8, .d = image.List({1, 0, 2})});
    if (function == 2) image.Op1(OpKind::kTextToAny, 4, 4);
    image.Emit({.kind = OpKind::kReturn, .a = 4, .c = static_cast<std::uint16_t>(function)});
    image.End();
  }
  EXPECT_EQ(image.Run().Text(), "\"<[[<a>]]>\"");
}

TEST(Relations, MembersExistenceAndEmptiness) {
  ImageAssembler image;
  const std::uint16_t wide = image.Relation(3);
  const std::uint16_t empty = image.Relation(1);
  const std::uint16_t nullary = image.Relation(0);
  const std::uint16_t by_second = image.Index(wide, {1});
  const std::uint16_t by_two = image.Index(wide, {0, 2});
  image.Begin(0);
  image.AssertRows(wide, {{image.Int(1), image.Int(2), image.Int(3)}, {image.Int(4), image.Int(5), image.Int(6)}});
  for (int i = 1; i <= 6; ++i) image.Cell(static_cast<std::uint16_t>(i), image.Int(i));
  const auto now = static_cast<std::uint16_t>(RowRange::kNow);
  const auto show = [&](OpKind kind, std::uint16_t of, std::initializer_list<std::uint16_t> list) {
    image.Emit({.kind = kind, .a = 10, .b = of, .c = now, .d = image.List(list)});
    Show(image, 10, Kind::kInt);
  };
  show(OpKind::kMember, wide, {1, 2, 3});
  show(OpKind::kMember, wide, {1, 2, 4});
  show(OpKind::kExists, by_second, {5});
  show(OpKind::kExists, by_second, {1});
  show(OpKind::kExists, by_two, {4, 6});
  show(OpKind::kExists, by_two, {1, 6});
  show(OpKind::kNotEmpty, wide, {});
  show(OpKind::kNotEmpty, empty, {});
  show(OpKind::kMember, nullary, {});
  image.Emit({.kind = OpKind::kAssert, .b = nullary, .d = image.List(std::initializer_list<std::uint16_t>{})});
  show(OpKind::kMember, nullary, {});
  image.Query(nullary, {});
  image.End();
  EXPECT_EQ(image.Run().Text(), "1 | 0 | 1 | 0 | 1 | 0 | 1 | 0 | 0 | 1 | true");
}

TEST(Snapshot, IsACopyInOutputOrder) {
  ImageAssembler image;
  const std::uint16_t relation = image.Relation(2);
  image.Begin(0);
  image.AssertRows(relation, {{image.Symbol("b"), image.Int(1)},
                              {image.Symbol("a"), image.Int(1)},
                              {image.Int(7), image.Int(1)},
                              {image.Symbol("a"), image.Int(0)}});
  image.Cell(1, image.Int(1));
  image.Cell(2, image.Symbol("new"));
  image.Emit({.kind = OpKind::kSnapshot, .a = 10, .b = relation, .d = image.List({kAll, 1})});
  const std::uint32_t next = image.Emit({.kind = OpKind::kSnapshotNext, .a = 10, .b = relation, .c = 1});
  image.Emit({.kind = OpKind::kAssert, .b = relation, .d = image.List({2, 1})});  // not seen by the loop
  for (const std::uint16_t column : {std::uint16_t{0}, std::uint16_t{1}}) {
    image.Emit({.kind = OpKind::kSnapshotColumn, .a = 3, .b = 10, .c = column, .d = relation});
    image.Op1(OpKind::kCellToAny, 4, 3);
    image.Result(4);
  }
  CloseLoop(image, next);
  image.End();
  const Finished run = image.Run();
  EXPECT_EQ(run.Text(), "7 | 1 | a | 1 | b | 1");
  EXPECT_EQ(run.TupleCount(relation), 5U);
}

// An inner loop that is left by a jump leaves its snapshot open; the next one closes it.
TEST(Snapshot, NestsAndIsLeft) {
  ImageAssembler image;
  const std::uint16_t relation = image.Relation(1);
  image.Begin(0);
  image.AssertRows(relation, {{image.Int(1)}, {image.Int(2)}, {image.Int(3)}});
  const std::uint32_t pattern = image.List({kAll});
  image.Emit({.kind = OpKind::kSnapshot, .a = 10, .b = relation, .c = 0, .d = pattern});
  const std::uint32_t outer = image.Emit({.kind = OpKind::kSnapshotNext, .a = 10, .b = relation, .c = 1});
  image.Emit({.kind = OpKind::kSnapshot, .a = 11, .b = relation, .c = 1, .d = pattern});
  const std::uint32_t inner = image.Emit({.kind = OpKind::kSnapshotNext, .a = 11, .b = relation, .c = 1});
  image.Emit({.kind = OpKind::kSnapshotColumn, .a = 3, .b = 10, .c = 0, .d = relation});
  image.Emit({.kind = OpKind::kSnapshotColumn, .a = 4, .b = 11, .c = 0, .d = relation});
  image.Op1(OpKind::kCellToAny, 5, 4);
  image.Result(5);
  image.Op2(OpKind::kEqualCell, 6, 3, 4);
  image.Emit({.kind = OpKind::kJumpIfTrue, .a = 6, .d = outer});
  image.Emit({.kind = OpKind::kJump, .d = inner});
  image.At(inner).d = outer;
  image.At(outer).d = image.Here();
  image.End();
  EXPECT_EQ(image.Run().Text(), "1 | 1 | 2 | 1 | 2 | 3");
}

TEST(Query, FindsByAnyColumns) {
  ImageAssembler image;
  const std::uint16_t relation = image.Relation(2);
  image.Begin(0);
  for (int i = 0; i < 100; ++i) image.AssertRows(relation, {{image.Int(i % 10), image.Int(i)}});
  image.Cell(1, image.Int(3));
  image.Cell(2, image.Int(47));
  for (int i = 0; i < 3; ++i) image.Query(relation, {1, kAll});  // the second time by an index
  image.AssertRows(relation, {{image.Int(3), image.Int(1000)}});
  image.Query(relation, {1, kAll});
  image.Query(relation, {kAll, 2});
  image.Query(relation, {1, 2});
  image.Cell(1, image.Int(7));
  image.Query(relation, {1, 2});
  image.End();
  const std::string rows = "3, 13, 23, 33, 43, 53, 63, 73, 83, 93";
  EXPECT_EQ(image.Run().Text(), rows + " | " + rows + " | " + rows + " | " + rows + ", 1000 | 7 | false | true");
}

TEST(Query, SortsNumbersByValueThenSymbols) {
  ImageAssembler image;
  const std::uint16_t relation = image.Relation(1);
  RunOptions options;
  options.host_facts = {{relation,
                         {{"zeta"},
                          {kMax},
                          {2.5},
                          {"alpha"},
                          {-1},
                          {3},
                          {1e300},
                          {-1e300},
                          {2},
                          {kMin},
                          {""},
                          {"\xC3\xA9"},
                          {std::int64_t{1} << 40},
                          {0x1.8p39}}}};
  image.Begin(0);
  image.Query(relation, {kAll});
  image.End();
  EXPECT_EQ(image.Run(options).Text(),
            "-1e+300, -9223372036854775808, -1, 2, 2.5, 3, 824633720832, 1099511627776, 9223372036854775807, 1e+300, "
            "\"\", alpha, zeta, \xC3\xA9");
}

TEST(Query, SortsManyRows) {
  ImageAssembler image;
  const std::uint16_t relation = image.Relation(2);
  RunOptions options;
  options.host_facts = {{relation, {}}};
  std::string expected;
  for (int i = 0; i < 3000; ++i) {
    const int key = i * 1237 % 3000;
    options.host_facts[0].rows.push_back({key / 10, key % 10});
    expected += (i > 0 ? ", " : "") + std::to_string(i / 10) + " " + std::to_string(i % 10);
  }
  image.Begin(0);
  image.Query(relation, {kAll, kAll});
  image.End();
  const Finished run = image.Run(options);
  EXPECT_EQ(run.Text(), expected);
  EXPECT_GT(run.report->fuel, 3000U * 8);  // eight passes of a merge sort
}

}  // namespace
}  // namespace bytelogic::runtime
