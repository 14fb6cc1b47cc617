// preprocessor.h - the simple forms of the C preprocessor that Datalog programs use, on tokens.
//
//   #define MAX 10               small(x) :- n(x), x < MAX.
//   #define EDGE(a, b) edge(a, b), edge(b, a)
//   #ifdef DEBUG ... #else ... #endif
//
// A token that a macro brings has the place where the macro is used, so that messages point into the program. #include
// is an error: a program reads no files but those of facts.
#pragma once

#include "diagnostics/diagnostics.h"
#include "syntax/datalog/lexer.h"

namespace bytelogic::syntax::datalog {

// Macros may bring this many tokens in all (R301).
inline constexpr std::size_t kMaxExpandedTokens = 200'000;

// Expands macros and removes the lines that begin with `#`. Reports E103, E106, R301. Returns whether there were some.
auto Preprocess(TokenList& list, Diagnostics& diagnostics) -> bool;

}  // namespace bytelogic::syntax::datalog
