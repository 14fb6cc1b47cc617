#include "expression_writer.h"

#include <utility>
#include <vector>

namespace bytelogic::differential {
namespace {

auto Binary(const std::string& left, std::string_view op, const std::string& right) -> std::string {
  return "(" + left + " " + std::string(op) + " " + right + ")";
}

auto Call(std::string_view function, const std::vector<std::string>& arguments) -> std::string {
  std::string text(function);
  text += '(';
  for (std::size_t i = 0; i < arguments.size(); ++i) text += (i == 0 ? "" : ", ") + arguments[i];
  return text + ")";
}

// Whether the parenthesis at the front of `text` closes at its end.
auto IsOneParenthesis(const std::string& text) -> bool {
  if (!text.starts_with('(')) return false;
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && in_string) {
      ++i;
      continue;
    }
    if (text[i] == '"') in_string = !in_string;
    if (in_string) continue;
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return i + 1 == text.size();
  }
  return false;
}

auto WithoutParentheses(std::string text) -> std::string {
  return IsOneParenthesis(text) ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

auto ExpressionWriter::WriteBare(Kind kind, const Scope& scope, int depth) -> std::string {
  return WithoutParentheses(Write(kind, scope, depth));
}

auto ExpressionWriter::WriteBareCondition(const Scope& scope, int depth) -> std::string {
  return WithoutParentheses(WriteCondition(scope, depth));
}

auto ExpressionWriter::Write(Kind kind, const Scope& scope, int depth) -> std::string {
  if (depth <= 0 || random_.Percent(20)) return WriteLeaf(kind, scope);
  if (random_.Percent(6)) {
    if (std::string aggregate = WriteAggregate(kind, scope); !aggregate.empty()) return aggregate;
  }
  if (random_.Percent(10)) {
    if (std::string call = WriteCall(kind, scope, depth - 1); !call.empty()) return call;
  }
  // A value of type any is welcome everywhere, and fails where it does not fit.
  if (!vocabulary_.careful && random_.Percent(8)) return WriteAny(scope, depth);
  switch (kind) {
    case Kind::kInt:
      return WriteInt(scope, depth);
    case Kind::kFloat:
      return WriteFloat(scope, depth);
    case Kind::kSymbol:
      return WriteSymbol(scope, depth);
    case Kind::kAny:
      return WriteAny(scope, depth);
  }
  return {};
}

auto ExpressionWriter::WriteLeaf(Kind kind, const Scope& scope) -> std::string {
  std::vector<std::string> fitting;
  for (const VariablePlan& variable : scope.variables) {
    if (variable.kind == kind) fitting.push_back(variable.text);
  }
  if (!fitting.empty() && random_.Percent(75)) return random_.Pick(fitting);
  return WriteConstant(kind);
}

auto ExpressionWriter::WriteConstant(Kind kind) -> std::string {
  // A constant is never of type any, but what TO_NUMBER gives is.
  const std::vector<std::string> numerals = {"\"42\"", "\"-7\"", "\"2.5\"", "\"1e3\"", "\"0.1\""};
  if (kind == Kind::kAny) return Call("TO_NUMBER", {random_.Pick(numerals)});
  if (kind == Kind::kSymbol && random_.Percent(vocabulary_.bare ? 40 : 2)) return vocabulary_.MadeEmptyText();
  std::string text = vocabulary_.RandomLiteral(kind).text;
  if (text.starts_with('-')) return "(" + text + ")";
  if (text == "new-york") return "\"new-york\"";  // in an expression it would be a difference
  return text;
}

auto ExpressionWriter::WriteDivisor(Kind kind, const Scope& scope, int depth) -> std::string {
  if (!vocabulary_.careful) return Write(kind, scope, depth - 1);
  const std::vector<std::string> ints = {"2", "3", "7", "(-3)", "1"};
  const std::vector<std::string> floats = {"0.5", "2.5", "(-1.5)", "3", "1e-3"};
  return random_.Pick(kind == Kind::kInt ? ints : floats);
}

auto ExpressionWriter::WriteInt(const Scope& scope, int depth) -> std::string {
  const auto number = [&] { return Write(Kind::kInt, scope, depth - 1); };
  const auto fraction = [&] { return Write(Kind::kFloat, scope, depth - 1); };
  const auto symbol = [&] { return Write(Kind::kSymbol, scope, depth - 1); };
  const std::vector<std::string> signs = {"+", "-"};
  switch (random_.Below(20)) {
    case 0:
    case 1:
    case 2:
      return Binary(number(), random_.Pick(signs), number());
    case 3: {
      const std::string left = number();
      return Binary(left, "*", number());
    }
    case 4: {
      const std::string left = number();
      return Binary(left, "DIV", WriteDivisor(Kind::kInt, scope, depth));
    }
    case 5: {
      const std::vector<std::string> modulo = {"MOD", "%"};
      const std::string left = number();
      return Binary(left, random_.Pick(modulo), WriteDivisor(Kind::kInt, scope, depth));
    }
    case 6:
      return "(-" + number() + ")";
    case 7:
      return Call("ABS", {number()});
    case 8: {
      std::vector<std::string> arguments = {number(), number()};
      if (random_.Percent(30)) arguments.push_back(number());
      return Call(random_.Percent(50) ? "MIN" : "MAX", arguments);
    }
    case 9:
      return Call("LENGTH", {symbol()});
    case 10: {
      const std::vector<std::string> functions = {"CONTAINS", "STARTS_WITH", "ENDS_WITH", "INDEX_OF"};
      const std::string& function = random_.Pick(functions);
      const std::string text = symbol();
      const std::string part = random_.Percent(30) ? text : symbol();
      return Call(function, {text, part});
    }
    case 11: {
      const std::vector<std::string> functions = {"FLOOR", "CEIL", "ROUND", "floor"};
      const std::string& function = random_.Pick(functions);
      // The largest float literal has no int.
      const std::string argument =
          !vocabulary_.careful && random_.Percent(30) ? WriteAny(scope, depth - 1) : fraction();
      return Call(function, {vocabulary_.careful ? Call("MIN", {"1e6", Call("MAX", {"-1e6", argument})}) : argument});
    }
    case 12: {
      const std::string base = vocabulary_.careful ? Binary(number(), "MOD", "10") : number();
      const std::vector<std::string> exponents = {"0", "1", "2", "3", "5"};
      return Call("POW", {base, vocabulary_.careful ? random_.Pick(exponents) : number()});
    }
    case 13:
    case 14:
    case 15:
      return WriteTruth(scope, depth - 1);
    case 16: {
      const std::string exists = WriteExists(scope);
      return exists.empty() ? number() : exists;
    }
    case 17: {
      const std::string left = number();
      const std::string middle = number();
      return "(" + left + " " + random_.Pick(signs) + " " + middle + " " + random_.Pick(signs) + " " + number() + ")";
    }
    default:
      return WriteLeaf(Kind::kInt, scope);
  }
}

auto ExpressionWriter::WriteFloat(const Scope& scope, int depth) -> std::string {
  const auto number = [&] { return Write(random_.Percent(70) ? Kind::kFloat : Kind::kInt, scope, depth - 1); };
  // What another library may compute differently in the last place is rounded before anything depends on it.
  const auto rounded = [&](const std::string& call) { return Call("ROUND", {call, "9"}); };
  const auto bounded = [&](const std::string& value) { return Call("MIN", {"5.5", Call("MAX", {"-5.5", value})}); };
  switch (random_.Below(18)) {
    case 0:
    case 1: {
      const std::string left = number();
      return Binary(left, random_.Percent(50) ? "+" : "-", Write(Kind::kFloat, scope, depth - 1));
    }
    case 2: {
      const std::string left = Write(Kind::kFloat, scope, depth - 1);
      return Binary(left, "*", number());
    }
    case 3:
    case 4: {
      const std::string left = number();
      return Binary(left, "/", WriteDivisor(Kind::kFloat, scope, depth));
    }
    case 5: {
      const std::string left = Write(Kind::kFloat, scope, depth - 1);
      return Binary(left, random_.Percent(50) ? "DIV" : "MOD", WriteDivisor(Kind::kFloat, scope, depth));
    }
    case 6:
      return "(-" + Write(Kind::kFloat, scope, depth - 1) + ")";
    case 7: {
      const std::string argument = number();
      return Call("SQRT", {vocabulary_.careful ? Call("ABS", {argument}) : argument});
    }
    case 8: {
      const std::string argument = number();
      return rounded(Call(random_.Percent(50) ? "LOG" : "LOG10",
                          {vocabulary_.careful ? Binary(Call("ABS", {argument}), "+", "0.5") : argument}));
    }
    case 9:
      return rounded(Call("EXP", {bounded(number())}));
    case 10: {
      const std::vector<std::string> functions = {"SIN", "COS", "ATAN"};
      const std::string& function = random_.Pick(functions);
      return rounded(Call(function, {bounded(number())}));
    }
    case 11:
      return rounded(Call("TAN", {Binary(bounded(number()), "/", "8")}));
    case 12: {
      const std::string argument = number();
      return rounded(Call(random_.Percent(50) ? "ASIN" : "ACOS",
                          {vocabulary_.careful ? Binary(bounded(argument), "/", "6") : argument}));
    }
    case 13: {
      const std::string y = number();
      return rounded(Call("ATAN2", {y, number()}));
    }
    case 14: {
      const std::vector<std::string> exponents = {"2", "0.5", "(-1)", "3"};
      const std::string base = number();
      return rounded(
          Call("POW", {vocabulary_.careful ? Binary(bounded(base), "+", "6.5") : base, random_.Pick(exponents)}));
    }
    case 15: {
      const std::string argument = Write(Kind::kFloat, scope, depth - 1);
      return Call("ROUND", {argument, std::to_string(random_.Between(0, vocabulary_.careful ? 15 : 17))});
    }
    case 16: {
      const std::string left = Write(Kind::kFloat, scope, depth - 1);
      return random_.Percent(30) ? Call("ABS", {left}) : Call(random_.Percent(50) ? "MIN" : "MAX", {left, number()});
    }
    default:
      return rounded(random_.Percent(50) ? "PI()" : "E()");
  }
}

auto ExpressionWriter::WriteSymbol(const Scope& scope, int depth) -> std::string {
  const auto symbol = [&] { return Write(Kind::kSymbol, scope, depth - 1); };
  switch (random_.Below(9)) {
    case 0:
    case 1: {
      std::vector<std::string> arguments = {symbol(), symbol()};
      if (random_.Percent(30)) arguments.push_back(symbol());
      return Call("CONCAT", arguments);
    }
    case 2:
      return Call(random_.Percent(50) ? "UPPER" : "LOWER", {symbol()});
    case 3: {
      if (!vocabulary_.careful) {
        const std::string text = symbol();
        const std::string start = Write(Kind::kInt, scope, depth - 1);
        return Call("SUBSTR", {text, start, Write(Kind::kInt, scope, depth - 1)});
      }
      const std::string text = Call("CONCAT", {symbol(), "\"xyz\""});
      return Call("SUBSTR", {text, std::to_string(random_.Between(0, 1)), std::to_string(random_.Between(0, 2))});
    }
    case 4: {
      if (!vocabulary_.careful) {
        const std::string text = symbol();
        return Call("CHAR_AT", {text, Write(Kind::kInt, scope, depth - 1)});
      }
      return Call("CHAR_AT", {Call("CONCAT", {symbol(), "\"\u00e9z\""}), std::to_string(random_.Between(0, 1))});
    }
    case 5: {
      const std::vector<std::string> parts = {"\"a\"", "\"ss\"", "b", "\" \"", "\"\u00df\""};
      const std::string text = symbol();
      const std::string& part = random_.Pick(parts);
      return Call("REPLACE", {text, part, symbol()});
    }
    case 6: {
      const std::vector<Kind> kinds = {Kind::kInt, Kind::kFloat, Kind::kSymbol, Kind::kAny};
      return Call("TO_SYMBOL", {Write(random_.Pick(kinds), scope, depth - 1)});
    }
    case 7: {
      const std::string left = symbol();
      return Call(random_.Percent(50) ? "MIN" : "MAX", {left, symbol()});
    }
    default:
      return WriteLeaf(Kind::kSymbol, scope);
  }
}

auto ExpressionWriter::WriteAny(const Scope& scope, int depth) -> std::string {
  const auto any = [&] { return Write(Kind::kAny, scope, depth - 1); };
  const std::string number = WriteConstant(Kind::kAny);
  if (vocabulary_.careful) {
    switch (random_.Below(5)) {
      case 0:
        return Binary(number, random_.Percent(50) ? "+" : "*", Write(Kind::kInt, scope, depth - 1));
      case 1:
        return Call("ABS", {number});
      case 2:
        return Call("TO_NUMBER", {Call("TO_SYMBOL", {Write(Kind::kFloat, scope, depth - 1)})});
      case 3:
        return number;
      default:
        return WriteLeaf(Kind::kAny, scope);
    }
  }
  const std::vector<std::string> operators = {"+", "-", "*", "/", "DIV", "MOD"};
  switch (random_.Below(8)) {
    case 0:
    case 1: {
      const std::string left = any();
      const std::string& op = random_.Pick(operators);
      return Binary(left, op, random_.Percent(50) ? any() : Write(Kind::kInt, scope, depth - 1));
    }
    case 2:
      return "(-" + any() + ")";
    case 3: {
      const std::vector<std::string> functions = {"ABS", "SQRT", "SIN", "COS", "TAN", "LOG", "ABS"};
      const std::string& function = random_.Pick(functions);
      const std::string call = Call(function, {any()});
      return function == "ABS" || function == "SQRT" ? call : Call("ROUND", {call, "9"});
    }
    case 4: {
      const std::string left = any();
      return Call(random_.Percent(50) ? "MIN" : "MAX", {left, any()});
    }
    case 5: {
      const std::string base = any();
      return random_.Percent(50) ? Call("ROUND", {base, "2"}) : Call("POW", {base, "2"});
    }
    case 6:
      return Call("TO_NUMBER", {Write(Kind::kSymbol, scope, depth - 1)});
    default:
      return WriteLeaf(Kind::kAny, scope);
  }
}

auto ExpressionWriter::WriteComparison(const Scope& scope, int depth) -> std::string {
  const std::vector<std::string> equalities = {"=", "==", "!=", "<>"};
  const std::vector<std::string> orders = {"<", "<=", ">", ">="};
  const Kind kind = vocabulary_.RandomKind();
  const bool order = kind == Kind::kAny ? !vocabulary_.careful && random_.Percent(50) : random_.Percent(60);
  const std::string left = Write(kind, scope, depth - 1);
  const std::string& op = random_.Pick(order ? orders : equalities);
  Kind other = kind;
  if (kind == Kind::kAny && random_.Percent(50)) other = vocabulary_.RandomKind();
  if (kind == Kind::kFloat && random_.Percent(40)) other = Kind::kInt;
  return Binary(left, op, Write(other, scope, depth - 1));
}

auto ExpressionWriter::WriteCondition(const Scope& scope, int depth) -> std::string {
  if (depth > 0 && random_.Percent(10)) {
    if (!vocabulary_.careful && random_.Percent(30)) return Write(Kind::kAny, scope, depth - 1);
    return Write(random_.Percent(70) ? Kind::kInt : Kind::kFloat, scope, depth - 1);
  }
  return WriteTruth(scope, depth);
}

auto ExpressionWriter::WriteTruth(const Scope& scope, int depth) -> std::string {
  if (depth > 0) {
    switch (random_.Below(9)) {
      case 0: {
        const std::string left = WriteCondition(scope, depth - 1);
        const std::string op = random_.Percent(50) ? "AND" : "and";
        return Binary(left, op, WriteCondition(scope, depth - 1));
      }
      case 1: {
        const std::string left = WriteCondition(scope, depth - 1);
        return Binary(left, "OR", WriteCondition(scope, depth - 1));
      }
      case 2:
        return "(NOT " + WriteCondition(scope, depth - 1) + ")";
      case 3: {
        const std::string exists = WriteExists(scope);
        if (!exists.empty()) return exists;
        break;
      }
      default:
        break;
    }
  }
  return WriteComparison(scope, std::max(depth, 1));
}

auto ExpressionWriter::WriteExists(const Scope& scope) -> std::string {
  const auto readable = vocabulary_.Readable(scope);
  if (readable.empty()) return {};
  return "EXISTS(QUERY " + WriteQuery(random_.Pick(readable), scope, 50) + ")";
}

auto ExpressionWriter::WriteQuery(std::size_t relation, const Scope& scope, int any_percent) -> std::string {
  std::string text = vocabulary_.relations[relation].name;
  for (const Kind kind : vocabulary_.relations[relation].columns) {
    text += ' ';
    text += random_.Percent(any_percent) ? "?" : WriteArgument(kind, scope, 1);
  }
  return text;
}

auto ExpressionWriter::WriteAggregate(Kind kind, const Scope& scope) -> std::string {
  // Counts have no column of their own; averages are floats of numbers.
  const bool counts = kind == Kind::kInt && random_.Percent(40);
  const bool average = kind == Kind::kFloat && random_.Percent(40);
  std::vector<std::pair<std::size_t, std::size_t>> columns;
  for (const std::size_t relation : vocabulary_.Readable(scope)) {
    const std::vector<Kind>& kinds = vocabulary_.relations[relation].columns;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      if (counts || kinds[i] == kind || (average && kinds[i] == Kind::kInt)) columns.emplace_back(relation, i);
    }
  }
  if (columns.empty()) return {};
  const auto [relation, column] = random_.Pick(columns);
  std::vector<std::string> functions = {"MIN", "MAX"};
  if (kind == Kind::kInt || kind == Kind::kFloat || !vocabulary_.careful) functions.emplace_back("SUM");
  if (vocabulary_.careful && kind != Kind::kSymbol) functions = {"SUM"};  // the others fail over nothing
  std::string text = counts ? "COUNT" : average ? "AVG" : random_.Pick(functions);
  text += "(QUERY " + vocabulary_.relations[relation].name;
  const std::vector<Kind>& kinds = vocabulary_.relations[relation].columns;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const bool any = i == column || (i < column && random_.Percent(80));
    text += ' ';
    text += any ? "?" : WriteArgument(kinds[i], scope, 1);
  }
  return text + ")";
}

