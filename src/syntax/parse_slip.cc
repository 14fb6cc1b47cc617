// parse_slip.cc - slips: what stands where a keyword, a separator or a clause should, and what to write instead.

#include <string>
#include <utility>

#include "syntax/datalog_slip.h"
#include "syntax/parser_internal.h"

namespace bytelogic::syntax {
namespace {

// Words of other languages and the keyword that does what they do.
struct Synonym {
  std::string_view word;
  Keyword keyword;
};

constexpr Synonym kStatementSynonyms[] = {
    {"RETURN", Keyword::kResult},  {"PRINT", Keyword::kResult},   {"OUTPUT", Keyword::kResult},
    {"YIELD", Keyword::kResult},   {"ANSWER", Keyword::kResult},  {"SELECT", Keyword::kQuery},
    {"FIND", Keyword::kQuery},     {"ASK", Keyword::kQuery},      {"SHOW", Keyword::kQuery},
    {"GET", Keyword::kQuery},      {"RELATION", Keyword::kRel},   {"TABLE", Keyword::kRel},
    {"PREDICATE", Keyword::kRel},  {"DECLARE", Keyword::kRel},    {"RELATE", Keyword::kRel},
    {"ASSERT", Keyword::kFact},    {"INSERT", Keyword::kFact},    {"ADD", Keyword::kFact},
    {"FUNCTION", Keyword::kCalc},  {"FUNC", Keyword::kCalc},      {"DEF", Keyword::kCalc},
    {"FN", Keyword::kCalc},        {"PROCEDURE", Keyword::kCalc}, {"DEFINE", Keyword::kCalc},
    {"CALCULATE", Keyword::kCalc}, {"SET", Keyword::kLet},        {"VAR", Keyword::kLet},
    {"CONST", Keyword::kLet},      {"ASSIGN", Keyword::kLet},     {"CALL", Keyword::kExec},
    {"RUN", Keyword::kExec},       {"EXECUTE", Keyword::kExec},   {"FOREACH", Keyword::kFor},
    {"LOOP", Keyword::kFor},       {"ENDIF", Keyword::kEnd},      {"ENDFOR", Keyword::kEnd},
    {"ENDWHILE", Keyword::kEnd},   {"ENDCALC", Keyword::kEnd},    {"DONE", Keyword::kEnd},
    {"FI", Keyword::kEnd},         {"STOP", Keyword::kBreak},     {"EXIT", Keyword::kBreak},
    {"NEXT", Keyword::kContinue},  {"SKIP", Keyword::kContinue},  {"INFER", Keyword::kSolve},
    {"EVALUATE", Keyword::kSolve}, {"COMPUTE", Keyword::kSolve},  {"WHEN", Keyword::kIf},
    {"OTHERWISE", Keyword::kElse},
};

constexpr Synonym kClauseSynonyms[] = {
    {"FROM", Keyword::kScan},    {"FILTER", Keyword::kWhere}, {"IF", Keyword::kWhere},    {"WHEN", Keyword::kWhere},
    {"HAVING", Keyword::kWhere}, {"SELECT", Keyword::kEmit},  {"YIELD", Keyword::kEmit},  {"RETURN", Keyword::kEmit},
    {"THEN", Keyword::kEmit},    {"DERIVE", Keyword::kEmit},  {"OUTPUT", Keyword::kEmit}, {"INSERT", Keyword::kEmit},
    {"LOOKUP", Keyword::kJoin},  {"READ", Keyword::kScan},    {"EACH", Keyword::kScan},   {"CHECK", Keyword::kWhere},
    {"WITH", Keyword::kJoin},    {"UNLESS", Keyword::kNot},   {"RESULT", Keyword::kEmit}, {"FACT", Keyword::kEmit},
    {"QUERY", Keyword::kScan},
};

constexpr Keyword kStatementKeywords[] = {Keyword::kRel,   Keyword::kFact,  Keyword::kRule,  Keyword::kCalc,
                                          Keyword::kLet,   Keyword::kIf,    Keyword::kFor,   Keyword::kExec,
                                          Keyword::kSolve, Keyword::kQuery, Keyword::kResult};
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

}  // namespace

// ----- statements

// Something that begins no statement stands where a statement should. True: it was reported and repaired, and a
// statement can be parsed here now. False: it was reported and skipped, or reported by Fail.
auto Parser::RepairStatement() -> bool {
  const Token& token = Current();
  const std::string word(Excerpt(Text(token)));
  const bool is_leftover = position_ > 0 && !token.starts_line;
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
      if (RepairAssignment()) return true;
      break;
    case TokenKind::kQuestion:
      if (SkipDatalog(token.range)) return false;
      break;
    case TokenKind::kWord:
      if (token.keyword != Keyword::kNone) return RepairMisplacedKeyword();
      if (!is_leftover && RepairAssignment()) return true;
      if (SkipDatalog(token.range)) return false;
      if (RepairKeyword(false)) return true;
      if (Current().keyword != Keyword::kNone) return false;  // END or ELSE, which the block reads
      break;
    default:
      break;
  }
  if (is_leftover) {
    Unexpected("the end of the statement");
  } else {
    if (token.kind == TokenKind::kWord) ++missing_ends_;  // its END, if it has one, is no second error
    Unexpected("a statement",
               "a statement begins with REL, FACT, RULE, CALC, LET, IF, FOR, EXEC, SOLVE, QUERY or RESULT");
  }
  return false;
}

