#include "mutate.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

namespace bytelogic::differential {
namespace {

// What is particular to the texts of a dialect.
struct Lexicon {
  std::string_view quotes;
  std::span<const std::string_view> long_marks;  // of more than one character
  std::span<const std::string_view> odd_tokens;  // which programs may lack, those of other languages among them
};

constexpr std::string_view kOddWords[] = {
    "REL ", "RULE ",  "SCAN ",  "NOT ",      "WHERE ", "EMIT ", "END ",    "LET ",  "FOR ",
    "=",    "QUERY ", "SOLVE ", "?",         "(",      ")",     ",",       ":",     "-",
    "$0",   "$1",     "\"",     "\n",        "0",      "1.5",   "alice ",  "ELSE ", "9223372036854775808",
    ";",    "//",     "[",      "\\",        "\xC3",   "!",     "RESULT ", "CALC ", "EXISTS(",
    "MIN(", "KEEP ",  "COUNT(", "TO_SYMBOL("};

constexpr std::string_view kDatalogMarks[] = {
    ":-", "?-", "<-", "!=", "\\=", "=<", "<=", ">=", "//", "\\+", "/*", "*/", "**"};

constexpr std::string_view kDatalogOddWords[] = {"not ",
                                                 "\\+ ",
                                                 "!",
                                                 "!=",
                                                 "\\=",
                                                 "==",
                                                 "=<",
                                                 "<=",
                                                 ":-",
                                                 "<-",
                                                 "?- ",
                                                 "-->",
                                                 "->",
                                                 ".",
                                                 ", ",
                                                 "; ",
                                                 "(",
                                                 ")",
                                                 "{ ",
                                                 "} ",
                                                 "[",
                                                 "]",
                                                 "|",
                                                 "_",
                                                 "X",
                                                 "x",
                                                 "'",
                                                 "\"",
                                                 "\"a b\"",
                                                 "'a b'",
                                                 "% ",
                                                 "// ",
                                                 "/* ",
                                                 "*/",
                                                 "#define A 1\n",
                                                 "#ifdef A\n",
                                                 "#endif\n",
                                                 "#",
                                                 "\n",
                                                 "0",
                                                 "1.5",
                                                 "1e400",
                                                 "12u",
                                                 "0x1F",
                                                 "9223372036854775808",
                                                 "is ",
                                                 "mod ",
                                                 "div ",
                                                 "rem ",
                                                 "^",
                                                 ".decl r(x: number)\n",
                                                 ".output ",
                                                 ".input ",
                                                 ".type t <: symbol\n",
                                                 ".printsize ",
                                                 "count : { ",
                                                 "sum X : { ",
                                                 "min ",
                                                 "mean ",
                                                 "range(",
                                                 "ord(",
                                                 "match(",
                                                 "cat(",
                                                 "to_number(",
                                                 "nil ",
                                                 "true ",
                                                 "fail",
                                                 "and ",
                                                 "or ",
                                                 "if ",
                                                 ":= ",
                                                 "&& ",
                                                 "|| ",
                                                 "<> ",
                                                 "\\== ",
                                                 "=:= ",
                                                 "NOT ",
                                                 "REL ",
                                                 "FACT ",
                                                 "QUERY ",
                                                 "$x ",
                                                 "? ",
                                                 "eqrel ",
                                                 "brie ",
                                                 ":- dynamic p/1.\n",
                                                 ":- table p/2.\n",
                                                 "\xC3",
                                                 "\xE2\x88\xA7 ",
                                                 "\xE2\x89\xA4 ",
                                                 "\\",
                                                 "findall(",
                                                 "as(",
                                                 "@",
                                                 ":",
                                                 "..",
                                                 "number"};

constexpr Lexicon kByteLogic = {"\"", {}, kOddWords};
constexpr Lexicon kDatalog = {"\"'", kDatalogMarks, kDatalogOddWords};

auto IsWordByte(char c) -> bool {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Words, numbers, strings, newlines and marks; blanks belong to the token before them.
auto Tokens(std::string_view text, const Lexicon& lexicon) -> std::vector<std::string> {
  std::vector<std::string> tokens;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    const std::string_view rest = text.substr(i);
    const auto mark =
        std::ranges::find_if(lexicon.long_marks, [&](std::string_view each) { return rest.starts_with(each); });
    if (mark != lexicon.long_marks.end()) {
      end = i + mark->size();
    } else if (IsWordByte(text[i])) {
      while (end < text.size() && IsWordByte(text[end])) ++end;
    } else if (lexicon.quotes.find(text[i]) != std::string_view::npos) {
      while (end < text.size() && text[end] != text[i] && text[end] != '\n') end += text[end] == '\\' ? 2 : 1;
      end = std::min(end + 1, text.size());
    }
    while (end < text.size() && text[end] == ' ') ++end;
    tokens.emplace_back(text.substr(i, end - i));
    i = end;
  }
  return tokens;
}

enum class Shape { kName, kVariable, kNumber, kString, kMark };

auto ShapeOf(const std::string& token) -> Shape {
  const char c = token.front();
  if (c == '$') return Shape::kVariable;
  if (c == '"' || c == '\'') return Shape::kString;
  if (std::isdigit(static_cast<unsigned char>(c)) != 0) return Shape::kNumber;
  return IsWordByte(c) ? Shape::kName : Shape::kMark;
}

// Another token of the program of the same class as `token`: the mistake is then one of meaning rather than of grammar.
auto SimilarToken(const std::vector<std::string>& tokens, const std::string& token, Random& random) -> std::string {
  std::vector<std::string> similar;
  for (const std::string& other : tokens) {
    if (other != token && ShapeOf(other) == ShapeOf(token)) similar.push_back(other);
  }
  return similar.empty() ? token : random.Pick(similar);
}

}  // namespace

auto MutateOneToken(std::string_view text, Dialect dialect, Random& random) -> std::string {
  const Lexicon& lexicon = dialect == Dialect::kDatalog ? kDatalog : kByteLogic;
  const auto odd_token = [&] { return std::string(lexicon.odd_tokens[random.Below(lexicon.odd_tokens.size())]); };
  std::vector<std::string> tokens = Tokens(text, lexicon);
  if (tokens.empty()) return odd_token();
  const std::size_t at = random.Below(tokens.size());
  switch (random.Below(10)) {
    case 0:
    case 1:
      tokens[at].clear();
      break;
    case 2:
      tokens.insert(tokens.begin() + static_cast<std::ptrdiff_t>(at), std::string(tokens[at]));
      break;
    case 3:
      tokens[at] = tokens[random.Below(tokens.size())];
      break;
    case 4:
    case 5:
      tokens[at] = odd_token();
      break;
    case 6:
    case 7:
    case 8:
      tokens[at] = SimilarToken(tokens, tokens[at], random);
      break;
    default:
      std::swap(tokens[at], tokens[random.Below(tokens.size())]);
      break;
  }
  std::string mutated;
  for (const std::string& token : tokens) mutated += token;
  return mutated;
}

}  // namespace bytelogic::differential
