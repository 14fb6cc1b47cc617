// parse_clause.cc - facts, rules and questions, and how they end.

#include <algorithm>
#include <utility>

#include "base/keyword.h"
#include "syntax/datalog/parser_internal.h"

namespace bytelogic::syntax::datalog {
namespace {

// Directives of Prolog systems that say how to run a program, not what it means.
constexpr std::string_view kIgnoredDirectives[] = {"discontiguous", "table",           "use_module",
                                                   "module",        "set_prolog_flag", "style_check",
                                                   "ensure_loaded", "multifile",       "initialization"};

}  // namespace

// program = { clause | question | directive }
void Parser::ParseItem() {
  switch (Current().kind) {
    case TokenKind::kDirective:
      return ParseDirective();
    case TokenKind::kAsk:
      return ParseQuestion();
    case TokenKind::kIf:
      return ParsePrologDirective();
    case TokenKind::kPoint:
      TakeSlip(Place::kItem);
      return;
    case TokenKind::kBad:
      panicking_ = true;
      return;
    default:
      if (!SkipByteLogic()) ParseClause();
  }
}

// clause = head { "," head } [ ( ":-" | "<-" ) body ] "."
void Parser::ParseClause() {
  const Token first = Current();
  Clause clause;
  clause.heads = ParseHeads();
  if (panicking_) return;
  if (!At(TokenKind::kPoint) && AcceptNeck()) {
    if (panicking_) return;
    clause.body = ParseBody();
    if (panicking_) return;
  }
  EndClause(first);
  if (panicking_) return;
  clause.range = RangeFrom(first.range);
  if (clause.range.length > 0 && Previous().kind == TokenKind::kPoint) --clause.range.length;
  tree_.clauses.push_back(clause);
  AddItem(ItemKind::kClause, tree_.clauses.size() - 1, first.range);
}

auto Parser::ParseHeads() -> Span32 {
  const std::size_t begin = scratch_goals_.size();
  do {
    const GoalId head = ParseHead();
    if (panicking_) return {};
    scratch_goals_.push_back(head);
  } while (Accept(TokenKind::kComma));
  if (At(TokenKind::kSemicolon) || At(TokenKind::kBar)) TakeSlip(Place::kHeads);
  return TakeGoals(begin);
}

// head = predicate [ "(" [ terms ] ")" ]
auto Parser::ParseHead() -> GoalId {
  if (At(TokenKind::kVariable) && Peek(1).kind == TokenKind::kLeftParen) {
    NamePredicate();
    return ParseLiteral();
  }
  if (!At(TokenKind::kWord) && !At(TokenKind::kQuotedName)) {
    if (RefuseGoal()) return ErrorGoal();
    Unexpected("a fact or a rule", "a clause begins with a predicate: parent(alice, bob).");
    return ErrorGoal();
  }
  return ParseLiteral();
}

auto Parser::AcceptNeck() -> bool { return Accept(TokenKind::kIf) || Accept(TokenKind::kLeftArrow) || TakeNeckSlip(); }

// question = "?-" body "."
void Parser::ParseQuestion() {
  const Token first = Current();
  Advance();
  Question question;
  question.body = ParseBody();
  if (panicking_) return;
  question.range = RangeFrom(first.range);
  EndClause(first);
  if (panicking_) return;
  tree_.questions.push_back(question);
  AddItem(ItemKind::kQuestion, tree_.questions.size() - 1, first.range);
}

// Whether `token`, which is Peek(distance), may begin a clause.
auto Parser::StartsClause(const Token& token, std::size_t distance) const -> bool {
  switch (token.kind) {
    case TokenKind::kDirective:
    case TokenKind::kAsk:
    case TokenKind::kIf:
      return true;
    case TokenKind::kWord:
    case TokenKind::kQuotedName: {
      const TokenKind next = Peek(distance + 1).kind;
      if (IsUpperCaseKeyword(token.text)) return true;
      return next == TokenKind::kLeftParen || next == TokenKind::kPoint || next == TokenKind::kIf ||
             next == TokenKind::kLeftArrow;
    }
    default:
      return false;
  }
}

void Parser::EndClause(const Token& first) {
  if (panicking_ || Accept(TokenKind::kPoint)) return;
  const Token& token = Current();
  if (token.kind == TokenKind::kEnd || (token.starts_line && StartsClause(token, 0)) || token.kind == TokenKind::kAsk ||
      token.kind == TokenKind::kDirective) {
    return AddMissing(Place::kClauseEnd, first.kind == TokenKind::kAsk ? "question" : "clause");
  }
  if (RefuseGoal()) return;
  Unexpected("',' or '.'", "write a comma for 'and', and a period where the " +
                               std::string(first.kind == TokenKind::kAsk ? "question" : "clause") + " ends");
}

// `:- dynamic p/2.` declares; others say how Prolog is to run the program.
void Parser::ParsePrologDirective() {
  const Token first = Current();
  Advance();
  if (AtWord("dynamic")) {
    Advance();
    return ParseDynamic(first.range);
  }
  const bool ignored =
      At(TokenKind::kWord) && std::ranges::find(kIgnoredDirectives, Current().text) != std::end(kIgnoredDirectives);
  if (ignored) {
    Warn(Cover(first.range, Current().range), ":- " + std::string(Current().text) + " is ignored",
         "it means nothing here, and may be left out");
    while (!At(TokenKind::kPoint) && !At(TokenKind::kEnd)) Advance();
    Accept(TokenKind::kPoint);
    AddItem(ItemKind::kIgnored, 0, first.range);
    return;
  }
  Unsupported(first.range, "a clause without a head is", "to ask, write ?- before the goals");
  panicking_ = true;
}

// ":-" "dynamic" ( signatures | "(" signatures ")" ) "."      signatures = predicate "/" int { "," predicate "/" int }
void Parser::ParseDynamic(SourceRange first) {
  const bool parenthesized = Accept(TokenKind::kLeftParen);
  do {
    if (!At(TokenKind::kWord) && !At(TokenKind::kQuotedName)) return Unexpected("a predicate", "write :- dynamic p/2.");
    Declaration declaration;
    declaration.name = Current().text;
    declaration.name_range = Current().range;
    Advance();
    if (!Expect(TokenKind::kSlash, "write the number of its arguments: :- dynamic p/2.")) return;
    if (!At(TokenKind::kInt) || Current().text.size() > 4) return Unexpected("a number of arguments");
    for (const char digit : Current().text) {
      declaration.arity = declaration.arity * 10 + static_cast<std::uint32_t>(digit - '0');
    }
    Advance();
    declaration.range = RangeFrom(first);
    tree_.declarations.push_back(declaration);
    AddItem(ItemKind::kDeclaration, tree_.declarations.size() - 1, first);
  } while (Accept(TokenKind::kComma));
  if (parenthesized) Expect(TokenKind::kRightParen);
  Expect(TokenKind::kPoint);
}

}  // namespace bytelogic::syntax::datalog
