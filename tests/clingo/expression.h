// expression.h - expressions of a checked program as terms and literals of a clingo rule.
//
//   Body body;
//   std::string term = expressions.Term(id, body);       // "(V0+1)"; what it needs beside it went into `body`
//   for (const Body& body : expressions.Condition(id, true)) ...   // one rule for each: they are alternatives
//
// An aggregate over a query or a MIN of two becomes an auxiliary variable and a literal that binds it. What has no
// exact form is refused: floats, functions of symbols, calls, division by what is not a constant. Used by translate.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "language_features.h"
#include "sema/checked_program.h"

namespace bytelogic::clingo {

using Body = std::vector<std::string>;

auto Join(const std::vector<std::string>& parts, const char* separator) -> std::string;
// `name`, or `name(a,b)`.
auto Atom(const std::string& name, const std::vector<std::string>& arguments) -> std::string;
auto VariableName(sema::VariableId variable) -> std::string;
// Empty: a float.
auto ConstantTerm(const sema::Constant& constant) -> std::string;

class ExpressionTranslator {
 public:
  using NameOfRelation = std::function<std::string(sema::RelationId)>;

  ExpressionTranslator(const sema::CheckedProgram& program, NameOfRelation name_of, Features& features)
      : program_(program), name_of_(std::move(name_of)), features_(features) {}

  auto Term(sema::ExprId id, Body& body) -> std::string;
  // Disjunctive normal form of `id`, or of its negation.
  auto Condition(sema::ExprId id, bool holds) -> std::vector<Body>;
  // The atoms of `variable` from first to last.
  auto Range(sema::VariableId variable, std::span<const sema::ExprId> bounds) -> Body;
  // An int that is known without running anything.
  [[nodiscard]] auto Constant(sema::ExprId id) const -> std::optional<std::int64_t>;

  // Why there is no exact form; empty where all went well.
  [[nodiscard]] auto refusal() const -> const std::string& { return refusal_; }
  void Refuse(const std::string& why);

 private:
  auto Arithmetic(const sema::Expr& expr, Body& body) -> std::string;
  auto Division(const sema::Expr& expr, Body& body) -> std::string;
  auto Builtin(const sema::Expr& expr, Body& body) -> std::string;
  auto AggregateQuery(const sema::Expr& expr, Body& body) -> std::string;
  auto Comparison(const sema::Expr& expr, bool holds) -> std::vector<Body>;
  auto Exists(const sema::Expr& expr, bool holds) -> std::vector<Body>;
  auto NewVariable() -> std::string { return "A" + std::to_string(auxiliary_++); }

  const sema::CheckedProgram& program_;
  NameOfRelation name_of_;
  Features& features_;
  std::string refusal_;
  int auxiliary_ = 0;
};

}  // namespace bytelogic::clingo
