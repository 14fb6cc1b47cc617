#include "plan/optimize/join_order.h"

#include <algorithm>
#include <span>

#include "plan/code_builder.h"

namespace bytelogic::plan {
namespace {

using sema::Clause;
using sema::ClauseKind;
using sema::Term;

class Orderer {
 public:
  Orderer(const sema::CheckedProgram& program, const sema::Rule& rule, std::uint32_t count)
      : program_(program),
        clauses_(program.Clauses(rule).first(count)),
        bound_(rule.variables.size(), false),
        computed_(rule.variables.size(), false) {
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
  auto Place(std::uint32_t index) -> void {
    const Clause& clause = clauses_[index];
    order_.push_back(index);
    if (clause.variable.valid()) bound_[clause.variable.index] = true;
    if (clause.kind != ClauseKind::kMatch) return;
    for (const Term& term : program_.Terms(clause)) {
      if (term.variable.valid()) bound_[term.variable.index] = true;
    }
  }

  // Joins the patterns of [begin, end) and lets everything else follow as early as it can.
  auto OrderStretch(std::uint32_t begin, std::uint32_t end, std::uint32_t delta) -> void {
    if (begin == end) return;
    std::vector<std::uint32_t> waiting;
    for (std::uint32_t i = begin; i < end; ++i) waiting.push_back(i);
    bool first = true;
    while (!waiting.empty()) {
      PlaceReady(waiting);
      if (waiting.empty()) break;
      std::size_t best = NextPattern(waiting, first ? delta : kNoDelta, first);
      Place(waiting[best]);
      waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(best));
      first = false;
    }
  }

  // Filters and LETs whose variables are bound.
  auto PlaceReady(std::vector<std::uint32_t>& waiting) -> void {
    for (std::size_t i = 0; i < waiting.size();) {
      if (clauses_[waiting[i]].kind != ClauseKind::kMatch && IsReady(clauses_[waiting[i]])) {
        Place(waiting[i]);
        waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(i));
        i = 0;  // a LET may have made an earlier one ready
      } else {
        ++i;
      }
    }
  }

  [[nodiscard]] auto IsReady(const Clause& clause) const -> bool {
    if (clause.kind == ClauseKind::kAbsent) {
      return std::ranges::all_of(program_.Terms(clause), [&](const Term& term) {
        return term.kind != Term::Kind::kEqual || bound_[term.variable.index];
      });
    }
    return std::ranges::all_of(program_.Operands(clause.operands), [&](sema::ExprId id) { return AllBound(id); });
  }

  [[nodiscard]] auto AllBound(sema::ExprId id) const -> bool {
    if (!id.valid()) return true;
    const sema::Expr& expr = program_[id];
    if (expr.kind == sema::ExprKind::kVariable) return bound_[expr.variable.index];
    return std::ranges::all_of(program_.Operands(expr.operands),
                               [&](sema::ExprId operand) { return AllBound(operand); });
  }

  // The delta first; else, for the first pattern of the stretch, the first as written; then the one with the largest
  // share of bound columns, the first as written where equal.
  [[nodiscard]] auto NextPattern(const std::vector<std::uint32_t>& waiting, std::uint32_t delta, bool first) const
      -> std::size_t {
    std::size_t best = waiting.size();
    double best_share = -1;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (clauses_[waiting[i]].kind != ClauseKind::kMatch || Waits(clauses_[waiting[i]])) continue;
      if (waiting[i] == delta) return i;
      const bool nothing_bound = order_.empty();
      const double share = first && nothing_bound ? 0 : BoundShare(clauses_[waiting[i]]);
      if (share > best_share) {
        best = i;
        best_share = share;
      }
    }
    return best == waiting.size() ? 0 : best;
  }

  // A pattern can bind any of its variables, but not one that a LET computes.
  [[nodiscard]] auto Waits(const Clause& clause) const -> bool {
    return std::ranges::any_of(program_.Terms(clause), [&](const Term& term) {
      return term.variable.valid() && computed_[term.variable.index] && !bound_[term.variable.index];
    });
  }

  [[nodiscard]] auto BoundShare(const Clause& clause) const -> double {
    const std::span<const Term> terms = program_.Terms(clause);
    if (terms.empty()) return 1;
    const auto bound = std::ranges::count_if(terms, [&](const Term& term) {
      return term.kind == Term::Kind::kConstant || (term.variable.valid() && bound_[term.variable.index]);
    });
    return static_cast<double>(bound) / static_cast<double>(terms.size());
  }

  const sema::CheckedProgram& program_;
  std::span<const Clause> clauses_;
  std::vector<bool> bound_;
  std::vector<bool> computed_;  // by a LET or RANGE
  std::vector<std::uint32_t> order_;
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

auto JoinOrder(const sema::CheckedProgram& program, const sema::Rule& rule, std::uint32_t count, std::uint32_t delta)
    -> std::vector<std::uint32_t> {
  return Orderer(program, rule, count).Order(delta);
}

}  // namespace bytelogic::plan