// A keyword that begins no statement here.
auto Parser::RepairMisplacedKeyword() -> bool {
  Token& token = tokens_[position_];
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
    case Keyword::kWhere:
      Fail(token.range, word + " outside of a rule", "clauses stand in a rule: RULE name: SCAN ..., EMIT ...");
      return false;
    default:
      break;
  }
  if (SkipDatalog(token.range)) return false;
  Unexpected("a statement");
  return false;
}

// `$x = 1` and `x = 1` without LET, `$x += 1`.
auto Parser::RepairAssignment() -> bool {
  const Token& variable = Current();
  const Token& sign = Peek(1);
  std::string_view op;
  switch (sign.kind) {
    case TokenKind::kEqual:
    case TokenKind::kColonEqual:
      break;
    case TokenKind::kPlusEqual:
      op = " + ";
      break;
    case TokenKind::kMinusEqual:
      op = " - ";
      break;
    case TokenKind::kStarEqual:
      op = " * ";
      break;
    default:
      return false;
  }
  const std::string name = (variable.kind == TokenKind::kVariable ? "" : "$") + std::string(Text(variable));
  const SourceRange range = Cover(variable.range, sign.range);
  std::string text = "LET " + name + " =";
  if (!op.empty()) text += ' ' + name + std::string(op.substr(0, 2));
  if (Peek(2).touches) text += ' ';
  Complain(variable.range, "an assignment without LET", "write " + Excerpt(text) + " ...", RangeFix{range, text});
  QuietenLine();
  implied_keyword_ = Keyword::kLet;
  return true;
}

