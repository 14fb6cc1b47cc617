#include "rule_writer.h"

#include <algorithm>

namespace bytelogic::differential {

auto RuleWriter::IsBound(const std::string& text) const -> bool {
  return std::any_of(scope_.variables.begin(), scope_.variables.end(),
                     [&](const VariablePlan& variable) { return variable.text == text; });
}

void RuleWriter::BindNumbered(Kind kind) {
  int number = 0;
  while (IsBound("$" + std::to_string(number))) ++number;
  scope_.variables.push_back({"$" + std::to_string(number), kind});
}

auto RuleWriter::BoundOf(Kind kind) -> std::string {
  std::vector<std::string> fitting;
  for (const VariablePlan& variable : scope_.variables) {
    if (variable.kind == kind) fitting.push_back(variable.text);
  }
  return fitting.empty() ? std::string() : random_.Pick(fitting);
}

auto RuleWriter::Matchable() -> std::vector<std::size_t> {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < vocabulary_.relations.size(); ++i) {
    if (vocabulary_.relations[i].level <= level_) found.push_back(i);
  }
  return found;
}

void RuleWriter::Begin(int level) {
  clauses_.clear();
  scope_ = {};
  recursive_ = false;
  level_ = level;
  scope_.readable_level = level_ - 1;
  scope_.calc_count = vocabulary_.calcs.size();
}

auto RuleWriter::Write(std::size_t head) -> std::string {
  Begin(vocabulary_.relations[head].level);
  const int matches = random_.Between(1, 3);
  for (int i = 0; i < matches; ++i) {
    WriteMatch();
    if (random_.Percent(25)) WriteTest();
  }
  if (random_.Percent(recursive_ ? 2 : 20)) WriteLet();
  if (!recursive_ && random_.Percent(10)) WriteRange();
  if (random_.Percent(20)) WriteTest();
  WriteEmit(head);
  if (random_.Percent(10)) {
    // A second head: another relation of the same level.
    std::vector<std::size_t> same;
    for (std::size_t i = 0; i < vocabulary_.relations.size(); ++i) {
      if (vocabulary_.relations[i].derived && vocabulary_.relations[i].level == level_) same.push_back(i);
    }
    if (random_.Percent(30)) WriteTest();
    WriteEmit(random_.Pick(same));
  }
  const std::string name = random_.Percent(95) ? vocabulary_.relations[head].name : "named_" + std::to_string(head);
  return Assemble((random_.Percent(10) ? "rule " : "RULE ") + name);
}

auto RuleWriter::WriteConstraint(const std::string& name) -> std::string {
  int level = 0;
  for (const RelationPlan& relation : vocabulary_.relations) level = std::max(level, relation.level);
  Begin(level + 1);
  if (random_.Percent(90)) WriteMatch();
  if (random_.Percent(50)) WriteMatch();
  if (clauses_.empty() || random_.Percent(60))
    clauses_.push_back("WHERE " + expressions_.WriteBareCondition(scope_, 2));
  if (random_.Percent(30)) WriteTest();
  return Assemble("CONSTRAINT " + name);
}

auto RuleWriter::Assemble(const std::string& head) -> std::string {
  const bool lines = random_.Percent(30);
  // In a constraint, or after an EMIT, only a comma tells a LET from an action.
  const bool commas = !lines || head.starts_with("CONSTRAINT") || random_.Percent(70);
  std::string text = head + ":";
  for (std::size_t i = 0; i < clauses_.size(); ++i) {
    text += i > 0 && commas ? "," : "";
    text += (lines ? "\n  " : " ") + clauses_[i];
  }
  if (random_.Percent(10)) text += lines ? "\nEND" : " END";
  return text;
}

void RuleWriter::WriteMatch() {
  const std::size_t relation = random_.Pick(Matchable());
  const RelationPlan& plan = vocabulary_.relations[relation];
  recursive_ = recursive_ || (plan.derived && plan.level == level_);
  const bool first = clauses_.empty();
  switch (random_.Below(10)) {
    case 0:
      WritePlain(first ? "SCAN" : "JOIN", relation);
      break;
    case 1:
      WritePlain("SCAN", relation);
      break;
    case 2:
    case 3:
      if (!plan.columns.empty()) {
        WriteKeyed(relation);
        break;
      }
      [[fallthrough]];
    default:
      WritePattern(first || random_.Percent(30) ? "SCAN" : "JOIN", relation);
      break;
  }
}

