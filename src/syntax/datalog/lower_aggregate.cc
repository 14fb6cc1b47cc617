// lower_aggregate.cc - aggregates and negated conjunctions, as questions to relations that hold their bindings.
//
//   N = count : { q(X, Y), Y > 3 }      =>  RULE p_count: SCAN q $X $Y, WHERE $Y > 3, EMIT p_count $X $Y
//                                           LET $N = COUNT(QUERY p_count $X ?)
//
// The first columns are the variables that what is around binds, the others those of the goals, the last one what is
// summed or compared. Goals that do not bind an outer variable themselves are joined with the goals around that do.

#include <algorithm>
#include <utility>

#include "syntax/datalog/lower_internal.h"

namespace bytelogic::syntax::datalog {
namespace {

auto WordOf(AggregateFunction function) -> std::string_view {
  constexpr std::string_view kWords[] = {"count", "sum", "min", "max", "mean"};
  return kWords[static_cast<std::size_t>(function)];
}

auto Contains(const std::vector<VariableUse>& uses, std::string_view name) -> bool {
  return std::ranges::any_of(uses, [&](const VariableUse& use) { return use.name == name; });
}

// Whether evaluating `goal` may fail.
auto Computes(const Tree& tree, GoalId id) -> bool {
  const Goal& goal = tree[id];
  const auto computes = [&](TermId term) {
    const TermKind kind = tree[term].kind;
    return kind == TermKind::kOperation || kind == TermKind::kCall || kind == TermKind::kAggregate;
  };
  return std::ranges::any_of(tree.Terms(goal.arguments), computes);
}

auto HasAggregate(const Tree& tree, TermId id) -> bool {
  const Term& term = tree[id];
  return term.kind == TermKind::kAggregate ||
         std::ranges::any_of(tree.Terms(term.arguments), [&](TermId each) { return HasAggregate(tree, each); });
}

// Whether lowering it makes a relation of bindings.
auto HasScope(const Tree& tree, GoalId id) -> bool {
  const Goal& goal = tree[id];
  if (goal.kind == GoalKind::kNot) return IsScope(tree, goal) || HasScope(tree, tree.Goals(goal.goals)[0]);
  return std::ranges::any_of(tree.Terms(goal.arguments), [&](TermId term) { return HasAggregate(tree, term); });
}

}  // namespace

auto Lowering::LowerAggregate(Body& body, const Term& term) -> ExprId {
  Expr query{.kind = ExprKind::kAggregateQuery, .aggregate = term.aggregate, .range = term.range};
  query.name_range = term.name_range;
  if (const std::optional<Expr> plain = PlainAggregate(body, term)) {
    query.text = plain->text;
    query.name_range = plain->name_range;
    query.arguments = plain->arguments;
  } else {
    const Bindings bindings = MakeBindings(body, term.body, &term, WordOf(term.aggregate), term.range);
    query.text = bindings.relation;
    query.arguments = builder_.List(QueryArguments(bindings, term.range));
  }
  const bool may_fail = term.aggregate != AggregateFunction::kCount && term.aggregate != AggregateFunction::kSum;
  if (may_fail) {
    // Over nothing the goal is false.
    Expr exists = query;
    exists.kind = ExprKind::kExists;
    std::vector<ExprId> arguments;
    for (const ExprId argument : ast_.Arguments(query)) arguments.push_back(builder_.Add(Expr(ast_[argument])));
    exists.arguments = builder_.List(arguments);
    body.clauses.push_back(builder_.Where(builder_.Add(exists), term.range));
  }
  return builder_.Add(query);
}

// A single literal can be asked itself, where its arguments are outer variables, constants, and own variables that
// stand once; the last of those is what the aggregate is of.
auto Lowering::PlainAggregate(Body& body, const Term& term) -> std::optional<Expr> {
  const Goal goal = tree_[term.body];
  if (goal.kind != GoalKind::kLiteral || IsTest(goal, predicates_)) return std::nullopt;
  std::string_view last;  // the own variable in the last open column; `_` for none
  VariableSet own;
  for (const TermId id : tree_.Terms(goal.arguments)) {
    const Term& argument = tree_[id];
    switch (argument.kind) {
      case TermKind::kInt:
      case TermKind::kFloat:
      case TermKind::kSymbol:
        continue;
      case TermKind::kAnonymous:
        last = "_";
        continue;
      case TermKind::kVariable:
        if (body.scope->contains(argument.text)) continue;
        if (!own.insert(argument.text).second) return std::nullopt;
        last = argument.text;
        continue;
      default:
        return std::nullopt;
    }
  }
  if (term.aggregate != AggregateFunction::kCount) {
    const Term& target = tree_[tree_.Terms(term.arguments)[0]];
    if (target.kind != TermKind::kVariable || target.text != last || last == "_") return std::nullopt;
  }
  std::vector<ExprId> arguments;
  for (std::uint32_t at = goal.arguments.begin; at < goal.arguments.end(); ++at) {
    const TermId id = tree_.term_pool[at];
    const Term& argument = tree_[id];
    const bool open = argument.kind == TermKind::kAnonymous ||
                      (argument.kind == TermKind::kVariable && !body.scope->contains(argument.text));
    arguments.push_back(open ? builder_.Any(argument.range) : LowerTerm(body, id));
  }
  Expr plain;
  plain.text = goal.text;
  plain.name_range = goal.name_range;
  plain.arguments = builder_.List(arguments);
  return plain;
}

// The relation of the bindings of `goals`, with a rule for each of their alternatives. `aggregate`: what it is for;
// null for a negation, which asks only of the outer variables.
auto Lowering::MakeBindings(Body& body, GoalId goals, const Term* aggregate, std::string_view suffix, SourceRange range)
    -> Bindings {
  const bool has_target = aggregate != nullptr && aggregate->arguments.size > 0;
  const TermId target = has_target ? tree_.Terms(aggregate->arguments)[0] : TermId{};
  const bool counts_anonymous = aggregate != nullptr && aggregate->aggregate != AggregateFunction::kMin &&
                                aggregate->aggregate != AggregateFunction::kMax;
  Bindings bindings;
  const auto note_outer = [&](const VariableUse& use) {
    if (body.scope->contains(use.name) && !Contains(bindings.outer, use.name)) bindings.outer.push_back(use);
  };
  VisitAll(tree_, goals, note_outer);
  if (has_target) VisitAll(tree_, target, note_outer);
  const std::string_view target_name =
      has_target && tree_[target].kind == TermKind::kVariable ? tree_[target].text : "";

  struct Alternative {
    Body body;
    VariableSet scope;
    VariableSet own;
    std::vector<std::string_view> anonymous;
  };
  const std::vector<Conjunction> conjunctions = ExpandBody(goals, range);
  std::vector<Alternative> alternatives(conjunctions.size());
  std::vector<VariableUse> own;  // of all alternatives
  std::size_t anonymous = 0;
  for (std::size_t index = 0; index < conjunctions.size(); ++index) {
    Alternative& alternative = alternatives[index];
    const auto note_own = [&](const VariableUse& use) {
      alternative.scope.insert(use.name);
      if (body.scope->contains(use.name) || !alternative.own.insert(use.name).second) return;
      if (use.name != target_name && !Contains(own, use.name)) own.push_back(use);
    };
    for (const GoalId goal : conjunctions[index]) VisitOwn(tree_, goal, note_own);
    if (has_target) VisitOwn(tree_, target, [&](const VariableUse& use) { alternative.scope.insert(use.name); });
    diagnostics_.work().Charge(4 * (body.scope->size() + body.steps.size() + own.size() + bindings.outer.size()));
    alternative.scope.insert(body.scope->begin(), body.scope->end());
    alternative.body.scope = &alternative.scope;
    alternative.body.owner = body.owner;

    const Arrangement alone = Arrange(tree_, predicates_, conjunctions[index], alternative.scope, {});
    std::vector<VariableUse> needed;
    for (const VariableUse& use : bindings.outer) {
      if (!alone.bound.contains(use.name)) needed.push_back(use);
    }
    std::vector<GoalId> all = Injected(body, needed);
    LowerConjunction(alternative.body, all);
    if (counts_anonymous) alternative.body.anonymous = &alternative.anonymous;
    LowerConjunction(alternative.body, conjunctions[index]);
    anonymous = std::max(anonymous, alternative.anonymous.size());
  }

  // Bindings of different variables are different ones, whatever their values: then a column tells the alternatives
  // apart.
  std::vector<std::size_t> kinds(alternatives.size());
  for (std::size_t index = 0; counts_anonymous && index < alternatives.size(); ++index) {
    while (kinds[index] < index && (anonymous > 0 || alternatives[kinds[index]].own != alternatives[index].own)) {
      ++kinds[index];
    }
  }
  const bool has_kinds = std::ranges::any_of(kinds, [](std::size_t kind) { return kind > 0; });

  bindings.own_columns = (has_target ? 1 : 0) + (has_kinds ? 1 : 0);
  if (aggregate != nullptr) bindings.own_columns += static_cast<std::uint32_t>(own.size() + anonymous);
  const auto arity = Size32(bindings.outer) + bindings.own_columns;
  bindings.relation = NewRelation(body.owner, suffix, arity, range);
  for (Alternative& alternative : alternatives) {
    std::vector<ExprId> arguments;
    const auto add = [&](const VariableUse& use) { arguments.push_back(builder_.Variable(use.name, use.range)); };
    const auto check = [&](const VariableUse& use) {
      if (!alternative.body.bound.contains(use.name))
        ReportUnbound(use, DiagnosticKind::kUnbound, alternative.body.bound);
    };
    for (const VariableUse& use : bindings.outer) {
      check(use);
      add(use);
    }
    if (has_kinds) {
      const std::size_t kind = kinds[static_cast<std::size_t>(&alternative - alternatives.data())];
      arguments.push_back(builder_.Int(static_cast<std::int64_t>(kind), range));
    }
    if (aggregate != nullptr) {
      for (const VariableUse& use : own) {
        // An alternative without that variable has nothing in its column.
        if (!alternative.own.contains(use.name)) {
          arguments.push_back(builder_.Int(0, range));
          continue;
        }
        check(use);
        add(use);
      }
      for (std::size_t index = 0; index < anonymous; ++index) {
        const bool has = index < alternative.anonymous.size();
        arguments.push_back(has ? builder_.Variable(alternative.anonymous[index], range) : builder_.Int(0, range));
      }
    }
    if (has_target) {
      for (const VariableUse& use : SharedVariables(tree_, target, alternative.scope)) check(use);
      arguments.push_back(LowerTerm(alternative.body, target));
    }
    alternative.body.clauses.push_back(
        builder_.Clause(StatementKind::kEmit, bindings.relation, arguments, range, range));
    AddRule(bindings.relation, range, range, alternative.body);
  }
  return bindings;
}

// The goals around that bind the `needed` variables, with those that they need themselves. Recursive ones would make
// what the relation is for unstratified: other goals stand for them where those bind all that is needed, wherever they
// stand.
auto Lowering::Injected(const Body& body, const std::vector<VariableUse>& needed) -> std::vector<GoalId> {
  if (needed.empty()) return {};
  std::vector<GoalId> goals = GoalsThatBind(body.steps, needed, *body.scope);
  if (std::ranges::none_of(goals, [this](GoalId goal) { return IsRecursive(goal); })) return goals;
  std::vector<GoalId> others;
  for (const GoalId goal : body.goals) {
    if (!IsRecursive(goal) && !HasScope(tree_, goal)) others.push_back(goal);
  }
  const Arrangement arrangement = Arrange(tree_, predicates_, others, *body.scope, {});
  const auto is_bound = [&](const VariableUse& use) { return arrangement.bound.contains(use.name); };
  return std::ranges::all_of(needed, is_bound) ? GoalsThatBind(arrangement.steps, needed, *body.scope) : goals;
}

// Of `steps`, in their order. What can fail stands behind the goals that say of its variables when it is computed.
auto Lowering::GoalsThatBind(std::span<const Step> steps, const std::vector<VariableUse>& needed,
                             const VariableSet& scope) const -> std::vector<GoalId> {
  VariableSet wanted;
  VariableSet guarded;
  for (const VariableUse& use : needed) wanted.insert(use.name);
  std::vector<GoalId> goals;
  // What a goal needs was bound by goals before it.
  for (std::size_t index = steps.size(); index-- > 0;) {
    const Step& step = steps[index];
    const bool binds = std::ranges::any_of(step.binds, [&](std::string_view name) { return wanted.contains(name); });
    const auto uses = SharedVariables(tree_, step.goal, scope);
    const bool guards = std::ranges::any_of(uses, [&](const VariableUse& use) { return guarded.contains(use.name); });
    if (!binds && !guards) continue;
    goals.push_back(step.goal);
    const bool computes = Computes(tree_, step.goal);
    if (computes || guards) {
      for (const VariableUse& use : uses) guarded.insert(use.name);
    }
    // A literal binds its variables itself, unless it computes with them.
    const auto waits = guards ? uses : WaitsFor(tree_, predicates_, step.goal, scope, {});
    for (const VariableUse& use : waits) wanted.insert(use.name);
  }
  std::ranges::reverse(goals);
  return goals;
}

// Whether it reads a predicate that depends on the heads of the clause at hand.
auto Lowering::IsRecursive(GoalId id) -> bool {
  if (clause_ == nullptr) return false;
  const Goal& goal = tree_[id];
  if (goal.kind == GoalKind::kNot) return IsRecursive(tree_.Goals(goal.goals)[0]);
  if (goal.kind != GoalKind::kLiteral) return false;
  if (!dependencies_) dependencies_.emplace(tree_);
  if (!recursive_) {
    std::vector<std::string_view> heads;
    for (const GoalId head : tree_.Goals(clause_->heads)) heads.push_back(tree_[head].text);
    recursive_ = dependencies_->DependentsOf(heads);
  }
  return recursive_->contains(goal.text);
}

auto Lowering::QueryArguments(const Bindings& bindings, SourceRange range) -> std::vector<ExprId> {
  std::vector<ExprId> arguments;
  for (const VariableUse& use : bindings.outer) arguments.push_back(builder_.Variable(use.name, use.range));
  for (std::uint32_t index = 0; index < bindings.own_columns; ++index) arguments.push_back(builder_.Any(range));
  return arguments;
}

void Lowering::LowerNegatedScope(Body& body, const Goal& negation) {
  const GoalId inner = tree_.Goals(negation.goals)[0];
  const Bindings bindings = MakeBindings(body, inner, nullptr, "not", negation.range);
  body.clauses.push_back(builder_.Clause(StatementKind::kNotMatch, bindings.relation,
                                         QueryArguments(bindings, negation.range), negation.range, negation.range));
}

}  // namespace bytelogic::syntax::datalog
