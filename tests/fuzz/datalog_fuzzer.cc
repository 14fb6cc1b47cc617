// datalog_fuzzer.cc - any bytes through Datalog's lexer, preprocessor, parser, printer, lowering and translation.
//
// Checked: nothing crashes; every diagnostic has a code, a message and a place and renders; every fix applies; a text
// without errors prints, what is printed parses to an equal tree and prints as itself; what can be lowered translates
// to statements that parse.

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "../unit/syntax/datalog_dump.h"
#include "base/check.h"
#include "check_diagnostics.h"
#include "syntax/bytelogic/parser.h"
#include "syntax/datalog/parser.h"
#include "syntax/datalog/printer.h"
#include "syntax/datalog/statements.h"
#include "syntax/dialect.h"

namespace {

using bytelogic::Diagnostics;
using bytelogic::Dialect;
using bytelogic::syntax::Ast;
using bytelogic::syntax::datalog::Tree;

void CheckPrinting(const Tree& tree) {
  namespace datalog = bytelogic::syntax::datalog;
  Diagnostics diagnostics;
  const std::string printed = datalog::PrintTree(tree, diagnostics);
  const Tree again = datalog::ParseTree(printed, diagnostics);
  BL_CHECK(!diagnostics.has_errors());
  BL_CHECK(datalog::DumpTree(again) == datalog::DumpTree(tree));
  BL_CHECK(again.comments.size() == tree.comments.size());
  BL_CHECK(datalog::PrintTree(again, diagnostics) == printed);
}

void CheckTranslation(Ast ast) {
  const std::string statements = bytelogic::syntax::datalog::PrintStatements(std::move(ast));
  Diagnostics diagnostics;
  (void)bytelogic::syntax::ParseProgram(statements, diagnostics);
  BL_CHECK(!diagnostics.has_errors());
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const std::string source(reinterpret_cast<const char*>(data), size);
  (void)bytelogic::syntax::DetectDialect(source);
  {
    Diagnostics diagnostics;
    const Tree tree = bytelogic::syntax::datalog::ParseTree(source, diagnostics);
    bytelogic::fuzz::CheckDiagnostics(diagnostics, source);
    if (diagnostics.has_errors()) return 0;
    if (!tree.has_macros) CheckPrinting(tree);
  }
  Diagnostics diagnostics;
  Ast ast = bytelogic::syntax::Parse(source, Dialect::kDatalog, diagnostics);
  bytelogic::fuzz::CheckDiagnostics(diagnostics, source);
  if (!diagnostics.has_errors()) CheckTranslation(std::move(ast));
  return 0;
}
