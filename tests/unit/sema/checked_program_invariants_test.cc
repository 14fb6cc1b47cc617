#include "checked_program_invariants.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

namespace bytelogic::sema {
namespace {

class Invariants {
 public:
  explicit Invariants(const CheckedProgram& program) : program_(program) {}

  auto Find() -> std::string {
    for (const Constant& constant : program_.constants) CheckConstant(constant);
    for (const Relation& relation : program_.relations) {
      for (const Column& column : relation.columns) {
        Expect(column.type != Type::kNone, "a column without a type");
        Expect(!column.name.empty(), "a column without a name");
      }
      if (relation.keep != Keep::kAll) {
        Expect(!relation.columns.empty() && relation.columns.back().type != Type::kAny, "KEEP of values of any type");
      }
      if (relation.derived) Expect(relation.stratum < program_.strata.size(), "a relation without a stratum");
    }
    CheckStrata();
    for (const Rule& rule : program_.rules) CheckRule(rule);
    for (const Constraint& constraint : program_.constraints) CheckConstraint(constraint);
    Expect(!program_.functions.empty() && program_.functions[0].name.empty(), "no actions");
    for (const Function& function : program_.functions) {
      variables_ = &function.variables;
      function_ = &function;
      CheckVariables();
      Expect(function.result != Type::kNone, "a function without a result type");
      Expect(function.parameter_count <= function.variables.size(), "parameters without variables");
      CheckBody(program_.Statements(function.body), 0);
    }
    for (std::size_t index = 1; index < program_.functions.size(); ++index) {
      Expect(called_.contains(static_cast<std::uint32_t>(index)), "a function that nothing calls");
    }
    return violation_;
  }

 private:
  void Expect(bool kept, std::string_view promise) {
    if (!kept && violation_.empty()) violation_ = promise;
  }

  void CheckConstant(const Constant& constant) {
    Expect(constant.type == Type::kInt || constant.type == Type::kFloat || constant.type == Type::kSymbol,
           "a constant without a type");
    Expect(!(constant.type == Type::kFloat && constant.float_value == 0 && std::signbit(constant.float_value)), "-0.0");
    const auto key = std::tuple(constant.type, constant.int_value, constant.float_value, std::string(constant.text));
    Expect(constants_.insert(key).second, "a constant twice");
  }

  void CheckVariables() {
    for (const Variable& variable : *variables_) Expect(variable.type != Type::kNone, "a variable without a type");
  }

  void CheckStrata() {
    std::set<std::uint32_t> rules;
    for (std::uint32_t index = 0; index < program_.strata.size(); ++index) {
      const Stratum& stratum = program_.strata[index];
      Expect(!stratum.relations.empty() && !stratum.rules.empty(), "an empty stratum");
      Expect(std::ranges::is_sorted(stratum.rules), "rules of a stratum out of order");
      for (const RelationId id : stratum.relations) {
        Expect(program_[id].derived && program_[id].stratum == index, "a relation in another stratum");
      }
      for (const RuleId id : stratum.rules) {
        Expect(program_[id].stratum == index, "a rule in another stratum");
        Expect(rules.insert(id.index).second, "a rule in two strata");
      }
    }
    Expect(rules.size() == program_.rules.size(), "a rule in no stratum");
  }

  void CheckRule(const Rule& rule) {
    variables_ = &rule.variables;
    function_ = nullptr;
    CheckVariables();
    bound_.assign(rule.variables.size(), false);
    bool emits = false;
    for (const Clause& clause : program_.Clauses(rule)) {
      CheckClause(rule.stratum, clause);
      emits = emits || clause.kind == ClauseKind::kEmit;
      if (clause.kind == ClauseKind::kEmit) CheckComplete(rule, clause);
    }
    Expect(emits, "a rule without EMIT");
  }

  // What must be complete before the EMIT is: everything, if it aggregates; what has KEEP, if its own relation has
  // none.
  void CheckComplete(const Rule& rule, const Clause& emit) {
    for (const Clause& clause : program_.Clauses(rule)) {
      if (&clause == &emit) return;
      if (clause.kind != ClauseKind::kMatch || !program_[clause.relation].derived) continue;
      const bool best = program_[clause.relation].keep != Keep::kAll && program_[emit.relation].keep == Keep::kAll;
      if (!best && emit.emit_columns.size == 0) continue;
      Expect(program_[clause.relation].stratum < rule.stratum, "an EMIT from a relation that is not complete");
    }
  }

