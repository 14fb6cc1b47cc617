// printer.h - Ast to text in the one canonical layout: the formatter (`bytelogic fmt`).
#pragma once

#include <string>

#include "syntax/ast.h"

namespace bytelogic::syntax {

// The program of `ast`, which must have been parsed without errors. Keeps all comments and single blank lines; keywords
// in upper case; one clause per line only where a rule was written so or is longer than 100 columns.
// ParseProgram(PrintProgram(a)) equals a up to ranges, and printing twice changes nothing.
auto PrintProgram(const Ast& ast) -> std::string;

// One expression, as `RESULT` or `QUERY` would show it.
auto PrintExpr(const Ast& ast, ExprId expr) -> std::string;

}  // namespace bytelogic::syntax
