// random_program.h - random programs of what clingo can say as well: facts, rules with negation, recursion, aggregates
// and best-of columns, constraints, and a question for each relation.
//
//   std::string source = RandomProgram(42);
//
// The same seed gives the same program. Used by clingo_main.cc.
#pragma once

#include <cstdint>
#include <string>

namespace bytelogic::clingo {

auto RandomProgram(std::uint64_t seed) -> std::string;

}  // namespace bytelogic::clingo
