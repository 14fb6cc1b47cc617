// block_writer.h - random statements: the bodies of CALCs, and the actions.
#pragma once

#include <string>
#include <vector>

#include "expression_writer.h"
#include "vocabulary.h"

namespace bytelogic::differential {

class BlockWriter {
 public:
  BlockWriter(Vocabulary& vocabulary, ExpressionWriter& expressions)
      : vocabulary_(vocabulary), expressions_(expressions), random_(vocabulary.random) {}

  // A CALC of the vocabulary, which may call those before it (and itself).
  auto WriteCalc(std::size_t index) -> std::string;
  // Top-level actions, each a whole statement.
  auto WriteActions(int count) -> std::vector<std::string>;
  // What may have a form in Datalog: facts and values, and then what is asked.
  auto WriteDeclarativeActions(int count) -> std::vector<std::string>;

 private:
  // Where a statement stands.
  struct Place {
    bool in_actions = false;
    bool in_loop = false;
    bool in_block = false;    // inside of an IF or a loop, so that a WHERE may stand here
    bool may_result = false;  // in a CALC: RESULT may stand here
    Kind result = Kind::kInt;
    int depth = 0;
    std::string indent;
  };

  auto WriteStatement(Scope& scope, const Place& place) -> std::string;
  auto WriteBlock(Scope scope, const Place& place) -> std::string;
  auto WriteLet(Scope& scope, const Place& place) -> std::string;
  auto WriteNewLet(Kind kind, Scope& scope, const Place& place) -> std::string;
  auto WriteIf(const Scope& scope, const Place& place) -> std::string;
  auto WriteForRange(Scope scope, const Place& place) -> std::string;
  auto WriteForQuery(Scope scope, const Place& place) -> std::string;
  auto WriteForList(Scope scope, const Place& place) -> std::string;
  auto WriteWhile(Scope scope, const Place& place) -> std::string;
  auto WriteAssert(const Scope& scope, const Place& place) -> std::string;
  auto WriteExec(const Scope& scope) -> std::string;
  auto WriteAction(Scope& scope, const Place& place) -> std::string;
  auto WriteSameKind(const CalcPlan& calc) -> std::string;
  auto WriteBulk() -> std::string;
  auto WriteRecursion(const CalcPlan& calc, const Scope& scope) -> std::string;
  // A loop variable, bare or with `$`; `name` gets it without.
  auto LoopVariable(std::string& name) -> std::string;
  [[nodiscard]] static auto Inside(const Place& place, bool loop) -> Place;

  Vocabulary& vocabulary_;
  ExpressionWriter& expressions_;
  Random& random_;
};

}  // namespace bytelogic::differential
