// lexer_slip.cc - what other languages and typeset text have in place of our quotes, signs and comments.

#include <utility>

#include "base/keyword.h"
#include "syntax/bytelogic/lexer_internal.h"
#include "syntax/slips/word_slip.h"

namespace bytelogic::syntax {
namespace {

// What stands for something else in typeset text: what to write instead, and as what to read it meanwhile.
struct Lookalike {
  std::uint32_t code_point;
  std::string_view text;
  TokenKind kind;  // kEnd: as a space
};

constexpr Lookalike kLookalikes[] = {
    {0x2264, "<=", TokenKind::kLessEqual}, {0x2265, ">=", TokenKind::kGreaterEqual},
    {0x2260, "!=", TokenKind::kNotEqual},  {0x2212, "-", TokenKind::kMinus},
    {0x2013, "-", TokenKind::kMinus},      {0x2014, "-", TokenKind::kMinus},
    {0x00D7, "*", TokenKind::kStar},       {0x00F7, "/", TokenKind::kSlash},
    {0x00A0, " ", TokenKind::kEnd},        {0x3000, " ", TokenKind::kEnd},
    {0x202F, " ", TokenKind::kEnd},        {0x200B, "", TokenKind::kEnd},
    {0xFEFF, "", TokenKind::kEnd},         {0x2060, "", TokenKind::kEnd},
};

// Tokens beyond this are not looked at for the keyword that arguments belong to.
constexpr std::size_t kMaxLookBack = 1'000;
// Characters beyond this are not looked at for the word after dashes.
constexpr std::size_t kMaxDashes = 80;

}  // namespace

// 'Alice Smith': a string of other languages. Read as a string where it is closed on its line.
void Lexer::LexSingleQuoted() {
  const std::string_view line = source_.substr(0, LineEnd(offset_));
  const std::size_t close = line.find('\'', offset_ + 1);
  if (close == std::string_view::npos) {
    diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(offset_, offset_ + 1), "unexpected character '",
                        "write a symbol that holds one in double quotes");
    Add(TokenKind::kBad, offset_ + 1);
    return;
  }
  const std::string_view content = source_.substr(offset_ + 1, close - offset_ - 1);
  std::string text(QuotedSymbolSize(content), '\0');
  WriteQuotedSymbol(text.data(), content);
  diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(offset_, close + 1), "single quotes around a string",
                      "write " + Excerpt(text), RangeFix{Range(offset_, close + 1), text});
  Add(TokenKind::kString, close + 1);
}

// A code point above U+007F that is no letter.
void Lexer::LexLookalike() {
  const CodePoint at = DecodeUtf8(source_, offset_);
  const SourceRange range = Range(offset_, offset_ + at.length);
  for (const Lookalike& lookalike : kLookalikes) {
    if (lookalike.code_point != at.value) continue;
    const std::string help = lookalike.text.empty()  ? "remove it"
                             : lookalike.text == " " ? "write a plain space"
                                                     : "write " + std::string(lookalike.text);
    diagnostics_.Report(DiagnosticKind::kIllFormedWord, range, "unexpected character U+" + Hexadecimal(at.value), help,
                        RangeFix{range, std::string(lookalike.text)});
    if (lookalike.kind == TokenKind::kEnd) {
      offset_ += at.length;
    } else {
      Add(lookalike.kind, offset_ + at.length);
    }
    return;
  }
  if (at.value >= 0x2018 && at.value <= 0x201F) return LexTypographicQuote(at.length);
  diagnostics_.Report(DiagnosticKind::kIllFormedWord, range, "unexpected character U+" + Hexadecimal(at.value),
                      "it has no meaning outside strings and comments; put a symbol that contains it in quotes");
  Add(TokenKind::kBad, offset_ + at.length);
}

