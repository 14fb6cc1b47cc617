#include "logic_rule.h"

#include <algorithm>
#include <cstdlib>

namespace bytelogic::clingo {
namespace {

// What an int is multiplied with or summed up stays below this.
constexpr std::int64_t kSmall = kLargest / kMostBindings;

const std::vector<std::string> kSymbols = {
    "alice", "bob",          "\"\"",  "carol",          "n1",  "n2",      "n3",
    "Zoe",   "\"New York\"", "\"5\"", "\"a\\\"b\\\\\"", "éva", "\"a-b\"", "\"two\\nlines\""};

}  // namespace

auto RandomSymbol(Random& random) -> std::string {
  // The first few are common, so that joins find partners.
  return random.Percent(75) ? kSymbols[random.Below(6)] : random.Pick(kSymbols);
}

auto RandomConstant(const Column& column, Random& random) -> std::string {
  if (column.kind == Kind::kSymbol || (column.kind == Kind::kAny && random.Percent(50))) return RandomSymbol(random);
  const int largest = column.kind == Kind::kAny ? 5 : static_cast<int>(std::min<std::int64_t>(column.bound, 9));
  return std::to_string(random.Between(random.Percent(20) ? -largest : 0, largest));
}

auto RuleText::text() const -> std::string {
  std::string text;
  for (const std::string& clause : clauses_) text += (text.empty() ? "" : ", ") + clause;
  return text;
}

auto RuleText::NewVariable(const Column& type, bool from_own_level) -> std::string {
  const std::string name = "$" + std::string(1, static_cast<char>('a' + scope_.size() % 26)) +
                           (scope_.size() < 26 ? "" : std::to_string(scope_.size() / 26));
  scope_.push_back({name, type, from_own_level});
  return name;
}

auto RuleText::VariablesOf(Kind kind) -> std::vector<const ScopedVariable*> {
  std::vector<const ScopedVariable*> found;
  for (const ScopedVariable& variable : scope_) {
    if (variable.type.kind == kind) found.push_back(&variable);
  }
  return found;
}

auto RuleText::LowerRelations(std::size_t columns) -> std::vector<const Relation*> {
  std::vector<const Relation*> found;
  for (const Relation& relation : relations_) {
    if (relation.level < level_ && relation.columns.size() >= columns) found.push_back(&relation);
  }
  return found;
}

void RuleText::AddBody(bool recursive) {
  const int matches = random_.Percent(35) ? 1 : random_.Percent(70) ? 2 : 3;
  const int recursive_match = recursive ? random_.Between(0, matches - 1) : -1;
  for (int i = 0; i < matches; ++i) {
    std::vector<const Relation*> candidates;
    for (const Relation& relation : relations_) {
      if (i == recursive_match ? relation.level == level_ : relation.level < level_) candidates.push_back(&relation);
    }
    AddMatch(*random_.Pick(candidates));
    if (random_.Percent(12)) AddCondition();
    if (random_.Percent(8)) AddLet();
  }
  if (random_.Percent(30)) AddAbsence();
  if (random_.Percent(25)) AddLet();
  if (random_.Percent(10)) AddRange();
  if (random_.Percent(30)) AddCondition();
}

void RuleText::AddMatch(const Relation& relation) {
  std::string clause = (clauses_.empty() ? "SCAN " : "JOIN ") + relation.name;
  const std::size_t known = scope_.size();  // variables of other clauses
  bool joined = known == 0;
  for (std::size_t i = 0; i < relation.columns.size(); ++i) {
    const Column& column = relation.columns[i];
    const auto same_kind = VariablesOf(column.kind);
    const bool last_chance = !joined && i + 1 == relation.columns.size();
    std::string argument;
    if (!same_kind.empty() && random_.Percent(last_chance ? 85 : known == 0 ? 12 : 40)) {
      argument = random_.Pick(same_kind)->name;
      joined = true;
    } else if (random_.Percent(6)) {
      argument = RandomConstant(column, random_);
    } else if (random_.Percent(10)) {
      argument = "?";
    } else if (column.kind == Kind::kInt && known > 0 && random_.Percent(8)) {
      argument = "(" + Integer(1).text + ")";
      joined = true;
    } else if (!scope_.empty() && random_.Percent(3)) {
      argument = random_.Pick(scope_).name;  // maybe of another type: matches only where the values are the same
    } else {
      argument = NewVariable(column, relation.level == level_);
    }
    clause += " " + argument;
  }
  clauses_.push_back(std::move(clause));
}

auto RuleText::BoundPattern(const Relation& relation, int anything_percent) -> std::string {
  std::string text = relation.name;
  for (const Column& column : relation.columns) {
    const auto same_kind = VariablesOf(column.kind);
    text += " ";
    if (random_.Percent(anything_percent)) {
      text += "?";
    } else if (!same_kind.empty() && random_.Percent(80)) {
      text += random_.Pick(same_kind)->name;
    } else if (column.kind == Kind::kInt && random_.Percent(20)) {
      text += "(" + Integer(1).text + ")";
    } else {
      text += RandomConstant(column, random_);
    }
  }
  return text;
}

void RuleText::AddAbsence() {
  const Relation& relation = *random_.Pick(LowerRelations(0));
  const std::string pattern = BoundPattern(relation, 25);
  clauses_.push_back(random_.Percent(75) ? "NOT " + pattern : "WHERE NOT EXISTS(QUERY " + pattern + ")");
}

void RuleText::AddCondition() {
  std::string condition = Condition(2);
  clauses_.push_back("WHERE " + std::move(condition));
}

auto RuleText::Condition(int depth) -> std::string {
  const int choice = depth == 0 ? 0 : random_.Between(0, 9);
  if (choice >= 9) return "NOT (" + Condition(depth - 1) + ")";
  if (choice >= 7) {
    const std::string left = Condition(depth - 1);
    return "(" + left + (random_.Percent(50) ? " OR " : " AND ") + Condition(depth - 1) + ")";
  }
  if (choice == 6) {
    const Relation& relation = *random_.Pick(LowerRelations(0));
    return "EXISTS(QUERY " + BoundPattern(relation, 30) + ")";
  }
  if (choice == 5) return Integer(1).text;  // true where it is not 0
  return Comparison();
}

auto RuleText::Comparison() -> std::string {
  static const std::vector<std::string> kOrders = {" < ", " <= ", " > ", " >= ", " = ", " != "};
  const auto symbols = VariablesOf(Kind::kSymbol);
  const auto mixed = VariablesOf(Kind::kAny);
  if (!mixed.empty() && random_.Percent(30)) {
    const std::string other = random_.Percent(50) ? random_.Pick(mixed)->name : RandomConstant({Kind::kAny}, random_);
    return random_.Pick(mixed)->name + (random_.Percent(40) ? " = " : " != ") + other;
  }
  if (!symbols.empty() && random_.Percent(45)) {
    std::string other = random_.Percent(60) ? random_.Pick(symbols)->name : RandomSymbol(random_);
    return random_.Pick(symbols)->name + (random_.Percent(60) ? " != " : random_.Pick(kOrders)) + other;
  }
  const std::string left = Integer(1).text;
  return left + random_.Pick(kOrders) + Integer(1).text;
}

void RuleText::AddLet() {
  const Expression value = Integer(2);
  clauses_.push_back("LET " + NewVariable({Kind::kInt, value.bound}) + " = " + value.text);
}

void RuleText::AddRange() {
  const int first = random_.Between(-2, 4);
  const auto integers = VariablesOf(Kind::kInt);
  std::string bounds = std::to_string(first) + ", " + std::to_string(first + random_.Between(0, 4));
  if (random_.Percent(25)) {
    bounds = std::to_string(first + 5) + ", " + std::to_string(first) + ", -" + std::to_string(random_.Between(1, 3));
  } else if (random_.Percent(25)) {
    bounds += ", " + std::to_string(random_.Between(1, 3));
  } else if (!integers.empty() && random_.Percent(30)) {
    const ScopedVariable& start = *random_.Pick(integers);
    if (start.type.bound <= kSmall) bounds = start.name + ", " + start.name + " + 2";
  }
  clauses_.push_back("FOR " + NewVariable({Kind::kInt, kSmall + 10}) + " IN RANGE(" + bounds + ")");
}

// Never beyond kLargest.
auto RuleText::Integer(int depth) -> Expression {
  Expression value = IntegerOf(depth);
  while (value.bound > kLargest) value = IntegerOf(0);
  return value;
}

auto RuleText::IntegerOf(int depth) -> Expression {
  const auto integers = VariablesOf(Kind::kInt);
  const int choice = depth == 0 ? random_.Between(0, 3) : random_.Between(0, 15);
  if (choice <= 4 && !integers.empty() && (depth == 0 || choice < 2 || random_.Percent(60))) {
    const ScopedVariable& variable = *random_.Pick(integers);
    return {variable.name, variable.type.bound};
  }
  if (choice <= 3) {
    const int constant = random_.Between(random_.Percent(25) ? -6 : 0, 9);
    return {std::to_string(constant), std::abs(constant)};
  }
  if (choice == 4) return QueryValue();
  const Expression left = Integer(depth - 1);
  if (choice == 5) return {"ABS(" + left.text + ")", left.bound};
  if (choice == 6) return {"(-(" + left.text + "))", left.bound};
  if (choice == 7 || choice == 8) {
    const int divisor = random_.Between(1, 6) * (random_.Percent(25) ? -1 : 1);
    return {"(" + left.text + (choice == 7 ? " DIV " : " MOD ") + std::to_string(divisor) + ")",
            choice == 7 ? left.bound + 1 : 6};
  }
  const Expression right = Integer(depth - 1);
  if (choice == 9) {
    return {(random_.Percent(50) ? "MIN(" : "MAX(") + left.text + ", " + right.text + ")",
            std::max(left.bound, right.bound)};
  }
  if (choice <= 11) return {"(" + left.text + " * " + right.text + ")", left.bound * right.bound};
  return {"(" + left.text + (choice <= 13 ? " - " : " + ") + right.text + ")", left.bound + right.bound};
}

auto RuleText::QueryValue() -> Expression {
  const Relation& relation = *random_.Pick(LowerRelations(1));
  const Column& last = relation.columns.back();
  std::string pattern = BoundPattern(relation, 40);
  if (last.kind == Kind::kInt && last.bound <= kSmall && random_.Percent(60)) {
    // The last column is a `?`, so that the sum is of it.
    pattern = relation.name;
    for (std::size_t i = 0; i + 1 < relation.columns.size(); ++i) {
      const auto same_kind = VariablesOf(relation.columns[i].kind);
      pattern += " " + (!same_kind.empty() && random_.Percent(70) ? random_.Pick(same_kind)->name : std::string("?"));
    }
    return {"SUM(QUERY " + pattern + " ?)", last.bound * kMostBindings};
  }
  return {"COUNT(QUERY " + pattern + ")", kMostBindings};
}

// An argument of an EMIT into such a column.
auto RuleText::Plain(const Column& column) -> std::string {
  if (column.kind == Kind::kAny && !scope_.empty() && random_.Percent(85)) return random_.Pick(scope_).name;
  if (column.kind == Kind::kSymbol) {
    const auto symbols = VariablesOf(Kind::kSymbol);
    return !symbols.empty() && random_.Percent(95) ? random_.Pick(symbols)->name : RandomSymbol(random_);
  }
  return column.kind == Kind::kInt ? PlainInteger(column.bound) : RandomConstant(column, random_);
}

auto RuleText::PlainInteger(std::int64_t bound) -> std::string {
  std::vector<const ScopedVariable*> fitting;
  std::vector<const ScopedVariable*> own;
  for (const ScopedVariable* variable : VariablesOf(Kind::kInt)) {
    if (variable->type.bound <= bound) fitting.push_back(variable);
    if (variable->from_own_level) own.push_back(variable);
  }
  if (!fitting.empty() && random_.Percent(65)) return random_.Pick(fitting)->name;
  Expression value = Integer(2);
  // One step further in a recursion.
  if (!own.empty() && random_.Percent(70)) {
    const ScopedVariable& variable = *random_.Pick(own);
    const Expression step = Integer(0);
    if (variable.type.bound + step.bound <= kLargest) {
      value = {"(" + variable.name + " + " + step.text + ")", variable.type.bound + step.bound};
    }
  }
  if (value.bound <= bound) return "(" + value.text + ")";
  if (random_.Percent(50)) return "((" + value.text + ") MOD " + std::to_string(bound + 1) + ")";
  const std::string name = NewVariable({Kind::kInt, bound});
  const std::string limit = std::to_string(bound);
  clauses_.push_back("LET " + name + " = " + value.text);
  clauses_.push_back("WHERE " + name + " <= " + limit + " AND " + name + " >= -" + limit);
  return name;
}

auto RuleText::Aggregate(const Column& column) -> std::string {
  if (column.kind == Kind::kSymbol) {
    return (random_.Percent(50) ? "MIN(" : "MAX(") + Plain(column) + ")";
  }
  const int choice = random_.Between(0, 9);
  if (choice <= 1) return "COUNT()";
  if (choice == 2 && !scope_.empty()) return "COUNT(DISTINCT " + random_.Pick(scope_).name + ")";
  const std::string argument = PlainInteger(kSmall);
  if (choice == 3) return "SUM(DISTINCT " + argument + ")";
  if (choice <= 6) return "SUM(" + argument + ")";
  return (choice <= 8 ? "MIN(" : "MAX(") + argument + ")";
}

void RuleText::Emit(const Relation& target) {
  const std::size_t plain = target.summary ? target.columns.size() - (target.columns.size() > 2 ? 2 : 1) : 0;
  std::string clause = "EMIT " + target.name;
  for (std::size_t i = 0; i < target.columns.size(); ++i) {
    const bool aggregated = target.summary && i >= plain && target.columns[i].kind != Kind::kAny;
    clause += " " + (aggregated ? Aggregate(target.columns[i]) : Plain(target.columns[i]));
  }
  clauses_.push_back(std::move(clause));
}

}  // namespace bytelogic::clingo
