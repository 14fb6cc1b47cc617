// parser_fuzzer.cc - any bytes through the lexer, the parser and the printer.
//
// Checked: nothing crashes; every diagnostic has a code, a message and a place and renders; every fix applies; a text
// without errors prints, and what is printed parses without errors and prints as itself.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "diagnostics/diagnostics.h"
#include "syntax/parser.h"
#include "syntax/printer.h"

namespace {

using bytelogic::Diagnostic;
using bytelogic::Diagnostics;

void CheckDiagnostics(const Diagnostics& diagnostics, std::string_view source) {
  const std::vector<Diagnostic> shown = diagnostics.ToPublic(source);
  BL_CHECK(diagnostics.has_errors() == !shown.empty());
  for (const Diagnostic& diagnostic : shown) {
    BL_CHECK(diagnostic.code.size() == 4 && !diagnostic.message.empty());
    BL_CHECK(diagnostic.line >= 1 && diagnostic.column >= 1);
    BL_CHECK(bytelogic::RenderDiagnostic(diagnostic, "fuzz.bl", source, true).ends_with('\n'));
    if (diagnostic.fix && diagnostic.code != "E101") {
      BL_CHECK(bytelogic::ApplyFix(source, *diagnostic.fix) != source);
    }
  }
}

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
  CheckDiagnostics(diagnostics, source);
  if (!diagnostics.has_errors()) CheckPrinting(ast);
  return 0;
}