void RuleWriter::WritePlain(std::string_view keyword, std::size_t relation) {
  clauses_.push_back(std::string(keyword) + " " + vocabulary_.relations[relation].name);
  for (const Kind kind : vocabulary_.relations[relation].columns) BindNumbered(kind);
}

// `SCAN r MATCH v`, `SCAN r MATCH $k` and `JOIN r $k`.
void RuleWriter::WriteKeyed(std::size_t relation) {
  const RelationPlan& plan = vocabulary_.relations[relation];
  const std::vector<Kind>& columns = plan.columns;
  const std::string bound = BoundOf(columns.front());
  const auto bind_rest = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) BindNumbered(columns[i]);
  };
  if (!bound.empty() && columns.size() > 1 && random_.Percent(50)) {
    clauses_.push_back("JOIN " + plan.name + " " + bound);
    bind_rest(1, columns.size());
    return;
  }
  if (!bound.empty() && random_.Percent(50)) {
    clauses_.push_back("SCAN " + plan.name + " MATCH " + bound);
    bind_rest(1, columns.size());
    return;
  }
  if (random_.Percent(30)) {
    clauses_.push_back("SCAN " + plan.name + " MATCH " + vocabulary_.RandomLiteral(columns.front()).text);
    bind_rest(1, columns.size());
    return;
  }
  const std::string key = "$" + vocabulary_.NewVariable();
  clauses_.push_back("SCAN " + plan.name + (random_.Percent(20) ? ", MATCH " : " MATCH ") + key);
  scope_.variables.push_back({key, columns.back()});
  bind_rest(0, columns.size() - 1);
}

void RuleWriter::WritePattern(std::string_view keyword, std::size_t relation) {
  const RelationPlan& plan = vocabulary_.relations[relation];
  std::string text = std::string(keyword) + " " + plan.name;
  // What this clause binds is bound from its next column on.
  for (const Kind kind : plan.columns) {
    const std::string bound = BoundOf(kind);
    const int choice = random_.Between(0, 99);
    if (choice < 40 && !bound.empty()) {
      text += " " + bound;
    } else if (choice < 48) {
      text += " " + vocabulary_.RandomLiteral(random_.Percent(90) ? kind : vocabulary_.RandomKind()).text;
    } else if (choice < 55) {
      text += " ?";
    } else if (choice < 60 && !scope_.variables.empty()) {
      text += " (" + expressions_.WriteBare(kind, scope_, 1) + ")";
    } else {
      const std::string variable = "$" + vocabulary_.NewVariable();
      text += " " + variable;
      scope_.variables.push_back({variable, kind});
    }
  }
  clauses_.push_back(text);
  // A plain `JOIN r`, or one with a single argument, would mean something else.
  if (vocabulary_.options.redundant_atoms && plan.columns.size() != 1 && !plan.columns.empty()) {
    clauses_.push_back("JOIN" + text.substr(keyword.size()));
  }
}

void RuleWriter::WriteTest() {
  if (random_.Percent(35)) {
    WriteNegation();
  } else {
    clauses_.push_back("WHERE " + expressions_.WriteBareCondition(scope_, 2));
  }
}

void RuleWriter::WriteNegation() {
  const auto readable = vocabulary_.Readable(scope_);
  if (readable.empty()) return;
  const std::string query = expressions_.WriteQuery(random_.Pick(readable), scope_, 30);
  clauses_.push_back(random_.Percent(60) ? "NOT " + query : "WHERE NOT EXISTS (QUERY " + query + ")");
}

void RuleWriter::WriteLet() {
  const Kind kind = vocabulary_.RandomKind();
  const std::string variable = "$" + vocabulary_.NewVariable();
  clauses_.push_back("LET " + variable + " = " + expressions_.WriteBare(kind, scope_, 2));
  scope_.variables.push_back({variable, kind});
}

