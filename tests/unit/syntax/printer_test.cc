// The canonical layout, its comments, and that printing is stable.

#include "syntax/printer.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "dump.h"

namespace bytelogic::syntax {
namespace {

// `source` in the canonical layout. Checks that the layout parses to the same program and prints as itself.
auto Format(std::string_view source) -> std::string {
  Diagnostics diagnostics;
  const Ast ast = ParseProgram(source, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << source;
  if (diagnostics.has_errors()) return {};
  std::string text = PrintProgram(ast);
  Diagnostics again;
  const Ast printed = ParseProgram(text, again);
  EXPECT_FALSE(again.has_errors()) << text;
  EXPECT_EQ(Dump(printed), Dump(ast)) << text;
  EXPECT_EQ(printed.comments.size(), ast.comments.size()) << text;
  EXPECT_EQ(PrintProgram(printed), text);
  return text;
}

TEST(PrinterTest, WritesKeywordsInUpperCaseAndOneStatementPerLine) {
  EXPECT_EQ(Format("rel  a(x:int ,y)  rel b 2 fact a 1 \"x y\"\nquery a ? (1+2)"),
            "REL a(x: int, y)\nREL b 2\nFACT a 1 \"x y\"\nQUERY a ? (1 + 2)\n");
  EXPECT_EQ(Format(""), "");
  EXPECT_EQ(Format("\n\n\n"), "");
}

TEST(PrinterTest, KeepsRulesOnOneLineWhereTheyWereAndFit) {
  EXPECT_EQ(Format("rule a:scan b $x JOIN c $x , emit a $x END"), "RULE a: SCAN b $x, JOIN c $x, EMIT a $x\n");
  EXPECT_EQ(Format("RULE a: SCAN b $x,\nEMIT a $x"), "RULE a:\n  SCAN b $x,\n  EMIT a $x\n");
  const std::string relation(40, 'r');
  EXPECT_EQ(Format("RULE a: SCAN " + relation + " $x, JOIN " + relation + " $x, EMIT a $x"),
            "RULE a:\n  SCAN " + relation + " $x,\n  JOIN " + relation + " $x,\n  EMIT a $x\n");
}

TEST(PrinterTest, WritesAggregatesKeepAndConstraints) {
  EXPECT_EQ(
      Format("rule t: scan p $d $x, emit t $d count( ) Count(distinct $x) sum($x*2) (min($x, 1)) min($x) MIN($x,2)"),
      "RULE t:\n  SCAN p $d $x,\n"
      "  EMIT t $d COUNT() COUNT(DISTINCT $x) SUM($x * 2) (MIN($x, 1)) MIN($x) (MIN($x, 2))\n");
  EXPECT_EQ(Format("result avg( query p a ? )+1"), "RESULT AVG(QUERY p a ?) + 1\n");
  EXPECT_EQ(Format("FACT p (max (QUERY q ?))"), "FACT p (MAX(QUERY q ?))\n");
  EXPECT_EQ(Format("rel d(n:symbol,c :int keep  min) rel e(v KEEP Max)"),
            "REL d(n: symbol, c: int KEEP MIN)\nREL e(v KEEP MAX)\n");
  EXPECT_EQ(Format("constraint once:scan p $x $y,where $x>$y END\nlet $z = 1"),
            "CONSTRAINT once: SCAN p $x $y, WHERE $x > $y\nLET $z = 1\n");
  EXPECT_EQ(Format("CONSTRAINT c: ; what must not be\nSCAN p $x, LET $y = 2\nFOR $i IN RANGE(0, 3) SOLVE END"),
            "CONSTRAINT c:  ; what must not be\n  SCAN p $x,\n  LET $y = 2\nFOR $i IN RANGE(0, 3)\n  SOLVE\nEND\n");
}

TEST(PrinterTest, WritesAllClauses) {
  const std::string_view text =
      "RULE a:\n"
      "  SCAN b,\n"
      "  SCAN b MATCH $0,\n"
      "  JOIN c $1,\n"
      "  NOT d $0 ?,\n"
      "  WHERE NOT EXISTS (QUERY d $0 ?),\n"
      "  WHERE (NOT EXISTS (QUERY d $0 ?)),\n"
      "  LET $y = $0 + 1,\n"
      "  FOR $i IN RANGE(1, 9),\n"
      "  EMIT a ($y) $i\n";
  EXPECT_EQ(Format(text), text);
}

TEST(PrinterTest, IndentsBlocks) {
  EXPECT_EQ(Format("CALC f INPUT $n IF $n<2 THEN RESULT 1 ELSE IF $n=3 THEN EXEC g ELSE\nIF 1 THEN SOLVE END END END"),
            "CALC f INPUT $n\n"
            "  IF $n < 2 THEN\n"
            "    RESULT 1\n"
            "  ELSE IF $n = 3 THEN\n"
            "    EXEC g()\n"
            "  ELSE\n"
            "    IF 1 THEN\n"
            "      SOLVE\n"
            "    END\n"
            "  END\n"
            "END\n");
  EXPECT_EQ(Format("FOR row IN (QUERY r ?) FOR WHILE 1 BREAK END FOR $i IN [] END END"),
            "FOR row IN (QUERY r ?)\n  FOR WHILE 1\n    BREAK\n  END\n  FOR $i IN []\n  END\nEND\n");
}

TEST(PrinterTest, WritesParenthesesOnlyWhereNeeded) {
  EXPECT_EQ(Format("RESULT ((1)+(2))+(3*4)"), "RESULT 1 + 2 + 3 * 4\n");
  EXPECT_EQ(Format("RESULT 1-(2-3)*(4+5)"), "RESULT 1 - (2 - 3) * (4 + 5)\n");
  EXPECT_EQ(Format("RESULT (1=2)=(3<4)"), "RESULT (1 = 2) = (3 < 4)\n");
  EXPECT_EQ(Format("RESULT NOT (1 AND 2) OR (NOT 3) AND (4 OR 5)"), "RESULT NOT (1 AND 2) OR NOT 3 AND (4 OR 5)\n");
  EXPECT_EQ(Format("RESULT (NOT 1) = 2"), "RESULT (NOT 1) = 2\n");
  EXPECT_EQ(Format("RESULT -(5) - -5 - (-$x) - -(-$x) * -(1 + 2)"), "RESULT -(5) - -5 - -$x - --$x * -(1 + 2)\n");
  EXPECT_EQ(Format("FACT r (alice) (\"b\") (5) (-5) ($x) (row.a) (1.5)"), "FACT r alice \"b\" 5 -5 ($x) row.a 1.5\n");
}

TEST(PrinterTest, WritesNumbersAndStringsInOneForm) {
  EXPECT_EQ(Format("RESULT 1e3 + 2.50 + 1e30 + 1E-7 + 0.1e0 + 007"), "RESULT 1000.0 + 2.5 + 1e+30 + 1e-7 + 0.1 + 7\n");
  EXPECT_EQ(Format(R"(RESULT "\u{41}\u{7}\t\"" = "é")"), "RESULT \"A\\u{7}\\t\\\"\" = \"é\"\n");
  EXPECT_EQ(Format("RESULT pow(2,3) % 4 == Foo(1)"), "RESULT POW(2, 3) MOD 4 = Foo(1)\n");
}

TEST(PrinterTest, KeepsCommentsWhereTheyBelong) {
  const std::string_view text =
      "; top\n"
      "\n"
      "# second\n"
      "REL a 1  // of one\n"
      "RULE a:  ; head\n"
      "  SCAN a $x,  ; first\n"
      "  ; between\n"
      "  EMIT a $x  ; last\n"
      "\n"
      "IF 1 THEN  ; then\n"
      "  ; inside\n"
      "  SOLVE  ; solve\n"
      "\n"
      "  SOLVE\n"
      "  ; tail\n"
      "ELSE IF 2 THEN  ; else if\n"
      "ELSE  ; else\n"
      "  ; nothing\n"
      "END  ; end\n"
      "CALC f INPUT $x  ; f\n"
      "  RESULT $x  ; x\n"
      "END\n"
      "; eof\n";
  EXPECT_EQ(Format(text), text);
}

TEST(PrinterTest, MovesCommentsOutOfStatements) {
  EXPECT_EQ(Format("LET $x = 1 + ; one\n 2 ; two"), "; one\nLET $x = 1 + 2  ; two\n");
  EXPECT_EQ(Format("RULE a: SCAN a $x, EMIT a $x ; c1\n ; c2\nEND ; c3\nSOLVE"),
            "RULE a:\n  SCAN a $x,\n  EMIT a $x  ; c1\n; c2\n; c3\nSOLVE\n");
  EXPECT_EQ(Format("IF 1 ; a\n THEN SOLVE END ; b"), "; a\nIF 1 THEN\n  SOLVE\nEND  ; b\n");
  EXPECT_EQ(Format("FACT a b FACT a c ; c"), "FACT a b\nFACT a c  ; c\n");
}

TEST(PrinterTest, NeverMakesACommentSwallowCode) {
  EXPECT_EQ(Format("RULE a: SCAN a $x, EMIT a $x END // (done)"), "RULE a: SCAN a $x, EMIT a $x\n// (done)\n");
}

TEST(PrinterTest, KeepsSingleBlankLines) {
  EXPECT_EQ(Format("\n\nSOLVE\r\n\r\n\r\nSOLVE\rSOLVE\n\n"), "SOLVE\n\nSOLVE\nSOLVE\n");
  EXPECT_EQ(Format("IF 1 THEN\n\nSOLVE\n\n\nSOLVE\n\nEND"), "IF 1 THEN\n  SOLVE\n\n  SOLVE\nEND\n");
}

TEST(PrinterTest, PrintsAnExpressionAlone) {
  Diagnostics diagnostics;
  const Ast ast = ParseProgram("RESULT calc f( $x ,1 )+2", diagnostics);
  EXPECT_EQ(PrintExpr(ast, ast.Arguments(ast[ast.List(ast.program)[0]])[0]), "CALC f($x, 1) + 2");
}

TEST(PrinterTest, PrintsTheDeepestExpressions) {
  std::string sum = "RESULT 1";
  for (int i = 1; i < kMaxExprHeight; ++i) sum += " + 1";
  EXPECT_EQ(Format(sum), sum + '\n');
  std::string right = "RESULT ";
  for (int i = 0; i < kMaxNesting; ++i) right += "1 - (";
  right += "2" + std::string(kMaxNesting, ')');
  std::string expected = right;
  expected.replace(expected.find("(2)"), 3, "2");
  EXPECT_EQ(Format(right), expected + '\n');
}

}  // namespace
}  // namespace bytelogic::syntax
