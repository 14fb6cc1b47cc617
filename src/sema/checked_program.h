// checked_program.h - a program that means something: every name resolved, every pattern explicit, every type known.
//
// Made by Check (sema/check.h), read by plan/ and reference/, which both rely on the invariants named here and on
// nothing of syntax/. What is implicit in the language is explicit here:
//   * each clause form is a pattern with one Term per column (`SCAN r MATCH $k` and the like are gone);
//   * an expression inside a pattern is a LET of a fresh variable before the clause (or a filter after it, where it
//     uses variables that the clause itself binds);
//   * each CALC is one Function per combination of argument types; the actions are function 0;
//   * conversions between types are expressions of their own.
// Views point into the source or into `strings`, and stay valid while the CheckedProgram lives (moves included).
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/aggregate.h"
#include "base/builtin.h"
#include "base/id_vector.h"
#include "base/ids.h"
#include "base/source_range.h"

namespace bytelogic::sema {

using RelationId = Id<struct RelationTag>;
using RuleId = Id<struct RuleTag>;
using FunctionId = Id<struct FunctionTag>;
using CalcId = Id<struct CalcTag>;
using VariableId = Id<struct VariableTag>;  // within one rule or function
using ConstantId = Id<struct ConstantTag>;
using ExprId = Id<struct CheckedExprTag>;
using StatementId = Id<struct CheckedStatementTag>;
using OutputId = Id<struct OutputTag>;
using ConstraintId = Id<struct ConstraintTag>;

// kNone: no source reached it (only while types are inferred; a finished program has none).
enum class Type : std::uint8_t { kNone, kInt, kFloat, kSymbol, kAny };

struct Column {
  std::string_view name;  // declared, or "a", "b", "c", ... by position ("c27" from the 27th on)
  Type type = Type::kAny;
  bool declared = false;  // the type was written: a promise
};

struct Relation {
  std::string_view name;
  SourceRange range;  // of its name in the declaration
  std::vector<Column> columns;
  Keep keep = Keep::kAll;     // of the last column, which is then an int, a float or a symbol
  bool derived = false;       // some rule emits into it
  std::uint32_t stratum = 0;  // of a derived relation: index into CheckedProgram::strata
};

// A float constant never has an integral value in the range of int64 unless its type is kFloat by use, and is never -0.
struct Constant {
  Type type = Type::kInt;  // kInt, kFloat or kSymbol
  std::int64_t int_value = 0;
  double float_value = 0;
  std::string_view text;
};

struct Variable {
  std::string_view name;  // without `$`; `row.a` for a column of a loop over a query; empty: made by the checker
  Type type = Type::kAny;
};

enum class ExprKind : std::uint8_t {
  kConstant,  // constant; type int, float or symbol
  kVariable,  // variable
  // Conversions; one operand.
  kIntToFloat,
  kToAny,        // int, float or symbol to any; a float with an integral value becomes that int
  kAnyToInt,     // R209 where the value at hand does not fit
  kAnyToFloat,   // R209; ints are welcome
  kAnyToSymbol,  // R209
  // Operators. Arithmetic: both operands and the result have the same type: int, float or any. kDivide: float or any.
  kNegate,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kFloorDivide,
  kModulo,
  // Comparisons: result int, 0 or 1. Operands: both int, both float, both symbol, or both any (an int beside a float:
  // both are converted to any, whose comparison is exact). < and <= on any may fail with R204; = and != never fail.
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  // Conditions: operands int, float or any (any: R204 on a symbol); result int, 0 or 1. AND and OR short-circuit.
  kNot,
  kAnd,
  kOr,
  kCall,            // function(operands); operands have the types of its parameters; result its type
  kBuiltin,         // builtin(operands); see kBuiltin below
  kExists,          // relation; operands: one per column, invalid id where `?`; result int, 0 or 1
  kAggregateQuery,  // aggregate over the last `?` column of the tuples that match; relation and operands as kExists (at
                    // least one `?`, but for COUNT). Result: COUNT int; SUM of int int, of float float, of any any; AVG
                    // float; MIN MAX the column's type. Nothing matches: COUNT and SUM are 0, else R206
};
// kBuiltin: operand and result types. Float functions: operands float (converted), result float; or all any.
// POW: both int -> int, both float -> float, both any -> any. FLOOR CEIL ROUND/1: int, float or any -> int.
// ROUND/2: (float, int) -> float, or (any, int or any) -> any as the value at hand; its second operand is int or any.
// ABS: keeps int, float, any. MIN MAX: all operands of one type (int, float, symbol, any), which is the result's.
// String functions: symbols and ints as expected, or any at every place (R204 where the value at hand does not fit);
// results symbol or int. TO_NUMBER: symbol, int, float or any -> any. TO_SYMBOL: int, float, symbol or any -> symbol.

struct Expr {
  ExprKind kind = ExprKind::kConstant;
  Type type = Type::kNone;
  Builtin builtin = Builtin::kPow;
  AggregateFunction aggregate = AggregateFunction::kCount;
  SourceRange range;  // what a run-time error points at
  ConstantId constant;
  VariableId variable;
  FunctionId function;
  CalcId calc;  // of a kCall that the checker has yet to give its function
  RelationId relation;
  Span32 operands;  // into CheckedProgram::operand_pool
};

struct Term {
  enum class Kind : std::uint8_t {
    kAny,       // matches everything
    kBind,      // binds `variable`, which no clause to the left binds (nor a term to the left)
    kEqual,     // must be the same value as `variable`, bound to the left (maybe by a term to the left in this clause)
    kConstant,  // must be `constant`
  };
  Kind kind = Kind::kAny;
  VariableId variable;
  ConstantId constant;
};

enum class ClauseKind : std::uint8_t {
  kMatch,   // relation(terms)
  kAbsent,  // no tuple of relation matches terms; none of them is kBind
  kFilter,  // operands: 1, a condition (int, float or any)
  kSame,    // operands: 2, any types: goes on where both are the same value; never fails itself (pattern equality)
  kLet,     // variable = operands[0]
  kRange,   // variable from operands[0] (int or float or any), below operands[1] (same), by operands[2] (int or any) if
            // given
  kEmit,    // relation(operands), each of its column's type; with `emit_columns`, an EMIT with aggregates
};

// A column of an EMIT with aggregates. Such an EMIT ranges over the distinct bindings of the variables that the clauses
// to its left bind (a kLet follows from the others; `?` binds nothing), grouped by the values of its plain columns, and
// gives one tuple for each group. Its operands: of a plain column the value, of the column's type; of an aggregate its
// argument, invalid for COUNT().
struct EmitColumn {
  bool aggregated = false;
  bool distinct = false;  // COUNT(DISTINCT ..): of the values, each counts once
  AggregateFunction function = AggregateFunction::kCount;
  Type result = Type::kNone;  // of the aggregate, as ExprKind::kAggregateQuery has it; it enters the column as an
                              // expression of that type does: as it is, int to float, anything to any, or from any
                              // with R209 where the value at hand does not fit
  SourceRange range;          // of the aggregate: R202, R203, R204, R209
};

struct Clause {
  ClauseKind kind = ClauseKind::kFilter;
  SourceRange range;
  RelationId relation;
  VariableId variable;
  Span32 terms;         // into CheckedProgram::terms
  Span32 operands;      // into CheckedProgram::operand_pool
  Span32 emit_columns;  // into CheckedProgram::emit_columns: none, or one per operand
};

struct Rule {
  std::string_view name;
  SourceRange range;
  Span32 clauses;                   // into CheckedProgram::clauses, in source order
  std::vector<Variable> variables;  // each is bound by exactly one clause
  std::uint32_t stratum = 0;
};

// Holds when its clauses (none of them kEmit) have no binding; checked over the relations as they are when the actions
// have ended.
struct Constraint {
  std::string_view name;
  SourceRange range;
  Span32 clauses;                     // into CheckedProgram::clauses, in source order
  std::vector<Variable> variables;    // each is bound by exactly one clause
  std::vector<VariableId> witnesses;  // those with a name, in the order in which they are bound
  bool reads_derived = false;         // it, or a CALC that it calls, reads a relation that rules can change
};

enum class StatementKind : std::uint8_t {
  kLet,       // variable = operands[0]
  kIf,        // operands: a condition per arm; bodies: one per arm, and one more for ELSE if there is one
  kForQuery,  // relation; operands: one per column, invalid where `?`; field_variables: one per column; body
  kForRange,  // variable; operands 2 or 3, as ClauseKind::kRange; body
  kForList,  // variable; operands: the elements, all of the variable's type, evaluated once before the first turn; body
  kWhile,    // operands: 1; body
  kSkipTurn,  // WHERE in a loop: goes on with the next turn of the innermost loop unless operands[0]
  kLeave,     // WHERE outside of loops: leaves the innermost body (of IF or of the function) unless operands[0]
  kBreak,
  kContinue,
  kAssert,       // FACT and EMIT: relation(operands), each of its column's type
  kExec,         // operands: 1, a kCall whose value is not needed
  kReturn,       // RESULT in a CALC; operands: 1, of the function's type
  kOutputValue,  // RESULT in the actions: output; operands: 1
  kOutputQuery,  // QUERY: output; relation; operands: one per column, invalid where `?`
  kSolve,
};

struct Statement {
  StatementKind kind = StatementKind::kLet;
  SourceRange range;
  RelationId relation;
  VariableId variable;
  OutputId output;
  Span32 operands;         // into CheckedProgram::operand_pool
  Span32 bodies;           // into CheckedProgram::bodies, each a stretch of statement_pool
  Span32 field_variables;  // into CheckedProgram::variable_pool, kForQuery; invalid id: the column is never read
};

// A CALC for one combination of argument types, or (function 0) the actions.
struct Function {
  std::string_view name;  // empty for the actions
  SourceRange range;
  std::uint32_t parameter_count = 0;  // the first variables
  std::vector<Variable> variables;
  Type result = Type::kInt;  // of kReturn and of every kCall; kAny where nothing returns
  Span32 body;               // into statement_pool
};

// The text and shape of one output statement; a loop may make it many times.
struct OutputShape {
  bool is_query = false;
  std::string text;  // as written, white space collapsed: `parent alice ?`, `CALC factorial(5)`
  RelationId relation;
  std::vector<std::string_view> columns;      // names of the `?` columns
  std::vector<std::uint32_t> column_indexes;  // their positions
};

// The derived relations and the rules of one stratum, rules in source order.
struct Stratum {
  std::vector<RelationId> relations;
  std::vector<RuleId> rules;
};

struct CheckedProgram {
  IdVector<RelationId, Relation> relations;        // in source order of their declarations
  IdVector<RuleId, Rule> rules;                    // in source order
  IdVector<ConstraintId, Constraint> constraints;  // in source order
  Pool<Clause> clauses;
  Pool<EmitColumn> emit_columns;
  IdVector<FunctionId, Function> functions;  // [0]: the actions; only those that are called, directly or not
  IdVector<StatementId, Statement> statements;
  IdVector<ExprId, Expr> exprs;
  IdVector<ConstantId, Constant> constants;  // no two are the same value of the same type
  IdVector<OutputId, OutputShape> outputs;
  std::vector<Stratum> strata;  // lowest first
  Pool<Term> terms;
  Pool<ExprId> operand_pool;
  Pool<StatementId> statement_pool;
  Pool<Span32> bodies;  // each: a list of statement_pool
  Pool<VariableId> variable_pool;
  std::deque<std::string> strings;  // text that is not a stretch of the source

