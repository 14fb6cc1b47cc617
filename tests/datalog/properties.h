// properties.h - what holds of every Datalog program, whatever it computes.
//
//   std::string problem = FormattingProblem(source);      // empty: nothing is wrong
//
// Used by datalog_main.cc on random programs, valid and mutated.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bytelogic/dialect.h"

namespace bytelogic::datalog_test {

// What is printed parses to an equal tree and prints as itself; nothing to say of programs with errors or macros.
auto FormattingProblem(std::string_view source) -> std::string;

// Every diagnostic of parsing and checking lies inside of the source, and each of its fixes, once applied, mends it:
// the same diagnostic does not come again at that place.
auto FixProblem(std::string_view source) -> std::string;

// `fmt --to=bytelogic` and `fmt --to=datalog`, as a text of the other dialect. Nothing where the program has errors or
// no such form; `why_not` then says why, with the code in front.
auto Translate(std::string_view source, Dialect from, std::string& why_not) -> std::optional<std::string>;

}  // namespace bytelogic::datalog_test
