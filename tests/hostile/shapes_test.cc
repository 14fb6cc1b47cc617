// That nothing of the grammars is left out, and that shapes grow as they are asked to.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "base/builtin.h"
#include "growth.h"
#include "shape.h"
#include "syntax/datalog/functions.h"

namespace bytelogic::hostile {
namespace {

// Whether `word` stands in a production of `grammar`.
auto Writes(const Grammar& grammar, std::string_view word) -> bool {
  return std::ranges::any_of(grammar.productions,
                             [&](const Production& each) { return each.text.find(word) != std::string::npos; }) ||
         std::ranges::any_of(grammar.categories, [&](const Category& each) {
           return each.program.find(word) != std::string::npos || each.separator.find(word) != std::string::npos;
         });
}

// What a mark is written as: its name in messages is in quotes.
auto MarkOf(std::string_view name) -> std::string_view {
  return name.starts_with('\'') ? name.substr(1, name.size() - 2) : std::string_view();
}

TEST(GrammarTest, EveryKeywordHasAProduction) {
  const Grammar grammar = ByteLogicGrammar();
#define KEYWORD(kind, text, reserved) EXPECT_TRUE(Writes(grammar, text)) << text;
#include "base/keyword.def"
#undef KEYWORD
}

TEST(GrammarTest, EveryFunctionHasAProduction) {
  const Grammar grammar = ByteLogicGrammar();
  for (const BuiltinInfo& builtin : kBuiltins) {
    EXPECT_TRUE(Writes(grammar, std::string(builtin.name) + "(")) << builtin.name;
  }
  for (const Grammar& datalog : {PrologGrammar(), SouffleGrammar()}) {
    for (const auto& function : syntax::datalog::kFunctions) {
      EXPECT_TRUE(Writes(datalog, std::string(function.name) + "(")) << function.name;
    }
  }
}

TEST(GrammarTest, EveryMarkHasAProduction) {
  const Grammar bytelogic = ByteLogicGrammar();
#define TOKEN(kind, text) EXPECT_TRUE(Writes(bytelogic, MarkOf(text))) << (text);
#include "syntax/bytelogic/token_kind.def"
#undef TOKEN
  const Grammar souffle = SouffleGrammar();
#define TOKEN(kind, text) EXPECT_TRUE(Writes(souffle, MarkOf(text))) << (text);
#include "syntax/datalog/token_kind.def"
#undef TOKEN
}

TEST(GrammarTest, EveryHoleIsACategoryAndEveryCategoryHasProductions) {
  for (const Grammar& grammar : AllGrammars()) {
    std::set<std::string> names;
    for (const Production& production : grammar.productions) {
      EXPECT_TRUE(names.insert(production.name).second) << production.name << " twice";
      for (const std::string& hole : HolesOf(production)) EXPECT_EQ(grammar.Find(hole).name, hole);
      EXPECT_TRUE(IsOf(production, grammar.Find(MainCategory(production)).name));
    }
    for (const Category& category : grammar.categories) {
      const bool used =
          std::ranges::any_of(grammar.productions, [&](const Production& each) { return IsOf(each, category.name); });
      // Prolog's convention has no declarations.
      EXPECT_TRUE(used || grammar.name == "prolog") << category.name;
    }
  }
}

TEST(ShapesTest, EveryProductionIsRepeatedNestedAndPaired) {
  std::set<std::string> names;
  for (const Shape& shape : ListShapes()) names.insert(shape.name);
  for (const Grammar& grammar : AllGrammars()) {
    for (const Production& outer : grammar.productions) {
      EXPECT_TRUE(names.contains(grammar.name + ":" + outer.name)) << outer.name;
      EXPECT_TRUE(names.contains(grammar.name + ":" + outer.name + "!cut")) << outer.name;
      for (const std::string& hole : HolesOf(outer)) {
        if (IsOf(outer, hole)) EXPECT_TRUE(names.contains(grammar.name + ":" + outer.name + "^")) << outer.name;
        for (const Production& inner : grammar.productions) {
          if (!outer.pairs || !inner.pairs || !IsOf(inner, hole)) continue;
          EXPECT_TRUE(names.contains(grammar.name + ":" + outer.name + "/" + inner.name)) << outer.name << inner.name;
        }
      }
    }
  }
}

TEST(ShapesTest, NamesAreUnique) {
  std::set<std::string> names;
  for (const Shape& shape : ListShapes()) EXPECT_TRUE(names.insert(shape.name).second) << shape.name;
}

TEST(ShapesTest, SourcesHaveTheSizeAskedFor) {
  constexpr std::size_t kSize = 30'000;
  for (const Grammar& grammar : AllGrammars()) {
    for (const Production& production : grammar.productions) {
      const std::vector<std::string> holes = HolesOf(production);
      const Layer layer{.production = &production, .hole = holes.empty() ? "" : holes[0]};
      const std::string source = Grow(grammar, {layer}, kSize);
      EXPECT_LE(source.size(), kSize) << production.name;
      EXPECT_GE(source.size(), kSize - 300) << production.name;
    }
  }
}

TEST(ShapesTest, LargerSizesGiveLargerSourcesAndTheSameSizeTheSameOne) {
  const std::vector<Shape> shapes = ListShapes();
  for (std::size_t at = 0; at < shapes.size(); at += 41) {
    const std::string small = shapes[at].source(2'000);
    EXPECT_LE(small.size(), shapes[at].source(20'000).size()) << shapes[at].name;
    EXPECT_EQ(small, shapes[at].source(2'000)) << shapes[at].name;
  }
}

TEST(ShapesTest, RandomShapesComeFromTheirSeed) {
  const std::vector<Grammar> grammars = AllGrammars();
  std::set<std::string> sources;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const std::string source = RandomShape(grammars, seed).source(3'000);
    EXPECT_EQ(source, RandomShape(grammars, seed).source(3'000)) << seed;
    sources.insert(source);
  }
  EXPECT_GT(sources.size(), 90U);
}

const Grammar kTiny{.name = "tiny",
                    .dialect = Dialect::kByteLogic,
                    .prologue = "",
                    .categories = {{"a", ";", "x", "<`a`>"}, {"b", ",", "y", "[`b`]"}},
                    .productions = {{"pair", "a", "(`b` `#`)"}, {"word", "b", "w`#`"}, {"deep", "b", "{`b`}"}}};

TEST(GrowthTest, RepeatsWithNumbers) {
  EXPECT_EQ(Grow(kTiny, {{.production = &kTiny.productions[1]}}, 11), "[w1,w2,w3]");
  EXPECT_EQ(Grow(kTiny, {{.production = &kTiny.productions[1], .numbering = Numbering::kSame}}, 11), "[w1,w1,w1]");
  EXPECT_EQ(Grow(kTiny, {{.production = &kTiny.productions[1], .numbering = Numbering::kFalling}}, 11), "[w3,w2,w1]");
  EXPECT_EQ(Grow(kTiny, {{.production = &kTiny.productions[0]}}, 8), "<(y 1)>");
  EXPECT_EQ(Grow(kTiny, {{.production = &kTiny.productions[0]}}, 14), "<(y 1);(y 2)>");
}

TEST(GrowthTest, NestsOneInTheOther) {
  EXPECT_EQ(Grow(kTiny, {{.production = &kTiny.productions[2], .hole = "b", .depth = kAsDeepAsFits}}, 8), "[{{{y}}}]");
  EXPECT_EQ(Grow(kTiny, {{.production = &kTiny.productions[2], .hole = "b", .depth = 2}}, 13), "[{{y}},{{y}}]");
  EXPECT_EQ(
      Grow(kTiny,
           {{.production = &kTiny.productions[0], .hole = "b", .once = true}, {.production = &kTiny.productions[1]}},
           12),
      "<(w1,w2,w3 1)>");
}

TEST(GrowthTest, Damages) {
  EXPECT_EQ(Damaged("RULE p: SCAN e $x", Damage::kCut), "RULE p: S");
  EXPECT_EQ(Damaged("F(1, END)", Damage::kNoClosers), "F(1, ");
  EXPECT_EQ(Damaged("EMIT p", Damage::kDouble), "EMIT EMIT p p");
  EXPECT_EQ(Damaged("EMIT p", Damage::kMisspell), "EIT p");
  EXPECT_EQ(Damaged("a\nb", Damage::kOneLine), "a b");
  EXPECT_EQ(Damaged("a b", Damage::kManyLines), "a\nb");
  EXPECT_EQ(Damaged("a b", Damage::kSwap), "b a ");
  EXPECT_EQ(Damaged("a, b", Damage::kNoCommas), "a  b");
  EXPECT_EQ(Damaged("$x + X1", Damage::kUnbind), "$x_ + X1_");
}

}  // namespace
}  // namespace bytelogic::hostile
