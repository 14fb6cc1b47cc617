// parser.h - Datalog text to a Tree, and on to the Ast that both dialects share.
//
//   Ast ast = ParseDatalog("p(1). ?- p(X).", diagnostics);
//
// Never fails: reports what is wrong and goes on behind the next point. Called by Parse (syntax/dialect.h); the
// formatter and the translator also want the Tree.
#pragma once

#include <string_view>

#include "diagnostics/diagnostics.h"
#include "syntax/ast.h"
#include "syntax/datalog/tree.h"

namespace bytelogic::syntax::datalog {

// Reports E101 ... E110 of the text. `source` must outlive the Tree.
auto ParseTree(std::string_view source, Diagnostics& diagnostics) -> Tree;

// Also lowers it (lower.h), where nothing is wrong so far.
auto ParseDatalog(std::string_view source, Diagnostics& diagnostics) -> Ast;

}  // namespace bytelogic::syntax::datalog
