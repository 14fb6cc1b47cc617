#include <cctype>
#include <vector>

#include "generator.h"

namespace bytelogic::differential {
namespace {

auto IsWordByte(char c) -> bool {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Words, numbers, strings, newlines and single other characters; blanks belong to the token before them.
auto Tokens(std::string_view text) -> std::vector<std::string> {
  std::vector<std::string> tokens;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    if (IsWordByte(text[i])) {
      while (end < text.size() && IsWordByte(text[end])) ++end;
    } else if (text[i] == '"') {
      while (end < text.size() && text[end] != '"' && text[end] != '\n') end += text[end] == '\\' ? 2 : 1;
      end = std::min(end + 1, text.size());
    }
    while (end < text.size() && text[end] == ' ') ++end;
    tokens.emplace_back(text.substr(i, end - i));
    i = end;
  }
  return tokens;
}

// Tokens that programs may lack.
auto OddToken(Random& random) -> std::string {
  const std::vector<std::string> odd = {"REL ",   "RULE ",      "SCAN ",   "NOT ",  "WHERE ",
                                        "EMIT ",  "END ",       "LET ",    "FOR ",  "QUERY ",
                                        "SOLVE ", "?",          "(",       ")",     ",",
                                        ":",      "=",          "-",       "$0",    "$1",
                                        "\"",     "\n",         "0",       "1.5",   "9223372036854775808",
                                        "alice ", "ELSE ",      "RESULT ", "CALC ", ";",
                                        "//",     "EXISTS(",    "[",       "\\",    "\xC3",
                                        "MIN(",   "TO_SYMBOL(", "COUNT(",  "KEEP ", "!"};
  return random.Pick(odd);
}

auto IsVariable(const std::string& token) -> bool { return token.starts_with('$'); }
auto IsName(const std::string& token) -> bool { return IsWordByte(token.front()) && !IsVariable(token); }

// Another token of the program of the same class as `token`: the mistake is then one of meaning rather than of grammar.
auto SimilarToken(const std::vector<std::string>& tokens, const std::string& token, Random& random) -> std::string {
  std::vector<std::string> similar;
  for (const std::string& other : tokens) {
    if (other != token && IsVariable(other) == IsVariable(token) && IsName(other) == IsName(token)) {
      similar.push_back(other);
    }
  }
  return similar.empty() ? token : random.Pick(similar);
}

}  // namespace

auto MutateOneToken(std::string_view text, Random& random) -> std::string {
  std::vector<std::string> tokens = Tokens(text);
  if (tokens.empty()) return OddToken(random);
  const std::size_t at = random.Below(tokens.size());
  switch (random.Below(10)) {
    case 0:
      tokens[at].clear();
      break;
    case 1:
      tokens.insert(tokens.begin() + static_cast<std::ptrdiff_t>(at), std::string(tokens[at]));
      break;
    case 2:
    case 3:
      tokens[at] = tokens[random.Below(tokens.size())];
      break;
    case 4:
      tokens[at] = OddToken(random);
      break;
    case 5:
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
