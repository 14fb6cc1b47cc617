// describe.h - proofs in words: what the public Proof holds, from the trees of the prover.
//
//   Describer describer(context, facts, options);
//   Proof proof = describer.Describe(tree);
//
// Used by explain.cc; its parts by why_not.cc.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "bytelogic/explain.h"
#include "bytelogic/facts.h"
#include "proof/clause_text.h"
#include "proof/prover.h"

namespace bytelogic::proof {

// `parent alice bob`.
auto TextOfTuple(Context& context, TupleId tuple) -> std::string;

class Describer {
 public:
  // Refers to all of them.
  Describer(Context& context, const Facts& facts, const ExplainOptions& options);

  auto Describe(const ProofTree& tree) -> Proof;

  [[nodiscard]] auto PlaceOf(SourceRange range) const -> ProofPlace;
  // `parent alice ?`: a pattern with what is known of it; `known` by variable.
  [[nodiscard]] auto PatternText(const sema::Clause& clause, std::span<const Cell> cells,
                                 const std::vector<bool>& known) const -> std::string;
  // The variables of the rule that have a name and are known.
  [[nodiscard]] auto BindingsOf(const sema::Rule& rule, std::span<const Cell> cells,
                                const std::vector<bool>& known) const -> std::vector<ProofBinding>;
  // What to write for them in a text of the source.
  [[nodiscard]] auto SubstitutionOf(const sema::Rule& rule, std::span<const Cell> cells,
                                    const std::vector<bool>& known) const -> Substitution;

 private:
  void DescribeFact(TupleId tuple, ProofNode& node);
  void DescribeRule(const ProofTree::Node& from, ProofNode& node);
  auto DescribeBinding(const ProofTree::Node& from, const Binding& binding) -> std::vector<ProofPremise>;
  auto DescribeClause(const sema::Rule& rule, const Binding& binding, std::uint32_t clause,
                      const std::vector<bool>& known) -> std::optional<ProofPremise>;
  void NoteKept(TupleId tuple, ProofNode& node);
  // Calls and queries inside of an expression, each with its value.
  void NoteValues(const sema::Rule& rule, const Binding& binding, sema::ExprId expr, const Substitution& words,
                  std::vector<ProofBinding>& values);
  void NoteTuples(const sema::Rule& rule, const Binding& binding, const sema::Expr& query, ProofBinding& note);
  [[nodiscard]] auto NameOf(const sema::Variable& variable) const -> std::string;
  void ReadAssertions();
  auto IsGivenByHost(TupleId tuple) -> bool;

  // A statement that asserts a tuple, and the CALC that it stands in.
  struct Assertion {
    SourceRange range;
    std::uint32_t function = 0;
  };

  Context& context_;
  const Facts& facts_;
  const ExplainOptions& options_;
  bool assertions_read_ = false;
  std::vector<std::map<std::vector<Cell>, Assertion>> constant_assertions_;  // by relation
  std::vector<std::vector<Assertion>> other_assertions_;                     // by relation
  std::map<std::uint32_t, std::set<std::vector<Cell>>> host_rows_;
};

}  // namespace bytelogic::proof
