// closure_image.h - the transitive closure of a relation, as a plan would write it: the program that most tests of
// solving use.
//
//   ancestor(x, y) :- parent(x, y).   ancestor(x, z) :- parent(x, y), ancestor(y, z).
#pragma once

#include "image_assembler.h"

namespace bytelogic::runtime {

struct ClosureImage : ImageAssembler {
  std::uint16_t parent = Relation(2);
  std::uint16_t ancestor = Relation(2, /*derived=*/true);
  std::uint16_t parent_by_child = Index(parent, {1});

  // Writes the two rules as functions 1 and 2; the test writes function 0.
  ClosureImage() {
    Begin(1, 8);
    std::uint32_t scan = Scan(0, parent, RowRange::kFull);
    Column(1, 0, 0, parent);
    Column(2, 0, 1, parent);
    Insert(ancestor, {1, 2});
    Next(scan);
    End();

    Begin(2, 8);
    scan = Scan(0, ancestor, RowRange::kDelta);
    Column(1, 0, 0, ancestor);
    Column(2, 0, 1, ancestor);
    const std::uint32_t probe = Probe(3, parent_by_child, RowRange::kFull, {1});
    Column(4, 3, 0, parent);
    Insert(ancestor, {4, 2});
    Next(probe);
    Next(scan);
    End();
    Stratum({ancestor}, {{1, kNone32}, {2, ancestor}});
  }
};

}  // namespace bytelogic::runtime
