// The Datalog dialect, text by text: printing and parsing are inverse, translations parse, fixes mend. Each text is one
// that once did not; tests/datalog/ and tests/fuzz/ look for more.

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "datalog_dump.h"
#include "diagnostics/diagnostics.h"
#include "syntax/datalog/parser.h"
#include "syntax/datalog/printer.h"
#include "syntax/datalog/raise.h"
#include "syntax/datalog/statements.h"
#include "syntax/dialect.h"
#include "syntax/parser.h"

namespace bytelogic::syntax::datalog {
namespace {

auto FirstError(const Diagnostics& diagnostics, std::string_view source) -> std::string {
  for (const Diagnostic& diagnostic : diagnostics.ToPublic(source)) {
    if (diagnostic.severity == Severity::kError) return diagnostic.code + ": " + diagnostic.message;
  }
  return "";
}

// The canonical layout of `source`, which holds the same program and is its own.
auto Formatted(std::string_view source) -> std::string {
  Diagnostics diagnostics;
  const Tree tree = ParseTree(source, diagnostics);
  EXPECT_EQ(FirstError(diagnostics, source), "") << source;
  std::string printed = PrintTree(tree);
  Diagnostics again_diagnostics;
  const Tree again = ParseTree(printed, again_diagnostics);
  EXPECT_EQ(FirstError(again_diagnostics, printed), "") << printed;
  EXPECT_EQ(DumpTree(again), DumpTree(tree)) << printed;
  EXPECT_EQ(PrintTree(again), printed);
  return printed;
}

// As ByteLogic's statements, which parse.
auto Translated(std::string_view source) -> std::string {
  Diagnostics diagnostics;
  Ast ast = Parse(source, Dialect::kDatalog, diagnostics);
  EXPECT_EQ(FirstError(diagnostics, source), "") << source;
  std::string statements = PrintStatements(std::move(ast));
  Diagnostics again;
  (void)ParseProgram(statements, again);
  EXPECT_EQ(FirstError(again, statements), "") << statements;
  return statements;
}

// The Datalog that says the same as these statements, which parses.
auto Raised(std::string_view statements) -> std::string {
  Diagnostics diagnostics;
  const Ast ast = ParseProgram(statements, diagnostics);
  const Tree tree = Raise(ast, diagnostics);
  EXPECT_EQ(FirstError(diagnostics, statements), "") << statements;
  std::string printed = PrintTree(tree);
  Diagnostics again;
  (void)Parse(printed, Dialect::kDatalog, again);
  EXPECT_EQ(FirstError(again, printed), "") << printed;
  return printed;
}

// `source` with all fixes of its diagnostics applied.
auto Fixed(std::string source) -> std::string {
  Diagnostics diagnostics;
  (void)Parse(source, Dialect::kDatalog, diagnostics);
  const std::vector<Diagnostic> shown = diagnostics.ToPublic(source);
  EXPECT_FALSE(shown.empty());
  for (auto diagnostic = shown.rbegin(); diagnostic != shown.rend(); ++diagnostic) {
    if (diagnostic->fix) source = ApplyFix(source, *diagnostic->fix);
  }
  return source;
}

TEST(DatalogPrinting, KeepsTheProgram) {
  EXPECT_EQ(Formatted("p(X):-q(X,Y),\\+(r(X);Y>3)."), "p(X) :- q(X, Y), \\+ (r(X) ; Y > 3).\n");
}

TEST(DatalogParsing, NotStandsBeforeEveryGoal) {
  EXPECT_EQ(Formatted("p(X) :- q(X), not !r(X), not \\+ X = 1, not 1 < X, not 'r'(X), not -X > 2."),
            "p(X) :- q(X), \\+ \\+ r(X), \\+ \\+ X = 1, \\+ 1 < X, \\+ r(X), \\+ -X > 2.\n");
}

TEST(DatalogParsing, FunctionsThatPrologHasAsGoals) {
  EXPECT_EQ(Formatted("p(X) :- q(X), length(X) > 3."), "p(X) :- q(X), length(X) > 3.\n");
}

TEST(DatalogPrinting, NamesHaveNoQuotesWhereThereIsADeclaration) {
  const std::string_view source =
      ".decl max(x: number)\nmax(1).\n.decl count(x: number)\ncount(x) :- max(x).\n.output count\n";
  EXPECT_EQ(Formatted(source), source);
  EXPECT_EQ(Formatted("max(1).\n?- max(X).\n"), "'max'(1).\n?- 'max'(X).\n");
}

TEST(DatalogTranslation, CommentsHoldNoControlCharacters) {
  EXPECT_EQ(Translated("% a\x01 b\np(1).\n"), "# a  b\nREL p 1\nFACT p 1\n");
  EXPECT_EQ(Translated("/* a\rREL b 2 */\np(1).\n"), "# a\n# REL b 2\nREL p 1\nFACT p 1\n");
}

TEST(DatalogRaising, ColumnsGetNames) {
  EXPECT_EQ(Raised("REL r(a: int, float, _)\nFACT r 1 2 3\n"), ".decl r(a: number, float_, __)\nr(1, 2, 3).\n");
}

TEST(DatalogFix, APredicateLikeAVariableGetsAName) {
  EXPECT_EQ(Fixed("Parent(a, b)."), "parent(a, b).");
  EXPECT_EQ(Fixed("_p(a)."), "p(a).");
  EXPECT_EQ(Fixed("_1(a)."), "'_1'(a).");
  EXPECT_EQ(Fixed("\u00c9t\u00e9(a)."), "'\u00c9t\u00e9'(a).");
}

}  // namespace
}  // namespace bytelogic::syntax::datalog