// A misspelt keyword, or the word of another language.
auto Parser::RepairKeyword(bool is_clause) -> bool {
  Token& token = tokens_[position_];
  if (token.kind != TokenKind::kWord || errors_ > kMaxSuggestions) return false;
  const std::string_view word = Text(token);
  Keyword keyword = is_clause ? FindSynonym(kClauseSynonyms, word) : FindSynonym(kStatementSynonyms, word);
  const bool is_synonym = keyword != Keyword::kNone;
  if (!is_synonym) {
    std::vector<std::string_view> candidates;
    if (is_clause) {
      for (const Keyword candidate : kClauseKeywords) candidates.push_back(InfoOf(candidate).text);
    } else {
      for (const Keyword candidate : kStatementKeywords) candidates.push_back(InfoOf(candidate).text);
      if (in_block_) {
        for (const Keyword candidate : kBlockKeywords) candidates.push_back(InfoOf(candidate).text);
      }
    }
    keyword = FindKeyword(NearestName(word, candidates));
    if (keyword == Keyword::kNone) return false;
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

// A word of another language at the start of a line: recovery stops at it as at a keyword.
auto Parser::StartsForeignStatement(const Token& token) const -> bool {
  return token.kind == TokenKind::kWord && token.keyword == Keyword::kNone && token.range.length <= 10 &&
         FindSynonym(kStatementSynonyms, Text(token)) != Keyword::kNone;
}

// Prolog: a fact, a rule or a query, up to its point. `first`: where the statement began.
auto Parser::SkipDatalog(SourceRange first) -> bool {
  const std::optional<DatalogSlip> slip = FindDatalog(ast_.source, tokens_, position_);
  if (!slip) return false;
  const SourceRange range = RangeBetween(first.offset, tokens_[slip->end - 1].range.end());
  std::optional<RangeFix> fix;
  const Token& next = tokens_[slip->end];
  const bool shares_line = next.kind != TokenKind::kEnd && !next.starts_line;
  if (!slip->text.empty()) fix = RangeFix{range, slip->text + (shares_line ? "\n" : "")};
  Complain(Current().range, slip->message,
           slip->text.empty() ? slip->help : "write " + (slip->text.size() > 200 ? slip->help : slip->text),
           std::move(fix));
  position_ = slip->end;
  return true;
}

// ----- declarations

// `REL person name age`: columns without parentheses.
void Parser::RepairColumns(Statement& statement) {
  const SourceRange first = Current().range;
  std::string text = "(";
  statement.has_columns = true;
  statement.columns.begin = static_cast<std::uint32_t>(ast_.columns.size());
  while (IsName(Current()) && !Current().starts_line) {
    if (statement.columns.size++ > 0) text += ", ";
    text += Text(Current());
    Column column;
    column.name = Text(Current());
    column.range = Current().range;
    ast_.columns.push_back(column);
    Advance();
    if (At(TokenKind::kComma) && IsName(Peek(1)) && !Peek(1).starts_line) Advance();
  }
  text += ')';
  const SourceRange range = RangeBetween(statement.name_range.end(), Previous().range.end());
  Complain(RangeFrom(first), "columns without parentheses", "write REL " + Excerpt(statement.name) + Excerpt(text),
           RangeFix{range, text});
}

auto Parser::NearestType(std::string_view type) const -> std::string_view {
  static constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
      {"STRING", "symbol"},  {"STR", "symbol"},   {"TEXT", "symbol"},  {"ATOM", "symbol"}, {"NAME", "symbol"},
      {"VARCHAR", "symbol"}, {"INTEGER", "int"},  {"INT64", "int"},    {"LONG", "int"},    {"BOOL", "int"},
      {"BOOLEAN", "int"},    {"NUMBER", "float"}, {"DOUBLE", "float"}, {"REAL", "float"},  {"NUMERIC", "float"},
      {"DECIMAL", "float"},  {"VALUE", "any"},
  };
  for (const auto& [word, name] : kTypes) {
    if (keyword_internal::EqualFolded(type, word)) return name;
  }
  return NearestName(type, {"int", "float", "symbol", "any"});
}

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

// `RULE r SCAN ...`, `RULE r :- SCAN ...` and `RULE r($x, $y): ...`
void Parser::RepairRuleHead() {
  const SourceRange name = Previous().range;
  if (At(TokenKind::kColonDash) || At(TokenKind::kColonEqual) || At(TokenKind::kEqual)) {
    Complain(Current().range, "unexpected " + Describe(Current()) + " after a rule's name", "write ':'",
             RangeFix{Current().range, ":"});
    Advance();
    return;
  }
  if (AtClause()) {
    Complain(name, "a rule's name without ':'", "write " + Excerpt(Text(name)) + ":", RangeFix{{name.end(), 0}, ":"});
    return;
  }
  for (std::size_t distance = 0; Peek(distance).kind != TokenKind::kEnd; ++distance) {
    const Token& token = Peek(distance);
    if (token.starts_line || token.upper) break;
    if (token.kind != TokenKind::kColon) continue;
    const SourceRange range = RangeBetween(name.end(), token.range.offset);
    Complain(Current().range, "arguments after a rule's name",
             "a rule has only a name here; its EMIT has the arguments", RangeFix{range, ""});
    position_ += distance;
    Advance();
    return;
  }
  Unexpected("':'", "write RULE " + Excerpt(Text(name)) + ": SCAN ..., EMIT ...");
}

// ----- clauses

// What stands at a clause's place is none. True: repaired, a clause can be parsed or was. False: the rule ends here, or
// the parser panics. `expected`: a comma says that a clause must follow.
auto Parser::RepairClause(bool expected, bool has_emit) -> bool {
  const Token& token = Current();
  const SourceRange previous = Previous().range;
  const bool ends_rule = token.kind == TokenKind::kEnd || StartsStatement(token);
  if (ends_rule && (token.starts_line || token.kind == TokenKind::kEnd || !expected)) {
    if (token.keyword == Keyword::kIf && (expected || !has_emit)) {
      Fail(token.range, "IF in a rule", "write WHERE and the condition; every clause after it needs it to hold");
      return false;
    }
    if (expected) {
      Complain(previous, "a comma without a clause after it", "remove it", RangeFix{previous, ""});
    }
    return false;
  }
  switch (token.kind) {
    case TokenKind::kAndAnd:
      break;
    case TokenKind::kComma:
      while (At(TokenKind::kComma)) Advance();
      Complain(token.range, "unexpected ','", "remove it", RangeFix{RangeFrom(token.range), ""});
      return true;
    case TokenKind::kVariable:
    case TokenKind::kField:
    case TokenKind::kLeftParen:
    case TokenKind::kInt:
    case TokenKind::kFloat:
    case TokenKind::kString:
      if (!expected) break;
      return RepairCondition();
    case TokenKind::kWord:
      if (token.keyword == Keyword::kExists || (token.keyword == Keyword::kNone && expected && StartsCondition())) {
        return RepairCondition();
      }
      if ((token.keyword == Keyword::kNone || expected) && (expected || !has_emit) && RepairKeyword(true)) return true;
      break;
    default:
      break;
  }
  if (token.kind == TokenKind::kAndAnd || token.keyword == Keyword::kAnd) {
    Complain(token.range, std::string(Text(token)) + " between clauses", "separate clauses by commas",
             RangeFix{RangeBetween(previous.end(), token.range.end()), ","});
    Advance();
    return true;
  }
  if (const Token* keyword = LowerCaseKeyword()) {
    const std::string text(InfoOf(keyword->keyword).text);
    Fail(keyword->range, std::string(Text(*keyword)) + " is an atom among arguments",
         "as a keyword after arguments, write it in upper case: " + text, RangeFix{keyword->range, text});
    return false;
  }
  if (expected || !has_emit) {
    Unexpected("a clause", "a clause begins with SCAN, JOIN, NOT, WHERE, LET, FOR or EMIT");
  }
  return false;
}

// The keyword in lower case that stands among the arguments before this token, on its line; null where there is none.
auto Parser::LowerCaseKeyword() const -> const Token* {
  for (std::size_t at = position_; at > 1; --at) {
    const Token& token = tokens_[at - 1];
    const Token& before = tokens_[at - 2];
    if (token.starts_line || token.kind == TokenKind::kComma || token.kind == TokenKind::kColon) return nullptr;
    const bool begins_clause = before.kind == TokenKind::kComma || before.kind == TokenKind::kColon;
    if (token.kind == TokenKind::kWord && token.keyword != Keyword::kNone && !token.upper && !begins_clause) {
      return &token;
    }
  }
  return nullptr;
}

// Whether a word begins a condition rather than a misspelt clause: a comparison follows, or it is a call.
auto Parser::StartsCondition() const -> bool {
  const Token& next = Peek(1);
  switch (next.kind) {
    case TokenKind::kEqual:
    case TokenKind::kEqualEqual:
    case TokenKind::kNotEqual:
    case TokenKind::kLess:
    case TokenKind::kLessEqual:
    case TokenKind::kGreater:
    case TokenKind::kGreaterEqual:
      return true;
    case TokenKind::kLeftParen:
      return IsFunctionName(Text(Current()));
    default:
      return false;
  }
}

// `$x > 5` without WHERE.
auto Parser::RepairCondition() -> bool {
  Complain(Current().range, "a condition without WHERE", "write WHERE before it",
           RangeFix{{Current().range.offset, 0}, "WHERE "});
  const StatementId where = ParseWhereClause();
  if (panicking_) return false;
  if (where.valid()) scratch_statements_.push_back(where);
  Accept(TokenKind::kComma);
  return true;
}

// ----- separators

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
  Complain(sign, "unexpected '" + std::string(Text(sign)) + "' after the variable of LET", "write " + text,
           RangeFix{sign, text});
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
             RangeFix{RangeBetween(after.offset, token.range.end()), " THEN"});
    Advance();
    return;
  }
  if (token.starts_line || StartsStatement(token) || token.kind == TokenKind::kEnd) {
    Complain(after, "IF without THEN", "write THEN after the condition", RangeFix{after, " THEN"});
    return;
  }
  Unexpected("THEN or an operator");
}

