#include "sema/types.h"

#include <gtest/gtest.h>

namespace bytelogic::sema {
namespace {

constexpr Type kAllTypes[] = {Type::kNone, Type::kInt, Type::kFloat, Type::kSymbol, Type::kAny};

auto AtMost(Type low, Type high) -> bool { return Join(low, high) == high; }

TEST(Types, JoinIsALeastUpperBound) {
  for (const Type a : kAllTypes) {
    EXPECT_EQ(Join(a, a), a);
    EXPECT_EQ(Join(a, Type::kNone), a);
    EXPECT_EQ(Join(a, Type::kAny), Type::kAny);
    for (const Type b : kAllTypes) {
      EXPECT_EQ(Join(a, b), Join(b, a));
      for (const Type c : kAllTypes) EXPECT_EQ(Join(Join(a, b), c), Join(a, Join(b, c)));
    }
  }
  EXPECT_EQ(Join(Type::kInt, Type::kFloat), Type::kFloat);
  EXPECT_EQ(Join(Type::kInt, Type::kSymbol), Type::kAny);
}

// What makes inference independent of the order of its visits: wider operands never narrow a result.
TEST(Types, OperatorsAreMonotone) {
  for (const ExprKind kind : {ExprKind::kAdd, ExprKind::kDivide, ExprKind::kModulo}) {
    for (const Type a : kAllTypes) {
      for (const Type b : kAllTypes) {
        for (const Type wider : kAllTypes) {
          if (!AtMost(a, wider)) continue;
          EXPECT_TRUE(AtMost(ArithmeticTypes(kind, a, b).result, ArithmeticTypes(kind, wider, b).result));
          EXPECT_TRUE(AtMost(ArithmeticTypes(kind, b, a).result, ArithmeticTypes(kind, b, wider).result));
        }
      }
    }
  }
}

TEST(Types, BuiltinsAreMonotone) {
  for (const BuiltinInfo& info : kBuiltins) {
    for (std::size_t count = info.min_arguments; count <= std::min<std::size_t>(info.max_arguments, 3); ++count) {
      std::size_t combinations = 1;
      for (std::size_t index = 0; index < count; ++index) combinations *= std::size(kAllTypes);
      for (std::size_t low = 0; low < combinations; ++low) {
        for (std::size_t high = 0; high < combinations; ++high) {
          std::vector<Type> narrow;
          std::vector<Type> wide;
          bool ordered = true;
          for (std::size_t index = 0, l = low, h = high; index < count; ++index, l /= 5, h /= 5) {
            narrow.push_back(kAllTypes[l % 5]);
            wide.push_back(kAllTypes[h % 5]);
            ordered = ordered && AtMost(narrow.back(), wide.back());
          }
          if (!ordered) continue;
          EXPECT_TRUE(AtMost(TypesOf(info.kind, narrow).result, TypesOf(info.kind, wide).result)) << info.name;
        }
      }
    }
  }
}

TEST(Types, PositionLetters) {
  EXPECT_EQ(PositionLetter(0), "a");
  EXPECT_EQ(PositionLetter(25), "z");
  EXPECT_EQ(PositionLetter(26), "");
}

}  // namespace
}  // namespace bytelogic::sema
