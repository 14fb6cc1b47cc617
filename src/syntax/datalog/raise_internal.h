// raise_internal.h - the state of raising and its functions; only the raise*.cc files include this.
//
//   raise.cc    statements, in order      raise_rule.cc    rules and grouped aggregates      raise_term.cc expressions
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "diagnostics/diagnostics.h"
#include "syntax/ast.h"
#include "syntax/datalog/tree.h"

namespace bytelogic::syntax::datalog {

class Raising {
 public:
  Raising(const Ast& ast, Diagnostics& diagnostics);
  auto Run() -> Tree;

 private:
  // A clause while it is made: the goals so far, and the names of its variables.
  struct Clauses {
    std::vector<GoalId> goals;
    std::map<std::string_view, std::string_view> names;  // by their names in ByteLogic
    std::vector<std::string_view> order;                 // names in Datalog, as they were met
    std::unordered_set<std::string_view> taken;
    std::unordered_map<std::string, std::size_t> numbers;  // the last ones tried for names that are made, by stem
  };
  using Goals = std::vector<GoalId>;
  // The LET of an action: its value stands wherever its variable is read.
  struct ActionLet {
    ExprId value;
    SourceRange range;
    bool is_read = false;
  };

  // Statements (raise.cc).

  void RaiseStatement(StatementId id);
  void RaiseFact(const Statement& statement);
  void RaiseQuery(const Statement& statement);
  void RaiseResult(const Statement& statement);
  void AskFor(std::span<const std::string_view> asked, const Clauses& clause, std::string_view stem, SourceRange range);
  void RaiseLet(const Statement& statement);
  void DeclareRelation(const Statement& statement);
  void DeclareUndefined();
  auto ColumnsOf(std::string_view relation) const -> std::span<const Column>;
  void NoForm(SourceRange range, std::string_view what, std::string_view help);
  auto IsCountOfAll(ExprId id) const -> bool;
  auto ReadsRelation(ExprId id) const -> bool;
  void CheckLets();
  void AddClause(std::vector<GoalId> heads, const Goals& goals, SourceRange range);
  void AddItem(ItemKind kind, std::size_t index, SourceRange range);

  // Rules (raise_rule.cc).

  void RaiseRule(const Statement& rule);
  void RaiseClauseOf(Clauses& clause, const Statement& statement);
  void RaiseMatch(Clauses& clause, const Statement& statement, bool negated);
  auto AsksForOwnVariable(ExprId argument, const Statement& match) const -> bool;
  void RaiseGrouped(Clauses& clause, const Statement& rule, const Statement& emit);
  auto HeadOf(Clauses& clause, const Statement& emit) -> GoalId;
  auto HasAggregate(const Statement& emit) const -> bool;
  auto NewPredicate(std::string_view stem, std::string_view suffix) -> std::string_view;

  // Expressions (raise_term.cc).

  auto RaiseTerm(Clauses& clause, Goals& before, ExprId id) -> TermId;
  auto RaisePart(Clauses& clause, Goals& before, ExprId id) -> TermId;
  auto RaiseBinary(Clauses& clause, Goals& before, const Expr& expr) -> TermId;
  auto RaiseBuiltin(Clauses& clause, Goals& before, const Expr& expr) -> TermId;
  auto RaiseAggregate(Clauses& clause, Goals& before, const Expr& expr) -> TermId;
  auto RaiseTruth(Clauses& clause, Goals& before, ExprId id) -> TermId;
  auto Truth(Clauses& clause, ExprId id, std::string_view name) -> GoalId;
  auto IsTruth(ExprId id) const -> bool;
  void RaiseValue(Clauses& clause, std::string_view variable, ExprId value);
  auto Condition(Clauses& clause, ExprId id, bool holds) -> GoalId;
  auto ConditionPart(Clauses& clause, ExprId id, bool holds) -> GoalId;
  auto Comparison(Clauses& clause, const Expr& expr, bool holds) -> GoalId;
  auto MayFail(ExprId id) -> bool;
  auto AnyMayFail(std::span<const ExprId> exprs) -> bool;
  auto Literal(Clauses& clause, Goals& before, std::string_view relation, std::span<const ExprId> arguments,
               SourceRange range, std::string_view target = {}) -> GoalId;

  // Names and nodes.

  auto PredicateName(std::string_view relation) -> std::string_view;
  auto VariableName(Clauses& clause, std::string_view name) -> std::string_view;
  auto Fresh(Clauses& clause, std::string_view stem) -> std::string_view;
  auto Text(std::string text) -> std::string_view { return tree_.decoded.emplace_back(std::move(text)); }
  void ReportTooLarge();
  auto Add(Term term) -> TermId;
  auto Add(Goal goal) -> GoalId;
  auto VariableTerm(std::string_view name) -> TermId { return Add(Term{.kind = TermKind::kVariable, .text = name}); }
  auto IntTerm(std::int64_t value) -> TermId { return Add(Term{.kind = TermKind::kInt, .int_value = value}); }
  auto Terms(std::span<const TermId> terms) -> Span32;
  auto GoalList(GoalKind kind, const Goals& goals) -> GoalId;
  void Append(GoalKind kind, GoalId goal, Goals& goals);
  auto Compare(Operator op, TermId left, TermId right) -> GoalId;
  auto Negate(GoalId goal) -> GoalId;
  auto IsSouffle() const -> bool { return tree_.convention == Convention::kSouffle; }

  const Ast& ast_;
  Diagnostics& diagnostics_;
  Tree tree_;
  std::unordered_map<std::string_view, std::string_view> predicates_;  // names in Datalog, by those in ByteLogic
  std::unordered_set<std::string_view> predicate_names_;               // all that are taken
  std::unordered_set<std::string_view> defined_;                       // have a clause
  std::map<std::string_view, ActionLet> lets_;                         // of the actions, by variable
  std::vector<std::int8_t> may_fail_;                                  // by expression; negative: not known yet
  SourceRange asked_;                                                  // the first statement that reads relations
  bool has_asked_ = false;
  int height_ = 0;  // around the term at hand
  bool too_large_ = false;
  SourceRange statement_;  // the one at hand
};

}  // namespace bytelogic::syntax::datalog
