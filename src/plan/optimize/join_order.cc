#include "plan/optimize/join_order.h"

#include <algorithm>
#include <functional>
#include <span>

#include "base/id_vector.h"
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
        first_use_(rule.variables.size(), kNone) {
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
  static constexpr std::uint32_t kNone = 0xFFFF'FFFF;
  // An occurrence of a variable in a clause.
  struct Use {
    std::uint32_t clause = 0;
    bool needed = false;         // the clause must have it first
    bool column = false;         // it is a column of a pattern
    std::uint32_t next = kNone;  // the next one of the variable
  };
  // A pattern when so many of its columns were bound. The one with the largest share goes first, the first as written
  // where equal; so that is the largest.
  struct Rank {
    double share = 0;
    std::uint32_t bound = 0;
    std::uint32_t clause = 0;
    friend auto operator<(const Rank& left, const Rank& right) -> bool {
      return left.share != right.share ? left.share < right.share : left.clause > right.clause;
    }
  };

  void Place(std::uint32_t index) {
    const Clause& clause = clauses_[index];
    order_.push_back(index);
    states_[index].waiting = false;
    if (clause.variable.valid()) Bind(clause.variable);
    if (clause.kind != ClauseKind::kMatch) return;
    for (const Term& term : program_.Terms(clause)) {
      if (term.variable.valid()) Bind(term.variable);
    }
  }

  void Bind(sema::VariableId variable) {
    if (bound_[variable.index]) return;
    bound_[variable.index] = true;
    for (std::uint32_t at = first_use_[variable.index]; at != kNone; at = uses_[at].next) {
      work_.Charge(2);
      const Use& use = uses_[at];
      State& state = states_[use.clause];
      if (!state.waiting) continue;
      if (use.needed) --state.unbound;
      if (use.column) ++state.bound;
      if (state.unbound == 0) MayGo(use.clause);
    }
  }

  // `index` waits for nothing any more, or has more columns bound than before.
  void MayGo(std::uint32_t index) {
    if (clauses_[index].kind == ClauseKind::kMatch) {
      const State& state = states_[index];
      const double share = state.columns == 0 ? 1 : static_cast<double>(state.bound) / state.columns;
      patterns_.push_back({share, state.bound, index});
      std::push_heap(patterns_.begin(), patterns_.end());
    } else {
      ready_.push_back(index);
      std::ranges::push_heap(ready_, std::greater<>());
    }
  }

  // Joins the patterns of [begin, end) and lets everything else follow as early as it can.
  void OrderStretch(std::uint32_t begin, std::uint32_t end, std::uint32_t delta) {
    for (std::uint32_t index = begin; index < end; ++index) Wait(index);
    std::uint32_t first_waiting = begin;
    bool first = true;
    while (true) {
      while (!ready_.empty()) {
        std::ranges::pop_heap(ready_, std::greater<>());
        const std::uint32_t index = ready_.back();
        ready_.pop_back();
        if (states_[index].waiting) Place(index);
      }
      while (first_waiting < end && !states_[first_waiting].waiting) ++first_waiting;
      if (first_waiting == end) break;
      Place(NextPattern(first_waiting, end, first ? delta : kNoDelta, first));
      first = false;
    }
    patterns_.clear();
  }

  void Wait(std::uint32_t index) {
    const Clause& clause = clauses_[index];
    State& state = states_[index];
    state.waiting = true;
    if (clause.kind == ClauseKind::kMatch || clause.kind == ClauseKind::kAbsent) {
      for (const Term& term : program_.Terms(clause)) AddTerm(index, term);
    }
    if (clause.kind == ClauseKind::kMatch) {
      state.columns = clause.terms.size;
    } else {
      for (const sema::ExprId operand : program_.Operands(clause.operands)) AddOperand(index, operand);
    }
    if (state.unbound == 0) MayGo(index);
  }

  // A pattern can bind any of its variables, but not one that a LET computes. An absent pattern binds none.
  void AddTerm(std::uint32_t index, const Term& term) {
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

  void AddOperand(std::uint32_t index, sema::ExprId id) {
    if (!id.valid()) return;
    work_.Charge(1);
    const sema::Expr& expr = program_[id];
    if (expr.kind == sema::ExprKind::kVariable && !bound_[expr.variable.index]) {
      ++states_[index].unbound;
      AddUse(expr.variable, {index, true, false});
    }
    for (const sema::ExprId operand : program_.Operands(expr.operands)) AddOperand(index, operand);
  }

  void AddUse(sema::VariableId variable, Use use) {
    work_.Charge(2);
    use.next = first_use_[variable.index];
    first_use_[variable.index] = Size32(uses_);
    uses_.push_back(use);
  }

  // The delta first; else, where nothing is bound yet, the first as written; then by rank. Where nothing is left but
  // what waits for ever, which was reported, the first of that.
  auto NextPattern(std::uint32_t first_waiting, std::uint32_t end, std::uint32_t delta, bool first) -> std::uint32_t {
    const auto may_go = [this](std::uint32_t index) {
      return clauses_[index].kind == ClauseKind::kMatch && states_[index].waiting && states_[index].unbound == 0;
    };
    if (delta >= first_waiting && delta < end && may_go(delta)) return delta;
    if (first && order_.empty()) {
      for (std::uint32_t index = first_waiting; index < end; ++index) {
        if (may_go(index)) return index;
      }
    }
    while (!patterns_.empty()) {
      std::pop_heap(patterns_.begin(), patterns_.end());
      const Rank best = patterns_.back();
      patterns_.pop_back();
      // Others are of before more of its columns were bound.
      if (may_go(best.clause) && states_[best.clause].bound == best.bound) return best.clause;
    }
    return first_waiting;
  }

  const sema::CheckedProgram& program_;
  std::span<const Clause> clauses_;
  WorkMeter& work_;
  std::vector<bool> bound_;
  std::vector<bool> computed_;  // by a LET or RANGE
  std::vector<std::uint32_t> order_;
  std::vector<State> states_;             // per clause
  std::vector<std::uint32_t> first_use_;  // per variable, into uses_: in the clauses of the stretches so far
  std::vector<Use> uses_;
  std::vector<std::uint32_t> ready_;  // a heap: what is no pattern, and has all that it needs
  std::vector<Rank> patterns_;        // a heap: those that wait for nothing, once for each change
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
