// rewrite_patterns.h - every SCAN and JOIN in the pattern form, one argument per column (`bytelogic fmt --patterns`).
//
//   SCAN parent MATCH $0, JOIN parent $0, EMIT grandparent $1 $2
//   =>  SCAN parent $1 $0, JOIN parent $0 $2, EMIT grandparent $1 $2
//
// The names of the variables are those that the checker bound, so the program means what it meant.
#pragma once

#include "sema/checked_program.h"
#include "syntax/ast.h"

namespace bytelogic::tools {

// `checked` was made from `ast`, and must outlive it from now on: new variables' names may be its.
void RewritePatterns(syntax::Ast& ast, const sema::CheckedProgram& checked);

}  // namespace bytelogic::tools
