#include "dialect_features.h"

#include <set>

#include "diagnostics/diagnostics.h"
#include "syntax/datalog/functions.h"
#include "syntax/datalog/parser.h"

namespace bytelogic::datalog_test {
namespace {

using syntax::datalog::Convention;
using syntax::datalog::FunctionInfo;
using syntax::datalog::FunctionKind;
using syntax::datalog::Goal;
using syntax::datalog::GoalId;
using syntax::datalog::GoalKind;
using syntax::datalog::Item;
using syntax::datalog::ItemKind;
using syntax::datalog::Term;
using syntax::datalog::TermKind;
using syntax::datalog::TermOperator;
using syntax::datalog::Tree;

// In the order of the enumerations.
constexpr std::string_view kItemNames[] = {"clause", "question", "declaration", "type", "directive", "ignored"};
constexpr std::string_view kGoalNames[] = {"error", "literal", "comparison", "not", "and", "or", "true", "false"};
constexpr std::string_view kTermNames[] = {"error",     "int",       "float", "symbol",   "variable",
                                           "anonymous", "operation", "call",  "aggregate"};
constexpr std::string_view kOperatorNames[] = {"negate",   "add",       "subtract",     "multiply", "divide", "slash",
                                               "truncate", "remainder", "floor divide", "modulo",   "power"};
constexpr std::string_view kAggregates[] = {"count", "sum", "min", "max", "mean"};
static_assert(std::size(kItemNames) == static_cast<std::size_t>(ItemKind::kIgnored) + 1);
static_assert(std::size(kGoalNames) == static_cast<std::size_t>(GoalKind::kFalse) + 1);
static_assert(std::size(kTermNames) == static_cast<std::size_t>(TermKind::kAggregate) + 1);
static_assert(std::size(kOperatorNames) == static_cast<std::size_t>(TermOperator::kPower) + 1);

template <typename Enumeration, std::size_t kSize>
auto NameOf(const std::string_view (&names)[kSize], Enumeration kind) -> std::string {
  return std::string(names[static_cast<std::size_t>(kind)]);
}

auto AllFeatures() -> std::set<std::string> {
  std::set<std::string> all = {"convention prolog",
                               "convention souffle",
                               "macros",
                               "several heads",
                               "goal is",
                               "negated literal",
                               "negated and",
                               "negated or",
                               "negated not",
                               "negated comparison",
                               "or inside of or",
                               "quoted predicate",
                               "nullary literal",
                               "aggregate of alternatives",
                               "aggregate inside of an aggregate"};
  for (const std::string_view name : kItemNames) all.insert("item " + std::string(name));
  for (const std::string_view name : kGoalNames) {
    if (name != "error") all.insert("goal " + std::string(name));
  }
  for (const std::string_view name : kTermNames) {
    if (name != "error") all.insert("term " + std::string(name));
  }
  for (const std::string_view name : kOperatorNames) all.insert("operator " + std::string(name));
  for (const std::string_view name : kAggregates) all.insert("aggregate " + std::string(name));
  for (const FunctionInfo& function : syntax::datalog::kFunctions) {
    if (function.kind != FunctionKind::kUnsupported) all.insert("function " + std::string(function.name));
  }
  return all;
}

class Collector {
 public:
  explicit Collector(const Tree& tree) : tree_(tree) {}

  auto Run() -> std::set<std::string> {
    Add(tree_.convention == Convention::kSouffle ? "convention souffle" : "convention prolog");
    if (tree_.has_macros) Add("macros");
    for (const Item& item : tree_.items) Add("item " + NameOf(kItemNames, item.kind));
    for (const auto& clause : tree_.clauses) {
      if (clause.heads.size > 1) Add("several heads");
    }
    for (const Goal& goal : tree_.goals) Visit(goal);
    for (const Term& term : tree_.terms) Visit(term);
    return std::move(features_);
  }

 private:
  void Add(std::string feature) { features_.insert(std::move(feature)); }

  void Visit(const Goal& goal) {
    Add("goal " + NameOf(kGoalNames, goal.kind));
    if (goal.is) Add("goal is");
    if (goal.quoted) Add("quoted predicate");
    if (goal.kind == GoalKind::kLiteral && goal.arguments.empty()) Add("nullary literal");
    for (const GoalId inner : tree_.Goals(goal.goals)) {
      const GoalKind kind = tree_[inner].kind;
      if (goal.kind == GoalKind::kNot) Add("negated " + NameOf(kGoalNames, kind));
      if (goal.kind == GoalKind::kOr && HasOr(inner)) Add("or inside of or");
    }
  }

  auto HasOr(GoalId id) -> bool {
    if (tree_[id].kind == GoalKind::kOr) return true;
    for (const GoalId inner : tree_.Goals(tree_[id].goals)) {
      if (HasOr(inner)) return true;
    }
    return false;
  }

  void Visit(const Term& term) {
    Add("term " + NameOf(kTermNames, term.kind));
    if (term.kind == TermKind::kOperation) Add("operator " + NameOf(kOperatorNames, term.op));
    if (term.kind == TermKind::kCall) Add("function " + std::string(term.text));
    if (term.kind != TermKind::kAggregate) return;
    Add("aggregate " + NameOf(kAggregates, term.aggregate));
    if (!term.body.valid()) return;
    if (HasOr(term.body)) Add("aggregate of alternatives");
    if (HasAggregate(term.body)) Add("aggregate inside of an aggregate");
  }

  auto HasAggregate(GoalId id) -> bool {
    for (const auto argument : tree_.Terms(tree_[id].arguments)) {
      if (tree_[argument].kind == TermKind::kAggregate) return true;
    }
    for (const GoalId inner : tree_.Goals(tree_[id].goals)) {
      if (HasAggregate(inner)) return true;
    }
    return false;
  }

  const Tree& tree_;
  std::set<std::string> features_;
};

}  // namespace

void Features::CountSource(std::string_view source) {
  Diagnostics diagnostics;
  const Tree tree = syntax::datalog::ParseTree(source, diagnostics);
  if (diagnostics.has_errors()) return;
  for (const std::string& feature : Collector(tree).Run()) ++programs_by_feature_[feature];
}

auto Features::Missing() const -> std::string {
  std::string missing;
  for (const std::string& feature : AllFeatures()) {
    if (!programs_by_feature_.contains(feature)) missing += "         0  " + feature + "\n";
  }
  return missing;
}

auto Features::Report() const -> std::string {
  std::string report = Missing();
  for (const auto& [feature, count] : programs_by_feature_) {
    const std::string number = std::to_string(count);
    report += std::string(number.size() < 10 ? 10 - number.size() : 0, ' ') + number + "  " + feature + "\n";
  }
  return report;
}

}  // namespace bytelogic::datalog_test
