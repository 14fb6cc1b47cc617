// lower_body.cc - a conjunction in the order in which it can be evaluated, and what to say where it cannot.

#include <algorithm>
#include <utility>

#include "base/symbol_text.h"
#include "syntax/bytelogic/lexer.h"
#include "syntax/datalog/lower_internal.h"

namespace bytelogic::syntax::datalog {
namespace {

// Names shorter than this are near to each other by accident.
constexpr std::size_t kMinGuessedVariable = 3;

}  // namespace

void Lowering::LowerConjunction(Body& body, std::span<const GoalId> goals) {
  diagnostics_.work().Charge(4 * (body.bound.size() + goals.size()));
  body.goals.insert(body.goals.end(), goals.begin(), goals.end());
  Arrangement arrangement = Arrange(tree_, predicates_, goals, *body.scope, body.bound);
  if (!arrangement.stuck.empty()) {
    ReportStuck(body, arrangement.stuck, arrangement.bound);
    // What waits for them is not reported as well.
    body.bound = std::move(arrangement.bound);
    for (const GoalId goal : goals) {
      VisitAll(tree_, goal, [&body](const VariableUse& use) { body.bound.insert(use.name); });
    }
    return;
  }
  for (Step& step : arrangement.steps) {
    LowerGoal(body, step.goal);
    body.bound.insert(step.binds.begin(), step.binds.end());
    body.steps.push_back(std::move(step));
  }
}

void Lowering::ReportStuck(const Body& body, std::span<const GoalId> stuck, const VariableSet& bound) {
  for (const GoalId id : stuck) {
    const Goal& goal = tree_[id];
    const bool negated = goal.kind == GoalKind::kNot;
    std::vector<VariableUse> waits = WaitsFor(tree_, predicates_, id, *body.scope, bound);
    if (goal.kind == GoalKind::kComparison && goal.op == Operator::kEqual && waits.size() > 1) {
      // X = Y + 1 binds X where Y is bound.
      const auto is_side = [&](const VariableUse& use) {
        return std::ranges::any_of(tree_.Terms(goal.arguments), [&](TermId side) {
          return tree_[side].kind == TermKind::kVariable && tree_[side].text == use.name;
        });
      };
      const std::size_t before = waits.size();
      std::erase_if(waits, is_side);
      if (waits.empty() && before > 0) waits = SharedVariables(tree_, tree_.Terms(goal.arguments)[1], *body.scope);
    }
    for (const VariableUse& use : waits) {
      ReportUnbound(use, negated ? DiagnosticKind::kUnboundUnderNot : DiagnosticKind::kUnbound, bound);
    }
  }
}

auto Lowering::CountUses(std::string_view variable) -> VariableUses {
  if (uses_.empty()) {
    const auto count = [this](const VariableUse& use) { ++uses_[use.name].all; };
    if (clause_ != nullptr) {
      for (const GoalId head : tree_.Goals(clause_->heads)) VisitAll(tree_, head, count);
    }
    if (clause_body_.valid()) {
      VisitAll(tree_, clause_body_, count);
      VisitOwn(tree_, clause_body_, [this](const VariableUse& use) { ++uses_[use.name].own; });
    }
  }
  return uses_[variable];
}

// E204, or E205 under a negation; each variable of a clause once.
void Lowering::ReportUnbound(const VariableUse& use, DiagnosticKind kind, const VariableSet& bound) {
  if (!reported_.insert(use.name).second) return;
  const std::string name = Excerpt(std::string(use.name));
  const auto [uses, own_uses] = CountUses(use.name);
  if (kind == DiagnosticKind::kUnboundUnderNot && uses == 1) {
    diagnostics_.Report(kind, use.range, "unbound variable " + name + " under a negation",
                        "write _ where anything matches, or bind " + name + " in a goal that is not negated",
                        RangeFix{use.range, "_"});
    return;
  }
  const std::string message =
      "unbound variable " + name + (kind == DiagnosticKind::kUnboundUnderNot ? " under a negation" : "");
  if (use.name.size() >= kMinGuessedVariable) {
    const std::string_view nearest = diagnostics_.Nearest(use.name, {bound.begin(), bound.end()});
    if (!nearest.empty()) {
      diagnostics_.Report(kind, use.range, message, "did you mean " + std::string(nearest),
                          RangeFix{use.range, std::string(nearest)});
      return;
    }
  }
  if (own_uses == 0 && uses > 1) {
    diagnostics_.Report(kind, use.range, message,
                        "what binds " + name +
                            " inside an aggregate or a negation does not count outside it: add a goal "
                            "that binds it");
    return;
  }
  diagnostics_.Report(kind, use.range, message,
                      "bind " + name + " in a goal that is not negated: a predicate, or " + name + " = ...");
}

void Lowering::ReportUnboundHead(const Clause& clause, const VariableUse& use, const VariableSet& bound) {
  std::size_t uses = 0;
  for (const GoalId head : tree_.Goals(clause.heads)) {
    VisitAll(tree_, head, [&](const VariableUse& each) { uses += each.name == use.name ? 1 : 0; });
  }
  if (tree_.convention == Convention::kSouffle && uses == 1 && use.name.size() < kMinGuessedVariable &&
      !reported_.contains(use.name)) {
    std::size_t in_body = 0;
    VisitAll(tree_, clause.body, [&](const VariableUse& each) { in_body += each.name == use.name ? 1 : 0; });
    if (in_body == 0) {
      reported_.insert(use.name);
      diagnostics_.Report(DiagnosticKind::kUnbound, use.range, "unbound variable " + std::string(use.name),
                          "bind it in the body; put a symbol in double quotes: \"" + std::string(use.name) + "\"");
      return;
    }
  }
  ReportUnbound(use, DiagnosticKind::kUnbound, bound);
}

// A fact has no variables: the word was meant as a symbol.
void Lowering::ReportFactVariable(const VariableUse& use) {
  if (!reported_.insert(use.name).second) return;
  const std::string name(use.name);
  const bool souffle = tree_.convention == Convention::kSouffle;
  const std::string quoted = souffle ? "\"" + name + "\"" : "'" + name + "'";
  diagnostics_.Report(DiagnosticKind::kUnbound, use.range, "unbound variable " + Excerpt(name) + " in a fact",
                      souffle ? "with a .decl, names are variables: write the symbol in double quotes, " + quoted
                              : "names that begin with a capital or _ are variables: write the symbol in quotes, " +
                                    quoted + ", or with a small letter",
                      RangeFix{use.range, quoted});
}

}  // namespace bytelogic::syntax::datalog
