// lexer.h - Datalog text to tokens, in one of its two conventions.
//
//   TokenList list = Lex(source, FindConvention(source), diagnostics);
//   list.tokens.back().kind == TokenKind::kEnd
//
// Prolog's convention: `X` and `_x` are variables, `alice` and 'Alice Smith' symbols, `%` begins a comment, `//`
// divides. Soufflé's: names are variables where a term stands, symbols are double-quoted, `//` begins a comment, `%` is
// an operator. `/* */` comments in both. Used by preprocessor.h, which expands macros, and through it by the parser.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_range.h"
#include "diagnostics/diagnostics.h"
#include "syntax/ast.h"

namespace bytelogic::syntax::datalog {

enum class Convention : std::uint8_t { kProlog, kSouffle };

enum class TokenKind : std::uint8_t {
#define TOKEN(kind, text) kind,
#include "syntax/datalog/token_kind.def"
#undef TOKEN
};

// "','", "a variable".
auto NameOf(TokenKind kind) -> std::string_view;

struct Token {
  TokenKind kind = TokenKind::kEnd;
  bool starts_line = false;  // the first token on its line
  bool touches = false;      // nothing between the previous token and this one
  std::uint32_t column = 0;  // in bytes, from 0
  SourceRange range;         // of a token that a macro brought: the place where the macro is used
  std::string_view text;  // a word or number as written; a string or quoted name decoded; a directive without its point
};

struct TokenList {
  std::vector<Token> tokens;      // ends with kEnd
  std::vector<Comment> comments;  // in order
  std::deque<std::string> decoded;
};

// Soufflé's where a `.decl` stands outside of comments and strings, else Prolog's.
auto FindConvention(std::string_view source) -> Convention;

// Reports E102. `source` must be valid UTF-8.
auto Lex(std::string_view source, Convention convention, Diagnostics& diagnostics) -> TokenList;

}  // namespace bytelogic::syntax::datalog
