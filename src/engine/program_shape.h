// program_shape.h - what the host must know of a program to run its image: relations, outputs, places.
//
// Taken from a CheckedProgram and its Plan, or read from the metadata of a standalone module. With it, and with the
// source, everything that a sandbox reports can be checked and named.
#pragma once

#include <deque>
#include <string>
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
  Dialect dialect = Dialect::kByteLogic;     // of the source: in its words are failures told
  std::vector<sema::Relation> relations;     // in the order of the image
  std::vector<sema::OutputShape> outputs;    // likewise
  std::vector<ConstraintShape> constraints;  // likewise
  std::vector<Site> sites;                   // likewise
  std::deque<std::string> strings;           // text that is not a stretch of the source
  std::deque<std::string> names;             // likewise, made by the dialect
};

}  // namespace bytelogic::engine
