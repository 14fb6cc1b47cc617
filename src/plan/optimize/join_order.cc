#include "plan/optimize/join_order.h"

#include <algorithm>
#include <set>
#include <span>

#include "plan/code_builder.h"

namespace bytelogic::plan {
namespace {

using sema::Clause;
using sema::ClauseKind;
using sema::Term;

class Orderer {
 public:
  Orderer(const sema::CheckedProgram& program, const sema::Rule& rule, std::uint32_t count, WorkMeter& work)
      : program_(program),
        clauses_(program.Clauses(rule).first(count)),
        work_(work),
        bound_(rule.variables.size(), false),
        computed_(rule.variables.size(), false),
        states_(count),
        users_(rule.variables.size()) {
    for (const Clause& clause : clauses_) {
      if (clause.variable.valid()) computed_[clause.variable.index] = true;
    }
  }

  auto Order(std::uint32_t delta) -> std::vector<std::uint32_t> {
    order_.reserve(clauses_.size());
    std::uint32_t begin = 0;
    while (begin < clauses_.size()) {
      std::uint32_t end = begin;
      while (end < clauses_.size() && !IsBarrier(program_, clauses_[end])) ++end;
      OrderStretch(begin, end, delta);
      if (end < clauses_.size()) Place(end);
      begin = end + 1;
    }
    return std::move(order_);
  }

 private:
  // A clause of the stretch at hand that is not placed yet.
  struct State {
    bool waiting = false;
    std::uint32_t unbound = 0;  // occurrences of variables that it must have first
    std::uint32_t bound = 0;    // patterns: columns that are constants or bound
    std::uint32_t columns = 0;  // patterns
  };
  // An occurrence of a variable in a clause.
  struct Use {
    std::uint32_t clause = 0;
    bool needed = false;  // the clause must have it first
    bool column = false;  // it is a column of a pattern
  };
  // The one with the largest share of bound columns goes first, the first as written where equal.
  struct Rank {
    double share = 0;
    std::uint32_t clause = 0;
    friend auto operator<(const Rank& left, const Rank& right) -> bool {
      return left.share != right.share ? left.share > right.share : left.clause < right.clause;
    }
  };

  auto Place(std::uint32_t index) -> void {
    const Clause& clause = clauses_[index];
    order_.push_back(index);
    states_[index].waiting = false;
    if (clause.variable.valid()) Bind(clause.variable);
    if (clause.kind != ClauseKind::kMatch) return;
    for (const Term& term : program_.Terms(clause)) {
      if (term.variable.valid()) Bind(term.variable);
    }
  }

  auto Bind(sema::VariableId variable) -> void {
    if (bound_[variable.index]) return;
    bound_[variable.index] = true;
    work_.Charge(4 * users_[variable.index].size());
    for (const Use& use : users_[variable.index]) {
      State& state = states_[use.clause];
      if (!state.waiting) continue;
      if (use.needed) --state.unbound;
      if (clauses_[use.clause].kind != ClauseKind::kMatch) {
        if (state.unbound == 0) ready_.insert(use.clause);
        continue;
      }
      patterns_.erase(RankOf(use.clause));
      if (use.column) ++state.bound;
      if (state.unbound == 0) patterns_.insert(RankOf(use.clause));
    }
  }

  // Joins the patterns of [begin, end) and lets everything else follow as early as it can.
  auto OrderStretch(std::uint32_t begin, std::uint32_t end, std::uint32_t delta) -> void {
    for (std::uint32_t index = begin; index < end; ++index) Wait(index);
    std::uint32_t first_waiting = begin;
    bool first = true;
    while (true) {
      while (!ready_.empty()) {
        const std::uint32_t index = *ready_.begin();
        ready_.erase(ready_.begin());
        Place(index);
      }
      while (first_waiting < end && !states_[first_waiting].waiting) ++first_waiting;
      if (first_waiting == end) return;
      const std::uint32_t next = NextPattern(first_waiting, first ? delta : kNoDelta, first);
      patterns_.erase(RankOf(next));
      Place(next);
      first = false;
    }
  }

