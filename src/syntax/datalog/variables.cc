#include "syntax/datalog/variables.h"

namespace bytelogic::syntax::datalog {
namespace {

using Visit = std::function<void(const VariableUse&)>;

// With `shared`, a variable inside of an inner scope counts where it is one of the set.
class Visitor {
 public:
  Visitor(const Tree& tree, const Visit& visit, bool enters, const VariableSet* shared)
      : tree_(tree), visit_(visit), enters_(enters), shared_(shared) {}

  void Term(TermId id) {
    if (tree_.work != nullptr) tree_.work->Charge(1);
    const datalog::Term& term = tree_[id];
    if (term.kind == TermKind::kVariable) {
      if (depth_ == 0 || shared_ == nullptr || shared_->contains(term.text)) visit_({term.text, term.range});
      return;
    }
    if (term.kind == TermKind::kAggregate) {
      if (!enters_) return;
      ++depth_;
      for (const TermId argument : tree_.Terms(term.arguments)) Term(argument);
      Goal(term.body);
      --depth_;
      return;
    }
    for (const TermId argument : tree_.Terms(term.arguments)) Term(argument);
  }

  void Goal(GoalId id) {
    if (tree_.work != nullptr) tree_.work->Charge(1);
    const datalog::Goal& goal = tree_[id];
    const bool is_scope = goal.kind == GoalKind::kNot && IsScope(tree_, goal);
    if (is_scope && !enters_) return;
    if (is_scope) ++depth_;
    for (const TermId argument : tree_.Terms(goal.arguments)) Term(argument);
    for (const GoalId inner : tree_.Goals(goal.goals)) Goal(inner);
    if (is_scope) --depth_;
  }

 private:
  const Tree& tree_;
  const Visit& visit_;
  const bool enters_;
  const VariableSet* shared_;
  int depth_ = 0;
};

template <typename Id>
auto Shared(const Tree& tree, Id id, const VariableSet& scope) -> std::vector<VariableUse> {
  std::vector<VariableUse> uses;
  VariableSet seen;
  const Visit visit = [&](const VariableUse& use) {
    if (seen.insert(use.name).second) uses.push_back(use);
  };
  Visitor visitor(tree, visit, true, &scope);
  if constexpr (std::is_same_v<Id, TermId>) {
    visitor.Term(id);
  } else {
    visitor.Goal(id);
  }
  return uses;
}

}  // namespace

auto IsScope(const Tree& tree, const Goal& negation) -> bool {
  const GoalKind kind = tree[tree.Goals(negation.goals)[0]].kind;
  return kind == GoalKind::kAnd || kind == GoalKind::kNot;
}

void VisitOwn(const Tree& tree, TermId term, const Visit& visit) { Visitor(tree, visit, false, nullptr).Term(term); }
void VisitOwn(const Tree& tree, GoalId goal, const Visit& visit) { Visitor(tree, visit, false, nullptr).Goal(goal); }
void VisitAll(const Tree& tree, TermId term, const Visit& visit) { Visitor(tree, visit, true, nullptr).Term(term); }
void VisitAll(const Tree& tree, GoalId goal, const Visit& visit) { Visitor(tree, visit, true, nullptr).Goal(goal); }

auto SharedVariables(const Tree& tree, TermId term, const VariableSet& scope) -> std::vector<VariableUse> {
  return Shared(tree, term, scope);
}
auto SharedVariables(const Tree& tree, GoalId goal, const VariableSet& scope) -> std::vector<VariableUse> {
  return Shared(tree, goal, scope);
}

}  // namespace bytelogic::syntax::datalog
