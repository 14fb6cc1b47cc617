// output_text.h - the text that stands before an output: its statement as written, on one line.
//
//   QUERY parent   alice ?   =>   "parent alice ?"
#pragma once

#include <string>

#include "syntax/ast.h"

namespace bytelogic::sema {

// The source at `range` without white space at its ends; each stretch of white space and comments inside becomes one
// space. Strings stay as they are.
auto OutputText(const syntax::Ast& ast, SourceRange range) -> std::string;

}  // namespace bytelogic::sema
