#include "syntax/datalog/lexer.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/case_mapping.h"
#include "base/symbol_text.h"
#include "base/utf8.h"
#include "syntax/bytelogic/lexer.h"

namespace bytelogic::syntax::datalog {
namespace {

constexpr std::string_view kNames[] = {
#define TOKEN(kind, text) text,
#include "syntax/datalog/token_kind.def"
#undef TOKEN
};

struct Mark {
  std::string_view text;
  TokenKind kind;
};

// The longest first.
constexpr Mark kMarks[] = {
    {"-->", TokenKind::kLongArrow},
    {"\\==", TokenKind::kNotIdentical},
    {"=\\=", TokenKind::kNotEqual},
    {"=:=", TokenKind::kEqual},
    {":-", TokenKind::kIf},
    {"<-", TokenKind::kLeftArrow},
    {"?-", TokenKind::kAsk},
    {"!=", TokenKind::kNotEqual},
    {"\\=", TokenKind::kNotEqual},
    {"<>", TokenKind::kNotEqual},
    {"<=", TokenKind::kLessEqual},
    {"=<", TokenKind::kEqualLess},
    {">=", TokenKind::kGreaterEqual},
    {"<:", TokenKind::kSubtype},
    {"\\+", TokenKind::kBackslashPlus},
    {"==", TokenKind::kEqualEqual},
    {":=", TokenKind::kColonEqual},
    {"->", TokenKind::kRightArrow},
    {"=>", TokenKind::kFatArrow},
    {"&&", TokenKind::kAndAnd},
    {"||", TokenKind::kOrOr},
    {"::", TokenKind::kColonColon},
    {"**", TokenKind::kCaret},
    {"//", TokenKind::kSlashSlash},
    {".", TokenKind::kPoint},
    {",", TokenKind::kComma},
    {";", TokenKind::kSemicolon},
    {"(", TokenKind::kLeftParen},
    {")", TokenKind::kRightParen},
    {"{", TokenKind::kLeftBrace},
    {"}", TokenKind::kRightBrace},
    {"[", TokenKind::kLeftBracket},
    {"]", TokenKind::kRightBracket},
    {":", TokenKind::kColon},
    {"=", TokenKind::kEqual},
    {"<", TokenKind::kLess},
    {">", TokenKind::kGreater},
    {"+", TokenKind::kPlus},
    {"-", TokenKind::kMinus},
    {"*", TokenKind::kStar},
    {"/", TokenKind::kSlash},
    {"%", TokenKind::kPercent},
    {"^", TokenKind::kCaret},
    {"!", TokenKind::kBang},
    {"$", TokenKind::kDollar},
    {"@", TokenKind::kAt},
    {"|", TokenKind::kBar},
    {"#", TokenKind::kHash},
    {"&", TokenKind::kAmpersand},
    {"?", TokenKind::kQuestion},
};

auto IsSpace(char c) -> bool { return c == ' ' || c == '\t' || c == '\f' || c == '\v'; }
auto IsLineEnd(char c) -> bool { return c == '\n' || c == '\r'; }

// The end of the comment that begins at `at`, or `at` where none does.
auto SkipBlockComment(std::string_view source, std::size_t at) -> std::size_t {
  if (at + 1 >= source.size() || source[at] != '/' || source[at + 1] != '*') return at;
  const std::size_t end = source.find("*/", at + 2);
  return end == std::string_view::npos ? source.size() : end + 2;
}

auto LineEndAfter(std::string_view source, std::size_t at) -> std::size_t {
  return std::min(source.find_first_of("\r\n", at), source.size());
}

class Lexer {
 public:
  Lexer(std::string_view source, Convention convention, Diagnostics& diagnostics)
      : source_(source), is_souffle_(convention == Convention::kSouffle), diagnostics_(diagnostics) {}

  auto Run() -> TokenList {
    list_.tokens.reserve(source_.size() / 3 + 8);
    if (source_.starts_with("\xEF\xBB\xBF")) offset_ = 3;
    while (offset_ < source_.size()) LexOne();
    Add(TokenKind::kEnd, source_.size());
    return std::move(list_);
  }

 private:
  auto At(std::size_t offset) const -> char { return offset < source_.size() ? source_[offset] : '\0'; }
  static auto Range(std::size_t begin, std::size_t end) -> SourceRange {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)};
  }

