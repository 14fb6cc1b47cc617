// aggregate_code.cc - loops over rows, sets of rows and aggregations, in rules and in expressions.
#include "base/id_vector.h"
#include "plan/code_builder.h"
#include "plan/site_of.h"

namespace bytelogic::plan {

using runtime::AccumulatorEntry;
using runtime::AccumulatorMode;
using runtime::kNoRegister;
using runtime::RowRange;
using sema::Type;

auto ModeOf(Type type) -> AccumulatorMode {
  switch (type) {
    case Type::kInt:
      return AccumulatorMode::kInt;
    case Type::kFloat:
      return AccumulatorMode::kFloat;
    default:
      return AccumulatorMode::kCell;
  }
}

auto CodeBuilder::Column(std::uint32_t relation, std::uint16_t state, std::size_t column) -> std::uint16_t {
  const std::uint16_t cell = NewTemporary();
  Emit(ops::Column{.result = cell, .state = state, .relation = relation, .column = static_cast<std::uint16_t>(column)});
  return cell;
}

void CodeBuilder::ContinueUnlessEqual(std::uint16_t left, std::uint16_t right) {
  const std::uint16_t equal = NewTemporary();
  Emit(ops::EqualCell{.result = equal, .left = left, .right = right});
  Emit(ops::ContinueIfFalse{.condition = equal, .depth = InnermostLoop()});
}

auto CodeBuilder::OpenRows(std::uint32_t relation, std::span<const std::uint16_t> keys, RowRange range)
    -> std::uint16_t {
  const bool keeps_best = program().relations[relation].keep != Keep::kAll;
  const bool changed = keeps_best && range == RowRange::kDelta;
  // What an index finds: of the changed rows nothing, and never the column whose best value is kept.
  const std::size_t indexed = changed ? 0 : keys.size() - (keeps_best ? 1 : 0);
  std::vector<std::uint16_t> columns;
  std::vector<std::uint16_t> cells;
  for (std::size_t i = 0; i < indexed; ++i) {
    if (keys[i] == kNoRegister) continue;
    columns.push_back(static_cast<std::uint16_t>(i));
    cells.push_back(keys[i]);
  }
  const std::uint16_t state = NewRegister();
  const auto c = static_cast<std::uint16_t>(keeps_best && range == RowRange::kOld ? RowRange::kFull : range);
  if (changed) {
    Emit(ops::ScanChanged{.state = state, .relation = static_cast<std::uint16_t>(relation)});
  } else if (columns.empty()) {
    Emit(ops::Scan{.state = state, .range = c, .relation = static_cast<std::uint16_t>(relation)});
  } else {
    Emit(ops::Probe{.state = state, .range = c, .index = IndexOver(relation, columns), .key = List(cells)});
  }
  Open(true);
  if (keeps_best && range == RowRange::kOld) {
    const std::uint16_t unchanged = NewTemporary();
    Emit(ops::Unchanged{.result = unchanged, .state = state, .relation = relation});
    Emit(ops::ContinueIfFalse{.condition = unchanged});
  }
  for (std::size_t i = indexed; i < keys.size(); ++i) {
    if (keys[i] != kNoRegister) ContinueUnlessEqual(Column(relation, state, i), keys[i]);
  }
  return state;
}

// Whether a row has `cells`, the last column among them, which no index finds.
auto CodeBuilder::ExistsBest(std::uint32_t relation, std::span<const std::uint16_t> cells, RowRange range)
    -> std::uint16_t {
  const std::uint16_t found = NewTemporary();
  Emit(ops::NotEqualCell{.result = found, .left = cells.back(), .right = cells.back()});  // not yet
  std::vector<std::uint16_t> keys(cells.begin(), cells.end());
  keys.back() = kNoRegister;
  const std::uint16_t state = OpenRows(relation, keys, range);
  Emit(ops::EqualCell{.result = found, .left = Column(relation, state, cells.size() - 1), .right = cells.back()});
  const std::uint16_t goes_on = NewTemporary();
  Emit(ops::Not{.result = goes_on, .operand = found});
  Emit(ops::BranchIfFalse{.condition = goes_on});
  Close();
  return found;
}

auto CodeBuilder::NewSet(std::size_t arity) -> std::uint16_t {
  plan_.sets.push_back({static_cast<std::uint32_t>(arity)});
  return static_cast<std::uint16_t>(plan_.sets.size() - 1);
}

auto CodeBuilder::NewAggregation(std::size_t group_columns, std::span<const AccumulatorEntry> accumulators)
    -> std::uint16_t {
  plan_.aggregations.push_back(
      {static_cast<std::uint32_t>(group_columns), {Size32(plan_.accumulators), Size32(accumulators)}});
  plan_.accumulators.insert(plan_.accumulators.end(), accumulators.begin(), accumulators.end());
  return static_cast<std::uint16_t>(plan_.aggregations.size() - 1);
}

auto CodeBuilder::AccumulatorInput(const AccumulatorEntry& accumulator, sema::ExprId operand) -> std::uint16_t {
  if (!operand.valid()) return kNoRegister;
  if (static_cast<AggregateFunction>(accumulator.function) == AggregateFunction::kCount) {
    if (CanFail(program(), operand)) Value(operand);  // it is counted where it has a value
    return kNoRegister;
  }
  return accumulator.mode == AccumulatorMode::kCell ? Cell(operand) : Value(operand);
}

void CodeBuilder::Accumulate(std::uint16_t aggregation, std::uint16_t group, std::size_t accumulator,
                             std::uint16_t input, const Site& site) {
  Emit(ops::Accumulate{.aggregation = aggregation,
                       .group = group,
                       .accumulator = static_cast<std::uint16_t>(accumulator),
                       .value = input,
                       .site = AddSite(site)});
}

auto CodeBuilder::AggregateResult(std::uint16_t aggregation, std::uint16_t group, std::size_t accumulator, Type type,
                                  const Site& site) -> std::uint16_t {
  const AccumulatorEntry entry = plan_.accumulators[plan_.aggregations[aggregation].accumulators.offset + accumulator];
  const std::uint16_t result = NewTemporary();
  Emit(ops::Aggregate{.result = result,
                      .aggregation = aggregation,
                      .group = group,
                      .accumulator = static_cast<std::uint16_t>(accumulator),
                      .site = AddSite(site)});
  const auto function = static_cast<AggregateFunction>(entry.function);
  const bool is_number = function == AggregateFunction::kCount || function == AggregateFunction::kAvg;
  if (entry.mode != AccumulatorMode::kCell || is_number) return result;
  FromCell(type, result, result);
  return result;
}

auto CodeBuilder::CompileAggregateQuery(const sema::Expr& expr, std::uint16_t target) -> std::uint16_t {
  const std::uint32_t mark = Mark();
  const std::uint32_t relation = expr.relation.index;
  const auto operands = program().Operands(expr.operands);
  std::vector<std::uint16_t> keys;
  std::size_t column = operands.size();  // the last that is asked for
  for (std::size_t i = 0; i < operands.size(); ++i) {
    keys.push_back(operands[i].valid() ? Cell(operands[i]) : kNoRegister);
    if (!operands[i].valid()) column = i;
  }
  EnsureSolved(expr.relation, expr.range);
  const RowRange range = kind_ == Kind::kRule ? RowRange::kFull : RowRange::kNow;
  if (column == operands.size()) return Deliver(Exists(relation, keys, range), target, mark);  // COUNT: 0 or 1

  const Type type = program().relations[relation].columns[column].type;
  const AccumulatorEntry entry{static_cast<std::uint32_t>(expr.aggregate), ModeOf(type)};
  const std::uint16_t aggregation = NewAggregation(0, std::span(&entry, 1));
  const std::uint16_t group = NewRegister();
  Emit(ops::EmptyGroups{.aggregation = aggregation});
  Emit(ops::Group{.group = group, .aggregation = aggregation, .key = List({})});
  const std::uint16_t state = OpenRows(relation, keys, range);
  std::uint16_t value = kNoRegister;
  if (expr.aggregate != AggregateFunction::kCount) {
    value = Column(relation, state, column);
    if (entry.mode != AccumulatorMode::kCell) FromCell(type, value, value);
  }
  const Site site = SiteOf(program(), expr);
  Accumulate(aggregation, group, 0, value, site);
  plan_.code.back().kind = OpKind::kAccumulateQuery;
  Close();
  return Deliver(AggregateResult(aggregation, group, 0, expr.type, site), target, mark);
}

}  // namespace bytelogic::plan
