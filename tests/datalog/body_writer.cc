#include "body_writer.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace bytelogic::datalog_test {
namespace {

auto IntTerm(std::int64_t value) -> Term {
  return {.form = TermForm::kConstant, .kind = Kind::kInt, .bound = std::abs(value), .constant = Value{value}};
}

auto Operation(std::string name, Kind kind, std::vector<Term> arguments) -> Term {
  Term term{.form = TermForm::kOperation, .kind = kind, .name = std::move(name)};
  term.arguments = std::move(arguments);
  return term;
}

auto Call(std::string name, Kind kind, std::vector<Term> arguments) -> Term {
  Term term{.form = TermForm::kCall, .kind = kind, .name = std::move(name)};
  term.arguments = std::move(arguments);
  return term;
}

auto LiteralOf(const Relation& relation) -> Goal { return {.form = GoalForm::kLiteral, .name = relation.name}; }

auto Compare(std::string op, Term left, Term right) -> Goal {
  Goal goal{.form = GoalForm::kComparison, .name = std::move(op)};
  goal.terms.push_back(std::move(left));
  goal.terms.push_back(std::move(right));
  return goal;
}

auto Not(Goal inner) -> Goal {
  Goal goal{.form = GoalForm::kNot};
  goal.goals.push_back(std::move(inner));
  return goal;
}

auto List(GoalForm form, std::vector<Goal> goals) -> Goal {
  if (goals.size() == 1) return std::move(goals[0]);
  Goal goal{.form = form};
  goal.goals = std::move(goals);
  return goal;
}

auto RandomOperator(Random& random) -> std::string {
  const std::vector<std::string> operators = {"=", "!=", "<", "<=", ">", ">="};
  return random.Pick(operators);
}

}  // namespace

auto RandomConstant(const Column& column, Random& random, bool logic) -> Term {
  Term term{.form = TermForm::kConstant, .kind = column.kind};
  switch (column.kind) {
    case Kind::kInt: {
      std::int64_t value = random.Between(-2, 6);
      if (!logic && random.Percent(2)) {
        const std::vector<std::int64_t> large = {9223372036854775807, -9223372036854775807 - 1, 9007199254740993,
                                                 1073741824, -536870913};
        value = random.Pick(large);
      }
      return IntTerm(value);
    }
    case Kind::kFloat: {
      const std::vector<double> values = {0.5, 1.5, -0.25, 2.5, 0.1, 3.75, -2.5, 100.125, 2.0, -1.0, 0.0};
      term.constant = Value{random.Pick(values)};
      return term;
    }
    case Kind::kSymbol:
      break;
  }
  const std::vector<std::string> common = {"a", "b", "c", "alice"};
  const std::vector<std::string> odd = {"",    "New York",    "it's", "say \"a\"", "b\\c",  "x",     "X",
                                        "not", "12",          "a.b",  "%",         "// no", "/* no", "line",
                                        "_x",  "Stra\u00dfe", "end.", ":-",        "tab\t"};
  term.constant = Value{random.Percent(75) ? random.Pick(common) : random.Pick(odd)};
  return term;
}

auto BodyWriter::MatchableAt(int level) -> std::vector<const Relation*> {
  std::vector<const Relation*> found;
  for (const Relation& relation : relations_) {
    if (relation.level <= level) found.push_back(&relation);
  }
  return found;
}

auto BodyWriter::NewVariable(const Column& column) -> Term {
  Term variable{.form = TermForm::kVariable, .kind = column.kind, .bound = column.bound};
  variable.name = "V" + std::to_string(next_variable_++);
  variables_.push_back(variable);
  return variable;
}

auto BodyWriter::BoundVariable(Kind kind) -> const Term* {
  std::vector<const Term*> fitting;
  for (const Term& variable : variables_) {
    if (variable.kind == kind) fitting.push_back(&variable);
  }
  return fitting.empty() ? nullptr : random_.Pick(fitting);
}

auto BodyWriter::Fits(const Term& term, const Column& column) const -> bool {
  return term.kind == column.kind && (!options_.logic || term.kind != Kind::kInt || term.bound <= column.bound);
}