  void CheckConstraint(const Constraint& constraint) {
    variables_ = &constraint.variables;
    function_ = nullptr;
    CheckVariables();
    bound_.assign(constraint.variables.size(), false);
    std::set<std::uint32_t> witnesses;
    for (const Clause& clause : program_.Clauses(constraint)) {
      Expect(clause.kind != ClauseKind::kEmit, "a constraint that emits");
      CheckClause(static_cast<std::uint32_t>(program_.strata.size()), clause);
      const bool derived = clause.relation.valid() && program_[clause.relation].derived;
      Expect(!derived || constraint.reads_derived, "a constraint that reads derived relations and does not say so");
    }
    for (const VariableId id : constraint.witnesses) {
      Expect(id.index < bound_.size() && bound_[id.index], "a witness that is not bound");
      Expect(witnesses.insert(id.index).second, "a witness twice");
    }
    for (std::uint32_t index = 0; index < constraint.variables.size(); ++index) {
      Expect(witnesses.contains(index) != constraint.variables[index].name.empty(), "a variable that is no witness");
    }
  }

  void CheckClause(std::uint32_t stratum, const Clause& clause) {
    switch (clause.kind) {
      case ClauseKind::kMatch:
      case ClauseKind::kAbsent:
        return CheckTerms(stratum, clause);
      case ClauseKind::kFilter:
        return CheckCondition(Only(clause.operands));
      case ClauseKind::kSame:
        Expect(clause.operands.size == 2, "kSame without two operands");
        CheckOperands(clause.operands);
        return;
      case ClauseKind::kLet:
        Expect(CheckExpr(Only(clause.operands)) == TypeOf(clause.variable), "a LET of another type");
        return Bind(clause.variable);
      case ClauseKind::kRange:
        CheckRange(clause.operands, clause.variable);
        return Bind(clause.variable);
      case ClauseKind::kEmit:
        Expect(program_[clause.relation].derived, "an EMIT into a relation that is not derived");
        Expect(program_[clause.relation].stratum == stratum, "an EMIT into another stratum");
        if (clause.emit_columns.size > 0) return CheckEmitColumns(clause);
        return CheckTuple(clause.relation, clause.operands);
    }
  }

  void CheckEmitColumns(const Clause& clause) {
    const auto& columns = program_[clause.relation].columns;
    const auto emitted = program_.EmitColumns(clause);
    const auto operands = program_.Operands(clause.operands);
    Expect(emitted.size() == columns.size() && operands.size() == columns.size(),
           "a tuple with another number of values");
    bool aggregates = false;
    for (std::size_t index = 0; index < emitted.size() && index < operands.size() && index < columns.size(); ++index) {
      const EmitColumn& column = emitted[index];
      if (!operands[index].valid()) {
        Expect(column.aggregated && column.function == AggregateFunction::kCount, "an aggregate of nothing");
      }
      const Type type = operands[index].valid() ? CheckExpr(operands[index]) : Type::kInt;
      aggregates = aggregates || column.aggregated;
      if (!column.aggregated) {
        Expect(type == columns[index].type, "a value of another type than its column");
        continue;
      }
      CheckAggregate(column.function, type, column.result);
      const Type into = columns[index].type;
      Expect(column.result == into || into == Type::kAny || column.result == Type::kAny ||
                 (column.result == Type::kInt && into == Type::kFloat),
             "an aggregate of another type than its column");
    }
    Expect(aggregates, "an EMIT without aggregates with columns");
  }

  void CheckAggregate(AggregateFunction function, Type argument, Type result) {
    switch (function) {
      case AggregateFunction::kCount:
        return Expect(result == Type::kInt, "COUNT that is no int");
      case AggregateFunction::kSum:
        return Expect(result == argument && result != Type::kSymbol, "SUM of another type than its argument");
      case AggregateFunction::kAvg:
        return Expect(result == Type::kFloat && argument != Type::kSymbol, "AVG that is no float");
      case AggregateFunction::kMin:
      case AggregateFunction::kMax:
        return Expect(result == argument, "MIN of another type than its argument");
    }
  }

