// repair.cc - where the grammar cannot go on: what the table of slips says of it (slip.h), and what takes more than a
// look at one token.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/keyword.h"
#include "base/letter_case.h"
#include "syntax/bytelogic/lexer.h"
#include "syntax/datalog/functions.h"
#include "syntax/datalog/parser_internal.h"
#include "syntax/datalog/words.h"

namespace bytelogic::syntax::datalog {
namespace {

auto Filled(std::string_view text, std::string_view what) -> std::string {
  return fmt::format(fmt::runtime(text), what);
}

auto MayBeSlip(TokenKind kind) -> bool {
  switch (kind) {
    case TokenKind::kEnd:
    case TokenKind::kString:
    case TokenKind::kQuotedName:
    case TokenKind::kInt:
    case TokenKind::kFloat:
    case TokenKind::kBad:
      return false;
    default:
      return true;
  }
}

}  // namespace

// Where the current token is a slip at this place: reports it, and takes the token for what was meant. What the
// language has no form for is reported and not taken. `what` is what the message is filled with.
auto Parser::TakeSlip(Place at, std::optional<std::string> what) -> const Slip* {
  const Token& token = Current();
  const Slip* slip = MayBeSlip(token.kind) ? FindSlip(at, token.text) : nullptr;
  if (slip == nullptr) return nullptr;
  if (!slip->instead) {
    Refuse(*slip, token.range, token.text);
    return slip;
  }
  if (!what) what = Describe(token);
  // A directive keeps its point.
  const std::uint32_t point = token.kind == TokenKind::kDirective ? 1 : 0;
  const SourceRange replaced{token.range.offset + point, token.range.length - point};
  Complain(token.range, Filled(slip->message, *what), Filled(slip->help, *what),
           RangeFix{replaced, std::string(*slip->instead)});
  if (slip->goes_on) {
    Advance();
  } else {
    panicking_ = true;
  }
  return slip;
}

// Reports what is missing in front of the current token.
void Parser::AddMissing(Place at, const std::string& what) {
  const Slip& slip = *FindSlip(at);
  const SourceRange end{Previous().range.end(), 0};
  Complain(end, Filled(slip.message, what), Filled(slip.help, what), RangeFix{end, std::string(*slip.instead)});
}

void Parser::Refuse(const Slip& slip, SourceRange range, std::string_view what) {
  Unsupported(range, Filled(slip.message, what), Filled(slip.help, what));
  if (!slip.goes_on) panicking_ = true;
}

auto Parser::TakeNeckSlip() -> bool {
  // Soufflé's subsumption: p(x) <= p(y) :- ...
  for (std::size_t distance = 1; At(TokenKind::kLessEqual); ++distance) {
    const TokenKind kind = Peek(distance).kind;
    if (kind == TokenKind::kPoint || kind == TokenKind::kEnd) break;
    if (kind != TokenKind::kIf) continue;
    Unsupported(Current().range, "subsumption is",
                "the best tuples are those of an aggregate: D = min C : { p(X, C) }");
    panicking_ = true;
    return true;
  }
  return TakeSlip(Place::kNeck) != nullptr;
}

// Whether there is what was meant to separate two goals.
auto Parser::TakeSeparatorSlip(TokenKind kind) -> bool {
  if (kind == TokenKind::kSemicolon) return TakeSlip(Place::kOr) != nullptr;
  if (TakeSlip(Place::kAnd) != nullptr) return true;
  if (TakeSlip(Place::kAndEnd) != nullptr || !AtMissingComma()) return false;
  AddMissing(Place::kAnd);
  return true;
}

// A goal on the next line, indented like those before it.
auto Parser::AtMissingComma() const -> bool {
  if (!Current().starts_line || Current().column <= clause_column_) return false;
  if (At(TokenKind::kWord)) return Peek(1).kind == TokenKind::kLeftParen;
  return At(TokenKind::kBang) || At(TokenKind::kBackslashPlus);
}

// A head, or a goal, whose name is that of a variable.
void Parser::NamePredicate() {
  const Token& token = Current();
  const std::string quoted = fmt::format("'{}'", token.text);
  std::string lower = ToLowerLetters(std::string(token.text));
  lower.erase(0, lower.find_first_not_of('_'));
  Complain(token.range, fmt::format("the predicate {} begins like a variable", Excerpt(std::string(token.text))),
           fmt::format("write it with a small letter, or in quotes: {}", quoted),
           RangeFix{token.range, IsPlainPredicate(tree_.convention, lower) ? lower : quoted});
}

void Parser::DropCountTerm(Term& term) {
  const SourceRange target = tree_[tree_.Terms(term.arguments)[0]].range;
  Complain(target, "count takes no term: it counts the bindings of all variables",
           "leave it out, and write _ only where different values are to be counted", RangeFix{target, ""});
  term.arguments = {};
}

// Lists, records and functors where a term is expected. True where there was one.
auto Parser::RefuseTerm() -> bool {
  if (At(TokenKind::kDollar) && Peek(1).touches && StartsTerm(Peek(1)) && Peek(2).kind != TokenKind::kLeftParen) {
    return TakeSlip(Place::kVariable, std::string(Peek(1).text)) != nullptr;
  }
  // A list of Prolog is a record of Soufflé.
  const Place at = At(TokenKind::kLeftBracket) && IsSouffle() ? Place::kTypeTarget : Place::kTerm;
  if (At(TokenKind::kWord) || TakeSlip(at) == nullptr) return false;
  panicking_ = true;
  return true;
}

// A predicate of the program may have the name of one of Prolog's.
auto Parser::IsDefinedHere(std::string_view name) -> bool {
  if (!first_words_) {
    first_words_.emplace();
    for (std::size_t index = 0; index + 1 < tokens().size(); ++index) {
      const bool begins = index == 0 || tokens()[index - 1].kind == TokenKind::kPoint ||
                          tokens()[index - 1].kind == TokenKind::kDirective;
      if (begins && tokens()[index].kind == TokenKind::kWord) first_words_->insert(tokens()[index].text);
    }
  }
  return first_words_->contains(name);
}

// Prolog's predicates and its control of the search, where a goal is expected or ends. True where there was some.
auto Parser::RefuseGoal() -> bool {
  switch (Current().kind) {
    case TokenKind::kBang:
      return IsCut() && TakeSlip(Place::kGoal) != nullptr;
    case TokenKind::kRightArrow:
      return TakeSlip(Place::kGoal) != nullptr;
    case TokenKind::kLeftBracket:
    case TokenKind::kDollar:
    case TokenKind::kAt:
    case TokenKind::kQuestion:
      return RefuseTerm();
    case TokenKind::kWord:
      break;
    default:
      return false;
  }
  const std::string_view name = Current().text;
  if (Peek(1).kind != TokenKind::kLeftParen && name != "nl") return false;
  return FindSlip(Place::kGoal, name) != nullptr && !IsDefinedHere(name) && TakeSlip(Place::kGoal) != nullptr;
}

auto Parser::IsCut() const -> bool {
  switch (Peek(1).kind) {
    case TokenKind::kComma:
    case TokenKind::kPoint:
    case TokenKind::kSemicolon:
    case TokenKind::kRightParen:
    case TokenKind::kEnd:
      return true;
    default:
      return false;
  }
}

// f(a, b) as a term, where f is no function. Stands at the name or behind its parenthesis.
void Parser::RefuseCompound(const Token& name) {
  std::vector<std::string_view> names;
  for (const FunctionInfo& function : kFunctions) {
    if (function.kind != FunctionKind::kUnsupported) names.push_back(function.name);
  }
  const std::string lower = ToLowerLetters(std::string(name.text));
  const FunctionInfo* function = FindFunction(lower);
  const std::string_view nearest = function != nullptr ? function->name : NearestName(lower, names);
  if (!nearest.empty()) {
    return Fail(name.range, "undefined function " + Excerpt(std::string(name.text)),
                "did you mean " + std::string(nearest), RangeFix{name.range, std::string(nearest)},
                DiagnosticKind::kUndefinedFunction);
  }
  Unsupported(name.range, "the compound term " + Excerpt(std::string(name.text)) + "(...) is",
              "write its parts as arguments of the predicate; the functions are arithmetic and those of strings");
  panicking_ = true;
}

void Parser::RefuseFunction(const Token& name, bool is_of_bits) {
  Unsupported(name.range, fmt::format("{} is", name.text),
              is_of_bits ? "there are no operations on bits: compute with +, -, *, / and the remainder"
                         : "write what it does as goals");
}

// A directive that there is not.
void Parser::RefuseDirective(const Token& name) {
  constexpr std::string_view kDirectives[] = {"decl", "input",     "output", "printsize",
                                              "type", "limitsize", "plan",   "pragma"};
  const std::string message = fmt::format("unknown directive .{}", Excerpt(std::string(name.text)));
  const std::string nearest(NearestName(name.text, {std::begin(kDirectives), std::end(kDirectives)}));
  if (nearest.empty()) {
    return Fail(name.range, message, "the directives are .decl, .type, .input, .output and .printsize");
  }
  const SourceRange word{name.range.offset + 1, name.range.length - 1};
  Fail(name.range, message, fmt::format("did you mean .{}", nearest), RangeFix{word, nearest});
}

void Parser::RefuseComponent(const Token& name) {
  Unsupported(name.range, "a name of a component's part is", "declare the relations outside a component");
  panicking_ = true;
}

// Past a directive of what there is not, and its block.
void Parser::SkipDirective() {
  while (!At(TokenKind::kEnd) && !At(TokenKind::kLeftBrace) && !Current().starts_line) Advance();
  SkipBraces();
}

// Past what stands in braces or brackets.
void Parser::SkipBraces() {
  int depth = 0;
  do {
    const TokenKind kind = Current().kind;
    if (kind == TokenKind::kEnd) return;
    if (kind == TokenKind::kLeftBrace || kind == TokenKind::kLeftBracket) ++depth;
    if (kind == TokenKind::kRightBrace || kind == TokenKind::kRightBracket) --depth;
    if (depth == 0 && kind != TokenKind::kRightBrace && kind != TokenKind::kRightBracket) return;
    Advance();
  } while (depth > 0);
}

// A statement of ByteLogic in this dialect. True where there was one.
auto Parser::SkipByteLogic() -> bool {
  const Token first = Current();
  const bool is_word = first.kind == TokenKind::kWord || first.kind == TokenKind::kVariable;
  if (!is_word || !IsUpperCaseKeyword(first.text)) return false;
  const TokenKind next = Peek(1).kind;
  if (next == TokenKind::kLeftParen || next == TokenKind::kPoint || next == TokenKind::kIf) return false;
  std::string help = "write facts as p(a, b)., rules as p(X) :- q(X)., questions as ?- p(X).";
  std::optional<RangeFix> fix;
  switch (FindKeyword(first.text)) {
    case Keyword::kRel:
      help = "predicates need no declaration: leave it out";
      break;
    case Keyword::kSolve:
      help = "leave it out: questions are asked when all rules have been applied";
      fix = RangeFix{first.range, ""};
      break;
    case Keyword::kCalc:
    case Keyword::kFor:
    case Keyword::kIf:
      help = "write rules instead, or the whole program in ByteLogic";
      break;
    default:
      break;
  }
  Complain(first.range, std::string(first.text) + " begins a statement of ByteLogic, but the program is Datalog", help,
           std::move(fix));
  // The statement goes on where a line begins with one of its clauses.
  Advance();
  while (!At(TokenKind::kEnd) && !At(TokenKind::kAsk) && !At(TokenKind::kDirective)) {
    if (Current().starts_line && Current().column <= clause_column_) break;
    Advance();
  }
  return true;
}

}  // namespace bytelogic::syntax::datalog
