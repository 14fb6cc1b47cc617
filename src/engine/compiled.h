// compiled.h - the inside of a Program: its source, its image, and what the host must know to run it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bytelogic/program.h"
#include "engine/program_shape.h"

namespace bytelogic {

// Never moves: the shape refers to `source`.
struct Program::Compiled {
  std::string source;
  engine::ProgramShape shape;
  std::vector<std::uint8_t> image;  // runtime/image.h
  std::size_t rule_count = 0;
  std::uint64_t work = 0;    // of compiling it: Limits::compile_work
  std::uint64_t memory = 0;  // that compiling it took
  std::vector<Diagnostic> warnings;
};

}  // namespace bytelogic
