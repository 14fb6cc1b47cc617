#include "proof/why_not.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "diagnostics/diagnostics.h"
#include "proof/group.h"

namespace bytelogic::proof {

using sema::Clause;
using sema::ClauseKind;
using sema::Rule;

namespace {

// What one EMIT lacks for the goal.
class FailureFinder {
 public:
  FailureFinder(Context& context, const Describer& describer, const RuleGoal& goal, const Goal& wanted)
      : context_(context),
        describer_(describer),
        program_(context.program()),
        goal_(goal),
        wanted_(wanted),
        rule_(program_[goal.rule]),
        clauses_(program_.Clauses(rule_)) {}

  auto Find(std::span<const Cell> tuple, const VisibleRows& visible) -> RuleFailure {
    RuleSearch search(context_, goal_, tuple, visible);
    // A binding there is where an aggregate has another value, or where something better is kept.
    const bool given = search.Next();
    RuleFailure failure{.rule = std::string(rule_.name), .place = describer_.PlaceOf(rule_.range)};
    known_ = goal_.known;
    cells_ = search.furthest_cells();
    if (!search.fits()) {
      Name(clauses_[goal_.emit], failure);
      failure.reason = ConflictOf(tuple);
      return failure;
    }
    const std::size_t passed = given ? goal_.steps.size() : search.furthest();
    if (given) cells_ = search.cells();
    for (std::size_t i = 0; i < passed; ++i) NoteBound(goal_.steps[i]);
    failure.bindings = describer_.BindingsOf(rule_, cells_, known_);
    if (passed == goal_.steps.size()) {
      Name(clauses_[goal_.emit], failure);
      const std::string emitted = EmittedText(visible);
      failure.reason =
          "it gives " + emitted + (emitted == wanted_.Text() ? ", which is not kept" : ", not " + wanted_.Text());
    } else {
      const SearchStep& step = goal_.steps[passed];
      Name(clauses_[step.clause], failure);
      failure.reason = ReasonOf(step, visible);
    }
    return failure;
  }

 private:
  void Name(const Clause& clause, RuleFailure& failure) {
    failure.clause = WrittenText(context_.source(), clause.range);
    failure.clause_place = describer_.PlaceOf(clause.range);
  }

  void NoteBound(const SearchStep& step) {
    for (const auto [column, variable] : step.binds) known_[variable] = true;
    if (step.binds_variable) known_[clauses_[step.clause].variable.index] = true;
  }

  [[nodiscard]] auto Read(sema::ExprId operand) const -> std::string {
    return ReadText(context_.source(), program_[operand].range, describer_.SubstitutionOf(rule_, cells_, known_));
  }

  auto ConflictOf(std::span<const Cell> tuple) -> std::string {
    const auto operands = program_.Operands(clauses_[goal_.emit].operands);
    for (std::size_t i = 0; i < tuple.size(); ++i) {
      const auto& [kind, part] = goal_.columns[i];
      if (kind == RuleGoal::Column::Kind::kConstant && part.constant != tuple[i]) {
        return "it gives " + ToText(context_.store().ValueOf(part.constant)) + " where the goal has " +
               ToText(context_.store().ValueOf(tuple[i]));
      }
    }
    for (std::size_t i = 0; i < tuple.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k) {
        const auto& [kind, part] = goal_.columns[i];
        const auto& [other_kind, other] = goal_.columns[k];
        const bool variables =
            kind == RuleGoal::Column::Kind::kVariable && other_kind == RuleGoal::Column::Kind::kVariable;
        if (variables && part.variable == other.variable && tuple[i] != tuple[k]) {
          return "it gives " + WrittenText(context_.source(), program_[operands[i]].range) +
                 " twice, where the goal has " + ToText(context_.store().ValueOf(tuple[k])) + " and " +
                 ToText(context_.store().ValueOf(tuple[i]));
        }
      }
    }
    return {};
  }

