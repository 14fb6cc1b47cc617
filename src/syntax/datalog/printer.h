// printer.h - a Tree as text in the one canonical layout: the formatter for Datalog.
//
//   PrintTree(ParseTree("p(X):-q(X,Y),Y>3.", diagnostics))      // p(X) :- q(X, Y), Y > 3.
//
// Keeps comments and single blank lines. A rule stands on one line where that is not longer than 100 columns, else with
// one goal per line. Also prints the Trees that raise.h makes of ByteLogic programs, whose comments it rewrites.
#pragma once

#include <string>

#include "syntax/datalog/tree.h"

namespace bytelogic::syntax::datalog {

// `tree` was made without errors and has no macros. ParseTree(PrintTree(t)) is t up to ranges, and printing twice
// changes nothing.
auto PrintTree(const Tree& tree) -> std::string;

}  // namespace bytelogic::syntax::datalog
