#include "syntax/datalog/expand.h"

#include <utility>

namespace bytelogic::syntax::datalog {
namespace {

class Expander {
 public:
  explicit Expander(Tree& tree) : tree_(tree) {}

  // Recursion is bounded by the parser's nesting.
  auto Run(GoalId id) -> std::vector<Conjunction> {
    const GoalKind kind = tree_[id].kind;
    switch (kind) {
      case GoalKind::kTrue:
        return {{}};
      case GoalKind::kFalse:
        return {};
      case GoalKind::kAnd: {
        std::vector<Conjunction> all = {{}};
        const Span32 goals = tree_[id].goals;
        for (std::uint32_t at = goals.begin; at < goals.end() && !too_many_; ++at) Join(all, Run(tree_.goal_pool[at]));
        return all;
      }
      case GoalKind::kOr: {
        std::vector<Conjunction> all;
        const Span32 goals = tree_[id].goals;
        for (std::uint32_t at = goals.begin; at < goals.end() && !too_many_; ++at) {
          for (Conjunction& each : Run(tree_.goal_pool[at])) all.push_back(std::move(each));
          Check(all);
        }
        return all;
      }
      case GoalKind::kNot:
        return Negate(id);
      default:
        return {{id}};
    }
  }

  [[nodiscard]] auto too_many() const -> bool { return too_many_; }

 private:
  // Each alternative of the one with each of the other.
  void Join(std::vector<Conjunction>& all, const std::vector<Conjunction>& others) {
    if (others.size() == 1) {
      for (Conjunction& each : all) each.insert(each.end(), others[0].begin(), others[0].end());
      if (all.size() > 1) Check(all);
      return;
    }
    if (all.size() * others.size() > kMaxAlternatives) {
      too_many_ = true;
      return;
    }
    std::vector<Conjunction> joined;
    joined.reserve(all.size() * others.size());
    for (const Conjunction& left : all) {
      for (const Conjunction& right : others) {
        joined.push_back(left);
        joined.back().insert(joined.back().end(), right.begin(), right.end());
      }
    }
    all = std::move(joined);
    Check(all);
  }

  void Check(const std::vector<Conjunction>& all) {
    std::size_t goals = 0;
    for (const Conjunction& each : all) goals += each.size();
    if (tree_.work != nullptr) tree_.work->Hold(all.size() * sizeof(Conjunction) + goals * sizeof(GoalId));
    too_many_ = too_many_ || all.size() > kMaxAlternatives || goals > kMaxExpandedGoals;
  }

  auto Negate(GoalId id) -> std::vector<Conjunction> {
    if (tree_.work != nullptr) tree_.work->Hold(sizeof(Goal));
    const Goal negation = tree_[id];
    const Goal inner = tree_[tree_.Goals(negation.goals)[0]];
    if (inner.kind == GoalKind::kTrue) return {};
    if (inner.kind == GoalKind::kFalse) return {{}};
    if (inner.kind != GoalKind::kOr) return {{id}};
    std::vector<Conjunction> all = {{}};
    for (std::uint32_t at = inner.goals.begin; at < inner.goals.end() && !too_many_; ++at) {
      Goal each = negation;
      each.goals = tree_.goal_pool.Append(GoalId(tree_.goal_pool[at]));
      Join(all, Negate(tree_.goals.Add(each)));
    }
    return all;
  }

  Tree& tree_;
  bool too_many_ = false;
};

}  // namespace

auto Expand(Tree& tree, GoalId body) -> std::optional<std::vector<Conjunction>> {
  Expander expander(tree);
  std::vector<Conjunction> all = expander.Run(body);
  if (expander.too_many()) return std::nullopt;
  return all;
}

}  // namespace bytelogic::syntax::datalog
