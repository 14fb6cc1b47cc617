// words.h - the words of other languages, and what they are called here.
//
//   FindSynonym(Words::kStatement, "print")   // Keyword::kResult
//   NearestType("string")                     // "symbol"
#pragma once

#include <optional>
#include <string_view>

#include "base/aggregate.h"
#include "base/keyword.h"
#include "syntax/ast.h"
#include "syntax/bytelogic/lexer.h"

namespace bytelogic::syntax {

enum class Words : std::uint8_t { kStatement, kClause };

// The keyword that does what `word` does in other languages; any letter case.
auto FindSynonym(Words words, std::string_view word) -> Keyword;
// A word of another language that could begin a statement.
auto StartsForeignStatement(const Token& token) -> bool;
// One that can be no parameter: RETURN and PRINT, and others where they are written in upper case.
auto StartsShoutedStatement(const Token& token) -> bool;

// MIN and MAX; kAll for any other word.
auto KeepNamed(std::string_view word) -> Keep;
// What a word behind KEEP may mean: SMALLEST, best.
auto KeepMeant(std::string_view word) -> Keep;

// The type that a word of another language means, or is nearest to; empty where there is none.
auto NearestType(std::string_view word) -> std::string_view;
// Words that name a type and hardly a column.
auto IsTypeWord(std::string_view word) -> bool;

// MEAN, AVERAGE: the aggregate that is meant.
auto AggregateMeant(std::string_view word) -> std::optional<AggregateFunction>;

}  // namespace bytelogic::syntax
