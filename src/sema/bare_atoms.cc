#include "sema/bare_atoms.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "diagnostics/messages.h"

namespace bytelogic::sema {
namespace {

using SyntaxExpr = syntax::ExprKind;
using SyntaxStatement = syntax::StatementKind;

// Each costs a look at the whole program; nobody reads more.
constexpr std::size_t kMaxChecked = 100;

constexpr std::size_t kNoRule = static_cast<std::size_t>(-1);

auto Inside(SourceRange inner, SourceRange outer) -> bool {
  return inner.offset >= outer.offset && inner.end() <= outer.end();
}

class Checker {
 public:
  explicit Checker(const syntax::Ast& ast) : ast_(ast) {
    for (const syntax::StatementId id : ast.List(ast.program)) {
      if (ast[id].kind == SyntaxStatement::kRule) rules_.push_back(ast[id].range);
    }
  }

  // The atom `name`, an argument of `clause`, which stands in `rule`.
  auto IsSuspect(std::string_view name, const syntax::Statement& clause, const syntax::Statement& rule) const -> bool {
    return HasVariable(rule.range, name) && !HasVariable(clause.range, name) && !IsUsedAsSymbol(name);
  }

 private:
  auto RuleAround(SourceRange range) const -> std::size_t {
    const auto after = std::ranges::upper_bound(rules_, range.offset, {}, &SourceRange::offset);
    if (after == rules_.begin() || !Inside(range, *std::prev(after))) return kNoRule;
    return static_cast<std::size_t>(after - rules_.begin()) - 1;
  }

  // Calls `visit` with the place of each mention of the variable `name`.
  template <typename Visit>
  void ForEachMention(std::string_view name, Visit visit) const {
    for (const syntax::Expr& expr : ast_.exprs) {
      if (expr.kind == SyntaxExpr::kVariable && expr.text == name) visit(expr.range);
    }
    for (const syntax::Statement& statement : ast_.statements) {
      if (!statement.variable.empty() && statement.variable == name) visit(statement.variable_range);
    }
  }

  auto HasVariable(SourceRange range, std::string_view name) const -> bool {
    bool found = false;
    ForEachMention(name, [&](SourceRange mention) { found = found || Inside(mention, range); });
    return found;
  }

  // Whether the symbol `name` stands where it can mean no variable.
  auto IsUsedAsSymbol(std::string_view name) const -> bool {
    std::vector<bool> has_variable(rules_.size());
    ForEachMention(name, [&](SourceRange mention) {
      if (const std::size_t rule = RuleAround(mention); rule != kNoRule) has_variable[rule] = true;
    });
    return std::ranges::any_of(ast_.exprs, [&](const syntax::Expr& expr) {
      if ((expr.kind != SyntaxExpr::kAtom && expr.kind != SyntaxExpr::kString) || expr.text != name) return false;
      const std::size_t rule = RuleAround(expr.range);
      return expr.kind == SyntaxExpr::kString || rule == kNoRule || !has_variable[rule];
    });
  }

  const syntax::Ast& ast_;
  std::vector<SourceRange> rules_;  // in source order
};

}  // namespace

void WarnOfBareAtoms(Context& context) {
  const syntax::Ast& ast = context.ast;
  std::optional<Checker> checker;  // made for the first atom in a rule: most programs have none
  std::size_t checked = 0;
  for (const syntax::StatementId id : ast.List(ast.program)) {
    const syntax::Statement& rule = ast[id];
    if (rule.kind != SyntaxStatement::kRule) continue;
    for (const syntax::StatementId clause_id : ast.Body(rule)) {
      const syntax::Statement& clause = ast[clause_id];
      for (const syntax::ExprId argument : ast.Arguments(clause)) {
        const syntax::Expr& expr = ast[argument];
        if (expr.kind != SyntaxExpr::kAtom) continue;
        if (++checked > kMaxChecked) return;
        context.work.Charge(ast.exprs.size() / 2 + ast.statements.size() / 2);
        if (!checker) checker.emplace(ast);
        if (!checker->IsSuspect(expr.text, clause, rule)) continue;
        context.diagnostics.Report(messages::kBareAtom({expr.text}, {expr.text}), expr.range,
                                   messages::kVariableOrSymbol({expr.text}, {expr.text}),
                                   PendingFix({expr.range.offset, 0}, messages::kByteLogicText({"$"})));
      }
    }
  }
}

}  // namespace bytelogic::sema
