// body.h - the statements of the actions and of CALCs: variables, loops, rows, definite assignment.
//
//   FOR row IN (QUERY parent alice ?) ... row.b ... END
//   =>  a kForQuery with one variable for each column that its body reads
//
// A body is resolved in one pass in source order, which also decides E208 (flow.h).
#pragma once

#include <span>
#include <vector>

#include "sema/context.h"
#include "sema/flow.h"
#include "sema/resolve.h"

namespace bytelogic::sema {

// Resolves one function. `code` is the program for the actions, and the templates for a CALC.
class BodyResolver final : private Scope {
 public:
  BodyResolver(Context& context, CheckedProgram& code)
      : context_(context), code_(code), resolver_(context, code, *this) {}

  // The actions of the program, into program.functions[0]. Reports E201 ... E212.
  void ResolveActions();
  // The body of `calc`, into templates->functions[its number].
  void ResolveCalc(CalcId calc);

 private:
  // A loop that is open at the statement at hand.
  struct Loop {
    std::string_view name;
    bool bare = false;                  // FOR i: `i` alone means the variable
    bool is_row = false;                // a row of `relation`, which is not a value
    RelationId relation;                // of a loop over a query; invalid also where it is undefined
    VariableId variable;                // unless is_row
    std::uint32_t fields = 0;           // is_row: where its variables begin in code.variable_pool
    std::uint32_t asked = 0xFFFF'FFFF;  // is_row: the column of the query's only `?`, if there is just one
  };

  auto MeaningOf(const syntax::Expr& expr) -> Meaning override;
  void NoteCall(CalcId calc, SourceRange range) override;
  void NoteRead(RelationId relation, SourceRange range, bool aggregates) override;

  auto ResolveBody(std::span<const syntax::StatementId> list) -> Span32;
  auto ResolveStatement(syntax::StatementId id) -> StatementId;
  auto ResolveLet(const syntax::Statement& statement) -> StatementId;
  auto ResolveIf(const syntax::Statement& statement) -> StatementId;
  auto ResolveForQuery(const syntax::Statement& statement) -> StatementId;
  auto ResolveForValues(const syntax::Statement& statement, StatementKind kind) -> StatementId;
  auto ResolveWhile(const syntax::Statement& statement) -> StatementId;
  auto ResolveWhere(const syntax::Statement& statement) -> StatementId;
  auto ResolveAssert(const syntax::Statement& statement) -> StatementId;
  auto ResolveExec(const syntax::Statement& statement) -> StatementId;
  auto ResolveQuery(const syntax::Statement& statement) -> StatementId;
  auto ResolveResult(const syntax::Statement& statement) -> StatementId;
  auto ResolveSolve(const syntax::Statement& statement) -> StatementId;

  auto AssertsConstants(const Statement& statement) -> bool;
  auto LoopBody(const syntax::Statement& statement, const Loop& loop) -> Span32;
  auto Add(const Statement& statement) -> StatementId;

  // The variable with this name, which it makes at first use.
  auto VariableNamed(std::string_view name) -> VariableId;
  auto NewVariable(std::string_view name) -> VariableId;
  auto AssignedVariable(const syntax::Statement& statement) -> VariableId;
  auto Read(std::string_view name, SourceRange range) -> Meaning;
  auto FieldMeaning(const Loop& loop, std::string_view field, const syntax::Expr& expr, SourceRange field_range)
      -> Meaning;
  void ReportRowAsValue(const Loop& loop, SourceRange range);
  auto FindLoop(std::string_view name) const -> const Loop*;
  void FinishFunction(Function& function, Span32 body);

  Context& context_;
  CheckedProgram& code_;
  ExpressionResolver resolver_;
  CalcId calc_;                               // invalid: the actions
  const syntax::Statement* owner_ = nullptr;  // the CALC; null: the actions
  NameTable names_;
  Assignments assignments_;
  std::vector<Loop> loops_;
  std::uint32_t loop_depth_ = 0;      // FOR WHILE has no entry in loops_
  std::vector<StatementId> pending_;  // statements of the bodies that are open, innermost last
};

}  // namespace bytelogic::sema
