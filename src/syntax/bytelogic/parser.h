// parser.h - text to Ast. Never fails: reports what is wrong and goes on at the next statement.
#pragma once

#include <string_view>

#include "diagnostics/diagnostics.h"
#include "syntax/ast.h"

namespace bytelogic::syntax {

// Blocks, parentheses and calls may nest this deep (E110).
inline constexpr int kMaxNesting = 200;
// An expression tree may be this high: bounds the recursion of every later phase (E110; `1 + 1 + 1 + ...`).
inline constexpr int kMaxExprHeight = 2'000;

// Parses a whole program. Reports E101..E110 into `diagnostics`, all of them, with fixes for common slips. The Ast
// refers to `source`. Statements that could not be parsed are left out or have kind kError.
auto ParseProgram(std::string_view source, Diagnostics& diagnostics) -> Ast;

}  // namespace bytelogic::syntax