// FOR EACH $x
void Parser::RepairForEach() {
  const Token& token = Current();
  const Token& next = Peek(1);
  if (!IsName(token) || !keyword_internal::EqualFolded(Text(token), "EACH")) return;
  if (next.kind != TokenKind::kVariable && !(IsName(next) && next.keyword != Keyword::kIn)) return;
  Complain(token.range, "EACH after FOR", "write FOR and the variable",
           RangeFix{RangeBetween(token.range.offset, next.range.offset), ""});
  Advance();
}

// FOR ... DO, FOR ... :
void Parser::RepairDo() {
  const Token& token = Current();
  if (panicking_ || token.starts_line) return;
  const bool is_word =
      (IsName(token) && keyword_internal::EqualFolded(Text(token), "DO")) || token.keyword == Keyword::kThen;
  if (!is_word && token.kind != TokenKind::kColon && token.kind != TokenKind::kLeftBrace) return;
  const SourceRange range = RangeBetween(Previous().range.end(), token.range.end());
  Complain(token.range, "unexpected " + Describe(token) + " after the head of FOR", "the statements follow at once",
           RangeFix{range, ""});
  Advance();
}

void Parser::RepairIn() {
  const Token& token = Current();
  if (At(TokenKind::kEqual) || At(TokenKind::kColon) ||
      (IsName(token) && keyword_internal::EqualFolded(Text(token), "OF"))) {
    Complain(token.range, "unexpected " + Describe(token) + " after the variable of FOR", "write IN",
             RangeFix{token.range, "IN"});
    Advance();
    return;
  }
  Unexpected("IN", "write FOR $i IN RANGE(1, 10), FOR row IN (QUERY r ?) or FOR $x IN [1, 2]");
}

// FOR row IN QUERY r ?: without parentheses.
void Parser::RepairForQuery(Statement& statement) {
  const SourceRange first = Current().range;
  if (!AtKeyword(Keyword::kQuery)) {
    return Unexpected("(QUERY ...), RANGE(...) or [...]",
                      "write FOR $i IN RANGE(1, 10), FOR row IN (QUERY r ?) or FOR $x IN [1, 2]");
  }
  Advance();
  statement.name = ParseName("a relation", statement.name_range);
  std::uint32_t height = 0;
  statement.arguments = ParseArguments({.any = true}, height);
  if (panicking_) return;
  const SourceRange range = RangeFrom(first);
  Complain(range, "a query without parentheses", "put it in parentheses",
           RangeFix{range, '(' + std::string(Text(range)) + ')'});
}

}  // namespace bytelogic::syntax
