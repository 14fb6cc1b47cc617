// raise.h - a ByteLogic program as a Datalog Tree: the other direction of lower.h, for `fmt --to=datalog`.
//
//   RULE p: SCAN q $x $y, WHERE $y > 3, EMIT p $x      =>  p(X) :- q(X, Y), Y > 3.
//
// The translation answers what the program answers. What has no form in Datalog is E109: CALC, IF, FOR, EXEC, columns
// that keep the best value, constraints, and facts that are asserted after something was asked.
#pragma once

#include "diagnostics/diagnostics.h"
#include "syntax/ast.h"
#include "syntax/datalog/tree.h"

namespace bytelogic::syntax::datalog {

// `ast` was parsed and checked without errors; every SCAN and JOIN names all columns (the formatter's pattern form).
// In Soufflé's convention where a column is declared by name, else in Prolog's.
auto Raise(const Ast& ast, Diagnostics& diagnostics) -> Tree;

}  // namespace bytelogic::syntax::datalog
