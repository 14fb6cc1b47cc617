#include "syntax/datalog/raise.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/letter_case.h"
#include "base/symbol_text.h"
#include "base/utf8.h"
#include "diagnostics/limit_message.h"
#include "syntax/bytelogic/lexer.h"
#include "syntax/datalog/raise_internal.h"
#include "syntax/datalog/variables.h"
#include "syntax/datalog/words.h"

namespace bytelogic::syntax::datalog {
namespace {

// A translation may be this many times as long as the program: conditions with parts that can fail are written twice.
constexpr std::size_t kMaxNodes = 200'000;

auto TypeNamed(std::string_view name) -> ColumnType {
  if (name == "int") return ColumnType::kInt;
  if (name == "float") return ColumnType::kFloat;
  if (name == "symbol") return ColumnType::kSymbol;
  return name == "any" ? ColumnType::kAny : ColumnType::kUnknown;
}

// Whether `.decl r(name)` says what it should: a type alone would be taken for the type of a column without a name.
auto IsColumnName(std::string_view name) -> bool {
  for (const std::string_view other : {"_", "number", "unsigned", "float", "symbol", "any"}) {
    if (name == other) return false;
  }
  return true;
}

}  // namespace

auto Raise(const Ast& ast, Diagnostics& diagnostics) -> Tree {
  Tree tree = Metered(diagnostics, [&] { return Raising(ast, diagnostics).Run(); });
  tree.work = nullptr;
  return tree;
}

Raising::Raising(const Ast& ast, Diagnostics& diagnostics)
    : ast_(ast), diagnostics_(diagnostics), may_fail_(ast.exprs.size(), -1) {
  tree_.source = ast.source;
  tree_.work = &diagnostics.work();
  tree_.comments = ast.comments;
  const auto program = ast.List(ast.program);
  // Only a declaration can say types.
  const bool typed = std::ranges::any_of(program, [&](StatementId id) {
    return std::ranges::any_of(ast.Columns(ast[id]), [](const Column& column) { return !column.type.empty(); });
  });
  tree_.convention = typed ? Convention::kSouffle : Convention::kProlog;
  for (const StatementId id : program) {
    if (ast[id].kind == StatementKind::kRel) PredicateName(ast[id].name);
  }
}

auto Raising::Run() -> Tree {
  for (const StatementId id : ast_.List(ast_.program)) {
    statement_ = ast_[id].range;
    RaiseStatement(id);
  }
  CheckLets();
  DeclareUndefined();
  return std::move(tree_);
}

void Raising::NoForm(SourceRange range, std::string_view what, std::string_view help) {
  diagnostics_.Report(DiagnosticKind::kNoDatalogForm, range, std::string(what) + " no Datalog form", std::string(help));
}

void Raising::RaiseStatement(StatementId id) {
  const Statement& statement = ast_[id];
  switch (statement.kind) {
    case StatementKind::kRel:
      return DeclareRelation(statement);
    case StatementKind::kRule:
      return RaiseRule(statement);
    case StatementKind::kFact:
    case StatementKind::kEmit:
      return RaiseFact(statement);
    case StatementKind::kQuery:
      return RaiseQuery(statement);
    case StatementKind::kResult:
      return RaiseResult(statement);
    case StatementKind::kLet:
      return RaiseLet(statement);
    case StatementKind::kSolve:
    case StatementKind::kError:
      return;  // all is solved before anything is asked
    case StatementKind::kCalc:
      return NoForm(statement.keyword_range, "a CALC has", "write what it computes as rules");
    case StatementKind::kConstraint:
      return NoForm(statement.keyword_range, "a CONSTRAINT has", "ask for its bindings by ?- instead");
    case StatementKind::kIf:
      return NoForm(statement.keyword_range, "IF has", "write a rule for each case");
    case StatementKind::kForRange:
    case StatementKind::kForQuery:
    case StatementKind::kForList:
    case StatementKind::kForWhile:
      return NoForm(statement.keyword_range, "a loop of actions has", "write what it asserts as rules");
    default:
      return NoForm(statement.keyword_range, "this statement has", "write what it does as rules");
  }
}

// In Soufflé's convention all relations are declared; in Prolog's only those that nothing defines, at the end.
void Raising::DeclareRelation(const Statement& statement) {
  for (const Column& column : ast_.Columns(statement)) {
    if (column.keep == Keep::kAll) continue;
    NoForm(column.keep_range, "a column that keeps the best value has",
           "derive all values, and take the best one by an aggregate: M = min C : { p(X, C) }");
  }
  if (!statement.has_columns || !IsSouffle()) return;
  Declaration declaration;
  declaration.name = PredicateName(statement.name);
  declaration.range = statement.range;
  declaration.has_columns = true;
  declaration.columns.begin = Size32(tree_.columns);
  for (const Column& column : ast_.Columns(statement)) {
    DeclaredColumn& made = tree_.columns.emplace_back();
    made.name = IsColumnName(column.name) ? column.name : Text(std::string(column.name) + '_');
    made.type = TypeNamed(column.type);
    ++declaration.columns.size;
    ++declaration.arity;
  }
  tree_.declarations.push_back(declaration);
  defined_.insert(declaration.name);
  AddItem(ItemKind::kDeclaration, tree_.declarations.size() - 1, statement.range);
}

void Raising::DeclareUndefined() {
  for (const StatementId id : ast_.List(ast_.program)) {
    const Statement& statement = ast_[id];
    if (statement.kind != StatementKind::kRel || defined_.contains(PredicateName(statement.name))) continue;
    Declaration declaration;
    declaration.name = PredicateName(statement.name);
    declaration.arity = statement.has_columns ? statement.columns.size : statement.arity;
    tree_.declarations.push_back(declaration);
    const auto end = Size32(tree_.source);
    AddItem(ItemKind::kDeclaration, tree_.declarations.size() - 1, {end, 0});
  }
}

void Raising::RaiseFact(const Statement& statement) {
  if (has_asked_) {
    const LineColumn place = Locate(ast_.source, asked_.offset);
    return NoForm(statement.range, "a fact that is asserted after something was asked has",
                  "in Datalog everything is asked at the end: move the question in line " + std::to_string(place.line) +
                      " below the facts");
  }
  Clauses clause;
  const GoalId head = HeadOf(clause, statement);
  AddClause({head}, clause.goals, statement.range);
}

// As they were declared; none where they have no names.
auto Raising::ColumnsOf(std::string_view relation) const -> std::span<const Column> {
  for (const StatementId id : ast_.List(ast_.program)) {
    if (ast_[id].kind == StatementKind::kRel && ast_[id].name == relation) return ast_.Columns(ast_[id]);
  }
  return {};
}

void Raising::RaiseQuery(const Statement& statement) {
  constexpr std::string_view kNames[] = {"X", "Y", "Z", "U", "V", "W"};
  if (!std::exchange(has_asked_, true)) asked_ = statement.range;
  Clauses clause;
  std::vector<TermId> terms;
  std::vector<std::string_view> asked;
  const auto arguments = ast_.Arguments(statement);
  const std::span<const Column> columns = ColumnsOf(statement.name);
  for (std::size_t index = 0; index < arguments.size(); ++index) {
    if (ast_[arguments[index]].kind != ExprKind::kAny) {
      terms.push_back(RaiseTerm(clause, clause.goals, arguments[index]));
      continue;
    }
    const std::size_t number = asked.size();
    std::string name = number < std::size(kNames) ? std::string(kNames[number]) : fmt::format("X{}", number + 1);
    if (index < columns.size()) name = columns[index].name;
    asked.push_back(VariableName(clause, Text(std::move(name))));
    terms.push_back(VariableTerm(asked.back()));
  }
  Goal goal{.kind = GoalKind::kLiteral, .text = PredicateName(statement.name), .arguments = Terms(terms)};
  clause.goals.push_back(Add(goal));
  AskFor(asked, clause, "question", statement.range);
}

// The question for these variables of a clause, which may have others: then a predicate of its own has them.
void Raising::AskFor(std::span<const std::string_view> asked, const Clauses& clause, std::string_view stem,
                     SourceRange range) {
  GoalId body = GoalList(GoalKind::kAnd, clause.goals);
  bool has_others = false;
  VisitOwn(tree_, body,
           [&](const VariableUse& use) { has_others |= std::ranges::find(asked, use.name) == asked.end(); });
  if (has_others) {
    const std::string_view helper = NewPredicate(stem, "");
    const auto literal = [&] {
      std::vector<TermId> terms;
      for (const std::string_view name : asked) terms.push_back(VariableTerm(name));
      return Add(Goal{.kind = GoalKind::kLiteral, .text = helper, .arguments = Terms(terms)});
    };
    AddClause({literal()}, clause.goals, range);
    body = literal();
  }
  tree_.questions.push_back({body, range});
  AddItem(ItemKind::kQuestion, tree_.questions.size() - 1, range);
}

void Raising::RaiseResult(const Statement& statement) {
  const ExprId value = ast_.Arguments(statement)[0];
  if (ReadsRelation(value) && !std::exchange(has_asked_, true)) asked_ = statement.range;
  if (IsCountOfAll(value)) {
    Directive directive;
    directive.kind = DirectiveKind::kPrintSize;
    directive.relation = PredicateName(ast_[value].text);
    tree_.directives.push_back(directive);
    return AddItem(ItemKind::kDirective, tree_.directives.size() - 1, statement.range);
  }
  Clauses clause;
  // Takes the name before parts of the value look for theirs.
  const std::string_view result = VariableName(clause, Text("X"));
  RaiseValue(clause, result, value);
  AskFor({&result, 1}, clause, "result", statement.range);
}

// The value stands for the variable wherever it is read.
void Raising::RaiseLet(const Statement& statement) {
  const ExprId value = ast_.Arguments(statement)[0];
  if (lets_.contains(statement.variable)) {
    return NoForm(statement.range, "a second LET of $" + std::string(statement.variable) + " has",
                  "give each value a variable of its own");
  }
  if (ReadsRelation(value)) {
    return NoForm(statement.range, "a LET that reads relations has", "write its value where it is used");
  }
  lets_.emplace(statement.variable, ActionLet{value, statement.range});
}

// The value of a LET that nothing reads would not be computed: where that can fail, the program answers otherwise.
void Raising::CheckLets() {
  for (const auto& [name, let] : lets_) {
    if (!let.is_read && MayFail(let.value)) NoForm(let.range, "a LET that nothing reads has", "leave it out");
  }
}

// COUNT(QUERY r ? ?)
auto Raising::IsCountOfAll(ExprId id) const -> bool {
  const Expr& expr = ast_[id];
  return expr.kind == ExprKind::kAggregateQuery && expr.aggregate == AggregateFunction::kCount &&
         std::ranges::all_of(ast_.Arguments(expr), [this](ExprId each) { return ast_[each].kind == ExprKind::kAny; });
}

auto Raising::ReadsRelation(ExprId id) const -> bool {
  const Expr& expr = ast_[id];
  if (expr.kind == ExprKind::kExists || expr.kind == ExprKind::kAggregateQuery) return true;
  return std::ranges::any_of(ast_.Arguments(expr), [this](ExprId each) { return ReadsRelation(each); });
}

void Raising::AddClause(std::vector<GoalId> heads, const Goals& goals, SourceRange range) {
  Clause clause;
  clause.range = range;
  clause.heads = {Size32(tree_.goal_pool), Size32(heads)};
  for (const GoalId head : heads) {
    tree_.goal_pool.push_back(head);
    defined_.insert(tree_[head].text);
  }
  if (!goals.empty()) clause.body = GoalList(GoalKind::kAnd, goals);
  tree_.clauses.push_back(clause);
  AddItem(ItemKind::kClause, tree_.clauses.size() - 1, range);
}

void Raising::AddItem(ItemKind kind, std::size_t index, SourceRange range) {
  tree_.items.push_back({kind, static_cast<std::uint32_t>(index), range});
}

// Names.

auto Raising::PredicateName(std::string_view relation) -> std::string_view {
  if (const auto found = predicates_.find(relation); found != predicates_.end()) return found->second;
  std::string name(relation);
  // Prolog's convention quotes what is no plain name.
  while (predicate_names_.contains(name) || (IsSouffle() && !IsPlainPredicate(tree_.convention, name))) name += '_';
  const std::string_view text = Text(std::move(name));
  predicates_.emplace(relation, text);
  predicate_names_.insert(text);
  return text;
}

auto Raising::NewPredicate(std::string_view stem, std::string_view suffix) -> std::string_view {
  std::string base(stem);
  if (!suffix.empty()) base += '_' + std::string(suffix);
  std::string name = base;
  for (std::size_t number = 2; predicate_names_.contains(name); ++number) name = base + std::to_string(number);
  const std::string_view text = Text(std::move(name));
  predicate_names_.insert(text);
  return text;
}

// `$x` is X, `$0` is V0; in Soufflé's convention x and v0.
auto Raising::VariableName(Clauses& clause, std::string_view name) -> std::string_view {
  if (const auto found = clause.names.find(name); found != clause.names.end()) return found->second;
  std::string made(name);
  if (!made.empty() && IsAsciiDigit(made[0])) made = (IsSouffle() ? "v" : "V") + made;
  if (IsSouffle()) {
    if (made.size() == 1) made[0] = ToLowerLetter(made[0]);
  } else if (!made.empty()) {
    made[0] = ToUpperLetter(made[0]);
  }
  if (!IsPlainVariable(tree_.convention, made)) made = (IsSouffle() ? "v_" : "V_") + made;
  const std::string_view text = Fresh(clause, made);
  clause.names.emplace(name, text);
  return text;
}

auto Raising::Fresh(Clauses& clause, std::string_view stem) -> std::string_view {
  std::string name(stem);
  std::size_t& number = clause.numbers.try_emplace(name, 1).first->second;
  while (clause.taken.contains(name) || !IsPlainVariable(tree_.convention, name)) {
    diagnostics_.work().Charge(2 + name.size() / 16);
    name = std::string(stem) + std::to_string(++number);
  }
  const std::string_view text = Text(std::move(name));
  clause.taken.insert(text);
  clause.order.push_back(text);
  return text;
}

// Nodes.

auto Raising::Add(Term term) -> TermId {
  if (tree_.terms.size() + tree_.goals.size() > kMaxNodes) ReportTooLarge();
  diagnostics_.work().Hold(sizeof(term));
  return tree_.terms.Add(term);
}

void Raising::ReportTooLarge() {
  if (std::exchange(too_large_, true)) return;
  NoForm(statement_, "a statement of so many parts has", "name parts of it by relations of their own");
}

auto Raising::Add(Goal goal) -> GoalId {
  diagnostics_.work().Hold(sizeof(goal));
  return tree_.goals.Add(goal);
}

auto Raising::Terms(std::span<const TermId> terms) -> Span32 { return tree_.term_pool.Append(terms); }

auto Raising::GoalList(GoalKind kind, const Goals& goals) -> GoalId {
  if (goals.size() == 1) return goals[0];
  const auto nested = [&](GoalId goal) { return tree_[goal].kind == kind; };
  diagnostics_.work().Hold(goals.size() * sizeof(GoalId));
  if (std::ranges::any_of(goals, nested)) {
    Goals flat;
    for (const GoalId goal : goals) Append(kind, goal, flat);
    return GoalList(kind, flat);
  }
  if (goals.empty()) return Add(Goal{.kind = kind == GoalKind::kAnd ? GoalKind::kTrue : GoalKind::kFalse});
  return Add(Goal{.kind = kind, .goals = tree_.goal_pool.Append(std::span(goals))});
}

// `goal`, or the goals that it is a list of.
void Raising::Append(GoalKind kind, GoalId goal, Goals& goals) {
  if (tree_[goal].kind != kind) {
    goals.push_back(goal);
    return;
  }
  for (const GoalId each : tree_.Goals(tree_[goal].goals)) goals.push_back(each);
}

auto Raising::Compare(Operator op, TermId left, TermId right) -> GoalId {
  const TermId terms[] = {left, right};
  return Add(Goal{.kind = GoalKind::kComparison, .op = op, .arguments = Terms(terms)});
}

auto Raising::Negate(GoalId goal) -> GoalId {
  return Add(Goal{.kind = GoalKind::kNot, .goals = tree_.goal_pool.Append(goal)});
}

}  // namespace bytelogic::syntax::datalog
