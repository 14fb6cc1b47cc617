#include "block_writer.h"

#include <iterator>

namespace bytelogic::differential {
namespace {

// Keeps a variable that is set again and again small.
auto Bounded(Kind kind, const std::string& value) -> std::string {
  if (kind == Kind::kInt) return "(" + value + ") MOD 1009";
  if (kind == Kind::kFloat) return "MIN(1e6, MAX(-1e6, " + value + "))";
  return value;
}

}  // namespace

auto BlockWriter::Inside(const Place& place, bool loop) -> Place {
  Place inner = place;
  inner.in_loop = inner.in_loop || loop;
  inner.in_block = true;
  inner.indent += "  ";
  --inner.depth;
  return inner;
}

auto BlockWriter::LoopVariable(std::string& name) -> std::string {
  name = "i" + vocabulary_.NewVariable();
  return random_.Percent(50) ? name : "$" + name;
}

auto BlockWriter::WriteCalc(std::size_t index) -> std::string {
  const CalcPlan& calc = vocabulary_.calcs[index];
  if (calc.same_kind) return WriteSameKind(calc);
  Scope scope;
  scope.readable_level = calc.reads_level;
  scope.may_assert = calc.asserts;
  scope.calc_count = index;
  std::string text = "CALC " + calc.name;
  for (std::size_t i = 0; i < calc.parameters.size(); ++i) {
    const std::string parameter = "$" + vocabulary_.NewVariable();
    text += (i == 0 ? " INPUT " : " ") + parameter;
    scope.variables.push_back({parameter, calc.parameters[i]});
  }
  text += '\n';
  const bool recursive = !calc.parameters.empty() && calc.parameters[0] == Kind::kInt && random_.Percent(35);
  if (recursive) text += WriteRecursion(calc, scope);
  const Place place{.may_result = true, .result = calc.result, .depth = 2, .indent = "  "};
  const int statements = random_.Between(0, recursive ? 1 : 3);
  for (int i = 0; i < statements; ++i) text += WriteStatement(scope, place);
  if (calc.asserts) text += WriteAssert(scope, place);
  if (calc.result == Kind::kAny && random_.Percent(60)) {
    text += "  IF " + expressions_.WriteBareCondition(scope, 1) + " THEN RESULT " +
            expressions_.WriteBare(Kind::kInt, scope, 1) + " END\n";
    text += "  RESULT " + expressions_.WriteBare(Kind::kSymbol, scope, 1) + "\n";
  } else if (vocabulary_.careful || random_.Percent(85)) {
    text += "  RESULT " + expressions_.WriteBare(calc.result, scope, 2) + "\n";
  }
  return text + "END";
}

// Is typed anew for each kind of arguments that it is called with.
auto BlockWriter::WriteSameKind(const CalcPlan& calc) -> std::string {
  const std::string left = "$" + vocabulary_.NewVariable();
  const std::string right = "$" + vocabulary_.NewVariable();
  const std::string larger = "$" + vocabulary_.NewVariable();
  std::string text = "CALC " + calc.name + " INPUT " + left + " " + right + "\n";
  text += "  LET " + larger + " = " + left + "\n";
  text += "  IF " + left + (vocabulary_.careful ? " != " : " < ") + right + " THEN LET " + larger + " = " + right +
          " END\n";
  return text + "  RESULT (" + larger + " = " + right + ") + LENGTH(TO_SYMBOL(" + larger + "))\nEND";
}

// A recursive call with a smaller first argument, up to a depth of ten where programs are careful.
auto BlockWriter::WriteRecursion(const CalcPlan& calc, const Scope& scope) -> std::string {
  const std::string& counter = scope.variables[0].text;
  std::string text = "  IF " + counter + " <= 0";
  if (vocabulary_.careful || random_.Percent(80)) text += " OR " + counter + " > 10";
  text += " THEN\n    RESULT " + expressions_.WriteBare(calc.result, scope, 1) + "\n  END\n";
  std::string arguments = counter + " - 1";
  for (std::size_t i = 1; i < calc.parameters.size(); ++i) arguments += ", " + scope.variables[i].text;
  const std::string call = "CALC " + calc.name + "(" + arguments + ")";
  text += "  IF " + expressions_.WriteBareCondition(scope, 1) + " THEN RESULT ";
  switch (calc.result) {
    case Kind::kInt:
      text += "(" + call + " * 3 + " + counter + ") MOD 1009";
      break;
    case Kind::kFloat:
      text += call + " / 2 + 0.5";
      break;
    case Kind::kSymbol:
      text += "CONCAT(" + call + ", TO_SYMBOL(" + counter + "))";
      break;
    case Kind::kAny:
      text += call;
      break;
  }
  return text + " END\n";
}

auto BlockWriter::WriteActions(int count) -> std::vector<std::string> {
  std::vector<std::string> actions;
  Scope scope;
  scope.readable_level = 1'000;
  scope.may_assert = true;
  scope.calc_count = vocabulary_.calcs.size();
  const Place place{.in_actions = true, .depth = 2};
  if (random_.Percent(6)) actions.push_back(WriteBulk());
  for (int i = 0; i < count; ++i) {
    std::string text = WriteStatement(scope, place);
    text.pop_back();  // the newline
    actions.push_back(std::move(text));
  }
  return actions;
}

auto BlockWriter::WriteDeclarativeActions(int count) -> std::vector<std::string> {
  constexpr Kind kKinds[] = {Kind::kInt, Kind::kFloat, Kind::kSymbol};
  std::vector<std::string> actions;
  Scope scope;
  const Place place{.in_actions = true};
  for (int i = random_.Between(0, count); i > 0; --i) {
    actions.push_back(random_.Percent(50) ? WriteNewLet(kKinds[random_.Below(std::size(kKinds))], scope, place)
                                          : WriteAssert(scope, place));
  }
  scope.readable_level = 1'000;
  for (int i = 0; i < count; ++i) actions.push_back(WriteAction(scope, place));
  for (std::string& action : actions) action.pop_back();  // the newline
  return actions;
}

// Enough tuples for tables to grow.
auto BlockWriter::WriteBulk() -> std::string {
  const RelationPlan& relation = random_.Pick(vocabulary_.relations);
  const std::string variable = "i" + vocabulary_.NewVariable();
  const std::string turns = std::to_string(random_.Between(20, 120));
  std::string text = "FOR " + variable + " IN RANGE(0, " + turns + ")\n  FACT " + relation.name;
  for (const Kind kind : relation.columns) {
    const std::string number = variable + " MOD " + std::to_string(random_.Between(2, 40));
    switch (kind) {
      case Kind::kInt:
      case Kind::kAny:
        text += " (" + number + ")";
        break;
      case Kind::kFloat:
        text += " (0.25 * (" + number + "))";
        break;
      case Kind::kSymbol:
        text += " (CONCAT(s, TO_SYMBOL(" + number + ")))";
        break;
    }
  }
  return text + "\nEND";
}

auto BlockWriter::WriteBlock(Scope scope, const Place& place) -> std::string {
  std::string text;
  const int statements = random_.Between(1, 2);
  for (int i = 0; i < statements; ++i) text += WriteStatement(scope, place);
  return text;
}

auto BlockWriter::WriteStatement(Scope& scope, const Place& place) -> std::string {
  const bool deeper = place.depth > 0;
  switch (random_.Below(16)) {
    case 0:
      return deeper ? WriteIf(scope, place) : WriteLet(scope, place);
    case 1:
      return deeper ? WriteForRange(scope, place) : WriteLet(scope, place);
    case 2:
      return deeper ? WriteForQuery(scope, place) : WriteLet(scope, place);
    case 3:
      return deeper && random_.Percent(60) ? WriteForList(scope, place) : WriteLet(scope, place);
    case 4:
      return deeper && random_.Percent(60) ? WriteWhile(scope, place) : WriteLet(scope, place);
    case 5:
      if (place.in_block) return place.indent + "WHERE " + expressions_.WriteBareCondition(scope, 1) + "\n";
      break;
    case 6:
      if (place.in_loop) {
        return place.indent + "IF " + expressions_.WriteBareCondition(scope, 1) + " THEN " +
               (random_.Percent(50) ? "BREAK" : "CONTINUE") + " END\n";
      }
      break;
    case 7:
      if (place.may_result && place.in_block) {
        return place.indent + "IF " + expressions_.WriteBareCondition(scope, 1) + " THEN RESULT " +
               expressions_.WriteBare(place.result, scope, 1) + " END\n";
      }
      break;
    case 8:
    case 9:
      if (scope.may_assert) return WriteAssert(scope, place);
      break;
    case 10: {
      const std::string exec = WriteExec(scope);
      if (!exec.empty()) return place.indent + exec + "\n";
      break;
    }
    default:
      break;
  }
  return place.in_actions && random_.Percent(70) ? WriteAction(scope, place) : WriteLet(scope, place);
}

auto BlockWriter::WriteAction(Scope& scope, const Place& place) -> std::string {
  const int choice = random_.Between(0, 99);
  if (choice < 12) return place.indent + (random_.Percent(10) ? "solve" : "SOLVE") + "\n";
  const auto readable = vocabulary_.Readable(scope);
  if (choice < 70) {
    return place.indent + "QUERY " + expressions_.WriteQuery(random_.Pick(readable), scope, 75) + "\n";
  }
  const Kind kind = vocabulary_.RandomKind();
  std::string value = expressions_.WriteBare(kind, scope, 3);
  // The one place where the last digit of a function may differ.
  const std::vector<std::string> functions = {"SIN", "COS", "EXP", "ATAN", "TAN"};
  if (kind == Kind::kFloat && random_.Percent(30)) value = random_.Pick(functions) + "(" + value + " MOD 5.5)";
  return place.indent + "RESULT " + value + "\n";
}

auto BlockWriter::WriteLet(Scope& scope, const Place& place) -> std::string {
  std::vector<std::size_t> settable;
  for (std::size_t i = 0; i < scope.variables.size(); ++i) {
    const std::string& text = scope.variables[i].text;
    if (text.starts_with('$') && text.find('.') == std::string::npos) settable.push_back(i);
  }
  if (!settable.empty() && random_.Percent(50)) {
    const VariablePlan variable = scope.variables[random_.Pick(settable)];
    const std::string value = expressions_.WriteBare(variable.kind, scope, 2);
    return place.indent + "LET " + variable.text + " = " + (place.in_loop ? Bounded(variable.kind, value) : value) +
           "\n";
  }
  return WriteNewLet(vocabulary_.RandomKind(), scope, place);
}

auto BlockWriter::WriteNewLet(Kind kind, Scope& scope, const Place& place) -> std::string {
  const std::string variable = "$" + vocabulary_.NewVariable();
  const bool mixed = kind == Kind::kAny && random_.Percent(50);
  std::string text = place.indent + "LET " + variable + " = ";
  text += expressions_.WriteBare(mixed ? Kind::kSymbol : kind, scope, 2) + "\n";
  if (mixed) {
    // A number and a symbol in one variable make it any.
    text += place.indent + "IF " + expressions_.WriteBareCondition(scope, 1) + " THEN LET " + variable + " = ";
    text += expressions_.WriteBare(random_.Percent(50) ? Kind::kInt : Kind::kFloat, scope, 1) + " END\n";
  }
  scope.variables.push_back({variable, kind});
  return text;
}

auto BlockWriter::WriteIf(const Scope& scope, const Place& place) -> std::string {
  const Place inner = Inside(place, false);
  std::string text = place.indent + "IF " + expressions_.WriteBareCondition(scope, 2) + " THEN\n";
  text += WriteBlock(scope, inner);
  if (random_.Percent(30)) {
    text += place.indent + "ELSE IF " + expressions_.WriteBareCondition(scope, 1) + " THEN\n";
    text += WriteBlock(scope, inner);
  }
  if (random_.Percent(50)) {
    text += place.indent + "ELSE\n";
    text += WriteBlock(scope, inner);
  }
  return text + place.indent + "END\n";
}

auto BlockWriter::WriteForRange(Scope scope, const Place& place) -> std::string {
  std::string name;
  const std::string variable = LoopVariable(name);
  const int start = random_.Between(-2, 3);
  std::string bounds = std::to_string(start) + ", ";
  const int form = random_.Between(0, 9);
  if (form < 6) {
    bounds += std::to_string(start + random_.Between(0, 4));
  } else if (form < 8) {
    bounds = std::to_string(start) + ".5, " + std::to_string(start + 3) + ".25";
  } else {
    bounds += "(" + expressions_.WriteBare(Kind::kInt, scope, 1) + ") MOD 5";
  }
  if (form == 5) bounds = std::to_string(start + 4) + ", " + std::to_string(start) + ", -2";
  if (form == 4) bounds += vocabulary_.careful ? ", 2" : ", 0";
  std::string text = place.indent + "FOR " + variable + " IN RANGE(" + bounds + ")\n";
  scope.variables.push_back({variable, Kind::kInt});
  return text + WriteBlock(scope, Inside(place, true)) + place.indent + "END\n";
}

auto BlockWriter::WriteForQuery(Scope scope, const Place& place) -> std::string {
  const auto readable = vocabulary_.Readable(scope);
  if (readable.empty()) return WriteForRange(std::move(scope), place);
  const std::size_t relation = random_.Pick(readable);
  const RelationPlan& plan = vocabulary_.relations[relation];
  std::string name;
  const std::string variable = LoopVariable(name);
  std::string text =
      place.indent + "FOR " + variable + " IN (QUERY " + expressions_.WriteQuery(relation, scope, 80) + ")\n";
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    const std::string column =
        plan.column_names.empty() ? std::string(1, static_cast<char>('a' + i)) : plan.column_names[i];
    scope.variables.push_back({variable + "." + column, plan.columns[i]});
  }
  if (plan.columns.size() == 1 && variable.front() != '$') scope.variables.push_back({variable, plan.columns[0]});
  return text + WriteBlock(scope, Inside(place, true)) + place.indent + "END\n";
}