  // Adds the token from offset_ to `end`, and goes on after it.
  void Add(TokenKind kind, std::size_t end) { Add(kind, end, source_.substr(offset_, end - offset_)); }
  void Add(TokenKind kind, std::size_t end, std::string_view text) {
    diagnostics_.work().Hold(sizeof(Token));
    Token& token = list_.tokens.emplace_back();
    token.kind = kind;
    token.starts_line = line_is_empty_;
    token.touches = offset_ == last_end_ && list_.tokens.size() > 1;
    token.column = static_cast<std::uint32_t>(offset_ - line_begin_);
    token.range = Range(offset_, end);
    token.text = text;
    line_is_empty_ = false;
    offset_ = last_end_ = end;
  }

  void Bad(std::size_t end, std::string message, std::string help, std::optional<RangeFix> fix = std::nullopt) {
    diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(offset_, end), std::move(message), std::move(help),
                        std::move(fix));
    Add(TokenKind::kBad, end);
  }

  void LexOne() {
    const char c = source_[offset_];
    if (IsSpace(c)) {
      ++offset_;
    } else if (IsLineEnd(c)) {
      line_begin_ = ++offset_;
      line_is_empty_ = true;
    } else if (c == '\\' && IsLineEnd(At(offset_ + 1))) {
      // The line goes on: `#define` is the one that can tell.
      offset_ += At(offset_ + 1) == '\r' && At(offset_ + 2) == '\n' ? 3 : 2;
    } else if (const std::size_t end = SkipBlockComment(source_, offset_); end > offset_) {
      LexBlockComment(end);
    } else if (AtLineComment()) {
      AddComment(LineEndAfter(source_, offset_));
    } else if (IsAsciiDigit(c)) {
      LexNumber();
    } else if (WordCharacterLength(source_, offset_) > 0) {
      LexWord(offset_);
    } else if (c == '?' && is_souffle_ && ScanName(source_, offset_ + 1) > offset_ + 1) {
      LexWord(offset_ + 1);
    } else if (c == '"') {
      LexQuoted(TokenKind::kString);
    } else if (c == '\'') {
      LexQuoted(TokenKind::kQuotedName);
    } else if (c == '.' && AtDirective()) {
      const std::size_t name_end = ScanName(source_, offset_ + 1);
      Add(TokenKind::kDirective, name_end, source_.substr(offset_ + 1, name_end - offset_ - 1));
    } else {
      LexMark();
    }
  }

  // `//` of the other convention at the start of a line is a comment, too: no clause begins so.
  auto AtLineComment() -> bool {
    const std::string_view rest = source_.substr(offset_, 2);
    const bool own = is_souffle_ ? rest == "//" : rest.starts_with('%');
    if (own) return true;
    const bool other = is_souffle_ ? rest.starts_with('%') : rest == "//";
    if (!other || !line_is_empty_ || !AtClauseStart()) return false;
    const std::size_t length = is_souffle_ ? 1 : 2;
    const std::string_view good = is_souffle_ ? "//" : "%";
    diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(offset_, offset_ + length),
                        "'" + std::string(rest.substr(0, length)) + "' does not begin a comment here",
                        is_souffle_ ? "with a .decl, a comment begins with //, and % is an operator"
                                    : "without a .decl, a comment begins with %, and // divides",
                        RangeFix{Range(offset_, offset_ + length), std::string(good)});
    return true;
  }

  auto AtClauseStart() const -> bool {
    return list_.tokens.empty() || list_.tokens.back().kind == TokenKind::kPoint ||
           list_.tokens.back().kind == TokenKind::kDirective || in_directive_;
  }

  void LexBlockComment(std::size_t end) {
    if (end == source_.size() && (end < offset_ + 4 || !source_.ends_with("*/"))) {
      diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(offset_, offset_ + 2), "comment without its end",
                          "write */ where it ends");
    }
    AddComment(end);
  }

  void AddComment(std::size_t end) {
    list_.comments.push_back({Range(offset_, end), line_is_empty_});
    line_is_empty_ = line_is_empty_ || source_.substr(offset_, end - offset_).find('\n') != std::string_view::npos;
    offset_ = end;
  }

  // `.name` after white space. After a word or a parenthesis the point ends a clause: `p(a).q(b).`
  auto AtDirective() const -> bool {
    if (offset_ == last_end_ && !list_.tokens.empty()) return false;
    return ScanName(source_, offset_ + 1) > offset_ + 1;
  }

  void LexWord(std::size_t name_begin) {
    const std::size_t end = ScanName(source_, name_begin);
    const std::string_view word = source_.substr(offset_, end - offset_);
    TokenKind kind = TokenKind::kWord;
    if (word == "_") {
      kind = TokenKind::kAnonymous;
    } else if (!is_souffle_ && (word[0] == '_' || IsUpperCase(word))) {
      kind = TokenKind::kVariable;
    }
    in_directive_ = !list_.tokens.empty() && list_.tokens.back().kind == TokenKind::kDirective;
    Add(kind, end);
  }

  static auto IsUpperCase(std::string_view word) -> bool {
    const std::uint32_t first = DecodeUtf8(word, 0).value;
    return ToLowerCase(first) != first;
  }

  auto SkipDigits(std::size_t at) const -> std::size_t {
    while (IsAsciiDigit(At(at))) ++at;
    return at;
  }

  // 12, 1.5, 1e9, 0x1F, 0b101, and Soufflé's unsigned 12u.
  void LexNumber() {
    const std::string_view rest = source_.substr(offset_);
    const bool based = rest.starts_with("0x") || rest.starts_with("0b") || rest.starts_with("0X");
    std::size_t end = SkipDigits(offset_);
    TokenKind kind = TokenKind::kInt;
    if (!based && At(end) == '.' && IsAsciiDigit(At(end + 1))) {
      kind = TokenKind::kFloat;
      end = SkipDigits(end + 1);
    }
    if (!based && (At(end) == 'e' || At(end) == 'E')) {
      const std::size_t sign = At(end + 1) == '+' || At(end + 1) == '-' ? 1 : 0;
      if (IsAsciiDigit(At(end + 1 + sign))) {
        kind = TokenKind::kFloat;
        end = SkipDigits(end + 1 + sign);
      }
    }
    const std::size_t digits_end = end;
    if (kind == TokenKind::kInt && At(end) == 'u' && is_souffle_) ++end;
    const std::size_t word_end = ScanWordRest(end);
    if (based && word_end > offset_ + 2 && AreBaseDigits(rest.substr(2, word_end - offset_ - 2), rest[1] == 'b')) {
      return Add(TokenKind::kInt, word_end);
    }
    if (word_end == end && !based) return Add(kind, end, source_.substr(offset_, digits_end - offset_));
    const std::string text(source_.substr(offset_, word_end - offset_));
    Bad(word_end, "ill-formed number " + Excerpt(text), "write digits only, or a symbol in quotes: \"" + text + "\"",
        RangeFix{Range(offset_, word_end), '"' + text + '"'});
  }

  static auto AreBaseDigits(std::string_view digits, bool binary) -> bool {
    return std::ranges::all_of(digits, [binary](char c) {
      if (binary) return c == '0' || c == '1';
      return IsAsciiDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
  }

  auto ScanWordRest(std::size_t at) const -> std::size_t {
    while (const std::size_t length = WordCharacterLength(source_, at)) at += length;
    return at;
  }

  // "..." and '...': one line, with escapes; a quote that is written twice stands for itself.
  void LexQuoted(TokenKind kind) {
    const char quote = source_[offset_];
    std::string text;
    bool plain = true;
    std::size_t at = offset_ + 1;
    for (; at < source_.size() && !IsLineEnd(source_[at]); ++at) {
      const char c = source_[at];
      if (c == quote && At(at + 1) != quote) break;
      if (c == quote) {
        ++at;
        plain = false;
      } else if (c == '\\') {
        plain = false;
        at = LexEscape(at + 1, text);
        continue;
      }
      text += c;
    }
    if (at >= source_.size() || IsLineEnd(source_[at])) {
      std::size_t end = std::min(at, source_.size());
      while (end > offset_ + 1 && IsSpace(source_[end - 1])) --end;
      return Bad(end, "string without a closing quote", std::string("write ") + quote + " where the string ends");
    }
    const std::size_t end = at + 1;
    if (is_souffle_ && quote == '\'') {
      std::string quoted(QuotedSymbolSize(text), '\0');
      WriteQuotedSymbol(quoted.data(), text);
      diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(offset_, end), "a string in single quotes",
                          "with a .decl, symbols stand in double quotes: " + quoted,
                          RangeFix{Range(offset_, end), quoted});
      kind = TokenKind::kString;
    }
    if (plain) return Add(kind, end, source_.substr(offset_ + 1, at - offset_ - 1));
    Add(kind, end, list_.decoded.emplace_back(std::move(text)));
  }

  // The escape whose backslash stands before `at`; returns where its last character is.
  auto LexEscape(std::size_t at, std::string& text) -> std::size_t {
    constexpr std::pair<char, char> kEscapes[] = {{'n', '\n'}, {'t', '\t'},  {'r', '\r'},
                                                  {'"', '"'},  {'\'', '\''}, {'\\', '\\'}};
    for (const auto& [letter, character] : kEscapes) {
      if (At(at) == letter) {
        text += character;
        return at;
      }
    }
    // As answers show what is not seen: U+202E is \u{202E}.
    std::size_t end = at;
    if (const auto code_point = At(at) == 'u' ? ReadUnicodeEscape(source_, at, end) : std::nullopt) {
      char buffer[4];
      text.append(buffer, EncodeUtf8(*code_point, buffer));
      return end - 1;
    }
    if (at >= source_.size() || IsLineEnd(source_[at])) return at;  // the string has no end, which is reported
    const std::size_t length = DecodeUtf8(source_, at).length;
    diagnostics_.Report(DiagnosticKind::kIllFormedWord, Range(at - 1, at + length),
                        "unknown escape " + Excerpt(std::string(source_.substr(at - 1, length + 1))),
                        R"(the escapes are \" \' \\ \n \r \t \u{1F600})", RangeFix{Range(at - 1, at - 1), "\\"});
    return at;
  }

  void LexMark() {
    const std::string_view rest = source_.substr(offset_);
    for (const Mark& mark : kMarks) {
      if (mark.text[0] != rest[0] || !rest.starts_with(mark.text)) continue;
      // `_|` and the like aside, `<-1` is a comparison with a negative number.
      const bool negative = mark.kind == TokenKind::kLeftArrow && IsAsciiDigit(At(offset_ + 2));
      if (negative) return Add(TokenKind::kLess, offset_ + 1);
      if (mark.text == "<>") return AddOtherNotEqual();
      return Add(mark.kind, offset_ + mark.text.size());
    }
    const CodePoint code_point = DecodeUtf8(source_, offset_);
    const std::string text(source_.substr(offset_, code_point.length));
    if (const std::string_view good = GoodFor(code_point.value); !good.empty()) {
      return Bad(offset_ + code_point.length, "unexpected character " + text, "write " + std::string(good),
                 RangeFix{Range(offset_, offset_ + code_point.length), std::string(good)});
    }
    Bad(offset_ + code_point.length, "unexpected character " + Excerpt(text), "leave it out, or put it into quotes");
  }

  void AddOtherNotEqual() {
    diagnostics_.Report(DiagnosticKind::kUnexpectedWord, Range(offset_, offset_ + 2), "'<>' compares nothing",
                        "write !=", RangeFix{Range(offset_, offset_ + 2), "!="});
    Add(TokenKind::kNotEqual, offset_ + 2);
  }

  // What typeset text has instead.
  static auto GoodFor(std::uint32_t code_point) -> std::string_view {
    switch (code_point) {
      case 0x2264:
        return "<=";
      case 0x2265:
        return ">=";
      case 0x2260:
        return "!=";
      case 0x2212:
      case 0x2013:
      case 0x2014:
        return "-";
      case 0x2190:
        return ":-";
      case 0x2227:
        return ",";
      case 0x2228:
        return ";";
      case 0x00AC:
        return "!";
      case 0x201C:
      case 0x201D:
        return "\"";
      case 0x2018:
      case 0x2019:
        return "'";
      case 0x00A0:
        return " ";
      default:
        return {};
    }
  }

  std::string_view source_;
  const bool is_souffle_;
  Diagnostics& diagnostics_;
  TokenList list_;
  std::size_t offset_ = 0;
  std::size_t last_end_ = 0;
  std::size_t line_begin_ = 0;
  bool line_is_empty_ = true;
  bool in_directive_ = false;
};

}  // namespace

