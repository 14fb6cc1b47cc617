// expression_writer.h - random expressions of a wanted type over the variables in scope.
#pragma once

#include <string>

#include "vocabulary.h"

namespace bytelogic::differential {

class ExpressionWriter {
 public:
  explicit ExpressionWriter(Vocabulary& vocabulary) : vocabulary_(vocabulary), random_(vocabulary.random) {}

  // An expression of `kind`, operators at most `depth` deep. Anything but a single operand stands in parentheses.
  auto Write(Kind kind, const Scope& scope, int depth) -> std::string;
  // A condition: 0 or 1, or any number.
  auto WriteCondition(const Scope& scope, int depth) -> std::string;
  // The same, to stand alone: without parentheses around the whole.
  auto WriteBare(Kind kind, const Scope& scope, int depth) -> std::string;
  auto WriteBareCondition(const Scope& scope, int depth) -> std::string;
  // `r a ? (expr)`: a query of a relation; `any_percent`: how likely a column is `?`.
  auto WriteQuery(std::size_t relation, const Scope& scope, int any_percent) -> std::string;
  // `SUM(QUERY r a ?)` with a value of `kind`; empty where the scope has no relation that fits.
  auto WriteAggregate(Kind kind, const Scope& scope) -> std::string;
  // An argument of FACT, EMIT or a pattern: a constant, a variable or a parenthesised expression.
  auto WriteArgument(Kind kind, const Scope& scope, int depth) -> std::string;
  // `CALC f(..)` with a result of `kind`; empty where the scope has none that fits.
  auto WriteCall(Kind kind, const Scope& scope, int depth) -> std::string;
  auto WriteArguments(const CalcPlan& calc, const Scope& scope, int depth) -> std::string;

 private:
  auto WriteLeaf(Kind kind, const Scope& scope) -> std::string;
  auto WriteConstant(Kind kind) -> std::string;
  auto WriteInt(const Scope& scope, int depth) -> std::string;
  auto WriteFloat(const Scope& scope, int depth) -> std::string;
  auto WriteSymbol(const Scope& scope, int depth) -> std::string;
  auto WriteAny(const Scope& scope, int depth) -> std::string;
  auto WriteTruth(const Scope& scope, int depth) -> std::string;
  auto WriteComparison(const Scope& scope, int depth) -> std::string;
  auto WriteExists(const Scope& scope) -> std::string;
  // Something that is not zero, where programs are careful.
  auto WriteDivisor(Kind kind, const Scope& scope, int depth) -> std::string;

  Vocabulary& vocabulary_;
  Random& random_;
};

}  // namespace bytelogic::differential
