// printer.h - a Tree as text in the one canonical layout: the formatter for Datalog.
//
//   PrintTree(ParseTree("p(X):-q(X,Y),Y>3.", diagnostics), diagnostics)      // p(X) :- q(X, Y), Y > 3.
//
// Keeps comments and single blank lines. A rule stands on one line where that is not longer than 100 columns, else with
// one goal per line. Also prints the Trees that raise.h makes of ByteLogic programs, whose comments it rewrites.
#pragma once

#include <string>

#include "syntax/datalog/tree.h"

namespace bytelogic::syntax::datalog {

// `tree` was made without errors and has no macros. ParseTree(PrintTree(t)) is t up to ranges, and printing twice
// changes nothing. Empty, with a diagnostic, where the text is longer than the limits allow: the settings of a
// directive are printed for each of its names.
auto PrintTree(const Tree& tree, Diagnostics& diagnostics) -> std::string;

}  // namespace bytelogic::syntax::datalog
