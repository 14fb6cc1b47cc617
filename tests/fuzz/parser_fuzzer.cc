// parser_fuzzer.cc - any bytes through ByteLogic's lexer, parser and printer.
//
// Checked: nothing crashes; every diagnostic has a code, a message and a place and renders; every fix applies; a text
// without errors prints, and what is printed parses without errors and prints as itself.

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "check_diagnostics.h"
#include "syntax/bytelogic/parser.h"
#include "syntax/printer.h"

namespace {

using bytelogic::Diagnostics;

void CheckPrinting(const bytelogic::syntax::Ast& ast) {
  const std::string printed = bytelogic::syntax::PrintProgram(ast);
  Diagnostics diagnostics;
  const bytelogic::syntax::Ast again = bytelogic::syntax::ParseProgram(printed, diagnostics);
  BL_CHECK(!diagnostics.has_errors());
  BL_CHECK(again.comments.size() == ast.comments.size());
  BL_CHECK(bytelogic::syntax::PrintProgram(again) == printed);
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const std::string source(reinterpret_cast<const char*>(data), size);
  Diagnostics diagnostics;
  const bytelogic::syntax::Ast ast = bytelogic::syntax::ParseProgram(source, diagnostics);
  bytelogic::fuzz::CheckDiagnostics(diagnostics, source);
  if (!diagnostics.has_errors()) CheckPrinting(ast);
  return 0;
}
