#include "sema/printer.h"

#include <fmt/format.h>

#include <iterator>

#include "base/builtin.h"
#include "sema/types.h"

namespace bytelogic::sema {
namespace {

auto OperatorText(ExprKind kind) -> std::string_view {
  switch (kind) {
    case ExprKind::kAdd:
      return "+";
    case ExprKind::kSubtract:
      return "-";
    case ExprKind::kMultiply:
      return "*";
    case ExprKind::kDivide:
      return "/";
    case ExprKind::kFloorDivide:
      return "DIV";
    case ExprKind::kModulo:
      return "MOD";
    case ExprKind::kEqual:
      return "=";
    case ExprKind::kNotEqual:
      return "!=";
    case ExprKind::kLess:
      return "<";
    case ExprKind::kLessEqual:
      return "<=";
    case ExprKind::kGreater:
      return ">";
    case ExprKind::kGreaterEqual:
      return ">=";
    case ExprKind::kAnd:
      return "AND";
    case ExprKind::kOr:
      return "OR";
    default:
      return {};
  }
}

auto ConversionText(ExprKind kind) -> std::string_view {
  switch (kind) {
    case ExprKind::kIntToFloat:
      return "int_to_float";
    case ExprKind::kToAny:
      return "to_any";
    case ExprKind::kAnyToInt:
      return "any_to_int";
    case ExprKind::kAnyToFloat:
      return "any_to_float";
    case ExprKind::kAnyToSymbol:
      return "any_to_symbol";
    default:
      return {};
  }
}

class Printer {
 public:
  explicit Printer(const CheckedProgram& program) : program_(program) {}

  auto Print() -> std::string {
    for (const Relation& relation : program_.relations) PrintRelation(relation);
    for (const Rule& rule : program_.rules) PrintRule(rule);
    for (const Constraint& constraint : program_.constraints) PrintConstraint(constraint);
    for (std::size_t index = 0; index < program_.functions.size(); ++index) PrintFunction(index);
    return std::move(out_);
  }

 private:
  template <typename... Arguments>
  void Put(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
  }
  void Indent(std::size_t depth) { out_.append(2 * depth, ' '); }

  void PrintRelation(const Relation& relation);
  void PrintRule(const Rule& rule);
  void PrintConstraint(const Constraint& constraint);
  void PrintEmit(const Clause& clause);
  void PrintClause(const Clause& clause);
  void PrintTerms(const Clause& clause);
  void PrintFunction(std::size_t index);
  void PrintVariables();
  void PrintBody(std::span<const StatementId> list, std::size_t depth);
  void PrintStatement(const Statement& statement, std::size_t depth);
  void PrintIf(const Statement& statement, std::size_t depth);
  void PrintForQuery(const Statement& statement);
  void PrintVariable(VariableId id);
  void PrintConstant(ConstantId id);
  void PrintExpr(ExprId id);
  void PrintList(Span32 operands);
  void PrintOperand(Span32 operands, std::uint32_t index) { PrintExpr(program_.Operands(operands)[index]); }
  auto RelationName(RelationId id) const -> std::string_view { return program_[id].name; }

