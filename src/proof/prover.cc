#include "proof/prover.h"

#include <algorithm>
#include <queue>
#include <set>
#include <tuple>
#include <utility>

#include "base/id_vector.h"

namespace bytelogic::proof {

using sema::Clause;
using sema::ClauseKind;

namespace {

// Derivations of one tuple that are looked at; beyond them a shorter proof is not missed by much.
constexpr std::size_t kMaxDerivations = 64;

auto Less(const Alternative& left, const Alternative& right) -> bool {
  return std::tie(left.height, left.size, left.derivation, left.ranks) <
         std::tie(right.height, right.size, right.derivation, right.ranks);
}

auto AddSaturated(std::uint64_t left, std::uint64_t right) -> std::uint64_t {
  return left > UINT64_MAX - right ? UINT64_MAX : left + right;
}

}  // namespace

Prover::Prover(Context& context, const ProverOptions& options)
    : context_(context),
      options_(options),
      // Trees that differ only where a tuple occurs again are shown as one: some more are kept to choose from.
      ranks_(options.proofs == 1 ? 1 : options.proofs * 4),
      goals_(context.program().relations.size()) {
  const sema::CheckedProgram& program = context.program();
  for (std::uint32_t rule = 0; rule < program.rules.size(); ++rule) {
    const auto clauses = program.Clauses(program.rules[rule]);
    for (std::uint32_t i = 0; i < clauses.size(); ++i) {
      if (clauses[i].kind != ClauseKind::kEmit) continue;
      goals_[clauses[i].relation.index].push_back(MakeRuleGoal(context, sema::RuleId{rule}, i, SearchOrder::kFast));
    }
  }
}

auto Prover::Prove(TupleId tuple) -> std::vector<ProofTree> {
  if (!Solve(tuple) || (options_.proofs > 1 && !SolveRoot(tuple))) return {};
  const Solved& root = options_.proofs > 1 ? root_ : *solved_[tuple];
  const auto same_node = [](const ProofTree::Node& a, const ProofTree::Node& b) {
    if (a.tuple != b.tuple || (a.derivation == nullptr) != (b.derivation == nullptr)) return false;
    // Two EMITs of a rule may give the same tuple.
    return a.derivation == b.derivation ||
           (a.derivation->rule == b.derivation->rule && a.derivation->bindings == b.derivation->bindings);
  };
  const auto same = [&](const ProofTree& left, const ProofTree& right) {
    return std::ranges::equal(left.nodes, right.nodes, same_node);
  };
  std::vector<ProofTree> trees;
  for (std::size_t rank = 0; rank < root.best.size() && trees.size() < options_.proofs; ++rank) {
    ProofTree tree = TreeOf(tuple, root, rank);
    const bool known = std::ranges::any_of(trees, [&](const ProofTree& other) { return same(other, tree); });
    if (!tree.is_circular && !known) trees.push_back(std::move(tree));
  }
  return trees;
}

auto Prover::Solve(TupleId tuple) -> bool {
  std::vector<Open> open;
  if (!solved_.contains(tuple)) Begin(tuple, open);
  while (!open.empty()) {
    if (!context_.Spend(1)) return false;
    Open& top = open.back();
    Solved& solved = *solved_[top.tuple];
    // In a hurry the first derivation has to do.
    if (context_.IsHurried() && top.derivation > 0) solved.derivations.resize(top.derivation);
    if (top.derivation == solved.derivations.size()) {
      Finish(solved);
      open.pop_back();
      continue;
    }
    const Derivation& derivation = solved.derivations[top.derivation];
    if (top.premise == derivation.premises.size()) {
      ++top.derivation;
      top.premise = 0;
      continue;
    }
    const TupleId premise = derivation.premises[top.premise++];
    if (!solved_.contains(premise)) Begin(premise, open);
  }
  return context_.exhausted() == Exhausted::kNothing;
}

auto Prover::SolveRoot(TupleId tuple) -> bool {
  root_ = {};
  if (context_.store().IsAsserted(tuple)) root_.best.emplace_back();
  // What is best in the end may rest on what was best when it was found.
  if (context_.store().RoundOf(tuple) > 0) root_.derivations = FindDerivations(tuple, VisibleTo(tuple));
  for (Derivation& later : FindDerivations(tuple, VisibleInTheEnd())) {
    const bool known = std::ranges::any_of(root_.derivations, [&](const Derivation& other) {
      return other.rule == later.rule && other.emit == later.emit && other.bindings == later.bindings;
    });
    if (!known) root_.derivations.push_back(std::move(later));
  }
  std::erase_if(root_.derivations, [&](const Derivation& derivation) {
    return std::ranges::find(derivation.premises, tuple) != derivation.premises.end();
  });
  for (const Derivation& derivation : root_.derivations) {
    for (const TupleId premise : derivation.premises) {
      if (!Solve(premise)) return false;
    }
  }
  Finish(root_);
  return true;
}

void Prover::Begin(TupleId tuple, std::vector<Open>& open) {
  std::unique_ptr<Solved>& solved = solved_[tuple];
  solved = std::make_unique<Solved>();
  if (context_.store().IsAsserted(tuple)) {
    solved->best.emplace_back();
    return;
  }
  // No round: a sandbox that lies.
  if (context_.store().RoundOf(tuple) > 0) solved->derivations = FindDerivations(tuple, VisibleTo(tuple));
  open.push_back({tuple});
}

auto Prover::VisibleInTheEnd() -> VisibleRows {
  VisibleRows visible;
  for (std::uint32_t i = 0; i < context_.program().relations.size(); ++i) {
    visible.push_back(context_.store().RowsSolved(i));
  }
  return visible;
}

auto Prover::VisibleTo(TupleId tuple) -> VisibleRows {
  const std::vector<sema::Relation>& relations = context_.program().relations;
  const std::uint32_t round = context_.store().RoundOf(tuple);
  VisibleRows visible = VisibleInTheEnd();
  for (std::uint32_t i = 0; i < relations.size(); ++i) {
    if (!relations[i].derived || relations[i].stratum != relations[tuple.relation].stratum) continue;
    visible[i] = context_.store().RowsBefore(i, round);
  }
  return visible;
}

auto Prover::FindDerivations(TupleId tuple, const VisibleRows& visible) -> std::vector<Derivation> {
  std::vector<Derivation> found;
  const std::size_t most = context_.IsHurried() ? 1 : std::max(kMaxDerivations, ranks_);
  for (const RuleGoal& goal : goals_[tuple.relation]) FindByGoal(goal, tuple, visible, most, found);
  return found;
}

void Prover::FindByGoal(const RuleGoal& goal, TupleId tuple, const VisibleRows& visible, std::size_t most,
                        std::vector<Derivation>& found) {
  const auto clauses = context_.program().Clauses(context_.program()[goal.rule]);
  if (!context_.program().EmitColumns(clauses[goal.emit]).empty()) return FindByGroup(goal, tuple, visible, found);
  RuleSearch search(context_, goal, context_.store().Row(tuple), visible);
  while (found.size() < most && search.Next()) {
    found.push_back({.rule = goal.rule, .emit = goal.emit, .bindings = {{search.cells(), search.rows()}}});
    AddPremises(found.back());
  }
}

void Prover::FindByGroup(const RuleGoal& goal, TupleId tuple, const VisibleRows& visible,
                         std::vector<Derivation>& found) {
  const std::span<const Cell> row = context_.store().Row(tuple);
  Group group = FindGroup(context_, goal, row, visible, options_.rows);
  if (group.all.empty()) return;
  const sema::CheckedProgram& program = context_.program();
  const auto columns = program.EmitColumns(program.Clauses(program[goal.rule])[goal.emit]);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!columns[i].aggregated) continue;
    const auto value = AggregateOf(context_, goal, i, group);
    if (!value || context_.store().CellOf(*value) != row[i]) return;
  }
  found.push_back({goal.rule, goal.emit, std::move(group.first), group.all.size(), {}});
  AddPremises(found.back());
}

