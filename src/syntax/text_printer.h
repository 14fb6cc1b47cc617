// text_printer.h - expressions, arguments and statements without bodies as text, in the canonical layout.
//
//   std::string out;
//   TextPrinter(ast, out).PrintExpr(id, kAnyLevel);    // $x * (1 + 2)
//
// Parentheses only where the grammar needs them. Used by printer.cc, which adds lines, blocks and comments.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "syntax/ast.h"

namespace bytelogic::syntax {

class TextPrinter {
 public:
  static constexpr int kAnyLevel = 1;  // every operator may stand without parentheses

  // Appends to `out`. The Ast must have been parsed without errors.
  TextPrinter(const Ast& ast, std::string& out) : ast_(ast), out_(out) {}

  // An expression where operators of `min_level` and above may stand without parentheses.
  void PrintExpr(ExprId id, int min_level);
  // `(a, b)`
  void PrintList(std::span<const ExprId> exprs, char open, char close);
  // `(QUERY r a ?)`
  void PrintQuery(std::string_view relation, std::span<const ExprId> arguments);
  // ` a $x (1 + 2)`: a space before each.
  void PrintArguments(std::span<const ExprId> arguments);
  // What is no simple argument stands in parentheses. So does a variable that did: `JOIN r ($x)` reads `$x`, where
  // `JOIN r $x` may bind it.
  void PrintArgument(ExprId id);
  // A clause of a rule.
  void PrintClause(const Statement& clause);
  // A statement without a body.
  void PrintLeaf(const Statement& statement);
  // FOR ... up to its body.
  void PrintForHead(const Statement& statement);
  // CALC f INPUT $a $b
  void PrintCalcHead(const Statement& statement);

 private:
  void PrintRelationAndArguments(std::string_view keyword, const Statement& statement);
  void PrintRel(const Statement& statement);
  void PrintAggregate(const Expr& expr);
  void PrintInt(std::int64_t value);
  void PrintString(std::string_view text);
  // A float stays one: `2.0`, not `2`.
  void PrintFloat(double value);
  void PrintFunctionName(std::string_view name);
  void PrintUnary(const Expr& expr, int min_level);
  void PrintBinary(const Expr& expr, int min_level);
  auto IsNotExists(ExprId id) const -> bool;

  const Ast& ast_;
  std::string& out_;
};

}  // namespace bytelogic::syntax
