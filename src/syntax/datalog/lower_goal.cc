// lower_goal.cc - one goal, whose variables are bound where they must be, as clauses of a rule.

#include <algorithm>
#include <utility>

#include "syntax/bytelogic/lexer.h"
#include "syntax/datalog/functions.h"
#include "syntax/datalog/lower_internal.h"

namespace bytelogic::syntax::datalog {
namespace {

auto IsRange(const Term& term) -> bool { return term.kind == TermKind::kCall && term.text == "range"; }

// Of a pattern without operators of regular expressions but `.*` at its ends.
struct PlainPattern {
  bool open_before = false;
  bool open_behind = false;
  std::string_view text;
};

auto ReadPattern(std::string_view pattern) -> std::optional<PlainPattern> {
  PlainPattern plain;
  if (pattern.starts_with(".*")) {
    plain.open_before = true;
    pattern.remove_prefix(2);
  }
  if (pattern.ends_with(".*")) {
    plain.open_behind = true;
    pattern.remove_suffix(2);
  }
  if (pattern.find_first_of(".*+?()[]{}|^$\\") != std::string_view::npos) return std::nullopt;
  plain.text = pattern;
  return plain;
}

}  // namespace

void Lowering::LowerGoal(Body& body, GoalId id) {
  const Goal goal = tree_[id];
  switch (goal.kind) {
    case GoalKind::kLiteral:
      return IsTest(goal, predicates_) ? LowerTest(body, goal, false) : LowerLiteral(body, goal);
    case GoalKind::kComparison: {
      const Side side = BoundSide(tree_, goal, *body.scope, body.bound);
      return side == Side::kNone ? LowerComparison(body, goal, false) : LowerEquality(body, goal, side);
    }
    case GoalKind::kNot:
      return LowerNegation(body, goal);
    default:
      return;  // expanded, or reported
  }
}

void Lowering::LowerLiteral(Body& body, const Goal& goal) {
  std::vector<ExprId> arguments;
  std::vector<std::pair<std::string_view, TermId>> later;  // equal to what the literal itself binds the variables of
  for (std::uint32_t at = goal.arguments.begin; at < goal.arguments.end(); ++at) {
    const TermId id = tree_.term_pool[at];
    const Term term = tree_[id];
    if (term.kind == TermKind::kAnonymous) {
      if (body.anonymous != nullptr) {
        body.anonymous->push_back(Fresh("_"));
        arguments.push_back(builder_.Variable(body.anonymous->back(), term.range));
      } else {
        arguments.push_back(builder_.Any(term.range));
      }
      continue;
    }
    const auto uses = SharedVariables(tree_, id, *body.scope);
    const bool own = std::ranges::any_of(uses, [&](const VariableUse& use) { return !body.bound.contains(use.name); });
    if (own && term.kind != TermKind::kVariable) {
      later.emplace_back(Fresh("v"), id);
      arguments.push_back(builder_.Variable(later.back().first, term.range));
    } else {
      arguments.push_back(LowerArgument(body, id));
    }
  }
  const StatementKind kind = body.has_match ? StatementKind::kJoin : StatementKind::kScan;
  body.has_match = true;
  body.clauses.push_back(builder_.Clause(kind, goal.text, arguments, goal.range, goal.name_range));
  for (const auto& [name, id] : later) {
    const SourceRange range = tree_[id].range;
    const ExprId value = LowerTerm(body, id);
    const ExprId equal = builder_.Binary(Operator::kEqual, builder_.Variable(name, range), value, range);
    body.clauses.push_back(builder_.Where(equal, range));
  }
}

auto Lowering::IsOrd(TermId id) const -> bool {
  const Term& term = tree_[id];
  return term.kind == TermKind::kCall && term.text == "ord" && term.arguments.size == 1;
}

void Lowering::LowerComparison(Body& body, const Goal& goal, bool negated) {
  TermId left = tree_.Terms(goal.arguments)[0];
  TermId right = tree_.Terms(goal.arguments)[1];
  if (IsOrd(left) && IsOrd(right)) {  // the order of symbols stands for the order of their numbers
    left = tree_.Terms(tree_[left].arguments)[0];
    right = tree_.Terms(tree_[right].arguments)[0];
  }
  const ExprId left_value = LowerTerm(body, left);
  const ExprId right_value = LowerTerm(body, right);
  const Operator op = negated ? Opposite(goal.op) : goal.op;
  body.clauses.push_back(builder_.Where(builder_.Binary(op, left_value, right_value, goal.range), goal.range));
}

// X = E, where X has no value yet.
void Lowering::LowerEquality(Body& body, const Goal& goal, Side side) {
  const auto terms = tree_.Terms(goal.arguments);
  const Term variable = tree_[terms[side == Side::kLeft ? 0 : 1]];
  const TermId value = terms[side == Side::kLeft ? 1 : 0];
  if (IsRange(tree_[value])) {
    LowerRange(body, Term(tree_[value]), variable.text);
    return;
  }
  const ExprId lowered = LowerTerm(body, value);
  const StatementId let = builder_.Let(variable.text, lowered, goal.range);
  ast_.statements[let.index].variable_range = variable.range;
  body.clauses.push_back(let);
}

void Lowering::LowerNegation(Body& body, const Goal& negation) {
  if (IsScope(tree_, negation)) return LowerNegatedScope(body, negation);
  const Goal goal = tree_[tree_.Goals(negation.goals)[0]];
  if (goal.kind == GoalKind::kComparison) return LowerComparison(body, goal, true);
  if (IsTest(goal, predicates_)) return LowerTest(body, goal, true);
  if (goal.kind != GoalKind::kLiteral) return;
  std::vector<ExprId> arguments;
  for (std::uint32_t at = goal.arguments.begin; at < goal.arguments.end(); ++at) {
    const TermId term = tree_.term_pool[at];
    const bool any = tree_[term].kind == TermKind::kAnonymous;
    arguments.push_back(any ? builder_.Any(tree_[term].range) : LowerArgument(body, term));
  }
  body.clauses.push_back(
      builder_.Clause(StatementKind::kNotMatch, goal.text, arguments, negation.range, goal.name_range));
}

// contains, starts_with, ends_with, match.
void Lowering::LowerTest(Body& body, const Goal& goal, bool negated) {
  ExprId test;
  if (goal.text == "match") {
    test = MatchTest(body, goal);
  } else if (goal.arguments.size != 2) {
    diagnostics_.Report(DiagnosticKind::kArity, goal.name_range,
                        std::string(goal.text) + " takes 2 arguments, but " + std::to_string(goal.arguments.size) +
                            (goal.arguments.size == 1 ? " is" : " are") + " given",
                        "write 2 arguments between the parentheses");
    return;
  } else {
    Term call;
    call.kind = TermKind::kCall;
    call.text = goal.text;
    call.range = goal.range;
    call.name_range = goal.name_range;
    call.arguments = goal.arguments;
    test = LowerCall(body, call);
  }
  if (!test.valid()) return;
  if (negated) test = builder_.Unary(Operator::kNot, test, goal.range);
  body.clauses.push_back(builder_.Where(test, goal.range));
}

// match(pattern, text), where the pattern needs no regular expression.
auto Lowering::MatchTest(Body& body, const Goal& goal) -> ExprId {
  const auto terms = tree_.Terms(goal.arguments);
  std::optional<PlainPattern> plain;
  if (terms.size() == 2 && tree_[terms[0]].kind == TermKind::kSymbol) plain = ReadPattern(tree_[terms[0]].text);
  if (!plain) {
    diagnostics_.Report(DiagnosticKind::kUnsupportedDatalog, goal.range, "regular expressions are not supported",
                        "a pattern may be a text with .* at its ends; else use contains, substr and strlen");
    return {};
  }
  const SourceRange range = goal.range;
  const SourceRange pattern_range = tree_[terms[0]].range;
  const ExprId text = LowerTerm(body, TermId(terms[1]));
  const ExprId pattern = builder_.Symbol(plain->text, pattern_range);
  if (!plain->open_before && !plain->open_behind) return builder_.Binary(Operator::kEqual, text, pattern, range);
  const ExprId operands[] = {text, pattern};
  const std::string_view builtin = plain->open_before && plain->open_behind ? "CONTAINS"
                                   : plain->open_behind                     ? "STARTS_WITH"
                                                                            : "ENDS_WITH";
  return builder_.Builtin(builtin, operands, range, goal.name_range);
}

}  // namespace bytelogic::syntax::datalog