void Prover::AddPremises(Derivation& derivation) {
  const auto clauses = context_.program().Clauses(context_.program()[derivation.rule]);
  std::set<TupleId> known;
  for (const Binding& binding : derivation.bindings) {
    for (std::uint32_t i = 0; i < derivation.emit; ++i) {
      const TupleId premise{clauses[i].relation.index, binding.rows[i]};
      if (binding.rows[i] != kNoRow && known.insert(premise).second) derivation.premises.push_back(premise);
    }
  }
}

// Keeps the best alternatives, and of the derivations those that they need.
void Prover::Finish(Solved& solved) {
  for (std::uint32_t i = 0; i < solved.derivations.size(); ++i) {
    std::vector<Alternative> alternatives = AlternativesOf(solved.derivations[i], i);
    std::ranges::move(alternatives, std::back_inserter(solved.best));
  }
  std::ranges::sort(solved.best, Less);
  if (solved.best.size() > ranks_) solved.best.resize(ranks_);
  std::vector<Derivation> needed;
  std::map<std::uint32_t, std::uint32_t> renumbered;
  for (Alternative& each : solved.best) {
    if (each.derivation == Alternative::kFact) continue;
    const auto [at, added] = renumbered.try_emplace(each.derivation, Size32(needed));
    if (added) needed.push_back(std::move(solved.derivations[each.derivation]));
    each.derivation = at->second;
  }
  solved.derivations = std::move(needed);
}

