// logic_rule.h - writes the clauses of one random rule or constraint.
//
//   RuleText rule(relations, random, level);
//   rule.AddBody(true);                     // recursive
//   rule.Emit(relations[3]);
//   std::string text = rule.text();         // "SCAN r1 $a $b, JOIN r3 $b ?, WHERE $a < 3, EMIT r3 $a ($b + 1)"
//
// Used by random_program.cc.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "random.h"
#include "schema.h"

namespace bytelogic::clingo {

using differential::Random;

// A random symbol as a program writes it.
auto RandomSymbol(Random& random) -> std::string;
// A random constant that a column of this type may hold.
auto RandomConstant(const Column& column, Random& random) -> std::string;

class RuleText {
 public:
  // A rule of a relation of this level.
  RuleText(const std::vector<Relation>& relations, Random& random, int level)
      : relations_(relations), random_(random), level_(level) {}

  // Patterns, conditions, LET and RANGE; `recursive`: one pattern reads a relation of the rule's own level.
  void AddBody(bool recursive);
  void Emit(const Relation& target);
  [[nodiscard]] auto text() const -> std::string;

 private:
  struct Expression {
    std::string text;
    std::int64_t bound = 0;
  };

  void AddMatch(const Relation& relation);
  void AddCondition();
  void AddAbsence();
  void AddLet();
  void AddRange();
  auto Condition(int depth) -> std::string;
  auto Comparison() -> std::string;
  // `relation` and arguments that are bound, constants or `?`.
  auto BoundPattern(const Relation& relation, int anything_percent) -> std::string;
  auto Integer(int depth) -> Expression;
  auto IntegerOf(int depth) -> Expression;
  auto QueryValue() -> Expression;
  auto Plain(const Column& column) -> std::string;
  auto PlainInteger(std::int64_t bound) -> std::string;
  auto Aggregate(const Column& column) -> std::string;

  auto NewVariable(const Column& type, bool from_own_level = false) -> std::string;
  // The variables of these kinds.
  auto VariablesOf(Kind kind) -> std::vector<const ScopedVariable*>;
  // Relations that may be negated and aggregated, with at least so many columns.
  auto LowerRelations(std::size_t columns) -> std::vector<const Relation*>;

  const std::vector<Relation>& relations_;
  Random& random_;
  int level_;
  std::vector<std::string> clauses_;
  std::vector<ScopedVariable> scope_;
};

}  // namespace bytelogic::clingo
