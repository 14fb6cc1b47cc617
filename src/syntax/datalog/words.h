// words.h - which words of Datalog may stand for names, symbols and variables as they are, and how others are quoted.
//
//   WriteSymbol(Convention::kProlog, "Alice Smith")      // 'Alice Smith'
//
// Used by the printer, and by raise.h, which finds names for what ByteLogic names.
#pragma once

#include <string>
#include <string_view>

#include "syntax/datalog/lexer.h"

namespace bytelogic::syntax::datalog {

// Words that mean something where a term or a goal stands.
auto IsReservedWord(std::string_view word) -> bool;
// May stand for a predicate without quotes.
auto IsPlainPredicate(Convention convention, std::string_view name) -> bool;
// May stand for a variable.
auto IsPlainVariable(Convention convention, std::string_view name) -> bool;

auto WritePredicate(Convention convention, std::string_view name) -> std::string;
auto WriteSymbol(Convention convention, std::string_view symbol) -> std::string;

}  // namespace bytelogic::syntax::datalog
