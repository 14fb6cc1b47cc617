// ast.h - a program as it was written: what the parser returns, what the printer prints, what sema/ reads.
//
//   Ast ast = ParseProgram(source, diagnostics);
//   for (StatementId id : ast.List(ast.program)) Print(ast[id]);
//
// Nodes live in vectors and name each other by typed ids; lists of ids are stretches of two pools. All text is a view
// into the source, which must outlive the Ast, or into `decoded` (strings with escapes, names that a dialect makes).
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/aggregate.h"
#include "base/id_vector.h"
#include "base/ids.h"
#include "base/source_range.h"
#include "bytelogic/dialect.h"

namespace bytelogic::syntax {

using ExprId = Id<struct ExprTag>;
using StatementId = Id<struct StatementTag>;

enum class ExprKind : std::uint8_t {
  kError,     // was reported already
  kInt,       // int_value
  kFloat,     // float_value
  kString,    // text: decoded
  kAtom,      // text: `alice`, `new-york`, `app.a`, a bare loop variable `i`, or a field `row.a`: sema/ tells which
  kVariable,  // text: `x` of `$x`
  kField,     // text: `row` of `$row.a`; name: `a`
  kAny,       // `?`, only as an argument of a pattern or query
  kUnary,     // op; arguments: 1
  kBinary,    // op; arguments: 2
  kCall,      // CALC text(arguments)
  kBuiltin,   // text(arguments): a function by name, any letter case; sema/ looks it up
  kExists,    // EXISTS(QUERY text arguments...)
  kAggregateQuery,  // aggregate(QUERY text arguments...)
  kAggregate,       // aggregate(arguments), only as an argument of an EMIT in a rule; arguments: none (COUNT) or 1
};

enum class Operator : std::uint8_t {
  kOr,
  kAnd,
  kNot,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kFloorDivide,
  kModulo,
  kNegate,
};

constexpr auto IsComparison(Operator op) -> bool { return op >= Operator::kEqual && op <= Operator::kGreaterEqual; }

// The comparison that holds where `comparison` does not.
constexpr auto Opposite(Operator comparison) -> Operator {
  switch (comparison) {
    case Operator::kEqual:
      return Operator::kNotEqual;
    case Operator::kNotEqual:
      return Operator::kEqual;
    case Operator::kLess:
      return Operator::kGreaterEqual;
    case Operator::kLessEqual:
      return Operator::kGreater;
    case Operator::kGreater:
      return Operator::kLessEqual;
    default:
      return Operator::kLess;
  }
}

struct Expr {
  ExprKind kind = ExprKind::kError;
  Operator op = Operator::kOr;
  AggregateFunction aggregate = AggregateFunction::kCount;
  bool distinct = false;       // kAggregate: COUNT(DISTINCT $x)
  bool parenthesized = false;  // `(expr)`: range is that of the inside, without the parentheses
  SourceRange range;           // the whole expression; of an operator, from its first operand to its last
  SourceRange name_range;      // of text (variable, callee, relation) or of the operator
  std::string_view text;
  std::string_view name;  // kField: the column
  std::int64_t int_value = 0;
  double float_value = 0;
  Span32 arguments;  // into Ast::expr_pool
};

enum class StatementKind : std::uint8_t {
  // declarations
  kRel,         // name, columns | arity
  kRule,        // name, body: clauses
  kConstraint,  // name, body: clauses, none of them EMIT
  kCalc,        // name, parameters, body
  // clauses of a rule
  kScan,       // name; arguments: the pattern (may be empty)
  kScanMatch,  // name; arguments: 1, after MATCH
  kJoin,       // name; arguments: the pattern (may be empty)
  kNotMatch,   // NOT name arguments; `not_exists` for WHERE NOT EXISTS (QUERY name arguments)
  // clauses and actions
  kWhere,     // arguments: 1
  kLet,       // variable; arguments: 1
  kForRange,  // variable; arguments: 2 or 3; body (empty in a rule)
  kEmit,      // name; arguments
  // actions
  kFact,      // name; arguments
  kIf,        // arguments: one condition per arm; bodies: one per arm, then the ELSE body if has_else
  kForQuery,  // variable; name (relation); query_arguments; body
  kForList,   // variable; arguments: elements; body
  kForWhile,  // arguments: 1; body
  kExec,      // name; arguments
  kSolve,
  kQuery,   // name; arguments (with `?`)
  kResult,  // arguments: 1
  kBreak,
  kContinue,
  kError,  // was reported already
};

struct Column {
  std::string_view name;  // empty: none was written (`REL r 2` has no columns at all, only an arity)
  std::string_view type;  // as written, one of int float symbol any; empty: inferred
  Keep keep = Keep::kAll;
  SourceRange range;
  SourceRange keep_range;  // of `KEEP MIN`
};

struct Statement {
  StatementKind kind = StatementKind::kError;
  bool not_exists = false;     // kNotMatch
  bool has_else = false;       // kIf
  bool bare_variable = false;  // FOR i IN ...: the loop variable was written without `$`
  bool has_arity = false;      // kRel: `REL r 2`
  bool has_columns = false;    // kRel: `REL r(a, b: int)`
  std::uint32_t arity = 0;     // kRel
  SourceRange range;           // from the first to the last word of the statement, its END included
  SourceRange keyword_range;
  std::string_view name;  // relation, rule or CALC
  SourceRange name_range;
  std::string_view variable;  // LET and FOR, without `$`
  SourceRange variable_range;
  Span32 arguments;   // into Ast::expr_pool
  Span32 bodies;      // into Ast::body_pool: one for FOR, CALC, RULE; one per arm for IF
  Span32 columns;     // into Ast::columns; of a kQuery: names for its `?` columns, where they have their own
  Span32 parameters;  // into Ast::parameters, kCalc
};

struct Parameter {
  std::string_view name;
  SourceRange range;
};

struct Comment {
  SourceRange range;      // from its first character to the end of the line, without the newline
  bool own_line = false;  // nothing but white space before it
};

// What a Datalog program says about files, for the tools that read and write them:
// `.input edge(IO=file, filename="edge.facts", delimiter=",")`. Nothing but them looks at it.
enum class DirectiveKind : std::uint8_t { kInput, kOutput, kPrintSize };

struct DirectiveParameter {
  std::string_view name;   // `filename`
  std::string_view value;  // `edge.facts`: a string decoded, a word or number as written
  SourceRange range;
};

struct Directive {
  DirectiveKind kind = DirectiveKind::kInput;
  SourceRange range;
  std::string_view relation;
  SourceRange relation_range;
  Span32 parameters;  // into Ast::directive_parameters
};

struct Ast {
  std::string_view source;
  Dialect dialect = Dialect::kByteLogic;  // in which words a message about the source should speak
  IdVector<ExprId, Expr> exprs;
  IdVector<StatementId, Statement> statements;
  Pool<ExprId> expr_pool;
  Pool<StatementId> statement_pool;
  Pool<Span32> body_pool;  // each: a list of statement_pool
  Pool<Column> columns;
  Pool<Parameter> parameters;
  std::vector<Comment> comments;
  std::vector<Directive> directives;  // in source order; only of Datalog
  Pool<DirectiveParameter> directive_parameters;
  std::deque<std::string> decoded;  // text that is not a stretch of the source
  Span32 program;                   // the top-level statements, a stretch of statement_pool

  auto operator[](ExprId id) const -> const Expr& { return exprs[id]; }
  auto operator[](StatementId id) const -> const Statement& { return statements[id]; }
  [[nodiscard]] auto Arguments(const Expr& expr) const -> std::span<const ExprId> { return expr_pool[expr.arguments]; }
  [[nodiscard]] auto Arguments(const Statement& statement) const -> std::span<const ExprId> {
    return expr_pool[statement.arguments];
  }
  // The statements of the `index`-th body of `statement`.
  [[nodiscard]] auto Body(const Statement& statement, std::uint32_t index = 0) const -> std::span<const StatementId> {
    return List(body_pool[statement.bodies.begin + index]);
  }
  [[nodiscard]] auto List(Span32 list) const -> std::span<const StatementId> { return statement_pool[list]; }
  [[nodiscard]] auto Columns(const Statement& statement) const -> std::span<const Column> {
    return columns[statement.columns];
  }
  [[nodiscard]] auto Parameters(const Statement& statement) const -> std::span<const Parameter> {
    return parameters[statement.parameters];
  }
  [[nodiscard]] auto Parameters(const Directive& directive) const -> std::span<const DirectiveParameter> {
    return directive_parameters[directive.parameters];
  }
};

}  // namespace bytelogic::syntax
