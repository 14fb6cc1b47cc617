// writer.h - a random program as text, in either convention and in one of its many spellings.
//
//   std::string text = WriteProgram(program, {.souffle = true, .spelling = 7});
//
// Every style says the same: the answers must be equal. Used by datalog_main.cc.
#pragma once

#include <cstdint>
#include <string>

#include "program.h"

namespace bytelogic::datalog_test {

struct Style {
  bool souffle = false;
  std::uint64_t spelling = 0;     // quotes, negations, parentheses, comments, lines; 0: the plainest
  std::uint64_t permutation = 0;  // not 0: goals of rules, facts and rules are shuffled by this seed
  bool macros = false;            // some constants and goals are written as macros
};

auto WriteProgram(const Program& program, const Style& style) -> std::string;

}  // namespace bytelogic::datalog_test
