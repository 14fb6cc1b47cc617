// dialect.h - which dialect a text is written in, and the one entry point that parses either.
//
//   DetectDialect("parent(alice, bob).")      // Dialect::kDatalog
//   Ast ast = Parse(source, Dialect::kAuto, diagnostics);
//
// Used by whoever reads programs: the engine, the tools, the tests. Behind the Ast both dialects mean the same, and are
// checked, planned and run by the same code; what is compiled remembers the dialect, so that messages
// (diagnostics/message.h) and proofs speak as the program is written.
#pragma once

#include <string_view>

#include "bytelogic/dialect.h"
#include "diagnostics/diagnostics.h"
#include "syntax/ast.h"

namespace bytelogic::syntax {

// ByteLogic where the first word is a keyword in upper case; Datalog where the first token is `.word` or `?-`, or a
// word followed by `(`, `.`, `:-` or `<-`; anything else is ByteLogic. Reads no further than that.
auto DetectDialect(std::string_view source) -> Dialect;

// Parses a program of `dialect`. Reports E1xx, and for Datalog E2xx of names and binding; never fails otherwise.
auto Parse(std::string_view source, Dialect dialect, Diagnostics& diagnostics) -> Ast;

}  // namespace bytelogic::syntax