void RuleWriter::WriteRange() {
  const std::string variable = "$" + vocabulary_.NewVariable();
  const int start = random_.Between(-2, 3);
  std::string text = "FOR " + variable + " IN RANGE(" + std::to_string(start) + ", ";
  const std::string bound = BoundOf(Kind::kInt);
  text += bound.empty() || random_.Percent(50) ? std::to_string(start + random_.Between(0, 4)) : bound + " MOD 5";
  if (random_.Percent(20)) text += ", " + std::to_string(random_.Between(vocabulary_.careful ? 1 : -1, 2));
  clauses_.push_back(text + ")");
  scope_.variables.push_back({variable, Kind::kInt});
}

auto RuleWriter::EmitArgument(Kind kind) -> std::string {
  const std::string bound = BoundOf(kind);
  if (!bound.empty() && random_.Percent(80)) return bound;
  if (recursive_) {
    // A computed value could go on for ever: keep it in a small range.
    if (kind == Kind::kInt && !bound.empty() && random_.Percent(50)) return "((" + bound + " MOD 5 + 1) MOD 5)";
    return bound.empty() ? vocabulary_.RandomLiteral(kind).text : bound;
  }
  if (random_.Percent(60)) return "(" + expressions_.WriteBare(kind, scope_, 2) + ")";
  return vocabulary_.RandomLiteral(kind).text;
}

auto RuleWriter::AggregateArgument(Kind kind) -> std::string {
  const Kind of = kind != Kind::kAny                           ? kind
                  : vocabulary_.careful || random_.Percent(70) ? Kind::kInt
                                                               : vocabulary_.RandomKind();
  const std::string bound = BoundOf(of);
  const std::string value = bound.empty() || random_.Percent(20) ? expressions_.WriteBare(of, scope_, 1) : bound;
  switch (of) {
    case Kind::kInt:
      switch (random_.Below(7)) {
        case 0:
          return "COUNT()";
        case 1:
          return "COUNT(" + value + ")";
        case 2:
          return "COUNT(DISTINCT " + expressions_.WriteBare(vocabulary_.RandomKind(), scope_, 1) + ")";
        case 3:
          return "MIN(" + value + ")";
        case 4:
          return "MAX(" + value + ")";
        case 5:
          return "SUM(DISTINCT " + value + ")";
        default:
          return "SUM(" + value + ")";
      }
    case Kind::kFloat:
      switch (random_.Below(5)) {
        case 0:
          return "SUM(" + value + ")";
        case 1:
          return "MIN(" + value + ")";
        case 2:
          return "AVG(DISTINCT " + value + ")";
        case 3: {
          const std::string number = BoundOf(Kind::kInt);
          return "AVG(" + (number.empty() ? value : number) + ")";
        }
        default:
          return "AVG(" + value + ")";
      }
    case Kind::kSymbol:
      return (random_.Percent(50) ? "MIN(" : "MAX(") + value + ")";
    case Kind::kAny:
      return (random_.Percent(50) ? "SUM(" : "MIN(") + value + ")";
  }
  return {};
}

auto RuleWriter::BestArgument(const RelationPlan& relation) -> std::string {
  const Kind kind = relation.columns.back();
  const std::string bound = BoundOf(kind);
  const std::string other = BoundOf(Kind::kInt);
  if (kind != Kind::kInt || bound.empty() || random_.Percent(30)) return EmitArgument(kind);
  if (relation.keep == "MAX") return "(" + bound + " - ABS(" + other + " MOD 3))";
  return "(" + bound + " + ABS(" + other + " MOD 3))";
}

void RuleWriter::WriteEmit(std::size_t relation) {
  const RelationPlan& plan = vocabulary_.relations[relation];
  std::string text = "EMIT " + plan.name;
  // What reads its own stratum cannot be aggregated.
  const bool aggregates = !recursive_ && random_.Percent(25);
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    const bool best = !plan.keep.empty() && i + 1 == plan.columns.size();
    text += " ";
    if (aggregates && random_.Percent(50)) {
      text += AggregateArgument(plan.columns[i]);
    } else {
      text += best ? BestArgument(plan) : EmitArgument(plan.columns[i]);
    }
  }
  clauses_.push_back(text);
}

}  // namespace bytelogic::differential
