#include "runtime/function_roles.h"

namespace bytelogic::runtime {
namespace {

// Roles, and which functions rules reach. False: a function with two roles.
class RoleFinder {
 public:
  RoleFinder(const ImageView& view, std::vector<Facts>& facts) : view_(view), facts_(facts) {}

  auto Run() -> bool {
    facts_[0].role = Role::kActions;
    for (std::uint32_t i = 0; i < view_.header->variants.count; ++i) {
      Facts& rule = facts_[view_.Entry<VariantEntry>(view_.header->variants, i).function];
      rule.role = Role::kRule;
      rule.in_rules = true;
    }
    for (std::uint32_t i = 0; i < view_.header->constraints.count; ++i) {
      Facts& constraint = facts_[view_.Entry<ConstraintEntry>(view_.header->constraints, i).function];
      constraint.role = Role::kRule;
      constraint.in_rules = true;
    }
    for (std::uint32_t i = 0; i < facts_.size(); ++i) {
      if (facts_[i].role != Role::kNone) work_.push_back(i);
    }
    while (!work_.empty()) {
      const std::uint32_t function = work_.back();
      work_.pop_back();
      if (!FollowCalls(function)) return false;
    }
    return true;
  }

 private:
  auto FollowCalls(std::uint32_t function) -> bool {
    const FunctionEntry& entry = view_.function(function);
    for (std::uint32_t at = entry.begin; at < entry.end; ++at) {
      const Op& op = view_.op(at);
      if (op.kind != OpKind::kCall) continue;
      if (op.b >= facts_.size()) return false;
      Facts& callee = facts_[op.b];
      const bool in_rules = callee.in_rules || facts_[function].in_rules;
      if (callee.role == Role::kCalc && in_rules == callee.in_rules) continue;
      if (callee.role != Role::kCalc && callee.role != Role::kNone) return false;
      callee.role = Role::kCalc;
      callee.in_rules = in_rules;
      work_.push_back(op.b);
    }
    return true;
  }

  const ImageView& view_;
  std::vector<Facts>& facts_;
  std::vector<std::uint32_t> work_;
};

// What each function returns, as its kReturn instructions say.
auto FindResults(const ImageView& view, std::vector<Facts>& facts) -> bool {
  for (std::uint32_t function = 0; function < facts.size(); ++function) {
    const FunctionEntry& entry = view.function(function);
    std::optional<std::uint16_t> mode;
    for (std::uint32_t at = entry.begin; at < entry.end; ++at) {
      const Op& op = view.op(at);
      if (op.kind != OpKind::kReturn) continue;
      if (op.c > 2 || (mode && *mode != op.c)) return false;
      mode = op.c;
    }
    if (!mode) continue;
    facts[function].result = *mode == 1 ? Holds::kText : *mode == 2 ? Holds::kAny : Holds::kNumber;
  }
  return true;
}

}  // namespace

auto FindRoles(const ImageView& view, std::vector<Facts>& facts) -> bool {
  facts.assign(view.header->functions.count, {});
  return FindResults(view, facts) && RoleFinder(view, facts).Run();
}

}  // namespace bytelogic::runtime
