#include "syntax/bytelogic/lexer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "base/symbol_text.h"
#include "base/utf8.h"
#include "syntax/bytelogic/lexer_internal.h"
#include "syntax/slips/word_slip.h"

namespace bytelogic::syntax {
namespace {

struct Punctuation {
  std::string_view text;
  TokenKind kind;
};

constexpr Punctuation kPairs[] = {
    {"&&", TokenKind::kAndAnd},       {"||", TokenKind::kOrOr},           {"**", TokenKind::kStarStar},
    {"==", TokenKind::kEqualEqual},   {"!=", TokenKind::kNotEqual},       {"<>", TokenKind::kNotEqual},
    {"<=", TokenKind::kLessEqual},    {">=", TokenKind::kGreaterEqual},   {"=<", TokenKind::kEqualLess},
    {"=>", TokenKind::kEqualGreater}, {":-", TokenKind::kColonDash},      {":=", TokenKind::kColonEqual},
    {"::", TokenKind::kColonColon},   {"+=", TokenKind::kPlusEqual},      {"-=", TokenKind::kMinusEqual},
    {"*=", TokenKind::kStarEqual},    {"\\+", TokenKind::kBackslashPlus},
};

constexpr Punctuation kSingles[] = {
    {",", TokenKind::kComma},      {":", TokenKind::kColon},       {"(", TokenKind::kLeftParen},
    {")", TokenKind::kRightParen}, {"[", TokenKind::kLeftBracket}, {"]", TokenKind::kRightBracket},
    {"{", TokenKind::kLeftBrace},  {"}", TokenKind::kRightBrace},  {"?", TokenKind::kQuestion},
    {".", TokenKind::kDot},        {"=", TokenKind::kEqual},       {"<", TokenKind::kLess},
    {">", TokenKind::kGreater},    {"+", TokenKind::kPlus},        {"-", TokenKind::kMinus},
    {"*", TokenKind::kStar},       {"/", TokenKind::kSlash},       {"%", TokenKind::kPercent},
    {"!", TokenKind::kBang},       {"&", TokenKind::kAmpersand},   {"|", TokenKind::kBar},
    {"^", TokenKind::kCaret},      {"@", TokenKind::kAt},
};

// The kind of each character alone; kEnd where it means nothing.
constexpr auto MakeSingleKinds() -> std::array<TokenKind, 128> {
  std::array<TokenKind, 128> kinds{};
  for (const Punctuation& single : kSingles) kinds[static_cast<unsigned char>(single.text[0])] = single.kind;
  return kinds;
}
constexpr std::array<TokenKind, 128> kSingleKinds = MakeSingleKinds();

// Whether a character is the second one of some pair.
constexpr auto MayEndPair(char c) -> bool {
  return c == '=' || c == '>' || c == '<' || c == '-' || c == ':' || c == '&' || c == '|' || c == '*' || c == '+';
}

auto HexDigit(char c) -> int {
  return IsAsciiDigit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

auto ReadUnicodeEscape(std::string_view text, std::size_t offset, std::size_t& end) -> std::optional<std::uint32_t> {
  std::size_t at = offset + 1;
  if (at >= text.size() || text[at] != '{') return std::nullopt;
  std::uint32_t value = 0;
  std::size_t digits = 0;
  for (++at; at < text.size() && HexDigit(text[at]) >= 0 && digits < 7; ++at, ++digits) {
    value = value * 16 + static_cast<std::uint32_t>(HexDigit(text[at]));
  }
  if (digits == 0 || digits > 6 || at >= text.size() || text[at] != '}') return std::nullopt;
  if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return std::nullopt;
  end = at + 1;
  return value;
}

auto Hexadecimal(std::uint32_t value) -> std::string {
  char buffer[8];
  char* const end = std::to_chars(buffer, buffer + sizeof(buffer), value, 16).ptr;
  std::string digits(buffer, end);
  for (char& c : digits) c = c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  return std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits;
}

auto Lexer::Run() -> TokenList {
  list_.tokens.reserve(source_.size() / 4 + 8);
  if (source_.starts_with("\xEF\xBB\xBF")) offset_ = 3;
  while (offset_ < source_.size()) LexOne();
  Add(TokenKind::kEnd, source_.size());
  return std::move(list_);
}

void Lexer::LexOne() {
  const char c = source_[offset_];
  switch (kByteClasses[static_cast<unsigned char>(c)]) {
    case ByteClass::kSpace:
      ++offset_;
      return;
    case ByteClass::kLineEnd:
      ++offset_;
      line_is_empty_ = true;
      line_begin_ = offset_;
      return;
    case ByteClass::kLetter:
      return LexWord();
    case ByteClass::kDigit:
      return LexNumber();
    case ByteClass::kHigh:
      if (WordCharacterLength(source_, offset_) > 0) return LexWord();
      return LexLookalike();
    case ByteClass::kControl:
      return LexControl(offset_++);
    case ByteClass::kPunctuation:
      break;
  }
  if (c == ';' || c == '#') return LexComment();
  if (c == '/' && At(offset_ + 1) == '/' && IsAddress()) return LexAddress();
  if (c == '/' && At(offset_ + 1) == '/') return IsDivision() ? LexSlashSlash() : LexComment();
  if (c == '/' && At(offset_ + 1) == '*') return LexBlockComment();
  if (c == '-' && At(offset_ + 1) == '-' && StartsDashComment()) return LexDashComment();
  if (c == '"') return LexString();
  if (c == '\'') return LexSingleQuoted();
  if (c == '$') return LexVariable();
  const bool is_range = offset_ > 0 && source_[offset_ - 1] == '.';  // 1..10
  if (c == '.' && !is_range && IsAsciiDigit(At(offset_ + 1))) return LexPointNumber();
  LexPunctuation();
}

void Lexer::LexWord() {
  std::size_t end = ScanWord(offset_);
  if (At(end) == '.') {
    const std::size_t column = ScanName(source_, end + 1);
    if (column > end + 1) return LexDotted(column);
  }
  const std::string_view word = source_.substr(offset_, end - offset_);
  Token& token = Add(TokenKind::kWord, end);
  token.keyword = FindKeyword(word);
  token.upper = token.keyword != Keyword::kNone && InfoOf(token.keyword).text == word;
  const std::size_t count = list_.tokens.size();
  if (count > 1 && list_.tokens[count - 2].keyword == Keyword::kFor) has_bare_loops_ = true;
}

// `row.a`; `a.b.c` is no word.
void Lexer::LexDotted(std::size_t end) {
  if (At(end) != '.' || WordCharacterLength(source_, end + 1) == 0) {
    Add(TokenKind::kDotted, end);
    return;
  }
  while (At(end) == '.' && WordCharacterLength(source_, end + 1) > 0) end = ScanWord(end + 1);
  const SourceRange range = Range(offset_, end);
  diagnostics_.Report(DiagnosticKind::kIllFormedWord, range, "ill-formed name " + Excerpt(Text(range)),
                      "a name has at most one point; write a symbol with more of them in quotes",
                      RangeFix{range, '"' + Text(range) + '"'});
  Add(TokenKind::kBad, end);
}

void Lexer::LexNumber() {
  std::size_t end = SkipDigits(offset_);
  TokenKind kind = TokenKind::kInt;
  if (At(end) == '.' && IsAsciiDigit(At(end + 1))) {
    kind = TokenKind::kFloat;
    end = SkipDigits(end + 1);
  }
  if (At(end) == 'e' || At(end) == 'E') {
    const std::size_t sign = At(end + 1) == '+' || At(end + 1) == '-' ? 1 : 0;
    if (IsAsciiDigit(At(end + 1 + sign))) {
      kind = TokenKind::kFloat;
      end = SkipDigits(end + 1 + sign);
    }
  }
  if (WordCharacterLength(source_, end) == 0 && !(At(end) == '.' && IsAsciiDigit(At(end + 1)))) {
    Add(kind, end);
    return;
  }
  // `2nd`, `1.2.3`, `1_000`: not a number. Where it may be the rest of an atom (`covid-19a`) the parser decides.
  while (true) {
    end = ScanWord(end);
    if (At(end) != '.' || WordCharacterLength(source_, end + 1) == 0) break;
    ++end;
  }
  Token& token = Add(TokenKind::kBad, end);
  token.deferred = MayContinueAtom();
  if (!token.deferred) ReportDeferred(source_, token, diagnostics_);
}

// Whether the last token touches a `-` that touches a word or number.
auto Lexer::MayContinueAtom() const -> bool {
  const std::size_t count = list_.tokens.size();
  if (count < 3) return false;
  const Token& word = list_.tokens[count - 3];
  return list_.tokens[count - 1].touches && list_.tokens[count - 2].kind == TokenKind::kMinus &&
         list_.tokens[count - 2].touches &&
         (word.kind == TokenKind::kWord || word.kind == TokenKind::kInt || word.kind == TokenKind::kBad);
}

// `.5`
void Lexer::LexPointNumber() {
  std::size_t end = offset_ + 1;
  while (WordCharacterLength(source_, end) > 0 || (At(end) == '.' && WordCharacterLength(source_, end + 1) > 0)) ++end;
  const SourceRange range = Range(offset_, end);
  const bool is_apart = list_.tokens.empty() || list_.tokens.back().range.end() != offset_;
  std::optional<RangeFix> fix;
  if (is_apart) fix = RangeFix{Range(offset_, offset_), "0"};
  diagnostics_.Report(DiagnosticKind::kIllFormedWord, range, "ill-formed number " + Excerpt(Text(range)),
                      is_apart ? "a number has a digit on both sides of its point"
                               : "a number has a digit on both sides of its point, and a field has a name: row.a",
                      std::move(fix));
  Add(TokenKind::kBad, end);
}

void Lexer::LexVariable() {
  const std::size_t begin = offset_ + 1;
  std::size_t end = IsAsciiDigit(At(begin)) ? SkipDigits(begin) : ScanWord(begin);
  if (end == begin) {
    diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(offset_, begin), "'$' without a name",
                        "write the name right after it: $x");
    Add(TokenKind::kBad, begin);
    return;
  }
  if (IsAsciiDigit(At(begin)) && At(end) == '.' && IsAsciiDigit(At(end + 1))) {
    end = SkipDigits(end + 1);
    const std::string number = Text(Range(begin, end));
    diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(offset_, end), "ill-formed variable $" + Excerpt(number),
                        "a number has no currency sign: write " + Excerpt(number),
                        RangeFix{Range(offset_, end), number});
    Add(TokenKind::kBad, end);
    return;
  }
  if (WordCharacterLength(source_, end) > 0) {
    end = ScanWord(end);
    const SourceRange range = Range(offset_, end);
    diagnostics_.Report(DiagnosticKind::kIllFormedWord, range, "ill-formed variable " + Excerpt(Text(range)),
                        "a variable is $ and digits, or $ and a name that begins with a letter",
                        RangeFix{Range(begin, begin), "_"});
    Add(TokenKind::kBad, end);
    return;
  }
  if (At(end) == '.') {
    const std::size_t column = ScanName(source_, end + 1);
    if (column > end + 1) {
      Add(TokenKind::kField, column);
      return;
    }
  }
  Add(TokenKind::kVariable, end);
}

void Lexer::LexString() {
  bool has_escapes = false;
  bool ill_formed = false;
  for (std::size_t at = offset_ + 1; at < source_.size();) {
    const char c = source_[at];
    if (c == '"') {
      Add(ill_formed ? TokenKind::kBad : TokenKind::kString, at + 1).has_escapes = has_escapes;
      return;
    }
    if (c == '\n' || c == '\r') break;
    if (c == '\\') {
      has_escapes = true;
      at = LexEscape(at, ill_formed);
    } else {
      if (kByteClasses[static_cast<unsigned char>(c)] == ByteClass::kControl) {
        ill_formed = true;
        const auto code_point = static_cast<std::uint32_t>(static_cast<unsigned char>(c));
        diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(at, at + 1),
                            "control character U+" + Hexadecimal(code_point) + " in a string",
                            "write it as \\u{" + Hexadecimal(code_point) + "}",
                            RangeFix{Range(at, at + 1), "\\u{" + Hexadecimal(code_point) + "}"});
      }
      ++at;
    }
  }
  std::size_t end = LineEnd(offset_);
  while (end > offset_ + 1 && (source_[end - 1] == ' ' || source_[end - 1] == '\t')) --end;
  std::optional<RangeFix> fix;
  const bool touches_word = offset_ > 0 && WordCharacterLength(source_, offset_ - 1) > 0;
  if (!touches_word && IsOneText(source_.substr(offset_ + 1, end - offset_ - 1))) {
    fix = RangeFix{Range(end, end), source_[end - 1] == '\\' ? "\\\"" : "\""};
  }
  diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(offset_, end), "string without a closing quote",
                      "end it with \" on the same line, and write a line break in it as \\n", std::move(fix));
  // What else is wrong on its line follows from it, wherever the quote belongs.
  while (!list_.swallowed.empty() && list_.swallowed.back().offset >= line_begin_) list_.swallowed.pop_back();
  list_.swallowed.push_back(Range(line_begin_, LineEnd(offset_) + 1));
  Add(TokenKind::kBad, end);
}

