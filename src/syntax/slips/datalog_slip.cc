#include "syntax/slips/datalog_slip.h"

#include <algorithm>
#include <utility>

#include "base/source_range.h"
#include "base/symbol_text.h"

namespace bytelogic::syntax {
namespace {

// An argument list longer than this is not looked at: the text is no slip.
constexpr std::size_t kMaxTokens = 2'000;

class Translator {
 public:
  Translator(std::string_view source, std::span<const Token> tokens, std::size_t begin)
      : source_(source),
        tokens_(tokens),
        begin_(begin),
        at_(begin),
        limit_(std::min(tokens.size() - 1, begin + kMaxTokens)) {}

  auto Run() -> std::optional<DatalogSlip> {
    if (Kind() == TokenKind::kQuestion) {
      if (Kind(1) != TokenKind::kMinus || !tokens_[at_ + 1].touches) return std::nullopt;
      at_ += 2;
      return Query();
    }
    if (Kind() != TokenKind::kWord || !(Kind(1) == TokenKind::kLeftParen || IsNeck(1))) return std::nullopt;
    const std::string name(Text());
    const std::optional<std::string> head = Literal();
    if (!head) return std::nullopt;
    if (IsNeck(0)) {
      at_ += Kind() == TokenKind::kColonDash ? 1 : 2;
      return Rule(name, *head);
    }
    if (Kind() != TokenKind::kDot && !(AtLineStart() && head->find('$') == std::string::npos)) return std::nullopt;
    if (Kind() == TokenKind::kDot) ++at_;
    const bool ground = head->find('$') == std::string::npos && head->find('?') == std::string::npos;
    return DatalogSlip{at_, "a Prolog fact", "write FACT, the relation, and its arguments separated by spaces",
                       ground ? "FACT " + *head : ""};
  }

 private:
  auto Kind(std::size_t distance = 0) const -> TokenKind {
    return at_ + distance < limit_ ? tokens_[at_ + distance].kind : TokenKind::kEnd;
  }
  auto Text() const -> std::string_view { return TextOf(source_, tokens_[at_].range); }
  auto AtLineStart() const -> bool { return Kind() == TokenKind::kEnd || tokens_[at_].starts_line; }
  auto IsNeck(std::size_t distance) const -> bool {
    return Kind(distance) == TokenKind::kColonDash ||
           (Kind(distance) == TokenKind::kLess && Kind(distance + 1) == TokenKind::kMinus &&
            tokens_[at_ + distance + 1].touches);
  }

  // p(a, X) as `p a $X`; stops after it. Nothing where it is no literal with plain arguments.
  auto Literal() -> std::optional<std::string> {
    if (Kind() != TokenKind::kWord) return std::nullopt;
    std::string text(Text());
    ++at_;
    if (Kind() != TokenKind::kLeftParen) return text;
    ++at_;
    if (Kind() == TokenKind::kRightParen) {
      ++at_;
      return text;
    }
    while (true) {
      const std::optional<std::string> argument = Argument();
      if (!argument) return std::nullopt;
      text += ' ' + *argument;
      const TokenKind kind = Kind();
      if (kind != TokenKind::kRightParen && kind != TokenKind::kComma) return std::nullopt;
      ++at_;
      if (kind == TokenKind::kRightParen) return text;
    }
  }

  auto Argument() -> std::optional<std::string> {
    const bool negative = Kind() == TokenKind::kMinus;
    if (negative) ++at_;
    const std::string text(Text());
    switch (Kind()) {
      case TokenKind::kWord: {
        if (negative) return std::nullopt;
        ++at_;
        if (text == "_") return "?";
        const bool is_variable = text.front() == '_' || (text.front() >= 'A' && text.front() <= 'Z');
        return is_variable ? '$' + text : text;
      }
      case TokenKind::kInt:
      case TokenKind::kFloat:
        ++at_;
        return (negative ? "-" : "") + text;
      case TokenKind::kVariable:
      case TokenKind::kQuestion:
        ++at_;
        return text;
      case TokenKind::kString: {
        if (text.front() == '"') {
          ++at_;
          return text;
        }
        const std::string content = DecodeString(source_, tokens_[at_++]);
        std::string quoted(QuotedSymbolSize(content), '\0');
        WriteQuotedSymbol(quoted.data(), content);
        return quoted;
      }
      default:
        return std::nullopt;
    }
  }

