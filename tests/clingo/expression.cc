#include "expression.h"

#include <utility>

namespace bytelogic::clingo {

using sema::Expr;
using sema::ExprId;
using sema::ExprKind;

auto Join(const std::vector<std::string>& parts, const char* separator) -> std::string {
  std::string text;
  for (const std::string& part : parts) {
    if (&part != parts.data()) text += separator;
    text += part;
  }
  return text;
}

auto Atom(const std::string& name, const std::vector<std::string>& arguments) -> std::string {
  return arguments.empty() ? name : name + "(" + Join(arguments, ",") + ")";
}

auto VariableName(sema::VariableId variable) -> std::string { return "V" + std::to_string(variable.index); }

auto ConstantTerm(const sema::Constant& constant) -> std::string {
  if (constant.type == sema::Type::kInt) return "(" + std::to_string(constant.int_value) + ")";
  if (constant.type != sema::Type::kSymbol) return "";
  std::string text = "\"";
  for (const char c : constant.text) {
    if (c == '"' || c == '\\') text += '\\';
    text += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return text + "\"";
}

void ExpressionTranslator::Refuse(const std::string& why) {
  if (refusal_.empty()) refusal_ = why;
}

auto ExpressionTranslator::Constant(ExprId id) const -> std::optional<std::int64_t> {
  const Expr& expr = program_[id];
  const auto operands = program_.Operands(expr.operands);
  if (expr.kind == ExprKind::kConstant && program_[expr.constant].type == sema::Type::kInt) {
    return program_[expr.constant].int_value;
  }
  if (expr.kind == ExprKind::kToAny) return Constant(operands[0]);
  if (expr.kind == ExprKind::kNegate) {
    const auto value = Constant(operands[0]);
    return value ? std::optional(-*value) : std::nullopt;
  }
  return std::nullopt;
}

auto ExpressionTranslator::Term(ExprId id, Body& body) -> std::string {
  const Expr& expr = program_[id];
  switch (expr.kind) {
    case ExprKind::kConstant: {
      const std::string term = ConstantTerm(program_[expr.constant]);
      if (term.empty()) Refuse("a float");
      return term;
    }
    case ExprKind::kVariable:
      return VariableName(expr.variable);
    case ExprKind::kToAny:
      return Term(program_.Operands(expr.operands)[0], body);
    case ExprKind::kNegate:
    case ExprKind::kAdd:
    case ExprKind::kSubtract:
    case ExprKind::kMultiply:
      return Arithmetic(expr, body);
    case ExprKind::kFloorDivide:
    case ExprKind::kModulo:
      return Division(expr, body);
    case ExprKind::kBuiltin:
      return Builtin(expr, body);
    case ExprKind::kAggregateQuery:
      return AggregateQuery(expr, body);
    default:
      Refuse("an expression of kind " + std::to_string(static_cast<int>(expr.kind)));
      return "0";
  }
}

auto ExpressionTranslator::Arithmetic(const Expr& expr, Body& body) -> std::string {
  if (expr.type == sema::Type::kFloat) Refuse("a float");
  features_.arithmetic = true;
  const auto operands = program_.Operands(expr.operands);
  const std::string left = Term(operands[0], body);
  if (expr.kind == ExprKind::kNegate) return "(0-" + left + ")";
  const char* sign = expr.kind == ExprKind::kAdd ? "+" : expr.kind == ExprKind::kSubtract ? "-" : "*";
  return "(" + left + sign + Term(operands[1], body) + ")";
}

// clingo's `/` and `\` truncate. (a\b + b)\b is the remainder of floor division for positive b under either convention,
// and what is left of a then divides exactly. For negative b: a MOD b = -(-a MOD -b).
auto ExpressionTranslator::Division(const Expr& expr, Body& body) -> std::string {
  features_.arithmetic = true;
  const auto operands = program_.Operands(expr.operands);
  const auto divisor = Constant(operands[1]);
  if (!divisor || *divisor == 0 || expr.type == sema::Type::kFloat) {
    Refuse("division by what is no constant");
    return "0";
  }
  const std::string left = Term(operands[0], body);
  const std::string by = std::to_string(*divisor < 0 ? -*divisor : *divisor);
  const std::string positive = *divisor < 0 ? "(0-" + left + ")" : left;
  std::string remainder = "(((" + positive + "\\" + by + ")+" + by + ")\\" + by + ")";
  if (*divisor < 0) remainder = "(0-" + remainder + ")";
  if (expr.kind == ExprKind::kModulo) return remainder;
  return "((" + left + "-" + remainder + ")/(" + std::to_string(*divisor) + "))";
}

auto ExpressionTranslator::Builtin(const Expr& expr, Body& body) -> std::string {
  std::vector<std::string> terms;
  for (const ExprId operand : program_.Operands(expr.operands)) terms.push_back(Term(operand, body));
  if (expr.type == sema::Type::kFloat) Refuse("a float");
  if (expr.builtin == bytelogic::Builtin::kAbs) return "|" + terms[0] + "|";
  if (expr.builtin != bytelogic::Builtin::kMin && expr.builtin != bytelogic::Builtin::kMax) {
    Refuse("a function that clingo does not have");
    return "0";
  }
  const std::string result = NewVariable();
  const char* name = expr.builtin == bytelogic::Builtin::kMin ? "#min{" : "#max{";
  body.push_back(result + "=" + name + Join(terms, ";") + "}");
  return result;
}

auto ExpressionTranslator::AggregateQuery(const Expr& expr, Body& body) -> std::string {
  features_.aggregate_query = true;
  std::vector<std::string> arguments;
  std::vector<std::string> any;  // the variables of the `?` columns
  for (const ExprId operand : program_.Operands(expr.operands)) {
    arguments.push_back(operand.valid() ? Term(operand, body) : NewVariable());
    if (!operand.valid()) any.push_back(arguments.back());
  }
  const std::string atom = Atom(name_of_(expr.relation), arguments);
  const std::string result = NewVariable();
  // A tuple of an aggregate starts with its weight; the other columns make it as distinct as the tuples are.
  std::string tuple = "0";
  for (const std::string& column : any) tuple += "," + column;
  switch (expr.aggregate) {
    case AggregateFunction::kCount:
      body.push_back(result + "=#count{" + tuple + ":" + atom + "}");
      break;
    case AggregateFunction::kSum:
      body.push_back(result + "=#sum{" + any.back() + "," + tuple + ":" + atom + "}");
      break;
    case AggregateFunction::kMin:
      body.push_back(result + "=#min{" + any.back() + ":" + atom + "}");
      break;
    case AggregateFunction::kMax:
      body.push_back(result + "=#max{" + any.back() + ":" + atom + "}");
      break;
    case AggregateFunction::kAvg:
      Refuse("AVG");
      break;
  }
  return result;
}

auto ExpressionTranslator::Range(sema::VariableId variable, std::span<const ExprId> bounds) -> Body {
  features_.range = true;
  Body body;
  if (program_[bounds[0]].type != sema::Type::kInt) Refuse("a range of floats");
  if (bounds.size() < 3) {
    const std::string first = Term(bounds[0], body);
    const std::string last = Term(bounds[1], body);
    body.push_back(VariableName(variable) + "=" + first + "..(" + last + "-1)");
    return body;
  }
  const auto first = Constant(bounds[0]);
  const auto end = Constant(bounds[1]);
  const auto step = Constant(bounds[2]);
  if (!first || !end || !step || *step == 0) {
    Refuse("a range whose bounds are no constants");
    return {};
  }
  std::vector<std::string> values;
  for (std::int64_t i = *first; (*step > 0 ? i < *end : i > *end) && values.size() <= 1'000; i += *step) {
    values.push_back("(" + std::to_string(i) + ")");
  }
  if (values.size() > 1'000) Refuse("a long range");
  if (values.empty()) return {"#false", VariableName(variable) + "=0"};
  return {VariableName(variable) + "=(" + Join(values, ";") + ")"};
}

auto ExpressionTranslator::Condition(ExprId id, bool holds) -> std::vector<Body> {
  const Expr& expr = program_[id];
  const auto operands = program_.Operands(expr.operands);
  switch (expr.kind) {
    case ExprKind::kNot:
      return Condition(operands[0], !holds);
    case ExprKind::kAnd:
    case ExprKind::kOr: {
      const std::vector<Body> left = Condition(operands[0], holds);
      const std::vector<Body> right = Condition(operands[1], holds);
      std::vector<Body> all;
      if ((expr.kind == ExprKind::kOr) == holds) {  // either
        all = left;
        all.insert(all.end(), right.begin(), right.end());
        return all;
      }
      for (const Body& first : left) {
        for (const Body& second : right) {
          all.push_back(first);
          all.back().insert(all.back().end(), second.begin(), second.end());
        }
      }
      return all;
    }
    case ExprKind::kExists:
      return Exists(expr, holds);
    case ExprKind::kEqual:
    case ExprKind::kNotEqual:
    case ExprKind::kLess:
    case ExprKind::kLessEqual:
    case ExprKind::kGreater:
    case ExprKind::kGreaterEqual:
      return Comparison(expr, holds);
    default: {
      Body body;
      const std::string term = Term(id, body);
      body.push_back(term + (holds ? "!=0" : "=0"));
      return {body};
    }
  }
}

auto ExpressionTranslator::Comparison(const Expr& expr, bool holds) -> std::vector<Body> {
  const auto operands = program_.Operands(expr.operands);
  const std::pair<const char*, const char*> signs[] = {{"=", "!="}, {"!=", "="}, {"<", ">="},
                                                       {"<=", ">"}, {">", "<="}, {">=", "<"}};
  const auto& [sign, opposite] =
      signs[static_cast<std::size_t>(expr.kind) - static_cast<std::size_t>(ExprKind::kEqual)];
  Body body;
  // Evaluated apart from each other: an assignment is one only where its right side is known.
  const std::string left = Term(operands[0], body);
  const std::string right = Term(operands[1], body);
  body.push_back(left + (holds ? sign : opposite) + right);
  return {body};
}

auto ExpressionTranslator::Exists(const Expr& expr, bool holds) -> std::vector<Body> {
  features_.negation |= !holds;
  Body body;
  std::vector<std::string> arguments;
  for (const ExprId operand : program_.Operands(expr.operands)) {
    arguments.push_back(operand.valid() ? Term(operand, body) : "_");
  }
  body.push_back((holds ? "" : "not ") + Atom(name_of_(expr.relation), arguments));
  return {body};
}

}  // namespace bytelogic::clingo