  // What the EMIT gives for the binding, or for the group that it is of.
  auto EmittedText(const VisibleRows& visible) -> std::string {
    const Clause& emit = clauses_[goal_.emit];
    const auto operands = program_.Operands(emit.operands);
    const auto columns = program_.EmitColumns(emit);
    const auto is_aggregate = [&](std::size_t column) { return !columns.empty() && columns[column].aggregated; };
    std::vector<std::optional<Value>> values(operands.size());
    std::vector<Cell> tuple(operands.size(), 0);
    for (std::size_t i = 0; i < operands.size(); ++i) {
      if (is_aggregate(i)) continue;
      values[i] = context_.Evaluate(rule_, cells_, operands[i]);
      if (values[i]) tuple[i] = context_.store().CellOf(*values[i]);
    }
    if (!columns.empty()) {
      const RuleGoal of_group = MakeRuleGoal(context_, goal_.rule, goal_.emit, SearchOrder::kFast);
      const Group group = FindGroup(context_, of_group, tuple, visible, 0);
      for (std::size_t i = 0; i < operands.size(); ++i) {
        if (is_aggregate(i)) values[i] = AggregateOf(context_, of_group, i, group);
      }
    }
    std::string text = wanted_.relation;
    for (const std::optional<Value>& value : values) text += " " + (value ? ToText(*value) : "?");
    return text;
  }

  auto ReasonOf(const SearchStep& step, const VisibleRows& visible) -> std::string {
    const Clause& clause = clauses_[step.clause];
    const auto operands = program_.Operands(clause.operands);
    switch (clause.kind) {
      case ClauseKind::kMatch: {
        const std::string later = AssertedLater(step, visible);
        if (!later.empty()) return later + " was asserted after the last SOLVE";
        return describer_.PatternText(clause, cells_, known_) + " matches nothing";
      }
      case ClauseKind::kAbsent:
        return MatchOf(step, visible) + " holds";
      case ClauseKind::kFilter:
        return Read(operands[0]) + " is false";
      case ClauseKind::kSame:
        return Read(operands[0]) + " and " + Read(operands[1]) + " are not the same";
      case ClauseKind::kLet: {
        const auto value = context_.Evaluate(rule_, cells_, operands[0]);
        return Read(operands[0]) + " is " + (value ? ToText(*value) : "no value") + ", not " +
               ToText(context_.store().ValueOf(cells_[clause.variable.index]));
      }
      case ClauseKind::kRange: {
        const std::string range = "RANGE(" + Read(operands[0]) + ", " + Read(operands[1]) +
                                  (operands.size() == 3 ? ", " + Read(operands[2]) : "") + ")";
        if (step.binds_variable) return range + " is empty";
        return ToText(context_.store().ValueOf(cells_[clause.variable.index])) + " does not lie in " + range;
      }
      case ClauseKind::kEmit:
        break;
    }
    return {};
  }

  [[nodiscard]] auto KeyOf(const SearchStep& step) const -> std::vector<Cell> {
    std::vector<Cell> key;
    for (const SearchStep::KeyPart& part : step.key) {
      key.push_back(part.is_constant ? part.constant : cells_[part.variable]);
    }
    return key;
  }

  // A tuple that would match, had the rules seen it; empty where there is none.
  auto AssertedLater(const SearchStep& step, const VisibleRows& visible) -> std::string {
    const std::uint32_t relation = clauses_[step.clause].relation.index;
    const std::vector<Cell> key = KeyOf(step);
    const RowIndex& rows = context_.IndexOn(relation, step.key_columns);
    std::uint32_t row = rows.First(key);
    while (row != kNoRow && row < visible[relation] && context_.Spend(1)) row = rows.Next(row, key);
    return row != kNoRow && row >= visible[relation] ? TextOfTuple(context_, {relation, row}) : std::string();
  }

  // A tuple that is there and should not be.
  auto MatchOf(const SearchStep& step, const VisibleRows& visible) -> std::string {
    const Clause& clause = clauses_[step.clause];
    const std::uint32_t relation = clause.relation.index;
    const std::vector<Cell> key = KeyOf(step);
    const RowIndex& rows = context_.IndexOn(relation, step.key_columns);
    for (std::uint32_t row = rows.First(key); row != kNoRow && row < visible[relation]; row = rows.Next(row, key)) {
      if (context_.IsKept({relation, row}, visible[relation])) return TextOfTuple(context_, {relation, row});
    }
    return describer_.PatternText(clause, cells_, known_);
  }

  Context& context_;
  const Describer& describer_;
  const sema::CheckedProgram& program_;
  const RuleGoal& goal_;
  const Goal& wanted_;
  const Rule& rule_;
  std::span<const Clause> clauses_;
  std::vector<bool> known_;
  std::vector<Cell> cells_;
};

}  // namespace