// A bound variable or a constant.
auto BodyWriter::Plain(const Column& column) -> Term {
  const Term* variable = BoundVariable(column.kind);
  if (variable != nullptr && Fits(*variable, column) && random_.Percent(80)) return *variable;
  return RandomConstant(column, random_, options_.logic);
}

auto BodyWriter::ValueOf(const Column& column) -> Term {
  if (random_.Percent(25)) {
    Term value = Expression(column.kind, 2);
    if (Fits(value, column)) return value;
  }
  return Plain(column);
}

auto BodyWriter::ValueOrAggregate(const Column& column) -> Term {
  if (level_ > 0 && !recursive_ && random_.Percent(10)) {
    Term value = Aggregate(&column);
    if (value.form == TermForm::kAggregate && Fits(value, column)) return value;
  }
  return ValueOf(column);
}

// Goals.

void BodyWriter::AddGoals(bool recursive) {
  const int literals = random_.Between(1, 3);
  for (int i = 0; i < literals; ++i) {
    AddLiteral(recursive && i == 0);
    if (random_.Percent(25)) AddTest();
  }
  if (random_.Percent(20)) AddEquality();
  if (random_.Percent(10)) AddRange();
  if (random_.Percent(20)) AddDisjunction();
  if (level_ > 0 && random_.Percent(recursive ? 10 : 25)) AddAggregate();
  if (random_.Percent(30)) AddTest();
  if (random_.Percent(2)) goals_.push_back({.form = GoalForm::kTrue});
  // A body has no order.
  if (random_.Percent(50)) random_.Shuffle(goals_);
}

void BodyWriter::AddLiteral(bool recursive) {
  const std::vector<const Relation*> lower = MatchableAt(level_ - 1);
  std::vector<const Relation*> own;
  for (const Relation* relation : MatchableAt(level_)) {
    if (relation->level == level_) own.push_back(relation);
  }
  const bool from_own = lower.empty() || (recursive && !own.empty());
  recursive_ = recursive_ || (from_own && level_ > 0);
  goals_.push_back(Literal(*random_.Pick(from_own ? own : lower)));
}

// Binds what it can.
auto BodyWriter::Literal(const Relation& relation) -> Goal {
  Goal goal = LiteralOf(relation);
  std::vector<Term> fresh;
  const std::size_t bound_before = variables_.size();
  for (const Column& column : relation.columns) {
    const int choice = random_.Between(0, 99);
    const Term* bound = BoundVariable(column.kind);
    if (choice < 35 && bound != nullptr) {
      goal.terms.push_back(*bound);
    } else if (choice < 43) {
      goal.terms.push_back(RandomConstant(column, random_, options_.logic));
    } else if (choice < 53) {
      goal.terms.push_back({.form = TermForm::kAnonymous, .kind = column.kind});
    } else if (choice < 58 && bound_before > 0) {
      goal.terms.push_back(Expression(column.kind, 1));
    } else {
      goal.terms.push_back(NewVariable(column));
    }
  }
  return goal;
}

// Its arguments are bound before, or match anything.
auto BodyWriter::BoundLiteral(const Relation& relation, bool anonymous) -> Goal {
  Goal goal = LiteralOf(relation);
  for (const Column& column : relation.columns) {
    if (anonymous && random_.Percent(30)) {
      goal.terms.push_back({.form = TermForm::kAnonymous, .kind = column.kind});
    } else {
      goal.terms.push_back(random_.Percent(10) ? Expression(column.kind, 1) : Plain({column.kind, kLargestTerm}));
    }
  }
  return goal;
}

void BodyWriter::AddTest() {
  const int choice = random_.Between(0, 99);
  if (choice < 35 && level_ > 0) {
    goals_.push_back(Negation());
  } else if (choice < 50 && level_ > 0) {
    goals_.push_back(NegatedConjunction());
  } else if (choice < 58 && !options_.logic) {
    goals_.push_back(TextTest());
  } else if (choice < 68) {
    goals_.push_back(Not(Comparison()));
  } else if (choice < 78) {
    std::vector<Goal> either;
    either.push_back(Comparison());
    either.push_back(random_.Percent(50) && level_ > 0 ? Negation() : Comparison());
    if (random_.Percent(30)) either.push_back(Comparison());
    Goal goal = List(random_.Percent(80) ? GoalForm::kOr : GoalForm::kAnd, std::move(either));
    goals_.push_back(random_.Percent(25) ? Not(std::move(goal)) : std::move(goal));
  } else {
    goals_.push_back(Comparison());
  }
}