auto BlockWriter::WriteForList(Scope scope, const Place& place) -> std::string {
  const Kind kind = vocabulary_.RandomKind();
  std::string name;
  const std::string variable = LoopVariable(name);
  std::string text = place.indent + "FOR " + variable + " IN [";
  const int elements = random_.Between(1, 4);
  const bool mixed = kind == Kind::kAny && elements > 1 && random_.Percent(60);
  for (int i = 0; i < elements; ++i) {
    const Kind element = !mixed ? kind : i == 0 ? Kind::kSymbol : random_.Percent(50) ? Kind::kInt : Kind::kFloat;
    text += (i == 0 ? "" : ", ") + expressions_.WriteBare(element, scope, 1);
  }
  scope.variables.push_back({variable, kind});
  return text + "]\n" + WriteBlock(scope, Inside(place, true)) + place.indent + "END\n";
}

// The counter is moved on before anything else, so that no CONTINUE goes round it.
auto BlockWriter::WriteWhile(Scope scope, const Place& place) -> std::string {
  const std::string counter = "$" + vocabulary_.NewVariable();
  std::string text = place.indent + "LET " + counter + " = 0\n";
  text += place.indent + "FOR WHILE " + counter + " < " + std::to_string(random_.Between(1, 4));
  if (random_.Percent(30)) text += " AND " + expressions_.WriteCondition(scope, 1);
  text += "\n" + place.indent + "  LET " + counter + " = " + counter + " + 1\n";
  return text + WriteBlock(scope, Inside(place, true)) + place.indent + "END\n";
}

auto BlockWriter::WriteAssert(const Scope& scope, const Place& place) -> std::string {
  const RelationPlan& relation = random_.Pick(vocabulary_.relations);
  std::string text = place.indent + (place.in_actions || random_.Percent(50) ? "FACT " : "EMIT ") + relation.name;
  for (const Kind kind : relation.columns) text += " " + expressions_.WriteArgument(kind, scope, 2);
  return text + "\n";
}

auto BlockWriter::WriteExec(const Scope& scope) -> std::string {
  std::vector<std::size_t> callable;
  for (std::size_t i = 0; i < scope.calc_count; ++i) {
    const CalcPlan& calc = vocabulary_.calcs[i];
    if (calc.reads_level <= scope.readable_level && (!calc.asserts || scope.may_assert)) callable.push_back(i);
  }
  if (callable.empty()) return {};
  const CalcPlan& calc = vocabulary_.calcs[random_.Pick(callable)];
  const std::string arguments = expressions_.WriteArguments(calc, scope, 1);
  if (arguments.empty() && random_.Percent(50)) return "EXEC " + calc.name;
  return "EXEC " + calc.name + "(" + arguments + ")";
}

}  // namespace bytelogic::differential
