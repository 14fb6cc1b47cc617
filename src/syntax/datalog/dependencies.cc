#include "syntax/datalog/dependencies.h"

#include <utility>

namespace bytelogic::syntax::datalog {
namespace {

// The literals of a body, those of its aggregates and negations as well. Recursion is bounded by the parser's nesting.
class LiteralCollector {
 public:
  explicit LiteralCollector(const Tree& tree) : tree_(tree) {}

  void Goal(GoalId id) {
    if (tree_.work != nullptr) tree_.work->Charge(1);
    const datalog::Goal& goal = tree_[id];
    if (goal.kind == GoalKind::kLiteral) names_.push_back(goal.text);
    for (const TermId term : tree_.Terms(goal.arguments)) Term(term);
    for (const GoalId inner : tree_.Goals(goal.goals)) Goal(inner);
  }
  auto TakeNames() -> std::vector<std::string_view> { return std::move(names_); }

 private:
  void Term(TermId id) {
    const datalog::Term& term = tree_[id];
    for (const TermId argument : tree_.Terms(term.arguments)) Term(argument);
    if (term.kind == TermKind::kAggregate) Goal(term.body);
  }

  const Tree& tree_;
  std::vector<std::string_view> names_;
};

}  // namespace

Dependencies::Dependencies(const Tree& tree) : tree_(tree) {
  for (const Clause& clause : tree.clauses) {
    LiteralCollector literals(tree);
    if (clause.body.valid()) literals.Goal(clause.body);
    for (const GoalId head : tree.Goals(clause.heads)) literals.Goal(head);
    const std::vector<std::string_view> read = literals.TakeNames();
    for (const GoalId head : tree.Goals(clause.heads)) {
      if (tree.work != nullptr) tree.work->Charge(read.size());
      for (const std::string_view name : read) readers_[name].push_back(tree[head].text);
    }
  }
}

auto Dependencies::DependentsOf(std::span<const std::string_view> predicates) const
    -> std::unordered_set<std::string_view> {
  std::unordered_set<std::string_view> found(predicates.begin(), predicates.end());
  std::vector<std::string_view> open(predicates.begin(), predicates.end());
  while (!open.empty()) {
    const auto readers = readers_.find(open.back());
    open.pop_back();
    if (readers == readers_.end()) continue;
    if (tree_.work != nullptr) tree_.work->Charge(readers->second.size());
    for (const std::string_view reader : readers->second) {
      if (found.insert(reader).second) open.push_back(reader);
    }
  }
  return found;
}

}  // namespace bytelogic::syntax::datalog
