#include "syntax/slips/pattern.h"

#include <algorithm>

#include "base/letter_case.h"
#include "base/symbol_text.h"
#include "syntax/slips/words.h"

namespace bytelogic::syntax {
namespace {

// Lists and runs beyond this are not looked at: the text is no slip.
constexpr std::size_t kMaxTokens = 1'000;

using Production = Parser::Production;

auto IsNumber(const Token& token) -> bool { return token.kind == TokenKind::kInt || token.kind == TokenKind::kFloat; }
auto IsUpperStatement(const Token& token) -> bool { return token.upper && StartsStatement(token); }

// An operand of one token.
auto IsPlain(const Token& token) -> bool {
  switch (token.kind) {
    case TokenKind::kWord:
      return token.keyword == Keyword::kNone;
    case TokenKind::kVariable:
    case TokenKind::kField:
    case TokenKind::kInt:
    case TokenKind::kFloat:
    case TokenKind::kString:
      return true;
    default:
      return false;
  }
}

auto IsComparison(const Token& token) -> bool {
  switch (token.kind) {
    case TokenKind::kEqual:
    case TokenKind::kEqualEqual:
    case TokenKind::kNotEqual:
    case TokenKind::kLess:
    case TokenKind::kLessEqual:
    case TokenKind::kGreater:
    case TokenKind::kGreaterEqual:
      return true;
    default:
      return false;
  }
}

auto IsOperator(const Token& token) -> bool {
  switch (token.kind) {
    case TokenKind::kPlus:
    case TokenKind::kMinus:
    case TokenKind::kStar:
    case TokenKind::kSlash:
    case TokenKind::kPercent:
      return true;
    default:
      return IsComparison(token) || token.keyword == Keyword::kDiv || token.keyword == Keyword::kMod;
  }
}

// The classes of one token.
struct TokenClass {
  std::string_view name;
  bool (*is)(const Token& token);
};

constexpr TokenClass kClasses[] = {
    {"any", [](const Token& token) { return token.kind != TokenKind::kEnd; }},
    {"word", [](const Token& token) { return token.kind == TokenKind::kWord; }},
    {"name", IsName},
    {"plain", IsPlain},
    {"variable", [](const Token& token) { return token.kind == TokenKind::kVariable; }},
    {"field", [](const Token& token) { return token.kind == TokenKind::kField; }},
    {"string", [](const Token& token) { return token.kind == TokenKind::kString; }},
    {"int", [](const Token& token) { return token.kind == TokenKind::kInt; }},
    {"digit", [](const Token& token) { return token.kind == TokenKind::kInt && token.text.size() == 1; }},
    {"thousand", [](const Token& token) { return token.kind == TokenKind::kInt && token.text.size() == 3; }},
    {"number", IsNumber},
    {"number-or-bad", [](const Token& token) { return IsNumber(token) || token.kind == TokenKind::kBad; }},
    {"upper", [](const Token& token) { return token.upper; }},
    {"reserved", [](const Token& token) { return token.upper && InfoOf(token.keyword).reserved; }},
    {"clause", StartsClause},
    {"function", [](const Token& token) { return IsName(token) && IsFunctionName(token.text); }},
    {"aggregate", [](const Token& token) { return IsName(token) && IsAggregateName(token.text); }},
    {"foreign-aggregate", [](const Token& token) { return IsName(token) && AggregateMeant(token.text).has_value(); }},
    {"type", [](const Token& token) { return IsName(token) && IsTypeWord(token.text); }},
    {"no-type", [](const Token& token) { return IsName(token) && !IsTypeWord(token.text); }},
    {"near-type", [](const Token& token) { return IsName(token) && !NearestType(token.text).empty(); }},
    {"best", [](const Token& token) { return token.kind == TokenKind::kWord && KeepMeant(token.text) != Keep::kAll; }},
    {"column-string",
     [](const Token& token) {
       if (token.kind != TokenKind::kString || token.text.size() < 3) return false;
       const std::string_view name = token.text.substr(1, token.text.size() - 2);
       return ScanName(name, 0) == name.size();
     }},
    {"comparison", IsComparison},
    {"shouted", StartsShoutedStatement},
};

// The classes that are productions of the grammar.
constexpr std::pair<std::string_view, Production> kProductions[] = {
    {"expr", Production::kExpr},       {"inversion", Production::kInversion}, {"unary", Production::kUnary},
    {"primary", Production::kPrimary}, {"query", Production::kQuery},         {"arguments", Production::kArguments},
};

auto StripPrefix(std::string_view& text, std::string_view prefix) -> bool {
  if (!text.starts_with(prefix) || text.size() == prefix.size()) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// The next word of `text`, which it is taken from.
auto NextWord(std::string_view& text) -> std::string_view {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

}  // namespace

auto SlipContext::text(TokenSpan span) const -> std::string_view {
  if (span.end == span.begin + 1) return token(span.begin).text;
  return TextOf(parser_.source(), range(span));
}

auto SlipContext::Find(std::string_view pattern) -> std::optional<Match> {
  Match match;
  std::string_view rest = pattern;
  std::size_t index = at();
  if (StripPrefix(rest, "<<< ")) {
    index = failure_.opener;
  } else if (StripPrefix(rest, "<< ")) {
    index = failure_.operand;
  } else if (StripPrefix(rest, ">> ")) {
    index = unit_begin_;
  } else if (const std::size_t anchor = rest.find('@'); anchor != std::string_view::npos) {
    std::string_view before = rest.substr(0, anchor);
    while (!before.empty()) {
      const std::string_view element = NextWord(before);
      if (element.empty() || element == "`" || element == "~") continue;
      if (index == 0) return std::nullopt;
      --index;
    }
  }
  const std::size_t first = index;
  int marks = 0;
  for (std::string_view element = NextWord(rest); !element.empty(); element = NextWord(rest)) {
    if (element == "`" || element == "~") {
      (marks == 0 ? match.replaced.begin : match.replaced.end) = index;
      if (element == "~") (marks == 0 ? match.takes_space_before : match.takes_space_behind) = true;
      ++marks;
      continue;
    }
    const bool is_at = StripPrefix(element, "@");
    if (is_at && index != at()) return std::nullopt;
    Capture capture;
    std::optional<std::size_t> end;
    if (element == "...") {
      std::string_view following = rest;
      std::string_view next = NextWord(following);
      while (next == "`" || next == "~") next = NextWord(following);
      for (std::size_t to = index; to < index + kMaxTokens && !end; ++to) {
        if (Is(to, next)) end = to;
        if (token(to).kind == TokenKind::kEnd || token(to).starts_line || token(to).upper) break;
      }
    } else {
      end = Take(index, element, &capture);
    }
    if (!end) return std::nullopt;
    const bool may_start_line = index == first || is_at || index == at() || *end == index;
    if (!may_start_line && token(index).starts_line) return std::nullopt;
    capture.span = {index, *end};
    match.captures.push_back(std::move(capture));
    index = *end;
  }
  if (marks == 0) match.replaced = {first, index};
  if (marks == 1) match.replaced.end = index;
  return match;
}

auto SlipContext::Take(std::size_t index, std::string_view element, Capture* capture) -> std::optional<std::size_t> {
  Capture ignored;
  Capture& taken = capture != nullptr ? *capture : ignored;
  if (StripPrefix(element, "if:")) return Is(index, element) ? std::optional(index) : std::nullopt;
  if (StripPrefix(element, "not:")) return Is(index, element) ? std::nullopt : std::optional(index);
  if (StripPrefix(element, "opt:")) {
    const bool is_here = !token(index).starts_line && Is(index, element);
    return is_here ? Take(index, element, capture) : std::optional(index);
  }
  if (StripPrefix(element, "touch:") && !token(index).touches) return std::nullopt;
  if (StripPrefix(element, "same:") && (token(index).starts_line || token(index).kind == TokenKind::kEnd)) {
    return std::nullopt;
  }
  const Token& current = token(index);
  while (!element.empty()) {
    std::size_t bar = element.find('|', 1);
    if (element == "||" || bar == std::string_view::npos) bar = element.size();
    const std::string_view alternative = element.substr(0, bar);
    element.remove_prefix(std::min(bar + 1, element.size()));
    const bool is_class = alternative.size() > 1 && alternative[0] >= 'a' && alternative[0] <= 'z';
    if (is_class) {
      if (const auto end = TakeClass(index, alternative, taken)) return end;
    } else if (current.kind == TokenKind::kWord ? EqualsInAnyCase(current.text, alternative)
                                                : current.text == alternative && !current.text.empty()) {
      return index + 1;
    }
  }
  return std::nullopt;
}

auto SlipContext::TakeClass(std::size_t index, std::string_view element, Capture& capture)
    -> std::optional<std::size_t> {
  const Token& current = token(index);
  const auto here = [index](bool is) { return is ? std::optional(index) : std::nullopt; };
  for (const TokenClass& token_class : kClasses) {
    if (token_class.name == element) return token_class.is(current) ? std::optional(index + 1) : std::nullopt;
  }
  for (const auto& [name, production] : kProductions) {
    if (name == element) return parser_.EndOf(production, index);
  }
  const bool is_end = current.kind == TokenKind::kEnd;
  if (element == "line") return here(is_end || current.starts_line);
  if (element == "end") return here(is_end || current.starts_line || StartsStatement(current));
  if (element == "whole") {
    return here(is_end || current.starts_line || current.upper || current.kind == TokenKind::kRightParen ||
                current.kind == TokenKind::kComma);
  }
  if (element == "statement") return here(IsUpperStatement(current));
  if (element == "no-clause")
    return here(is_end || (current.starts_line && StartsStatement(current)) ||
                (current.upper && current.keyword == Keyword::kEnd));
  if (element == "next-statement") return here(current.starts_line && IsUpperStatement(current));
  if (element == "after-end")
    return here(is_end || (current.starts_line && IsUpperStatement(current) && current.keyword != Keyword::kCalc));
  if (element == "to-here") return index < at() ? std::optional(at()) : std::nullopt;
  if (element == "alone") return here(index == 0 || !IsOperator(token(index - 1)));
  if (element == "condition") return here(IsCondition(index));
  if (element == "deeper") return here(IsDeeper(index));
  if (element == "after-arguments") return here(FollowsArguments(index));
  return TakeList(index, element, capture);
}

// Elements of several tokens on one line.
auto SlipContext::TakeList(std::size_t index, std::string_view element, Capture& capture)
    -> std::optional<std::size_t> {
  const std::size_t limit = index + kMaxTokens;
  const auto same_line = [this](std::size_t at) { return token(at).kind != TokenKind::kEnd && !token(at).starts_line; };
  const auto add = [&capture](std::size_t begin, std::size_t end) { capture.items.push_back({begin, end}); };
  std::size_t end = index;
  if (element == "commas") {
    while (token(end).kind == TokenKind::kComma) ++end;
    return end > index ? std::optional(end) : std::nullopt;
  }
  if (element == "points") {
    while (token(end).kind == TokenKind::kDot) ++end;
    return end > index ? std::optional(end) : std::nullopt;
  }
  if (element == "bangs") {
    for (; token(end).kind == TokenKind::kBang; ++end) add(end, end + 1);
    return end > index ? std::optional(end) : std::nullopt;
  }
  if (element == "digits") {  // `,000` behind a number
    while (token(end).kind == TokenKind::kComma && token(end).touches && token(end + 1).kind == TokenKind::kInt &&
           token(end + 1).touches) {
      end += 2;
    }
    return end;
  }
  if (element == "run") {  // what touches, as the parts of 2024-01-15T10:30 or a/b/c do
    do {
      ++end;
    } while (end < limit && same_line(end) && token(end).touches && token(end).kind != TokenKind::kComma &&
             token(end).kind != TokenKind::kLeftParen && token(end).kind != TokenKind::kRightParen &&
             token(end).kind != TokenKind::kString);
    return end;
  }
  if (element == "values") {  // one or more operands of one token
    while (end < limit && (end == index || same_line(end)) &&
           (IsPlain(token(end)) || token(end).kind == TokenKind::kQuestion)) {
      add(end, end + 1);
      ++end;
    }
    return end > index ? std::optional(end) : std::nullopt;
  }
  if (element == "names" || element == "parameters") {  // with commas between them, or none
    const bool may_be_variable = element == "parameters";
    while (end < limit && (end == index || same_line(end)) &&
           (IsName(token(end)) || (may_be_variable && token(end).kind == TokenKind::kVariable))) {
      add(end, end + 1);
      ++end;
      const bool goes_on = token(end).kind == TokenKind::kComma && same_line(end) && same_line(end + 1) &&
                           (IsName(token(end + 1)) || may_be_variable);
      if (goes_on) ++end;
    }
    return end > index || may_be_variable ? std::optional(end) : std::nullopt;
  }
  if (element == "variables") {
    while (end < limit && same_line(end) && token(end).kind == TokenKind::kVariable) {
      ++end;
      if (token(end).kind == TokenKind::kComma && token(end + 1).kind == TokenKind::kVariable) ++end;
    }
    return end > index ? std::optional(end) : std::nullopt;
  }
  if (element == "joined") {  // operands with || between them
    do {
      if (end > index) ++end;
      const auto operand = parser_.EndOf(Production::kUnary, end);
      if (!operand) return std::nullopt;
      add(end, *operand);
      end = *operand;
    } while (end < limit && token(end).kind == TokenKind::kOrOr);
    return end;
  }
  if (element == "arguments-and-commas") {  // `, a, b c`
    while (end < limit && same_line(end)) {
      const std::size_t begin = end + (token(end).kind == TokenKind::kComma ? 1 : 0);
      const auto argument = same_line(begin) ? parser_.EndOf(Production::kArgument, begin) : std::nullopt;
      if (!argument) break;
      add(begin, *argument);
      end = *argument;
    }
    return end > index ? std::optional(end) : std::nullopt;
  }
  if (element == "arguments-before-clause") {  // `a, b` where a clause could stand: they are followed by others
    while (end < limit && same_line(end)) {
      const std::size_t begin = end + (end > index && token(end).kind == TokenKind::kComma ? 1 : 0);
      const Token& after = token(begin + 1);
      const bool ends = after.kind == TokenKind::kComma || after.kind == TokenKind::kEnd || after.starts_line;
      const bool is_word = token(begin).kind == TokenKind::kWord;
      const bool fits = same_line(begin) && (IsPlain(token(begin)) || token(begin).kind == TokenKind::kQuestion) &&
                        (ends || (!is_word && (after.upper || IsPlain(after) || after.kind == TokenKind::kQuestion)));
      if (!fits) break;
      add(begin, begin + 1);
      end = begin + 1;
    }
    return end > index ? std::optional(end) : std::nullopt;
  }
  return std::nullopt;
}

// Whether a condition begins here, rather than a clause or a relation.
auto SlipContext::IsCondition(std::size_t index) -> bool {
  const Token& current = token(index);
  const Token& next = token(index + 1);
  switch (current.kind) {
    case TokenKind::kVariable:
    case TokenKind::kField:
    case TokenKind::kLeftParen:
    case TokenKind::kInt:
    case TokenKind::kFloat:
    case TokenKind::kString:
      return true;
    case TokenKind::kBang:
    case TokenKind::kBackslashPlus:
      return !IsName(next) || next.keyword == Keyword::kExists || IsFunctionName(next.text);
    case TokenKind::kWord:
      if (current.keyword == Keyword::kNot) return !IsName(next) && !next.upper;
      if (current.keyword != Keyword::kNone) return current.keyword == Keyword::kExists;
      return IsComparison(next) || (next.kind == TokenKind::kLeftParen && IsFunctionName(current.text));
    default:
      return false;
  }
}

// Whether the line up to here is a relation and its arguments.
auto SlipContext::FollowsArguments(std::size_t index) const -> bool {
  while (index > 0 && !token(index).starts_line) {
    --index;
    if (!token(index).upper) continue;
    const Keyword keyword = token(index).keyword;
    return keyword == Keyword::kFact || keyword == Keyword::kEmit || keyword == Keyword::kQuery;
  }
  return false;
}

// Whether a line begins here that is indented further than the statement above it.
auto SlipContext::IsDeeper(std::size_t index) const -> bool {
  if (!token(index).starts_line) return false;
  const auto inner = parser_.IndentationOf(token(index).range.offset);
  for (std::size_t above = index; above > 0; --above) {
    const Token& first = token(above - 1);
    if (!first.starts_line || !StartsStatement(first)) continue;
    return inner.value_or(0) > parser_.IndentationOf(first.range.offset).value_or(0);
  }
  return false;
}

}  // namespace bytelogic::syntax
