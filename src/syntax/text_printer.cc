#include "syntax/text_printer.h"

#include <algorithm>
#include <iterator>

#include "base/builtin.h"
#include "base/letter_case.h"
#include "base/number_text.h"
#include "base/symbol_text.h"
#include "syntax/operator_level.h"

namespace bytelogic::syntax {
namespace {

struct OperatorText {
  std::string_view text;
  int level;
};

auto TextOf(Operator op) -> OperatorText {
  switch (op) {
    case Operator::kOr:
      return {"OR", kOrLevel};
    case Operator::kAnd:
      return {"AND", kAndLevel};
    case Operator::kNot:
      return {"NOT", kNotLevel};
    case Operator::kEqual:
      return {"=", kComparisonLevel};
    case Operator::kNotEqual:
      return {"!=", kComparisonLevel};
    case Operator::kLess:
      return {"<", kComparisonLevel};
    case Operator::kLessEqual:
      return {"<=", kComparisonLevel};
    case Operator::kGreater:
      return {">", kComparisonLevel};
    case Operator::kGreaterEqual:
      return {">=", kComparisonLevel};
    case Operator::kAdd:
      return {"+", kSumLevel};
    case Operator::kSubtract:
      return {"-", kSumLevel};
    case Operator::kMultiply:
      return {"*", kProductLevel};
    case Operator::kDivide:
      return {"/", kProductLevel};
    case Operator::kFloorDivide:
      return {"DIV", kProductLevel};
    case Operator::kModulo:
      return {"MOD", kProductLevel};
    case Operator::kNegate:
      return {"-", kNegateLevel};
  }
  return {"", kPrimaryLevel};
}

// Whether a word before `(` is no atom.
auto IsFunctionLike(std::string_view word) -> bool {
  for (const std::string_view name : {"COUNT", "SUM", "AVG"}) {
    if (EqualsInAnyCase(word, name)) return true;
  }
  return FindBuiltin(word) != nullptr;
}

}  // namespace

void TextPrinter::PrintExpr(ExprId id, int min_level) {
  const Expr& expr = ast_[id];
  switch (expr.kind) {
    case ExprKind::kError:
      out_ += '?';
      return;
    case ExprKind::kInt:
      return PrintInt(expr.int_value);
    case ExprKind::kFloat:
      return PrintFloat(expr.float_value);
    case ExprKind::kString:
      return PrintString(expr.text);
    case ExprKind::kAtom:
      out_ += expr.text;
      return;
    case ExprKind::kVariable:
      out_ += '$';
      out_ += expr.text;
      return;
    case ExprKind::kField:
      out_ += '$';
      out_ += expr.text;
      out_ += '.';
      out_ += expr.name;
      return;
    case ExprKind::kAny:
      out_ += '?';
      return;
    case ExprKind::kUnary:
      return PrintUnary(expr, min_level);
    case ExprKind::kBinary:
      return PrintBinary(expr, min_level);
    case ExprKind::kCall:
      out_ += "CALC ";
      out_ += expr.text;
      return PrintList(ast_.Arguments(expr), '(', ')');
    case ExprKind::kBuiltin:
      PrintFunctionName(expr.text);
      return PrintList(ast_.Arguments(expr), '(', ')');
    case ExprKind::kExists:
      out_ += "EXISTS ";
      return PrintQuery(expr.text, ast_.Arguments(expr));
    case ExprKind::kAggregateQuery:
      out_ += NameOf(expr.aggregate);
      return PrintQuery(expr.text, ast_.Arguments(expr));
    case ExprKind::kAggregate:
      return PrintAggregate(expr);
  }
}

void TextPrinter::PrintAggregate(const Expr& expr) {
  out_ += NameOf(expr.aggregate);
  out_ += expr.distinct ? "(DISTINCT " : "(";
  if (expr.arguments.size > 0) PrintExpr(ast_.Arguments(expr)[0], kOrLevel);
  out_ += ')';
}

void TextPrinter::PrintList(std::span<const ExprId> exprs, char open, char close) {
  out_ += open;
  for (std::size_t i = 0; i < exprs.size(); ++i) {
    if (i > 0) out_ += ", ";
    PrintExpr(exprs[i], kOrLevel);
  }
  out_ += close;
}

void TextPrinter::PrintQuery(std::string_view relation, std::span<const ExprId> arguments) {
  out_ += "(QUERY ";
  out_ += relation;
  PrintArguments(arguments);
  out_ += ')';
}

void TextPrinter::PrintArguments(std::span<const ExprId> arguments) {
  for (const ExprId argument : arguments) {
    out_ += ' ';
    PrintArgument(argument);
  }
}

void TextPrinter::PrintArgument(ExprId id) {
  const Expr& expr = ast_[id];
  bool parentheses = false;
  switch (expr.kind) {
    case ExprKind::kVariable:
      parentheses = expr.parenthesized;
      break;
    case ExprKind::kAtom:
      parentheses = expr.parenthesized && IsFunctionLike(expr.text);
      break;
    case ExprKind::kUnary:
    case ExprKind::kBinary:
    case ExprKind::kCall:
    case ExprKind::kBuiltin:
    case ExprKind::kExists:
    case ExprKind::kAggregateQuery:
      parentheses = true;
      break;
    default:
      break;
  }
  if (parentheses) out_ += '(';
  PrintExpr(id, kOrLevel);
  if (parentheses) out_ += ')';
}

void TextPrinter::PrintRelationAndArguments(std::string_view keyword, const Statement& statement) {
  out_ += keyword;
  out_ += ' ';
  out_ += statement.name;
  PrintArguments(ast_.Arguments(statement));
}

void TextPrinter::PrintClause(const Statement& clause) {
  switch (clause.kind) {
    case StatementKind::kScan:
      return PrintRelationAndArguments("SCAN", clause);
    case StatementKind::kScanMatch:
      out_ += "SCAN ";
      out_ += clause.name;
      out_ += " MATCH";
      return PrintArguments(ast_.Arguments(clause));
    case StatementKind::kJoin:
      return PrintRelationAndArguments("JOIN", clause);
    case StatementKind::kNotMatch:
      if (!clause.not_exists) return PrintRelationAndArguments("NOT", clause);
      out_ += "WHERE NOT EXISTS ";
      return PrintQuery(clause.name, ast_.Arguments(clause));
    case StatementKind::kWhere:
      if (IsNotExists(ast_.Arguments(clause)[0])) {
        // Without parentheses it would be the clause NOT.
        out_ += "WHERE (";
        PrintExpr(ast_.Arguments(clause)[0], kOrLevel);
        out_ += ')';
        return;
      }
      return PrintLeaf(clause);
    case StatementKind::kForRange:
      return PrintForHead(clause);
    default:
      return PrintLeaf(clause);
  }
}

void TextPrinter::PrintLeaf(const Statement& statement) {
  switch (statement.kind) {
    case StatementKind::kRel:
      return PrintRel(statement);
    case StatementKind::kFact:
      return PrintRelationAndArguments("FACT", statement);
    case StatementKind::kEmit:
      return PrintRelationAndArguments("EMIT", statement);
    case StatementKind::kQuery:
      return PrintRelationAndArguments("QUERY", statement);
    case StatementKind::kWhere:
      out_ += "WHERE ";
      return PrintExpr(ast_.Arguments(statement)[0], kOrLevel);
    case StatementKind::kResult:
      out_ += "RESULT ";
      return PrintExpr(ast_.Arguments(statement)[0], kOrLevel);
    case StatementKind::kLet:
      out_ += "LET $";
      out_ += statement.variable;
      out_ += " = ";
      return PrintExpr(ast_.Arguments(statement)[0], kOrLevel);
    case StatementKind::kExec:
      out_ += "EXEC ";
      out_ += statement.name;
      return PrintList(ast_.Arguments(statement), '(', ')');
    case StatementKind::kSolve:
      out_ += "SOLVE";
      return;
    case StatementKind::kBreak:
      out_ += "BREAK";
      return;
    case StatementKind::kContinue:
      out_ += "CONTINUE";
      return;
    default:
      return;
  }
}

void TextPrinter::PrintForHead(const Statement& statement) {
  out_ += "FOR ";
  if (statement.kind == StatementKind::kForWhile) {
    out_ += "WHILE ";
    return PrintExpr(ast_.Arguments(statement)[0], kOrLevel);
  }
  if (!statement.bare_variable) out_ += '$';
  out_ += statement.variable;
  out_ += " IN ";
  switch (statement.kind) {
    case StatementKind::kForQuery:
      return PrintQuery(statement.name, ast_.Arguments(statement));
    case StatementKind::kForRange:
      out_ += "RANGE";
      return PrintList(ast_.Arguments(statement), '(', ')');
    default:
      return PrintList(ast_.Arguments(statement), '[', ']');
  }
}

void TextPrinter::PrintCalcHead(const Statement& statement) {
  out_ += "CALC ";
  out_ += statement.name;
  if (!statement.parameters.empty()) out_ += " INPUT";
  for (const Parameter& parameter : ast_.Parameters(statement)) {
    out_ += " $";
    out_ += parameter.name;
  }
}

void TextPrinter::PrintRel(const Statement& statement) {
  out_ += "REL ";
  out_ += statement.name;
  if (statement.has_columns) {
    std::string_view separator = "(";
    for (const Column& column : ast_.Columns(statement)) {
      out_ += separator;
      out_ += column.name;
      if (!column.type.empty()) {
        out_ += ": ";
        out_ += column.type;
      }
      if (column.keep != Keep::kAll) out_ += column.keep == Keep::kMin ? " KEEP MIN" : " KEEP MAX";
      separator = ", ";
    }
    out_ += ')';
  } else if (statement.has_arity) {
    out_ += ' ';
    PrintInt(statement.arity);
  }
}

void TextPrinter::PrintInt(std::int64_t value) {
  char buffer[kMaxNumberText];
  out_.append(buffer, WriteInt(buffer, value));
}

void TextPrinter::PrintString(std::string_view text) {
  const std::size_t begin = out_.size();
  out_.resize(begin + QuotedSymbolSize(text));
  WriteQuotedSymbol(out_.data() + begin, text);
}

void TextPrinter::PrintFloat(double value) {
  char buffer[kMaxNumberText];
  const std::string_view text(buffer, static_cast<std::size_t>(WriteFloat(buffer, value) - buffer));
  out_ += text;
  if (text.find_first_of(".e") == std::string_view::npos) out_ += ".0";
}

void TextPrinter::PrintFunctionName(std::string_view name) {
  const BuiltinInfo* builtin = FindBuiltin(name);
  out_ += builtin != nullptr ? builtin->name : name;
}

void TextPrinter::PrintUnary(const Expr& expr, int min_level) {
  const OperatorText op = TextOf(expr.op);
  const ExprId operand = ast_.Arguments(expr)[0];
  if (op.level < min_level) out_ += '(';
  out_ += op.text;
  if (expr.op == Operator::kNot) out_ += ' ';
  const Expr& inside = ast_[operand];
  // `-5` is one number; the negation of 5 needs parentheses.
  const bool is_number = (inside.kind == ExprKind::kInt && inside.int_value >= 0) ||
                         (inside.kind == ExprKind::kFloat && inside.float_value >= 0);
  if (expr.op == Operator::kNegate && is_number) out_ += '(';
  PrintExpr(operand, op.level);
  if (expr.op == Operator::kNegate && is_number) out_ += ')';
  if (op.level < min_level) out_ += ')';
}

void TextPrinter::PrintBinary(const Expr& expr, int min_level) {
  const OperatorText op = TextOf(expr.op);
  const std::span<const ExprId> operands = ast_.Arguments(expr);
  if (op.level < min_level) out_ += '(';
  PrintExpr(operands[0], op.level == kComparisonLevel ? op.level + 1 : op.level);
  out_ += ' ';
  out_ += op.text;
  out_ += ' ';
  PrintExpr(operands[1], op.level + 1);
  if (op.level < min_level) out_ += ')';
}

auto TextPrinter::IsNotExists(ExprId id) const -> bool {
  const Expr& expr = ast_[id];
  return expr.kind == ExprKind::kUnary && expr.op == Operator::kNot &&
         ast_[ast_.Arguments(expr)[0]].kind == ExprKind::kExists;
}

}  // namespace bytelogic::syntax
