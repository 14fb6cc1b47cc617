// tree.h - a Datalog program as it was written: what the parser makes, what lower.h turns into an Ast and printer.h
// prints.
//
//   p(X, N) :- q(X), N = count : { r(X, _) }.
//   =>  a clause: heads [p(X, N)], body: a conjunction of the literal q(X) and a comparison
//
// Nodes live in vectors and name each other by typed ids; lists of ids are stretches of pools.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/aggregate.h"
#include "base/id_vector.h"
#include "base/ids.h"
#include "base/source_range.h"
#include "diagnostics/work_meter.h"
#include "syntax/ast.h"
#include "syntax/datalog/lexer.h"

namespace bytelogic::syntax::datalog {

using TermId = Id<struct DatalogTermTag>;
using GoalId = Id<struct DatalogGoalTag>;

enum class TermKind : std::uint8_t {
  kError,      // was reported already
  kInt,        // int_value
  kFloat,      // float_value
  kSymbol,     // text
  kVariable,   // text
  kAnonymous,  // `_`
  kOperation,  // op; arguments: 1 or 2
  kCall,       // text(arguments): a function of kFunctions (functions.h)
  kAggregate,  // aggregate; arguments: what it is of (none of COUNT); body
};

enum class TermOperator : std::uint8_t {
  kNegate,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,       // `/` of Prolog's convention: true division
  kSlash,        // `/` of Soufflé's: of floats true division, else toward zero
  kTruncate,     // `//`: toward zero
  kRemainder,    // `rem`, Soufflé's `%`: the remainder of that
  kFloorDivide,  // `div`
  kModulo,       // `mod`
  kPower,        // `^`
};

struct Term {
  TermKind kind = TermKind::kError;
  TermOperator op = TermOperator::kAdd;
  AggregateFunction aggregate = AggregateFunction::kCount;
  bool quoted = false;  // kSymbol: in quotes
  SourceRange range;
  SourceRange name_range;  // of the operator, the function or the aggregate's word
  std::string_view text;
  std::int64_t int_value = 0;
  double float_value = 0;
  Span32 arguments;  // into Tree::term_pool
  GoalId body;
};

enum class GoalKind : std::uint8_t {
  kError,       // was reported already
  kLiteral,     // text(arguments)
  kComparison,  // op; arguments: 2
  kNot,         // goals: 1
  kAnd,         // goals
  kOr,          // goals
  kTrue,
  kFalse,
};

struct Goal {
  GoalKind kind = GoalKind::kError;
  Operator op = Operator::kEqual;  // kEqual ... kGreaterEqual
  bool is = false;                 // kComparison: `X is E`
  bool quoted = false;             // kLiteral: the name in quotes
  SourceRange range;
  SourceRange name_range;  // of the predicate, or of the operator
  std::string_view text;
  Span32 arguments;  // into Tree::term_pool
  Span32 goals;      // into Tree::goal_pool
};

struct Clause {
  Span32 heads;  // into Tree::goal_pool: literals
  GoalId body;   // invalid: a fact
  SourceRange range;
};

struct Question {
  GoalId body;
  SourceRange range;
};

enum class ColumnType : std::uint8_t { kUnknown, kInt, kFloat, kSymbol, kAny };

struct DeclaredColumn {
  std::string_view name;
  std::string_view type_name;
  SourceRange range;
  ColumnType type = ColumnType::kUnknown;  // kUnknown: none was written
};

// .decl r(x: number), or `:- dynamic r/1.`, which has no columns.
struct Declaration {
  std::string_view name;
  SourceRange name_range;
  bool has_columns = false;
  std::uint32_t arity = 0;
  Span32 columns;  // into Tree::columns
  SourceRange range;
};

// .type t = number, .type t <: symbol, .type t = a | b
struct TypeDeclaration {
  std::string_view name;
  SourceRange name_range;
  bool subtype = false;
  Span32 targets;  // into Tree::type_names: the types on the right
};

struct TypeName {
  std::string_view text;
  SourceRange range;
};

// What stands in the program, in source order.
enum class ItemKind : std::uint8_t { kClause, kQuestion, kDeclaration, kType, kDirective, kIgnored };

struct Item {
  ItemKind kind = ItemKind::kClause;
  std::uint32_t index = 0;  // into the vector of that kind; kIgnored has none
  SourceRange range;
};

struct Tree {
  std::string_view source;
  WorkMeter* work = nullptr;  // what walks over the tree are charged to, while a phase works on it
  Convention convention = Convention::kProlog;
  bool has_macros = false;
  IdVector<TermId, Term> terms;
  IdVector<GoalId, Goal> goals;
  Pool<TermId> term_pool;
  Pool<GoalId> goal_pool;
  std::vector<Clause> clauses;
  std::vector<Question> questions;
  std::vector<Declaration> declarations;
  Pool<DeclaredColumn> columns;
  std::vector<TypeDeclaration> types;
  Pool<TypeName> type_names;
  std::vector<Directive> directives;
  Pool<DirectiveParameter> directive_parameters;
  std::vector<Comment> comments;
  std::vector<Item> items;
  std::deque<std::string> decoded;

  auto operator[](TermId id) const -> const Term& { return terms[id]; }
  auto operator[](GoalId id) const -> const Goal& { return goals[id]; }
  [[nodiscard]] auto Terms(Span32 list) const -> std::span<const TermId> { return term_pool[list]; }
  [[nodiscard]] auto Goals(Span32 list) const -> std::span<const GoalId> { return goal_pool[list]; }
  [[nodiscard]] auto Columns(const Declaration& declaration) const -> std::span<const DeclaredColumn> {
    return columns[declaration.columns];
  }
};

}  // namespace bytelogic::syntax::datalog
