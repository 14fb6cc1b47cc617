// lower_internal.h - the state of lowering and its functions; only the lower*.cc files include this.
//
//   lower.cc            the program: declarations, facts, rules, outputs      lower_goal.cc       one goal
//   lower_body.cc       a conjunction, arranged; unbound variables            lower_aggregate.cc  aggregates, negated
//   lower_term.cc       terms                                                                     conjunctions
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "diagnostics/diagnostics.h"
#include "syntax/ast.h"
#include "syntax/datalog/arrange.h"
#include "syntax/datalog/ast_builder.h"
#include "syntax/datalog/dependencies.h"
#include "syntax/datalog/expand.h"
#include "syntax/datalog/predicates.h"
#include "syntax/datalog/tree.h"
#include "syntax/datalog/types.h"
#include "syntax/datalog/variables.h"

namespace bytelogic::syntax::datalog {

class Lowering {
 public:
  Lowering(Tree tree, Diagnostics& diagnostics);
  auto Run() -> Ast;

 private:
  // A rule's body while it is made.
  struct Body {
    const VariableSet* scope = nullptr;  // the variables of the rule and of what is around it
    std::string_view owner;              // the predicate that the rule is for: relations of its own are named after it
    std::vector<StatementId> clauses;
    std::vector<GoalId> goals;  // all of its conjunction
    std::vector<Step> steps;    // those that are lowered
    VariableSet bound;
    bool has_match = false;  // some SCAN stands in it: the next one is a JOIN
    // Where `_` counts as a variable: the names that are made for it.
    std::vector<std::string_view>* anonymous = nullptr;
  };
  // A relation that holds the bindings of an aggregate's or negation's goals.
  struct Bindings {
    std::string_view relation;
    std::vector<VariableUse> outer;  // its first columns: variables that what is around it binds
    std::uint32_t own_columns = 0;   // the columns behind them
  };

  // How often a variable stands in the clause at hand.
  struct VariableUses {
    std::size_t all = 0;  // in the heads and the body
    std::size_t own = 0;  // in the body, outside of inner scopes
  };

  // The program (lower.cc).

  void DeclareRelations();
  void LowerClause(const Clause& clause);
  auto MayHaveNoValue(TermId term) const -> bool;
  void LowerFact(const Clause& clause);
  auto ReadsRelation(ExprId id) const -> bool;
  void LowerAlternative(const Clause& clause, const Conjunction& goals);
  void EmitHeads(const Clause& clause, Body& body);
  void AddRule(std::string_view name, SourceRange range, SourceRange name_range, Body& body);
  void LowerOutputs();
  void LowerQuestion(const Question& question);
  auto LowerPlainQuestion(const Question& question) -> bool;
  void AskAll(const Directive& directive);
  void AddOutput(StatementId id);
  auto NewRelation(std::string_view owner, std::string_view suffix, std::uint32_t arity, SourceRange range)
      -> std::string_view;
  auto ExpandBody(GoalId body, SourceRange range) -> std::vector<Conjunction>;
  void NameVariables(const Clause* clause, GoalId body);
  auto Fresh(std::string_view stem) -> std::string_view;

  // A conjunction (lower_body.cc).

  void LowerConjunction(Body& body, std::span<const GoalId> goals);
  void ReportStuck(const Body& body, std::span<const GoalId> stuck, const VariableSet& bound);
  auto CountUses(std::string_view variable) -> VariableUses;
  void ReportUnbound(const VariableUse& use, DiagnosticKind kind, const VariableSet& bound);
  void ReportUnboundHead(const Clause& clause, const VariableUse& use, const VariableSet& bound);
  void ReportFactVariable(const VariableUse& use);

  // A goal (lower_goal.cc).

  void LowerGoal(Body& body, GoalId goal);
  void LowerLiteral(Body& body, const Goal& goal);
  void LowerComparison(Body& body, const Goal& goal, bool negated);
  void LowerEquality(Body& body, const Goal& goal, Side side);
  void LowerNegation(Body& body, const Goal& goal);
  void LowerTest(Body& body, const Goal& goal, bool negated);
  auto MatchTest(Body& body, const Goal& goal) -> ExprId;
  auto IsOrd(TermId term) const -> bool;

  // Terms (lower_term.cc).

  // What a term needs before it (a LET, a FOR) is added to the body's clauses.
  auto LowerTerm(Body& body, TermId term) -> ExprId;
  auto LowerArgument(Body& body, TermId term) -> ExprId;
  auto LowerOperation(Body& body, const Term& term) -> ExprId;
  auto LowerCall(Body& body, const Term& term) -> ExprId;
  auto Truncated(Body& body, const Term& term) -> ExprId;
  auto LowerRange(Body& body, const Term& term, std::string_view variable) -> std::string_view;
  // An expression that may be written several times: a constant or a variable.
  auto Leaf(Body& body, ExprId value, std::string_view stem) -> Expr;
  auto IsFloat(const Body& body, TermId term) -> bool;
  auto ErrorExpr(SourceRange range) -> ExprId { return builder_.Add(Expr{.range = range}); }

  // Relations of bindings (lower_aggregate.cc).

  auto LowerAggregate(Body& body, const Term& term) -> ExprId;
  auto PlainAggregate(Body& body, const Term& term) -> std::optional<Expr>;
  auto MakeBindings(Body& body, GoalId goals, const Term* aggregate, std::string_view suffix, SourceRange range)
      -> Bindings;
  void LowerNegatedScope(Body& body, const Goal& goal);
  auto Injected(const Body& body, const std::vector<VariableUse>& needed) -> std::vector<GoalId>;
  auto GoalsThatBind(std::span<const Step> steps, const std::vector<VariableUse>& needed,
                     const VariableSet& scope) const -> std::vector<GoalId>;
  auto IsRecursive(GoalId goal) -> bool;
  auto QueryArguments(const Bindings& bindings, SourceRange range) -> std::vector<ExprId>;

  Tree tree_;
  Diagnostics& diagnostics_;
  Predicates predicates_;
  Ast ast_;
  AstBuilder builder_;
  std::vector<StatementId> relations_;
  std::vector<StatementId> program_;
  std::vector<StatementId> outputs_;
  VariableSet relation_names_;  // all that are taken
  VariableSet variable_names_;  // all that are taken in the clause at hand
  // The first numbers that are not tried yet for names that are made, by their stems.
  std::unordered_map<std::string, std::size_t> relation_numbers_;
  std::unordered_map<std::string, std::size_t> variable_numbers_;  // of the clause at hand
  std::unordered_map<std::string_view, VariableUses> uses_;  // of the clause at hand; empty until one is asked for
  VariableSet reported_;                                     // variables of the clause at hand that were reported
  const Clause* clause_ = nullptr;                           // the one at hand; null: a question
  std::size_t made_relations_ = 0;
  bool has_rules_ = false;
  bool columns_inferred_ = false;
  std::optional<VariableTypes> types_;                             // of the clause at hand
  std::optional<Dependencies> dependencies_;                       // made when asked for
  std::optional<std::unordered_set<std::string_view>> recursive_;  // predicates that depend on the clause at hand
  GoalId clause_body_;
};

}  // namespace bytelogic::syntax::datalog
