#include "plan/builder.h"

#include <algorithm>

#include "base/id_vector.h"
#include "diagnostics/limit_message.h"
#include "diagnostics/messages.h"
#include "diagnostics/runtime_message.h"
#include "plan/function_builder.h"
#include "plan/rule_builder.h"

namespace bytelogic::plan {
namespace {

void AddVariant(Plan& plan, ConstantPool& constants, sema::RuleId id, std::uint32_t count, std::uint32_t delta) {
  const sema::CheckedProgram& program = *plan.program;
  runtime::VariantEntry variant{.function = Size32(plan.functions)};
  if (delta != kNoDelta) variant.delta = program.Clauses(program[id])[delta].relation.index;
  plan.variants.push_back(variant);
  BuildRuleVariant(plan, constants, id, count, delta);
}

// One variant per recursive pattern, in the order of the patterns. A variant is skipped where its delta is empty; so
// what stands in front of the first recursive pattern, and emits or can fail, gets a variant of its own for the first
// round. So does each EMIT with aggregates, whose rule reads nothing of its own stratum; the others leave it out.
void BuildRule(Plan& plan, ConstantPool& constants, sema::RuleId id) {
  const sema::CheckedProgram& program = *plan.program;
  const auto clauses = program.Clauses(program[id]);
  const auto count = Size32(clauses);
  bool recursive = false;
  bool barrier = false;
  bool only_groups = count > 0 && clauses[count - 1].emit_columns.size > 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (clauses[i].kind != sema::ClauseKind::kEmit) continue;
    if (clauses[i].emit_columns.size > 0) {
      AddVariant(plan, constants, id, i, kNoDelta);
    } else {
      only_groups = false;
    }
  }
  if (only_groups) return;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!IsRecursive(program, program[id], clauses[i])) {
      barrier = barrier || IsBarrier(program, clauses[i]);
      continue;
    }
    if (!recursive && barrier) AddVariant(plan, constants, id, i, kNoDelta);
    recursive = true;
    AddVariant(plan, constants, id, count, i);
  }
  if (!recursive) AddVariant(plan, constants, id, count, kNoDelta);
}

void CheckSizes(const Plan& plan, Diagnostics& diagnostics) {
  const sema::CheckedProgram& program = *plan.program;
  for (const Function& function : plan.functions) {
    if (function.register_count < runtime::kNoRegister) continue;
    const SourceRange range = function.rule.valid()         ? program[function.rule].range
                              : function.constraint.valid() ? program.constraints[function.constraint.index].range
                                                            : program[function.calc].range;
    diagnostics.Report(messages::kTooManyRegisters({function.register_count}, {runtime::kNoRegister - 1}), range,
                       messages::kSplitRules());
  }
  const std::size_t largest =
      std::max({plan.indexes.size(), program.relations.size(), plan.sets.size(), plan.aggregations.size()});
  if (largest >= runtime::kNoRegister) {
    diagnostics.ReportGlobal(messages::kTooManyParts({largest}, {runtime::kNoRegister - 1}), messages::kSplitProgram());
  }
}

auto Build(const sema::CheckedProgram& program, Diagnostics& diagnostics) -> Plan {
  Plan plan;
  plan.program = &program;
  plan.work = &diagnostics.work();
  plan.code.reserve(64 + 16 * program.rules.size());
  plan.functions.reserve(program.functions.size() + 2 * program.rules.size());
  plan.functions.resize(program.functions.size());
  plan.output_sites.resize(program.outputs.size(), runtime::kNone32);
  ConstantPool constants(plan);
  for (std::uint32_t i = 0; i < program.functions.size(); ++i) BuildFunction(plan, constants, {i});
  for (const sema::Stratum& stratum : program.strata) {
    runtime::StratumEntry entry;
    entry.variants.offset = Size32(plan.variants);
    for (const sema::RuleId rule : stratum.rules) BuildRule(plan, constants, rule);
    entry.variants.count = Size32(plan.variants) - entry.variants.offset;
    plan.strata.push_back(entry);
  }
  for (std::uint32_t i = 0; i < program.constraints.size(); ++i) BuildConstraint(plan, constants, {i});
  CheckSizes(plan, diagnostics);
  plan.work = nullptr;
  return plan;
}

}  // namespace

auto BuildPlan(const sema::CheckedProgram& program, Diagnostics& diagnostics) -> Plan {
  return Metered(diagnostics, [&] { return Build(program, diagnostics); });
}

}  // namespace bytelogic::plan
