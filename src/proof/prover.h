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

#include "proof/rule_search.h"

namespace bytelogic::proof {

// One way in which a rule gives a tuple.
struct Derivation {
  sema::RuleId rule;
  std::uint32_t emit = 0;           // its clause
  std::vector<Cell> cells;          // per variable of the rule
  std::vector<std::uint32_t> rows;  // per clause of the rule: the row that it matched, or kNoRow
  std::vector<TupleId> premises;    // the tuples that it matched, each once, in the order of the clauses
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
};

struct ProverOptions {
  std::size_t proofs = 1;
};

class Prover {
 public:
  Prover(Context& context, const ProverOptions& options);

  // False where there is no more to spend (context.exhausted() says what), or where the rows have no proof, which those
  // of an honest sandbox always have.
  auto Prove(TupleId tuple) -> bool;
  // At most options.proofs, no two the same. The tuple has been proved. The trees refer to the Prover.
  [[nodiscard]] auto TreesOf(TupleId tuple) const -> std::vector<ProofTree>;

 private:
  // What is known of a tuple.
  struct Solved {
    bool done = false;
    std::vector<Derivation> derivations;
    std::vector<Alternative> best;  // shortest first
  };
  // A tuple whose derivations are known, while their premises are proved.
  struct Open {
    TupleId tuple;
    std::size_t derivation = 0;
    std::size_t premise = 0;
  };

  auto Begin(TupleId tuple, std::vector<Open>& open) -> void;
  auto FindDerivations(TupleId tuple) -> std::vector<Derivation>;
  void FindByGoal(const RuleGoal& goal, TupleId tuple, const VisibleRows& visible, std::size_t most,
                  std::vector<Derivation>& found);
  void Finish(Solved& solved);
  auto AlternativesOf(const Derivation& derivation, std::uint32_t number) const -> std::vector<Alternative>;
  [[nodiscard]] auto TreeOf(TupleId tuple, std::size_t rank) const -> ProofTree;
  auto VisibleTo(TupleId tuple) -> VisibleRows;

  Context& context_;
  ProverOptions options_;
  std::size_t ranks_;                         // how many alternatives are kept of each tuple
  std::vector<std::vector<RuleGoal>> goals_;  // per relation: the EMITs into it, in source order
  std::map<TupleId, std::unique_ptr<Solved>> solved_;
};

}  // namespace bytelogic::proof
