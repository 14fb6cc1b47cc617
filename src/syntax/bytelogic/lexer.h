// lexer.h - text to tokens, all at once.
//
//   TokenList list = Lex(source, diagnostics);
//   list.tokens.back().kind == TokenKind::kEnd
//
// Which words are keywords depends on where they stand, so a token only says which keyword it could be; the parser
// decides. Likewise `new-york` is three tokens that touch: the parser joins them where an argument may stand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/keyword.h"
#include "base/source_range.h"
#include "diagnostics/diagnostics.h"
#include "syntax/ast.h"

namespace bytelogic::syntax {

enum class TokenKind : std::uint8_t {
#define TOKEN(kind, text) kind,
#include "syntax/bytelogic/token_kind.def"
#undef TOKEN
};

// "','", "a variable".
auto NameOf(TokenKind kind) -> std::string_view;

struct Token {
  TokenKind kind = TokenKind::kEnd;
  Keyword keyword = Keyword::kNone;  // of a word, in any letter case
  bool upper = false;                // the keyword is written in upper case
  bool starts_line = false;          // the first token on its line
  bool touches = false;              // nothing between the previous token and this one
  bool deferred = false;             // kBad: not reported yet, since it may be a part of a longer atom
  bool has_escapes = false;          // kString
  SourceRange range;
  std::string_view text;  // as written; of a token that a slip put in place of others, as it would be written
};

// A word that can be a name: not a keyword in upper case.
inline auto IsName(const Token& token) -> bool { return token.kind == TokenKind::kWord && !token.upper; }

// Names the problem of a deferred kBad token.
void ReportDeferred(std::string_view source, const Token& token, Diagnostics& diagnostics);

struct TokenList {
  std::vector<Token> tokens;           // ends with kEnd
  std::vector<Comment> comments;       // in order
  std::vector<SourceRange> swallowed;  // from a `//` that is no comment, or an unclosed string, to the end of its line
};

// Reports E102, E104 and the `//` half of E108. `source` must be valid UTF-8.
auto Lex(std::string_view source, Diagnostics& diagnostics) -> TokenList;

// The code point of the escape `\u{...}`, whose `u` stands at `offset`; sets `end` after the brace. Nothing where
// ill-formed.
auto ReadUnicodeEscape(std::string_view text, std::size_t offset, std::size_t& end) -> std::optional<std::uint32_t>;

// The value of a kString token. Its escapes are known to be well-formed.
auto DecodeString(const Token& token) -> std::string;

// Text of the source for a message: in one line, control characters replaced, cut to 40 code points.
auto Excerpt(std::string_view text) -> std::string;

}  // namespace bytelogic::syntax
