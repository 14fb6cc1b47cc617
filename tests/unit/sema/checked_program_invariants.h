// checked_program_invariants.h - everything that checked_program.h promises to plan/ and reference/, tested on a
// program.
//
//   EXPECT_EQ(FindViolation(program), "");
#pragma once

#include <string>

#include "sema/checked_program.h"

namespace bytelogic::sema {

// What the program breaks first; empty where it keeps every promise.
auto FindViolation(const CheckedProgram& program) -> std::string;

}  // namespace bytelogic::sema
