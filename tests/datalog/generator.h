// generator.h - random programs of the Datalog dialect, over all of its forms.
//
//   Program program = GenerateProgram(42, {.logic = true});
//
// Follows types, strata and scopes, so that nearly all programs pass the checker, and keeps domains small, so that
// joins find something. The same seed and options give the same program. Used by datalog_main.cc.
#pragma once

#include <cstdint>

#include "program.h"

namespace bytelogic::datalog_test {

struct GeneratorOptions {
  // Only what clingo can say exactly as well: ints below 32 bits and symbols, and nothing that can fail.
  bool logic = false;
};

auto GenerateProgram(std::uint64_t seed, const GeneratorOptions& options) -> Program;

}  // namespace bytelogic::datalog_test
