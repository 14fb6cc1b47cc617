// site_of.h - what the messages of a run need to know of an expression: its operation, and the ranges of its operands.
//
//   plan.sites.push_back(SiteOf(program, expr));
#pragma once

#include "diagnostics/site.h"
#include "sema/checked_program.h"

namespace bytelogic::plan {

auto SiteOf(const sema::CheckedProgram& program, const sema::Expr& expr) -> Site;
// An aggregate of the values of `operand`, which is invalid where there is none.
auto SiteOfAggregate(const sema::CheckedProgram& program, SourceRange range, sema::ExprId operand) -> Site;

}  // namespace bytelogic::plan