  void CheckTerms(std::uint32_t stratum, const Clause& clause) {
    const Relation& relation = program_[clause.relation];
    const bool absent = clause.kind == ClauseKind::kAbsent;
    if (relation.derived) {
      Expect(absent ? relation.stratum < stratum : relation.stratum <= stratum, "a rule reads a later stratum");
    }
    const auto terms = program_.Terms(clause);
    Expect(terms.size() == relation.columns.size(), "a term too many or too few");
    for (std::size_t index = 0; index < terms.size() && index < relation.columns.size(); ++index) {
      const Term& term = terms[index];
      switch (term.kind) {
        case Term::Kind::kAny:
          break;
        case Term::Kind::kBind:
          Expect(!absent, "NOT binds");
          Expect(TypeOf(term.variable) == relation.columns[index].type, "a variable with another type than its binder");
          Bind(term.variable);
          break;
        case Term::Kind::kEqual:
          Expect(term.variable.index < bound_.size() && bound_[term.variable.index],
                 "an unbound variable in a pattern");
          break;
        case Term::Kind::kConstant:
          CheckIdentity(term.constant);
          break;
      }
    }
  }

  void CheckIdentity(ConstantId id) {
    if (id.index >= program_.constants.size()) return Expect(false, "a constant out of range");
    const Constant& constant = program_[id];
    if (constant.type != Type::kFloat) return;
    const double value = constant.float_value;
    Expect(std::trunc(value) != value || std::fabs(value) > 9.3e18, "a pattern constant that is an int as a float");
  }

  void Bind(VariableId id) {
    if (id.index >= bound_.size()) return Expect(false, "a variable out of range");
    Expect(!bound_[id.index], "a variable bound twice");
    bound_[id.index] = true;
  }

  auto Only(Span32 operands) -> ExprId {
    Expect(operands.size == 1, "not one operand");
    return operands.size == 1 ? program_.Operands(operands)[0] : ExprId{};
  }

  auto TypeOf(VariableId id) -> Type {
    if (id.index < variables_->size()) return (*variables_)[id.index].type;
    Expect(false, "a variable out of range");
    return Type::kNone;
  }

  void CheckOperands(Span32 operands) {
    for (const ExprId operand : program_.Operands(operands)) CheckExpr(operand);
  }

  void CheckCondition(ExprId id) {
    const Type type = CheckExpr(id);
    Expect(type == Type::kInt || type == Type::kFloat || type == Type::kAny, "a condition that is a symbol");
  }

  void CheckTuple(RelationId relation, Span32 operands) {
    const auto& columns = program_[relation].columns;
    Expect(operands.size == columns.size(), "a tuple with another number of values");
    for (std::uint32_t index = 0; index < operands.size && index < columns.size(); ++index) {
      Expect(CheckExpr(program_.Operands(operands)[index]) == columns[index].type,
             "a value of another type than its column");
    }
  }

  // One operand per column, invalid where `?`.
  void CheckPattern(RelationId relation, Span32 operands) {
    Expect(operands.size == program_[relation].columns.size(), "a pattern with another number of columns");
    for (const ExprId operand : program_.Operands(operands)) {
      if (!operand.valid()) continue;
      CheckExpr(operand);
      if (program_[operand].kind == ExprKind::kConstant) CheckIdentity(program_[operand].constant);
    }
  }

  void CheckRange(Span32 operands, VariableId variable) {
    Expect(operands.size == 2 || operands.size == 3, "RANGE without two or three operands");
    for (std::uint32_t index = 0; index < operands.size; ++index) {
      const Type type = CheckExpr(program_.Operands(operands)[index]);
      Expect(type == Type::kInt || type == Type::kAny || (type == Type::kFloat && index < 2), "RANGE over no number");
    }
    Expect(TypeOf(variable) == Type::kInt, "RANGE with a variable that is no int");
  }

  void CheckBody(std::span<const StatementId> list, int loops) {
    for (const StatementId id : list) {
      if (id.index >= program_.statements.size()) return Expect(false, "a statement out of range");
      CheckStatement(program_[id], loops);
    }
  }

