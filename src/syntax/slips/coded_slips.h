// coded_slips.h - the slips that a pattern cannot say: each reads the tokens at hand by code of its own.
//
// A function is asked where its entry of the table (slip.h) fits; it fills in what to say and what to write instead, or
// finds that the slip is another one. slip_table.cc has them beside the patterns.
#pragma once

#include "syntax/slips/rewrite.h"

namespace bytelogic::syntax::slips {

// FACTS, RETURN: a misspelt keyword, or the word of another language.
auto MisspeltKeyword(SlipContext& context, Rewriting& rewriting) -> bool;
// p(X) :- q(X). The front end of the Datalog dialect reads it.
auto Datalog(SlipContext& context, Rewriting& rewriting) -> bool;
// parent(alice, bob): arguments in parentheses with commas between them.
auto CallStyle(SlipContext& context, Rewriting& rewriting) -> bool;
// 1..10, 10 TO 1 STEP -1
auto RangeWithoutWord(SlipContext& context, Rewriting& rewriting) -> bool;
// FOR row IN r: a relation without QUERY, whose columns the program declares.
auto RelationWithoutQuery(SlipContext& context, Rewriting& rewriting) -> bool;
// RULE: SCAN ..., which derives what its EMIT says.
auto UnnamedRule(SlipContext& context, Rewriting& rewriting) -> bool;
// IF $x > 1 THEN EMIT ... in a rule.
auto RuleIf(SlipContext& context, Rewriting& rewriting) -> bool;
// 2 ** 3 ** 2, which groups from the right.
auto Power(SlipContext& context, Rewriting& rewriting) -> bool;
// SCAN a $x where $x > 5: a keyword in lower case among arguments is a symbol.
auto LowerCaseKeyword(SlipContext& context, Rewriting& rewriting) -> bool;

}  // namespace bytelogic::syntax::slips
