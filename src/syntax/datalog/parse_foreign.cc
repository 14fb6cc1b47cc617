// parse_foreign.cc - what Prolog, Soufflé and ByteLogic have and this dialect has not: named in the message, with what
// to write instead.

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/keyword.h"
#include "syntax/bytelogic/lexer.h"
#include "syntax/datalog/functions.h"
#include "syntax/datalog/parser_internal.h"

namespace bytelogic::syntax::datalog {
namespace {

// Prolog's predicates about predicates, and its input and output.
struct Foreign {
  std::string_view name;
  std::string_view help;
};
constexpr Foreign kForeignGoals[] = {
    {"findall", "collect by an aggregate: N = count : { goals }, S = sum X : { goals }"},
    {"bagof", "collect by an aggregate: N = count : { goals }, S = sum X : { goals }"},
    {"setof", "collect by an aggregate: N = count : { goals }, S = sum X : { goals }"},
    {"aggregate_all", "write N = count : { goals }, S = sum X : { goals }, M = max X : { goals }"},
    {"forall", "write that no counterexample exists: \\+ (goal, \\+ test)"},
    {"assert", "what holds is what rules derive: write a rule"},
    {"asserta", "what holds is what rules derive: write a rule"},
    {"assertz", "what holds is what rules derive: write a rule"},
    {"retract", "nothing is taken back: write rules for what holds"},
    {"write", "ask with ?- : the answer is printed"},
    {"writeln", "ask with ?- : the answer is printed"},
    {"print", "ask with ?- : the answer is printed"},
    {"format", "ask with ?- : the answer is printed"},
    {"nl", "ask with ?- : the answer is printed"},
    {"between", "write X = range(A, B + 1)"},
    {"member", "there are no lists: write the elements as facts of a predicate"},
    {"append", "there are no lists: write the elements as facts of a predicate"},
    {"length", "there are no lists: count by an aggregate, N = count : { goals }"},
    {"nth0", "there are no lists: write position and element as two columns"},
    {"nth1", "there are no lists: write position and element as two columns"},
    {"call", "write the goal itself"},
    {"once", "write the goal itself: a fact holds or not, however often"},
    {"atom_length", "write N = strlen(S)"},
    {"atom_concat", "write S = cat(A, B)"},
    {"atom_number", "write N = to_number(S)"},
    {"sub_atom", "write T = substr(S, start, length)"},
    {"succ", "write Y = X + 1"},
    {"plus", "write Z = X + Y"},
};

}  // namespace

// Lists, records and functors where a term is expected. True where there was one.
auto Parser::RefuseTerm() -> bool {
  const SourceRange range = Current().range;
  switch (Current().kind) {
    case TokenKind::kLeftBracket:
      if (IsSouffle()) {
        Unsupported(range, "records are", "write their parts as columns of their own");
      } else {
        Unsupported(range, "lists are", "write the elements as facts of a predicate: item(list1, 0, a).");
      }
      break;
    case TokenKind::kBar:
      Unsupported(range, "lists are", "write the elements as facts of a predicate: item(list1, 0, a).");
      break;
    case TokenKind::kDollar:
      if (Peek(1).touches && Peek(1).kind != TokenKind::kEnd && StartsTerm(Peek(1))) {
        const bool constructor = Peek(2).kind == TokenKind::kLeftParen;
        if (!constructor) {
          Fail(range, "'$' begins no variable here", "variables are written without it: " + std::string(Peek(1).text),
               RangeFix{range, ""});
          return true;
        }
      }
      Unsupported(range, "algebraic data types and the counter $ are", "write their parts as columns of their own");
      break;
    case TokenKind::kAt:
      Unsupported(range, "user-defined functors are", "write what the functor does as rules or arithmetic");
      break;
    case TokenKind::kQuestion:
      Fail(range, "'?' matches nothing here", "write _ where anything matches", RangeFix{range, "_"});
      return true;
    default:
      return false;
  }
  panicking_ = true;
  return true;
}

// Control of Prolog's search where a goal is expected or ends. True where there was some.
// A predicate of the program may have the name of one of Prolog's.
auto Parser::IsDefinedHere(std::string_view name) -> bool {
  if (!first_words_) {
    first_words_.emplace();
    for (std::size_t index = 0; index + 1 < tokens_.size(); ++index) {
      const bool begins = index == 0 || tokens_[index - 1].kind == TokenKind::kPoint ||
                          tokens_[index - 1].kind == TokenKind::kDirective;
      if (begins && tokens_[index].kind == TokenKind::kWord) first_words_->insert(tokens_[index].text);
    }
  }
  return first_words_->contains(name);
}

auto Parser::RefuseGoal() -> bool {
  const SourceRange range = Current().range;
  switch (Current().kind) {
    case TokenKind::kBang: {
      const TokenKind next = Peek(1).kind;
      const bool cut = next == TokenKind::kComma || next == TokenKind::kPoint || next == TokenKind::kSemicolon ||
                       next == TokenKind::kRightParen || next == TokenKind::kEnd;
      if (!cut) return false;
      Unsupported(range, "the cut is",
                  "all rules are tried: say in each when it holds, with a comparison or a negation");
      panicking_ = true;
      return true;
    }
    case TokenKind::kRightArrow:
      Unsupported(range, "if-then-else is", "write one rule for each case: p(X, a) :- c(X). p(X, b) :- \\+ c(X).");
      panicking_ = true;
      return true;
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
  if (Peek(1).kind != TokenKind::kLeftParen && Current().text != "nl") return false;
  const auto* const found = std::ranges::find(kForeignGoals, Current().text, &Foreign::name);
  if (found == std::end(kForeignGoals)) return false;
  if (IsDefinedHere(found->name)) return false;
  Unsupported(range, "Prolog's " + std::string(found->name) + " is", std::string(found->help));
  panicking_ = true;
  return true;
}

// f(a, b) as a term, where f is no function. Stands at the name or behind its parenthesis.
void Parser::RefuseCompound(const Token& name) {
  std::vector<std::string_view> names;
  for (const FunctionInfo& function : kFunctions) {
    if (function.kind != FunctionKind::kUnsupported) names.push_back(function.name);
  }
  std::string lower(name.text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
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