// The end of the escape at `at`, which stops before the end of the line.
auto Lexer::LexEscape(std::size_t at, bool& ill_formed) -> std::size_t {
  const char c = At(at + 1);
  if (c == '"' || c == '\\' || c == 'n' || c == 't' || c == 'r') return at + 2;
  std::size_t end = at + 1;
  if (c == 'u' && ReadUnicodeEscape(source_, at + 1, end)) return end;
  ill_formed = true;
  if (const std::size_t digits = source_.find_first_not_of("0123456789abcdefABCDEF", at + 3);
      c == 'u' && At(at + 2) == '{' && digits > at + 3 && At(digits) == '}') {
    diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(at, digits + 1),
                        "there is no code point U+" + Excerpt(Text(Range(at + 3, digits))),
                        "code points go up to U+10FFFF, and U+D800 to U+DFFF are none");
    return digits + 1;
  }
  if (end < source_.size() && c != '\n' && c != '\r') end += DecodeUtf8(source_, end).length;
  diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(at, end),
                      "unknown escape " + Excerpt(Text(Range(at, end))) + " in a string",
                      "the escapes are \\\" \\\\ \\n \\t \\r \\u{1F600}; write a backslash as \\\\",
                      RangeFix{Range(at, at), "\\"});
  return end;
}