auto BodyWriter::Comparison() -> Goal {
  const Kind kind = variables_.empty() ? Kind::kInt : random_.Pick(variables_).kind;
  Term left = Expression(kind, random_.Percent(60) ? 0 : 2);
  Term right = Expression(kind, random_.Percent(60) ? 0 : 2);
  return Compare(RandomOperator(random_), std::move(left), std::move(right));
}

auto BodyWriter::TextTest() -> Goal {
  const Column column{Kind::kSymbol, 0};
  const std::vector<std::string> names = {"contains", "starts_with", "ends_with", "match"};
  Goal goal{.form = GoalForm::kTest, .name = random_.Pick(names)};
  if (goal.name == "match") {
    const std::vector<std::string> patterns = {".*", "a.*", ".*e", ".*li.*", "alice", ""};
    goal.terms.push_back({.form = TermForm::kConstant, .kind = Kind::kSymbol, .constant = random_.Pick(patterns)});
    goal.terms.push_back(Plain(column));
  } else {
    goal.terms.push_back(Plain(column));
    goal.terms.push_back(Plain(column));
  }
  return random_.Percent(30) ? Not(std::move(goal)) : goal;
}

auto BodyWriter::Negation() -> Goal {
  const std::vector<const Relation*> lower = MatchableAt(level_ - 1);
  Goal goal = BoundLiteral(*random_.Pick(lower), true);
  if (random_.Percent(10)) return Not(Not(std::move(goal)));
  if (random_.Percent(10)) {
    std::vector<Goal> either;
    either.push_back(std::move(goal));
    either.push_back(BoundLiteral(*random_.Pick(lower), true));
    return Not(List(GoalForm::kOr, std::move(either)));
  }
  return Not(std::move(goal));
}

// Goals with variables of their own.
auto BodyWriter::NegatedConjunction() -> Goal {
  BodyWriter inner(relations_, random_, options_, level_ - 1, next_variable_);
  inner.variables_ = variables_;
  inner.AddLiteral(false);
  if (random_.Percent(40)) inner.AddLiteral(false);
  if (random_.Percent(50)) inner.goals_.push_back(inner.Comparison());
  if (random_.Percent(20) && inner.level_ > 0) inner.goals_.push_back(inner.Negation());
  if (random_.Percent(15)) inner.AddDisjunction();
  if (random_.Percent(10) && inner.level_ > 0) inner.goals_.push_back(inner.NegatedConjunction());
  if (random_.Percent(10) && inner.level_ > 0) inner.AddAggregate();
  if (random_.Percent(40)) random_.Shuffle(inner.goals_);
  // What stands alone under a negation has no variables of its own.
  if (inner.goals_.size() == 1) inner.goals_.push_back(inner.Comparison());
  return Not(List(GoalForm::kAnd, inner.TakeGoals()));
}

void BodyWriter::AddEquality() {
  std::vector<Kind> kinds = {Kind::kInt, Kind::kSymbol};
  if (!options_.logic) kinds.push_back(Kind::kFloat);
  Term value = Expression(random_.Pick(kinds), 2);
  const Column column{value.kind, value.bound};
  Term variable = NewVariable(column);
  const bool left = random_.Percent(80);
  goals_.push_back(left ? Compare("=", std::move(variable), std::move(value))
                        : Compare("=", std::move(value), std::move(variable)));
}

