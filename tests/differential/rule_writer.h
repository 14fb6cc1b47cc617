// rule_writer.h - random rules: every clause form, recursion, negation, arithmetic that stays finite.
#pragma once

#include <string>
#include <vector>

#include "expression_writer.h"
#include "vocabulary.h"

namespace bytelogic::differential {

class RuleWriter {
 public:
  RuleWriter(Vocabulary& vocabulary, ExpressionWriter& expressions)
      : vocabulary_(vocabulary), expressions_(expressions), random_(vocabulary.random) {}

  // A rule whose first EMIT goes into `head`.
  auto Write(std::size_t head) -> std::string;
  // A constraint over anything.
  auto WriteConstraint(const std::string& name) -> std::string;

 private:
  void WriteMatch();
  void WritePattern(std::string_view keyword, std::size_t relation);
  void WritePlain(std::string_view keyword, std::size_t relation);
  void WriteKeyed(std::size_t relation);
  void WriteTest();
  void WriteNegation();
  void WriteLet();
  void WriteRange();
  void WriteEmit(std::size_t relation);
  void Begin(int level);
  // The statement that the clauses are.
  auto Assemble(const std::string& head) -> std::string;
  // `SUM($x)`, for a column of `kind`; a plain argument where there is none for it.
  auto AggregateArgument(Kind kind) -> std::string;
  // For the last column of a relation that keeps the best, in recursion: gets no better for ever.
  auto BestArgument(const RelationPlan& relation) -> std::string;

  [[nodiscard]] auto IsBound(const std::string& text) const -> bool;
  // The lowest-numbered variable that is not bound yet; binds it.
  void BindNumbered(Kind kind);
  // A bound variable of `kind`; empty where there is none.
  auto BoundOf(Kind kind) -> std::string;
  // Something for a column of the head.
  auto EmitArgument(Kind kind) -> std::string;
  // Relations that the body may read positively.
  auto Matchable() -> std::vector<std::size_t>;

  Vocabulary& vocabulary_;
  ExpressionWriter& expressions_;
  Random& random_;
  Scope scope_;
  int level_ = 0;
  bool recursive_ = false;  // the body reads a relation of the level of the head
  std::vector<std::string> clauses_;
};

}  // namespace bytelogic::differential
