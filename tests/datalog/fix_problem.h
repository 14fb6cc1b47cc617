// fix_problem.h - what holds of the diagnostics of every Datalog program.
//
//   std::string problem = FixProblem(source);      // empty: nothing is wrong
//
// Used by datalog_main.cc on random programs, valid and mutated.
#pragma once

#include <string>
#include <string_view>

namespace bytelogic::datalog_test {

// Every diagnostic of parsing and checking lies inside of the source, and each of its fixes, once applied, mends it:
// the same diagnostic does not come again at that place.
auto FixProblem(std::string_view source) -> std::string;

}  // namespace bytelogic::datalog_test