  const CheckedProgram& program_;
  const std::vector<Variable>* variables_ = nullptr;
  std::string out_;
};

void Printer::PrintRelation(const Relation& relation) {
  Put("relation {}(", relation.name);
  for (std::size_t index = 0; index < relation.columns.size(); ++index) {
    const Column& column = relation.columns[index];
    Put("{}{}: {}{}", index == 0 ? "" : ", ", column.name, NameOf(column.type), column.declared ? " declared" : "");
  }
  out_ += ')';
  if (relation.keep != Keep::kAll) Put(" keep {}", relation.keep == Keep::kMin ? "min" : "max");
  if (relation.derived) Put(" stratum {}", relation.stratum);
  out_ += '\n';
}

void Printer::PrintVariable(VariableId id) {
  const std::string_view name = (*variables_)[id.index].name;
  if (name.empty()) {
    Put("${}'", id.index);
  } else {
    Put("${}", name);
  }
}

void Printer::PrintVariables() {
  if (variables_->empty()) return;
  out_ += "  variables";
  for (std::uint32_t index = 0; index < variables_->size(); ++index) {
    out_ += index == 0 ? " " : ", ";
    PrintVariable({index});
    Put(": {}", NameOf((*variables_)[index].type));
  }
  out_ += '\n';
}

void Printer::PrintConstant(ConstantId id) {
  const Constant& constant = program_[id];
  switch (constant.type) {
    case Type::kInt:
      Put("{}", constant.int_value);
      break;
    // Shortest form that reads back the same; always told from an int.
    case Type::kFloat: {
      const std::string text = fmt::format("{}", constant.float_value);
      Put("{}{}", text, text.find_first_of(".en") == std::string::npos ? ".0" : "");
      break;
    }
    default:
      Put("\"{}\"", constant.text);
  }
}

void Printer::PrintRule(const Rule& rule) {
  Put("rule {} stratum {}\n", rule.name, rule.stratum);
  variables_ = &rule.variables;
  PrintVariables();
  for (const Clause& clause : program_.Clauses(rule)) PrintClause(clause);
}

void Printer::PrintConstraint(const Constraint& constraint) {
  Put("constraint {}{}\n", constraint.name, constraint.reads_derived ? " reads derived" : "");
  variables_ = &constraint.variables;
  PrintVariables();
  for (const Clause& clause : program_.Clauses(constraint)) PrintClause(clause);
  if (constraint.witnesses.empty()) return;
  out_ += "  witnesses";
  for (std::size_t index = 0; index < constraint.witnesses.size(); ++index) {
    out_ += index == 0 ? " " : ", ";
    PrintVariable(constraint.witnesses[index]);
  }
  out_ += '\n';
}

// emit total($dept, SUM($pay): int)
void Printer::PrintEmit(const Clause& clause) {
  Put("emit {}", RelationName(clause.relation));
  const auto columns = program_.EmitColumns(clause);
  if (columns.empty()) return PrintList(clause.operands);
  out_ += '(';
  for (std::uint32_t index = 0; index < columns.size(); ++index) {
    if (index > 0) out_ += ", ";
    const ExprId operand = program_.Operands(clause.operands)[index];
    if (!columns[index].aggregated) {
      PrintExpr(operand);
      continue;
    }
    Put("{}({}", bytelogic::NameOf(columns[index].function), columns[index].distinct ? "DISTINCT " : "");
    if (operand.valid()) PrintExpr(operand);
    Put("): {}", NameOf(columns[index].result));
  }
  out_ += ')';
}

void Printer::PrintTerms(const Clause& clause) {
  Put("{}(", RelationName(clause.relation));
  const auto terms = program_.Terms(clause);
  for (std::size_t index = 0; index < terms.size(); ++index) {
    if (index > 0) out_ += ", ";
    switch (terms[index].kind) {
      case Term::Kind::kAny:
        out_ += '?';
        break;
      case Term::Kind::kBind:
        out_ += "bind ";
        PrintVariable(terms[index].variable);
        break;
      case Term::Kind::kEqual:
        PrintVariable(terms[index].variable);
        break;
      case Term::Kind::kConstant:
        PrintConstant(terms[index].constant);
        break;
    }
  }
  out_ += ')';
}

void Printer::PrintClause(const Clause& clause) {
  out_ += "  ";
  switch (clause.kind) {
    case ClauseKind::kMatch:
      out_ += "match ";
      PrintTerms(clause);
      break;
    case ClauseKind::kAbsent:
      out_ += "absent ";
      PrintTerms(clause);
      break;
    case ClauseKind::kFilter:
      out_ += "filter ";
      PrintOperand(clause.operands, 0);
      break;
    case ClauseKind::kSame:
      out_ += "same ";
      PrintList(clause.operands);
      break;
    case ClauseKind::kLet:
      out_ += "let ";
      PrintVariable(clause.variable);
      out_ += " = ";
      PrintOperand(clause.operands, 0);
      break;
    case ClauseKind::kRange:
      out_ += "range ";
      PrintVariable(clause.variable);
      out_ += " in ";
      PrintList(clause.operands);
      break;
    case ClauseKind::kEmit:
      PrintEmit(clause);
      break;
  }
  out_ += '\n';
}

void Printer::PrintFunction(std::size_t index) {
  const Function& function = program_.functions[index];
  variables_ = &function.variables;
  if (index == 0) {
    out_ += "actions\n";
  } else {
    Put("function {} {}(", index, function.name);
    for (std::uint32_t parameter = 0; parameter < function.parameter_count; ++parameter) {
      if (parameter > 0) out_ += ", ";
      PrintVariable({parameter});
      Put(": {}", NameOf(function.variables[parameter].type));
    }
    Put(") -> {}\n", NameOf(function.result));
  }
  PrintVariables();
  PrintBody(program_.Statements(function.body), 1);
}

void Printer::PrintBody(std::span<const StatementId> list, std::size_t depth) {
  for (const StatementId id : list) PrintStatement(program_[id], depth);
}

void Printer::PrintIf(const Statement& statement, std::size_t depth) {
  for (std::uint32_t arm = 0; arm < statement.bodies.size; ++arm) {
    if (arm > 0) Indent(depth);
    if (arm < statement.operands.size) {
      out_ += arm == 0 ? "if " : "else if ";
      PrintOperand(statement.operands, arm);
    } else {
      out_ += "else";
    }
    out_ += '\n';
    PrintBody(program_.Body(statement, arm), depth + 1);
  }
}

void Printer::PrintForQuery(const Statement& statement) {
  Put("for query {}", RelationName(statement.relation));
  PrintList(statement.operands);
  out_ += " as (";
  const auto fields = program_.FieldVariables(statement);
  for (std::size_t index = 0; index < fields.size(); ++index) {
    if (index > 0) out_ += ", ";
    if (fields[index].valid()) {
      PrintVariable(fields[index]);
    } else {
      out_ += '_';
    }
  }
  out_ += ')';
}

void Printer::PrintStatement(const Statement& statement, std::size_t depth) {
  Indent(depth);
  switch (statement.kind) {
    case StatementKind::kLet:
      out_ += "let ";
      PrintVariable(statement.variable);
      out_ += " = ";
      PrintOperand(statement.operands, 0);
      break;
    case StatementKind::kIf:
      return PrintIf(statement, depth);
    case StatementKind::kForQuery:
      PrintForQuery(statement);
      break;
    case StatementKind::kForRange:
    case StatementKind::kForList:
      out_ += statement.kind == StatementKind::kForRange ? "for range " : "for list ";
      PrintVariable(statement.variable);
      out_ += " in ";
      PrintList(statement.operands);
      break;
    case StatementKind::kWhile:
      out_ += "while ";
      PrintOperand(statement.operands, 0);
      break;
    case StatementKind::kSkipTurn:
      out_ += "skip turn unless ";
      PrintOperand(statement.operands, 0);
      break;
    case StatementKind::kLeave:
      out_ += "leave unless ";
      PrintOperand(statement.operands, 0);
      break;
    case StatementKind::kBreak:
      out_ += "break";
      break;
    case StatementKind::kContinue:
      out_ += "continue";
      break;
    case StatementKind::kAssert:
      Put("assert {}", RelationName(statement.relation));
      PrintList(statement.operands);
      break;
    case StatementKind::kExec:
      out_ += "exec ";
      PrintOperand(statement.operands, 0);
      break;
    case StatementKind::kReturn:
      out_ += "return ";
      PrintOperand(statement.operands, 0);
      break;
    case StatementKind::kOutputValue:
      Put("output {} `{}` value ", statement.output.index, program_.outputs[statement.output.index].text);
      PrintOperand(statement.operands, 0);
      break;
    case StatementKind::kOutputQuery:
      Put("output {} `{}` query {}", statement.output.index, program_.outputs[statement.output.index].text,
          RelationName(statement.relation));
      PrintList(statement.operands);
      break;
    case StatementKind::kSolve:
      out_ += "solve";
      break;
  }
  out_ += '\n';
  for (std::uint32_t body = 0; body < statement.bodies.size; ++body) {
    PrintBody(program_.Body(statement, body), depth + 1);
  }
}

void Printer::PrintList(Span32 operands) {
  out_ += '(';
  for (std::uint32_t index = 0; index < operands.size; ++index) {
    if (index > 0) out_ += ", ";
    PrintOperand(operands, index);
  }
  out_ += ')';
}

void Printer::PrintExpr(ExprId id) {
  if (!id.valid()) {
    out_ += '?';
    return;
  }
  const Expr& expr = program_[id];
  switch (expr.kind) {
    case ExprKind::kConstant:
      return PrintConstant(expr.constant);
    case ExprKind::kVariable:
      return PrintVariable(expr.variable);
    case ExprKind::kNegate:
      Put("-");
      return PrintList(expr.operands);
    case ExprKind::kNot:
      Put("NOT");
      return PrintList(expr.operands);
    case ExprKind::kCall:
      Put("CALC {} {}", expr.function.index, program_[expr.function].name);
      return PrintList(expr.operands);
    case ExprKind::kBuiltin:
      Put("{}", InfoOf(expr.builtin).name);
      return PrintList(expr.operands);
    case ExprKind::kExists:
      Put("EXISTS {}", RelationName(expr.relation));
      return PrintList(expr.operands);
    case ExprKind::kAggregateQuery:
      Put("{} {}", bytelogic::NameOf(expr.aggregate), RelationName(expr.relation));
      return PrintList(expr.operands);
    default:
      break;
  }
  if (const std::string_view conversion = ConversionText(expr.kind); !conversion.empty()) {
    Put("{}", conversion);
    return PrintList(expr.operands);
  }
  out_ += '(';
  PrintOperand(expr.operands, 0);
  Put(" {} ", OperatorText(expr.kind));
  PrintOperand(expr.operands, 1);
  out_ += ')';
}

}  // namespace

auto PrintCheckedProgram(const CheckedProgram& program) -> std::string { return Printer(program).Print(); }

}  // namespace bytelogic::sema