  auto Wait(std::uint32_t index) -> void {
    const Clause& clause = clauses_[index];
    State& state = states_[index];
    state.waiting = true;
    if (clause.kind == ClauseKind::kMatch || clause.kind == ClauseKind::kAbsent) {
      for (const Term& term : program_.Terms(clause)) AddTerm(index, term);
    }
    if (clause.kind == ClauseKind::kMatch) {
      state.columns = clause.terms.size;
      if (state.unbound == 0) patterns_.insert(RankOf(index));
      return;
    }
    for (const sema::ExprId operand : program_.Operands(clause.operands)) AddOperand(index, operand);
    if (state.unbound == 0) ready_.insert(index);
  }

  // A pattern can bind any of its variables, but not one that a LET computes. An absent pattern binds none.
  auto AddTerm(std::uint32_t index, const Term& term) -> void {
    State& state = states_[index];
    const bool is_match = clauses_[index].kind == ClauseKind::kMatch;
    if (is_match && term.kind == Term::Kind::kConstant) ++state.bound;
    if (!term.variable.valid()) return;
    if (bound_[term.variable.index]) {
      ++state.bound;
      return;
    }
    const bool needed = is_match ? computed_[term.variable.index] : term.kind == Term::Kind::kEqual;
    if (needed) ++state.unbound;
    AddUse(term.variable, {index, needed, is_match});
  }

  auto AddOperand(std::uint32_t index, sema::ExprId id) -> void {
    if (!id.valid()) return;
    work_.Charge(1);
    const sema::Expr& expr = program_[id];
    if (expr.kind == sema::ExprKind::kVariable && !bound_[expr.variable.index]) {
      ++states_[index].unbound;
      AddUse(expr.variable, {index, true, false});
    }
    for (const sema::ExprId operand : program_.Operands(expr.operands)) AddOperand(index, operand);
  }

  auto AddUse(sema::VariableId variable, Use use) -> void {
    work_.Charge(4);
    users_[variable.index].push_back(use);
  }

  [[nodiscard]] auto RankOf(std::uint32_t index) const -> Rank {
    const State& state = states_[index];
    return {state.columns == 0 ? 1 : static_cast<double>(state.bound) / state.columns, index};
  }

  // The delta first; else, where nothing is bound yet, the first as written; then by rank. Where nothing is left but
  // what waits for ever, which was reported, the first of that.
  [[nodiscard]] auto NextPattern(std::uint32_t first_waiting, std::uint32_t delta, bool first) const -> std::uint32_t {
    if (patterns_.empty()) return first_waiting;
    if (delta != kNoDelta && delta < states_.size() && states_[delta].waiting && patterns_.contains(RankOf(delta))) {
      return delta;
    }
    if (!first || !order_.empty()) return patterns_.begin()->clause;
    return std::ranges::min_element(patterns_, {}, &Rank::clause)->clause;
  }

  const sema::CheckedProgram& program_;
  std::span<const Clause> clauses_;
  WorkMeter& work_;
  std::vector<bool> bound_;
  std::vector<bool> computed_;  // by a LET or RANGE
  std::vector<std::uint32_t> order_;
  std::vector<State> states_;            // per clause
  std::vector<std::vector<Use>> users_;  // per variable: the clauses of the stretch that have it
  std::set<std::uint32_t> ready_;        // what is no pattern, and has all that it needs
  std::set<Rank> patterns_;              // those that wait for nothing
};

}  // namespace

auto IsBarrier(const sema::CheckedProgram& program, const Clause& clause) -> bool {
  switch (clause.kind) {
    case ClauseKind::kMatch:
    case ClauseKind::kAbsent:
      return false;
    case ClauseKind::kEmit:
    case ClauseKind::kRange:
      return true;
    case ClauseKind::kFilter:
      // A symbol as a condition is R204, whatever the expression itself can do.
      if (program[program.Operands(clause.operands)[0]].type == sema::Type::kAny) return true;
      [[fallthrough]];
    default:
      return std::ranges::any_of(program.Operands(clause.operands),
                                 [&](sema::ExprId operand) { return CanFail(program, operand); });
  }
}

auto JoinOrder(const sema::CheckedProgram& program, const sema::Rule& rule, std::uint32_t count, std::uint32_t delta,
               WorkMeter& work) -> std::vector<std::uint32_t> {
  return Orderer(program, rule, count, work).Order(delta);
}

}  // namespace bytelogic::plan