  void CheckStatement(const Statement& statement, int loops) {
    switch (statement.kind) {
      case StatementKind::kLet:
        Expect(CheckExpr(Only(statement.operands)) == TypeOf(statement.variable), "a LET of another type");
        return;
      case StatementKind::kIf:
        Expect(statement.bodies.size == statement.operands.size || statement.bodies.size == statement.operands.size + 1,
               "an IF whose arms are not its conditions");
        for (const ExprId condition : program_.Operands(statement.operands)) CheckCondition(condition);
        break;
      case StatementKind::kForQuery: {
        CheckPattern(statement.relation, statement.operands);
        const auto fields = program_.FieldVariables(statement);
        const auto& columns = program_[statement.relation].columns;
        Expect(fields.size() == columns.size(), "a loop with another number of columns");
        for (std::size_t index = 0; index < fields.size() && index < columns.size(); ++index) {
          if (fields[index].valid()) Expect(TypeOf(fields[index]) == columns[index].type, "a column of another type");
        }
        ++loops;
        break;
      }
      case StatementKind::kForRange:
        CheckRange(statement.operands, statement.variable);
        ++loops;
        break;
      case StatementKind::kForList:
        for (const ExprId element : program_.Operands(statement.operands)) {
          Expect(CheckExpr(element) == TypeOf(statement.variable), "an element of another type");
        }
        ++loops;
        break;
      case StatementKind::kWhile:
        CheckCondition(Only(statement.operands));
        ++loops;
        break;
      case StatementKind::kSkipTurn:
        Expect(loops > 0, "kSkipTurn outside of loops");
        return CheckCondition(Only(statement.operands));
      case StatementKind::kLeave:
        Expect(loops == 0, "kLeave in a loop");
        return CheckCondition(Only(statement.operands));
      case StatementKind::kBreak:
      case StatementKind::kContinue:
        return Expect(loops > 0, "BREAK outside of loops");
      case StatementKind::kAssert:
        return CheckTuple(statement.relation, statement.operands);
      case StatementKind::kExec: {
        const ExprId call = Only(statement.operands);
        CheckExpr(call);
        return Expect(program_[call].kind == ExprKind::kCall, "EXEC of no call");
      }
      case StatementKind::kReturn:
        Expect(function_ != &program_.functions[0], "RESULT of a CALC in the actions");
        return Expect(CheckExpr(Only(statement.operands)) == function_->result, "RESULT of another type");
      case StatementKind::kOutputValue:
      case StatementKind::kOutputQuery:
        return CheckOutput(statement);
      case StatementKind::kSolve:
        return Expect(function_ == &program_.functions[0], "SOLVE in a CALC");
    }
    const bool is_loop = statement.kind != StatementKind::kIf;
    Expect(!is_loop || statement.bodies.size == 1, "a loop without one body");
    for (std::uint32_t body = 0; body < statement.bodies.size; ++body) CheckBody(program_.Body(statement, body), loops);
  }

  void CheckOutput(const Statement& statement) {
    Expect(function_ == &program_.functions[0], "an output in a CALC");
    if (statement.output.index >= program_.outputs.size()) return Expect(false, "an output out of range");
    const OutputShape& shape = program_.outputs[statement.output.index];
    Expect(!shape.text.empty(), "an output without text");
    Expect(shape.is_query == (statement.kind == StatementKind::kOutputQuery), "an output of another kind");
    if (!shape.is_query) {
      CheckExpr(Only(statement.operands));
      return;
    }
    CheckPattern(statement.relation, statement.operands);
    std::vector<std::uint32_t> asked;
    for (std::uint32_t index = 0; index < statement.operands.size; ++index) {
      if (!program_.Operands(statement.operands)[index].valid()) asked.push_back(index);
    }
    Expect(asked == shape.column_indexes && asked.size() == shape.columns.size(), "an output with other columns");
  }

