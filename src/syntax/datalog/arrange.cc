#include "syntax/datalog/arrange.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <unordered_map>
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
      if (TryPlace(goal)) {
        PlaceWaiting();
      } else {
        Wait(goal);
      }
    }
    for (const std::optional<GoalId>& goal : waiting_) {
      if (goal) arrangement_.stuck.push_back(*goal);
    }
    return std::move(arrangement_);
  }

 private:
  // What it binds anew makes those that wait for it candidates.
  auto TryPlace(GoalId id) -> bool {
    if (!WaitsFor(tree_, predicates_, id, scope_, arrangement_.bound).empty()) return false;
    const Goal& goal = tree_[id];
    Step step{id, {}};
    const auto bind = [&](TermId term) {
      if (tree_[term].kind != TermKind::kVariable) return;
      const std::string_view name = tree_[term].text;
      if (!arrangement_.bound.insert(name).second) return;
      step.binds.push_back(name);
      if (const auto waiters = waiters_.find(name); waiters != waiters_.end()) {
        candidates_.insert(waiters->second.begin(), waiters->second.end());
      }
    };
    if (goal.kind == GoalKind::kLiteral && !IsTest(goal, predicates_)) {
      for (const TermId argument : tree_.Terms(goal.arguments)) bind(argument);
    } else if (goal.kind == GoalKind::kComparison) {
      const Side side = BoundSide(tree_, goal, scope_, arrangement_.bound);
      if (side != Side::kNone) bind(tree_.Terms(goal.arguments)[side == Side::kLeft ? 0 : 1]);
    }
    arrangement_.steps.push_back(std::move(step));
    return true;
  }

  void Wait(GoalId goal) {
    const auto number = Size32(waiting_);
    waiting_.emplace_back(goal);
    for (const VariableUse& use : SharedVariables(tree_, goal, scope_)) {
      if (!arrangement_.bound.contains(use.name)) waiters_[use.name].push_back(number);
    }
  }

  // The first of those that wait goes first. Only what was bound anew can end a wait.
  void PlaceWaiting() {
    while (!candidates_.empty()) {
      const std::uint32_t number = *candidates_.begin();
      candidates_.erase(candidates_.begin());
      if (waiting_[number] && TryPlace(*waiting_[number])) waiting_[number].reset();
    }
  }

  const Tree& tree_;
  const Predicates& predicates_;
  const VariableSet& scope_;
  Arrangement arrangement_;
  std::vector<std::optional<GoalId>> waiting_;  // in their order; nothing where it was placed
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> waiters_;  // by the variables that are unbound
  std::set<std::uint32_t> candidates_;  // of those that wait: one of their variables has just been bound
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
