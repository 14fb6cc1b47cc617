// rule_builder.h - one rule, with at most one of its patterns reading the delta, or one constraint, as a nest of loops.
#pragma once

#include <cstdint>

#include "plan/constant_pool.h"
#include "plan/optimize/join_order.h"
#include "plan/plan.h"

namespace bytelogic::plan {

// Is `clause` a pattern over a relation of the rule's own stratum?
auto IsRecursive(const sema::CheckedProgram& program, const sema::Rule& rule, const sema::Clause& clause) -> bool;

// Appends the function of the variant of `rule` in which the pattern of clause `delta` (or none: kNoDelta) reads the
// delta, recursive patterns to its left the old rows and those to its right all rows. Only the first `count` clauses
// take part; where the next one is an EMIT with aggregates, their bindings are what it adds up.
void BuildRuleVariant(Plan& plan, ConstantPool& constants, sema::RuleId rule, std::uint32_t count, std::uint32_t delta);

// Appends the function that collects the witnesses against a constraint.
void BuildConstraint(Plan& plan, ConstantPool& constants, sema::ConstraintId constraint);

}  // namespace bytelogic::plan
