// ast_builder.h - adds nodes to an Ast that no parser reads.
//
//   ExprId sum = builder.Binary(Operator::kAdd, builder.Variable("X", range), builder.Int(1, range), range);
//
// Every node has a range of the source: what messages about it point at.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/keyword.h"
#include "base/symbol_text.h"
#include "diagnostics/work_meter.h"
#include "syntax/ast.h"

namespace bytelogic::syntax::datalog {

class AstBuilder {
 public:
  AstBuilder(Ast& ast, WorkMeter& work) : ast_(ast), work_(work) {}

  auto Add(Expr expr) -> ExprId {
    work_.Hold(sizeof(expr));
    return ast_.exprs.Add(expr);
  }
  auto Add(Statement statement) -> StatementId {
    work_.Hold(sizeof(statement));
    return ast_.statements.Add(statement);
  }
  auto List(std::span<const ExprId> exprs) -> Span32 {
    work_.Hold(exprs.size_bytes());
    return ast_.expr_pool.Append(exprs);
  }
  auto List(std::span<const StatementId> statements) -> Span32 {
    work_.Hold(statements.size_bytes());
    return ast_.statement_pool.Append(statements);
  }
  auto Body(std::span<const StatementId> statements) -> Span32 { return ast_.body_pool.Append(List(statements)); }
  auto Text(std::string text) -> std::string_view {
    work_.Hold(sizeof(text) + text.size());
    return ast_.decoded.emplace_back(std::move(text));
  }

  auto Int(std::int64_t value, SourceRange range) -> ExprId {
    return Add({.kind = ExprKind::kInt, .range = range, .int_value = value});
  }
  auto Float(double value, SourceRange range) -> ExprId {
    return Add({.kind = ExprKind::kFloat, .range = range, .float_value = value});
  }
  auto Symbol(std::string_view text, SourceRange range) -> ExprId {
    // A bare atom reads back everywhere where it is a name and no word of ByteLogic in any letter case.
    const bool plain = !text.empty() && ScanName(text, 0) == text.size() && FindKeyword(text) == Keyword::kNone;
    return Add({.kind = plain ? ExprKind::kAtom : ExprKind::kString, .range = range, .text = text});
  }
  auto Variable(std::string_view name, SourceRange range) -> ExprId {
    return Add({.kind = ExprKind::kVariable, .range = range, .name_range = range, .text = name});
  }
  auto Any(SourceRange range) -> ExprId { return Add({.kind = ExprKind::kAny, .range = range}); }
  auto Unary(Operator op, ExprId operand, SourceRange range) -> ExprId {
    const ExprId operands[] = {operand};
    return Add({.kind = ExprKind::kUnary, .op = op, .range = range, .name_range = range, .arguments = List(operands)});
  }
  auto Binary(Operator op, ExprId left, ExprId right, SourceRange range) -> ExprId {
    const ExprId operands[] = {left, right};
    return Add({.kind = ExprKind::kBinary, .op = op, .range = range, .name_range = range, .arguments = List(operands)});
  }
  auto Builtin(std::string_view name, std::span<const ExprId> arguments, SourceRange range, SourceRange name_range)
      -> ExprId {
    return Add({.kind = ExprKind::kBuiltin,
                .range = range,
                .name_range = name_range,
                .text = name,
                .arguments = List(arguments)});
  }
  auto Clause(StatementKind kind, std::string_view name, std::span<const ExprId> arguments, SourceRange range,
              SourceRange name_range) -> StatementId {
    return Add(Statement{.kind = kind,
                         .range = range,
                         .keyword_range = {range.offset, 0},
                         .name = name,
                         .name_range = name_range,
                         .arguments = List(arguments)});
  }
  auto Where(ExprId condition, SourceRange range) -> StatementId {
    const ExprId arguments[] = {condition};
    return Clause(StatementKind::kWhere, {}, arguments, range, range);
  }
  auto Let(std::string_view variable, ExprId value, SourceRange range) -> StatementId {
    const ExprId arguments[] = {value};
    return Add(Statement{.kind = StatementKind::kLet,
                         .range = range,
                         .keyword_range = {range.offset, 0},
                         .variable = variable,
                         .variable_range = range,
                         .arguments = List(arguments)});
  }

 private:
  Ast& ast_;
  WorkMeter& work_;
};

}  // namespace bytelogic::syntax::datalog
