// pattern.h - matches a pattern of the table of slips (slip.h) against the tokens around a failure.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "syntax/bytelogic/parser_internal.h"

namespace bytelogic::syntax {

// Tokens from `begin` to before `end`.
struct TokenSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct Capture {
  TokenSpan span;
  std::vector<TokenSpan> items;  // of an element that is a list
};

struct Match {
  std::vector<Capture> captures;  // one for each element, in order
  TokenSpan replaced;
  bool takes_space_before = false;
  bool takes_space_behind = false;
};

// What a slip looks at: the parser, where it failed, and the first token of the unit that failed.
class SlipContext {
 public:
  SlipContext(Parser& parser, const Failure& failure, std::size_t unit_begin)
      : parser_(parser), failure_(failure), unit_begin_(unit_begin) {}

  auto parser() const -> Parser& { return parser_; }
  auto failure() const -> const Failure& { return failure_; }
  auto at() const -> std::size_t { return failure_.at; }
  auto unit_begin() const -> std::size_t { return unit_begin_; }
  // The token at `index`; the last one beyond the end.
  auto token(std::size_t index) const -> const Token& {
    return parser_.tokens()[std::min(index, parser_.tokens().size() - 1)];
  }
  auto range(TokenSpan span) const -> SourceRange {
    const SourceRange first = token(span.begin).range;
    if (span.begin >= span.end) return {first.offset, 0};
    const SourceRange last = token(span.end - 1).range;  // before it, where a slip has turned the order round
    return Cover({std::min(first.offset, last.offset), 0}, {std::max(first.end(), last.end()), 0});
  }
  auto text(TokenSpan span) const -> std::string_view;

  auto Find(std::string_view pattern) -> std::optional<Match>;
  // Whether the token at `index` is, or begins, one of the alternatives of `element`.
  auto Is(std::size_t index, std::string_view element) -> bool { return Take(index, element).has_value(); }
  // Where `element` ends that begins at `index`; `capture` has what it took.
  auto Take(std::size_t index, std::string_view element, Capture* capture = nullptr) -> std::optional<std::size_t>;

 private:
  auto TakeClass(std::size_t index, std::string_view element, Capture& capture) -> std::optional<std::size_t>;
  auto TakeList(std::size_t index, std::string_view element, Capture& capture) -> std::optional<std::size_t>;
  auto IsCondition(std::size_t index) -> bool;
  auto FollowsArguments(std::size_t index) const -> bool;
  auto IsDeeper(std::size_t index) const -> bool;

  Parser& parser_;
  const Failure& failure_;
  std::size_t unit_begin_;
};

}  // namespace bytelogic::syntax
