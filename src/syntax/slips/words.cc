#include "syntax/slips/words.h"

#include <algorithm>
#include <span>
#include <utility>

#include "base/letter_case.h"
#include "diagnostics/diagnostics.h"

namespace bytelogic::syntax {
namespace {

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

}  // namespace

auto FindSynonym(Words words, std::string_view word) -> Keyword {
  const std::span<const Synonym> synonyms =
      words == Words::kStatement ? std::span<const Synonym>(kStatementSynonyms) : kClauseSynonyms;
  for (const Synonym& synonym : synonyms) {
    if (EqualsInAnyCase(word, synonym.word)) return synonym.keyword;
  }
  return Keyword::kNone;
}

auto StartsForeignStatement(const Token& token) -> bool {
  return token.kind == TokenKind::kWord && token.keyword == Keyword::kNone && token.text.size() <= 10 &&
         FindSynonym(Words::kStatement, token.text) != Keyword::kNone;
}

auto StartsShoutedStatement(const Token& token) -> bool {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  return StartsForeignStatement(token) &&
         (std::all_of(token.text.begin(), token.text.end(), is_upper) || EqualsInAnyCase(token.text, "RETURN") ||
          EqualsInAnyCase(token.text, "PRINT"));
}

auto KeepNamed(std::string_view word) -> Keep {
  return EqualsInAnyCase(word, "MIN") ? Keep::kMin : EqualsInAnyCase(word, "MAX") ? Keep::kMax : Keep::kAll;
}

auto KeepMeant(std::string_view word) -> Keep {
  static constexpr std::pair<std::string_view, Keep> kWords[] = {
      {"MIN", Keep::kMin},      {"MAX", Keep::kMax},     {"MINIMUM", Keep::kMin},  {"MAXIMUM", Keep::kMax},
      {"SMALLEST", Keep::kMin}, {"LARGEST", Keep::kMax}, {"LEAST", Keep::kMin},    {"GREATEST", Keep::kMax},
      {"LOWEST", Keep::kMin},   {"HIGHEST", Keep::kMax}, {"SHORTEST", Keep::kMin}, {"LONGEST", Keep::kMax},
      {"CHEAPEST", Keep::kMin}, {"BIGGEST", Keep::kMax}, {"MOST", Keep::kMax},
  };
  for (const auto& [name, keep] : kWords) {
    if (EqualsInAnyCase(word, name)) return keep;
  }
  return Keep::kAll;
}

auto NearestType(std::string_view word) -> std::string_view {
  static constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
      {"STRING", "symbol"},  {"STR", "symbol"},   {"TEXT", "symbol"},  {"ATOM", "symbol"}, {"NAME", "symbol"},
      {"VARCHAR", "symbol"}, {"INTEGER", "int"},  {"INT64", "int"},    {"LONG", "int"},    {"BOOL", "int"},
      {"BOOLEAN", "int"},    {"NUMBER", "float"}, {"DOUBLE", "float"}, {"REAL", "float"},  {"NUMERIC", "float"},
      {"DECIMAL", "float"},  {"VALUE", "any"},
  };
  for (const auto& [name, type] : kTypes) {
    if (EqualsInAnyCase(word, name)) return type;
  }
  return NearestName(word, {"int", "float", "symbol", "any"});
}

auto IsTypeWord(std::string_view word) -> bool {
  for (const std::string_view type : {"INT", "FLOAT", "SYMBOL", "ANY", "INTEGER", "STRING", "STR", "BOOL", "BOOLEAN",
                                      "DOUBLE", "NUMERIC", "VARCHAR"}) {
    if (EqualsInAnyCase(word, type)) return true;
  }
  return false;
}

auto AggregateMeant(std::string_view word) -> std::optional<AggregateFunction> {
  static constexpr std::pair<std::string_view, AggregateFunction> kWords[] = {
      {"AVERAGE", AggregateFunction::kAvg}, {"MEAN", AggregateFunction::kAvg},     {"MINIMUM", AggregateFunction::kMin},
      {"MAXIMUM", AggregateFunction::kMax}, {"COUNTS", AggregateFunction::kCount}, {"ADD", AggregateFunction::kSum},
  };
  for (const auto& [name, function] : kWords) {
    if (EqualsInAnyCase(word, name)) return function;
  }
  return std::nullopt;
}

}  // namespace bytelogic::syntax