void Lexer::LexControl(std::size_t at) {
  const auto code_point = static_cast<std::uint32_t>(static_cast<unsigned char>(source_[at]));
  diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(at, at + 1),
                      "control character U+" + Hexadecimal(code_point), "remove it", RangeFix{Range(at, at + 1), ""});
}

void Lexer::LexComment() {
  std::size_t end = LineEnd(offset_);
  const std::size_t next = end;
  for (std::size_t at = offset_; at < end; ++at) {
    if (kByteClasses[static_cast<unsigned char>(source_[at])] == ByteClass::kControl) LexControl(at);
  }
  while (source_[end - 1] == ' ' || source_[end - 1] == '\t') --end;
  list_.comments.push_back({Range(offset_, end), line_is_empty_});
  offset_ = next;
}

void Lexer::LexPunctuation() {
  if (MayEndPair(At(offset_ + 1))) {
    for (const Punctuation& pair : kPairs) {
      if (source_.substr(offset_, 2) != pair.text) continue;
      Add(pair.kind, offset_ + 2);
      return;
    }
  }
  const TokenKind kind = kSingleKinds[static_cast<unsigned char>(source_[offset_])];
  if (kind != TokenKind::kEnd) {
    Add(kind, offset_ + 1);
    return;
  }
  diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(offset_, offset_ + 1),
                      std::string("unexpected character ") + source_[offset_],
                      "it has no meaning outside strings and comments; put a symbol that contains it in quotes");
  Add(TokenKind::kBad, offset_ + 1);
}

