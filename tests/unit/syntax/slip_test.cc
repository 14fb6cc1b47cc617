// What the parser says of common slips: where, with which code, and that its fix makes the program right.

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "dump.h"

namespace bytelogic::syntax {
namespace {

struct Slip {
  std::string_view source;
  std::string_view codes;  // CodesOf(source)
  std::string_view fixed;  // after the fixes of all diagnostics, one at a time
};

// Applies the first fix that is offered, until there is none; the last text.
auto FixAll(std::string source) -> std::string {
  for (int round = 0; round < 20; ++round) {
    const std::vector<Diagnostic> diagnostics = Diagnose(source);
    bool applied = false;
    for (const Diagnostic& diagnostic : diagnostics) {
      if (!diagnostic.fix) continue;
      const std::string fixed = ApplyFix(source, *diagnostic.fix);
      EXPECT_NE(fixed, source) << diagnostic.message;
      source = fixed;
      applied = true;
      break;
    }
    if (!applied) break;
  }
  return source;
}

class SlipTest : public testing::TestWithParam<Slip> {};

TEST_P(SlipTest, IsReportedAndFixed) {
  const Slip& slip = GetParam();
  EXPECT_EQ(CodesOf(slip.source), slip.codes) << slip.source;
  EXPECT_EQ(FixAll(std::string(slip.source)), slip.fixed);
  EXPECT_EQ(CodesOf(slip.fixed), "");
}

INSTANTIATE_TEST_SUITE_P(
    Keywords, SlipTest,
    testing::Values(Slip{"FACTS parent alice bob", "E103@1:1", "FACT parent alice bob"},
                    Slip{"fatc parent alice bob", "E103@1:1", "FACT parent alice bob"},
                    Slip{"QURY parent ?\nRELL a 1", "E103@1:1 E103@2:1", "QUERY parent ?\nREL a 1"},
                    Slip{"RETURN 5", "E103@1:1", "RESULT 5"}, Slip{"PRINT 5", "E103@1:1", "RESULT 5"},
                    Slip{"RESLUT 5", "E103@1:1", "RESULT 5"}, Slip{"SELECT parent ?", "E103@1:1", "QUERY parent ?"},
                    Slip{"FUNCTION f INPUT $x\n RESULT $x\nEND", "E103@1:1", "CALC f INPUT $x\n RESULT $x\nEND"},
                    Slip{"WHILE $x < 5\n SOLVE\nEND", "E103@1:1", "FOR WHILE $x < 5\n SOLVE\nEND"},
                    Slip{"IF 1 THEN\n SOLVE\nELIF 2 THEN\n SOLVE\nELSEIF 3 THEN\n SOLVE\nEND", "E103@3:1 E103@5:1",
                         "IF 1 THEN\n SOLVE\nELSE IF 2 THEN\n SOLVE\nELSE IF 3 THEN\n SOLVE\nEND"},
                    Slip{"IF 1\n SOLVE\nEND", "E103@1:5", "IF 1 THEN\n SOLVE\nEND"},
                    Slip{"IF 1:\n SOLVE\nEND", "E103@1:5", "IF 1 THEN\n SOLVE\nEND"},
                    Slip{"IF 1 SOLVE END", "E103@1:5", "IF 1 THEN SOLVE END"},
                    Slip{"FOR EACH $x IN [1] DO\n SOLVE\nEND", "E103@1:5 E103@1:20", "FOR $x IN [1]\n SOLVE\nEND"},
                    Slip{"IF 1 THEN\n SOLVE\nEND IF\nSOLVE", "E103@3:5", "IF 1 THEN\n SOLVE\nEND\nSOLVE"},
                    Slip{"IF 1 THEN\n SOLVE\nENDIF", "E103@3:1", "IF 1 THEN\n SOLVE\nEND"},
                    Slip{"FOR $i IN QUERY r ?\nEND", "E103@1:11", "FOR $i IN (QUERY r ?)\nEND"},
                    Slip{"FOR $i = 1 TO 10\n SOLVE\nEND", "E103@1:8 E103@1:10", "FOR $i IN RANGE(1, 11)\n SOLVE\nEND"},
                    Slip{"FOR $i IN 1..$n\n SOLVE\nEND", "E103@1:11", "FOR $i IN RANGE(1, $n + 1)\n SOLVE\nEND"},
                    Slip{"IF 1 {\n SOLVE\n} ELSE {\n SOLVE\n}", "E102@1:6 E102@3:1 E102@3:8 E102@5:1",
                         "IF 1 THEN\n SOLVE\n ELSE\n SOLVE\nEND"},
                    Slip{"CALC f($x) {\n RETURN $x\n}", "E103@1:7 E103@2:2 E102@3:1",
                         "CALC f INPUT $x\n RESULT $x\nEND"},
                    Slip{"PRINT(\"x\")", "E103@1:1", "RESULT(\"x\")"},
                    Slip{"FOR $i IN RANGE(5) END", "E103@1:11", "FOR $i IN RANGE(0, 5) END"},
                    Slip{"EMIT r 1", "E103@1:1", "FACT r 1"}, Slip{"EXEC CALC f(1)", "E103@1:6", "EXEC f(1)"},
                    Slip{"CALC f(1)", "E103@1:1", "EXEC f(1)"}));

INSTANTIATE_TEST_SUITE_P(
    Aggregates, SlipTest,
    testing::Values(Slip{"RULE t: SCAN p $x, EMIT t COUNT(*)", "E103@1:33", "RULE t: SCAN p $x, EMIT t COUNT()"},
                    Slip{"RULE t: SCAN p $x, EMIT t COUNT(?)", "E103@1:33", "RULE t: SCAN p $x, EMIT t COUNT()"},
                    Slip{"RULE t: SCAN p $d $x, EMIT t $d SUM($x) GROUP BY $d\nSOLVE", "E103@1:41",
                         "RULE t: SCAN p $d $x, EMIT t $d SUM($x)\nSOLVE"},
                    Slip{"RULE t: SCAN p $d $e $x GROUP BY $d, $e, EMIT t $d SUM($x)", "E103@1:25",
                         "RULE t: SCAN p $d $e $x, EMIT t $d SUM($x)"},
                    Slip{"RULE t: SCAN p $d $x, GROUP BY $d, EMIT t $d SUM($x)", "E103@1:23",
                         "RULE t: SCAN p $d $x, EMIT t $d SUM($x)"},
                    Slip{"RULE t: SCAN p $d $x, EMIT t $d SUM($x) AS $total", "E103@1:41",
                         "RULE t: SCAN p $d $x, EMIT t $d SUM($x)"},
                    Slip{"RULE t: SCAN p $d $x, EMIT t $d AVG($x) as mean SUM($x)", "E103@1:41",
                         "RULE t: SCAN p $d $x, EMIT t $d AVG($x) SUM($x)"},
                    Slip{"RULE t: SCAN p $d $x, EMIT t $d (SUM($x))", "E103@1:33",
                         "RULE t: SCAN p $d $x, EMIT t $d SUM($x)"},
                    Slip{"RULE t: SCAN p $x, EMIT t $x SUM(QUERY p ?)", "E103@1:30",
                         "RULE t: SCAN p $x, EMIT t $x (SUM(QUERY p ?))"},
                    Slip{"RULE t: SCAN p $d $x, EMIT t($d, SUM($x * 2), COUNT())", "E103@1:29",
                         "RULE t: SCAN p $d $x, EMIT t $d SUM($x * 2) COUNT()"},
                    Slip{"RULE t: SCAN p $x, EMIT t COUNT DISTINCT $x", "E103@1:27",
                         "RULE t: SCAN p $x, EMIT t COUNT(DISTINCT $x)"},
                    Slip{"RULE t: SCAN p $x, EMIT t average($x)", "E103@1:27", "RULE t: SCAN p $x, EMIT t AVG($x)"},
                    Slip{"RESULT MEAN(QUERY p ? ?)", "E103@1:8", "RESULT AVG(QUERY p ? ?)"},
                    Slip{"FACT t SUM(QUERY p ?)", "E103@1:8", "FACT t (SUM(QUERY p ?))"},
                    Slip{"RESULT COUNT(parent alice ?)", "E103@1:14", "RESULT COUNT(QUERY parent alice ?)"},
                    Slip{"RESULT 1 + SUM(pay ? ?)", "E103@1:16", "RESULT 1 + SUM(QUERY pay ? ?)"}));

INSTANTIATE_TEST_SUITE_P(
    Keep, SlipTest,
    testing::Values(Slip{"REL d(n, c KEEP SMALLEST)", "E103@1:17", "REL d(n, c KEEP MIN)"},
                    Slip{"REL d(n, c: int KEEP highest)", "E103@1:22", "REL d(n, c: int KEEP MAX)"},
                    Slip{"REL d(n, c KEEP(MIN))", "E103@1:16", "REL d(n, c KEEP MIN)"},
                    Slip{"REL d(n, c: int MAX)", "E103@1:17", "REL d(n, c: int KEEP MAX)"},
                    Slip{"REL d(n, c KEEP MIN: int)", "E103@1:12", "REL d(n, c: int KEEP MIN)"},
                    Slip{"REL d(n, c) KEEP MIN", "E103@1:13", "REL d(n, c KEEP MIN)"},
                    Slip{"REL d 3 KEEP MAX\nSOLVE", "E103@1:9", "REL d(a, b, c KEEP MAX)\nSOLVE"},
                    Slip{"REL d n c KEEP MIN", "E103@1:7", "REL d(n, c KEEP MIN)"},
                    Slip{"REL d(n, m KEEP MIN, c KEEP MIN)", "E103@1:12", "REL d(n, m, c KEEP MIN)"}));

INSTANTIATE_TEST_SUITE_P(Constraints, SlipTest,
                         testing::Values(Slip{"CONSTRAINT c: SCAN p $x, WHERE $x > 1, EMIT bad $x\nSOLVE", "E103@1:38",
                                              "CONSTRAINT c: SCAN p $x, WHERE $x > 1\nSOLVE"},
                                         Slip{"CONSTRAINT c: p $x, $x > 1", "E103@1:15 E103@1:21",
                                              "CONSTRAINT c: SCAN p $x, WHERE $x > 1"},
                                         Slip{"CONSTRAINT c SCAN p $x", "E103@1:12", "CONSTRAINT c: SCAN p $x"},
                                         Slip{"CONSTRAINTS c: SCAN p $x", "E103@1:1", "CONSTRAINT c: SCAN p $x"},
                                         Slip{"INVARIANT c: SCAN p $x", "E103@1:1", "CONSTRAINT c: SCAN p $x"},
                                         Slip{"CONSTRAINT c: SCAN p $x END CONSTRAINT\nSOLVE", "E103@1:29",
                                              "CONSTRAINT c: SCAN p $x END\nSOLVE"}));

INSTANTIATE_TEST_SUITE_P(
    Ends, SlipTest,
    testing::Values(Slip{"CALC f\n RESULT 1\nREL a 1", "E103@1:1", "CALC f\n RESULT 1\nEND\nREL a 1"},
                    // Where the layout says which block is meant, it is believed.
                    Slip{"CALC f\n  IF 1 THEN\n    SOLVE\n  SOLVE\nEND\nSOLVE", "E103@2:3",
                         "CALC f\n  IF 1 THEN\n    SOLVE\n  END\n  SOLVE\nEND\nSOLVE"},
                    Slip{"CALC f\n  FOR $i IN [1]\n    SOLVE\nEND\nREL a 1", "E103@2:3",
                         "CALC f\n  FOR $i IN [1]\n    SOLVE\n  END\nEND\nREL a 1"},
                    Slip{"CALC f\n RESULT 1", "E103@1:1", "CALC f\n RESULT 1\nEND"},
                    Slip{"CALC f\n IF 1 THEN RESULT 1\nRULE r: SCAN r $x, EMIT r $x", "E103@1:1 E103@2:2",
                         "CALC f\n IF 1 THEN RESULT 1\n END\nEND\nRULE r: SCAN r $x, EMIT r $x"},
                    Slip{"SOLVE\nEND\nSOLVE", "E103@2:1", "SOLVE\n\nSOLVE"},
                    Slip{"IF 1 THEN SOLVE ELSE IF 2 THEN SOLVE END END", "E103@1:42",
                         "IF 1 THEN SOLVE ELSE IF 2 THEN SOLVE END "},
                    Slip{"FACT a b.", "E103@1:9", "FACT a b"}, Slip{"FACT a 5.", "E102@1:8", "FACT a 5"},
                    Slip{"FACT a b,", "E103@1:9", "FACT a b"}));

INSTANTIATE_TEST_SUITE_P(
    Variables, SlipTest,
    testing::Values(Slip{"LET x = 1", "E103@1:5", "LET $x = 1"}, Slip{"LET $x == 1", "E103@1:8", "LET $x = 1"},
                    Slip{"LET $x := 1", "E103@1:8", "LET $x = 1"}, Slip{"LET $x <- 1", "E103@1:8", "LET $x = 1"},
                    Slip{"LET x == 1", "E103@1:5 E103@1:7", "LET $x = 1"}, Slip{"$x = 1", "E103@1:1", "LET $x = 1"},
                    Slip{"x = 1", "E103@1:1", "LET $x = 1"},
                    Slip{"LET $x = 1\n$x += 2", "E103@2:1", "LET $x = 1\nLET $x = $x + 2"},
                    Slip{"CALC f INPUT a $b\n RESULT $b\nEND", "E103@1:14", "CALC f INPUT $a $b\n RESULT $b\nEND"},
                    Slip{"CALC f INPUT $a, $b\n RESULT $b\nEND", "E103@1:16", "CALC f INPUT $a $b\n RESULT $b\nEND"},
                    Slip{"CALC f($a, b)\n RESULT $a\nEND", "E103@1:7", "CALC f INPUT $a $b\n RESULT $a\nEND"},
                    Slip{"CALC f()\n RESULT 1\nEND", "E103@1:7", "CALC f\n RESULT 1\nEND"},
                    Slip{"RULE r: FOR i IN RANGE(1, 2), EMIT r $i", "E103@1:13",
                         "RULE r: FOR $i IN RANGE(1, 2), EMIT r $i"}));

INSTANTIATE_TEST_SUITE_P(
    Arguments, SlipTest,
    testing::Values(
        Slip{"FACT parent alice, bob", "E103@1:18", "FACT parent alice bob"},
        Slip{"FACT t a, 1,\"x\"", "E103@1:9", "FACT t a 1 \"x\""},
        Slip{"RULE r: SCAN p $x $y, EMIT r $x CALC h($y)", "E103@1:33", "RULE r: SCAN p $x $y, EMIT r $x (CALC h($y))"},
        Slip{"RULE r: SCAN p $x CALC h($x) * 2, EMIT r $x", "E103@1:19",
             "RULE r: SCAN p $x (CALC h($x) * 2), EMIT r $x"},
        Slip{"FACT r 1 CALC h(2) b", "E103@1:10", "FACT r 1 (CALC h(2)) b"},
        Slip{"QUERY r CALC h(2)\nSOLVE", "E103@1:9", "QUERY r (CALC h(2))\nSOLVE"},
        Slip{"FACT r 1 CALC f($a) RESULT $a END", "E103@1:16", "FACT r 1 CALC f INPUT $a RESULT $a END"},
        Slip{"FACT p RESULT\nFACT p b", "E103@1:8", "FACT p \"RESULT\"\nFACT p b"},
        Slip{"FACT p FACT\nRESULT 1", "E103@1:8", "FACT p \"FACT\"\nRESULT 1"},
        Slip{"FACT p END\nSOLVE", "E103@1:8", "FACT p \"END\"\nSOLVE"},
        Slip{"FACT parent(alice, bob)", "E103@1:12", "FACT parent alice bob"},
        Slip{"QUERY parent (alice, ?)", "E103@1:14", "QUERY parent alice ?"},
        Slip{"FACT age(\"Al, B\", -5, 1 + 2)", "E103@1:9", "FACT age \"Al, B\" -5 (1 + 2)"},
        Slip{"FACT raining()", "E103@1:13", "FACT raining"},
        Slip{"RULE r: SCAN p($x, $y), EMIT r($y, $x)", "E103@1:15 E103@1:31", "RULE r: SCAN p $x $y, EMIT r $y $x"},
        Slip{"RULE r: SCAN p $x, $y, WHERE $x > 1, EMIT r $y, $x", "E103@1:18 E103@1:47",
             "RULE r: SCAN p $x $y, WHERE $x > 1, EMIT r $y $x"},
        Slip{"FACT day 2024-01-15", "E103@1:10", "FACT day \"2024-01-15\""},
        Slip{"FACT at 2024-01-15T10:30 x", "E103@1:9", "FACT at \"2024-01-15T10:30\" x"},
        Slip{"FACT at 10:30", "E103@1:9", "FACT at \"10:30\""},
        Slip{"FACT ip 192.168.0.1", "E102@1:9", "FACT ip \"192.168.0.1\""},
        Slip{"FACT rank 2nd", "E102@1:11", "FACT rank \"2nd\""},
        Slip{"FACT file a/b/c", "E102@1:11", "FACT file \"a/b/c\""},
        Slip{"FACT page http://x.y/z", "E102@1:11", "FACT page \"http://x.y/z\""},
        Slip{"QUERY anc(a, X)?", "E103@1:10", "QUERY anc a ?"},
        Slip{"FACT mail me@example", "E102@1:11", "FACT mail \"me@example\""},
        Slip{"FACT host www.example.com", "E102@1:11", "FACT host \"www.example.com\""},
        Slip{"FACT n 1_000", "E102@1:8", "FACT n 1000"}, Slip{"FACT n .5", "E102@1:8", "FACT n 0.5"},
        Slip{"FACT n - 5", "E103@1:8", "FACT n -5"}, Slip{"FACT n 'Bob Smith'", "E102@1:8", "FACT n \"Bob Smith\""},
        Slip{"FACT n “Bob Smith”", "E102@1:8", "FACT n \"Bob Smith\""},
        Slip{"FACT n\u00A0bob", "E102@1:7", "FACT n bob"}, Slip{"FACT n \"bob", "E102@1:8", "FACT n \"bob\""},
        Slip{"EMIT r $n-1", "E103@1:1 E103@1:8", "FACT r ($n-1)"},
        Slip{"FACT r $n - 1 2", "E103@1:8", "FACT r ($n - 1) 2"},
        Slip{"FACT r a $x + $y * 2 b", "E103@1:10", "FACT r a ($x + $y * 2) b"},
        Slip{"FACT r ABS($x) 1", "E103@1:8", "FACT r (ABS($x)) 1"}, Slip{"FACT my-rel 1", "E103@1:6", "FACT my_rel 1"},
        Slip{"REL person name age", "E103@1:12", "REL person(name, age)"},
        Slip{"REL person/2", "E103@1:11", "REL person 2"}, Slip{"REL person(2)", "E103@1:11", "REL person 2"},
        Slip{"REL person(name: string)", "E103@1:18", "REL person(name: symbol)"}));

INSTANTIATE_TEST_SUITE_P(Expressions, SlipTest,
                         testing::Values(Slip{"RESULT 1 && 2 || !3", "E102@1:10 E102@1:15 E102@1:18",
                                              "RESULT 1 AND 2 OR NOT 3"},
                                         Slip{"RESULT 1 === 2", "E103@1:10", "RESULT 1 == 2"},
                                         Slip{"RESULT 1 =< 2", "E103@1:10", "RESULT 1 <= 2"},
                                         Slip{"RESULT 1 => 2", "E103@1:10", "RESULT 1 >= 2"},
                                         Slip{"RESULT 1 ≤ 2 − 3", "E102@1:10 E102@1:14", "RESULT 1 <= 2 - 3"},
                                         Slip{"RESULT 1 < $x < 5", "E103@1:15", "RESULT 1 < $x AND $x < 5"},
                                         Slip{"RESULT 2 ** 3", "E103@1:10", "RESULT POW(2, 3)"},
                                         Slip{"RESULT $x ^ 2", "E102@1:11", "RESULT POW($x, 2)"},
                                         Slip{"RESULT (1 + 2", "E103@1:8", "RESULT (1 + 2)"},
                                         Slip{"RESULT ABS(1\nSOLVE", "E103@1:11", "RESULT ABS(1)\nSOLVE"},
                                         Slip{"RESULT 1 = NOT 2", "E103@1:12", "RESULT 1 = (NOT 2)"},
                                         Slip{"RESULT $x // 2", "E108@1:11", "RESULT $x DIV 2"},
                                         Slip{"RESULT $x//(2)", "E108@1:10", "RESULT $x DIV (2)"}));

INSTANTIATE_TEST_SUITE_P(
    Rules, SlipTest,
    testing::Values(
        Slip{"RULE r SCAN a $x, EMIT r $x", "E103@1:6", "RULE r: SCAN a $x, EMIT r $x"},
        Slip{"RULE r($x): SCAN a $x, EMIT r $x", "E103@1:7", "RULE r: SCAN a $x, EMIT r $x"},
        Slip{"RULE r: SCAN a $x, $x > 5, EMIT r $x", "E103@1:20", "RULE r: SCAN a $x, WHERE $x > 5, EMIT r $x"},
        Slip{"RULE r: SCAN a $x AND JOIN b $x, EMIT r $x", "E103@1:19", "RULE r: SCAN a $x, JOIN b $x, EMIT r $x"},
        Slip{"RULE r: a $x, b($x, ?), EMIT r $x", "E103@1:9 E103@1:15 E103@1:16",
             "RULE r: SCAN a $x, JOIN b $x ?, EMIT r $x"},
        Slip{"RULE r: SCAN a $x -> EMIT r $x", "E103@1:19", "RULE r: SCAN a $x, EMIT r $x"},
        Slip{"RULE r: SCAN a $x, WHERE $x > 1 THEN EMIT r $x", "E103@1:33",
             "RULE r: SCAN a $x, WHERE $x > 1, EMIT r $x"},
        Slip{"RULE r: SCAN a $x where $x > 5, EMIT r $x", "E103@1:19", "RULE r: SCAN a $x WHERE $x > 5, EMIT r $x"},
        Slip{"RULE r: SCAN a $x, EMTI r $x", "E103@1:20", "RULE r: SCAN a $x, EMIT r $x"},
        Slip{"RULE r: SCNA a $x, EMIT r $x", "E103@1:9", "RULE r: SCAN a $x, EMIT r $x"},
        Slip{"RULE r: SCAN a $x, FILTER $x > 1, EMIT r $x", "E103@1:20", "RULE r: SCAN a $x, WHERE $x > 1, EMIT r $x"},
        Slip{"RULE r: SCAN a $x, NOT EXISTS (QUERY b $x), EMIT r $x", "E103@1:20",
             "RULE r: SCAN a $x, WHERE NOT EXISTS (QUERY b $x), EMIT r $x"},
        Slip{"RULE r: SCAN a $x, NOT JOIN b $x, EMIT r $x", "E103@1:24", "RULE r: SCAN a $x, NOT b $x, EMIT r $x"},
        Slip{"RULE r: SCAN a $x, EMIT r $x,\nSOLVE", "E103@1:29", "RULE r: SCAN a $x, EMIT r $x\nSOLVE"}));

INSTANTIATE_TEST_SUITE_P(
    Prolog, SlipTest,
    testing::Values(Slip{"parent(alice, bob).", "E103@1:1", "FACT parent alice bob"},
                    Slip{"parent(alice, bob).  parent(bob, 'New York').", "E103@1:1 E103@1:22 E102@1:34",
                         "FACT parent alice bob\n  FACT parent bob \"New York\""},
                    Slip{"anc(X, Z) :- par(X, Y), anc(Y, Z), X != Z, \\+ bad(X, _).", "E103@1:1",
                         "RULE anc: SCAN par $X $Y, JOIN anc $Y $Z, WHERE $X != $Z, NOT bad $X ?, EMIT anc $X $Z"},
                    Slip{"anc(X) <-\n  par(X,\n Y).\nSOLVE", "E103@1:1",
                         "RULE anc: SCAN par $X $Y, EMIT anc $X\nSOLVE"},
                    Slip{"?- parent(alice, X).", "E103@1:1", "QUERY parent alice ?"},
                    Slip{"RULE anc(X, Y) :- par(X, Y).", "E103@1:6", "RULE anc: SCAN par $X $Y, EMIT anc $X $Y"},
                    Slip{"QUERY anc(a, X)", "E103@1:10", "QUERY anc a ?"},
                    Slip{"RULE r: SCAN a(X, _), EMIT r $X", "E103@1:15", "RULE r: SCAN a $X ?, EMIT r $X"},
                    Slip{"RULE r :- SCAN a $x, EMIT r $x", "E103@1:8", "RULE r : SCAN a $x, EMIT r $x"}));

INSTANTIATE_TEST_SUITE_P(Comments, SlipTest,
                         testing::Values(Slip{"REL a 1\nFACT a x; FACT a y", "E108@2:9", "REL a 1\nFACT a x\nFACT a y"},
                                         Slip{"REL a 1\nFACT a x ; FACT a y; QUERY a ?", "E108@2:10",
                                              "REL a 1\nFACT a x \nFACT a y\nQUERY a ?"},
                                         Slip{"REL a 1\nRULE a: SCAN a $x; EMIT a $x", "E103@2:6 E108@2:18",
                                              "REL a 1\nRULE a: SCAN a $x\nEMIT a $x"},
                                         Slip{"CALC f\n RESULT 1\nEND\nSOLVE ; RESULT CALC f()", "E108@4:7",
                                              "CALC f\n RESULT 1\nEND\nSOLVE \nRESULT CALC f()"}));

// A fix gives what was meant.
INSTANTIATE_TEST_SUITE_P(Numbers, SlipTest,
                         testing::Values(Slip{"RESULT 0x1F", "E102@1:8", "RESULT 31"},
                                         Slip{"FACT p 0b101", "E102@1:8", "FACT p 5"},
                                         Slip{"RESULT 0o17 + 0XFF", "E102@1:8 E102@1:15", "RESULT 15 + 255"},
                                         Slip{"RESULT 1_000.5", "E102@1:8", "RESULT 1000.5"},
                                         Slip{"RESULT 3.14f", "E102@1:8", "RESULT 3.14"},
                                         Slip{"RESULT 1.", "E102@1:8", "RESULT 1"},
                                         Slip{"RESULT 1. + 2", "E102@1:8", "RESULT 1 + 2"},
                                         Slip{"FACT price apple $5.00", "E102@1:18", "FACT price apple 5.00"},
                                         Slip{"RESULT -2 ** 2", "E103@1:11", "RESULT -POW(2, 2)"},
                                         Slip{"RESULT 1 + -$x ^ 2", "E102@1:16", "RESULT 1 + -POW($x, 2)"},
                                         Slip{"RESULT 2 ** 3 ** -2", "E103@1:10", "RESULT POW(2, POW(3, -2))"},
                                         Slip{"EMIT r $x ^ 2", "E103@1:1 E103@1:8 E102@1:11", "FACT r (POW($x, 2))"}));

INSTANTIATE_TEST_SUITE_P(
    OtherLanguages, SlipTest,
    testing::Values(
        Slip{"RESULT $x IS 1", "E103@1:11", "RESULT $x = 1"}, Slip{"RESULT $x IS NOT 1", "E103@1:11", "RESULT $x != 1"},
        Slip{"RESULT !$x == 1", "E102@1:8", "RESULT (NOT $x) == 1"},
        Slip{"RESULT NOT !!$x == 1", "E102@1:12", "RESULT NOT (NOT NOT $x) == 1"},
        Slip{"RESULT \"a\" || \"b\"", "E102@1:12", "RESULT CONCAT(\"a\", \"b\")"},
        Slip{"RESULT $a || \" \" || $b", "E102@1:11", "RESULT CONCAT($a, \" \", $b)"},
        Slip{"RESULT $x = \"a\" || $y = \"b\"", "E102@1:17", "RESULT $x = \"a\" OR $y = \"b\""},
        Slip{"RESULT MOD(7, $x + 1)", "E103@1:8", "RESULT (7 MOD ($x + 1))"},
        Slip{"FACT r 1 DIV(7, 2)", "E103@1:10", "FACT r 1 (7 DIV 2)"},
        Slip{"FACT r $x MOD 2", "E103@1:8", "FACT r ($x MOD 2)"},
        Slip{"RESULT EXEC f(1)", "E103@1:8", "RESULT CALC f(1)"},
        Slip{"RESULT CALC f 1 $x", "E103@1:8", "RESULT CALC f(1, $x)"},
        Slip{"RESULT CALC f", "E103@1:8", "RESULT CALC f()"},
        Slip{"RESULT row[1] + row[\"n\"]", "E103@1:11 E103@1:20", "RESULT row.b + row.n"},
        Slip{"FACT r row[0]", "E103@1:11", "FACT r row.a"},
        Slip{"LET $b = $a > 0 ? 1 : 2", "E103@1:17", "IF $a > 0 THEN LET $b = 1 ELSE LET $b = 2 END"},
        Slip{"QUERY r 1 ?x", "E103@1:11", "QUERY r 1 ?"},
        Slip{"RULE r: SCAN a ?x, WHERE ?x > 1, EMIT r $x", "E103@1:16 E103@1:26",
             "RULE r: SCAN a $x, WHERE $x > 1, EMIT r $x"},
        Slip{"$x++", "E103@1:1", "LET $x = $x + 1"}, Slip{"$x -= 2", "E103@1:1", "LET $x = $x - 2"},
        Slip{"$x *= 2 + 3", "E103@1:1", "LET $x = $x * (2 + 3)"},
        Slip{"FOR $i IN 10 TO 1 STEP -3\n SOLVE\nEND", "E103@1:11", "FOR $i IN RANGE(10, 0, -3)\n SOLVE\nEND"},
        Slip{"REL r 2\nFOR x IN r\n SOLVE\nEND", "E103@2:10", "REL r 2\nFOR x IN (QUERY r ? ?)\n SOLVE\nEND"},
        Slip{"REL r(a: int, b)\nFOR x IN r\n SOLVE\nEND", "E103@2:10",
             "REL r(a: int, b)\nFOR x IN (QUERY r ? ?)\n SOLVE\nEND"},
        Slip{"CALC f INPUT $x RETURN $x END", "E103@1:17", "CALC f INPUT $x RESULT $x END"}));

INSTANTIATE_TEST_SUITE_P(
    Statements, SlipTest,
    testing::Values(
        Slip{"REL r 1, s 2", "E103@1:8", "REL r 1\nREL s 2"}, Slip{"RESULT 1, $x", "E103@1:9", "RESULT 1\nRESULT $x"},
        Slip{"SOLVE r\nSOLVE", "E103@1:7", "SOLVE\nSOLVE"}, Slip{"REL r(x int)", "E103@1:7", "REL r(x: int)"},
        Slip{"REL r(string name, b)", "E103@1:7", "REL r(name: symbol, b)"},
        Slip{"FACT r\n  1 2\nSOLVE", "E103@2:3", "FACT r 1 2\nSOLVE"},
        Slip{"RULE r: SCAN a $x\n    $y, EMIT r $x\n    $y\nSOLVE", "E103@2:5 E103@3:5",
             "RULE r: SCAN a $x $y, EMIT r $x $y\nSOLVE"},
        Slip{"RULE r: SCAN a $x AND $x > 1, EMIT r $x", "E103@1:19", "RULE r: SCAN a $x, WHERE $x > 1, EMIT r $x"},
        Slip{"RULE r: SCAN a $x, IF $x > 1 THEN EMIT r $x END", "E103@1:20",
             "RULE r: SCAN a $x, WHERE $x > 1, EMIT r $x END"},
        Slip{"RULE r: SCAN a $x\n IF $x > 1\n EMIT r $x", "E103@2:2", "RULE r: SCAN a $x\n WHERE $x > 1\n EMIT r $x"},
        Slip{"RULE r: SCAN a $x, !b $x, EMIT r $x", "E102@1:20", "RULE r: SCAN a $x, NOT b $x, EMIT r $x"},
        Slip{"RULE r: SCAN a $x, JOIN NOT b $x, EMIT r $x", "E103@1:25", "RULE r: SCAN a $x, NOT b $x, EMIT r $x"},
        Slip{"RULE SCAN a $x, EMIT r $x", "E103@1:6", "RULE r: SCAN a $x, EMIT r $x"},
        Slip{"RULE: SCAN a $x, EMIT r $x", "E103@1:5", "RULE r: SCAN a $x, EMIT r $x"}));

INSTANTIATE_TEST_SUITE_P(
    OtherComments, SlipTest,
    testing::Values(Slip{"-- a comment\nRESULT 1 -- another", "E102@1:1 E102@2:10", "; a comment\nRESULT 1 ; another"},
                    Slip{"FACT r 1 -- a comment", "E102@1:10", "FACT r 1 ; a comment"},
                    Slip{"/* a\n b */\nRESULT 1 /* c */ + 2", "E102@1:1 E102@3:10", "; a\n; b \nRESULT 1  + 2"},
                    Slip{"REL a 1\nFACT a 1; LET $x = 2", "E108@2:9", "REL a 1\nFACT a 1\nLET $x = 2"},
                    Slip{"SOLVE; RESULT 5", "E108@1:6", "SOLVE\nRESULT 5"},
                    Slip{"LET $x = 1 ; RESULT $x", "E108@1:12", "LET $x = 1 \nRESULT $x"},
                    Slip{"FACT p a ; SOLVE", "E108@1:10", "FACT p a \nSOLVE"},
                    Slip{"FACT p a 7 // 5", "E108@1:12", "FACT p a (7 DIV 5)"},
                    Slip{"RESULT 7 // 5 people", "E108@1:10", "RESULT 7 ; 5 people"}));

// Where more than one thing can be meant, the help says so and no fix is offered.
TEST(SlipTest, OffersNoFixThatMayBeWrong) {
  for (const std::string_view source : {
           "RESULT 1,5",
           "RESULT 1,500",
           "RULE r: SCAN a $x, WHERE $x > 1,5, EMIT r $x",
           "FACT price apple 1,50",
           "RESULT 0xFFFFFFFFFFFFFFFF",
           "RESULT 1.000.000",
           "RESULT x.5",
           "RESULT $x > 1 == 0",
           "RESULT 6 & 3",
           "RESULT $x = $y || \"b\"",
           "RESULT $s[0]",
           "CALC f\n RESULT 1, 2\nEND",
           "FACT r \"abc 1",
           "IF $x = \"a THEN\n SOLVE\nEND",
           "RESULT CONCAT(\"abc, \"d\")",
           "FOR x IN r\nEND",
           "RULE r: SCAN a $x, IF $x THEN EMIT r $x ELSE EMIT r 1 END",
           "RULE r: SCAN a $x, UNLESS $x > 1, EMIT r $x",
       }) {
    const std::vector<Diagnostic> diagnostics = Diagnose(source);
    ASSERT_EQ(diagnostics.size(), 1U) << source << ": " << CodesOf(source);
    EXPECT_FALSE(diagnostics[0].fix) << source << ": " << diagnostics[0].fix->text;
    EXPECT_NE(diagnostics[0].help, "") << source;
  }
}

TEST(SlipTest, SaysWhatToWrite) {
  for (const auto& [source, help] : std::vector<std::pair<std::string_view, std::string_view>>{
           {"RESULT 1,5", "a number has a decimal point: write 1.5"},
           {"RESULT 1,500", "a number has a decimal point: write 1.500, or 1500 for thousands"},
           {"WHERE $x > 1", "write IF ... THEN ... END, or put it in a rule: RULE name: SCAN ..., WHERE ..., EMIT ..."},
           {"RESULT ABS 5", "a call has parentheses: ABS(...)"},
           {"RESULT \"a\" \"b\"", "to join symbols write CONCAT(\"a\", \"b\")"},
           {"RESULT IF 1 THEN 2 ELSE 3 END", "IF is a statement: IF ... THEN RESULT ... ELSE RESULT ... END"},
       }) {
    const std::vector<Diagnostic> diagnostics = Diagnose(source);
    ASSERT_FALSE(diagnostics.empty()) << source;
    EXPECT_EQ(diagnostics[0].help, help) << source;
  }
}

TEST(NoSlip, CommentsAndSignsOfNumbers) {
  EXPECT_EQ(CodesOf("FACT town a // 5 people"), "");
  EXPECT_EQ(CodesOf("FACT town a 7 // 5 people"), "");
  EXPECT_EQ(CodesOf("RESULT 1--2"), "");
  EXPECT_EQ(CodesOf("RESULT 1 -- $x"), "");
  EXPECT_EQ(CodesOf("FOR i IN RANGE(1, 3) RESULT 1 -- i END"), "");
  EXPECT_EQ(CodesOf("FOR i IN RANGE(1, 3) FACT r (i // 2) END"), "E108@1:32");
  EXPECT_EQ(CodesOf("QUERY r ? ; RESULT 5"), "");  // what comes of it, perhaps
  EXPECT_EQ(CodesOf("FACT r 1 ; solve"), "");
  EXPECT_EQ(CodesOf("FACT r \nSOLVE"), "");
}

TEST(SlipTest, CommentsThatHoldNoStatementOfTheProgramAreComments) {
  EXPECT_EQ(CodesOf("REL a 1\nFACT a x ; FACT b y"), "");  // no relation of this program
  EXPECT_EQ(CodesOf("REL a 1\nFACT a x ; a fact"), "");
  EXPECT_EQ(CodesOf("REL a 1\n; FACT a x"), "");           // no code before it
  EXPECT_EQ(CodesOf("REL a 1\nFACT a x # FACT a y"), "");  // no other language has that habit
  EXPECT_EQ(CodesOf("REL a 1\nFACT a x ; rule: see above"), "");
  EXPECT_EQ(CodesOf("SOLVE // 2 steps\nRESULT 1 // one"), "");
}

TEST(SlipTest, ReservedWordsAreE105WhereTheyAreKeywords) {
  EXPECT_EQ(CodesOf("CHOICE x"), "E105@1:1");
  EXPECT_EQ(CodesOf("explain ancestor"), "E103@1:1");
  EXPECT_EQ(CodesOf("FACT 0.7 :: rain today"), "E105@1:10");
  EXPECT_EQ(CodesOf("FACT r a @ [1, 2)"), "E105@1:10");
  EXPECT_EQ(CodesOf("FACT r WITHIN"), "E105@1:8");
  EXPECT_EQ(CodesOf("FACT r within \"EXPLAIN\" choice"), "");
  EXPECT_EQ(CodesOf("LET $x = TEMPORAL"), "E105@1:10");
  EXPECT_EQ(CodesOf("REL EVIDENCE 1"), "E105@1:5");
}

TEST(SlipTest, AggregatesAndKeepWithoutAFix) {
  EXPECT_EQ(CodesOf("RULE t: SCAN p $x, EMIT t SUM()"), "E103@1:27");
  EXPECT_EQ(CodesOf("RULE t: SCAN p $x, EMIT t COUNT(DISTINCT)"), "E103@1:27");
  EXPECT_EQ(CodesOf("RULE t: SCAN p $x, EMIT t COUNT(distinct)"), "");  // of the atom
  EXPECT_EQ(CodesOf("RULE t: SCAN p $x, EMIT t SUM($x, 1)"), "E103@1:27");
  EXPECT_EQ(CodesOf("RULE t: SCAN p $x, EMIT t MIN(DISTINCT $x, 1)"), "E103@1:27");
  EXPECT_EQ(CodesOf("RESULT COUNT(DISTINCT QUERY p ?)"), "E103@1:14");
  EXPECT_EQ(CodesOf("REL d(c KEEP MIN, n)"), "E103@1:9");
  EXPECT_EQ(CodesOf("REL d(n, c KEEP)"), "E103@1:16");
  EXPECT_EQ(CodesOf("REL d KEEP MIN"), "E103@1:7");
  EXPECT_EQ(CodesOf("CONSTRAINT c:\nSOLVE"), "E103@1:12");
  EXPECT_EQ(CodesOf("CONSTRAINT c: SCAN p $x,\nSOLVE"), "E103@1:24");
  EXPECT_EQ(CodesOf("CONSTRAINT c: SCAN p $x\nIF 1 THEN SOLVE END"), "");
}

TEST(SlipTest, AggregatesOutOfTheirPlace) {
  EXPECT_EQ(CodesOf("RULE t: SCAN pay $d $p, EMIT t $d SUM($p) COUNT() COUNT(DISTINCT $p + 1)"), "");
  EXPECT_EQ(CodesOf("RESULT SUM(QUERY r a ? ?) + COUNT(QUERY r ?) + MIN(1, 2) + max($x, 3)"), "");
  for (const std::string_view source :
       {"LET $x = SUM($y)", "RESULT count()", "RULE r: SCAN p $x, WHERE $x > AVG($x), EMIT r $x",
        "RULE r: SCAN p $x, LET $y = MAX($x), EMIT r $y", "FACT total a SUM(2)", "RESULT MIN(3)",
        "RULE r: SCAN p $x, EMIT r (1 + SUM($x))", "RULE r: SCAN p $x, EMIT r SUM($x) * 2",
        "RULE r: SCAN p $x, EMIT r SUM(COUNT())", "CALC f INPUT $x EMIT r SUM($x) RESULT 1 END",
        "RULE r: SCAN p SUM($x), EMIT r 1", "QUERY p MAX(1)", "CONSTRAINT c: SCAN p $x, WHERE COUNT($x) > 1"}) {
    EXPECT_TRUE(CodesOf(source).starts_with("E103@1:")) << source << CodesOf(source);
    EXPECT_EQ(CodesOf(source).find(' '), std::string::npos) << source << CodesOf(source);
  }
}

TEST(SlipTest, WordsOfLoopsAndRulesNeedTheirPlace) {
  EXPECT_EQ(CodesOf("BREAK"), "E103@1:1");
  EXPECT_EQ(CodesOf("FOR $i IN [1] IF 1 THEN CONTINUE END END CONTINUE"), "E103@1:42");
  EXPECT_EQ(CodesOf("FOR $i IN [1]\nEND\nCALC f\nBREAK\nEND"), "E103@4:1");
  EXPECT_EQ(CodesOf("RULE r: SCAN a $x"), "E103@1:6");
  EXPECT_EQ(CodesOf("RULE r:"), "E103@1:6");
  EXPECT_EQ(CodesOf("SCAN a $x"), "E103@1:1");
  EXPECT_EQ(CodesOf("SOLVE\nELSE\nSOLVE"), "E103@2:1");
  EXPECT_EQ(CodesOf("FACT a ?"), "E103@1:8");
  EXPECT_EQ(CodesOf("RULE r: SCAN a $x, IF $x > 1 THEN EMIT r $x END"), "E103@1:20");
}

TEST(SlipTest, AllIndependentErrorsAreReported) {
  EXPECT_EQ(CodesOf("REL 5\nFACT\nLET $x 5\nRESULT )\nIF > THEN\n RESULT ]\nEND\nFOR $i IN\n QUERY\nEND\nSOLVE"),
            "E103@1:5 E103@3:1 E103@3:8 E103@4:8 E103@5:4 E103@6:9 E103@10:1");
}

TEST(SlipTest, AnErrorInARuleDoesNotHideTheNextClause) {
  EXPECT_EQ(CodesOf("RULE r: SCAN 5, JOIN b $x ], EMIT r )\nSOLVE x"), "E103@1:14 E103@1:27 E103@1:37 E103@2:7");
}

TEST(SlipTest, UnfinishedPrologIsReported) {
  for (const std::string_view source :
       {"a(", "a(b", "a(b,", "a(b, c", "a(b) :-", "a(b) :- c(", "a(b) :- c(d", "a(b) <-", "?-", "?- a", "?- a(",
        "a(b) :- c(d), X", "a(b) :- -", "a(b) :- \\+", "RULE a(", "RULE a(b) :-"}) {
    EXPECT_NE(CodesOf(source), "") << source;
  }
}

TEST(SlipTest, GarbageIsReportedInLinearTime) {
  std::string blocks;
  for (int i = 0; i < 10'000; ++i) blocks += "IF 1 THEN\n";
  const auto repeated = [](std::string_view begin, std::string_view text) {
    std::string source(begin);
    for (int i = 0; i < 100'000; ++i) source += text;
    return source;
  };
  for (const std::string& source : {std::string(1'000'000, '('),
                                    std::string(1'000'000, '{'),
                                    std::string(1'000'000, '"'),
                                    blocks,
                                    repeated("RESULT ", "1 = NOT "),
                                    repeated("RESULT ", "!$x = "),
                                    repeated("RESULT \"a\"", " || \"a\""),
                                    repeated("RESULT 1", " ** 2"),
                                    repeated("RESULT 1", " ? 1 : 1"),
                                    repeated("FACT p", " 1 // 2"),
                                    repeated("RESULT ", "MOD("),
                                    repeated("RESULT 1", "\n/*"),
                                    repeated("RESULT 1", "\n-- a"),
                                    repeated("RULE r: SCAN a $x", ", IF 1 THEN"),
                                    repeated("FACT r", "\n  1"),
                                    repeated("RESULT 1", ", 5"),
                                    "RESULT " + std::string(1'000'000, '-'),
                                    "RESULT 1" + std::string(1'000'000, '='),
                                    "REL a 1\n" + std::string(1'000'000, ';'),
                                    "FACT r " + std::string(1'000'000, 'a'),
                                    "FACT r a" + std::string(1'000'000, ',')}) {
    Diagnostics diagnostics;
    ParseProgram(source, diagnostics);
    EXPECT_TRUE(diagnostics.has_errors() || source[0] == 'F' || source[0] == 'R');
    EXPECT_LE(diagnostics.ToPublic(source).size(), Diagnostics::kMaxShown + 1);
  }
}

// What is right already, and near to a slip.
TEST(NoSlip, CallsAndKeywordsAfterArguments) {
  EXPECT_EQ(CodesOf("RULE r: SCAN p $x, EMIT r $x\nCALC h INPUT $a RESULT $a END"), "");
  EXPECT_EQ(CodesOf("FACT r 1 CALC h INPUT $a RESULT $a END"), "");
  EXPECT_EQ(CodesOf("FACT p a RESULT\nCALC h(1)"), "");
  EXPECT_EQ(CodesOf("FACT p a SOLVE\nQUERY p ?"), "");
  EXPECT_EQ(CodesOf("IF 1 THEN FACT p END\nSOLVE"), "");
  EXPECT_EQ(CodesOf("RULE r: SCAN p $x, EMIT r $x END\nSOLVE"), "");
}

TEST(UnknownWord, IsOneErrorPerLine) {
  EXPECT_EQ(CodesOf("RESULT 2\nFOO bar\nFOO bar baz\nRESULT 1"), "E103@2:1 E103@3:1");
  EXPECT_EQ(CodesOf("FOO\nFOO bar\n  baz 1\nRESULT 1"), "E103@1:1 E103@2:1");
  EXPECT_EQ(CodesOf("CALC f\n  FOO bar\n  RESULT 1\nEND\nRESULT CALC f()"), "E103@2:3");
  EXPECT_EQ(CodesOf("IFF 1\nRULLE x\nCLAC 5\nSOLVE"), "E103@1:1 E103@2:1 E103@3:1");
  const std::vector<Diagnostic> diagnostics = Diagnose("FOO bar");
  ASSERT_EQ(diagnostics.size(), 1U);
  EXPECT_EQ(diagnostics[0].message, "unknown word FOO");
  EXPECT_FALSE(diagnostics[0].fix);
}

TEST(UnknownWord, OpensABlockWhereTheRestOfTheLineFits) {
  EXPECT_EQ(FixAll("FRO $i IN [1]\n SOLVE\nEND"), "FOR $i IN [1]\n SOLVE\nEND");
  EXPECT_EQ(FixAll("IFF 1 THEN\n SOLVE\nEND"), "IF 1 THEN\n SOLVE\nEND");
  EXPECT_EQ(FixAll("CLAC f INPUT $x\n RESULT $x\nEND"), "CALC f INPUT $x\n RESULT $x\nEND");
  EXPECT_EQ(FixAll("CLAC f\n RESULT 1\nEND"), "CALC f\n RESULT 1\nEND");
  EXPECT_EQ(FixAll("RULLE r: SCAN p $x, EMIT r $x"), "RULE r: SCAN p $x, EMIT r $x");
}

TEST(UnknownWord, CountsErrorsUpToFiveHundred) {
  for (const std::string line : {"FOO bar\n", "RESLT 1\n"}) {
    std::string source;
    for (int i = 0; i < 500; ++i) source += line;
    EXPECT_EQ(Diagnose(source).back().message, "and 480 more errors") << line;
    source += line;
    EXPECT_EQ(Diagnose(source).back().message, "and at least 480 more errors") << line;
  }
}

TEST(EndOfTheText, IsReportedWhereTheTextEnds) {
  EXPECT_EQ(CodesOf("RESULT 1 +\n\n"), "E103@1:11");
  EXPECT_EQ(CodesOf("SOLVE\nFACT // a comment\n\n"), "E103@2:5");
  EXPECT_EQ(CodesOf("RULE\n"), "E103@1:5");
  EXPECT_EQ(Diagnose("RESULT 1 +\n").at(0).help, "write an expression after '+'");
  EXPECT_EQ(Diagnose("FACT\n").at(0).help, "write the name of a relation after FACT");
}

TEST(Escapes, NameCodePointsThatAreNone) {
  for (const std::string digits : {"110000", "D800", "123456789ABCDEF"}) {
    const std::vector<Diagnostic> diagnostics = Diagnose("RESULT \"\\u{" + digits + "}\"");
    ASSERT_EQ(diagnostics.size(), 1U);
    EXPECT_EQ(diagnostics[0].message, "there is no code point U+" + digits);
    EXPECT_EQ(diagnostics[0].length, digits.size() + 4);
  }
  EXPECT_EQ(Diagnose("RESULT \"\\u{}\"").at(0).message, "unknown escape \\u in a string");
}

}  // namespace
}  // namespace bytelogic::syntax
