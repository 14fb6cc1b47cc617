// lower.h - a Datalog Tree as the Ast that both dialects share: declarations, facts, rules, SOLVE, questions.
//
//   p(X) :- q(X, Y), Y > 3.      =>  REL p 1  REL q 2  RULE p: SCAN q $X $Y, WHERE $Y > 3, EMIT p $X
//   ?- p(X), r(X).               =>  RULE question: SCAN p $X, JOIN r $X, EMIT question $X   SOLVE   QUERY question ?
//
// Names, arities and binding are checked here, in the words of the dialect, so that sema/ finds nothing to say of them.
// What has no form of its own in the Ast (aggregates over several goals, negated conjunctions, questions of several
// goals) becomes a relation of its own, named after the predicate that it is for.
#pragma once

#include "diagnostics/diagnostics.h"
#include "syntax/ast.h"
#include "syntax/datalog/tree.h"

namespace bytelogic::syntax::datalog {

// `tree` was parsed without errors. Reports E106, E201 ... E211, R307, W107. The Ast refers to the source.
auto Lower(Tree tree, Diagnostics& diagnostics) -> Ast;

}  // namespace bytelogic::syntax::datalog
