// datalog_slip.h - recognises Prolog where a statement should stand, and writes it as a statement.
//
//   ancestor(X, Z) :- parent(X, Y), ancestor(Y, Z).
//   => RULE ancestor: SCAN parent $X $Y, JOIN ancestor $Y $Z, EMIT ancestor $X $Z
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "syntax/bytelogic/lexer.h"

namespace bytelogic::syntax {

struct DatalogSlip {
  std::size_t end = 0;  // the index of the first token after it
  std::string message;
  std::string help;
  std::string text;  // the statement to write; empty where it has no simple one
};

// The Prolog clause or query that starts at `tokens[begin]`, if one does.
auto FindDatalog(std::string_view source, std::span<const Token> tokens, std::size_t begin)
    -> std::optional<DatalogSlip>;

}  // namespace bytelogic::syntax
