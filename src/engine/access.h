// access.h - what the library itself may see of its public classes; their headers name nothing else of the inside.
//
//   const Compiled& compiled = Access::CompiledOf(program);
//
// Used by engine/, standalone/ and proof/, and by tests.
#pragma once

#include <memory>

#include "bytelogic/admission.h"
#include "bytelogic/engine.h"
#include "bytelogic/facts.h"
#include "bytelogic/program.h"

namespace bytelogic::engine {

// A table of facts as it is stored. A value is a cell of 32 bits; its two low bits say what the others are: 0: an int
// of 30 bits; 1, 2 and 3: an index into the ints, the floats and the symbols.
struct FactCells {
  std::span<const std::uint32_t> cells;
  std::span<const std::int64_t> ints;
  std::span<const double> floats;
  std::span<const std::size_t> symbol_ends;  // in the text
  std::string_view text;                     // of all symbols, one after the other

  [[nodiscard]] auto symbol(std::size_t index) const -> std::string_view {
    const std::size_t begin = index == 0 ? 0 : symbol_ends[index - 1];
    return text.substr(begin, symbol_ends[index] - begin);
  }
};

class Access {
 public:
  using EngineImpl = Engine::Impl;

  static auto CompiledOf(const Program& program) -> const Compiled& { return *program.compiled_; }
  static auto ProgramOf(const Compiled& compiled) -> Program { return Program(compiled); }
  static auto TurnOf(Admission& admission) -> std::unique_ptr<Turn>& { return admission.turn_; }
  // engine_impl.h.
  static auto ImplOf(Engine& engine) -> EngineImpl& { return *engine.impl_; }
  static auto CellsOf(const FactTable& table) -> FactCells {
    return {table.cells_, table.ints_, table.floats_, table.symbol_ends_, table.text_};
  }
};

}  // namespace bytelogic::engine
