#include "proof/rule_search.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace bytelogic::proof {

using sema::Clause;
using sema::ClauseKind;
using sema::Expr;
using sema::ExprId;
using sema::ExprKind;
using sema::Term;

namespace {

// The variable or constant whose value `expr` has, conversions that keep the value looked through.
auto Underlying(const sema::CheckedProgram& program, ExprId id) -> const Expr& {
  while (true) {
    const Expr& expr = program[id];
    // An int may become another number as a float.
    const bool keeps =
        expr.kind == ExprKind::kToAny || expr.kind == ExprKind::kAnyToInt || expr.kind == ExprKind::kAnyToSymbol;
    if (!keeps) return expr;
    id = program.Operands(expr.operands)[0];
  }
}

// Decides the order of the clauses, and what is known before each of them.
class GoalMaker {
 public:
  GoalMaker(Context& context, sema::RuleId rule, std::uint32_t emit, const std::vector<bool>& asked)
      : context_(context),
        asked_(asked),
        program_(context.program()),
        clauses_(program_.Clauses(program_[rule])),
        known_(program_[rule].variables.size(), false) {
    goal_.rule = rule;
    goal_.emit = emit;
  }

  auto Make(SearchOrder order) -> RuleGoal {
    ReadEmit();
    goal_.known = known_;
    std::vector<std::uint32_t> left;
    for (std::uint32_t i = 0; i < goal_.emit; ++i) {
      if (clauses_[i].kind != ClauseKind::kEmit) left.push_back(i);
    }
    while (!left.empty()) {
      const std::size_t chosen = order == SearchOrder::kAsWritten ? 0 : Choose(left);
      AddStep(left[chosen]);
      left.erase(left.begin() + static_cast<std::ptrdiff_t>(chosen));
    }
    return std::move(goal_);
  }

 private:
  void ReadEmit() {
    const Clause& emit = clauses_[goal_.emit];
    const auto columns = program_.EmitColumns(emit);
    const auto operands = program_.Operands(emit.operands);
    for (std::size_t i = 0; i < operands.size(); ++i) {
      RuleGoal::Column& column = goal_.columns.emplace_back();
      if ((!columns.empty() && columns[i].aggregated) || (!asked_.empty() && !asked_[i])) continue;
      const Expr& expr = Underlying(program_, operands[i]);
      if (expr.kind == ExprKind::kVariable) {
        column.kind = RuleGoal::Column::Kind::kVariable;
        column.part.variable = expr.variable.index;
        known_[expr.variable.index] = true;
      } else if (expr.kind == ExprKind::kConstant) {
        column.kind = RuleGoal::Column::Kind::kConstant;
        column.part = {true, context_.store().CellOf(ConstantOf(program_[expr.constant])), 0};
      } else {
        column.kind = RuleGoal::Column::Kind::kComputed;
      }
    }
  }

  // What can be tested is, as soon as nothing stands to its left; else the match with most columns known.
  [[nodiscard]] auto Choose(const std::vector<std::uint32_t>& left) const -> std::size_t {
    if (clauses_[left[0]].kind != ClauseKind::kMatch) return 0;
    std::size_t best = 0;
    int best_rank = -1;
    for (std::size_t i = 0; i < left.size(); ++i) {
      const Clause& clause = clauses_[left[i]];
      if (clause.kind != ClauseKind::kMatch) continue;
      const auto terms = program_.Terms(clause);
      int known = 0;
      for (const Term& term : terms) known += IsKnown(term) ? 1 : 0;
      const int rank = known == static_cast<int>(terms.size()) ? 1'000'000 : known;
      if (rank > best_rank) {
        best = i;
        best_rank = rank;
      }
    }
    return best;
  }

  [[nodiscard]] auto IsKnown(const Term& term) const -> bool {
    return term.kind == Term::Kind::kConstant || (term.kind != Term::Kind::kAny && known_[term.variable.index]);
  }

  void AddStep(std::uint32_t index) {
    const Clause& clause = clauses_[index];
    SearchStep step{.clause = index};
    if (clause.kind == ClauseKind::kMatch || clause.kind == ClauseKind::kAbsent) ReadPattern(clause, step);
    if (clause.kind == ClauseKind::kLet || clause.kind == ClauseKind::kRange) {
      step.binds_variable = !known_[clause.variable.index];
      known_[clause.variable.index] = true;
    }
    goal_.steps.push_back(std::move(step));
  }