// “Alice Smith”
void Lexer::LexTypographicQuote(std::size_t length) {
  const std::size_t line_end = LineEnd(offset_);
  std::size_t close = offset_ + length;
  while (close < line_end) {
    const CodePoint at = DecodeUtf8(source_, close);
    if (at.value >= 0x2018 && at.value <= 0x201F) break;
    close += at.length;
  }
  const std::string_view content = source_.substr(offset_ + length, close - offset_ - length);
  const std::size_t end = close < line_end ? close + DecodeUtf8(source_, close).length : offset_ + length;
  std::optional<RangeFix> fix;
  if (close < line_end) {
    fix = RangeFix{Range(offset_, end), std::string(QuotedSymbolSize(content), '\0')};
    WriteQuotedSymbol(fix->text.data(), content);
  }
  diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(offset_, end), "typographic quotes around a string",
                      "write plain double quotes: \"", std::move(fix));
  Add(TokenKind::kBad, end);
}

// Whether the `//` here is meant as a division: after an operand, before a digit, `$` or `(`. Among arguments a word
// is no operand, nor is what a comment goes on after: `FACT town a // 5 people`.
auto Lexer::IsDivision() const -> bool {
  if (line_is_empty_ || list_.tokens.empty()) return false;
  const Token& token = list_.tokens.back();
  switch (token.kind) {
    case TokenKind::kWord:
    case TokenKind::kString:
      if (token.keyword != Keyword::kNone || (InArguments() && !has_bare_loops_)) return false;
      break;
    case TokenKind::kDotted:
    case TokenKind::kVariable:
    case TokenKind::kField:
    case TokenKind::kInt:
    case TokenKind::kFloat:
    case TokenKind::kRightParen:
      break;
    default:
      return false;
  }
  const SlashSlash follows = FollowsSlashes(source_, offset_ + 2);
  return follows == SlashSlash::kDivision || (follows == SlashSlash::kOperandAndComment && !InArguments());
}

// Whether the arguments of a relation stand here, outside of parentheses.
auto Lexer::InArguments() const -> bool {
  int depth = 0;
  const std::size_t count = list_.tokens.size();
  for (std::size_t at = count; at > 0 && at + kMaxLookBack > count; --at) {
    const Token& token = list_.tokens[at - 1];
    if (token.kind == TokenKind::kRightParen) ++depth;
    if (token.kind == TokenKind::kLeftParen && --depth < 0) return false;
    if (token.keyword != Keyword::kNone && depth == 0 && (token.upper || token.starts_line)) {
      return token.keyword == Keyword::kFact || token.keyword == Keyword::kEmit || token.keyword == Keyword::kQuery ||
             token.keyword == Keyword::kScan || token.keyword == Keyword::kJoin || token.keyword == Keyword::kNot;
    }
    if (token.starts_line) return false;
  }
  return false;
}

void Lexer::LexSlashSlash() {
  const SourceRange range = Range(offset_, offset_ + 2);
  std::string help = "write DIV for floor division, or begin the comment with ;";
  std::optional<RangeFix> fix;
  if (FollowsSlashes(source_, offset_ + 2) == SlashSlash::kOperandAndComment) {
    fix = RangeFix{range, ";"};
  } else if (InArguments()) {
    // An expression among arguments needs parentheses.
    const SourceRange left = list_.tokens.back().range;
    const std::size_t end = SimpleOperandEnd(source_, offset_ + 2);
    if (end > offset_ + 2 && list_.tokens.back().kind != TokenKind::kRightParen) {
      const std::size_t right = source_.find_first_not_of(" \t", offset_ + 2);
      fix = RangeFix{Range(left.offset, end), '(' + Text(left) + " DIV " + Text(Range(right, end)) + ')'};
      help = "write " + Excerpt(fix->text) + " for floor division, or begin the comment with ;";
    }
  } else {
    std::string text = "DIV";
    if (At(offset_ - 1) != ' ' && At(offset_ - 1) != '\t') text.insert(0, " ");
    if (At(offset_ + 2) != ' ' && At(offset_ + 2) != '\t') text += ' ';
    fix = RangeFix{range, std::move(text)};
  }
  diagnostics_.Report(DiagnosticKind::kCommentSwallowsCode, range, "'//' begins a comment here", std::move(help),
                      std::move(fix));
  list_.swallowed.push_back(Range(offset_, LineEnd(offset_)));
  Add(TokenKind::kSlashSlash, offset_ + 2);
}

