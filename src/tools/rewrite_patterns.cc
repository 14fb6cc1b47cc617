#include "tools/rewrite_patterns.h"

#include <algorithm>
#include <vector>

#include "base/check.h"

namespace bytelogic::tools {

namespace {

using syntax::StatementKind;

auto IsMatch(StatementKind kind) -> bool {
  return kind == StatementKind::kScan || kind == StatementKind::kScanMatch || kind == StatementKind::kJoin;
}

// Gives `clause` the pattern that `match` has. Arguments that were written stay; what was implicit are variables that
// the clause binds.
void MakeExplicit(syntax::Ast& ast, syntax::StatementId clause, const sema::CheckedProgram& checked,
                  const std::vector<sema::Variable>& variables, const sema::Clause& match) {
  syntax::Statement& statement = ast.statements[clause.index];
  const std::span<const sema::Term> terms = checked.Terms(match);
  if (statement.kind != StatementKind::kScanMatch && statement.arguments.size == terms.size()) return;
  std::vector<syntax::ExprId> pattern;
  pattern.reserve(terms.size());
  for (const sema::Term& term : terms) {
    if (term.kind != sema::Term::Kind::kBind) {
      // The only argument that such a form can have.
      pattern.push_back(ast.Arguments(statement)[0]);
      continue;
    }
    syntax::Expr variable;
    variable.kind = syntax::ExprKind::kVariable;
    variable.range = {statement.range.end(), 0};
    variable.name_range = variable.range;
    variable.text = variables[term.variable.index].name;
    ast.exprs.push_back(variable);
    pattern.push_back({static_cast<std::uint32_t>(ast.exprs.size() - 1)});
  }
  statement.kind = statement.kind == StatementKind::kJoin ? StatementKind::kJoin : StatementKind::kScan;
  statement.arguments = {static_cast<std::uint32_t>(ast.expr_pool.size()), static_cast<std::uint32_t>(pattern.size())};
  ast.expr_pool.insert(ast.expr_pool.end(), pattern.begin(), pattern.end());
}

// `Checked`: a rule or a constraint.
template <typename Checked>
void RewriteClauses(syntax::Ast& ast, syntax::StatementId id, const sema::CheckedProgram& checked,
                    const Checked& bound) {
  const std::span<const sema::Clause> clauses = checked.Clauses(bound);
  std::size_t next_clause = 0;
  for (const syntax::StatementId clause : ast.Body(ast[id])) {
    if (!IsMatch(ast[clause].kind)) continue;
    // The checker adds clauses of its own between, but keeps each match in its place.
    while (clauses[next_clause].kind != sema::ClauseKind::kMatch) ++next_clause;
    MakeExplicit(ast, clause, checked, bound.variables, clauses[next_clause++]);
  }
}

// The rule at `next`. Where it emits into several strata it was split, and one part has all the matches: the one with
// most of them. `next` goes behind all parts.
auto TakeRule(const sema::CheckedProgram& checked, std::size_t& next) -> const sema::Rule& {
  BL_CHECK(next < checked.rules.size());
  const auto matches = [&](const sema::Rule& rule) {
    return std::ranges::count(checked.Clauses(rule), sema::ClauseKind::kMatch, &sema::Clause::kind);
  };
  const sema::Rule* most = &checked.rules[next];
  const SourceRange range = most->range;
  for (; next < checked.rules.size() && checked.rules[next].range == range; ++next) {
    if (matches(checked.rules[next]) > matches(*most)) most = &checked.rules[next];
  }
  return *most;
}

}  // namespace

void RewritePatterns(syntax::Ast& ast, const sema::CheckedProgram& checked) {
  std::size_t next_rule = 0;
  std::size_t next_constraint = 0;
  for (const syntax::StatementId id : ast.List(ast.program)) {
    if (ast[id].kind == StatementKind::kRule) RewriteClauses(ast, id, checked, TakeRule(checked, next_rule));
    if (ast[id].kind == StatementKind::kConstraint) {
      BL_CHECK(next_constraint < checked.constraints.size());
      RewriteClauses(ast, id, checked, checked.constraints[next_constraint++]);
    }
  }
}

}  // namespace bytelogic::tools