void BodyWriter::AddRange() {
  const int from = random_.Between(-2, 3);
  std::vector<Term> bounds;
  bounds.push_back(IntTerm(from));
  bounds.push_back(IntTerm(from + random_.Between(0, 4)));
  if (random_.Percent(20)) bounds.push_back(IntTerm(random_.Between(1, 2)));
  if (!options_.logic && random_.Percent(20)) {
    // Without a step it would count down in Soufflé's convention, where the variable is small.
    bounds[1] = Plain({Kind::kInt, 0});
    if (bounds.size() == 2) bounds.push_back(IntTerm(1));
  }
  Term range = Call("range", Kind::kInt, std::move(bounds));
  range.bound = 10;
  const Term* bound = BoundVariable(Kind::kInt);
  if (bound != nullptr && random_.Percent(20)) {
    goals_.push_back(Compare("=", Term(*bound), std::move(range)));
    return;
  }
  Term variable = NewVariable({Kind::kInt, 10});
  goals_.push_back(Compare("=", std::move(variable), std::move(range)));
}

// Alternatives, each of which binds the same new variables.
void BodyWriter::AddDisjunction() {
  const std::size_t known = variables_.size();
  BodyWriter first(relations_, random_, options_, level_, next_variable_);
  first.variables_ = variables_;
  first.recursive_ = recursive_;
  first.AddLiteral(false);
  if (random_.Percent(40)) first.AddTest();
  std::vector<Term> made(first.variables_.begin() + static_cast<std::ptrdiff_t>(known), first.variables_.end());
  std::vector<Goal> alternatives;
  alternatives.push_back(List(GoalForm::kAnd, first.TakeGoals()));
  const int others = random_.Between(1, 2);
  for (int i = 0; i < others; ++i) {
    BodyWriter other(relations_, random_, options_, level_, next_variable_);
    other.variables_ = variables_;
    other.recursive_ = recursive_;
    if (random_.Percent(50)) other.AddLiteral(false);
    for (Term& variable : made) {
      Term value = other.ValueOf({variable.kind, std::max<std::int64_t>(variable.bound, 10)});
      variable.bound = std::max(variable.bound, value.bound);
      other.goals_.push_back(Compare("=", Term(variable), std::move(value)));
      // From here on it is bound in this alternative.
      other.variables_.push_back(variable);
    }
    if (random_.Percent(30)) other.AddTest();
    if (other.goals_.empty()) other.goals_.push_back(other.Comparison());
    alternatives.push_back(List(GoalForm::kAnd, other.TakeGoals()));
  }
  for (Term& variable : made) variables_.push_back(std::move(variable));
  goals_.push_back(List(GoalForm::kOr, std::move(alternatives)));
}

void BodyWriter::AddAggregate() {
  Term aggregate = Aggregate(nullptr);
  if (aggregate.form != TermForm::kAggregate) return;
  const Column column{aggregate.kind, aggregate.bound};
  const int choice = random_.Between(0, 99);
  if (choice < 60) {
    Term variable = NewVariable(column);
    goals_.push_back(random_.Percent(80) ? Compare("=", std::move(variable), std::move(aggregate))
                                         : Compare("=", std::move(aggregate), std::move(variable)));
    return;
  }
  Term other = Plain({column.kind, kLargestTerm});
  goals_.push_back(random_.Percent(50) ? Compare(RandomOperator(random_), std::move(aggregate), std::move(other))
                                       : Compare(RandomOperator(random_), std::move(other), std::move(aggregate)));
}

