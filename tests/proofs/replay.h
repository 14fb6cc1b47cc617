// replay.h - checks a proof step by step, over what ordinary queries answer.
//
//   World world = ...;                                   // every relation's tuples
//   Replay replay(engine, program, source, facts, world);
//   std::string wrong = replay.Check(proof);             // empty: every step holds
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bytelogic/explain.h"
#include "reference/expressions.h"
#include "sema/checked_program.h"

namespace bytelogic::proofs {

using Tuple = std::vector<Value>;
using World = std::map<std::string, std::set<Tuple, reference::TupleLess>, std::less<>>;

class Replay {
 public:
  // Refers to all of them.
  Replay(Engine& engine, const sema::CheckedProgram& program, std::string_view source, const Facts& facts,
         const World& world);

  // What is wrong with the first step that does not hold.
  auto Check(const Proof& proof) -> std::string;

 private:
  using Cells = std::vector<std::optional<Value>>;  // per variable of a rule

  auto CheckNode(const Proof& proof, const ProofNode& node) -> std::string;
  auto CheckFact(const ProofNode& node) -> std::string;
  auto CheckRule(const Proof& proof, const ProofNode& node, const sema::Rule& rule, std::uint32_t emit) -> std::string;
  auto CheckGroup(const Proof& proof, const ProofNode& node, const sema::Rule& rule, std::uint32_t emit) -> std::string;
  // Goes through the clauses before `emit` with `premises`; `cells` become the values of the variables.
  auto CheckClauses(const Proof& proof, const std::vector<ProofPremise>& premises,
                    const std::vector<ProofBinding>& bindings, const sema::Rule& rule, std::uint32_t emit, Cells& cells)
      -> std::string;
  auto CheckBindings(const std::vector<ProofBinding>& bindings, const sema::Rule& rule, const Cells& cells)
      -> std::string;

  auto Unify(const sema::Clause& clause, const Tuple& tuple, Cells& cells) -> bool;
  auto IsAbsent(const sema::Clause& clause, const Cells& cells) -> bool;
  auto Evaluate(const sema::Rule& rule, const Cells& cells, sema::ExprId expr) -> std::optional<Value>;
  auto Passes(const sema::Rule& rule, const sema::Clause& clause, Cells& cells) -> bool;
  // All distinct bindings of the clauses before `emit`, by trying everything.
  void Enumerate(const sema::Rule& rule, std::uint32_t clause, std::uint32_t emit, Cells cells,
                 std::set<std::vector<Value>, reference::TupleLess>& bindings);
  auto AggregateOf(const sema::Rule& rule, std::uint32_t emit, std::size_t column, const std::vector<Cells>& group)
      -> std::optional<Value>;

  const sema::CheckedProgram& program_;
  std::string_view source_;
  const Facts& facts_;
  const World& world_;
  reference::Expressions expressions_;
};

}  // namespace bytelogic::proofs