  // The body up to its point.
  auto Rule(const std::string& name, const std::string& head) -> DatalogSlip {
    DatalogSlip slip;
    slip.message = "a Prolog rule";
    slip.help = "write RULE " + name + ": SCAN ..., JOIN ..., EMIT " + head;
    bool translated = head.find('?') == std::string::npos;
    std::string text = "RULE " + name + ": ";
    bool is_first = true;
    while (translated) {
      const bool negated = SkipNegation();
      std::optional<std::string> goal;
      if (Kind() == TokenKind::kWord && Kind(1) == TokenKind::kLeftParen) {
        goal = Literal();
        if (goal) text += (negated ? "NOT " : is_first ? "SCAN " : "JOIN ") + *goal + ", ";
        is_first = is_first && negated;
      } else if (!negated) {
        goal = Comparison();
        if (goal) text += "WHERE " + *goal + ", ";
      }
      translated = goal.has_value();
      if (!translated || Kind() != TokenKind::kComma) break;
      ++at_;
    }
    translated = translated && Kind() == TokenKind::kDot;
    SkipToPoint();
    slip.end = at_;
    if (translated) slip.text = text + "EMIT " + head;
    return slip;
  }

  auto Query() -> DatalogSlip {
    DatalogSlip slip;
    slip.message = "a Prolog query";
    slip.help = "write QUERY, the relation, and its arguments, with ? for what is asked";
    const std::optional<std::string> goal = Literal();
    const bool translated = goal && (Kind() == TokenKind::kDot || AtLineStart());
    SkipToPoint();
    slip.end = at_;
    if (!translated) return slip;
    slip.text = "QUERY ";
    for (std::size_t at = 0; at < goal->size(); ++at) {
      if ((*goal)[at] != '$') {
        slip.text += (*goal)[at];
        continue;
      }
      slip.text += '?';
      while (at + 1 < goal->size() && (*goal)[at + 1] != ' ') ++at;
    }
    return slip;
  }

  auto SkipNegation() -> bool {
    if (Kind() == TokenKind::kBackslashPlus || Kind() == TokenKind::kBang ||
        (tokens_[at_].keyword == Keyword::kNot && Kind(1) == TokenKind::kWord)) {
      ++at_;
      return true;
    }
    return false;
  }

  auto Comparison() -> std::optional<std::string> {
    const std::optional<std::string> left = Argument();
    if (!left) return std::nullopt;
    std::string op(Text());
    switch (Kind()) {
      case TokenKind::kEqual:
      case TokenKind::kEqualEqual:
      case TokenKind::kNotEqual:
      case TokenKind::kLess:
      case TokenKind::kLessEqual:
      case TokenKind::kGreater:
      case TokenKind::kGreaterEqual:
        break;
      case TokenKind::kEqualLess:
        op = "<=";
        break;
      default:
        return std::nullopt;
    }
    ++at_;
    const std::optional<std::string> right = Argument();
    if (!right) return std::nullopt;
    return *left + ' ' + op + ' ' + *right;
  }

  // After the point, or before a line that begins with a keyword.
  void SkipToPoint() {
    while (Kind() != TokenKind::kEnd && Kind() != TokenKind::kDot &&
           !(tokens_[at_].starts_line && tokens_[at_].upper)) {
      ++at_;
    }
    if (Kind() == TokenKind::kDot) ++at_;
    if (at_ == begin_) ++at_;
  }

  std::string_view source_;
  std::span<const Token> tokens_;
  std::size_t begin_;
  std::size_t at_;
  std::size_t limit_;
};

}  // namespace

auto FindDatalog(std::string_view source, std::span<const Token> tokens, std::size_t begin)
    -> std::optional<DatalogSlip> {
  return Translator(source, tokens, begin).Run();
}

}  // namespace bytelogic::syntax
