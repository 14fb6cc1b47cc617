// code_measure.h - how much a function gives a compiler to do, by one pass over its bytes.
//
//   auto measure = MeasureFunction(module, 12);
//   if (!measure) ...                                 // it has an instruction that the runtime of ByteLogic never has
//   if (measure->locals > 128) ...
//
// What compilers spend most on is not the length of code: it is values times the places where control flow meets, and
// values that outlive calls. Used by standalone/module_limits.cc, which says how much of each is too much.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <tl/expected.hpp>

#include "wasm/module.h"

namespace bytelogic::wasm {

struct CodeMeasure {
  std::uint64_t bytes = 0;
  std::uint64_t locals = 0;  // parameters included
  std::uint64_t instructions = 0;
  std::uint64_t nesting = 0;  // of blocks, at most
  std::uint64_t blocks = 0;   // loops and both branches of an `if` included
  std::uint64_t loops = 0;
  std::uint64_t branches = 0;  // each target of a br_table is one
  std::uint64_t calls = 0;
  std::uint64_t indirect_calls = 0;  // of `calls`
  std::uint64_t stack = 0;           // values on the operand stack, at most
  std::uint64_t globals = 0;         // reads and writes of global variables
  std::uint64_t helpers = 0;         // instructions that call into the engine, such as memory.grow
  std::uint64_t divisions = 0;       // integer ones and other instructions that compile to several
};

// Of the `index`-th body of `module`. Fails, saying why, at instructions other than those of WebAssembly 1 with sign
// extension, non-trapping conversions, memory.copy and memory.fill; and at blocks that take values or leave several.
auto MeasureFunction(const Module& module, std::size_t index) -> tl::expected<CodeMeasure, std::string>;

}  // namespace bytelogic::wasm