  void ReadPattern(const Clause& clause, SearchStep& step) {
    const auto terms = program_.Terms(clause);
    std::vector<std::uint32_t> bound_here;
    for (std::uint32_t column = 0; column < terms.size(); ++column) {
      const Term& term = terms[column];
      if (term.kind == Term::Kind::kAny) continue;
      const std::uint32_t variable = term.variable.index;
      if (term.kind == Term::Kind::kConstant) {
        step.key_columns.push_back(column);
        step.key.push_back({true, context_.store().CellOf(ConstantOf(program_[term.constant])), 0});
      } else if (known_[variable]) {
        step.key_columns.push_back(column);
        step.key.push_back({false, 0, variable});
      } else if (std::ranges::find(bound_here, variable) != bound_here.end()) {
        step.repeats.push_back({column, variable});
      } else {
        step.binds.push_back({column, variable});
        bound_here.push_back(variable);
      }
    }
    for (const std::uint32_t variable : bound_here) known_[variable] = true;
  }

  Context& context_;
  const std::vector<bool>& asked_;
  const sema::CheckedProgram& program_;
  std::span<const Clause> clauses_;
  std::vector<bool> known_;  // by variable
  RuleGoal goal_;
};

}  // namespace

auto ConstantOf(const sema::Constant& constant) -> Value {
  switch (constant.type) {
    case sema::Type::kInt:
      return constant.int_value;
    case sema::Type::kFloat:
      return reference::Normalize(Value{constant.float_value});
    default:
      return std::string(constant.text);
  }
}

auto MakeRuleGoal(Context& context, sema::RuleId rule, std::uint32_t emit, SearchOrder order,
                  const std::vector<bool>& asked) -> RuleGoal {
  return GoalMaker(context, rule, emit, asked).Make(order);
}

RuleSearch::RuleSearch(Context& context, const RuleGoal& goal, std::span<const Cell> tuple, const VisibleRows& visible)
    : context_(context),
      goal_(goal),
      rule_(context.program()[goal.rule]),
      clauses_(context.program().Clauses(rule_)),
      tuple_(tuple.begin(), tuple.end()),
      visible_(visible),
      cells_(rule_.variables.size(), 0),
      rows_(clauses_.size(), kNoRow),
      positions_(goal.steps.size()) {
  std::vector<bool> set(cells_.size(), false);
  for (std::size_t i = 0; i < tuple_.size(); ++i) {
    const auto& [kind, part] = goal.columns[i];
    if (kind == RuleGoal::Column::Kind::kConstant) {
      fits_ = fits_ && part.constant == tuple_[i];
    } else if (kind != RuleGoal::Column::Kind::kVariable) {
      continue;
    } else if (set[part.variable]) {
      fits_ = fits_ && cells_[part.variable] == tuple_[i];
    } else {
      set[part.variable] = true;
      cells_[part.variable] = tuple_[i];
    }
  }
  furthest_cells_ = cells_;
}

auto RuleSearch::Next() -> bool {
  if (!fits_) return false;
  const std::size_t count = goal_.steps.size();
  // Goes back to the last step that can be passed in another way, and on from there.
  std::size_t step = 0;
  bool passed = true;
  if (started_) {
    step = count;
    passed = false;
  }
  started_ = true;
  while (true) {
    if (passed) {
      NoteProgress(step);
      if (step == count) {
        if (GivesTuple()) return true;
        passed = false;
        continue;
      }
      passed = Enter(step);
      if (passed) ++step;
    } else {
      if (step == 0 || context_.exhausted() != Exhausted::kNothing) return false;
      passed = Again(step - 1);
      if (!passed) --step;
    }
  }
}

void RuleSearch::NoteProgress(std::size_t passed) {
  if (passed < furthest_ || (passed == furthest_ && passed > 0)) return;
  furthest_ = passed;
  furthest_cells_ = cells_;
}

auto RuleSearch::KeyOf(const SearchStep& step) -> std::span<const Cell> {
  key_.clear();
  for (const SearchStep::KeyPart& part : step.key) {
    key_.push_back(part.is_constant ? part.constant : cells_[part.variable]);
  }
  return key_;
}

