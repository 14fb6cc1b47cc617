// compiled.h - the inside of a Program: all that compiling it made, from its source to its image.
//
//   const Compiled& compiled = Access::CompiledOf(program);
//   compiled.checked->relations, compiled.plan.functions, compiled.image
//
// Immutable and shared by everybody who has the program: runs, proofs, standalone modules and the cache, which counts
// what it takes (heap_size.h). Nothing is compiled twice to learn what was known before.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "bytelogic/dialect.h"
#include "bytelogic/program.h"
#include "engine/access.h"
#include "engine/program_shape.h"
#include "plan/plan.h"
#include "sema/checked_program.h"

namespace bytelogic::engine {

// Never moves: its parts refer to each other.
struct Compiled {
  Compiled() : program(Access::ProgramOf(*this)) {}
  Compiled(const Compiled&) = delete;
  auto operator=(const Compiled&) -> Compiled& = delete;

  [[nodiscard]] auto Shape() const -> ProgramShape {
    return {dialect, checked->relations, checked->outputs, constraints, plan.sites};
  }

  std::string source;
  Dialect dialect = Dialect::kByteLogic;                // that it is written in
  std::optional<std::deque<std::string>> parsed_texts;  // that the parser made, and names may refer to
  std::optional<sema::CheckedProgram> checked;          // always there once the program is; refers to both
  std::vector<ConstraintShape> constraints;             // of `checked`
  plan::Plan plan;                                      // refers to `checked`
  std::vector<std::uint8_t> image;                      // runtime/image.h
  std::uint64_t work = 0;                               // of compiling it: Limits::compile_work
  std::uint64_t memory = 0;                             // that compiling it took
  std::vector<Diagnostic> warnings;
  Program program;  // as the public API shows it
};

}  // namespace bytelogic::engine
