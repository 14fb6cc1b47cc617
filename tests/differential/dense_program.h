// dense_program.h - the closure of a graph of about 35 nodes, of numbers, symbols or both.
#pragma once

#include "generator.h"
#include "vocabulary.h"

namespace bytelogic::differential {

auto GenerateDenseProgram(Vocabulary& vocabulary) -> GeneratedProgram;

}  // namespace bytelogic::differential
