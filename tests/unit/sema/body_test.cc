#include "check_support.h"

namespace bytelogic::sema {
namespace {

constexpr std::string_view kFamily =
    "REL parent 2\nREL person 1\nREL age(name: symbol, years: int)\nFACT parent alice bob\nFACT person ann\nFACT age "
    "ann 30\n";

auto Actions(std::string_view actions) -> std::string {
  const std::string printed = Printed(std::string(kFamily) + std::string(actions));
  return printed.substr(printed.find("  assert age") + sizeof("  assert age(\"ann\", 30)"));
}

auto ActionReports(std::string_view actions) -> std::string {
  return Reported(std::string(kFamily) + std::string(actions));
}

TEST(Body, RowsByPositionAndByName) {
  EXPECT_EQ(Actions("FOR row IN (QUERY age ? ?) RESULT row.b RESULT row.years RESULT $row.name END"),
            "  for query age(?, ?) as ($row.name, $row.b)\n"
            "    output 0 `row.b` value $row.b\n"
            "    output 1 `row.years` value $row.b\n"
            "    output 2 `$row.name` value $row.name\n");
}

TEST(Body, DeclaredNamesWinOverPositions) {
  EXPECT_EQ(Lines("REL r(b, a)\nFACT r 1 x\nFOR row IN (QUERY r ? ?) RESULT row.a RESULT row.b END", "for query"),
            "for query r(?, ?) as ($row.b, $row.a)\n");
}

TEST(Body, ColumnsThatNothingReadsHaveNoVariable) {
  EXPECT_EQ(Actions("FOR $row IN (QUERY parent alice ?) RESULT $row.b END"),
            "  for query parent(\"alice\", ?) as (_, $row.b)\n    output 0 `$row.b` value $row.b\n");
  EXPECT_EQ(Actions("FOR row IN (QUERY parent ? ?) RESULT 1 END"),
            "  for query parent(?, ?) as (_, _)\n    output 0 `1` value 1\n");
}

TEST(Body, ARowOfOneColumnIsItsValue) {
  EXPECT_EQ(Actions("FOR p IN (QUERY person ?) RESULT p RESULT $p RESULT p.a END"),
            "  for query person(?) as ($p)\n    output 0 `p` value $p\n    output 1 `$p` value $p\n"
            "    output 2 `p.a` value $p\n");
}

TEST(Body, RowsOfSeveralColumnsAreNoValues) {
  EXPECT_EQ(ActionReports("FOR row IN (QUERY age ? ?) RESULT row RESULT $row END"),
            "7:35 E212 row is a row of age, not a value\n7:46 E212 $row is a row of age, not a value\n");
  ExpectFixed("REL p 2\nFOR row IN (QUERY p a ?) RESULT row END\n",
              "REL p 2\nFOR row IN (QUERY p a ?) RESULT row.b END\n");
  ExpectNoFix("REL p 2\nFOR row IN (QUERY p ? ?) RESULT row END\n");
}

TEST(Body, NoSuchColumn) {
  EXPECT_EQ(ActionReports("FOR row IN (QUERY age ? ?) RESULT row.c RESULT $row.d END"),
            "7:35 E212 relation age has no column c\n7:48 E212 relation age has no column d\n");
  ExpectFixed("REL age(name, years)\nFOR row IN (QUERY age ? ?) RESULT row.yeers END\n",
              "REL age(name, years)\nFOR row IN (QUERY age ? ?) RESULT row.years END\n");
  EXPECT_EQ(ActionReports("FOR i IN RANGE(0, 3) RESULT i.a END"), "7:29 E212 i is a value, not a row with columns\n");
  ExpectFixed("FOR $i IN RANGE(0, 3) RESULT $i.a END\n", "FOR $i IN RANGE(0, 3) RESULT $i END\n");
  EXPECT_EQ(ActionReports("LET $x = 1 RESULT $x.a"), "7:19 E212 $x is not the row of a loop\n");
}

TEST(Body, BareLoopVariablesShadowAtoms) {
  EXPECT_EQ(Actions("FOR i IN RANGE(1, 4) RESULT i END RESULT i"),
            "  for range $i in (1, 4)\n    output 0 `i` value $i\n  output 1 `i` value \"i\"\n");
  EXPECT_EQ(Actions("FOR $i IN RANGE(1, 4) RESULT i RESULT $i END"),
            "  for range $i in (1, 4)\n    output 0 `i` value \"i\"\n    output 1 `$i` value $i\n");
}

TEST(Body, DottedWordsAreAtomsWhereNoLoopHasTheName) {
  EXPECT_EQ(
      Actions("FOR row IN (QUERY age ? ?) RESULT app.a RESULT row.a END RESULT row.a"),
      "  for query age(?, ?) as ($row.a, _)\n    output 0 `app.a` value \"app.a\"\n    output 1 `row.a` value $row.a\n"
      "  output 2 `row.a` value \"row.a\"\n");
}

TEST(Body, InnerLoopsShadowOuterOnes) {
  EXPECT_EQ(
      Actions("FOR r IN (QUERY age ? ?) FOR r IN (QUERY parent ? ?) RESULT r.a END RESULT r.a END"),
      "  for query age(?, ?) as ($r.a, _)\n    for query parent(?, ?) as ($r.a, _)\n      output 0 `r.a` value $r.a\n"
      "    output 1 `r.a` value $r.a\n");
  EXPECT_EQ(Actions("FOR r IN (QUERY age ? ?) FOR r IN [1, 2] RESULT r END RESULT r.b END"),
            "  for query age(?, ?) as (_, $r.b)\n    for list $r in (1, 2)\n      output 0 `r` value $r\n"
            "    output 1 `r.b` value $r.b\n");
}

TEST(Body, TheQueryOfALoopDoesNotSeeItsRow) {
  EXPECT_EQ(Actions("FOR row IN (QUERY parent row ?) RESULT row.b END"),
            "  for query parent(\"row\", ?) as (_, $row.b)\n    output 0 `row.b` value $row.b\n");
}

TEST(Body, ARowIsNoVariableToAssign) {
  EXPECT_EQ(ActionReports("FOR row IN (QUERY age ? ?) LET $row = 1 END RESULT 1"),
            "7:32 E212 $row is the row of a loop, which has no value of its own\n");
}

TEST(Body, WhereSkipsTurnsOrLeaves) {
  EXPECT_EQ(
      Actions("FOR i IN RANGE(0, 3) WHERE i > 1 IF i > 2 THEN WHERE i > 3 RESULT i END END"),
      "  for range $i in (0, 3)\n    skip turn unless ($i > 1)\n    if ($i > 2)\n      skip turn unless ($i > 3)\n"
      "      output 0 `i` value $i\n");
  EXPECT_EQ(Actions("IF 1 THEN WHERE 0 RESULT 1 END"), "  if 1\n    leave unless 0\n    output 0 `1` value 1\n");
}

TEST(Body, LoopsBreakAndContinue) {
  EXPECT_EQ(Actions("LET $n = 0 FOR WHILE $n < 9 LET $n = $n + 1 IF $n = 3 THEN CONTINUE END IF $n > 5 THEN BREAK END "
                    "END RESULT $n"),
            "  let $n = 0\n  while ($n < 9)\n    let $n = ($n + 1)\n    if ($n = 3)\n      continue\n    if ($n > 5)\n "
            "     break\n"
            "  output 0 `$n` value $n\n");
}

TEST(Body, IfElseChain) {
  EXPECT_EQ(
      Actions("IF 0 THEN RESULT 1 ELSE IF 1 THEN RESULT 2 ELSE RESULT 3 END"),
      "  if 0\n    output 0 `1` value 1\n  else if 1\n    output 1 `2` value 2\n  else\n    output 2 `3` value 3\n");
}

TEST(Body, QueriesWithVariables) {
  EXPECT_EQ(Actions("LET $x = alice QUERY parent $x ? QUERY parent (CONCAT($x, b)) $x"),
            "  let $x = \"alice\"\n  output 0 `parent $x ?` query parent($x, ?)\n"
            "  output 1 `parent (CONCAT($x, b)) $x` query parent(CONCAT($x, \"b\"), $x)\n");
}

TEST(Body, NothingSetsIt) {
  EXPECT_EQ(ActionReports("RESULT $total + 1"), "7:8 E204 unbound variable $total\n");
  EXPECT_EQ(Reported("CALC f INPUT $n RESULT $m END\nRESULT CALC f(1)"), "1:24 E204 unbound variable $m\n");
  ExpectFixed("LET $total = 1\nRESULT $totl + 1\n", "LET $total = 1\nRESULT $total + 1\n");
}

TEST(Body, CalcsDoNotSeeVariablesOfTheActions) {
  const Outcome outcome = CheckText("LET $k = 3\nCALC f INPUT $x RESULT $x + $k END\nRESULT CALC f(1)");
  ASSERT_EQ(Listed(outcome.diagnostics), "2:29 E204 unbound variable $k\n");
  EXPECT_EQ(outcome.diagnostics[0].help,
            "a CALC does not see variables of the actions: give $k as an argument (INPUT $k)");
  EXPECT_EQ(Codes("IF 1 THEN FOR k IN [1] RESULT k END END\nCALC f INPUT $x RESULT $x + $k END\nRESULT CALC f(1)"),
            "2:29 E204");
}

TEST(Body, QueryAndSolveAreNotForCalcs) {
  EXPECT_EQ(Reported("REL p 1\nCALC f QUERY p ? RESULT 1 END\nRESULT CALC f()"), "2:8 E210 QUERY inside a CALC\n");
  EXPECT_EQ(Reported("CALC never IF 1 THEN SOLVE END END\nRESULT 1"), "1:22 E210 SOLVE inside a CALC\n");
  ExpectFixed("CALC f\n  SOLVE\n  RESULT 1\nEND\nRESULT CALC f()\n", "CALC f\n  \n  RESULT 1\nEND\nRESULT CALC f()\n");
}

TEST(Body, ParametersHaveNamesOfTheirOwn) {
  EXPECT_EQ(Reported("CALC f INPUT $x $x RESULT $x END\nRESULT CALC f(1, 2)"),
            "1:17 E206 parameter $x is named twice\n");
}

TEST(Body, CalcsAssertAndReadRelations) {
  const std::string program =
      "REL log 1\nCALC note INPUT $x FACT log $x EMIT log ($x + 1) FOR l IN (QUERY log ?) RESULT l END END\n"
      "EXEC note(1)\nRESULT CALC note(2)";
  const std::string printed = Printed(program);
  EXPECT_NE(printed.find("  exec CALC 1 note(1)\n"), std::string::npos) << printed;
  EXPECT_NE(printed.find("function 1 note($x: int) -> int\n  variables $x: int, $l: int\n  assert log($x)\n"
                         "  assert log(($x + 1))\n  for query log(?) as ($l)\n    return $l\n"),
            std::string::npos)
      << printed;
}

TEST(Body, LoopsOverAnUndefinedRelationAreReportedAlone) {
  EXPECT_EQ(Reported("FOR row IN (QUERY nowhere ? ?) RESULT row.a RESULT row END"),
            "1:19 E201 undefined relation nowhere\n");
}

TEST(Body, OutputTexts) {
  EXPECT_EQ(
      Lines("REL p 2\nQUERY  p   a    ? ; which\nRESULT  1 +\n  // more\n 2\nRESULT CONCAT(\"a  ; b\", c)", "output"),
      "output 0 `p a ?` query p(\"a\", ?)\noutput 1 `1 + 2` value (1 + 2)\n"
      "output 2 `CONCAT(\"a  ; b\", c)` value CONCAT(\"a  ; b\", \"c\")\n");
}

}  // namespace
}  // namespace bytelogic::sema
