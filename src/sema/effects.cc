#include "sema/effects.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "diagnostics/messages.h"

namespace bytelogic::sema {
namespace {

// Calls, in the order of their callees.
using Callers = std::vector<CalcCall>;

// Goes from `reached` to all their callers, breadth first; `visit(caller, callee)` says whether the caller is new.
template <typename Visit>
void VisitCallers(const Callers& callers, std::vector<CalcId> reached, Visit visit) {
  for (std::size_t at = 0; at < reached.size(); ++at) {
    for (const CalcCall& call : std::ranges::equal_range(callers, reached[at], {}, &CalcCall::callee)) {
      if (visit(call.caller, call.callee)) reached.push_back(call.caller);
    }
  }
}

auto NameOfCalc(const Context& context, CalcId calc) -> std::string_view {
  return context.calc_names.names()[calc.index];
}

// "a", "a, which calls b", "a, which calls b, which calls c": the way from `calc` to the one that asserts.
auto Chain(const Context& context, const Effects& effects, CalcId calc) -> std::string {
  constexpr int kMaxNamed = 8;
  std::string text(NameOfCalc(context, calc));
  int named = 0;
  for (CalcId at = calc; effects.toward_assert[at.index] != at;) {
    at = effects.toward_assert[at.index];
    const bool last = effects.toward_assert[at.index] == at;
    if (++named == kMaxNamed && !last) text += ", and so on";
    if (named < kMaxNamed || last) text += fmt::format(", which calls {}", NameOfCalc(context, at));
  }
  return text;
}

}  // namespace

auto FindEffects(const Context& context) -> Effects {
  Effects effects;
  effects.toward_assert.resize(context.calcs.size());
  effects.reads.resize(context.calcs.size());
  Callers callers = context.calc_calls;
  std::ranges::stable_sort(callers, {}, &CalcCall::callee);

  std::vector<CalcId> asserting;
  for (std::uint32_t index = 0; index < context.calcs.size(); ++index) {
    if (!context.calcs[index].asserts) continue;
    effects.toward_assert[index] = {index};
    asserting.push_back({index});
  }
  VisitCallers(callers, asserting, [&](CalcId caller, CalcId callee) {
    CalcId& next = effects.toward_assert[caller.index];
    if (next.valid()) return false;
    next = callee;
    return true;
  });

  std::vector<CalcRead> reads = context.calc_reads;
  std::ranges::stable_sort(reads, {}, &CalcRead::relation);
  for (std::size_t begin = 0; begin < reads.size();) {
    const RelationId relation = reads[begin].relation;
    std::vector<CalcId> readers;
    const auto add = [&](CalcId calc) {
      std::vector<RelationId>& known = effects.reads[calc.index];
      if (!known.empty() && known.back() == relation) return false;
      known.push_back(relation);
      return true;
    };
    for (; begin < reads.size() && reads[begin].relation == relation; ++begin) {
      if (add(reads[begin].calc)) readers.push_back(reads[begin].calc);
    }
    VisitCallers(callers, std::move(readers), [&](CalcId caller, CalcId /*callee*/) { return add(caller); });
  }
  return effects;
}

void CheckEffects(Context& context, const Effects& effects) {
  const auto check = [&](const std::vector<RuleUse>& uses, const auto& message, const auto& help) {
    for (const RuleUse& use : uses) {
      if (!use.calc.valid() || !effects.toward_assert[use.calc.index].valid()) continue;
      context.diagnostics.Report(message({Chain(context, effects, use.calc)}), use.range, help());
    }
  };
  check(context.rule_uses, messages::kRuleAsserts, messages::kEmitOrExec);
  check(context.constraint_uses, messages::kConstraintAsserts, messages::kExecBefore);
}

void MarkConstraints(Context& context, const Effects& effects) {
  CheckedProgram& program = context.program;
  const auto is_derived = [&](RelationId relation) { return relation.valid() && program[relation].derived; };
  for (Constraint& constraint : program.constraints) {
    constraint.reads_derived = std::ranges::any_of(program.Clauses(constraint),
                                                   [&](const Clause& clause) { return is_derived(clause.relation); });
  }
  for (const RuleUse& use : context.constraint_uses) {
    const bool reads =
        use.calc.valid() ? std::ranges::any_of(effects.reads[use.calc.index], is_derived) : is_derived(use.relation);
    if (!reads) continue;
    const auto owner = std::ranges::find_if(program.constraints, [&](const Constraint& constraint) {
      return constraint.range.offset <= use.range.offset && use.range.offset < constraint.range.end();
    });
    if (owner != program.constraints.end()) owner->reads_derived = true;
  }
}

}  // namespace bytelogic::sema
