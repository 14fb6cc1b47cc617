// plan.h - what a program does, step by step: register code in structured loops, close to Soufflé's RAM.
//
//   stratum ancestor recursive
//     rule ancestor at 4:1  delta ancestor
//       scan   delta ancestor as (y, z)
//         probe  parent on 2 = y as (x, _)
//           insert ancestor (x, z)
//
// A rule is compiled once per recursive atom of its body (semi-naive evaluation: that atom reads the delta of the
// round, atoms before it the old rows, atoms after it all rows), and once more for each EMIT with aggregates. CALCs,
// the actions and the search for what violates a constraint are functions of the same code. Made by BuildPlan
// (builder.h), shown by PrintPlan, checked by VerifyPlan, turned into bytes by WriteImage.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/site.h"
#include "diagnostics/work_meter.h"
#include "runtime/image.h"
#include "runtime/ops.h"
#include "sema/checked_program.h"

namespace bytelogic::plan {

using runtime::As;
using runtime::Op;
using runtime::OpKind;
namespace ops = runtime::ops;

struct Index {
  std::uint32_t relation = 0;
  std::vector<std::uint16_t> columns;  // ascending; neither none nor all of the relation's
};

struct Function {
  std::uint32_t begin = 0;  // into Plan::code
  std::uint32_t end = 0;
  std::uint32_t register_count = 0;
  std::uint32_t parameter_count = 0;
  std::uint32_t site = runtime::kNone32;  // of the rule or CALC; none for the actions
  sema::RuleId rule;                      // of a rule variant
  sema::FunctionId calc;                  // of a CALC or the actions
  sema::ConstraintId constraint;          // of the search for its witnesses
};

struct Plan {
  const sema::CheckedProgram* program = nullptr;  // relations, outputs, strata: not repeated here
  WorkMeter* work = nullptr;                      // of the phase that builds it; null afterwards
  std::vector<Index> indexes;
  // [i] for i < program->functions.size(): that function; then the rule variants, then the constraints.
  std::vector<Function> functions;
  std::vector<Op> code;  // structured: see op_kind.def
  std::vector<std::uint16_t> operands;
  std::vector<Site> sites;
  std::vector<std::uint32_t> output_sites;  // per output: its statement
  std::vector<runtime::ConstantEntry> constants;
  std::vector<std::string_view> symbols;
  std::vector<std::int64_t> ints;
  std::vector<double> floats;
  std::vector<std::uint32_t> cells;
  std::vector<runtime::StratumEntry> strata;
  std::vector<runtime::VariantEntry> variants;
  std::vector<runtime::SetEntry> sets;
  std::vector<runtime::AggregationEntry> aggregations;
  std::vector<runtime::AccumulatorEntry> accumulators;
  std::vector<runtime::ConstraintEntry> constraints;
};

}  // namespace bytelogic::plan
