// parse_slip.cc - slips in statements: what stands where a keyword or a separator should, and what to write instead.

#include <algorithm>
#include <string>
#include <utility>

#include "syntax/bytelogic/parser_internal.h"
#include "syntax/slips/datalog_slip.h"

namespace bytelogic::syntax {
namespace {

// Words of other languages and the keyword that does what they do.
struct Synonym {
  std::string_view word;
  Keyword keyword;
};

constexpr Synonym kStatementSynonyms[] = {
    {"RETURN", Keyword::kResult},  {"PRINT", Keyword::kResult},     {"OUTPUT", Keyword::kResult},
    {"YIELD", Keyword::kResult},   {"ANSWER", Keyword::kResult},    {"SELECT", Keyword::kQuery},
    {"FIND", Keyword::kQuery},     {"ASK", Keyword::kQuery},        {"SHOW", Keyword::kQuery},
    {"GET", Keyword::kQuery},      {"RELATION", Keyword::kRel},     {"TABLE", Keyword::kRel},
    {"PREDICATE", Keyword::kRel},  {"DECLARE", Keyword::kRel},      {"RELATE", Keyword::kRel},
    {"ASSERT", Keyword::kFact},    {"INSERT", Keyword::kFact},      {"ADD", Keyword::kFact},
    {"FUNCTION", Keyword::kCalc},  {"FUNC", Keyword::kCalc},        {"DEF", Keyword::kCalc},
    {"FN", Keyword::kCalc},        {"PROCEDURE", Keyword::kCalc},   {"DEFINE", Keyword::kCalc},
    {"CALCULATE", Keyword::kCalc}, {"SET", Keyword::kLet},          {"VAR", Keyword::kLet},
    {"CONST", Keyword::kLet},      {"ASSIGN", Keyword::kLet},       {"CALL", Keyword::kExec},
    {"RUN", Keyword::kExec},       {"EXECUTE", Keyword::kExec},     {"FOREACH", Keyword::kFor},
    {"LOOP", Keyword::kFor},       {"ENDIF", Keyword::kEnd},        {"ENDFOR", Keyword::kEnd},
    {"ENDWHILE", Keyword::kEnd},   {"ENDCALC", Keyword::kEnd},      {"DONE", Keyword::kEnd},
    {"FI", Keyword::kEnd},         {"STOP", Keyword::kBreak},       {"EXIT", Keyword::kBreak},
    {"NEXT", Keyword::kContinue},  {"SKIP", Keyword::kContinue},    {"INFER", Keyword::kSolve},
    {"EVALUATE", Keyword::kSolve}, {"COMPUTE", Keyword::kSolve},    {"WHEN", Keyword::kIf},
    {"OTHERWISE", Keyword::kElse}, {"CHECK", Keyword::kConstraint}, {"INVARIANT", Keyword::kConstraint},
};

constexpr Synonym kClauseSynonyms[] = {
    {"FROM", Keyword::kScan},    {"FILTER", Keyword::kWhere}, {"IF", Keyword::kWhere},    {"WHEN", Keyword::kWhere},
    {"HAVING", Keyword::kWhere}, {"SELECT", Keyword::kEmit},  {"YIELD", Keyword::kEmit},  {"RETURN", Keyword::kEmit},
    {"THEN", Keyword::kEmit},    {"DERIVE", Keyword::kEmit},  {"OUTPUT", Keyword::kEmit}, {"INSERT", Keyword::kEmit},
    {"LOOKUP", Keyword::kJoin},  {"READ", Keyword::kScan},    {"EACH", Keyword::kScan},   {"CHECK", Keyword::kWhere},
    {"WITH", Keyword::kJoin},    {"UNLESS", Keyword::kNot},   {"RESULT", Keyword::kEmit}, {"FACT", Keyword::kEmit},
    {"QUERY", Keyword::kScan},
};

constexpr Keyword kStatementKeywords[] = {Keyword::kConstraint, Keyword::kRel,   Keyword::kFact,  Keyword::kRule,
                                          Keyword::kCalc,       Keyword::kLet,   Keyword::kIf,    Keyword::kFor,
                                          Keyword::kExec,       Keyword::kSolve, Keyword::kQuery, Keyword::kResult};
constexpr Keyword kBlockKeywords[] = {Keyword::kEnd,   Keyword::kElse,  Keyword::kEmit,
                                      Keyword::kWhere, Keyword::kBreak, Keyword::kContinue};
constexpr Keyword kClauseKeywords[] = {Keyword::kScan, Keyword::kJoin, Keyword::kNot, Keyword::kWhere, Keyword::kEmit};

// Suggestions cost time; a text with more errors than this is not a program with slips.
constexpr std::size_t kMaxSuggestions = 200;

template <std::size_t kCount>
auto FindSynonym(const Synonym (&synonyms)[kCount], std::string_view word) -> Keyword {
  for (const Synonym& synonym : synonyms) {
    if (keyword_internal::EqualFolded(word, synonym.word)) return synonym.keyword;
  }
  return Keyword::kNone;
}

auto IsShouted(std::string_view word) -> bool {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

// Statements.

// Something that begins no statement stands where a statement should. True: it was reported and repaired, and a
// statement can be parsed here now. False: it was reported and skipped, or reported by Fail.
auto Parser::RepairStatement() -> bool {
  const Token& token = Current();
  const std::string word(Excerpt(Text(token)));
  const bool is_leftover = position() > 0 && !token.starts_line;
  if (is_leftover) {
    if (const std::optional<bool> repaired = RepairLeftover()) return *repaired;
  }
  switch (token.kind) {
    case TokenKind::kEnd:
      return false;
    case TokenKind::kComma:
      while (At(TokenKind::kComma)) Advance();
      Complain(token.range, "unexpected ',' after a statement", "remove it", RangeFix{RangeFrom(token.range), ""});
      return false;
    case TokenKind::kDot:
      while (At(TokenKind::kDot)) Advance();
      Complain(token.range, "unexpected '.' after a statement", "a statement ends with its line; remove the point",
               RangeFix{RangeFrom(token.range), ""});
      return false;
    case TokenKind::kVariable:
      if (const std::optional<bool> repaired = RepairAssignment()) return *repaired;
      break;
    case TokenKind::kQuestion:
      if (SkipDatalog(token.range)) return false;
      break;
    case TokenKind::kWord:
      if (token.keyword != Keyword::kNone) return RepairMisplacedKeyword();
      if (!is_leftover) {
        if (const std::optional<bool> repaired = RepairAssignment()) return *repaired;
      }
      if (!IsShouted(word) && SkipDatalog(token.range)) return false;  // PRINT("x") is no fact
      if (RepairKeyword(false)) return true;
      if (Current().keyword != Keyword::kNone) return false;  // END or ELSE, which the block reads
      break;
    default:
      break;
  }
  constexpr std::string_view kHelp =
      "a statement begins with REL, FACT, RULE, CALC, LET, IF, FOR, EXEC, SOLVE, QUERY or RESULT";
  if (is_leftover) {
    Unexpected("the end of the statement");
  } else if (RepairContinuedArguments()) {
    return false;
  } else if (token.kind == TokenKind::kWord) {
    ++missing_ends_;  // its END, if it has one, is no second error
    Complain(token.range, "unknown word " + word, std::string(kHelp));
    SkipUnknownStatement();
  } else {
    Unexpected("a statement", std::string(kHelp));
  }
  return false;
}

// A statement of no known kind: its line, and the lines below that are indented further and begin no statement.
void Parser::SkipUnknownStatement() {
  const std::uint32_t indentation = IndentationOf(Current().range.offset).value_or(0);
  for (Advance(); !At(TokenKind::kEnd); Advance()) {
    const Token& token = Current();
    if (in_block_ && token.upper && (token.keyword == Keyword::kEnd || token.keyword == Keyword::kElse)) break;
    if (!token.starts_line) continue;
    if (StartsStatement(token) || StartsForeignStatement(token)) break;
    if (IndentationOf(token.range.offset).value_or(0) <= indentation) break;
  }
}

// A keyword that begins no statement here.
auto Parser::RepairMisplacedKeyword() -> bool {
  Token& token = Edit(position());
  const std::string word(Text(token));
  switch (token.keyword) {
    case Keyword::kEnd:
      if (missing_ends_ > 0) {
        --missing_ends_;
      } else {
        Complain(token.range, "END without a block to close", "remove it", RangeFix{token.range, ""});
      }
      Advance();
      return false;
    case Keyword::kCalc:
      Complain(token.range, "a call of a CALC as a statement",
               "write EXEC to run it, or RESULT CALC ... to show its value", RangeFix{token.range, "EXEC"});
      token.keyword = Keyword::kExec;
      return true;
    case Keyword::kWhile:
      Complain(token.range, "WHILE without FOR", "write FOR WHILE", RangeFix{{token.range.offset, 0}, "FOR "});
      implied_keyword_ = Keyword::kFor;
      return true;
    case Keyword::kEmit:
      Complain(token.range, word + " outside of a rule", "write FACT to assert a tuple", RangeFix{token.range, "FACT"});
      token.keyword = Keyword::kFact;
      return true;
    case Keyword::kElse:
      ++missing_ends_;
      Fail(token.range, word + " without IF", "ELSE stands between IF ... THEN and its END");
      return false;
    case Keyword::kScan:
    case Keyword::kJoin:
    case Keyword::kNot:
    case Keyword::kMatch:
      Fail(token.range, word + " outside of a rule", "clauses stand in a rule: RULE name: SCAN ..., EMIT ...");
      return false;
    case Keyword::kWhere:
      Fail(token.range, word + " outside of a rule, a loop and a CALC",
           "write IF ... THEN ... END, or put it in a rule: RULE name: SCAN ..., WHERE ..., EMIT ...");
      return false;
    default:
      break;
  }
  if (SkipDatalog(token.range)) return false;
  Unexpected("a statement");
  return false;
}

// Whether one token is all that stands from `distance` on, so that an operator before it takes the whole.
auto Parser::IsOneOperand(std::size_t distance) const -> bool {
  const Token& after = Peek(distance + 1);
  return after.kind == TokenKind::kEnd || after.starts_line || (after.upper && StartsStatement(after));
}

// `$x = 1` and `x = 1` without LET, `$x += 1`, `$x++`. Nothing: none of these. True: an assignment can be parsed here.
auto Parser::RepairAssignment() -> std::optional<bool> {
  const Token& variable = Current();
  const Token& sign = Peek(1);
  const std::string name = (variable.kind == TokenKind::kVariable ? "" : "$") + std::string(Text(variable));
  std::string text = "LET " + name + " =";
  bool is_exact = true;
  switch (sign.kind) {
    case TokenKind::kEqual:
    case TokenKind::kColonEqual:
      break;
    case TokenKind::kPlusEqual:
      text += ' ' + name + " +";
      break;
    case TokenKind::kMinusEqual:
      text += ' ' + name + " -";
      is_exact = IsOneOperand(2);
      break;
    case TokenKind::kStarEqual:
      text += ' ' + name + " *";
      is_exact = IsOneOperand(2);
      break;
    case TokenKind::kPlus:
    case TokenKind::kMinus: {
      if (Peek(2).kind != sign.kind || !Peek(2).touches || !IsOneOperand(2)) return std::nullopt;
      const SourceRange range = Cover(variable.range, Peek(2).range);
      text += ' ' + name + ' ' + std::string(Text(sign)) + " 1";
      Complain(range, "an assignment without LET", "write " + Excerpt(text), RangeFix{range, text});
      for (int i = 0; i < 3; ++i) Advance();
      return false;
    }
    default:
      return std::nullopt;
  }
  if (Peek(2).touches && is_exact) text += ' ';
  std::optional<RangeFix> fix;
  if (is_exact) fix = RangeFix{Cover(variable.range, sign.range), text};
  Complain(variable.range, "an assignment without LET", "write " + Excerpt(text) + (is_exact ? " ..." : " (...)"),
           std::move(fix));
  QuietenLine();
  implied_keyword_ = Keyword::kLet;
  return true;
}

// A misspelt keyword, or the word of another language.
auto Parser::RepairKeyword(bool is_clause) -> bool {
  Token& token = Edit(position());
  if (token.kind != TokenKind::kWord || errors_ > kMaxSuggestions) return false;
  const std::string_view word = Text(token);
  Keyword keyword = is_clause ? FindSynonym(kClauseSynonyms, word) : FindSynonym(kStatementSynonyms, word);
  const bool is_synonym = keyword != Keyword::kNone;
  if (is_synonym && !is_clause && !FitsKeyword(keyword)) return false;
  if (!is_synonym) {
    std::vector<std::string_view> candidates;
    if (is_clause) {
      for (const Keyword candidate : kClauseKeywords) candidates.push_back(InfoOf(candidate).text);
    } else {
      for (const Keyword candidate : kStatementKeywords) {
        if (FitsKeyword(candidate)) candidates.push_back(InfoOf(candidate).text);
      }
      if (in_block_) {
        for (const Keyword candidate : kBlockKeywords) candidates.push_back(InfoOf(candidate).text);
      }
    }
    keyword = FindKeyword(NearestName(word, candidates));
    if (keyword == Keyword::kNone) return false;
  }
  if (keyword == Keyword::kNot && !IsName(Peek(1))) {
    Complain(token.range, "unknown word " + Excerpt(word), "write WHERE NOT (...) around the condition");
    token.keyword = Keyword::kWhere;
    token.upper = true;
    return true;
  }
  const bool of_block = keyword == Keyword::kElse || keyword == Keyword::kEnd || keyword == Keyword::kBreak ||
                        keyword == Keyword::kContinue;
  if (of_block && !in_block_) return false;
  const std::string text(InfoOf(keyword).text);
  Complain(token.range, "unknown word " + Excerpt(word), "write " + text, RangeFix{token.range, text});
  if (is_synonym) QuietenLine();
  token.keyword = keyword;
  token.upper = true;
  return keyword != Keyword::kEnd && keyword != Keyword::kElse;
}

// Whether the rest of the line could follow `keyword`, if that is what the current word means. Asked only of keywords
// that open a block or a rule: a wrong guess of one makes errors of the lines below.
auto Parser::FitsKeyword(Keyword keyword) const -> bool {
  const Token& next = Peek(1);
  const Token& second = Peek(2);
  const bool is_named = IsName(next) && !next.starts_line;
  switch (keyword) {
    case Keyword::kFor:
      if (next.starts_line) return false;
      if (next.kind == TokenKind::kVariable || next.keyword == Keyword::kWhile) return true;
      return is_named && !second.starts_line &&
             (second.keyword == Keyword::kIn || second.kind == TokenKind::kVariable || Peek(3).keyword == Keyword::kIn);
    case Keyword::kIf:
      for (std::size_t distance = 1;; ++distance) {
        const Token& token = Peek(distance);
        if (token.keyword == Keyword::kThen) return true;
        if (token.kind != TokenKind::kEnd && !token.starts_line) continue;
        const TokenKind last = Peek(distance - 1).kind;
        return last == TokenKind::kColon || last == TokenKind::kLeftBrace;
      }
    case Keyword::kRule:
    case Keyword::kConstraint:
      return is_named && (second.kind == TokenKind::kColon || second.kind == TokenKind::kLeftParen ||
                          (second.upper && !second.starts_line));
    case Keyword::kCalc:
      if (!is_named) return false;
      if (!second.starts_line) return second.kind == TokenKind::kLeftParen || second.keyword != Keyword::kNone;
      return IndentationOf(second.range.offset).value_or(0) > IndentationOf(Current().range.offset).value_or(0);
    case Keyword::kSolve:
      return next.starts_line || next.kind == TokenKind::kEnd || next.upper;
    default:
      return true;
  }
}

// A word of another language at the start of a line: recovery stops at it as at a keyword.
auto Parser::StartsForeignStatement(const Token& token) const -> bool {
  return token.kind == TokenKind::kWord && token.keyword == Keyword::kNone && token.range.length <= 10 &&
         FindSynonym(kStatementSynonyms, Text(token)) != Keyword::kNone;
}

// A word that can be no parameter: RETURN and PRINT, and others of other languages where they are shouted.
auto Parser::StartsShoutedStatement(const Token& token) const -> bool {
  const std::string_view word = Text(token);
  return StartsForeignStatement(token) && (IsShouted(word) || keyword_internal::EqualFolded(word, "RETURN") ||
                                           keyword_internal::EqualFolded(word, "PRINT"));
}

// Prolog: a fact, a rule or a query, up to its point. `first`: where the statement began.
auto Parser::SkipDatalog(SourceRange first) -> bool {
  const std::optional<DatalogSlip> slip = FindDatalog(ast_.source, tokens(), position());
  if (!slip) return false;
  const SourceRange range = RangeBetween(first.offset, tokens()[slip->end - 1].range.end());
  std::optional<RangeFix> fix;
  const Token& next = tokens()[slip->end];
  const bool shares_line = next.kind != TokenKind::kEnd && !next.starts_line;
  if (!slip->text.empty()) fix = RangeFix{range, slip->text + (shares_line ? "\n" : "")};
  Complain(Current().range, slip->message,
           slip->text.empty() ? slip->help : "write " + (slip->text.size() > 200 ? slip->help : slip->text),
           std::move(fix));
  MoveTo(slip->end);
  return true;
}

// Declarations.

// `CALC f($a, $b)`: parameters in parentheses.
void Parser::RepairParameters() {
  const SourceRange open = Current().range;
  std::string text = " INPUT";
  Advance();
  while (At(TokenKind::kVariable) || IsName(Current())) {
    Parameter parameter;
    parameter.range = Current().range;
    parameter.name = Text(Current()).substr(At(TokenKind::kVariable) ? 1 : 0);
    text += " $" + std::string(parameter.name);
    ast_.parameters.push_back(parameter);
    Advance();
    Accept(TokenKind::kComma);
  }
  if (!Accept(TokenKind::kRightParen)) return Unexpected("')'", "parameters stand after INPUT: CALC f INPUT $a $b");
  const bool is_empty = text == " INPUT";
  Complain(RangeFrom(open), "parameters in parentheses",
           is_empty ? "a CALC without parameters has no INPUT" : "write" + Excerpt(text),
           RangeFix{RangeFrom(open), is_empty ? "" : text});
  if (At(TokenKind::kColon) || At(TokenKind::kLeftBrace)) {
    QuietenLine();
    Advance();
  }
}

// Separators.

// ELIF and the like: what follows is the condition.
auto Parser::RepairElseIf() -> bool {
  const Token& token = Current();
  if (!IsName(token)) return false;
  const std::string_view word = Text(token);
  if (!keyword_internal::EqualFolded(word, "ELIF") && !keyword_internal::EqualFolded(word, "ELSEIF") &&
      !keyword_internal::EqualFolded(word, "ELSIF")) {
    return false;
  }
  Complain(token.range, "unknown word " + Excerpt(word), "write ELSE IF", RangeFix{token.range, "ELSE IF"});
  Advance();
  implied_keyword_ = Keyword::kIf;
  return true;
}

// `END IF`: the word after END that ends its line, and that the next line cannot continue.
void Parser::RepairNamedEnd() {
  const Token& token = Current();
  const Token& next = Peek(1);
  const bool is_last = next.kind == TokenKind::kEnd ||
                       (next.starts_line && next.upper && StartsStatement(next) && next.keyword != Keyword::kCalc);
  if (token.starts_line || !is_last) return;
  switch (token.keyword) {
    case Keyword::kIf:
    case Keyword::kFor:
    case Keyword::kCalc:
    case Keyword::kRule:
    case Keyword::kConstraint:
    case Keyword::kWhile:
      break;
    default:
      return;
  }
  const SourceRange range = RangeBetween(Previous().range.end(), token.range.end());
  Complain(token.range, std::string(Text(token)) + " after END", "END alone closes a block", RangeFix{range, ""});
  Advance();
}

// What stands instead of the `=` of a LET.
void Parser::RepairLetEqual(SourceRange variable) {
  SourceRange sign = Current().range;
  std::string text = "=";
  const bool is_exact = At(TokenKind::kPlusEqual) || IsOneOperand(1);
  switch (Current().kind) {
    case TokenKind::kEqualEqual:
    case TokenKind::kColonEqual:
    case TokenKind::kColon:
      break;
    case TokenKind::kLess:
      if (Peek(1).kind != TokenKind::kMinus || !Peek(1).touches) return Unexpected("'='");
      Advance();
      sign = Cover(sign, Current().range);
      break;
    case TokenKind::kPlusEqual:
      text = "= " + std::string(Text(variable)) + " +";
      break;
    case TokenKind::kMinusEqual:
      text = "= " + std::string(Text(variable)) + " -";
      break;
    case TokenKind::kStarEqual:
      text = "= " + std::string(Text(variable)) + " *";
      break;
    default:
      return Unexpected("'='", "write LET " + Excerpt(Text(variable)) + " = ...");
  }
  std::optional<RangeFix> fix;
  if (is_exact || text == "=") fix = RangeFix{sign, text};
  Complain(sign, "unexpected '" + std::string(Text(sign)) + "' after the variable of LET",
           "write " + text + (fix ? "" : " (...)"), std::move(fix));
  Advance();
}

// What stands instead of THEN, or nothing does.
void Parser::RepairThen() {
  const Token& token = Current();
  const SourceRange after = {Previous().range.end(), 0};
  const bool instead = token.kind == TokenKind::kColon || token.kind == TokenKind::kLeftBrace ||
                       token.kind == TokenKind::kComma ||
                       (IsName(token) && keyword_internal::EqualFolded(Text(token), "DO"));
  if (instead && !token.starts_line) {
    Complain(token.range, "unexpected " + Describe(token) + " after the condition of IF", "write THEN",
             RangeFix{RangeBetween(after.offset, token.range.end()), " THEN"}, KindOfUnexpected(token));
    Advance();
    return;
  }
  if (token.starts_line || StartsStatement(token) || token.kind == TokenKind::kEnd) {
    Complain(after, "IF without THEN", "write THEN after the condition", RangeFix{after, " THEN"});
    return;
  }
  Unexpected("THEN or an operator");
}

// `{` after ELSE, or after the head of a CALC.
void Parser::RepairOpeningBrace() {
  if (!At(TokenKind::kLeftBrace)) return;
  const SourceRange range = RangeBetween(Previous().range.end(), Current().range.end());
  Complain(Current().range, "unexpected '{'", "a block needs none: it ends with END", RangeFix{range, ""},
           DiagnosticKind::kIllFormedWord);
  Advance();
}

// `}` for END, or before ELSE. Returns whether the block ends with it.
auto Parser::RepairClosingBrace(bool may_have_else) -> bool {
  const SourceRange brace = Current().range;
  const bool before_else = may_have_else && Peek(1).keyword == Keyword::kElse;
  Complain(brace, "unexpected '}'", before_else ? "ELSE ends the block; remove it" : "write END",
           RangeFix{brace, before_else ? "" : "END"}, DiagnosticKind::kIllFormedWord);
  Advance();
  return !before_else;
}

}  // namespace bytelogic::syntax