  auto CheckExpr(ExprId id) -> Type {
    if (id.index >= program_.exprs.size()) {
      Expect(false, "an expression out of range");
      return Type::kNone;
    }
    const Expr& expr = program_[id];
    Expect(expr.type != Type::kNone, "an expression without a type");
    std::vector<Type> types;
    for (const ExprId operand : program_.Operands(expr.operands)) {
      types.push_back(operand.valid() ? CheckExpr(operand) : Type::kNone);
    }
    const auto one = [&](Type from, Type to) {
      Expect(types.size() == 1 && types[0] == from && expr.type == to, "a conversion between other types");
    };
    const auto same = [&] { return std::ranges::all_of(types, [&](Type type) { return type == types[0]; }); };
    switch (expr.kind) {
      case ExprKind::kConstant:
        if (expr.constant.index >= program_.constants.size()) {
          Expect(false, "a constant out of range");
        } else {
          Expect(program_[expr.constant].type == expr.type, "a constant of another type");
        }
        break;
      case ExprKind::kVariable:
        Expect(TypeOf(expr.variable) == expr.type, "a variable of another type");
        if (function_ == nullptr) Expect(bound_[expr.variable.index], "an unbound variable");
        break;
      case ExprKind::kIntToFloat:
        one(Type::kInt, Type::kFloat);
        break;
      case ExprKind::kToAny:
        Expect(types.size() == 1 && types[0] != Type::kAny && expr.type == Type::kAny, "kToAny of any");
        break;
      case ExprKind::kAnyToInt:
        one(Type::kAny, Type::kInt);
        break;
      case ExprKind::kAnyToFloat:
        one(Type::kAny, Type::kFloat);
        break;
      case ExprKind::kAnyToSymbol:
        one(Type::kAny, Type::kSymbol);
        break;
      case ExprKind::kNegate:
      case ExprKind::kAdd:
      case ExprKind::kSubtract:
      case ExprKind::kMultiply:
      case ExprKind::kFloorDivide:
      case ExprKind::kModulo:
      case ExprKind::kDivide:
        Expect(types.size() == (expr.kind == ExprKind::kNegate ? 1U : 2U) && same() && types[0] == expr.type &&
                   expr.type != Type::kSymbol && !(expr.kind == ExprKind::kDivide && expr.type == Type::kInt),
               "arithmetic between other types");
        break;
      case ExprKind::kEqual:
      case ExprKind::kNotEqual:
      case ExprKind::kLess:
      case ExprKind::kLessEqual:
      case ExprKind::kGreater:
      case ExprKind::kGreaterEqual:
        Expect(types.size() == 2 && same() && expr.type == Type::kInt, "a comparison between other types");
        break;
      case ExprKind::kNot:
      case ExprKind::kAnd:
      case ExprKind::kOr:
        Expect(std::ranges::find(types, Type::kSymbol) == types.end() && expr.type == Type::kInt,
               "a symbol as condition");
        break;
      case ExprKind::kCall:
        CheckCall(expr, types);
        break;
      case ExprKind::kBuiltin:
        CheckBuiltin(expr, types);
        break;
      case ExprKind::kExists:
        CheckPattern(expr.relation, expr.operands);
        Expect(expr.type == Type::kInt, "EXISTS that is no int");
        break;
      case ExprKind::kAggregateQuery: {
        CheckPattern(expr.relation, expr.operands);
        Type argument = Type::kNone;
        for (std::uint32_t index = 0; index < expr.operands.size; ++index) {
          if (!program_.Operands(expr.operands)[index].valid()) argument = program_[expr.relation].columns[index].type;
        }
        Expect(argument != Type::kNone || expr.aggregate == AggregateFunction::kCount, "a query that asks nothing");
        CheckAggregate(expr.aggregate, argument, expr.type);
        break;
      }
    }
    return expr.type;
  }

  void CheckCall(const Expr& expr, const std::vector<Type>& types) {
    if (expr.function.index >= program_.functions.size()) return Expect(false, "a function out of range");
    called_.insert(expr.function.index);
    const Function& function = program_[expr.function];
    Expect(expr.function.index > 0, "a call of the actions");
    Expect(types.size() == function.parameter_count, "a call with another number of arguments");
    for (std::size_t index = 0; index < types.size(); ++index) {
      Expect(types[index] == function.variables[index].type, "an argument of another type than its parameter");
    }
    Expect(expr.type == function.result, "a call of another type than its function");
  }

