// The Datalog dialect, text by text: printing and parsing are inverse, translations parse, fixes mend. Each text is one
// that once did not; tests/datalog/ and tests/fuzz/ look for more.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/large_stack.h"
#include "datalog_dump.h"
#include "diagnostics/diagnostics.h"
#include "syntax/bytelogic/parser.h"
#include "syntax/datalog/parser.h"
#include "syntax/datalog/printer.h"
#include "syntax/datalog/raise.h"
#include "syntax/datalog/statements.h"
#include "syntax/dialect.h"

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
  std::string printed = PrintTree(tree, diagnostics);
  Diagnostics again_diagnostics;
  const Tree again = ParseTree(printed, again_diagnostics);
  EXPECT_EQ(FirstError(again_diagnostics, printed), "") << printed;
  EXPECT_EQ(DumpTree(again), DumpTree(tree)) << printed;
  EXPECT_EQ(PrintTree(again, again_diagnostics), printed);
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
  std::string printed = PrintTree(tree, diagnostics);
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

// The code of what has no form; all of that is reported, and then no more is done.
auto NoFormOf(const std::string& statements) -> std::string {
  Diagnostics diagnostics;
  const Ast ast = ParseProgram(statements, diagnostics);
  EXPECT_EQ(FirstError(diagnostics, statements), "");
  (void)Raise(ast, diagnostics);
  return FirstError(diagnostics, statements).substr(0, 4);
}

TEST(DatalogRaising, ALetOfWhatHasNoFormEnds) {
  EXPECT_EQ(NoFormOf("REL r 1\nLET $x = MAX(QUERY r ?)\nLET $x = $x\nFACT r $x\n"), "E109");
  EXPECT_EQ(NoFormOf("LET $x = 1\nIF 1 THEN LET $y = 2 END\nLET $y = $x + $y\nRESULT $y\n"), "E109");
  EXPECT_EQ(NoFormOf("IF 1 THEN LET $a = 2 LET $b = 3 END\nLET $a = $b\nLET $b = NOT $a\nRESULT $b\n"), "E109");
}

TEST(DatalogRaising, ALetOfLetsIsNoHigherThanATermMayBe) {
  std::string sums = "LET $x0 = 1\n";
  std::string conditions = sums;
  for (int i = 1; i < 200; ++i) {
    const std::string last = "$x" + std::to_string(i - 1);
    const std::string let = "LET $x" + std::to_string(i) + " = ";
    std::string sum = last;
    std::string condition = last;
    for (int k = 0; k < 190; ++k) sum += " + 1";
    for (int k = 0; k < 190; ++k) condition = "NOT " + condition;
    sums += let + sum + "\n";
    conditions += let + condition + "\n";
  }
  // As the command line does: a phase is given the stack that it needs.
  for (const std::string& lets : {sums, conditions}) {
    EXPECT_EQ(WithStack(kPhaseStack, [&] { return NoFormOf(lets + "RESULT $x199\n"); }), "E109");
  }
}

TEST(DatalogRaising, AnUnreadLetThatMayFailHasNoForm) {
  EXPECT_EQ(NoFormOf("REL r 1\nLET $x = CHAR_AT(a, 6)\nFACT r 1\n"), "E109");
  EXPECT_EQ(NoFormOf("REL r 1\nLET $x = CHAR_AT(a, 6)\nLET $y = $x\nFACT r 1\n"), "E109");
  EXPECT_EQ(Raised("LET $x = CHAR_AT(a, 0)\nLET $y = $x\nRESULT $y\n"), "?- X = char_at(a, 0).\n");
}

TEST(DatalogRaising, OnlyWhatIsAskedIsAskedFor) {
  EXPECT_EQ(Raised("REL r 2\nQUERY r (1 < 2) ?\n"),
            "question(X) :- (1 < 2, Truth = 1 ; 1 >= 2, Truth = 0), r(Truth, X).\n?- question(X).\n:- dynamic r/2.\n");
  EXPECT_EQ(Raised("REL r 1\nQUERY r (1 < 2)\n"),
            "question :- (1 < 2, Truth = 1 ; 1 >= 2, Truth = 0), r(Truth).\n?- question.\n:- dynamic r/1.\n");
  EXPECT_EQ(Raised("REL r 1\nRESULT MAX(QUERY r ?)\n"), "?- X = max Value : { r(Value) }.\n:- dynamic r/1.\n");
}

TEST(DatalogRaising, AnAggregateOfWhatItsOwnPatternBindsStandsBehindIt) {
  EXPECT_EQ(Raised("REL r 2\nREL s 1\nRULE s: SCAN r $x (MAX(QUERY r $x ?)), EMIT s $x\n"),
            "s(X) :- r(X, Value), Value = max Value2 : { r(X, Value2) }.\n:- dynamic r/2.\n");
}

// A negated conjunction joins the goals around it that bind its variables; a recursive one is not among them where
// others do, whatever their order.
TEST(DatalogLowering, TheOrderOfGoalsMakesNothingRecursive) {
  for (const std::string_view body :
       {"p(X), q(X), \\+ (r(Z), Z > X)", "q(X), p(X), \\+ (r(Z), Z > X)", "p(X), \\+ (r(Z), Z > X), q(X)",
        "p(X), X = Y, \\+ (r(Z), Z > X), q(Y)", "p(X), q(Y), N = count : { r(Z), Z > X }, N > 1, X = Y"}) {
    const std::string statements = Translated(fmt::format("q(1). r(1). p(2).\np(X) :- {}.\n?- p(X).\n", body));
    const std::string made = statements.substr(statements.find("RULE p_"));
    EXPECT_EQ(made.substr(0, made.find('\n')).find(" p $"), std::string::npos) << statements;
  }
}

TEST(DatalogFix, EveryUndefinedPredicateIsGuessed) {
  std::string source = "parent(a, b).\np(X) :- parent(X, _)";
  std::size_t undefined = 0;
  for (std::size_t at = 1; at < 4; ++at) {
    for (char letter = 'a'; letter <= 'z'; ++letter) {
      std::string name = "parent";
      if (name[at] == letter) continue;
      name[at] = letter;
      source += fmt::format(", {}(X, _)", name);
      ++undefined;
    }
  }
  Diagnostics diagnostics;
  (void)Parse(source + ".\n?- p(X).\n", Dialect::kDatalog, diagnostics);
  const auto is_guessed = [](const PendingDiagnostic& diagnostic) {
    return diagnostic.fix && diagnostic.fix->text == "parent";
  };
  EXPECT_EQ(std::ranges::count_if(diagnostics.pending(), is_guessed), undefined);
}

TEST(DatalogFix, NoneReplacesAMacro) {
  const std::string macro = "#define K 1 2\n";
  EXPECT_EQ(Fixed(macro + "p(K).\n"), macro + "p(K).\n");
  EXPECT_EQ(Fixed("#define K q\nqq(1).\np(X) :- K(X).\n"), "#define K q\nqq(1).\np(X) :- K(X).\n");
}

TEST(DatalogFix, APredicateLikeAVariableGetsAName) {
  EXPECT_EQ(Fixed("Parent(a, b)."), "parent(a, b).");
  EXPECT_EQ(Fixed("_p(a)."), "p(a).");
  EXPECT_EQ(Fixed("_1(a)."), "'_1'(a).");
  EXPECT_EQ(Fixed("\u00c9t\u00e9(a)."), "'\u00c9t\u00e9'(a).");
}

}  // namespace
}  // namespace bytelogic::syntax::datalog
