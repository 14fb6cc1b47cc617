// parse_goal.cc - bodies: goals, negation, disjunction, comparisons.

#include <algorithm>
#include <utility>

#include "syntax/bytelogic/lexer.h"
#include "syntax/datalog/functions.h"
#include "syntax/datalog/parser_internal.h"

namespace bytelogic::syntax::datalog {

// body = conjunction { ";" conjunction }
auto Parser::ParseBody() -> GoalId {
  const SourceRange first = Current().range;
  const std::size_t begin = scratch_goals_.size();
  do {
    const GoalId goal = ParseConjunction();
    if (panicking_) return goal;
    scratch_goals_.push_back(goal);
  } while (AcceptSeparator(TokenKind::kSemicolon));
  return List(GoalKind::kOr, begin, first);
}

// conjunction = goal { "," goal }
auto Parser::ParseConjunction() -> GoalId {
  const SourceRange first = Current().range;
  const std::size_t begin = scratch_goals_.size();
  do {
    const GoalId goal = ParseGoal();
    if (panicking_) return goal;
    scratch_goals_.push_back(goal);
  } while (AcceptSeparator(TokenKind::kComma));
  return List(GoalKind::kAnd, begin, first);
}

// The goals from `begin` on as one.
auto Parser::List(GoalKind kind, std::size_t begin, SourceRange first) -> GoalId {
  if (scratch_goals_.size() == begin + 1) {
    const GoalId only = scratch_goals_.back();
    scratch_goals_.pop_back();
    return only;
  }
  Goal goal;
  goal.kind = kind;
  goal.range = RangeFrom(first);
  goal.goals = TakeGoals(begin);
  return Add(goal);
}

auto Parser::AcceptSeparator(TokenKind kind) -> bool {
  if (panicking_) return false;
  switch (Current().kind) {
    case TokenKind::kPoint:
    case TokenKind::kRightParen:
    case TokenKind::kRightBrace:
    case TokenKind::kEnd:
      return false;
    default:
      break;
  }
  const bool ends = kind == TokenKind::kComma && Peek(1).kind == TokenKind::kPoint;
  return (!ends && Accept(kind)) || TakeSeparatorSlip(kind);
}

// goal = ( "!" | "\\+" | "not" ) goal | "(" body ")" | literal | "true" | "false" | "fail" | term comparison term
auto Parser::ParseGoal() -> GoalId {
  switch (Current().kind) {
    case TokenKind::kBang:
      if (RefuseGoal()) return ErrorGoal();  // a cut
      [[fallthrough]];
    case TokenKind::kBackslashPlus:
      return ParseNegation(Take().range);
    case TokenKind::kLeftParen:
      return ParseParenthesizedGoal();
    case TokenKind::kWord:
    case TokenKind::kQuotedName:
      return ParseNamedGoal();
    case TokenKind::kVariable:
      if (TakeSlip(Place::kNegation) != nullptr) return ParseNegation(Previous().range);
      if (Peek(1).kind == TokenKind::kLeftParen) return ParseHead();
      break;
    default:
      if (RefuseGoal()) return ErrorGoal();
      if (!StartsTerm(Current())) {
        Unexpected("a goal", "a goal is a predicate, its negation, or a comparison");
        return ErrorGoal();
      }
  }
  return FinishComparison();
}

// Behind its sign.
auto Parser::ParseNegation(SourceRange sign) -> GoalId {
  Goal goal;
  goal.kind = GoalKind::kNot;
  goal.name_range = sign;
  if (!EnterNesting()) return ErrorGoal();
  const std::size_t begin = scratch_goals_.size();
  const GoalId inner = ParseGoal();
  LeaveNesting();
  if (panicking_) return inner;
  scratch_goals_.push_back(inner);
  goal.goals = TakeGoals(begin);
  goal.range = RangeFrom(sign);
  return Add(goal);
}

// Whether a term goes on behind the parenthesis whose first token inside is Peek(distance).
auto Parser::ContinuesTermBehind(std::size_t distance) const -> bool {
  for (int depth = 1; depth > 0; ++distance) {
    const TokenKind kind = Peek(distance).kind;
    if (kind == TokenKind::kEnd || kind == TokenKind::kPoint) break;
    if (kind == TokenKind::kLeftParen) ++depth;
    if (kind == TokenKind::kRightParen) --depth;
    // A long way ahead is not looked: nested parentheses would make it quadratic.
    if (distance > 2'000) break;
  }
  return ContinuesTerm(distance);
}

// "(" body ")", or a comparison whose first term begins with a parenthesis
auto Parser::ParseParenthesizedGoal() -> GoalId {
  if (ContinuesTermBehind(1)) return FinishComparison();
  if (!EnterNesting()) return ErrorGoal();
  Advance();
  const GoalId body = ParseBody();
  LeaveNesting();
  if (panicking_) return body;
  if (At(TokenKind::kRightArrow)) RefuseGoal();
  Expect(TokenKind::kRightParen);
  return body;
}

// Whether the token at that distance makes a term of what stands before it: an operator or a comparison.
auto Parser::ContinuesTerm(std::size_t distance) const -> bool {
  const Token& token = Peek(distance);
  switch (token.kind) {
    case TokenKind::kEqual:
    case TokenKind::kEqualEqual:
    case TokenKind::kNotEqual:
    case TokenKind::kNotIdentical:
    case TokenKind::kLess:
    case TokenKind::kLessEqual:
    case TokenKind::kEqualLess:
    case TokenKind::kGreater:
    case TokenKind::kGreaterEqual:
    case TokenKind::kPlus:
    case TokenKind::kMinus:
    case TokenKind::kStar:
    case TokenKind::kSlash:
    case TokenKind::kSlashSlash:
    case TokenKind::kPercent:
    case TokenKind::kCaret:
    case TokenKind::kColonEqual:
      return true;
    default:
      break;
  }
  if (token.kind != TokenKind::kWord) return false;
  const Token& next = Peek(distance + 1);
  for (const std::string_view word : {"is", "mod", "div", "rem", "band", "bor", "bxor", "bshl", "bshr", "bshru"}) {
    if (token.text == word) return next.kind != TokenKind::kLeftParen || StartsTerm(next);
  }
  return false;
}

// A literal, a comparison that begins with a name, or a word of the grammar.
auto Parser::ParseNamedGoal() -> GoalId {
  const TokenKind next = Peek(1).kind;
  if (At(TokenKind::kWord)) {
    const bool negates = StartsTerm(Peek(1)) || next == TokenKind::kBang || next == TokenKind::kBackslashPlus;
    if (negates && AtWord("not")) return ParseNegation(Take().range);
    if (negates && TakeSlip(Place::kNegation) != nullptr) return ParseNegation(Previous().range);
    const bool constant = next != TokenKind::kLeftParen;
    if (constant && (AtWord("true") || AtWord("false") || AtWord("fail"))) {
      Goal goal;
      goal.kind = AtWord("true") ? GoalKind::kTrue : GoalKind::kFalse;
      goal.range = Current().range;
      Advance();
      return Add(goal);
    }
    if (AtAggregate()) return FinishComparison();
  }
  if (next != TokenKind::kLeftParen) return ContinuesTerm(1) ? FinishComparison() : ParseLiteral();
  const Token name = Current();
  // length(S) > 3 is a comparison, length(List, N) a goal of Prolog's.
  const bool is_call = FindFunction(name.text) != nullptr && ContinuesTermBehind(2);
  if (name.kind == TokenKind::kWord && !is_call && RefuseGoal()) return ErrorGoal();
  const std::size_t begin = scratch_terms_.size();
  Advance();
  Advance();
  std::uint32_t height = 0;
  if (!ParseTerms(TokenKind::kRightParen, height)) return ErrorGoal();
  if (ContinuesTerm() || At(TokenKind::kColon)) {
    const Parsed call = FinishCall(name, begin, height);
    if (panicking_) return ErrorGoal();
    const Parsed left = ParseInfixFrom(call, kSumLevel);
    return panicking_ ? ErrorGoal() : ParseComparison(left);
  }
  body_height_ = std::max(body_height_, height);
  Goal goal;
  goal.kind = GoalKind::kLiteral;
  goal.text = name.text;
  goal.quoted = name.kind == TokenKind::kQuotedName;
  goal.name_range = name.range;
  goal.range = RangeFrom(name.range);
  goal.arguments = TakeTerms(begin);
  return Add(goal);
}

// literal = predicate [ "(" [ terms ] ")" ]
auto Parser::ParseLiteral() -> GoalId {
  Goal goal;
  goal.kind = GoalKind::kLiteral;
  goal.text = Current().text;
  goal.quoted = At(TokenKind::kQuotedName);
  goal.name_range = Current().range;
  const std::size_t begin = scratch_terms_.size();
  Advance();
  std::uint32_t height = 0;
  if (Accept(TokenKind::kLeftParen) && !ParseTerms(TokenKind::kRightParen, height)) return ErrorGoal();
  body_height_ = std::max(body_height_, height);
  goal.range = RangeFrom(goal.name_range);
  goal.arguments = TakeTerms(begin);
  return Add(goal);
}

// term comparison term
auto Parser::FinishComparison() -> GoalId {
  const Parsed left = ParseTerm();
  return panicking_ ? ErrorGoal() : ParseComparison(left);
}

auto Parser::ParseComparison(Parsed left) -> GoalId {
  Goal goal;
  goal.kind = GoalKind::kComparison;
  goal.name_range = Current().range;
  if (!AcceptComparison(goal.op, goal.is)) {
    const Term& term = tree_[left.id];
    if (term.kind == TermKind::kVariable) {
      Fail(term.range, "the variable " + Excerpt(std::string(term.text)) + " is not a goal",
           "a goal is a predicate, its negation, or a comparison");
    } else {
      Unexpected("a comparison", "write =, !=, <, <=, > or >= after the term");
    }
    return ErrorGoal();
  }
  const Parsed right = ParseTerm();
  if (panicking_) return ErrorGoal();
  body_height_ = std::max({body_height_, left.height, right.height});
  bool is = false;
  Operator op;
  const SourceRange second = Current().range;
  if (AcceptComparison(op, is)) {
    Fail(second, "a second comparison", "write a goal for each: X < Y, Y < Z");
    return ErrorGoal();
  }
  const std::size_t begin = scratch_terms_.size();
  scratch_terms_.push_back(left.id);
  scratch_terms_.push_back(right.id);
  goal.arguments = TakeTerms(begin);
  goal.range = RangeFrom(tree_[left.id].range);
  return Add(goal);
}

// comparison = "=" | "=:=" | "is" | "!=" | "\\=" | "=\\=" | "<>" | "<" | "<=" | "=<" | ">" | ">="
auto Parser::AcceptComparison(Operator& op, bool& is) -> bool {
  is = false;
  switch (Current().kind) {
    case TokenKind::kEqual:
      op = Operator::kEqual;
      break;
    case TokenKind::kNotEqual:
      op = Operator::kNotEqual;
      break;
    case TokenKind::kLess:
      op = Operator::kLess;
      break;
    case TokenKind::kLessEqual:
    case TokenKind::kEqualLess:
      op = Operator::kLessEqual;
      break;
    case TokenKind::kGreater:
      op = Operator::kGreater;
      break;
    case TokenKind::kGreaterEqual:
      op = Operator::kGreaterEqual;
      break;
    case TokenKind::kEqualEqual:
    case TokenKind::kColonEqual:
    case TokenKind::kNotIdentical:
      op = At(TokenKind::kNotIdentical) ? Operator::kNotEqual : Operator::kEqual;
      return TakeSlip(Place::kComparison) != nullptr;
    default:
      if (!AtWord("is")) return false;
      op = Operator::kEqual;
      is = true;
  }
  Advance();
  return true;
}

}  // namespace bytelogic::syntax::datalog
