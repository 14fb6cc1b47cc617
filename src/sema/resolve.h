// resolve.h - expressions with their names resolved: variables, relations, CALCs, functions, constants.
//
//   ExpressionResolver resolver(context, code, scope);
//   ExprId id = resolver.Resolve(ast_expr);      // in code.exprs; not yet typed, without conversions
//
// What a name means differs between rules (binding.h) and bodies of actions and CALCs (body.h); both implement Scope.
#pragma once

#include <span>
#include <vector>

#include "sema/context.h"

namespace bytelogic::sema {

// What an atom, `$x` or `$row.a` stands for.
struct Meaning {
  enum class Kind : std::uint8_t { kVariable, kSymbol, kError };
  Kind kind = Kind::kError;
  VariableId variable;
};

class Scope {
 public:
  virtual ~Scope() = default;
  // The meaning of `expr`, of kind kAtom, kVariable or kField, which is about to be read. Reports E204, E208, E212.
  virtual auto MeaningOf(const syntax::Expr& expr) -> Meaning = 0;
  // An expression calls `calc`, or queries `relation`: whether it has a tuple, or for an aggregate.
  virtual void NoteCall(CalcId calc, SourceRange range) = 0;
  virtual void NoteRead(RelationId relation, SourceRange range, bool aggregates) = 0;
};

class ExpressionResolver {
 public:
  // Adds to `code`: the program itself, or the templates of its CALCs.
  ExpressionResolver(Context& context, CheckedProgram& code, Scope& scope)
      : context_(context), code_(code), scope_(scope) {
    scratch_.reserve(16);
  }

  auto Resolve(syntax::ExprId id) -> ExprId;
  // The operands, resolved from left to right, as a stretch of operand_pool.
  auto ResolveList(std::span<const syntax::ExprId> list) -> Span32;
  // The arguments of a query of `relation`: one operand per column, invalid where `?`. With a wrong number of arguments
  // (reported by the caller) missing columns are `?` and surplus arguments are only resolved.
  auto ResolveQuery(RelationId relation, std::span<const syntax::ExprId> arguments) -> Span32;
  // CALC name(arguments), from an expression or EXEC; an error expression where there is no such CALC.
  auto ResolveCall(std::string_view name, SourceRange name_range, SourceRange range,
                   std::span<const syntax::ExprId> arguments) -> ExprId;

  // The constant that `expr` is: a number (maybe negated), a string or an atom that is no loop variable; else invalid.
  // Only for expressions that need no Scope: atoms are taken for symbols.
  auto LiteralOf(const syntax::Expr& expr) -> ConstantId;

  auto Add(const Expr& expr) -> ExprId {
    context_.work.Hold(sizeof(expr));
    return code_.exprs.Add(expr);
  }
  auto AddConstant(ConstantId constant, SourceRange range) -> ExprId {
    return Add(
        {.kind = ExprKind::kConstant, .type = context_.program[constant].type, .range = range, .constant = constant});
  }
  auto AddVariable(VariableId variable, SourceRange range) -> ExprId {
    return Add({.kind = ExprKind::kVariable, .range = range, .variable = variable});
  }
  // One operand, as a stretch of operand_pool.
  auto Single(ExprId operand) -> Span32 { return code_.operand_pool.Append(operand); }

 private:
  auto ResolveName(const syntax::Expr& expr) -> ExprId;
  auto ResolveOperator(const syntax::Expr& expr) -> ExprId;
  auto ResolveBuiltin(const syntax::Expr& expr) -> ExprId;
  auto ResolveExists(const syntax::Expr& expr) -> ExprId;
  auto ResolveAggregateQuery(const syntax::Expr& expr) -> ExprId;
  auto TakeScratch(std::size_t mark) -> Span32;

  Context& context_;
  CheckedProgram& code_;
  Scope& scope_;
  std::vector<ExprId> scratch_;  // operands of the lists that are being resolved, innermost last
};

}  // namespace bytelogic::sema