// Whether the `//` here belongs to `http://...` among arguments: its rest would be a comment.
auto Lexer::IsAddress() const -> bool {
  const std::size_t count = list_.tokens.size();
  if (count < 2 || line_is_empty_ || At(offset_ - 1) != ':') return false;
  return list_.tokens[count - 1].kind == TokenKind::kColon && list_.tokens[count - 1].touches &&
         list_.tokens[count - 2].kind == TokenKind::kWord && InArguments();
}

void Lexer::LexAddress() {
  list_.tokens.pop_back();
  const std::uint32_t begin = list_.tokens.back().range.offset;
  const bool starts_line = list_.tokens.back().starts_line;
  list_.tokens.pop_back();
  const std::size_t end = std::min(source_.find_first_of(" \t\r\n", offset_), source_.size());
  const std::string text = Text(Range(begin, end));
  diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(begin, end), "an address without quotes",
                      "write it in quotes: \"" + Excerpt(text) + '"', RangeFix{Range(begin, end), '"' + text + '"'});
  offset_ = begin;
  Add(TokenKind::kBad, end).starts_line = starts_line;
}

// Whether the `--` here begins a comment, as in SQL: words follow that no two signs of a number can stand before.
auto Lexer::StartsDashComment() const -> bool {
  const std::size_t after_dashes = source_.substr(offset_ + 2, kMaxDashes).find_first_not_of("- \t");
  if (after_dashes == std::string_view::npos) return false;
  const std::size_t next = offset_ + 2 + after_dashes;
  const bool is_word = WordCharacterLength(source_, next) > 0 && !IsAsciiDigit(source_[next]);
  if (!is_word) return false;
  if (line_is_empty_) return true;
  const char after = At(ScanWord(next));
  return next > offset_ + 2 && after != '(' && after != '.' && !has_bare_loops_ &&
         FindKeyword(source_.substr(next, ScanWord(next) - next)) == Keyword::kNone;
}

void Lexer::LexDashComment() {
  diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(offset_, offset_ + 2), "'--' does not begin a comment",
                      "a comment begins with ;", RangeFix{Range(offset_, offset_ + 2), ";"});
  LexComment();
}

// `/* ... */`, skipped; up to the end of the line where it is not closed.
void Lexer::LexBlockComment() {
  const std::size_t close = no_comment_closes_ ? std::string_view::npos : source_.find("*/", offset_ + 2);
  no_comment_closes_ = close == std::string_view::npos;
  const std::size_t end = close == std::string_view::npos ? LineEnd(offset_) : close + 2;
  const std::string_view inside = source_.substr(offset_ + 2, end - offset_ - 2);
  const bool ends_line = LineEnd(end) == std::min(source_.find_first_not_of(" \t", end), source_.size());
  std::optional<RangeFix> fix;
  if (close != std::string_view::npos) fix = RangeFix{Range(offset_, end), ""};
  if (fix && ends_line) {
    fix->text = ";";
    for (const char c : inside.substr(0, inside.size() - 2)) {
      fix->text += c;
      if (c == '\n') fix->text += ';';
    }
  }
  diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(offset_, offset_ + 2), "'/*' does not begin a comment",
                      "a comment begins with ; and ends with its line", std::move(fix));
  line_is_empty_ = line_is_empty_ || inside.find('\n') != std::string_view::npos;
  offset_ = end;
}

void ReportDeferred(std::string_view source, const Token& token, Diagnostics& diagnostics) {
  const std::string_view text = TextOf(source, token.range);
  NumberSlip slip = ReadNumberSlip(text);
  std::optional<RangeFix> fix;
  if (slip.text) fix = RangeFix{token.range, std::move(*slip.text)};
  diagnostics.Report(DiagnosticKind::kIllFormedWord, token.range, "ill-formed number " + Excerpt(text),
                     std::move(slip.help), std::move(fix));
}

}  // namespace bytelogic::syntax