// Of a kind that the column can hold; null: of any. A constant where that cannot be.
auto BodyWriter::Aggregate(const Column* column) -> Term {
  BodyWriter inner(relations_, random_, options_, level_ - 1, next_variable_);
  inner.variables_ = variables_;
  const std::size_t outer = variables_.size();
  inner.AddLiteral(false);
  if (random_.Percent(40)) inner.AddLiteral(false);
  if (random_.Percent(30)) inner.goals_.push_back(inner.Comparison());
  if (random_.Percent(20)) inner.AddDisjunction();
  if (random_.Percent(10)) inner.AddEquality();
  if (random_.Percent(15) && inner.level_ > 0) inner.AddTest();
  if (random_.Percent(10) && inner.level_ > 0) inner.AddAggregate();
  if (random_.Percent(10)) {
    // One of two kinds of bindings.
    BodyWriter other(relations_, random_, options_, level_ - 1, next_variable_);
    other.variables_ = variables_;
    other.AddLiteral(false);
    std::vector<Goal> either;
    either.push_back(List(GoalForm::kAnd, std::move(inner.goals_)));
    either.push_back(List(GoalForm::kAnd, std::move(other.goals_)));
    inner.goals_.clear();
    inner.goals_.push_back(List(GoalForm::kOr, std::move(either)));
    inner.variables_.resize(outer);
  }
  if (random_.Percent(40)) random_.Shuffle(inner.goals_);

  std::vector<Term> own(inner.variables_.begin() + static_cast<std::ptrdiff_t>(outer), inner.variables_.end());
  if (column != nullptr) std::erase_if(own, [&](const Term& variable) { return variable.kind != column->kind; });
  Term aggregate{.form = TermForm::kAggregate, .kind = Kind::kInt, .bound = kMostBindings, .name = "count"};
  const bool may_count = column == nullptr || column->kind == Kind::kInt;
  if (!may_count && own.empty()) return IntTerm(0);
  if (!own.empty() && (!may_count || random_.Percent(70))) {
    Term target = random_.Pick(own);
    if (target.kind != Kind::kSymbol && random_.Percent(20)) {
      target = Operation("+", target.kind, {target, RandomConstant({target.kind, 0}, random_, options_.logic)});
      target.bound = target.arguments[0].bound + target.arguments[1].bound;
    }
    std::vector<std::string> names = {"min", "max"};
    if (target.kind != Kind::kSymbol) names.emplace_back("sum");
    if (target.kind == Kind::kFloat) names.emplace_back("mean");
    aggregate.name = random_.Pick(names);
    aggregate.kind = target.kind;
    aggregate.bound = target.bound * (aggregate.name == "sum" ? kMostBindings : 1);
    if (options_.logic && aggregate.bound > kLargestTerm) return IntTerm(0);
    aggregate.arguments.push_back(std::move(target));
  }
  aggregate.goals = inner.TakeGoals();
  return aggregate;
}

// Terms.

auto BodyWriter::Expression(Kind kind, int depth) -> Term {
  // A recursion that computes new values rarely ends.
  if (depth == 0 || random_.Percent(recursive_ ? 98 : 30)) return Plain({kind, kLargestTerm});
  Term term = kind == Kind::kInt     ? IntExpression(depth)
              : kind == Kind::kFloat ? FloatExpression(depth)
                                     : SymbolExpression(depth);
  if (options_.logic && term.kind == Kind::kInt && term.bound > kLargestTerm)
    return RandomConstant({kind, 0}, random_, true);
  return term;
}

auto BodyWriter::IntExpression(int depth) -> Term {
  Term left = Expression(Kind::kInt, depth - 1);
  const std::int64_t bound = left.bound;
  const auto unary = [&](Term term, std::int64_t of) {
    term.bound = of;
    return term;
  };
  const int choice = random_.Between(0, options_.logic ? 9 : 15);
  if (choice < 3) {
    Term right = Expression(Kind::kInt, depth - 1);
    const std::int64_t other = right.bound;
    return unary(Operation(choice == 0 ? "-" : "+", Kind::kInt, {std::move(left), std::move(right)}), bound + other);
  }
  if (choice == 3) {
    Term right = options_.logic ? IntTerm(random_.Between(-3, 3)) : Expression(Kind::kInt, depth - 1);
    return unary(Operation("*", Kind::kInt, {std::move(left), std::move(right)}), bound * 3);
  }
  if (choice < 6) {
    const std::vector<std::string> names = {"//", "rem", "div", "mod"};
    Term right = options_.logic || random_.Percent(70) ? IntTerm(random_.Percent(70) ? random_.Between(1, 4) : -2)
                                                       : Expression(Kind::kInt, depth - 1);
    return unary(Operation(random_.Pick(names), Kind::kInt, {std::move(left), std::move(right)}), bound + 4);
  }
  if (choice == 6) return unary(Operation("neg", Kind::kInt, {std::move(left)}), bound);
  if (choice == 7) return unary(Call("abs", Kind::kInt, {std::move(left)}), bound);
  if (choice < 10) {
    Term right = Expression(Kind::kInt, depth - 1);
    const std::int64_t other = right.bound;
    return unary(Call(choice == 8 ? "min" : "max", Kind::kInt, {std::move(left), std::move(right)}),
                 std::max(bound, other));
  }
  switch (choice) {
    case 10:
      return Operation("^", Kind::kInt, {std::move(left), IntTerm(random_.Between(0, 3))});
    case 11:
      return Call(random_.Percent(50) ? "strlen" : "length", Kind::kInt, {Expression(Kind::kSymbol, depth - 1)});
    case 12:
      return Call("index_of", Kind::kInt, {Expression(Kind::kSymbol, depth - 1), Plain({Kind::kSymbol, 0})});
    case 13: {
      const std::vector<std::string> names = {"floor", "ceil", "round"};
      return Call(random_.Pick(names), Kind::kInt, {Expression(Kind::kFloat, depth - 1)});
    }
    case 14: {
      const std::vector<std::string> names = {"contains", "starts_with", "ends_with"};
      return Call(random_.Pick(names), Kind::kInt, {Plain({Kind::kSymbol, 0}), Plain({Kind::kSymbol, 0})});
    }
    default:
      return Call(random_.Percent(50) ? "itou" : "utoi", Kind::kInt, {std::move(left)});
  }
}

