#include "formatting.h"

#include <fmt/format.h>

#include <optional>

#include "diagnostics/diagnostics.h"
#include "syntax/bytelogic/parser.h"
#include "syntax/datalog/parser.h"
#include "syntax/datalog/printer.h"
#include "syntax/printer.h"
#include "unit/syntax/datalog_dump.h"
#include "unit/syntax/dump.h"

namespace bytelogic::differential {
namespace {

// A program as its parser reads it: its structure, and its text in the canonical layout.
struct Reading {
  std::string structure;
  std::string printed;
  std::size_t comments = 0;
};

auto ReadStatements(std::string_view source, Diagnostics& diagnostics) -> std::optional<Reading> {
  const syntax::Ast ast = syntax::ParseProgram(source, diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  return Reading{syntax::Dump(ast), syntax::PrintProgram(ast), ast.comments.size()};
}

auto ReadClauses(std::string_view source, Diagnostics& diagnostics) -> std::optional<Reading> {
  const syntax::datalog::Tree tree = syntax::datalog::ParseTree(source, diagnostics);
  if (diagnostics.has_errors() || tree.has_macros) return std::nullopt;
  return Reading{DumpTree(tree), PrintTree(tree, diagnostics), tree.comments.size()};
}

auto Read(std::string_view source, Dialect dialect, Diagnostics& diagnostics) -> std::optional<Reading> {
  return dialect == Dialect::kDatalog ? ReadClauses(source, diagnostics) : ReadStatements(source, diagnostics);
}

auto FirstError(const Diagnostics& diagnostics, std::string_view source) -> std::string {
  for (const Diagnostic& diagnostic : diagnostics.ToPublic(source)) {
    if (diagnostic.severity == Severity::kError) return fmt::format("{}: {}", diagnostic.code, diagnostic.message);
  }
  return "no error";
}

}  // namespace

auto FormattingProblem(std::string_view source, Dialect dialect) -> std::string {
  Diagnostics diagnostics;
  const std::optional<Reading> first = Read(source, dialect, diagnostics);
  if (!first) return {};
  Diagnostics again_diagnostics;
  const std::optional<Reading> again = Read(first->printed, dialect, again_diagnostics);
  if (!again) {
    return fmt::format("what is printed does not parse: {}\n{}", FirstError(again_diagnostics, first->printed),
                       first->printed);
  }
  if (again->structure != first->structure)
    return fmt::format("what is printed is another program:\n{}", first->printed);
  if (again->comments != first->comments) return fmt::format("what is printed has other comments:\n{}", first->printed);
  if (again->printed == first->printed) return {};
  return fmt::format("printing twice changes the text:\n{}---- then\n{}", first->printed, again->printed);
}

auto LayoutProblem(std::string_view source, Dialect dialect) -> std::string {
  Diagnostics diagnostics;
  const std::optional<Reading> reading = Read(source, dialect, diagnostics);
  if (!reading) return fmt::format("does not parse: {}", FirstError(diagnostics, source));
  if (reading->printed == source) return {};
  return fmt::format("is laid out otherwise by fmt:\n{}", reading->printed);
}

}  // namespace bytelogic::differential
