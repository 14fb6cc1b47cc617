// logic_rules.h - a Datalog program as rules of clingo, made from the Tree that the parser gives: what lowering makes
// of disjunctions, negated conjunctions, aggregates and the order of goals is not asked.
//
//   std::string refusal;
//   auto logic = TranslateTree(tree, "p7_", refusal);
//   // logic->rules:  p7_r0("alice",1). ...  #show p7_r0/2.
//
// Each goal of a body is a step
//
//   p7_s3(V0,V1) :- p7_s2(V0), p7_r1(V0,V1).
//
// from the bindings of the goals before it to those that it admits. Goals go as soon as their variables are bound.
// Used by clingo_check.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "syntax/datalog/tree.h"

namespace bytelogic::datalog_test {

struct LogicProgram {
  std::string rules;
  // The predicate of each question and directive, in the order of the outputs.
  struct Asked {
    std::string predicate;
    bool counts = false;  // .printsize
  };
  std::vector<Asked> asked;
};

// What clingo cannot say exactly is refused, with the reason.
auto TranslateTree(const syntax::datalog::Tree& tree, const std::string& prefix, std::string& refusal)
    -> std::optional<LogicProgram>;

}  // namespace bytelogic::datalog_test
