// What correct programs are parsed to.

#include "syntax/bytelogic/parser.h"

#include <gtest/gtest.h>

#include <string>

#include "dump.h"

namespace bytelogic::syntax {
namespace {

TEST(ParserTest, DeclaresRelations) {
  EXPECT_EQ(DumpProgram("REL parent 2"), "(rel parent 2)");
  EXPECT_EQ(DumpProgram("REL raining REL dry"), "(rel raining)\n(rel dry)");
  EXPECT_EQ(DumpProgram("rel age(name: symbol,\n  years: int, note)"), "(rel age (name:symbol years:int note))");
  EXPECT_EQ(DumpProgram("REL result 0"), "(rel result 0)");
}

TEST(ParserTest, ReadsArguments) {
  EXPECT_EQ(DumpProgram("FACT raining"), "(fact raining)");
  EXPECT_EQ(DumpProgram("FACT r alice \"Alice S.\" -5 2.5 1e3 $x $0 row.a $row.b (1 + 2)"),
            "(fact r alice \"Alice S.\" -5 float:2.500000 float:1000.000000 $x $0 row.a $row.b (+ 1 2))");
  EXPECT_EQ(DumpProgram("QUERY r ? (-5) ?"), "(query r ? -5 ?)");
  EXPECT_EQ(DumpProgram("FACT r (CALC f(1) * LENGTH(\"a\nb\"))").substr(0, 4), "E102");
}

TEST(ParserTest, AtomsMayHoldHyphensAmongArgumentsOnly) {
  EXPECT_EQ(DumpProgram("FACT city new-york covid-19a a-1-b é-à"), "(fact city new-york covid-19a a-1-b é-à)");
  EXPECT_EQ(DumpProgram("RESULT a-b"), "(result (- a b))");
  EXPECT_EQ(DumpProgram("RULE r: SCAN s MATCH new-york, EMIT r $0"), "(rule r [(scan-match s new-york) (emit r $0)])");
}

TEST(ParserTest, ArgumentsStopAtTheEndOfTheLineCommaParenthesisOrUpperCaseKeyword) {
  EXPECT_EQ(DumpProgram("FACT a x\nfact b y"), "(fact a x)\n(fact b y)");
  EXPECT_EQ(DumpProgram("FACT a x FACT b y SOLVE"), "(fact a x)\n(fact b y)\n(solve)");
  EXPECT_EQ(DumpProgram("FACT state s1 end"), "(fact state s1 end)");
  EXPECT_EQ(DumpProgram("FACT state rule fact Result"), "(fact state rule fact Result)");
  EXPECT_EQ(DumpProgram("QUERY count ?"), "(query count ?)");
  EXPECT_EQ(DumpProgram("FACT r (1 +\n 2) 3"), "(fact r (+ 1 2) 3)");
}

TEST(ParserTest, KeywordsHaveAnyCaseWhereStatementsClausesAndOperatorsStand) {
  EXPECT_EQ(DumpProgram("rule a: scan b $x, where not $x = 1 and $x mod 2 = 0, emit a $x\nend"),
            "(rule a [(scan b $x) (where (and (not (= $x 1)) (= (mod $x 2) 0))) (emit a $x)])");
  EXPECT_EQ(DumpProgram("let $x = calc f(1) + pow(2, 3) + exists (query r ?)"),
            "(let $x (+ (+ (calc f 1) (POW 2 3)) (exists r ?)))");
  EXPECT_EQ(DumpProgram("LET $x = not"), "(let $x not)");
  EXPECT_EQ(DumpProgram("LET $x = end = calc"), "(let $x (= end calc))");
}

TEST(ParserTest, OperatorsBindAsTheGrammarSays) {
  EXPECT_EQ(DumpProgram("RESULT 1 - 2 - 3 * 4 / 5"), "(result (- (- 1 2) (/ (* 3 4) 5)))");
  EXPECT_EQ(DumpProgram("RESULT 1 = 2 OR 3 < 4 AND NOT NOT 5 >= 6"),
            "(result (or (= 1 2) (and (< 3 4) (not (not (>= 5 6))))))");
  EXPECT_EQ(DumpProgram("RESULT -$x * 3 % 4"), "(result (mod (* (neg $x) 3) 4))");
  EXPECT_EQ(DumpProgram("RESULT - - 5 - -6"), "(result (- (neg -5) -6))");
  EXPECT_EQ(DumpProgram("RESULT -(5)"), "(result (neg 5))");
  EXPECT_EQ(DumpProgram("RESULT 1 == 2"), "(result (= 1 2))");
  EXPECT_EQ(DumpProgram("RESULT 1 <> 2"), "(result (!= 1 2))");
  EXPECT_EQ(DumpProgram("RESULT (1 < 2) < 3"), "(result (< (< 1 2) 3))");
  EXPECT_EQ(DumpProgram("RESULT 1 <-5"), "(result (< 1 -5))");
}

TEST(ParserTest, ReadsNumbersInTheirWholeRange) {
  EXPECT_EQ(DumpProgram("RESULT 9223372036854775807"), "(result 9223372036854775807)");
  EXPECT_EQ(DumpProgram("RESULT -9223372036854775808"), "(result -9223372036854775808)");
  EXPECT_EQ(DumpProgram("RESULT - 9223372036854775808"), "(result -9223372036854775808)");
  EXPECT_EQ(DumpProgram("FACT r -9223372036854775808"), "(fact r -9223372036854775808)");
  EXPECT_EQ(CodesOf("RESULT 9223372036854775808"), "E104@1:8");
  EXPECT_EQ(CodesOf("RESULT 1e999 + 1e-999"), "E104@1:8 E104@1:16");
  EXPECT_EQ(CodesOf("RESULT 1.7976931348623157e308 + 5e-324"), "");
}

TEST(ParserTest, DecodesStrings) {
  EXPECT_EQ(DumpProgram(R"(RESULT "a\n\t\"\\\u{e9}\u{1F600}")"), "(result \"a\n\t\"\\é😀\")");
  EXPECT_EQ(CodesOf(R"(RESULT "\q")"), "E102@1:9");
  EXPECT_EQ(CodesOf(R"(RESULT "\u{D800} \u{110000} \u{} \u{1234567}")"), "E102@1:9 E102@1:18 E102@1:29 E102@1:34");
  EXPECT_EQ(CodesOf("RESULT \"abc\nSOLVE"), "E102@1:8");
}

TEST(ParserTest, ReadsClauses) {
  EXPECT_EQ(DumpProgram("RULE r: SCAN a, JOIN b $1, NOT c $0 ?, WHERE $0 > 1, LET $y = $0, EMIT r $y"),
            "(rule r [(scan a) (join b $1) (not c $0 ?) (where (> $0 1)) (let $y $0) (emit r $y)])");
  EXPECT_EQ(DumpProgram("RULE r: SCAN a MATCH $0 JOIN b $0\n EMIT r $1"),
            "(rule r [(scan-match a $0) (join b $0) (emit r $1)])");
  EXPECT_EQ(DumpProgram("RULE r: SCAN a, MATCH alice, EMIT r $0"), "(rule r [(scan-match a alice) (emit r $0)])");
  EXPECT_EQ(DumpProgram("RULE r: SCAN match match, EMIT r $0"), "(rule r [(scan match match) (emit r $0)])");
  EXPECT_EQ(DumpProgram("RULE r: SCAN a $x, FOR $i IN RANGE(1, $x, 2), EMIT r $i"),
            "(rule r [(scan a $x) (for-range $i 1 $x 2 []) (emit r $i)])");
}

TEST(ParserTest, WhereNotExistsIsTheClauseNot) {
  EXPECT_EQ(DumpProgram("RULE r: SCAN a $x, WHERE NOT EXISTS (QUERY b $x ?), EMIT r $x"),
            "(rule r [(scan a $x) (not-exists b $x ?) (emit r $x)])");
  EXPECT_EQ(DumpProgram("RULE r: SCAN a $x, WHERE NOT EXISTS (QUERY b $x) AND $x, EMIT r $x"),
            "(rule r [(scan a $x) (where (and (not (exists b $x)) $x)) (emit r $x)])");
  EXPECT_EQ(DumpProgram("FOR $i IN [] WHERE NOT EXISTS (QUERY b $i) END"),
            "(for-list $i [(where (not (exists b $i)))])");
}

TEST(ParserTest, ParenthesesAroundAVariableAreKept) {
  EXPECT_EQ(DumpProgram("RULE r: SCAN a $x, JOIN b ($x) $y, EMIT r $y"),
            "(rule r [(scan a $x) (join b ($x) $y) (emit r $y)])");
}

TEST(ParserTest, LetAndForBeginActionsAfterAnEmitWithoutAComma) {
  EXPECT_EQ(DumpProgram("RULE r: SCAN a $x, EMIT r $x\nLET $y = 1"), "(rule r [(scan a $x) (emit r $x)])\n(let $y 1)");
  EXPECT_EQ(DumpProgram("RULE r: SCAN a $x, EMIT r $x, LET $y = 1, EMIT r $y"),
            "(rule r [(scan a $x) (emit r $x) (let $y 1) (emit r $y)])");
  EXPECT_EQ(DumpProgram("RULE r: SCAN a $x LET $y = 1 EMIT r $y FOR $i IN [1] SOLVE END"),
            "(rule r [(scan a $x) (let $y 1) (emit r $y)])\n(for-list $i 1 [(solve)])");
}

TEST(ParserTest, ElseIfOnOneLineContinuesTheChain) {
  EXPECT_EQ(DumpProgram("IF 1 THEN SOLVE ELSE IF 2 THEN SOLVE ELSE SOLVE END"),
            "(if 1 2 [(solve)] [(solve)] else [(solve)])");
  EXPECT_EQ(DumpProgram("IF 1 THEN SOLVE ELSE\nIF 2 THEN SOLVE ELSE SOLVE END END"),
            "(if 1 [(solve)] else [(if 2 [(solve)] else [(solve)])])");
  EXPECT_EQ(DumpProgram("IF 1 THEN END"), "(if 1 [])");
}

TEST(ParserTest, ReadsLoops) {
  EXPECT_EQ(DumpProgram("FOR row IN (QUERY r a ?) FACT s row.b END"), "(for-query r row a ? [(fact s row.b)])");
  EXPECT_EQ(DumpProgram("FOR $i IN RANGE(1, 9, -1)\nBREAK END"), "(for-range $i 1 9 -1 [(break)])");
  EXPECT_EQ(DumpProgram("FOR WHILE $x < 3 LET $x = $x + 1 CONTINUE END"),
            "(for-while (< $x 3) [(let $x (+ $x 1)) (continue)])");
  EXPECT_EQ(DumpProgram("FOR while IN [a, \"b\", 1] END"), "(for-list while a \"b\" 1 [])");
}

TEST(ParserTest, ReadsCalcs) {
  EXPECT_EQ(DumpProgram("CALC f INPUT $a $b\n RESULT $a\nEND"), "(calc f $a $b [(result $a)])");
  EXPECT_EQ(DumpProgram("CALC max EXEC f EXEC g(1, \"x\") EMIT r 1 WHERE 0 QUERY r ? SOLVE END"),
            "(calc max [(exec f) (exec g 1 \"x\") (emit r 1) (where 0) (query r ?) (solve)])");
}

TEST(ParserTest, KeepsCommentsAndPassesOverByteOrderMarkAndLineEnds) {
  Diagnostics diagnostics;
  const std::string source = "\xEF\xBB\xBFSOLVE ; one\r\n  # two\rFACT a \"; // #\" // three";
  const Ast ast = ParseProgram(source, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors());
  EXPECT_EQ(Dump(ast), "(solve)\n(fact a \"; // #\")");
  ASSERT_EQ(ast.comments.size(), 3U);
  EXPECT_EQ(TextOf(source, ast.comments[0].range), "; one");
  EXPECT_FALSE(ast.comments[0].own_line);
  EXPECT_EQ(TextOf(source, ast.comments[1].range), "# two");
  EXPECT_TRUE(ast.comments[1].own_line);
  EXPECT_EQ(TextOf(source, ast.comments[2].range), "// three");
}

TEST(ParserTest, RangesCoverWhatTheyName) {
  const std::string source = "RULE r: SCAN a $x, WHERE ($x + 1) * 2 > 3, EMIT r ($x)  ; c";
  Diagnostics diagnostics;
  const Ast ast = ParseProgram(source, diagnostics);
  const Statement& rule = ast[ast.List(ast.program)[0]];
  EXPECT_EQ(TextOf(source, rule.range), "RULE r: SCAN a $x, WHERE ($x + 1) * 2 > 3, EMIT r ($x)");
  EXPECT_EQ(TextOf(source, rule.keyword_range), "RULE");
  EXPECT_EQ(TextOf(source, rule.name_range), "r");
  const Statement& where = ast[ast.Body(rule)[1]];
  EXPECT_EQ(TextOf(source, where.range), "WHERE ($x + 1) * 2 > 3");
  const Expr& comparison = ast[ast.Arguments(where)[0]];
  EXPECT_EQ(TextOf(source, comparison.range), "($x + 1) * 2 > 3");
  EXPECT_EQ(TextOf(source, comparison.name_range), ">");
  const Expr& product = ast[ast.Arguments(comparison)[0]];
  EXPECT_EQ(TextOf(source, product.range), "($x + 1) * 2");
  EXPECT_EQ(TextOf(source, ast[ast.Arguments(product)[0]].range), "$x + 1");
}

TEST(ParserTest, NestingIsBounded) {
  const auto parentheses = [](int depth) {
    return "RESULT " + std::string(static_cast<std::size_t>(depth), '(') + "1" +
           std::string(static_cast<std::size_t>(depth), ')');
  };
  EXPECT_EQ(CodesOf(parentheses(kMaxNesting)), "");
  EXPECT_EQ(CodesOf(parentheses(kMaxNesting + 1)), "E110@1:208");
  std::string blocks;
  for (int i = 0; i < kMaxNesting; ++i) blocks += "IF 1 THEN ";
  std::string ends;
  for (int i = 0; i < kMaxNesting; ++i) ends += "END ";
  EXPECT_EQ(CodesOf(blocks + ends), "");
  EXPECT_EQ(CodesOf("IF 1 THEN " + blocks + ends + "END\nREL a )"), "E110@1:2011 E103@2:7");
}

TEST(ParserTest, HeightOfExpressionsIsBounded) {
  std::string sum = "RESULT 1";
  for (int i = 1; i < kMaxExprHeight; ++i) sum += " + 1";
  EXPECT_EQ(CodesOf(sum), "");
  const std::string codes = CodesOf(sum + " + 1\nRESULT )");
  EXPECT_TRUE(codes.starts_with("E110@1:") && codes.ends_with(" E103@2:8")) << codes;
  std::string nots = "RESULT ";
  for (int i = 0; i < kMaxExprHeight; ++i) nots += "NOT ";
  EXPECT_TRUE(CodesOf(nots + "1").starts_with("E110"));
  std::string minus = "RESULT " + std::string(3'000, '-') + "$x";
  EXPECT_TRUE(CodesOf(minus).starts_with("E110"));
}

TEST(ParserTest, TellsTheFirstInvalidByte) {
  EXPECT_EQ(CodesOf("FACT a \xC3\xA9\nFACT b \xFF)"), "E101@2:8");
  EXPECT_EQ(CodesOf(std::string("FACT a b\0c", 10)), "E102@1:9");
}

}  // namespace
}  // namespace bytelogic::syntax
