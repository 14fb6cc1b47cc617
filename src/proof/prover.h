// prover.h - proofs of tuples: for each a rule, a binding, and the tuples that it rests on, down to facts.
//
//   Prover prover(context, {.proofs = 3});
//   prover.Prove(tuple);
//   for (const ProofTree& tree : prover.TreesOf(tuple)) ...        // shortest first
//
// A tuple that a round found rests, within its stratum, on tuples that stood there when the round began, so no proof
// can be circular, and each tuple has one. Of all derivations of that kind the ones with the fewest steps from the
// facts up, and of those the smallest trees, are found by dynamic programming over the tuples: each is looked at once,
// after those that it may rest on. Used by explain.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "proof/group.h"

namespace bytelogic::proof {

// One way in which a rule gives a tuple.
struct Derivation {
  sema::RuleId rule;
  std::uint32_t emit = 0;         // its clause
  std::vector<Binding> bindings;  // one; of an EMIT with aggregates, the first of the group
  std::uint64_t counted = 0;      // bindings of the group; 0: an EMIT without aggregates
  std::vector<TupleId> premises;  // the tuples that they matched, each once, in the order of the clauses
};

// A derivation, and which proof of each premise. Without a derivation the tuple is a fact.
struct Alternative {
  static constexpr std::uint32_t kFact = 0xFFFF'FFFF;
  std::uint32_t derivation = kFact;
  std::vector<std::uint32_t> ranks;  // per premise
  std::uint64_t height = 0;          // steps from the facts up
  std::uint64_t size = 1;            // tuples of the tree, those that occur twice counted twice
};

struct ProofTree {
  struct Node {
    TupleId tuple;
    const Derivation* derivation = nullptr;  // null: a fact
    std::vector<std::uint32_t> premises;     // nodes, one for each premise of the derivation
  };
  std::vector<Node> nodes;  // each tuple once; [0] is what is proved
  std::uint64_t height = 0;
  std::uint64_t size = 0;
  bool is_circular = false;  // [0] is a premise of another node: no proof
};

struct ProverOptions {
  std::size_t proofs = 1;
  std::size_t rows = 10;  // bindings of a group whose tuples are proved
};

class Prover {
 public:
  Prover(Context& context, const ProverOptions& options);

  // At most options.proofs trees, no two the same, shortest first. None where there is no more to spend
  // (context.exhausted() says what), or where the rows have no proof, which those of an honest sandbox always have. The
  // trees refer to the Prover.
  auto Prove(TupleId tuple) -> std::vector<ProofTree>;

 private:
  // What is known of a tuple.
  struct Solved {
    std::vector<Derivation> derivations;
    std::vector<Alternative> best;  // shortest first
  };
  // A tuple whose derivations are known, while their premises are proved.
  struct Open {
    TupleId tuple;
    std::size_t derivation = 0;
    std::size_t premise = 0;
  };

  // Fills solved_ for `tuple` and all that it may rest on; false where there is no more to spend.
  auto Solve(TupleId tuple) -> bool;
  // Where several proofs are asked for: the last step may rest on tuples of later rounds too.
  auto SolveRoot(TupleId tuple) -> bool;
  void Begin(TupleId tuple, std::vector<Open>& open);
  auto FindDerivations(TupleId tuple, const VisibleRows& visible) -> std::vector<Derivation>;
  void FindByGoal(const RuleGoal& goal, TupleId tuple, const VisibleRows& visible, std::size_t most,
                  std::vector<Derivation>& found);
  // The group of an EMIT with aggregates, where they give the tuple.
  void FindByGroup(const RuleGoal& goal, TupleId tuple, const VisibleRows& visible, std::vector<Derivation>& found);
  void AddPremises(Derivation& derivation);
  void Finish(Solved& solved);
  auto AlternativesOf(const Derivation& derivation, std::uint32_t number) const -> std::vector<Alternative>;
  [[nodiscard]] auto TreeOf(TupleId tuple, const Solved& root, std::size_t rank) const -> ProofTree;
  // What the rules saw that found `tuple`; or what they saw in the end.
  auto VisibleTo(TupleId tuple) -> VisibleRows;
  auto VisibleInTheEnd() -> VisibleRows;

  Context& context_;
  ProverOptions options_;
  std::size_t ranks_;                         // how many alternatives are kept of each tuple
  std::vector<std::vector<RuleGoal>> goals_;  // per relation: the EMITs into it, in source order
  std::map<TupleId, std::unique_ptr<Solved>> solved_;
  Solved root_;
};

}  // namespace bytelogic::proof