auto ExpressionWriter::WriteArgument(Kind kind, const Scope& scope, int depth) -> std::string {
  std::vector<std::string> fitting;
  for (const VariablePlan& variable : scope.variables) {
    if (variable.kind == kind) fitting.push_back(variable.text);
  }
  if (!fitting.empty() && random_.Percent(60)) return random_.Pick(fitting);
  if (depth > 0 && random_.Percent(25)) return "(" + WriteBare(kind, scope, depth) + ")";
  return vocabulary_.RandomLiteral(kind).text;
}

auto ExpressionWriter::WriteCall(Kind kind, const Scope& scope, int depth) -> std::string {
  std::vector<std::size_t> fitting;
  for (std::size_t i = 0; i < scope.calc_count; ++i) {
    const CalcPlan& calc = vocabulary_.calcs[i];
    if (calc.result != kind || calc.reads_level > scope.readable_level) continue;
    if (!calc.asserts || scope.may_assert) fitting.push_back(i);
  }
  if (fitting.empty()) return {};
  const CalcPlan& calc = vocabulary_.calcs[random_.Pick(fitting)];
  return "CALC " + calc.name + "(" + WriteArguments(calc, scope, depth) + ")";
}

auto ExpressionWriter::WriteArguments(const CalcPlan& calc, const Scope& scope, int depth) -> std::string {
  std::string text;
  const Kind common = vocabulary_.RandomKind();
  for (std::size_t i = 0; i < calc.parameters.size(); ++i) {
    const Kind kind = calc.same_kind ? common : calc.parameters[i];
    text += (i == 0 ? "" : ", ") + WriteBare(kind, scope, std::min(depth, 1));
  }
  return text;
}

}  // namespace bytelogic::differential
