// statements.h - an Ast that lower.h made, as text of ByteLogic: `fmt --to=bytelogic`.
//
//   p(X) :- q(X, Y).      =>  REL p 1  REL q 2  RULE p: SCAN q $X $Y, EMIT p $X
//
// The formatter (syntax/printer.h) follows the lines of the source, which is in the other dialect; here each statement
// is a line, and comments become lines of their own before what they stood at.
#pragma once

#include <string>

#include "syntax/ast.h"

namespace bytelogic::syntax::datalog {

// Names that ByteLogic does not know as such get others.
auto PrintStatements(Ast ast) -> std::string;

}  // namespace bytelogic::syntax::datalog
