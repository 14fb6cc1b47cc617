// translate.h - a checked program as rules of clingo, where that is possible exactly.
//
//   std::string refusal;
//   auto translation = Translate(checked, "p7_", rounds, refusal);
//   // translation->rules:  p7_r0("alice","bob"). ...  #show p7_r0/2.
//
// A stratified program has one stable model: the relations that SOLVE computes. Each clause of a rule is a step
//
//   p7_b1_2(V0,V1,V2) :- p7_b1_1(V0,V1), p7_r3(V1,V2).
//
// from the bindings that the clauses before it admit to those that it admits, so that an aggregate ranges over what
// docs/language-reference.md says: the distinct bindings of all variables to its left. Strata with best-of columns that
// are recursive are not stratified in clingo's sense; there, each round is written out: p7_r3_t1, p7_r3_t2, ... read
// what the round before has left. Used by clingo_main.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bytelogic/value.h"
#include "language_features.h"
#include "sema/checked_program.h"

namespace bytelogic::clingo {

// A QUERY: the atoms of `predicate` that agree with `pattern` (nothing: `?`), in the columns that are `?`.
struct Question {
  std::string predicate;
  std::vector<std::optional<Value>> pattern;
  bool derived = false;  // rules derive the relation
};

struct Translation {
  std::string rules;
  std::vector<Question> questions;  // in the order of the outputs
  // The name of each constraint, and the predicate of its distinct witnesses.
  std::vector<std::pair<std::string, std::string>> constraints;
  // Has an atom where the last of the rounds that were written out changed something.
  std::string unsettled_predicate;
  Features features;
};

// `prefix` is that of all its predicates. `rounds`: how many to write out. What cannot be translated exactly is
// refused, with the reason.
auto Translate(const sema::CheckedProgram& program, const std::string& prefix, std::uint64_t rounds,
               std::string& refusal) -> std::optional<Translation>;

}  // namespace bytelogic::clingo