  auto operator[](ExprId id) const -> const Expr& { return exprs[id]; }
  auto operator[](StatementId id) const -> const Statement& { return statements[id]; }
  auto operator[](RelationId id) const -> const Relation& { return relations[id]; }
  auto operator[](RuleId id) const -> const Rule& { return rules[id]; }
  auto operator[](FunctionId id) const -> const Function& { return functions[id]; }
  auto operator[](ConstantId id) const -> const Constant& { return constants[id]; }
  [[nodiscard]] auto Operands(Span32 list) const -> std::span<const ExprId> { return operand_pool[list]; }
  [[nodiscard]] auto Terms(const Clause& clause) const -> std::span<const Term> { return terms[clause.terms]; }
  [[nodiscard]] auto Clauses(const Rule& rule) const -> std::span<const Clause> { return clauses[rule.clauses]; }
  [[nodiscard]] auto Clauses(const Constraint& constraint) const -> std::span<const Clause> {
    return clauses[constraint.clauses];
  }
  // Of an EMIT with aggregates one for each operand; else none.
  [[nodiscard]] auto EmitColumns(const Clause& clause) const -> std::span<const EmitColumn> {
    return emit_columns[clause.emit_columns];
  }
  [[nodiscard]] auto Statements(Span32 list) const -> std::span<const StatementId> { return statement_pool[list]; }
  [[nodiscard]] auto Body(const Statement& statement, std::uint32_t index = 0) const -> std::span<const StatementId> {
    return Statements(bodies[statement.bodies.begin + index]);
  }
  [[nodiscard]] auto FieldVariables(const Statement& statement) const -> std::span<const VariableId> {
    return variable_pool[statement.field_variables];
  }
};

}  // namespace bytelogic::sema