auto BodyWriter::FloatExpression(int depth) -> Term {
  Term left = Expression(Kind::kFloat, depth - 1);
  switch (random_.Between(0, 9)) {
    case 0:
    case 1: {
      const std::vector<std::string> names = {"+", "-", "*"};
      return Operation(random_.Pick(names), Kind::kFloat,
                       {std::move(left), Expression(random_.Percent(80) ? Kind::kFloat : Kind::kInt, depth - 1)});
    }
    case 2:
      return Operation("/", Kind::kFloat, {std::move(left), Expression(Kind::kFloat, depth - 1)});
    case 3:
      return Operation("neg", Kind::kFloat, {std::move(left)});
    case 4:
      return Call("abs", Kind::kFloat, {std::move(left)});
    case 5:
      return Call(random_.Percent(50) ? "min" : "max", Kind::kFloat,
                  {std::move(left), Expression(Kind::kFloat, depth - 1)});
    case 6: {
      const std::vector<std::string> names = {"sin", "cos", "atan", "sqrt", "exp"};
      return Call(random_.Pick(names), Kind::kFloat, {std::move(left)});
    }
    case 7:
      return Call("round", Kind::kFloat, {std::move(left), IntTerm(random_.Between(0, 3))});
    case 8:
      return Operation(random_.Percent(50) ? "div" : "mod", Kind::kFloat,
                       {std::move(left), RandomConstant({Kind::kFloat, 0}, random_, false)});
    default:
      return Operation("^", Kind::kFloat, {std::move(left), IntTerm(random_.Between(0, 2))});
  }
}

auto BodyWriter::SymbolExpression(int depth) -> Term {
  if (options_.logic) return Plain({Kind::kSymbol, 0});
  Term left = Expression(Kind::kSymbol, depth - 1);
  switch (random_.Between(0, 6)) {
    case 0:
    case 1:
      return Call(random_.Percent(70) ? "cat" : "concat", Kind::kSymbol,
                  {std::move(left), Expression(Kind::kSymbol, depth - 1)});
    case 2:
      return Call(random_.Percent(50) ? "upper" : "lower", Kind::kSymbol, {std::move(left)});
    case 3:
      return Call("substr", Kind::kSymbol,
                  {std::move(left), IntTerm(0), IntTerm(random_.Percent(80) ? 0 : random_.Between(0, 2))});
    case 4:
      return Call(random_.Percent(50) ? "to_string" : "to_symbol", Kind::kSymbol, {Expression(Kind::kInt, depth - 1)});
    case 5: {
      Term part{.form = TermForm::kConstant, .kind = Kind::kSymbol, .constant = std::string("l")};
      return Call("replace", Kind::kSymbol, {std::move(left), std::move(part), Plain({Kind::kSymbol, 0})});
    }
    default:
      return Call("cat", Kind::kSymbol, {std::move(left), Plain({Kind::kSymbol, 0}), Plain({Kind::kSymbol, 0})});
  }
}

}  // namespace bytelogic::datalog_test
