// join_order.h - in which order the clauses of a rule are evaluated.
//
// The language fixes what an expression that can fail is evaluated for: the bindings that the clauses to its left
// admit. So clauses that can fail, and EMITs, are barriers, which keep their order and stay behind everything to their
// left; between two barriers, patterns are joined in any order and filters move to where their variables are bound.
//
//   RULE path: SCAN edge $x $y, JOIN path $y $z, EMIT path $x $z       delta of path
//   =>  path($y, $z), edge($x, $y) -> path($x, $z)                      the delta first, then edge by its second column
#pragma once

#include <cstdint>
#include <vector>

#include "diagnostics/work_meter.h"
#include "sema/checked_program.h"

namespace bytelogic::plan {

// Must `clause` keep its place? EMIT, and what can fail.
auto IsBarrier(const sema::CheckedProgram& program, const sema::Clause& clause) -> bool;

// The first `count` clauses of `rule`, as indexes into program.Clauses(rule), in the order of evaluation. `delta`: the
// clause whose pattern reads the delta (it goes first in its stretch between barriers), or kNoDelta. Takes
// O(n log n) steps for n occurrences of variables.
inline constexpr std::uint32_t kNoDelta = 0xFFFF'FFFF;
auto JoinOrder(const sema::CheckedProgram& program, const sema::Rule& rule, std::uint32_t count, std::uint32_t delta,
               WorkMeter& work) -> std::vector<std::uint32_t>;

}  // namespace bytelogic::plan
