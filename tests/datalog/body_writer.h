// body_writer.h - the random goals of one clause, question, negation or aggregate, with the variables that they bind.
//
//   BodyWriter body(relations, random, options, level);
//   body.AddGoals();
//   Term value = body.ValueOf({Kind::kInt, 100});      // for a head
//   std::vector<Goal> goals = body.TakeGoals();
//
// Used by generator.cc.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "../differential/random.h"
#include "generator.h"
#include "program.h"

namespace bytelogic::datalog_test {

using differential::Random;

// No int that a program for clingo computes passes this; a column holds less.
inline constexpr std::int64_t kLargestTerm = 500'000'000;
inline constexpr std::int64_t kLargestColumn = 100'000;
// More bindings no aggregate of such small programs has.
inline constexpr std::int64_t kMostBindings = 2'000;

auto RandomConstant(const Column& column, Random& random, bool logic) -> Term;

class BodyWriter {
 public:
  // Reads relations up to `level`, and those of `level` itself only where it may be recursive.
  BodyWriter(const std::vector<Relation>& relations, Random& random, const GeneratorOptions& options, int level,
             int& next_variable)
      : relations_(relations), random_(random), options_(options), level_(level), next_variable_(next_variable) {}

  void AddGoals(bool recursive);
  // A term of this kind: a bound variable, a constant or an expression.
  auto ValueOf(const Column& column) -> Term;
  // Also an aggregate, where there are relations below.
  auto ValueOrAggregate(const Column& column) -> Term;
  auto TakeGoals() -> std::vector<Goal> { return std::move(goals_); }
  [[nodiscard]] auto variables() const -> const std::vector<Term>& { return variables_; }
  [[nodiscard]] auto is_recursive() const -> bool { return recursive_; }

 private:
  auto MatchableAt(int level) -> std::vector<const Relation*>;
  auto NewVariable(const Column& column) -> Term;
  auto BoundVariable(Kind kind) -> const Term*;
  auto Literal(const Relation& relation) -> Goal;
  auto BoundLiteral(const Relation& relation, bool anonymous) -> Goal;
  void AddLiteral(bool recursive);
  void AddTest();
  void AddEquality();
  void AddRange();
  void AddDisjunction();
  void AddAggregate();
  auto Comparison() -> Goal;
  auto TextTest() -> Goal;
  auto Negation() -> Goal;
  auto NegatedConjunction() -> Goal;
  auto Aggregate(const Column* column) -> Term;
  auto Plain(const Column& column) -> Term;
  auto Expression(Kind kind, int depth) -> Term;
  auto IntExpression(int depth) -> Term;
  auto FloatExpression(int depth) -> Term;
  auto SymbolExpression(int depth) -> Term;
  auto Fits(const Term& term, const Column& column) const -> bool;

  const std::vector<Relation>& relations_;
  Random& random_;
  const GeneratorOptions& options_;
  const int level_;
  int& next_variable_;
  bool recursive_ = false;
  std::vector<Goal> goals_;
  std::vector<Term> variables_;  // bound by what is around, and by goals_
};

}  // namespace bytelogic::datalog_test
