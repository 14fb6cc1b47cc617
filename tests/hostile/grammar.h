// grammar.h - every production of a dialect, as texts with holes: what the shapes are grown from.
//
//   {"join.pattern", "clause", "JOIN w `pattern`"}
//
// A hole `pattern` takes productions of that category. The hole `#` takes the running number of the production among
// its repetitions, `#-1` the one before it: so `LET $v`#` = $v`#-1` + 1`, repeated, is a chain. grammar_test.cc checks
// that no keyword, function or token of the language is without a production.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bytelogic/dialect.h"

namespace bytelogic::hostile {

struct Production {
  std::string name;
  std::string categories;  // what it may stand for, with spaces between them
  std::string text;
  bool pairs = true;  // false: it is like another one, and only that one is paired with every other production
};

// A place in a program where productions may stand.
struct Category {
  std::string name;
  std::string separator;  // between two of them
  std::string simplest;   // what fills a hole that nothing grows in
  std::string program;    // a program around one hole of this category
};

struct Grammar {
  std::string name;
  Dialect dialect = Dialect::kByteLogic;
  std::string prologue;  // what all of its programs begin with
  std::vector<Category> categories;
  std::vector<Production> productions;

  [[nodiscard]] auto Find(std::string_view category) const -> const Category&;
};

auto ByteLogicGrammar() -> Grammar;
// Datalog in Prolog's convention, and in Soufflé's, which a `.decl` brings about.
auto PrologGrammar() -> Grammar;
auto SouffleGrammar() -> Grammar;
auto AllGrammars() -> std::vector<Grammar>;

// A text with holes, taken apart: literal text and holes by turns.
struct Piece {
  bool is_hole = false;
  std::string text;  // the literal text, or the name of the hole: a category, `#` or `#-1`
};
auto SplitText(std::string_view text) -> std::vector<Piece>;

// The categories among the holes of `production`, each once.
auto HolesOf(const Production& production) -> std::vector<std::string>;
auto IsOf(const Production& production, std::string_view category) -> bool;
// The category whose program the production is put into when it stands alone.
auto MainCategory(const Production& production) -> std::string;
// Whether its repetitions differ.
auto HasNumber(const Production& production) -> bool;

}  // namespace bytelogic::hostile
