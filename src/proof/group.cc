#include "proof/group.h"

#include <utility>

#include "reference/aggregate.h"

namespace bytelogic::proof {

auto FindGroup(Context& context, const RuleGoal& goal, std::span<const Cell> tuple, const VisibleRows& visible,
               std::size_t most) -> Group {
  Group group;  // `?` binds nothing, so a binding may be found several times
  RuleSearch search(context, goal, tuple, visible);
  while (search.Next()) {
    // They are all kept until the aggregates are known, and that is paid for.
    if (!context.Spend(16 + search.cells().size())) return {};
    if (!group.all.insert(search.cells()).second) continue;
    if (group.first.size() < most) group.first.push_back({search.cells(), search.rows()});
  }
  return group;
}

auto AggregateOf(Context& context, const RuleGoal& goal, std::size_t column, const Group& group)
    -> std::optional<Value> {
  const sema::CheckedProgram& program = context.program();
  const sema::Rule& rule = program[goal.rule];
  const sema::Clause& emit = program.Clauses(rule)[goal.emit];
  const sema::EmitColumn& aggregate = program.EmitColumns(emit)[column];
  const sema::ExprId operand = program.Operands(emit.operands)[column];
  std::vector<Value> values;
  for (const std::vector<Cell>& cells : group.all) {
    std::optional<Value> value = std::int64_t{1};
    if (operand.valid()) value = context.Evaluate(rule, cells, operand);
    if (!value || !context.Spend(1)) return std::nullopt;
    // A sum of floats is one, whatever its values are.
    const bool is_float = operand.valid() && program[operand].type == sema::Type::kFloat;
    if (is_float) value = reference::ToFloat(*value).value_or(0);
    values.push_back(*std::move(value));
  }
  if (aggregate.distinct) values = reference::Distinct(values);
  auto result = reference::Aggregate(aggregate.function, values);
  if (!result) return std::nullopt;
  const bool float_column = program[emit.relation].columns[column].type == sema::Type::kFloat;
  if (float_column) *result = reference::ToFloat(*result).value_or(0);
  return reference::Normalize(*std::move(result));
}

}  // namespace bytelogic::proof