auto FindFailures(Context& context, const Describer& describer, const Goal& goal, std::uint32_t relation)
    -> std::vector<RuleFailure> {
  const sema::CheckedProgram& program = context.program();
  std::vector<bool> asked;
  std::vector<Cell> tuple;
  for (const GoalArgument& argument : goal.arguments) {
    asked.push_back(argument.is_value);
    tuple.push_back(argument.is_value ? context.store().CellOf(argument.value) : 0);
  }
  VisibleRows visible;
  for (std::uint32_t i = 0; i < program.relations.size(); ++i) visible.push_back(context.store().RowsSolved(i));
  std::vector<RuleFailure> failures;
  for (std::uint32_t rule = 0; rule < program.rules.size(); ++rule) {
    const auto clauses = program.Clauses(program.rules[rule]);
    for (std::uint32_t i = 0; i < clauses.size(); ++i) {
      if (clauses[i].kind != ClauseKind::kEmit || clauses[i].relation.index != relation) continue;
      const RuleGoal rule_goal = MakeRuleGoal(context, sema::RuleId{rule}, i, SearchOrder::kAsWritten, asked);
      failures.push_back(FailureFinder(context, describer, rule_goal, goal).Find(tuple, visible));
    }
  }
  return failures;
}

auto BetterTuple(Context& context, const Goal& goal, std::uint32_t relation) -> std::string {
  const sema::Relation& schema = context.program().relations[relation];
  if (schema.keep == Keep::kAll || !std::ranges::all_of(goal.arguments, &GoalArgument::is_value)) return {};
  std::vector<std::uint32_t> columns;
  std::vector<Cell> key;
  for (std::uint32_t i = 0; i + 1 < goal.arguments.size(); ++i) {
    columns.push_back(i);
    key.push_back(context.store().CellOf(goal.arguments[i].value));
  }
  const std::uint32_t count = context.store().Relation(relation).row_count;
  const RowIndex& rows = context.IndexOn(relation, columns);
  for (std::uint32_t row = rows.First(key); row != kNoRow && context.Spend(1); row = rows.Next(row, key)) {
    if (!context.IsKept({relation, row}, count)) continue;
    const Value kept = context.store().ValueOf(context.store().Row({relation, row}).back());
    const auto order = reference::Order(kept, goal.arguments.back().value);
    if (schema.keep == Keep::kMin ? order < 0 : order > 0) return TextOfTuple(context, {relation, row});
  }
  return {};
}

auto NearestTuples(Context& context, const Goal& goal, std::uint32_t relation) -> std::vector<std::string> {
  constexpr std::size_t kMaxNearest = 3;
  constexpr int kSlip = 1;
  constexpr int kSwapped = 2;
  constexpr int kOther = 3;
  struct Candidate {
    int distance;
    std::vector<Value> values;
    auto operator<(const Candidate& other) const -> bool {
      if (distance != other.distance) return distance < other.distance;
      return reference::TupleLess()(values, other.values);
    }
  };
  const auto same = [](const GoalArgument& wanted, const Value& value) {
    return !wanted.is_value || wanted.value == value;
  };
  const auto distance = [&](const std::vector<Value>& values) {
    const std::vector<GoalArgument>& wanted = goal.arguments;
    if (wanted.size() == 2 && same(wanted[0], values[1]) && same(wanted[1], values[0])) return kSwapped;
    int sum = 0;
    for (std::size_t i = 0; i < values.size() && sum <= kOther; ++i) {
      if (same(wanted[i], values[i])) continue;
      const auto* symbol = std::get_if<std::string>(&values[i]);
      const auto* meant = std::get_if<std::string>(&wanted[i].value);
      const bool slip = symbol != nullptr && meant != nullptr && !NearestName(*meant, {*symbol}).empty();
      sum += slip ? kSlip : kOther;
    }
    return sum;
  };
  const auto given = std::ranges::count_if(goal.arguments, &GoalArgument::is_value);
  std::vector<Candidate> best;
  const std::uint32_t count = context.store().Relation(relation).row_count;
  for (std::uint32_t row = 0; row < count && context.Spend(4); ++row) {
    if (!context.IsKept({relation, row}, count)) continue;
    Candidate candidate{0, context.store().ValuesOf({relation, row})};
    candidate.distance = distance(candidate.values);
    // Something else than what was asked is near only where the rest is as asked.
    if (candidate.distance > (given > 1 ? kOther : kSlip)) continue;
    best.insert(std::ranges::upper_bound(best, candidate, std::less<>()), std::move(candidate));
    if (best.size() > kMaxNearest) best.pop_back();
  }
  std::vector<std::string> nearest;
  for (const Candidate& candidate : best) {
    std::string& text = nearest.emplace_back(goal.relation);
    for (const Value& value : candidate.values) text += " " + ToText(value);
  }
  return nearest;
}

}  // namespace bytelogic::proof