auto NameOf(TokenKind kind) -> std::string_view { return kNames[static_cast<std::size_t>(kind)]; }

auto FindConvention(std::string_view source) -> Convention {
  // What is skipped as a comment of the one convention may be an operator of the other: then a `.decl` on the rest of
  // the same line is missed, where nobody writes one.
  for (std::size_t at = 0; at < source.size();) {
    const char c = source[at];
    const std::string_view rest = source.substr(at);
    if (const std::size_t end = SkipBlockComment(source, at); end > at) {
      at = end;
    } else if (c == '%' || rest.starts_with("//")) {
      at = LineEndAfter(source, at);
    } else if (c == '"' || c == '\'') {
      for (++at; at < source.size() && source[at] != c && !IsLineEnd(source[at]); ++at) {
        if (source[at] == '\\') ++at;
      }
      if (at < source.size()) ++at;
    } else if (c == '.' &&
               (rest.starts_with(".decl ") || rest.starts_with(".decl\t") || rest.starts_with(".declare "))) {
      return Convention::kSouffle;
    } else {
      ++at;
    }
  }
  return Convention::kProlog;
}

auto Lex(std::string_view source, Convention convention, Diagnostics& diagnostics) -> TokenList {
  return Lexer(source, convention, diagnostics).Run();
}

}  // namespace bytelogic::syntax::datalog
