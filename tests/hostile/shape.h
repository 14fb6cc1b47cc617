// shape.h - a way to write a hostile program of any size.
//
//   for (const Shape& shape : ListShapes()) std::string source = shape.Source(64'000);
//
// Shapes come from three places: every production of each grammar, repeated, nested, damaged and paired with every
// other one that fits (grown_shapes.cc); shapes that somebody thought of, where a phase looked costly
// (known_shapes.cc); and random stacks of productions (RandomShape).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bytelogic/dialect.h"
#include "grammar.h"

namespace bytelogic::hostile {

enum class ShapeGroup : std::uint8_t {
  kKnown,   // thought of by hand
  kSingle,  // one production, repeated or nested
  kWrong,   // one production, repeated or nested, and then damaged
  kPair,    // two productions
  kRandom,  // several
};

struct Shape {
  std::string name;
  ShapeGroup group = ShapeGroup::kKnown;
  Dialect dialect = Dialect::kAuto;
  // A source of about `size` bytes, at most that where the shape allows it.
  std::function<std::string(std::size_t size)> source;
};

auto ListShapes() -> std::vector<Shape>;
// The shapes of one group, which ListShapes puts one after the other.
void AddKnownShapes(std::vector<Shape>& shapes);
void AddGrownShapes(const Grammar& grammar, std::vector<Shape>& shapes);
// Three or four productions within each other, each repeated or nested.
auto RandomShape(const std::vector<Grammar>& grammars, std::uint64_t seed) -> Shape;

}  // namespace bytelogic::hostile
