// suggest.h - diagnostics of names and arities, with what to write instead.
//
//   RelationId relation = FindRelation(context, "ancestr", range, 2);    // E201: did you mean ancestor
//
// Everything here but the lookups runs only where a program has an error.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/builtin.h"
#include "sema/context.h"

namespace bytelogic::sema {

// The relation with this name; E201 and an invalid id where there is none. `argument_count`: what the use suggests as
// arity.
auto FindRelation(Context& context, std::string_view name, SourceRange name_range, std::size_t argument_count)
    -> RelationId;

enum class ArityUseKind : std::uint8_t {
  kPattern,  // columns that are left out can be written as `?`
  kScan,     // the same, and the first one may be a MATCH that is misspelt
  kTuple,    // FACT and EMIT: every column needs a value
};

// True where `arguments` has one argument for each column of `relation`, or the relation is invalid; else E203.
auto CheckArity(Context& context, RelationId relation, SourceRange name_range,
                std::span<const syntax::ExprId> arguments, ArityUseKind kind) -> bool;
void ReportArity(Context& context, RelationId relation, SourceRange name_range, std::size_t given, Words help,
                 std::optional<PendingFix> fix = std::nullopt);

void ReportUndefinedCalc(Context& context, std::string_view name, SourceRange name_range, SourceRange call);
void ReportUndefinedFunction(Context& context, const syntax::Expr& call);
void ReportBuiltinArity(Context& context, const syntax::Expr& call, const BuiltinInfo& info);
// E203: an aggregate over a query without `?`.
void ReportNothingAsked(Context& context, const syntax::Expr& query, RelationId relation);
void ReportCalcArity(Context& context, CalcId calc, SourceRange name_range, std::size_t given);

// E204 for the variable `name` at `range` in the statement `owner` (a RULE, a CALC, or any of the actions). `visible`:
// the variables that could have been meant.
void ReportUnbound(Context& context, std::string_view name, SourceRange range, const syntax::Statement* owner,
                   const std::vector<std::string_view>& visible);

// E303 at the call that needs one instance too many.
void ReportTooManyInstances(Context& context, SourceRange call);

// "row.a, row.b": how the columns of a row of `relation` are named.
auto FieldList(const Context& context, std::string_view row, RelationId relation) -> std::string;
// The position of the column that `field` names in a row of `relation`: a declared name, else a letter; kNone if none.
auto ColumnNamed(const Relation& relation, std::string_view field) -> std::uint32_t;
// E212 for `row.field` at `range`, where the relation has no such column; `field_range` is that of `field`.
void ReportNoSuchColumn(Context& context, std::string_view row, std::string_view field, SourceRange range,
                        SourceRange field_range, RelationId relation);

// True where LET or FOR of the actions sets `name`.
auto ActionsSet(Context& context, std::string_view name) -> bool;
// True where LET or FOR inside the CALC at `owner` sets `name`.
auto SetInside(Context& context, SourceRange owner, std::string_view name) -> bool;

// The source at `range`, shortened where it is long.
auto ShortText(const Context& context, SourceRange range) -> std::string;

}  // namespace bytelogic::sema
