// token_cursor.h - a place in a list of tokens, from which a parser of either dialect looks ahead and takes.
//
//   class Parser : private TokenCursor<Token> { ... };
//   if (Accept(TokenKind::kComma)) ...       // taken, if it is here
//   Peek(1).kind == TokenKind::kLeftParen    // behind the current token
//
// A token has a kind and a range. The list ends with a token that is never taken, so that no place is beyond it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/source_range.h"

namespace bytelogic::syntax {

template <typename Token>
class TokenCursor {
 public:
  using Kind = decltype(Token::kind);

  TokenCursor() = default;
  // `tokens` is not empty.
  explicit TokenCursor(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  auto tokens() const -> const std::vector<Token>& { return tokens_; }
  // The index of the current token.
  auto position() const -> std::size_t { return position_; }
  void MoveTo(std::size_t position) { position_ = position; }

  auto Current() const -> const Token& { return tokens_[position_]; }
  auto Peek(std::size_t distance) const -> const Token& {
    return position_ + distance < tokens_.size() ? tokens_[position_ + distance] : tokens_.back();
  }
  auto Previous() const -> const Token& { return tokens_[position_ == 0 ? 0 : position_ - 1]; }
  auto At(Kind kind) const -> bool { return Current().kind == kind; }

  void Advance() {
    if (position_ + 1 < tokens_.size()) ++position_;
  }
  auto Take() -> const Token& {
    const Token& token = Current();
    Advance();
    return token;
  }
  auto Accept(Kind kind) -> bool {
    if (!At(kind)) return false;
    Advance();
    return true;
  }

  // From `first` to the last token that was taken.
  auto RangeFrom(SourceRange first) const -> SourceRange {
    return {first.offset, Previous().range.end() - first.offset};
  }

  // The token at `index`, to be changed in its place.
  auto Edit(std::size_t index) -> Token& { return tokens_[index]; }
  // Puts `replacement` in place of the tokens from `begin` to before `end`, none of which is the last; the position
  // stays the same number.
  void Replace(std::size_t begin, std::size_t end, std::span<const Token> replacement) {
    const std::size_t common = std::min(end - begin, replacement.size());
    const auto first = tokens_.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto rest = std::copy_n(replacement.begin(), common, first);
    const auto last = tokens_.begin() + static_cast<std::ptrdiff_t>(end);
    if (rest != last) {
      tokens_.erase(rest, last);
    } else {
      tokens_.insert(rest, replacement.begin() + static_cast<std::ptrdiff_t>(common), replacement.end());
    }
  }

 private:
  std::vector<Token> tokens_;
  std::size_t position_ = 0;
};

}  // namespace bytelogic::syntax
