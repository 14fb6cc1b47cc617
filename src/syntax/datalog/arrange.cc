#include "syntax/datalog/arrange.h"

#include <algorithm>
#include <utility>

namespace bytelogic::syntax::datalog {
namespace {

auto Unbound(std::vector<VariableUse> uses, const VariableSet& bound) -> std::vector<VariableUse> {
  std::erase_if(uses, [&](const VariableUse& use) { return bound.contains(use.name); });
  return uses;
}

class Arranger {
 public:
  Arranger(const Tree& tree, const Predicates& predicates, const VariableSet& scope, VariableSet bound)
      : tree_(tree), predicates_(predicates), scope_(scope) {
    arrangement_.bound = std::move(bound);
  }

  auto Run(std::span<const GoalId> goals) -> Arrangement {
    for (const GoalId goal : goals) {
      if (!TryPlace(goal)) {
        waiting_.push_back(goal);
        continue;
      }
      PlaceWaiting();
    }
    arrangement_.stuck = std::move(waiting_);
    return std::move(arrangement_);
  }

 private:
  auto TryPlace(GoalId id) -> bool {
    if (!WaitsFor(tree_, predicates_, id, scope_, arrangement_.bound).empty()) return false;
    const Goal& goal = tree_[id];
    Step step{id, {}};
    const auto bind = [&](TermId term) {
      if (tree_[term].kind != TermKind::kVariable) return;
      if (arrangement_.bound.insert(tree_[term].text).second) step.binds.push_back(tree_[term].text);
    };
    if (goal.kind == GoalKind::kLiteral && !IsTest(goal, predicates_)) {
      for (const TermId argument : tree_.Terms(goal.arguments)) bind(argument);
    } else if (goal.kind == GoalKind::kComparison) {
      const Side side = BoundSide(tree_, goal, scope_, arrangement_.bound);
      if (side != Side::kNone) bind(tree_.Terms(goal.arguments)[side == Side::kLeft ? 0 : 1]);
    }
    changed_ = !step.binds.empty();
    arrangement_.steps.push_back(std::move(step));
    return true;
  }

  // Only what was bound anew can end a wait.
  void PlaceWaiting() {
    while (std::exchange(changed_, false) && !waiting_.empty()) {
      for (std::size_t index = 0; index < waiting_.size();) {
        if (!TryPlace(waiting_[index])) {
          ++index;
          continue;
        }
        waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(index));
        if (changed_) index = 0;
      }
    }
  }

  const Tree& tree_;
  const Predicates& predicates_;
  const VariableSet& scope_;
  Arrangement arrangement_;
  std::vector<GoalId> waiting_;
  bool changed_ = false;
};

}  // namespace

auto Arrange(const Tree& tree, const Predicates& predicates, std::span<const GoalId> goals, const VariableSet& scope,
             VariableSet bound) -> Arrangement {
  return Arranger(tree, predicates, scope, std::move(bound)).Run(goals);
}

auto BoundSide(const Tree& tree, const Goal& comparison, const VariableSet& scope, const VariableSet& bound) -> Side {
  if (comparison.kind != GoalKind::kComparison || comparison.op != Operator::kEqual) return Side::kNone;
  const auto terms = tree.Terms(comparison.arguments);
  const auto is_free = [&](TermId id) {
    return tree[id].kind == TermKind::kVariable && !bound.contains(tree[id].text);
  };
  const auto is_known = [&](TermId id) {
    return tree[id].kind != TermKind::kAnonymous && Unbound(SharedVariables(tree, id, scope), bound).empty();
  };
  if (is_free(terms[0]) && is_known(terms[1])) return Side::kLeft;
  if (is_free(terms[1]) && is_known(terms[0])) return Side::kRight;
  return Side::kNone;
}

auto WaitsFor(const Tree& tree, const Predicates& predicates, GoalId id, const VariableSet& scope,
              const VariableSet& bound) -> std::vector<VariableUse> {
  const Goal& goal = tree[id];
  if (goal.kind == GoalKind::kLiteral && !IsTest(goal, predicates)) {
    std::vector<VariableUse> waits;
    for (const TermId argument : tree.Terms(goal.arguments)) {
      const TermKind kind = tree[argument].kind;
      if (kind != TermKind::kOperation && kind != TermKind::kCall && kind != TermKind::kAggregate) continue;
      for (const VariableUse& use : Unbound(SharedVariables(tree, argument, scope), bound)) {
        // p(X, X + 1): the literal binds X itself. An aggregate must know it before.
        const auto binds_it = [&](TermId other) {
          return tree[other].kind == TermKind::kVariable && tree[other].text == use.name;
        };
        VariableSet own;
        VisitOwn(tree, argument, [&](const VariableUse& each) { own.insert(each.name); });
        const bool inside = !own.contains(use.name);
        if (inside || std::ranges::none_of(tree.Terms(goal.arguments), binds_it)) waits.push_back(use);
      }
    }
    return waits;
  }
  if (BoundSide(tree, goal, scope, bound) != Side::kNone) return {};
  return Unbound(SharedVariables(tree, id, scope), bound);
}

}  // namespace bytelogic::syntax::datalog
