// dialect.h - the two ways to write a program: ByteLogic's statements, and Datalog's clauses.
//
//   bytelogic::Engine engine;
//   bytelogic::RunOptions options;
//   options.dialect = bytelogic::Dialect::kDatalog;
//   std::puts(engine.Run("p(1). ?- p(X).", {}, options).Text().c_str());     // 1
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
