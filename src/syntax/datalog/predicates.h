// predicates.h - what a Datalog program says about each predicate: its arity, its columns, whether anything defines it.
//
//   Predicates predicates = CollectPredicates(tree, diagnostics);
//   predicates.Find("parent")->arity
//
// A predicate needs no declaration: its declaration or else its first use decides on the arity. Used by lower.h.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "diagnostics/diagnostics.h"
#include "syntax/datalog/tree.h"

namespace bytelogic::syntax::datalog {

struct Predicate {
  std::string_view name;
  SourceRange range;  // of its name where its arity is told
  std::uint32_t arity = 0;
  const Declaration* declaration = nullptr;  // with columns; else null
  bool declared = false;                     // by `.decl`, `:- dynamic` or `.input`
  bool defined = false;                      // by a fact or a rule
  std::vector<ColumnType> types;             // one per column: declared, or what reaches it; see types.h
};

class Predicates {
 public:
  // Null where there is no such predicate.
  [[nodiscard]] auto Find(std::string_view name) const -> const Predicate* {
    const auto found = numbers_.find(name);
    return found == numbers_.end() ? nullptr : &list_[found->second];
  }
  [[nodiscard]] auto Find(std::string_view name) -> Predicate* {
    const auto found = numbers_.find(name);
    return found == numbers_.end() ? nullptr : &list_[found->second];
  }
  // The predicate with this name, which is made where there is none; `fresh` tells.
  auto At(std::string_view name, bool& fresh) -> Predicate&;
  [[nodiscard]] auto list() const -> const std::vector<Predicate>& { return list_; }
  [[nodiscard]] auto list() -> std::vector<Predicate>& { return list_; }

 private:
  std::vector<Predicate> list_;  // in source order of what tells their arity, declarations first
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

// Whether `goal`, a literal, is a test by a function (`contains(S, "a")`) and no predicate of the program.
auto IsTest(const Goal& goal, const Predicates& predicates) -> bool;

// Reports E201 (a name like one that is defined), E203 (two arities), E211 (declared twice), W107 (nothing defines it).
auto CollectPredicates(const Tree& tree, Diagnostics& diagnostics) -> Predicates;

}  // namespace bytelogic::syntax::datalog
