// owned_shape.h - a ProgramShape of a program that nobody compiled, with what it views.
#pragma once

#include <vector>

#include "engine/program_shape.h"

namespace bytelogic {

struct OwnedShape {
  std::vector<sema::Relation> relations;
  std::vector<sema::OutputShape> outputs;
  std::vector<Site> sites;

  // Valid while this lives.
  operator engine::ProgramShape() const {  // NOLINT: it stands for one
    return {.relations = relations, .outputs = outputs, .sites = sites};
  }
};

}  // namespace bytelogic