// The best `ranks_` choices of proofs for the premises, best first.
auto Prover::AlternativesOf(const Derivation& derivation, std::uint32_t number) const -> std::vector<Alternative> {
  std::vector<const std::vector<Alternative>*> choices;
  for (const TupleId premise : derivation.premises) {
    const auto at = solved_.find(premise);
    if (at == solved_.end() || at->second->best.empty()) return {};
    choices.push_back(&at->second->best);
  }
  const auto measure = [&](std::vector<std::uint32_t> ranks) {
    Alternative result{.derivation = number, .ranks = std::move(ranks)};
    for (std::size_t i = 0; i < choices.size(); ++i) {
      const Alternative& chosen = (*choices[i])[result.ranks[i]];
      result.height = std::max(result.height, chosen.height);
      result.size = AddSaturated(result.size, chosen.size);
    }
    ++result.height;
    return result;
  };
  std::vector<Alternative> result;
  const auto later = [](const Alternative& left, const Alternative& right) { return Less(right, left); };
  std::priority_queue<Alternative, std::vector<Alternative>, decltype(later)> queue(later);
  std::set<std::vector<std::uint32_t>> seen;
  queue.push(measure(std::vector<std::uint32_t>(choices.size(), 0)));
  while (!queue.empty() && result.size() < ranks_) {
    result.push_back(queue.top());
    queue.pop();
    if (result.size() == ranks_) break;
    for (std::size_t i = 0; i < choices.size(); ++i) {
      std::vector<std::uint32_t> ranks = result.back().ranks;
      if (++ranks[i] < choices[i]->size() && seen.insert(ranks).second) queue.push(measure(std::move(ranks)));
    }
  }
  return result;
}

// A tuple that occurs again has the proof that it had first; premises of a proof come from earlier rounds or strata, so
// that nothing becomes circular by it, but for the root, whose premises may come from later ones.
auto Prover::TreeOf(TupleId tuple, const Solved& root, std::size_t rank) const -> ProofTree {
  ProofTree tree;
  tree.height = root.best[rank].height;
  tree.size = root.best[rank].size;
  std::map<TupleId, std::uint32_t> numbers;
  struct Walk {
    std::uint32_t node;
    const Alternative* alternative;
    std::size_t premise = 0;
  };
  std::vector<Walk> open;
  const auto add = [&](TupleId of, const Solved& solved, std::size_t with_rank) {
    const Alternative& alternative = solved.best[with_rank];
    const auto number = Size32(tree.nodes);
    numbers[of] = number;
    const bool fact = alternative.derivation == Alternative::kFact;
    tree.nodes.push_back({of, fact ? nullptr : &solved.derivations[alternative.derivation], {}});
    if (!fact) open.push_back({number, &alternative});
    return number;
  };
  add(tuple, root, rank);
  while (!open.empty()) {
    Walk& top = open.back();
    const Derivation& derivation = *tree.nodes[top.node].derivation;
    if (top.premise == derivation.premises.size()) {
      open.pop_back();
      continue;
    }
    const TupleId premise = derivation.premises[top.premise];
    const std::uint32_t parent = top.node;
    const std::uint32_t premise_rank = top.alternative->ranks[top.premise++];
    tree.is_circular = tree.is_circular || premise == tuple;
    const auto known = numbers.find(premise);
    const bool again = known != numbers.end();
    const std::uint32_t number = again ? known->second : add(premise, *solved_.at(premise), premise_rank);
    tree.nodes[parent].premises.push_back(number);
  }
  return tree;
}

}  // namespace bytelogic::proof
