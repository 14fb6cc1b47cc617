// The order of joins, held against the simplest algorithm that gives it.
#include "plan/optimize/join_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "sema/check.h"
#include "syntax/bytelogic/parser.h"

namespace bytelogic::plan {
namespace {

using sema::Clause;
using sema::ClauseKind;
using sema::Term;

// Looks at every clause again before each step.
class SimpleOrderer {
 public:
  SimpleOrderer(const sema::CheckedProgram& program, const sema::Rule& rule)
      : program_(program), clauses_(program.Clauses(rule)), bound_(rule.variables.size()), computed_(bound_) {
    for (const Clause& clause : clauses_) {
      if (clause.variable.valid()) computed_[clause.variable.index] = true;
    }
  }

  auto Order(std::uint32_t delta) -> std::vector<std::uint32_t> {
    for (std::uint32_t begin = 0; begin < clauses_.size();) {
      std::uint32_t end = begin;
      std::vector<std::uint32_t> waiting;
      for (; end < clauses_.size() && !IsBarrier(program_, clauses_[end]); ++end) waiting.push_back(end);
      for (bool first = true; !waiting.empty();) {
        const auto ready = std::ranges::find_if(waiting, [&](std::uint32_t index) { return IsReady(index); });
        if (ready != waiting.end()) {
          Place(*ready);
          waiting.erase(ready);
          continue;
        }
        const std::size_t next = Next(waiting, first ? delta : kNoDelta, first);
        first = false;
        Place(waiting[next]);
        waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(next));
      }
      if (end < clauses_.size()) Place(end);
      begin = end + 1;
    }
    return order_;
  }

 private:
  void Place(std::uint32_t index) {
    const Clause& clause = clauses_[index];
    order_.push_back(index);
    if (clause.variable.valid()) bound_[clause.variable.index] = true;
    if (clause.kind != ClauseKind::kMatch) return;
    for (const Term& term : program_.Terms(clause)) {
      if (term.variable.valid()) bound_[term.variable.index] = true;
    }
  }

  auto IsReady(std::uint32_t index) const -> bool {
    const Clause& clause = clauses_[index];
    if (clause.kind == ClauseKind::kMatch) return false;
    if (clause.kind == ClauseKind::kAbsent) {
      return std::ranges::all_of(program_.Terms(clause), [&](const Term& term) {
        return term.kind != Term::Kind::kEqual || bound_[term.variable.index];
      });
    }
    return std::ranges::all_of(program_.Operands(clause.operands), [&](sema::ExprId id) { return AllBound(id); });
  }

  auto AllBound(sema::ExprId id) const -> bool {
    if (!id.valid()) return true;
    const sema::Expr& expr = program_[id];
    if (expr.kind == sema::ExprKind::kVariable) return bound_[expr.variable.index];
    return std::ranges::all_of(program_.Operands(expr.operands), [&](sema::ExprId each) { return AllBound(each); });
  }

  auto Next(const std::vector<std::uint32_t>& waiting, std::uint32_t delta, bool first) const -> std::size_t {
    std::size_t best = waiting.size();
    double best_share = -1;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      const Clause& clause = clauses_[waiting[i]];
      const auto terms = program_.Terms(clause);
      const bool waits = std::ranges::any_of(terms, [&](const Term& term) {
        return term.variable.valid() && computed_[term.variable.index] && !bound_[term.variable.index];
      });
      if (clause.kind != ClauseKind::kMatch || waits) continue;
      if (waiting[i] == delta) return i;
      const auto count = std::ranges::count_if(terms, [&](const Term& term) {
        return term.kind == Term::Kind::kConstant || (term.variable.valid() && bound_[term.variable.index]);
      });
      double share = terms.empty() ? 1 : static_cast<double>(count) / static_cast<double>(terms.size());
      if (first && order_.empty()) share = 0;
      if (share > best_share) {
        best = i;
        best_share = share;
      }
    }
    return best == waiting.size() ? 0 : best;
  }

  const sema::CheckedProgram& program_;
  std::span<const Clause> clauses_;
  std::vector<bool> bound_;
  std::vector<bool> computed_;
  std::vector<std::uint32_t> order_;
};

// Patterns of up to three columns, comparisons, LETs that cannot fail, negations and what can fail, over few variables.
auto RandomRule(std::mt19937& random) -> std::string {
  const auto pick = [&](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
  std::vector<std::string> bound;
  std::string rule = "RULE r: ";
  int lets = 0;
  const auto variable = [&] { return bound[static_cast<std::size_t>(pick(static_cast<int>(bound.size())))]; };
  for (int i = 0, count = 2 + pick(9); i < count; ++i) {
    if (i > 0) rule += ", ";
    const int kind = bound.empty() ? 0 : pick(8);
    if (kind < 4) {
      const int arity = 1 + pick(3);
      rule += "JOIN e" + std::to_string(arity);
      std::vector<std::string> fresh;
      for (int column = 0; column < arity; ++column) {
        const std::string name = "$x" + std::to_string(pick(8));
        rule += " " + (pick(6) == 0 ? std::to_string(pick(3)) : name);
        if (rule.ends_with(name)) fresh.push_back(name);
      }
      bound.insert(bound.end(), fresh.begin(), fresh.end());
    } else if (kind == 4) {
      rule += "WHERE " + variable() + " < " + variable();
    } else if (kind == 5) {
      rule += "NOT e2 " + variable() + " ?";
    } else if (kind == 6) {
      const std::string name = "$y" + std::to_string(lets++);
      rule += "LET " + name + " = " + variable() + " = " + variable();
      bound.push_back(name);
    } else {
      rule += "WHERE " + variable() + " + 1 < 9";
    }
  }
  return rule + ", EMIT r " + variable() + "\n";
}

TEST(JoinOrderTest, IsThatOfTheSimplestAlgorithm) {
  std::mt19937 random(11);
  int compared = 0;
  for (int round = 0; round < 2'000; ++round) {
    const std::string source =
        "REL e1(a: int) REL e2(a: int, b: int) REL e3(a: int, b: int, c: int)\nREL r 1\n" + RandomRule(random);
    Diagnostics diagnostics;
    const syntax::Ast ast = syntax::ParseProgram(source, diagnostics);
    const auto program = sema::Check(ast, {}, Limits{}, diagnostics);
    if (!program) continue;
    for (const sema::Rule& rule : program->rules) {
      const auto count = static_cast<std::uint32_t>(program->Clauses(rule).size());
      for (std::uint32_t delta = 0; delta <= count; ++delta) {
        const std::uint32_t chosen = delta == count ? kNoDelta : delta;
        ASSERT_EQ(JoinOrder(*program, rule, count, chosen, diagnostics.work()),
                  SimpleOrderer(*program, rule).Order(chosen))
            << source << " delta " << delta;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 5'000);
}

}  // namespace
}  // namespace bytelogic::plan
