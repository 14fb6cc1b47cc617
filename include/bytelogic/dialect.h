// dialect.h - the two ways to write a program: ByteLogic's statements, and Datalog's clauses.
//
//   engine.Run("p(1). ?- p(X).", {}, {.dialect = bytelogic::Dialect::kDatalog})
//
// Both give the same checked program; only texts of programs have a dialect.
#pragma once

#include <cstdint>

namespace bytelogic {

enum class Dialect : std::uint8_t {
  kAuto,  // as the first words of the text say
  kByteLogic,
  kDatalog,
};

}  // namespace bytelogic
