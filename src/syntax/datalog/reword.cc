#include "syntax/datalog/reword.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>

#include "base/builtin.h"
#include "base/symbol_text.h"
#include "syntax/datalog/functions.h"

namespace bytelogic::syntax::datalog {
namespace {

struct Phrase {
  std::string_view bytelogic;
  std::string_view datalog;
};

// Names of functions where no parenthesis follows, and of statements.
constexpr Phrase kPhrases[] = {
    {"ask with QUERY or RESULT", "ask with ?- or .output"},
    {"in a rule by a WHERE to its left", "by a goal to its left"},
    {"add a WHERE earlier", "add a comparison"},
    {"add a WHERE", "add a comparison"},
    {"TO_NUMBER", "to_number"},
    {"TO_SYMBOL", "to_string"},
    {"ROUND or FLOOR", "round or floor"},
    {"argument of RANGE", "argument of range"},
    {"RANGE with", "range with"},
    {"RANGE takes", "range takes"},
    {"ROUND with", "round with"},
    {"by a rule instead of FACT in a loop", "by rules"},
    {"1.0 * $n", "1.0 * N"},
    {" is declared int,", " is declared number,"},
    {"give an int,", "give an integer,"},
    {"undefined relation", "undefined predicate"},
};

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// LENGTH( becomes strlen(, at the start of a word.
void ReplaceCalls(std::string& text) {
  for (const BuiltinInfo& builtin : kBuiltins) {
    const std::string call = std::string(builtin.name) + "(";
    if (text.find(call) == std::string::npos) continue;
    for (std::size_t at = text.find(call); at != std::string::npos; at = text.find(call, at + 1)) {
      const bool starts_word = at == 0 || WordCharacterLength(text, at - 1) == 0;
      if (starts_word) text.replace(at, call.size(), std::string(builtin.datalog) + "(");
    }
  }
}

// "LENGTH takes ..."
void ReplaceFirstWord(std::string& text) {
  const std::size_t end = ScanName(text, 0);
  const std::string_view word = std::string_view(text).substr(0, end);
  const BuiltinInfo* builtin = FindBuiltin(word);
  if (builtin != nullptr && builtin->name == word) text.replace(0, end, std::string(builtin->datalog));
}

void InDatalog(std::string& text) {
  for (const Phrase& phrase : kPhrases) ReplaceAll(text, phrase.bytelogic, phrase.datalog);
  ReplaceCalls(text);
}

}  // namespace

void Reword(PendingDiagnostic& diagnostic) {
  ReplaceFirstWord(diagnostic.message);
  ReplaceFirstWord(diagnostic.help);
  InDatalog(diagnostic.message);
  InDatalog(diagnostic.help);
  if (!diagnostic.fix) return;
  ReplaceCalls(diagnostic.fix->text);
  if (diagnostic.fix->text.find('$') != std::string::npos) diagnostic.fix.reset();
}

}  // namespace bytelogic::syntax::datalog