auto NameOf(TokenKind kind) -> std::string_view {
  static constexpr std::string_view kNames[] = {
#define TOKEN(kind, text) text,
#include "syntax/bytelogic/token_kind.def"
#undef TOKEN
  };
  return kNames[static_cast<std::size_t>(kind)];
}

auto Lex(std::string_view source, Diagnostics& diagnostics) -> TokenList { return Lexer(source, diagnostics).Run(); }

auto DecodeString(const Token& token) -> std::string {
  const std::string_view text = token.text.substr(1, token.text.size() - 2);
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '\\' || !token.has_escapes || at + 1 == text.size()) {
      decoded += text[at++];
      continue;
    }
    const char c = text[at + 1];
    std::size_t end = at + 2;
    if (c == 'u') {
      char buffer[4];
      const std::uint32_t value = ReadUnicodeEscape(text, at + 1, end).value_or(kReplacementCharacter);
      decoded.append(buffer, EncodeUtf8(value, buffer));
    } else {
      decoded += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
    }
    at = end;
  }
  return decoded;
}

auto Excerpt(std::string_view text) -> std::string {
  constexpr int kMaxCodePoints = 40;
  std::string excerpt;
  int count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    if (count == kMaxCodePoints) return excerpt + "...";
    const CodePoint code_point = DecodeUtf8(text, at);
    if (code_point.value < 0x20 || (code_point.value >= 0x7F && code_point.value < 0xA0)) {
      excerpt += ' ';
    } else {
      excerpt += text.substr(at, code_point.length);
    }
    at += code_point.length;
  }
  return excerpt;
}

}  // namespace bytelogic::syntax
