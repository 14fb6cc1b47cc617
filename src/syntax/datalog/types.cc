#include "syntax/datalog/types.h"

#include "syntax/datalog/functions.h"

namespace bytelogic::syntax::datalog {
namespace {

// int < float < any, symbol < any.
auto Join(ColumnType left, ColumnType right) -> ColumnType {
  if (left == right || right == ColumnType::kUnknown) return left;
  if (left == ColumnType::kUnknown) return right;
  const auto is_number = [](ColumnType type) { return type == ColumnType::kInt || type == ColumnType::kFloat; };
  return is_number(left) && is_number(right) ? ColumnType::kFloat : ColumnType::kAny;
}

auto Widen(ColumnType& type, ColumnType by) -> bool {
  const ColumnType joined = Join(type, by);
  if (joined == type) return false;
  type = joined;
  return true;
}

auto TypeOfCall(const Tree& tree, const Term& term, const VariableTypes& variables) -> ColumnType {
  const auto arguments = tree.Terms(term.arguments);
  const FunctionInfo* function = FindFunction(term.text);
  if (function == nullptr) return ColumnType::kUnknown;
  if (term.text == "itof" || term.text == "utof" || term.text == "to_float") return ColumnType::kFloat;
  if (term.text == "to_number" || term.text == "to_unsigned") return ColumnType::kInt;
  if (function->kind == FunctionKind::kRange || function->kind == FunctionKind::kOrd) return ColumnType::kInt;
  const auto joined = [&] {
    ColumnType type = ColumnType::kUnknown;
    for (const TermId argument : arguments) type = Join(type, TypeOf(tree, argument, variables));
    return type;
  };
  const BuiltinInfo* builtin = FindBuiltin(function->builtin);
  if (builtin == nullptr) return function->kind == FunctionKind::kIdentity ? joined() : ColumnType::kUnknown;
  switch (builtin->Of(arguments.size()).result) {
    case ResultKind::kInt:
    case ResultKind::kTruth:
      return ColumnType::kInt;
    case ResultKind::kFloat:
      return ColumnType::kFloat;
    case ResultKind::kSymbol:
      return ColumnType::kSymbol;
    case ResultKind::kNumber:
    case ResultKind::kOneKind:
      return joined();
    case ResultKind::kAny:
      break;
  }
  return ColumnType::kAny;
}

}  // namespace

auto TypeOf(const Tree& tree, TermId id, const VariableTypes& variables) -> ColumnType {
  if (tree.work != nullptr) tree.work->Charge(1);
  const Term& term = tree[id];
  switch (term.kind) {
    case TermKind::kInt:
      return ColumnType::kInt;
    case TermKind::kFloat:
      return ColumnType::kFloat;
    case TermKind::kSymbol:
      return ColumnType::kSymbol;
    case TermKind::kVariable: {
      const auto found = variables.find(term.text);
      return found == variables.end() ? ColumnType::kUnknown : found->second;
    }
    case TermKind::kOperation: {
      if (term.op == TermOperator::kDivide) return ColumnType::kFloat;
      ColumnType type = ColumnType::kUnknown;
      for (const TermId operand : tree.Terms(term.arguments)) {
        const ColumnType given = TypeOf(tree, operand, variables);
        if (given == ColumnType::kFloat) return given;  // whatever the other one is, if it is a number
        type = Join(type, given);
      }
      return type;
    }
    case TermKind::kCall:
      return TypeOfCall(tree, term, variables);
    case TermKind::kAggregate:
      if (term.aggregate == AggregateFunction::kCount) return ColumnType::kInt;
      if (term.aggregate == AggregateFunction::kAvg) return ColumnType::kFloat;
      return TypeOf(tree, tree.Terms(term.arguments)[0], variables);
    case TermKind::kError:
    case TermKind::kAnonymous:
      break;
  }
  return ColumnType::kUnknown;
}

namespace {

// One pass over the goals; true where a type was widened.
class Collector {
 public:
  Collector(const Tree& tree, const Predicates& predicates, VariableTypes& types)
      : tree_(tree), predicates_(predicates), types_(types) {}

  auto Pass(GoalId body) -> bool {
    changed_ = false;
    Goal(body);
    return changed_;
  }

 private:
  void Goal(GoalId id) {
    if (tree_.work != nullptr) tree_.work->Charge(1);
    const datalog::Goal& goal = tree_[id];
    const auto terms = tree_.Terms(goal.arguments);
    for (const TermId term : terms) Term(term);
    for (const GoalId inner : tree_.Goals(goal.goals)) Goal(inner);
    if (goal.kind == GoalKind::kLiteral) {
      const Predicate* predicate = predicates_.Find(goal.text);
      if (predicate == nullptr) return;
      for (std::size_t index = 0; index < terms.size() && index < predicate->types.size(); ++index) {
        Bind(terms[index], predicate->types[index]);
      }
    } else if (goal.kind == GoalKind::kComparison && goal.op == Operator::kEqual) {
      Bind(terms[0], TypeOf(tree_, terms[1], types_));
      Bind(terms[1], TypeOf(tree_, terms[0], types_));
    }
  }

  void Term(TermId id) {
    if (tree_.work != nullptr) tree_.work->Charge(1);
    const datalog::Term& term = tree_[id];
    for (const TermId argument : tree_.Terms(term.arguments)) Term(argument);
    if (term.kind == TermKind::kAggregate) Goal(term.body);
  }

  void Bind(TermId id, ColumnType type) {
    if (tree_[id].kind == TermKind::kVariable) changed_ = Widen(types_[tree_[id].text], type) || changed_;
  }

  const Tree& tree_;
  const Predicates& predicates_;
  VariableTypes& types_;
  bool changed_ = false;
};

}  // namespace

auto TypesOfVariables(const Tree& tree, const Predicates& predicates, GoalId body) -> VariableTypes {
  VariableTypes types;
  if (!body.valid()) return types;
  Collector collector(tree, predicates, types);
  // Chains of equalities against the order of the text are rarely longer.
  constexpr int kPasses = 4;
  for (int pass = 0; pass < kPasses && collector.Pass(body); ++pass) {
  }
  return types;
}

void InferColumns(const Tree& tree, Predicates& predicates) {
  // A column's type is widened at most three times.
  constexpr int kRounds = 8;
  bool changed = true;
  for (int round = 0; changed && round < kRounds; ++round) {
    changed = false;
    for (const Clause& clause : tree.clauses) {
      VariableTypes variables;
      bool known = false;
      for (const GoalId head : tree.Goals(clause.heads)) {
        Predicate* predicate = predicates.Find(tree[head].text);
        if (predicate == nullptr || predicate->declaration != nullptr) continue;
        if (!known) variables = TypesOfVariables(tree, predicates, clause.body);
        known = true;
        const auto terms = tree.Terms(tree[head].arguments);
        for (std::size_t index = 0; index < terms.size() && index < predicate->types.size(); ++index) {
          changed = Widen(predicate->types[index], TypeOf(tree, terms[index], variables)) || changed;
        }
      }
    }
  }
}

}  // namespace bytelogic::syntax::datalog
