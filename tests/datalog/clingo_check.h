// clingo_check.h - random Datalog programs through the engine and through clingo: the same answer to every question.
//
//   return CheckWithClingo({.count = 300, .seed = 1});
//
// Used by datalog_main.cc.
#pragma once

#include <cstdint>
#include <string>

namespace bytelogic::datalog_test {

struct ClingoOptions {
  std::uint64_t count = 300;
  std::uint64_t seed = 1;
  std::uint64_t batch = 100;  // programs for one run of clingo
  std::string file;           // asks about the program in this file, and shows what clingo is asked
};

// The exit code: 1 where there is a difference, which is printed, shrunk; 77, which CTest takes for skipped, where
// clingo is not installed.
auto CheckWithClingo(const ClingoOptions& options) -> int;

}  // namespace bytelogic::datalog_test
