// binding.h - decides, clause by clause, which variables a rule binds and which it needs.
//
// A rule body is read left to right. Each clause form (docs/language-reference.md, section 4) turns into explicit
// patterns here, so that no later step knows that `SCAN r` and `JOIN r $k` ever existed.
//
//   RULE ancestor: SCAN parent, JOIN ancestor $1, EMIT ancestor $0 $2
//   =>  parent($0, $1), ancestor($1, $2) -> ancestor($0, $2)
#pragma once

#include <vector>

#include "sema/context.h"
#include "sema/resolve.h"

namespace bytelogic::sema {

// Binds one rule or constraint after the other; keeps its tables between them.
class RuleBinder final : private Scope {
 public:
  explicit RuleBinder(Context& context) : context_(context), resolver_(context, context.program, *this) {
    names_.Reserve(8);
  }

  // Adds `rule`, a RULE or a CONSTRAINT, to the program, not yet typed. Reports E201 ... E206.
  void Bind(const syntax::Statement& rule);

 private:
  auto MeaningOf(const syntax::Expr& expr) -> Meaning override;
  void NoteCall(CalcId calc, SourceRange range) override;
  void NoteRead(RelationId relation, SourceRange range, bool aggregates) override;
  void Note(RuleUse use);

  void BindClause(const syntax::Statement& clause);
  void BindMatch(const syntax::Statement& clause);
  void BindScanMatch(const syntax::Statement& clause);
  void BindAbsent(const syntax::Statement& clause);
  void BindLet(const syntax::Statement& clause);
  void BindRange(const syntax::Statement& clause);
  void BindEmit(const syntax::Statement& clause);
  // The arguments of an EMIT with aggregates; fills emit_columns.
  auto ResolveEmitColumns(std::span<const syntax::ExprId> arguments) -> Span32;
  template <typename Bound>
  void FinishBinding(Bound& bound, std::uint32_t begin);

  // The forms of a match; each adds the relation's terms to program.terms.
  void BindPattern(std::span<const syntax::ExprId> arguments, std::size_t arity);
  void BindFirstEqual(const Term& first, std::size_t arity);
  void BindJoinKey(const syntax::Statement& clause, std::size_t arity);
  auto PatternTerm(const syntax::Expr& argument, syntax::ExprId id) -> Term;
  // A term that is equal to an expression: a constant, or a variable that a clause before this one binds to it.
  auto ValueTerm(syntax::ExprId id) -> Term;
  auto AbsentTerm(syntax::ExprId id) -> Term;

  void AddTerm(const Term& term) { context_.program.terms.push_back(term); }
  void AddClause(const Clause& clause) {
    context_.work.Hold(sizeof(clause) + clause.terms.size * sizeof(Term));
    context_.program.clauses.push_back(clause);
  }
  auto NewVariable(std::string_view name) -> VariableId { return {names_.Add(name)}; }
  // Binds the lowest-numbered variable that is not bound yet.
  auto BindNext() -> Term;
  auto Number(std::uint32_t number) -> std::string_view;
  auto HasRoomFor(std::size_t terms, const syntax::Statement& clause) -> bool;
  // Binds a LET's or FOR's variable; E206 where it is bound already, with a variable without a name in its place.
  auto BindNew(const syntax::Statement& clause, bool is_let) -> VariableId;
  auto ReportUnboundOnce(std::string_view name, SourceRange range) -> VariableId;

  struct Deferred {  // an equality that can be tested only after the clause has bound its variables
    VariableId variable;
    ExprId value;
    SourceRange range;
  };

  Context& context_;
  ExpressionResolver resolver_;
  const syntax::Statement* rule_ = nullptr;
  NameTable names_;                     // of the rule's variables, all bound
  std::uint32_t next_number_ = 0;       // no variable with a lower number is free
  bool numbers_unknown_ = false;        // an undefined relation would have bound some numbered variables
  std::uint32_t clause_variables_ = 0;  // variables from this one on are bound by the clause at hand
  bool uses_clause_variable_ = false;   // set by MeaningOf
  std::vector<Deferred> deferred_;
  bool overflow_ = false;  // too many terms, which was reported
};

}  // namespace bytelogic::sema
