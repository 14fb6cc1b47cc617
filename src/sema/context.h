// context.h - what the steps of one Check share: the tree they read, the program they make, and notes for later steps.
//
// Made and owned by Check (check.cc). Steps are functions or small classes that take a Context&; this is the only state
// that passes between them.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "bytelogic/limits.h"
#include "diagnostics/diagnostics.h"
#include "sema/checked_program.h"
#include "sema/constant_table.h"
#include "sema/name_table.h"
#include "syntax/ast.h"

namespace bytelogic::sema {

// Columns take memory for each relation, whatever the length of the source; so their number has a limit of its own.
inline constexpr std::uint32_t kMaxArity = 1'000;
inline constexpr std::uint32_t kMaxInstances = 256;
// Plain patterns (`SCAN r`) take a term for each column, whatever the length of the source.
inline constexpr std::size_t kMaxTerms = 100'000;

// A CALC as it was declared. Its body, not yet typed, is Context::templates->functions[number of the CALC].
struct Calc {
  syntax::StatementId statement;
  bool asserts = false;     // itself; see effects.h for what it calls
  bool has_result = false;  // some RESULT stands in it
  std::size_t size = 0;     // statements and expressions of its body
};

// CALC `caller` calls CALC `callee`.
struct CalcCall {
  CalcId caller;
  CalcId callee;
};

// CALC `calc` reads `relation`.
struct CalcRead {
  CalcId calc;
  RelationId relation;
};

// An expression of a rule calls a CALC, or queries a relation: one of the two ids is valid.
struct RuleUse {
  RuleId rule;               // invalid: a constraint
  std::uint32_t clause = 0;  // the clause that evaluates it is this one of Context::program.clauses or a later one,
                             // and no EMIT lies between
  CalcId calc;
  RelationId relation;
  SourceRange range;
  bool aggregates = false;  // the query is an aggregate
};

// The KEEP of a relation.
struct KeepColumn {
  RelationId relation;
  SourceRange range;         // KEEP MIN
  std::uint8_t sources = 0;  // the types that flow into the column, a bit each
};

// The variables that LET and FOR set in the actions, and in the CALC that was asked for last. Only filled where a
// program has errors.
struct SetNames {
  bool has_actions = false;
  std::unordered_set<std::string_view> actions;
  SourceRange owner;
  std::unordered_set<std::string_view> inside;
};

struct Context {
  Context(const syntax::Ast& tree, const Limits& run_limits, Diagnostics& reports, CheckedProgram& made)
      : ast(tree),
        limits(run_limits),
        diagnostics(reports),
        work(reports.work()),
        program(made),
        constants(made.constants) {}

  const syntax::Ast& ast;
  const Limits& limits;
  Diagnostics& diagnostics;
  WorkMeter& work;
  CheckedProgram& program;
  ConstantTable constants;

  NameTable relation_names;           // numbers are RelationIds
  std::vector<std::uint8_t> sourced;  // per relation: some FACT, EMIT or host puts tuples into it
  NameTable undeclared;               // relations reported as undefined, which are reported once

  NameTable calc_names;  // numbers are CalcIds
  std::vector<Calc> calcs;
  // CALC bodies before typing; null where there is no CALC. kCall there and in `program` names a CALC until the
  // final pass gives it the function of that CALC for the types at hand.
  std::unique_ptr<CheckedProgram> templates;

  std::vector<StatementId> typed_actions;  // top-level actions whose types inference looks at (not facts of constants)
  std::vector<CalcCall> calc_calls;
  std::vector<CalcRead> calc_reads;
  std::vector<RuleUse> rule_uses;
  std::vector<RuleUse> constraint_uses;
  std::vector<KeepColumn> keep_columns;
  bool has_aggregate_queries = false;
  bool needs_strata = false;  // some rule has NOT, a query in an expression, a CALC or an aggregate; some column KEEP

  std::vector<std::string_view> numbers;  // "0", "1", ...: names of variables that plain patterns bind
  SetNames set_names;                     // for suggest.h
};

// An expression that was reported: a constant without a value, whose type kNone keeps later steps silent.
inline auto ErrorExpr(SourceRange range) -> Expr { return {.kind = ExprKind::kConstant, .range = range}; }
inline auto IsErrorExpr(const Expr& expr) -> bool { return expr.kind == ExprKind::kConstant && !expr.constant.valid(); }

}  // namespace bytelogic::sema
