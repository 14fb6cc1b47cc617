#include "syntax/datalog/words.h"

#include <algorithm>
#include <iterator>

#include "base/case_mapping.h"
#include "base/keyword.h"
#include "base/symbol_text.h"
#include "base/utf8.h"

namespace bytelogic::syntax::datalog {
namespace {

constexpr std::string_view kReserved[] = {
    "not", "true", "false", "fail", "is",  "mod",  "div",  "rem",  "count", "sum",  "min", "max",  "mean", "nil",  "as",
    "and", "or",   "if",    "band", "bor", "bxor", "bnot", "bshl", "bshr",  "land", "lor", "lxor", "lnot", "bshru"};

auto StartsSmall(std::string_view word) -> bool {
  const std::uint32_t first = DecodeUtf8(word, 0).value;
  return word[0] != '_' && ToLowerCase(first) == first;
}

auto IsName(std::string_view word) -> bool { return !word.empty() && ScanName(word, 0) == word.size(); }

// In quotes: the quote and the backslash with a backslash, ends of lines as escapes.
auto Quoted(std::string_view text, char quote) -> std::string {
  std::string quoted(1, quote);
  for (const char c : text) {
    if (c == quote || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (c == '\n' || c == '\r' || c == '\t') {
      quoted += '\\';
      quoted += c == '\n' ? 'n' : c == '\r' ? 'r' : 't';
    } else {
      quoted += c;
    }
  }
  quoted += quote;
  return quoted;
}

}  // namespace

auto IsReservedWord(std::string_view word) -> bool { return std::ranges::find(kReserved, word) != std::end(kReserved); }

auto IsPlainPredicate(Convention convention, std::string_view name) -> bool {
  if (!IsName(name) || IsReservedWord(name) || IsUpperCaseKeyword(name)) return false;
  return convention == Convention::kSouffle ? name != "_" : StartsSmall(name);
}

auto IsPlainVariable(Convention convention, std::string_view name) -> bool {
  if (convention == Convention::kSouffle && name.starts_with('?')) return IsName(name.substr(1));
  if (!IsName(name) || name == "_") return false;
  if (convention == Convention::kSouffle) return !IsReservedWord(name);
  return !StartsSmall(name) && !IsUpperCaseKeyword(name);
}

auto WritePredicate(Convention convention, std::string_view name) -> std::string {
  // Soufflé's convention has no quotes for names, and needs none: there, a name is a word.
  const bool plain = convention == Convention::kSouffle || IsPlainPredicate(convention, name);
  return plain ? std::string(name) : Quoted(name, '\'');
}

auto WriteSymbol(Convention convention, std::string_view symbol) -> std::string {
  if (convention == Convention::kSouffle) return Quoted(symbol, '"');
  const bool plain = IsName(symbol) && StartsSmall(symbol) && !IsReservedWord(symbol);
  return plain ? std::string(symbol) : Quoted(symbol, '\'');
}

}  // namespace bytelogic::syntax::datalog
