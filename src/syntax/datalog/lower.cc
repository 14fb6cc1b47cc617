#include "syntax/datalog/lower.h"

#include <algorithm>
#include <utility>

#include "base/keyword.h"
#include "diagnostics/limit_message.h"
#include "syntax/datalog/lower_internal.h"

namespace bytelogic::syntax::datalog {
namespace {

// Relations that stand for aggregates, negations and questions, all together.
constexpr std::size_t kMaxMadeRelations = 1'000;

auto WordOf(ColumnType type) -> std::string_view {
  switch (type) {
    case ColumnType::kUnknown:
      return {};
    case ColumnType::kInt:
      return "int";
    case ColumnType::kFloat:
      return "float";
    case ColumnType::kSymbol:
      return "symbol";
    case ColumnType::kAny:
      break;
  }
  return "any";
}

}  // namespace

auto Lower(Tree tree, Diagnostics& diagnostics) -> Ast {
  return Metered(diagnostics, [&] { return Lowering(std::move(tree), diagnostics).Run(); });
}

Lowering::Lowering(Tree tree, Diagnostics& diagnostics)
    : tree_(std::move(tree)), diagnostics_(diagnostics), builder_(ast_, diagnostics.work()) {
  tree_.work = &diagnostics.work();
}

auto Lowering::Run() -> Ast {
  ast_.source = tree_.source;
  ast_.dialect = Dialect::kDatalog;
  ast_.decoded = std::move(tree_.decoded);  // as a whole: terms refer to its strings
  ast_.exprs.reserve(tree_.terms.size());
  ast_.expr_pool.reserve(tree_.terms.size());
  ast_.statements.reserve(tree_.goals.size() + 8);
  const std::size_t errors_before = diagnostics_.error_count();
  predicates_ = CollectPredicates(tree_, diagnostics_);
  if (diagnostics_.error_count() == errors_before) {
    for (const Predicate& predicate : predicates_.list()) relation_names_.insert(predicate.name);
    DeclareRelations();
    for (std::size_t index = 0; index < tree_.clauses.size(); ++index) LowerClause(Clause(tree_.clauses[index]));
    LowerOutputs();
  }
  relations_.insert(relations_.end(), program_.begin(), program_.end());
  relations_.insert(relations_.end(), outputs_.begin(), outputs_.end());
  ast_.program = builder_.List(relations_);
  ast_.comments = std::move(tree_.comments);
  ast_.directives = std::move(tree_.directives);
  ast_.directive_parameters = std::move(tree_.directive_parameters);
  return std::move(ast_);
}

void Lowering::DeclareRelations() {
  for (const Predicate& predicate : predicates_.list()) {
    Statement relation{.kind = StatementKind::kRel, .range = predicate.range, .keyword_range = predicate.range};
    relation.name = predicate.name;
    relation.name_range = predicate.range;
    relation.arity = predicate.arity;
    if (predicate.declaration == nullptr || predicate.arity == 0) {
      relation.has_arity = true;
    } else {
      relation.range = predicate.declaration->range;
      relation.has_columns = true;
      relation.columns = {Size32(ast_.columns), predicate.arity};
      diagnostics_.work().Hold(predicate.arity * sizeof(Column));
      for (const DeclaredColumn& column : tree_.Columns(*predicate.declaration)) {
        ast_.columns.push_back({.name = column.name, .type = WordOf(column.type), .range = column.range});
      }
    }
    relations_.push_back(builder_.Add(relation));
  }
}

auto Lowering::ExpandBody(GoalId body, SourceRange range) -> std::vector<Conjunction> {
  std::optional<std::vector<Conjunction>> alternatives = Expand(tree_, body);
  if (alternatives) return std::move(*alternatives);
  diagnostics_.Report(DiagnosticKind::kSizeLimit, range,
                      "the alternatives of this body are more than " + std::to_string(kMaxAlternatives) + " rules",
                      "give parts of it predicates of their own: each `;` multiplies with the others");
  return {};
}

// The names that the clause at hand has, so that those that are made for it are others.
void Lowering::NameVariables(const Clause* clause, GoalId body) {
  clause_ = clause;
  clause_body_ = body;
  types_.reset();
  recursive_.reset();
  variable_names_.clear();
  variable_numbers_.clear();
  uses_.clear();
  reported_.clear();
  const auto note = [this](const VariableUse& use) { variable_names_.insert(use.name); };
  if (clause != nullptr) {
    for (const GoalId head : tree_.Goals(clause->heads)) VisitAll(tree_, head, note);
  }
  if (body.valid()) VisitAll(tree_, body, note);
}

auto Lowering::Fresh(std::string_view stem) -> std::string_view {
  std::string name(stem);
  std::size_t& number = variable_numbers_[name];
  while (variable_names_.contains(name)) name = std::string(stem) + std::to_string(++number);
  const std::string_view text = builder_.Text(std::move(name));
  variable_names_.insert(text);
  return text;
}

void Lowering::LowerClause(const Clause& clause) {
  // What one head asks decides nothing about the others: then each is a clause of its own.
  const auto asks = [this](GoalId head) {
    return std::ranges::any_of(tree_.Terms(tree_[head].arguments),
                               [this](TermId term) { return MayHaveNoValue(term); });
  };
  if (clause.heads.size > 1 && std::ranges::any_of(tree_.Goals(clause.heads), asks)) {
    for (std::uint32_t at = clause.heads.begin; at < clause.heads.end(); ++at) {
      Clause single = clause;
      single.heads = {at, 1};
      LowerClause(single);
    }
    return;
  }
  NameVariables(&clause, clause.body);
  if (!clause.body.valid()) return LowerFact(clause);
  for (const Conjunction& goals : ExpandBody(clause.body, clause.range)) LowerAlternative(clause, goals);
}

// Aggregates over nothing have none, and ranges any number of values. Bounded by the height of terms.
auto Lowering::MayHaveNoValue(TermId id) const -> bool {
  const Term& term = tree_[id];
  if (term.kind == TermKind::kAggregate || (term.kind == TermKind::kCall && term.text == "range")) return true;
  return std::ranges::any_of(tree_.Terms(term.arguments), [this](TermId each) { return MayHaveNoValue(each); });
}

void Lowering::LowerFact(const Clause& clause) {
  Body body;
  VariableSet none;
  body.scope = &none;
  bool has_aggregate = false;
  for (const GoalId head : tree_.Goals(clause.heads)) {
    VisitOwn(tree_, head, [this](const VariableUse& use) { ReportFactVariable(use); });
    for (const TermId argument : tree_.Terms(tree_[head].arguments)) {
      has_aggregate = has_aggregate || tree_[argument].kind == TermKind::kAggregate;
    }
  }
  if (!reported_.empty()) return;
  body.owner = tree_[tree_.Goals(clause.heads)[0]].text;
  std::vector<StatementId> facts;
  for (const GoalId id : tree_.Goals(clause.heads)) {
    const Goal head = tree_[id];
    std::vector<ExprId> arguments;
    for (std::uint32_t at = head.arguments.begin; at < head.arguments.end(); ++at) {
      arguments.push_back(LowerTerm(body, tree_.term_pool[at]));
      const ExprKind kind = ast_[arguments.back()].kind;
      has_aggregate = has_aggregate || kind == ExprKind::kAggregateQuery;
    }
    facts.push_back(builder_.Clause(StatementKind::kFact, head.text, arguments, head.range, head.name_range));
  }
  // What reads relations or needs names for parts is derived.
  const auto reads = [this](StatementId id) {
    return std::ranges::any_of(ast_.Arguments(ast_[id]), [this](ExprId argument) { return ReadsRelation(argument); });
  };
  if (body.clauses.empty() && !has_aggregate && std::ranges::none_of(facts, reads)) {
    program_.insert(program_.end(), facts.begin(), facts.end());
    return;
  }
  for (const StatementId fact : facts) {
    ast_.statements[fact.index].kind = StatementKind::kEmit;
    body.clauses.push_back(fact);
  }
  const Goal& first = tree_[tree_.Goals(clause.heads)[0]];
  AddRule(first.text, clause.range, first.name_range, body);
}

// Bounded by the height of terms.
auto Lowering::ReadsRelation(ExprId id) const -> bool {
  const Expr& expr = ast_[id];
  if (expr.kind == ExprKind::kAggregateQuery || expr.kind == ExprKind::kExists) return true;
  return std::ranges::any_of(ast_.Arguments(expr), [this](ExprId argument) { return ReadsRelation(argument); });
}

void Lowering::LowerAlternative(const Clause& clause, const Conjunction& goals) {
  VariableSet scope;
  const auto note = [&scope](const VariableUse& use) { scope.insert(use.name); };
  for (const GoalId head : tree_.Goals(clause.heads)) VisitOwn(tree_, head, note);
  for (const GoalId goal : goals) VisitOwn(tree_, goal, note);
  const Goal first = tree_[tree_.Goals(clause.heads)[0]];
  Body body;
  body.scope = &scope;
  body.owner = first.text;
  LowerConjunction(body, goals);
  EmitHeads(clause, body);
  AddRule(first.text, clause.range, first.name_range, body);
}

void Lowering::EmitHeads(const Clause& clause, Body& body) {
  std::vector<StatementId> emits;
  for (std::uint32_t at = clause.heads.begin; at < clause.heads.end(); ++at) {
    const Goal head = tree_[tree_.goal_pool[at]];
    for (const VariableUse& use : SharedVariables(tree_, tree_.goal_pool[at], *body.scope)) {
      if (!body.bound.contains(use.name)) ReportUnboundHead(clause, use, body.bound);
    }
    std::vector<ExprId> arguments;
    for (std::uint32_t term = head.arguments.begin; term < head.arguments.end(); ++term) {
      arguments.push_back(LowerTerm(body, tree_.term_pool[term]));
    }
    emits.push_back(builder_.Clause(StatementKind::kEmit, head.text, arguments, head.range, head.name_range));
  }
  body.clauses.insert(body.clauses.end(), emits.begin(), emits.end());
}

void Lowering::AddRule(std::string_view name, SourceRange range, SourceRange name_range, Body& body) {
  Statement rule{.kind = StatementKind::kRule, .range = range, .keyword_range = {range.offset, 0}};
  rule.name = name;
  rule.name_range = name_range;
  rule.bodies = builder_.Body(body.clauses);
  has_rules_ = true;
  program_.push_back(builder_.Add(rule));
}

// A relation that no clause of the program names.
auto Lowering::NewRelation(std::string_view owner, std::string_view suffix, std::uint32_t arity, SourceRange range)
    -> std::string_view {
  std::string stem(owner);
  if (!owner.empty() && !suffix.empty()) stem += '_';
  stem += suffix;
  std::string name = stem;
  std::size_t& number = relation_numbers_.try_emplace(stem, 1).first->second;
  while (relation_names_.contains(name)) name = stem + std::to_string(++number);
  const std::string_view text = builder_.Text(std::move(name));
  relation_names_.insert(text);
  if (++made_relations_ == kMaxMadeRelations + 1) {
    diagnostics_.Report(DiagnosticKind::kSizeLimit, range,
                        "more than " + std::to_string(kMaxMadeRelations) + " relations for aggregates and negations",
                        "give what several of them have in common a predicate of its own");
  }
  Statement relation{.kind = StatementKind::kRel, .range = range, .keyword_range = range};
  relation.has_arity = true;
  relation.arity = arity;
  relation.name = text;
  relation.name_range = range;
  relations_.push_back(builder_.Add(relation));
  return text;
}

// Outputs.

void Lowering::AddOutput(StatementId id) {
  // Once, and only where there is something to solve.
  if (outputs_.empty() && has_rules_) {
    const SourceRange range = ast_[id].range;
    outputs_.push_back(builder_.Add(Statement{.kind = StatementKind::kSolve, .range = range, .keyword_range = range}));
  }
  outputs_.push_back(id);
}

void Lowering::LowerOutputs() {
  // Questions make rules, which come before all outputs.
  for (std::size_t index = 0; index < tree_.items.size(); ++index) {
    const Item item = tree_.items[index];
    if (item.kind == ItemKind::kQuestion) LowerQuestion(Question(tree_.questions[item.index]));
    if (item.kind == ItemKind::kDirective) AskAll(tree_.directives[item.index]);
  }
  const std::vector<StatementId> asked = std::exchange(outputs_, {});
  for (const StatementId id : asked) AddOutput(id);
}

// .output r, .printsize r
void Lowering::AskAll(const Directive& directive) {
  if (directive.kind == DirectiveKind::kInput) return;
  const Predicate* predicate = predicates_.Find(directive.relation);
  const SourceRange range = directive.relation_range;
  const std::vector<ExprId> arguments(predicate->arity, builder_.Any(range));
  if (directive.kind == DirectiveKind::kOutput) {
    outputs_.push_back(builder_.Clause(StatementKind::kQuery, directive.relation, arguments, range, range));
    return;
  }
  const ExprId count = builder_.Add(Expr{.kind = ExprKind::kAggregateQuery,
                                         .aggregate = AggregateFunction::kCount,
                                         .range = range,
                                         .name_range = range,
                                         .text = directive.relation,
                                         .arguments = builder_.List(arguments)});
  const ExprId value[] = {count};
  outputs_.push_back(builder_.Clause(StatementKind::kResult, {}, value, directive.range, range));
}

void Lowering::LowerQuestion(const Question& question) {
  NameVariables(nullptr, question.body);
  if (LowerPlainQuestion(question)) return;
  std::vector<VariableUse> asked;
  VariableSet seen;
  VisitOwn(tree_, question.body, [&](const VariableUse& use) {
    if (seen.insert(use.name).second) asked.push_back(use);
  });
  const SourceRange goals = tree_[question.body].range;
  const auto arity = Size32(asked);
  const std::string_view relation = NewRelation({}, "question", arity, goals);
  Statement& declared = ast_.statements[relations_.back().index];
  if (arity > 0) {
    declared.has_arity = false;
    declared.has_columns = true;
    declared.columns = {Size32(ast_.columns), arity};
    for (const VariableUse& use : asked) ast_.columns.push_back({.name = use.name, .range = use.range});
  }
  for (const Conjunction& alternative : ExpandBody(question.body, question.range)) {
    VariableSet scope;
    for (const GoalId goal : alternative) {
      VisitOwn(tree_, goal, [&scope](const VariableUse& use) { scope.insert(use.name); });
    }
    for (const VariableUse& use : asked) scope.insert(use.name);
    Body body;
    body.scope = &scope;
    body.owner = relation;
    LowerConjunction(body, alternative);
    std::vector<ExprId> arguments;
    for (const VariableUse& use : asked) {
      if (!body.bound.contains(use.name)) ReportUnbound(use, DiagnosticKind::kUnbound, body.bound);
      arguments.push_back(builder_.Variable(use.name, use.range));
    }
    body.clauses.push_back(builder_.Clause(StatementKind::kEmit, relation, arguments, goals, goals));
    AddRule(relation, goals, goals, body);
  }
  const std::vector<ExprId> any(arity, builder_.Any(goals));
  outputs_.push_back(builder_.Clause(StatementKind::kQuery, relation, any, goals, goals));
}

// One literal whose arguments are constants and different variables can be asked as it is.
auto Lowering::LowerPlainQuestion(const Question& question) -> bool {
  const Goal goal = tree_[question.body];
  if (goal.kind != GoalKind::kLiteral || IsTest(goal, predicates_)) return false;
  VariableSet seen;
  for (const TermId id : tree_.Terms(goal.arguments)) {
    const Term& term = tree_[id];
    const bool constant =
        term.kind == TermKind::kInt || term.kind == TermKind::kFloat || term.kind == TermKind::kSymbol;
    if (!constant && !(term.kind == TermKind::kVariable && seen.insert(term.text).second)) return false;
  }
  std::vector<ExprId> arguments;
  const auto first_column = Size32(ast_.columns);
  Body none;
  for (const TermId id : tree_.Terms(goal.arguments)) {
    const Term& term = tree_[id];
    if (term.kind != TermKind::kVariable) {
      arguments.push_back(LowerTerm(none, id));
      continue;
    }
    arguments.push_back(builder_.Any(term.range));
    ast_.columns.push_back({.name = term.text, .range = term.range});
  }
  const StatementId query = builder_.Clause(StatementKind::kQuery, goal.text, arguments, goal.range, goal.name_range);
  ast_.statements[query.index].columns = {first_column, Size32(ast_.columns) - first_column};
  outputs_.push_back(query);
  return true;
}

}  // namespace bytelogic::syntax::datalog