auto RuleSearch::Enter(std::size_t index) -> bool {
  const SearchStep& step = goal_.steps[index];
  Position& position = positions_[index];
  const Clause& clause = clauses_[step.clause];
  if (!context_.Spend(1)) return false;
  switch (clause.kind) {
    case ClauseKind::kMatch: {
      const RowIndex& rows = context_.IndexOn(clause.relation.index, step.key_columns);
      position.row = rows.First(KeyOf(step));
      return TakeRow(step, position.row) || Again(index);
    }
    case ClauseKind::kRange: {
      position.range = context_.Range(rule_, cells_, clause);
      if (!position.range) return false;
      if (step.binds_variable) return TakeInteger(step, position);
      return position.range->Contains(context_.store().ValueOf(cells_[clause.variable.index]));
    }
    default:
      return PassesTest(step);
  }
}

auto RuleSearch::Again(std::size_t index) -> bool {
  const SearchStep& step = goal_.steps[index];
  Position& position = positions_[index];
  const Clause& clause = clauses_[step.clause];
  if (clause.kind == ClauseKind::kRange) return step.binds_variable && TakeInteger(step, position);
  if (clause.kind != ClauseKind::kMatch) return false;
  const RowIndex& rows = context_.IndexOn(clause.relation.index, step.key_columns);
  // The cells of the key are as they were: steps after this one do not bind its variables.
  while (position.row != kNoRow && position.row < visible_[clause.relation.index]) {
    if (!context_.Spend(1)) return false;
    position.row = rows.Next(position.row, KeyOf(step));
    if (TakeRow(step, position.row)) return true;
  }
  return false;
}

auto RuleSearch::TakeRow(const SearchStep& step, std::uint32_t row) -> bool {
  const std::uint32_t relation = clauses_[step.clause].relation.index;
  if (row == kNoRow || row >= visible_[relation]) return false;
  const std::span<const Cell> cells = context_.store().Row({relation, row});
  for (const auto [column, variable] : step.binds) cells_[variable] = cells[column];
  for (const auto [column, variable] : step.repeats) {
    if (cells_[variable] != cells[column]) return false;
  }
  if (!context_.IsKept({relation, row}, visible_[relation])) return false;
  rows_[step.clause] = row;
  return true;
}

auto RuleSearch::TakeInteger(const SearchStep& step, Position& position) -> bool {
  if (!context_.Spend(1)) return false;
  const std::optional<std::int64_t> integer = position.range->Take();
  if (!integer) return false;
  cells_[clauses_[step.clause].variable.index] = context_.store().CellOf(Value{*integer});
  return true;
}

auto RuleSearch::PassesTest(const SearchStep& step) -> bool {
  const Clause& clause = clauses_[step.clause];
  const auto operands = context_.program().Operands(clause.operands);
  switch (clause.kind) {
    case ClauseKind::kAbsent: {
      const std::uint32_t relation = clause.relation.index;
      const RowIndex& rows = context_.IndexOn(relation, step.key_columns);
      const std::span<const Cell> key = KeyOf(step);
      for (std::uint32_t row = rows.First(key); row != kNoRow && row < visible_[relation]; row = rows.Next(row, key)) {
        if (context_.IsKept({relation, row}, visible_[relation])) return false;
        if (!context_.Spend(1)) return false;
      }
      return true;
    }
    case ClauseKind::kFilter:
      return context_.Condition(rule_, cells_, operands[0]).value_or(false);
    case ClauseKind::kSame: {
      const auto left = context_.Evaluate(rule_, cells_, operands[0]);
      const auto right = left ? context_.Evaluate(rule_, cells_, operands[1]) : std::nullopt;
      return right && *left == *right;
    }
    case ClauseKind::kLet: {
      const auto value = context_.Evaluate(rule_, cells_, operands[0]);
      if (!value) return false;
      const Cell cell = context_.store().CellOf(*value);
      Cell& known = cells_[clause.variable.index];
      if (step.binds_variable) known = cell;
      return known == cell;
    }
    default:
      BL_CHECK(false);
  }
}

auto RuleSearch::GivesTuple() -> bool {
  const auto operands = context_.program().Operands(clauses_[goal_.emit].operands);
  for (std::size_t i = 0; i < tuple_.size(); ++i) {
    if (goal_.columns[i].kind != RuleGoal::Column::Kind::kComputed) continue;
    const auto value = context_.Evaluate(rule_, cells_, operands[i]);
    if (!value || context_.store().CellOf(*value) != tuple_[i]) return false;
  }
  return true;
}

}  // namespace bytelogic::proof
