#include "syntax/slips/coded_slips.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/letter_case.h"
#include "syntax/datalog/parser.h"
#include "syntax/printer.h"
#include "syntax/slips/words.h"

namespace bytelogic::syntax::slips {
namespace {

using Production = Parser::Production;

// Tokens beyond this are not looked at.
constexpr std::size_t kMaxLookahead = 1'000;
// A clause longer than this is no slip.
constexpr std::size_t kMaxClause = 2'000;

constexpr Keyword kStatementKeywords[] = {Keyword::kConstraint, Keyword::kRel,   Keyword::kFact,  Keyword::kRule,
                                          Keyword::kCalc,       Keyword::kLet,   Keyword::kIf,    Keyword::kFor,
                                          Keyword::kExec,       Keyword::kSolve, Keyword::kQuery, Keyword::kResult};
constexpr Keyword kBlockKeywords[] = {Keyword::kEnd,   Keyword::kElse,  Keyword::kEmit,
                                      Keyword::kWhere, Keyword::kBreak, Keyword::kContinue};
constexpr Keyword kClauseKeywords[] = {Keyword::kScan, Keyword::kJoin, Keyword::kNot, Keyword::kWhere, Keyword::kEmit};

auto IsShouted(std::string_view word) -> bool {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Whether the rest of the line could follow `keyword`, if that is what the word at hand means. A wrong guess of a
// keyword that opens a block or a rule makes errors of the lines below.
auto FitsKeyword(SlipContext& context, Keyword keyword) -> bool {
  const std::size_t at = context.at();
  const Token& next = context.token(at + 1);
  const Token& second = context.token(at + 2);
  const bool is_named = IsName(next) && !next.starts_line;
  switch (keyword) {
    case Keyword::kFor:
      if (next.starts_line) return false;
      if (next.kind == TokenKind::kVariable || next.keyword == Keyword::kWhile) return true;
      return is_named && !second.starts_line &&
             (second.keyword == Keyword::kIn || second.kind == TokenKind::kVariable ||
              context.token(at + 3).keyword == Keyword::kIn);
    case Keyword::kIf:
      for (std::size_t index = at + 1;; ++index) {
        const Token& token = context.token(index);
        if (token.keyword == Keyword::kThen) return true;
        if (token.kind != TokenKind::kEnd && !token.starts_line) continue;
        const TokenKind last = context.token(index - 1).kind;
        return last == TokenKind::kColon || last == TokenKind::kLeftBrace;
      }
    case Keyword::kRule:
    case Keyword::kConstraint:
      return is_named && (second.kind == TokenKind::kColon || second.kind == TokenKind::kLeftParen ||
                          (second.upper && !second.starts_line));
    case Keyword::kCalc: {
      if (!is_named) return false;
      if (!second.starts_line) return second.kind == TokenKind::kLeftParen || second.keyword != Keyword::kNone;
      const auto inner = context.parser().IndentationOf(second.range.offset);
      return inner.value_or(0) > context.parser().IndentationOf(context.token(at).range.offset).value_or(0);
    }
    case Keyword::kSolve:
      return next.starts_line || next.kind == TokenKind::kEnd || next.upper;
    default:
      return true;
  }
}

// The keyword that `word` is a misspelling of.
auto NearestKeyword(SlipContext& context, std::string_view word, bool is_clause) -> Keyword {
  std::vector<std::string_view> candidates;
  if (is_clause) {
    for (const Keyword candidate : kClauseKeywords) candidates.push_back(InfoOf(candidate).text);
  } else {
    for (const Keyword candidate : kStatementKeywords) {
      if (FitsKeyword(context, candidate)) candidates.push_back(InfoOf(candidate).text);
    }
    if (context.parser().in_block()) {
      for (const Keyword candidate : kBlockKeywords) candidates.push_back(InfoOf(candidate).text);
    }
  }
  return FindKeyword(NearestName(word, candidates));
}

// Statements as text, without the declarations that the front end of Datalog adds. Empty where it finds errors.
auto TranslateDatalog(std::string_view clause) -> std::string {
  Diagnostics diagnostics;
  Ast ast = datalog::ParseDatalog(clause, diagnostics);
  if (diagnostics.has_errors()) return {};
  std::vector<StatementId> statements;
  for (const StatementId id : ast.List(ast.program)) {
    if (ast[id].kind != StatementKind::kRel && ast[id].kind != StatementKind::kSolve) statements.push_back(id);
  }
  if (statements.size() != 1) return {};
  ast.program = ast.statement_pool.Append(statements);
  // On one line.
  const std::string printed = PrintProgram(ast);
  std::string text;
  for (std::size_t at = printed.find_first_not_of('\n'); at < printed.size();) {
    const std::size_t end = std::min(printed.find('\n', at), printed.size());
    if (!text.empty()) text += ' ';
    text += printed.substr(at, end - at);
    at = printed.find_first_not_of("\n ", end);
  }
  return text;
}

// The number of columns that some REL of the program gives the relation.
auto DeclaredArity(SlipContext& context, std::string_view relation) -> std::optional<std::size_t> {
  const std::vector<Token>& tokens = context.parser().tokens();
  for (std::size_t at = 0; at + 3 < tokens.size(); ++at) {
    if (tokens[at].keyword != Keyword::kRel || tokens[at + 1].text != relation) continue;
    const Token* next = &tokens[at + 2];
    if (next->kind == TokenKind::kInt && next->text.size() == 1) return next->text.front() - '0';
    if (next->kind != TokenKind::kLeftParen) return std::nullopt;
    std::size_t columns = 1;
    for (++next; next->kind != TokenKind::kRightParen; ++next) {
      if (next->kind == TokenKind::kEnd || columns > 9) return std::nullopt;
      if (next->kind == TokenKind::kComma) ++columns;
    }
    return columns;
  }
  return std::nullopt;
}

}  // namespace

auto MisspeltKeyword(SlipContext& context, Rewriting& rewriting) -> bool {
  const Token& token = context.token(context.at());
  const bool is_clause = (context.failure().places & (place::kClause | place::kClauseComma | place::kClauseEnd)) != 0;
  const std::string_view word = token.text;
  if (token.kind != TokenKind::kWord) return false;
  Keyword keyword = FindSynonym(is_clause ? Words::kClause : Words::kStatement, word);
  const bool is_synonym = keyword != Keyword::kNone;
  if (is_synonym && !is_clause && !FitsKeyword(context, keyword)) return false;
  if (!is_synonym) keyword = NearestKeyword(context, word, is_clause);
  if (keyword == Keyword::kNone) return false;
  const bool of_block = keyword == Keyword::kElse || keyword == Keyword::kEnd || keyword == Keyword::kBreak ||
                        keyword == Keyword::kContinue;
  if (of_block && !context.parser().in_block()) return false;
  rewriting.message = fmt::format("unknown word {}", Excerpt(word));
  rewriting.replaced = {context.at(), context.at() + 1};
  rewriting.quiet = is_synonym;
  rewriting.help = "write {fix}";
  if (keyword == Keyword::kNot && !IsName(context.token(context.at() + 1))) {
    keyword = Keyword::kWhere;
    rewriting.help = "write WHERE NOT (...) around the condition";
    rewriting.offers_fix = false;
  }
  rewriting.instead.emplace();
  rewriting.Write(std::string(InfoOf(keyword).text));
  return true;
}

auto Datalog(SlipContext& context, Rewriting& rewriting) -> bool {
  const bool in_rule = (context.failure().places & place::kRuleColon) != 0;
  const std::size_t name = in_rule ? context.at() - 1 : context.at();
  const Token& first = context.token(name);
  const Token& next = context.token(name + 1);
  const auto is_neck = [&](std::size_t at) {
    return context.token(at).kind == TokenKind::kColonDash ||
           (context.token(at).kind == TokenKind::kLess && context.Is(at + 1, "touch:-"));
  };
  const bool is_query = first.kind == TokenKind::kQuestion && next.kind == TokenKind::kMinus && next.touches;
  if (!is_query && (first.kind != TokenKind::kWord || !(next.kind == TokenKind::kLeftParen || is_neck(name + 1)))) {
    return false;
  }
  if (!is_query && !in_rule && IsShouted(first.text)) return false;  // PRINT("x") is no fact
  bool has_neck = false;
  std::size_t end = name;
  int depth = 0;
  for (; context.token(end).kind != TokenKind::kEnd && end < name + kMaxClause; ++end) {
    const Token& token = context.token(end);
    if (token.kind == TokenKind::kLeftParen) ++depth;
    if (token.kind == TokenKind::kRightParen) --depth;
    if (is_neck(end)) has_neck = true;
    if (end > name && token.starts_line && (token.upper || (depth == 0 && !has_neck))) break;
    if (token.kind == TokenKind::kDot) break;
  }
  const bool has_point = context.token(end).kind == TokenKind::kDot;
  if (in_rule && !has_neck) return false;
  std::string clause(
      context.parser().source().substr(first.range.offset, context.token(end - 1).range.end() - first.range.offset));
  rewriting.replaced = {in_rule ? context.unit_begin() : name, has_point ? end + 1 : end};
  rewriting.message = is_query ? "a Prolog query" : has_neck ? "a Prolog rule" : "a Prolog fact";
  rewriting.range = first.range;
  const std::string text = TranslateDatalog(clause + '.');
  if (text.empty() && !is_query && !has_neck) return false;
  rewriting.instead.emplace();
  rewriting.help = is_query ? "write QUERY, the relation, and its arguments, with ? for what is asked"
                            : fmt::format("write RULE {}: SCAN ..., JOIN ..., EMIT {} ...", first.text, first.text);
  if (text.empty() || !(has_point || !has_neck)) {
    rewriting.offers_fix = false;
    return true;
  }
  rewriting.help = "write {fix}";
  const Token& behind = context.token(rewriting.replaced.end);
  const bool shares_line = behind.kind != TokenKind::kEnd && !behind.starts_line;
  rewriting.Write(text + (shares_line ? "\n" : ""));
  return true;
}

auto CallStyle(SlipContext& context, Rewriting& rewriting) -> bool {
  const bool is_empty = context.token(context.at()).kind == TokenKind::kRightParen;
  const std::size_t open = is_empty ? context.at() - 1 : context.failure().opener;
  if (open < 2 || context.token(open).kind != TokenKind::kLeftParen || context.token(open).starts_line) return false;
  if (open < context.unit_begin() + 2 || !IsName(context.token(open - 1))) return false;
  const Keyword keyword = context.token(open - 2).keyword;
  const bool in_clause = keyword == Keyword::kScan || keyword == Keyword::kJoin || keyword == Keyword::kNot;
  const bool is_query = keyword == Keyword::kQuery;
  if (!in_clause && !is_query && keyword != Keyword::kFact && keyword != Keyword::kEmit) return false;
  rewriting.instead.emplace();
  std::size_t at = open + 1;
  while (context.token(at).kind != TokenKind::kRightParen) {
    std::optional<std::size_t> end = context.parser().EndOf(Production::kArgument, at);
    const auto ends = [&context](std::size_t index) { return context.Is(index, ",|)"); };
    const bool is_argument = end && ends(*end);
    if (!is_argument) end = context.parser().EndOf(Production::kExpr, at);
    if (!end || !ends(*end)) return false;
    const Token& first = context.token(at);
    const bool is_word = *end == at + 1 && first.kind == TokenKind::kWord;
    const bool is_variable =
        (in_clause || is_query) && is_word && (first.text[0] == '_' || (first.text[0] >= 'A' && first.text[0] <= 'Z'));
    const bool is_aggregate = keyword == Keyword::kEmit && IsAggregateName(first.text);
    rewriting.Write(" ");
    if (is_variable) {
      rewriting.Write(in_clause && first.text != "_" ? fmt::format("${}", first.text) : "?");
    } else if (is_argument || is_aggregate || *end == at + 1) {
      rewriting.Keep({at, *end});
    } else {
      rewriting.Write("(");
      rewriting.Keep({at, *end});
      rewriting.Write(")");
    }
    at = context.token(*end).kind == TokenKind::kComma ? *end + 1 : *end;
  }
  ++at;
  if ((in_clause || is_query) && context.Is(at, "touch:?")) ++at;  // ancestor(alice, X)?
  rewriting.takes_space_before = true;
  rewriting.replaced = {open, at};
  rewriting.range = context.range(rewriting.replaced);
  rewriting.message = "arguments in parentheses";
  rewriting.help = "separate them by spaces: {fix}";
  return true;
}

auto RangeWithoutWord(SlipContext& context, Rewriting& rewriting) -> bool {
  const std::size_t from = context.at();
  const auto from_end = context.parser().EndOf(Production::kExpr, from);
  if (!from_end) return false;
  std::size_t to = *from_end;
  if (context.Is(to, ".") && context.Is(to + 1, ".")) {
    to += 2;
  } else if (context.Is(to, "TO")) {
    ++to;
  } else {
    return false;
  }
  const auto to_end = context.parser().EndOf(Production::kExpr, to);
  if (!to_end) return false;
  std::size_t end = *to_end;
  std::optional<TokenSpan> step;
  bool is_known = true;  // which way it goes
  int beyond = 1;        // the end of a RANGE is not reached
  if (context.Is(end, "STEP")) {
    const auto step_end = context.parser().EndOf(Production::kExpr, end + 1);
    if (!step_end) return false;
    step = TokenSpan{end + 1, *step_end};
    const bool is_negative = context.Is(end + 1, "-");
    is_known = context.Is(end + (is_negative ? 2 : 1), "int") && *step_end == end + (is_negative ? 3 : 2);
    if (is_negative) beyond = -1;
    end = *step_end;
  }
  rewriting.replaced = {from, end};
  rewriting.range = context.range(rewriting.replaced);
  rewriting.instead.emplace();
  rewriting.Write("RANGE(");
  rewriting.Keep({from, *from_end});
  const bool is_small = context.Is(to, "int") && *to_end == to + 1 && context.token(to).text.size() < 9;
  if (is_small) {
    rewriting.Write(fmt::format(", {}", std::stoi(std::string(context.token(to).text)) + beyond));
  } else {
    rewriting.Write(", ");
    rewriting.Keep({to, *to_end});
    rewriting.Write(beyond > 0 ? " + 1" : " - 1");
  }
  if (step) {
    rewriting.Write(", ");
    rewriting.Keep(*step);
  }
  rewriting.Write(")");
  rewriting.message = "a range without RANGE";
  rewriting.help =
      is_known ? "write {fix}; its end is not reached" : "write RANGE(from, to, step); to itself is not reached";
  rewriting.offers_fix = is_known;
  return true;
}

auto RelationWithoutQuery(SlipContext& context, Rewriting& rewriting) -> bool {
  const Token& relation = context.token(context.at());
  if (!IsName(relation)) return false;
  const std::optional<std::size_t> arity = DeclaredArity(context, relation.text);
  std::string text = fmt::format("(QUERY {}", relation.text);
  for (std::size_t column = 0; column < arity.value_or(1); ++column) text += " ?";
  rewriting.message = "a relation without QUERY";
  rewriting.help = arity ? "write {fix}" : fmt::format("write {}), with one ? for each column", text);
  rewriting.replaced = {context.at(), context.at() + 1};
  rewriting.offers_fix = arity.has_value();
  rewriting.instead.emplace();
  rewriting.Write(text + ')');
  return true;
}

auto UnnamedRule(SlipContext& context, Rewriting& rewriting) -> bool {
  const std::size_t at = context.at();
  const Token& token = context.token(at);
  const bool has_colon = token.kind == TokenKind::kColon;
  if (!has_colon && !(StartsClause(token) && token.upper)) return false;
  const bool is_constraint = (context.failure().places & place::kConstraint) != 0;
  std::string_view name;
  for (std::size_t index = at; index < at + kMaxLookahead && !is_constraint && name.empty(); ++index) {
    const Token& emit = context.token(index);
    if (emit.kind == TokenKind::kEnd || (emit.starts_line && emit.upper && emit.keyword == Keyword::kRule)) break;
    if (emit.upper && emit.keyword == Keyword::kEmit && IsName(context.token(index + 1))) {
      name = context.token(index + 1).text;
    }
  }
  rewriting.message = is_constraint ? "a constraint without a name" : "a rule without a name";
  rewriting.help = is_constraint ? "write CONSTRAINT name: SCAN ..."
                                 : fmt::format("write RULE {}: SCAN ..., EMIT ...", name.empty() ? "name" : name);
  rewriting.replaced = {at, at};
  rewriting.offers_fix = !name.empty();
  rewriting.instead.emplace();
  const std::string_view written = name.empty() ? "name" : name;
  rewriting.Write(has_colon ? fmt::format(" {}", written) : fmt::format("{}: ", written));
  return true;
}

auto RuleIf(SlipContext& context, Rewriting& rewriting) -> bool {
  const std::size_t at = context.at();
  std::size_t then = 0;
  rewriting.instead.emplace();
  for (std::size_t index = at + 1; index < at + kMaxLookahead; ++index) {
    const Token& token = context.token(index);
    if (token.keyword == Keyword::kElse) {
      rewriting.message = "IF with ELSE in a rule";
      rewriting.help = "write two rules, one with WHERE and the condition, one with WHERE NOT (...)";
      rewriting.instead.reset();
      return true;
    }
    if (token.keyword == Keyword::kThen && then == 0) then = index;
    const bool is_clause = token.keyword == Keyword::kEmit || token.keyword == Keyword::kWhere;
    if (token.kind == TokenKind::kEnd || token.keyword == Keyword::kEnd) break;
    if (token.starts_line && token.upper && StartsStatement(token) && !is_clause) break;
  }
  rewriting.message = "IF in a rule";
  rewriting.help = "write WHERE and the condition; every clause after it needs it to hold";
  rewriting.replaced = {at, at + 1};
  if (then == 0) {
    rewriting.Write("WHERE");
    return true;
  }
  rewriting.replaced.end = then + 1;
  rewriting.Write("WHERE ");
  rewriting.Keep({at + 1, then});
  rewriting.Write(",");
  return true;
}

auto Power(SlipContext& context, Rewriting& rewriting) -> bool {
  std::size_t base = context.failure().operand;
  std::size_t end = context.at();
  int count = 0;
  rewriting.instead.emplace();
  while (context.Is(end, "**|^")) {
    rewriting.Write("POW(");
    rewriting.Keep({base, end});
    rewriting.Write(", ");
    ++count;
    base = end + 1;
    const auto exponent = context.parser().EndOf(Production::kUnary, base);
    if (!exponent || count > 100) return false;
    end = *exponent;
  }
  rewriting.Keep({base, end});
  rewriting.Write(std::string(static_cast<std::size_t>(count), ')'));
  rewriting.replaced = {context.failure().operand, end};
  rewriting.message =
      fmt::format("unexpected {}, there is no operator for powers", Parser::Describe(context.token(context.at())));
  rewriting.help = "write {fix}";
  return true;
}

auto LowerCaseKeyword(SlipContext& context, Rewriting& rewriting) -> bool {
  for (std::size_t at = context.at(); at > context.unit_begin() + 1; --at) {
    const Token& token = context.token(at - 1);
    if (token.starts_line || token.kind == TokenKind::kComma || token.kind == TokenKind::kColon) return false;
    if (token.kind != TokenKind::kWord || token.keyword == Keyword::kNone || token.upper) continue;
    rewriting.message = fmt::format("{} is an atom among arguments", token.text);
    rewriting.help = "as a keyword after arguments, write it in upper case: {fix}";
    rewriting.range = token.range;
    rewriting.replaced = {at - 1, at};
    rewriting.instead.emplace();
    rewriting.Write(std::string(InfoOf(token.keyword).text));
    return true;
  }
  return false;
}

}  // namespace bytelogic::syntax::slips
