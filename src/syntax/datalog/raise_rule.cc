// raise_rule.cc - rules as clauses: one for each EMIT that stands apart, and two for one with aggregates.

#include <algorithm>
#include <functional>
#include <utility>

#include "syntax/datalog/raise_internal.h"
#include "syntax/datalog/variables.h"

namespace bytelogic::syntax::datalog {

auto Raising::HasAggregate(const Statement& emit) const -> bool {
  return std::ranges::any_of(ast_.Arguments(emit),
                             [this](ExprId each) { return ast_[each].kind == ExprKind::kAggregate; });
}

void Raising::RaiseRule(const Statement& rule) {
  Clauses clause;
  const auto body = ast_.Body(rule);
  std::vector<GoalId> heads;
  const auto flush = [&] {
    if (heads.empty()) return;
    Goals goals = clause.goals;
    if (goals.empty()) goals.push_back(Add(Goal{.kind = GoalKind::kTrue}));
    AddClause(std::exchange(heads, {}), goals, rule.range);
  };
  for (const StatementId id : body) {
    const Statement& statement = ast_[id];
    if (statement.kind != StatementKind::kEmit) {
      flush();
      RaiseClauseOf(clause, statement);
    } else if (HasAggregate(statement)) {
      flush();
      RaiseGrouped(clause, rule, statement);
    } else {
      const std::size_t goals_before = clause.goals.size();
      const GoalId head = HeadOf(clause, statement);
      // What this head computes, the others need not.
      if (clause.goals.size() > goals_before) {
        const Goals all = clause.goals;
        clause.goals.resize(goals_before);
        flush();
        AddClause({head}, all, rule.range);
      } else {
        heads.push_back(head);
      }
    }
  }
  flush();
  const bool trailing = !body.empty() && ast_[body.back()].kind != StatementKind::kEmit;
  if (!trailing) return;
  const Statement& last = ast_[body.back()];
  if (AnyMayFail(ast_.Arguments(last)))
    NoForm(last.range, "a clause after the last EMIT has", "leave it out: it decides nothing");
}

auto Raising::HeadOf(Clauses& clause, const Statement& emit) -> GoalId {
  return Literal(clause, clause.goals, emit.name, ast_.Arguments(emit), emit.range);
}

void Raising::RaiseClauseOf(Clauses& clause, const Statement& statement) {
  switch (statement.kind) {
    case StatementKind::kScan:
    case StatementKind::kScanMatch:
    case StatementKind::kJoin:
      return RaiseMatch(clause, statement, false);
    case StatementKind::kNotMatch:
      return RaiseMatch(clause, statement, true);
    case StatementKind::kWhere:
      return Append(GoalKind::kAnd, Condition(clause, ast_.Arguments(statement)[0], true), clause.goals);
    case StatementKind::kLet:
      return RaiseValue(clause, VariableName(clause, statement.variable), ast_.Arguments(statement)[0]);
    case StatementKind::kForRange: {
      std::vector<TermId> bounds;
      for (const ExprId bound : ast_.Arguments(statement)) bounds.push_back(RaiseTerm(clause, clause.goals, bound));
      // Without a step, Soufflé's range may count down.
      if (IsSouffle() && bounds.size() == 2) bounds.push_back(IntTerm(1));
      const TermId range = Add(Term{.kind = TermKind::kCall, .text = "range", .arguments = Terms(bounds)});
      const TermId variable = VariableTerm(VariableName(clause, statement.variable));
      clause.goals.push_back(Compare(Operator::kEqual, variable, range));
      return;
    }
    default:
      return;
  }
}

void Raising::RaiseMatch(Clauses& clause, const Statement& statement, bool negated) {
  std::vector<TermId> terms;
  Goals behind;
  for (const ExprId argument : ast_.Arguments(statement)) {
    if (negated || !AsksForOwnVariable(argument, statement)) {
      terms.push_back(RaiseTerm(clause, clause.goals, argument));
      continue;
    }
    // An aggregate must know the variable before the literal binds it.
    const std::string_view name = Fresh(clause, IsSouffle() ? "value" : "Value");
    terms.push_back(VariableTerm(name));
    const TermId value = RaiseTerm(clause, behind, argument);
    behind.push_back(Compare(Operator::kEqual, VariableTerm(name), value));
  }
  const GoalId literal = Add(Goal{.kind = GoalKind::kLiteral,
                                  .range = statement.range,
                                  .text = PredicateName(statement.name),
                                  .arguments = Terms(terms)});
  clause.goals.push_back(negated ? Negate(literal) : literal);
  clause.goals.insert(clause.goals.end(), behind.begin(), behind.end());
}

// Whether `argument` has an aggregate that reads a variable which another argument of `match` binds.
auto Raising::AsksForOwnVariable(ExprId argument, const Statement& match) const -> bool {
  const auto is_own = [&](ExprId id) {
    return std::ranges::any_of(ast_.Arguments(match), [&](ExprId other) {
      return ast_[other].kind == ExprKind::kVariable && ast_[other].text == ast_[id].text;
    });
  };
  const std::function<bool(ExprId, bool)> asks = [&](ExprId id, bool in_aggregate) {
    const Expr& expr = ast_[id];
    if (expr.kind == ExprKind::kVariable) return in_aggregate && is_own(id);
    const bool inside = in_aggregate || expr.kind == ExprKind::kAggregateQuery;
    return std::ranges::any_of(ast_.Arguments(expr), [&](ExprId each) { return asks(each, inside); });
  };
  return asks(argument, false);
}

// EMIT total $d SUM($p): a relation of all bindings, and for each group of them the aggregate over it.
void Raising::RaiseGrouped(Clauses& clause, const Statement& rule, const Statement& emit) {
  Goals goals = clause.goals;
  // The values of plain columns, as variables.
  std::vector<TermId> keys;
  for (const ExprId argument : ast_.Arguments(emit)) {
    if (ast_[argument].kind == ExprKind::kAggregate) {
      keys.push_back({});
      continue;
    }
    TermId key = RaiseTerm(clause, goals, argument);
    if (tree_[key].kind != TermKind::kVariable) {
      const std::string_view name = Fresh(clause, IsSouffle() ? "key" : "Key");
      goals.push_back(Compare(Operator::kEqual, VariableTerm(name), key));
      key = VariableTerm(name);
    }
    keys.push_back(key);
  }
  // Values that are to be different ones need a relation of their own; others are columns of all bindings.
  std::vector<TermId> values;
  for (const ExprId argument : ast_.Arguments(emit)) {
    const Expr& expr = ast_[argument];
    const bool has_value = expr.kind == ExprKind::kAggregate && expr.arguments.size > 0;
    values.push_back({});
    if (!has_value) continue;
    TermId value = RaiseTerm(clause, goals, ast_.Arguments(expr)[0]);
    if (tree_[value].kind != TermKind::kVariable) {
      const std::string_view name = Fresh(clause, IsSouffle() ? "value" : "Value");
      goals.push_back(Compare(Operator::kEqual, VariableTerm(name), value));
      value = VariableTerm(name);
    }
    values.back() = value;
  }
  const std::vector<std::string_view> columns = clause.order;
  const std::string_view bindings = NewPredicate(PredicateName(emit.name), "bindings");
  const auto literal = [&](std::string_view predicate, const std::vector<TermId>& terms) {
    return Add(Goal{.kind = GoalKind::kLiteral, .text = predicate, .arguments = Terms(terms)});
  };
  // Names that stand inside of aggregates only are not bound here.
  std::unordered_set<std::string_view> bound;
  for (const GoalId goal : goals) {
    VisitOwn(tree_, goal, [&bound](const VariableUse& use) { bound.insert(use.name); });
  }
  std::vector<TermId> all;
  for (const std::string_view column : columns) {
    if (bound.contains(column)) all.push_back(VariableTerm(column));
  }
  AddClause({literal(bindings, all)}, goals, rule.range);

  const auto is_key = [&](std::string_view name) {
    return std::ranges::any_of(keys, [&](TermId key) { return key.valid() && tree_[key].text == name; });
  };
  // bindings(...) with the keys, with `target` as a variable of its own, and with _ elsewhere.
  const auto bindings_with = [&](std::string_view target) {
    std::vector<TermId> terms;
    for (const TermId column : all) {
      const std::string_view name = tree_[column].text;
      const bool named = is_key(name) || name == target;
      terms.push_back(named ? VariableTerm(name) : Add(Term{.kind = TermKind::kAnonymous}));
    }
    return literal(bindings, terms);
  };
  Clauses result;
  result.taken = clause.taken;
  result.goals.push_back(bindings_with({}));
  std::vector<TermId> head;
  const auto arguments = ast_.Arguments(emit);
  for (std::size_t index = 0; index < arguments.size(); ++index) {
    if (keys[index].valid()) {
      head.push_back(VariableTerm(tree_[keys[index]].text));
      continue;
    }
    const Expr& expr = ast_[arguments[index]];
    Term aggregate{.kind = TermKind::kAggregate, .aggregate = expr.aggregate};
    const std::string_view target = values[index].valid() ? tree_[values[index]].text : std::string_view{};
    if (expr.distinct) {
      const std::string_view distinct = NewPredicate(PredicateName(emit.name), "values");
      std::vector<TermId> terms;
      std::vector<TermId> counted;
      for (const TermId key : keys) {
        if (!key.valid()) continue;
        terms.push_back(VariableTerm(tree_[key].text));
        counted.push_back(VariableTerm(tree_[key].text));
      }
      const bool target_is_key = is_key(target);
      terms.push_back(VariableTerm(target));
      const std::string_view name = target_is_key ? Fresh(result, IsSouffle() ? "value" : "Value") : target;
      counted.push_back(VariableTerm(name));
      AddClause({literal(distinct, terms)}, {bindings_with(target)}, rule.range);
      aggregate.body = literal(distinct, counted);
      if (expr.aggregate != AggregateFunction::kCount) {
        const TermId of[] = {VariableTerm(name)};
        aggregate.arguments = Terms(of);
      }
    } else {
      aggregate.body = bindings_with(expr.aggregate == AggregateFunction::kCount ? std::string_view{} : target);
      if (expr.aggregate != AggregateFunction::kCount) {
        const TermId of[] = {VariableTerm(target)};
        aggregate.arguments = Terms(of);
      }
    }
    const std::string_view name = Fresh(result, IsSouffle() ? "result" : "Result");
    result.goals.push_back(Compare(Operator::kEqual, VariableTerm(name), Add(aggregate)));
    head.push_back(VariableTerm(name));
  }
  AddClause({literal(PredicateName(emit.name), head)}, result.goals, rule.range);
}

}  // namespace bytelogic::syntax::datalog
