// dump.h - an Ast as text that shows its structure: what the tests of the parser and of the printer compare.
//
//   DumpProgram("LET $x = 1 + 2 * 3")    // (let x (+ 1 (* 2 3)))
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/keyword.h"
#include "diagnostics/diagnostics.h"
#include "syntax/ast.h"
#include "syntax/bytelogic/parser.h"

namespace bytelogic::syntax {

// Everything of an Ast but ranges, and but whether parentheses were written that change nothing.
class Dumper {
 public:
  explicit Dumper(const Ast& ast) : ast_(ast) {}

  auto Program() -> std::string {
    for (const StatementId id : ast_.List(ast_.program)) {
      if (!out_.empty()) out_ += '\n';
      Dump(ast_[id]);
    }
    return out_;
  }

 private:
  void Dump(const Statement& statement) {
    static constexpr std::string_view kNames[] = {"rel",   "rule",  "constraint", "calc",     "scan",      "scan-match",
                                                  "join",  "not",   "where",      "let",      "for-range", "emit",
                                                  "fact",  "if",    "for-query",  "for-list", "for-while", "exec",
                                                  "solve", "query", "result",     "break",    "continue",  "error"};
    out_ += '(';
    out_ += kNames[static_cast<std::size_t>(statement.kind)];
    if (statement.not_exists) out_ += "-exists";
    Word(statement.name);
    if (!statement.variable.empty()) Word((statement.bare_variable ? "" : "$") + std::string(statement.variable));
    if (statement.has_arity) Word(std::to_string(statement.arity));
    if (statement.has_columns) {
      out_ += " (";
      for (const Column& column : ast_.Columns(statement)) {
        if (out_.back() != '(') out_ += ' ';
        out_ += column.name;
        if (!column.type.empty()) out_ += ':' + std::string(column.type);
        if (column.keep != Keep::kAll) out_ += column.keep == Keep::kMin ? ":min" : ":max";
      }
      out_ += ')';
    }
    for (const Parameter& parameter : ast_.Parameters(statement)) Word('$' + std::string(parameter.name));
    const bool is_list = TakesArguments(statement.kind);
    for (const ExprId id : ast_.Arguments(statement)) {
      out_ += ' ';
      Dump(id, is_list);
    }
    for (std::uint32_t i = 0; i < statement.bodies.size; ++i) {
      out_ += i + 1 == statement.bodies.size && statement.has_else ? " else [" : " [";
      for (const StatementId id : ast_.Body(statement, i)) {
        if (out_.back() != '[') out_ += ' ';
        Dump(ast_[id]);
      }
      out_ += ']';
    }
    out_ += ')';
  }

  // Whether its arguments are those of a relation.
  static auto TakesArguments(StatementKind kind) -> bool {
    switch (kind) {
      case StatementKind::kScan:
      case StatementKind::kScanMatch:
      case StatementKind::kJoin:
      case StatementKind::kNotMatch:
      case StatementKind::kEmit:
      case StatementKind::kFact:
      case StatementKind::kQuery:
      case StatementKind::kForQuery:
        return true;
      default:
        return false;
    }
  }

  // `is_argument`: among the arguments of a relation, where `($x)` is not `$x`. Its frame is small: it goes as deep as
  // expressions do.
  void Dump(ExprId id, bool is_argument) {
    const Expr& expr = ast_[id];
    if (IsLeaf(expr.kind)) return DumpLeaf(expr, is_argument);
    const bool over_query = expr.kind == ExprKind::kExists || expr.kind == ExprKind::kAggregateQuery;
    out_ += '(';
    AppendHead(expr);
    for (const ExprId argument : ast_.Arguments(expr)) {
      out_ += ' ';
      Dump(argument, over_query);
    }
    out_ += ')';
  }

  static auto IsLeaf(ExprKind kind) -> bool {
    switch (kind) {
      case ExprKind::kUnary:
      case ExprKind::kBinary:
      case ExprKind::kCall:
      case ExprKind::kBuiltin:
      case ExprKind::kExists:
      case ExprKind::kAggregateQuery:
      case ExprKind::kAggregate:
        return false;
      default:
        return true;
    }
  }

  void DumpLeaf(const Expr& expr, bool is_argument) {
    switch (expr.kind) {
      case ExprKind::kInt:
        out_ += std::to_string(expr.int_value);
        return;
      case ExprKind::kFloat:
        out_ += "float:" + std::to_string(expr.float_value);
        return;
      case ExprKind::kString:
        out_ += '"' + std::string(expr.text) + '"';
        return;
      case ExprKind::kAtom:
        out_ += expr.text;
        return;
      case ExprKind::kVariable:
        out_ += (is_argument && expr.parenthesized ? "($" : "$") + std::string(expr.text);
        if (is_argument && expr.parenthesized) out_ += ')';
        return;
      case ExprKind::kField:
        out_ += '$' + std::string(expr.text) + '.' + std::string(expr.name);
        return;
      case ExprKind::kAny:
        out_ += '?';
        return;
      default:
        out_ += "error";
    }
  }

  void AppendHead(const Expr& expr) {
    static constexpr std::string_view kOperators[] = {"or", "and", "not", "=", "!=", "<",   "<=",  ">",
                                                      ">=", "+",   "-",   "*", "/",  "div", "mod", "neg"};
    switch (expr.kind) {
      case ExprKind::kCall:
        out_ += "calc " + std::string(expr.text);
        return;
      case ExprKind::kBuiltin:
        for (const char c : expr.text) out_ += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        return;
      case ExprKind::kExists:
        out_ += "exists " + std::string(expr.text);
        return;
      case ExprKind::kAggregateQuery:
        out_ += std::string(NameOf(expr.aggregate)) + " query " + std::string(expr.text);
        return;
      case ExprKind::kAggregate:
        out_ += std::string(NameOf(expr.aggregate)) + (expr.distinct ? " distinct" : "");
        return;
      default:
        out_ += kOperators[static_cast<std::size_t>(expr.op)];
    }
  }

  void Word(std::string_view word) {
    if (!word.empty()) out_ += ' ' + std::string(word);
  }

  const Ast& ast_;
  std::string out_;
};

inline auto Dump(const Ast& ast) -> std::string { return Dumper(ast).Program(); }

// The diagnostics of parsing `source`.
inline auto Diagnose(std::string_view source) -> std::vector<Diagnostic> {
  Diagnostics diagnostics;
  ParseProgram(source, diagnostics);
  return diagnostics.ToPublic(source);
}

// The codes and places of what parsing `source` reports: "E103@1:5 E104@2:1"; empty where there is nothing.
inline auto CodesOf(std::string_view source) -> std::string {
  std::string codes;
  for (const Diagnostic& diagnostic : Diagnose(source)) {
    if (!codes.empty()) codes += ' ';
    codes += diagnostic.code + '@' + std::to_string(diagnostic.line) + ':' + std::to_string(diagnostic.column);
  }
  return codes;
}

// What `source` is parsed to; what is wrong with it where something is.
inline auto DumpProgram(std::string_view source) -> std::string {
  Diagnostics diagnostics;
  const Ast ast = ParseProgram(source, diagnostics);
  if (!diagnostics.has_errors()) return Dump(ast);
  std::string errors;
  for (const Diagnostic& diagnostic : diagnostics.ToPublic(source))
    errors += diagnostic.code + ' ' + diagnostic.message + '\n';
  return errors;
}

}  // namespace bytelogic::syntax
