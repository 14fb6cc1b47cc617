// program_shape.h - what the host must know of a program to run its image: relations, outputs, places.
//
//   const ProgramShape shape = compiled.Shape();
//
// A view of a compiled program (compiled.h), or of what the metadata of a standalone module say. With it, and with the
// source, everything that a sandbox reports can be checked and named.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "bytelogic/dialect.h"
#include "diagnostics/site.h"
#include "sema/checked_program.h"

namespace bytelogic::engine {

struct ConstraintShape {
  std::string_view name;
  std::vector<std::string_view> variables;  // of its witnesses
};

struct ProgramShape {
  Dialect dialect = Dialect::kByteLogic;         // of the source: in its words are failures told
  std::span<const sema::Relation> relations;     // in the order of the image
  std::span<const sema::OutputShape> outputs;    // likewise
  std::span<const ConstraintShape> constraints;  // likewise
  std::span<const Site> sites;                   // likewise
};

}  // namespace bytelogic::engine