  void CheckBuiltin(const Expr& expr, const std::vector<Type>& types) {
    const auto all = [&](Type type) { return std::ranges::all_of(types, [&](Type each) { return each == type; }); };
    const auto signature = [&](std::string_view letters, Type result) {
      bool fits = expr.type == result;
      for (std::size_t index = 0; index < types.size(); ++index) {
        const char letter = letters[std::min(index, letters.size() - 1)];
        fits = fits && types[index] == (letter == 's' ? Type::kSymbol : Type::kInt);
      }
      Expect(fits || (all(Type::kAny) && expr.type == result), "a string function of other types");
    };
    switch (expr.builtin) {
      case Builtin::kPow:
        return Expect(types.size() == 2 && all(expr.type) && expr.type != Type::kSymbol, "POW of other types");
      case Builtin::kFloor:
      case Builtin::kCeil:
        return Expect(types[0] != Type::kSymbol && expr.type == Type::kInt, "FLOOR of other types");
      case Builtin::kRound:
        if (types.size() == 1)
          return Expect(types[0] != Type::kSymbol && expr.type == Type::kInt, "ROUND of other types");
        return Expect((types[0] == Type::kFloat && types[1] == Type::kInt && expr.type == Type::kFloat) ||
                          (types[0] == Type::kAny && (types[1] == Type::kInt || types[1] == Type::kAny) &&
                           expr.type == Type::kAny),
                      "ROUND to decimals of other types");
      case Builtin::kAbs:
        return Expect(all(expr.type) && expr.type != Type::kSymbol, "ABS of other types");
      case Builtin::kMin:
      case Builtin::kMax:
        return Expect(all(expr.type), "MIN of several types");
      case Builtin::kPi:
      case Builtin::kE:
        return Expect(expr.type == Type::kFloat, "PI that is no float");
      case Builtin::kLength:
        return signature("s", Type::kInt);
      case Builtin::kCharAt:
        return signature("si", Type::kSymbol);
      case Builtin::kSubstr:
        return signature("sii", Type::kSymbol);
      case Builtin::kConcat:
      case Builtin::kUpper:
      case Builtin::kLower:
      case Builtin::kReplace:
        return signature("s", Type::kSymbol);
      case Builtin::kContains:
      case Builtin::kStartsWith:
      case Builtin::kEndsWith:
      case Builtin::kIndexOf:
        return signature("s", Type::kInt);
      case Builtin::kToNumber:
        return Expect(expr.type == Type::kAny, "TO_NUMBER that is not any");
      case Builtin::kToSymbol:
        return Expect(expr.type == Type::kSymbol, "TO_SYMBOL that is no symbol");
      default:
        return Expect((all(Type::kFloat) && expr.type == Type::kFloat) || (all(Type::kAny) && expr.type == Type::kAny),
                      "a float function of other types");
    }
  }

  const CheckedProgram& program_;
  std::string violation_;
  std::set<std::tuple<Type, std::int64_t, double, std::string>> constants_;
  std::set<std::uint32_t> called_;
  const std::vector<Variable>* variables_ = nullptr;
  const Function* function_ = nullptr;  // null in rules
  std::vector<bool> bound_;
};

}  // namespace

auto FindViolation(const CheckedProgram& program) -> std::string { return Invariants(program).Find(); }

namespace {

TEST(CheckedProgramInvariants, SeesWhatIsBroken) {
  CheckedProgram program;
  EXPECT_EQ(FindViolation(program), "no actions");
  program.functions.emplace_back();
  EXPECT_EQ(FindViolation(program), "");
  program.functions[0].variables.push_back({"x", Type::kNone});
  EXPECT_EQ(FindViolation(program), "a variable without a type");
  program.functions[0].variables[0].type = Type::kInt;
  program.constants.push_back({.type = Type::kInt, .int_value = 1});
  program.exprs.push_back({.kind = ExprKind::kConstant, .type = Type::kInt, .constant = {0}});
  program.operand_pool.push_back({0});
  program.statements.push_back({.kind = StatementKind::kLet, .variable = {0}, .operands = {0, 1}});
  program.statement_pool.push_back({0});
  program.functions[0].body = {0, 1};
  EXPECT_EQ(FindViolation(program), "");
  program.functions[0].variables[0].type = Type::kFloat;
  EXPECT_EQ(FindViolation(program), "a LET of another type");
  program.functions[0].variables[0].type = Type::kInt;
  program.constants.push_back(program.constants[0]);
  EXPECT_EQ(FindViolation(program), "a constant twice");
}

}  // namespace
}  // namespace bytelogic::sema
