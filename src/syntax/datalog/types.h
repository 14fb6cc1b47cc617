// types.h - whether a term is an int or a float, for Soufflé's `/`, which truncates ints and divides floats.
//
//   .decl half(x: float)      half(x / 2) :- half(x).      // true division: x is declared a float
//
// Looks at declared columns and literals, and for predicates without a declaration at what reaches their columns. What
// remains unknown counts as an int. Real types are inferred later, in sema/.
#pragma once

#include <string_view>
#include <unordered_map>

#include "syntax/datalog/predicates.h"
#include "syntax/datalog/tree.h"

namespace bytelogic::syntax::datalog {

using VariableTypes = std::unordered_map<std::string_view, ColumnType>;

auto TypeOf(const Tree& tree, TermId term, const VariableTypes& variables) -> ColumnType;

// Of the variables of a clause, those of inner scopes included. An invalid `body`: a fact.
auto TypesOfVariables(const Tree& tree, const Predicates& predicates, GoalId body) -> VariableTypes;

// Fills in the types of columns that no declaration has, from the clauses, until nothing changes.
void InferColumns(const Tree& tree, Predicates& predicates);

}  // namespace bytelogic::syntax::datalog
