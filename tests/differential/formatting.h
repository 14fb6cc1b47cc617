// formatting.h - what holds of `fmt`, for any program of either dialect.
//
//   std::string problem = FormattingProblem(source, Dialect::kDatalog);      // empty: nothing is wrong
//
// Used by the drivers on random programs, valid and mutated.
#pragma once

#include <string>
#include <string_view>

#include "bytelogic/dialect.h"

namespace bytelogic::differential {

// What is printed parses to an equal program and prints as itself. Nothing to say of programs with errors or macros.
auto FormattingProblem(std::string_view source, Dialect dialect) -> std::string;

// A program that one of the printers wrote parses, and is in the canonical layout.
auto LayoutProblem(std::string_view source, Dialect dialect) -> std::string;

}  // namespace bytelogic::differential
