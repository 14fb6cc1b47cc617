// schema.h - what the generator knows of the program that it is writing: relations and the variables of a rule.
//
//   Relation{.name = "path", .columns = {{Kind::kSymbol}, {Kind::kInt, 20}}, .level = 1}
//
// clingo computes in 32 bits, so every int carries a bound of its absolute value, and what would pass kLargest is not
// written. Used by random_program.cc and logic_rule.cc.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bytelogic::clingo {

enum class Kind { kInt, kSymbol, kAny };

inline constexpr std::int64_t kLargest = 1'000'000'000;
// The most bindings that an aggregate can range over: the fuel of a run is for so many.
inline constexpr std::int64_t kMostBindings = 200'000;
// To deliver a binding and add it up costs this at least.
inline constexpr std::int64_t kLeastFuelOfBinding = 5;

struct Column {
  Kind kind = Kind::kInt;
  std::int64_t bound = 0;  // kInt
};

struct Relation {
  std::string name;
  std::vector<Column> columns;
  std::string keep;      // `MIN` or `MAX`: of the last column
  int level = -1;        // -1: facts only. Rules read lower levels, and their own where they are recursive
  bool summary = false;  // its last columns are aggregates
};

struct ScopedVariable {
  std::string name;
  Column type;
  bool from_own_level = false;  // bound by a relation that the rule's own level derives
};

}  // namespace bytelogic::clingo
