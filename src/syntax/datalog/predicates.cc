#include "syntax/datalog/predicates.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include "syntax/bytelogic/lexer.h"
#include "syntax/datalog/functions.h"

namespace bytelogic::syntax::datalog {
namespace {

auto Counted(std::size_t count) -> std::string {
  return std::to_string(count) + (count == 1 ? " argument" : " arguments");
}

class Collector {
 public:
  Collector(const Tree& tree, Diagnostics& diagnostics) : tree_(tree), diagnostics_(diagnostics) {}

  auto Run() -> Predicates {
    for (const Declaration& declaration : tree_.declarations) Declare(declaration);
    // `.input edge` without a declaration: its uses tell the arity.
    std::vector<std::string_view> inputs;
    for (const Directive& directive : tree_.directives) {
      if (directive.kind == DirectiveKind::kInput) inputs.push_back(directive.relation);
    }
    for (const Clause& clause : tree_.clauses) {
      for (const GoalId head : tree_.Goals(clause.heads)) heads_.push_back(tree_[head].text);
    }
    std::ranges::sort(heads_);
    // Literals stand in the tree in source order, those of heads before those of bodies.
    std::vector<const Goal*> literals;
    for (const Goal& goal : tree_.goals) {
      if (goal.kind == GoalKind::kLiteral) literals.push_back(&goal);
    }
    std::ranges::stable_sort(literals, {}, [](const Goal* goal) { return goal->name_range.offset; });
    for (const Goal* goal : literals) {
      const bool test = IsTestFunction(goal->text) && predicates_.Find(goal->text) == nullptr &&
                        !std::ranges::binary_search(heads_, goal->text);
      if (!test) Use(*goal);
    }
    for (Predicate& predicate : predicates_.list()) {
      predicate.defined = std::ranges::binary_search(heads_, predicate.name);
      predicate.declared = predicate.declared || std::ranges::find(inputs, predicate.name) != inputs.end();
    }
    CheckDirectives();
    CheckDefined();
    return std::move(predicates_);
  }

 private:
  void Declare(const Declaration& declaration) {
    bool fresh = false;
    Predicate& predicate = predicates_.At(declaration.name, fresh);
    if (!fresh) {
      const std::uint32_t line = diagnostics_.LineOf(tree_.source, predicate.range);
      const bool same = !declaration.has_columns && declaration.arity == predicate.arity;
      if (same) return;
      diagnostics_.Report(
          DiagnosticKind::kDefinedTwice, declaration.name_range,
          "relation " + std::string(declaration.name) + " is declared twice",
          "the first declaration is in line " + std::to_string(line) + ": remove this one or give it another name",
          RangeFix{declaration.range, ""});
      return;
    }
    predicate.range = declaration.name_range;
    predicate.arity = declaration.arity;
    predicate.declared = true;
    diagnostics_.work().Hold(sizeof(Predicate) + declaration.arity);
    predicate.types.assign(declaration.arity, ColumnType::kUnknown);
    if (!declaration.has_columns) return;
    predicate.declaration = &declaration;
    for (std::uint32_t index = 0; index < declaration.arity; ++index) {
      predicate.types[index] = tree_.Columns(declaration)[index].type;
    }
  }

  void Use(const Goal& literal) {
    bool fresh = false;
    Predicate& predicate = predicates_.At(literal.text, fresh);
    if (fresh) {
      predicate.range = literal.name_range;
      predicate.arity = literal.arguments.size;
      predicate.types.assign(predicate.arity, ColumnType::kUnknown);
      return;
    }
    if (predicate.arity == literal.arguments.size) return;
    const std::uint32_t line = diagnostics_.LineOf(tree_.source, predicate.range);
    diagnostics_.Report(DiagnosticKind::kArity, literal.name_range,
                        Excerpt(std::string(literal.text)) + " takes " + Counted(predicate.arity) + ", but " +
                            std::to_string(literal.arguments.size) + (literal.arguments.size == 1 ? " is" : " are") +
                            " given",
                        "line " + std::to_string(line) + " gives it " + Counted(predicate.arity) +
                            ": write as many here, or give this predicate another name");
  }

  // What is asked of, or read from files, must be there.
  void CheckDirectives() {
    for (const Directive& directive : tree_.directives) {
      if (predicates_.Find(directive.relation) != nullptr) continue;
      ReportUndefined(directive.relation, directive.relation_range, false);
      bool fresh = false;
      predicates_.At(directive.relation, fresh).range = directive.relation_range;
    }
  }

  void CheckDefined() {
    if (std::ranges::all_of(predicates_.list(), [](const Predicate& each) { return each.defined || each.declared; })) {
      return;
    }
    for (const Predicate& predicate : predicates_.list()) {
      const bool known = predicate.defined || predicate.declared;
      if (!known) ReportUndefined(predicate.name, predicate.range, true);
    }
  }

  // Of the predicates that something defines or declares.
  auto KnownNames() -> const std::vector<std::string_view>& {
    if (known_names_) return *known_names_;
    known_names_.emplace();
    for (const Predicate& predicate : predicates_.list()) {
      if (predicate.defined || predicate.declared) known_names_->push_back(predicate.name);
    }
    return *known_names_;
  }

  // `may_be_empty`: its uses tell how many columns it has.
  void ReportUndefined(std::string_view name, SourceRange range, bool may_be_empty) {
    if (reported_.contains(name)) return;
    reported_.insert(name);
    const std::string_view nearest = diagnostics_.Nearest(name, KnownNames());
    const std::string text = Excerpt(std::string(name));
    if (!nearest.empty()) {
      diagnostics_.Report(DiagnosticKind::kUndefinedRelation, range, "nothing defines " + text,
                          "did you mean " + std::string(nearest), RangeFix{range, std::string(nearest)});
    } else if (may_be_empty) {
      diagnostics_.Report(DiagnosticKind::kEmptyPredicate, range,
                          "nothing defines " + text + ": its only tuples are those that the host gives",
                          "write a fact or a rule for it");
    } else {
      diagnostics_.Report(DiagnosticKind::kUndefinedRelation, range, "nothing defines " + text,
                          "write a fact or a rule for it, or declare it: .decl " + text + "(x: number)");
    }
  }

  const Tree& tree_;
  Diagnostics& diagnostics_;
  Predicates predicates_;
  std::vector<std::string_view> heads_;                       // sorted
  std::optional<std::vector<std::string_view>> known_names_;  // made when asked for
  std::unordered_set<std::string_view> reported_;
};

}  // namespace

auto Predicates::At(std::string_view name, bool& fresh) -> Predicate& {
  const auto [found, inserted] = numbers_.emplace(name, Size32(list_));
  fresh = inserted;
  if (inserted) list_.emplace_back().name = name;
  return list_[found->second];
}

auto IsTest(const Goal& goal, const Predicates& predicates) -> bool {
  return goal.kind == GoalKind::kLiteral && IsTestFunction(goal.text) && predicates.Find(goal.text) == nullptr;
}

auto CollectPredicates(const Tree& tree, Diagnostics& diagnostics) -> Predicates {
  return Collector(tree, diagnostics).Run();
}

}  // namespace bytelogic::syntax::datalog
