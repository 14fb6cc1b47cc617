#include "check_support.h"

namespace bytelogic::sema {
namespace {

constexpr std::string_view kParents =
    "REL parent 2\nREL person 1\nREL raining 0\nREL out 2\nREL one 1\nFACT parent alice bob\nFACT person ann\n";

auto Clauses(std::string_view rule) -> std::string {
  const std::string printed = Printed(std::string(kParents) + std::string(rule) + "\nQUERY parent ? ?");
  const std::size_t begin = printed.find("rule ");
  const std::size_t clauses = printed.find('\n', begin) + 1;
  const std::string part = printed.substr(clauses, printed.find("actions") - clauses);
  return part.starts_with("  variables") ? part.substr(part.find('\n') + 1) : part;
}

auto RuleReports(std::string_view rule) -> std::string {
  return Reported(std::string(kParents) + std::string(rule) + "\nQUERY parent ? ?");
}

TEST(Binding, PatternFormBindsComparesAndMatches) {
  EXPECT_EQ(Clauses("RULE r: SCAN parent $x ?, JOIN parent bob $x, EMIT one $x"),
            "  match parent(bind $x, ?)\n  match parent(\"bob\", $x)\n  emit one($x)\n");
}

TEST(Binding, RepeatedVariableBindsThenEquals) {
  EXPECT_EQ(Clauses("RULE r: SCAN parent $x $x, EMIT one $x"), "  match parent(bind $x, $x)\n  emit one($x)\n");
}

TEST(Binding, PlainFormBindsTheLowestNumbers) {
  EXPECT_EQ(Clauses("RULE r: SCAN parent, JOIN parent, EMIT out $0 $3"),
            "  match parent(bind $0, bind $1)\n  match parent(bind $2, bind $3)\n  emit out($0, $3)\n");
}

TEST(Binding, PlainFormSkipsNumbersThatAreBound) {
  EXPECT_EQ(Clauses("RULE r: SCAN person $1, JOIN parent, JOIN person, EMIT out $0 $3"),
            "  match person(bind $1)\n  match parent(bind $0, bind $2)\n  match person(bind $3)\n  emit out($0, $3)\n");
}

TEST(Binding, PlainFormCountsBeyondNine) {
  std::string rule = "RULE r: ";
  for (int scan = 0; scan < 6; ++scan) rule += "SCAN parent, ";
  const std::string clauses = Clauses(rule + "EMIT out $9 $11");
  EXPECT_NE(clauses.find("match parent(bind $10, bind $11)"), std::string::npos) << clauses;
  EXPECT_NE(clauses.find("emit out($9, $11)"), std::string::npos) << clauses;
}

TEST(Binding, JoinWithAKey) {
  EXPECT_EQ(Clauses("RULE r: SCAN parent, JOIN parent $1, EMIT out $0 $2"),
            "  match parent(bind $0, bind $1)\n  match parent($1, bind $2)\n  emit out($0, $2)\n");
}

TEST(Binding, JoinOfOneColumnBindsOrKeeps) {
  EXPECT_EQ(Clauses("RULE r: JOIN person $x, JOIN person $x, EMIT one $x"),
            "  match person(bind $x)\n  match person($x)\n  emit one($x)\n");
}

TEST(Binding, ScanMatchOfAConstant) {
  EXPECT_EQ(Clauses("RULE r: SCAN parent MATCH alice, EMIT one $0"),
            "  match parent(\"alice\", bind $0)\n  emit one($0)\n");
  EXPECT_EQ(Clauses("RULE r: SCAN parent, MATCH \"alice\", EMIT one $0"),
            "  match parent(\"alice\", bind $0)\n  emit one($0)\n");
}

TEST(Binding, ScanMatchOfABoundVariable) {
  EXPECT_EQ(Clauses("RULE r: SCAN person $p, SCAN parent MATCH $p, EMIT out $p $0"),
            "  match person(bind $p)\n  match parent($p, bind $0)\n  emit out($p, $0)\n");
}

TEST(Binding, ScanMatchOfAnUnboundVariableNamesTheLastColumn) {
  EXPECT_EQ(Clauses("RULE r: SCAN parent MATCH $0, JOIN parent $0, EMIT out $1 $2"),
            "  match parent(bind $1, bind $0)\n  match parent($0, bind $2)\n  emit out($1, $2)\n");
  EXPECT_EQ(Clauses("RULE r: SCAN person MATCH $k, EMIT one $k"), "  match person(bind $k)\n  emit one($k)\n");
}

TEST(Binding, ScanMatchOfAnExpression) {
  EXPECT_EQ(Clauses("RULE r: SCAN parent MATCH (CONCAT(al, ice)), EMIT one $0"),
            "  let $0' = CONCAT(\"al\", \"ice\")\n  match parent($0', bind $0)\n  emit one($0)\n");
}

TEST(Binding, ExpressionsInPatternsAreLetsBefore) {
  EXPECT_EQ(Clauses("RULE r: SCAN person $x, JOIN parent (UPPER($x)) $y, EMIT out $x $y"),
            "  match person(bind $x)\n  let $1' = UPPER($x)\n  match parent($1', bind $y)\n  emit out($x, $y)\n");
}

TEST(Binding, ExpressionsOverTheClausesOwnVariablesAreComparedAfterIt) {
  EXPECT_EQ(Clauses("RULE r: SCAN parent $x (UPPER($x)), EMIT one $x"),
            "  match parent(bind $x, bind $1')\n  same ($1', UPPER($x))\n  emit one($x)\n");
}

TEST(Binding, AnExpressionSeesOnlyWhatStandsToItsLeft) {
  EXPECT_EQ(RuleReports("RULE r: SCAN parent (UPPER($x)) $x, EMIT one $x"), "8:28 E204 unbound variable $x\n");
}

TEST(Binding, ConstantsInParenthesesAndNegativeOnesAreConstants) {
  EXPECT_EQ(Clauses("RULE r: SCAN parent (-5) (alice), SCAN parent -2 2.0, EMIT raining"),
            "  match parent(-5, \"alice\")\n  match parent(-2, 2)\n  emit raining()\n");
}

TEST(Binding, ParenthesizedVariableMustBeBound) {
  EXPECT_EQ(Clauses("RULE r: SCAN person $x, JOIN parent ($x) ?, EMIT one $x"),
            "  match person(bind $x)\n  match parent($x, ?)\n  emit one($x)\n");
  EXPECT_EQ(RuleReports("RULE r: SCAN parent ($x) ?, EMIT one $x"), "8:22 E204 unbound variable $x\n");
}

TEST(Binding, NotAndNotExists) {
  EXPECT_EQ(Clauses("RULE r: SCAN person $x, NOT parent $x ?, EMIT one $x"),
            "  match person(bind $x)\n  absent parent($x, ?)\n  emit one($x)\n");
  EXPECT_EQ(Clauses("RULE r: SCAN person $x, WHERE NOT EXISTS (QUERY parent ? (UPPER($x))), EMIT one $x"),
            "  match person(bind $x)\n  let $1' = UPPER($x)\n  absent parent(?, $1')\n  emit one($x)\n");
  EXPECT_EQ(Clauses("RULE r: SCAN person $x, NOT raining, EMIT one $x"),
            "  match person(bind $x)\n  absent raining()\n  emit one($x)\n");
}

TEST(Binding, NoColumns) {
  EXPECT_EQ(Clauses("RULE r: SCAN raining, SCAN person $x, EMIT one $x"),
            "  match raining()\n  match person(bind $x)\n  emit one($x)\n");
}

TEST(Binding, LetForAndWhere) {
  EXPECT_EQ(
      Clauses("RULE r: SCAN person $x, LET $n = LENGTH($x), FOR $i IN RANGE(0, $n), WHERE $i > 1, EMIT out $x $i"),
      "  match person(bind $x)\n  let $n = LENGTH($x)\n  range $i in (0, $n)\n  filter ($i > 1)\n"
      "  emit out($x, $i)\n");
}

TEST(Binding, SeveralEmits) {
  EXPECT_EQ(Clauses("RULE r: SCAN parent $x $y, EMIT out $x $y, EMIT out $y $x"),
            "  match parent(bind $x, bind $y)\n  emit out($x, $y)\n  emit out($y, $x)\n");
}

TEST(Binding, UnboundVariablesOnceEach) {
  EXPECT_EQ(RuleReports("RULE r: SCAN person $x, EMIT out $x $y, EMIT out $y $z"),
            "8:37 E204 unbound variable $y\n8:53 E204 unbound variable $z\n");
  EXPECT_EQ(RuleReports("RULE r: SCAN parent, EMIT one $2"), "8:31 E204 unbound variable $2\n");
  EXPECT_EQ(RuleReports("RULE r: JOIN parent $x, EMIT one $0"), "8:21 E204 unbound variable $x\n");
}

TEST(Binding, ALongerNameNearOneThatIsBoundIsMended) {
  ExpectFixed("REL p 1\nREL q 1\nRULE q: SCAN p $person, EMIT q $persn\nQUERY q ?\n",
              "REL p 1\nREL q 1\nRULE q: SCAN p $person, EMIT q $person\nQUERY q ?\n");
}

TEST(Binding, RulesDoNotSeeVariablesOfTheActions) {
  const Outcome outcome = CheckText("REL p 1\nREL q 2\nLET $k = 3\nRULE q: SCAN p $x, EMIT q $x $k\nQUERY q ? ?\n");
  ASSERT_EQ(Listed(outcome.diagnostics), "4:30 E204 unbound variable $k\n");
  EXPECT_EQ(outcome.diagnostics[0].help,
            "rules do not see variables of the actions: put $k into a relation, or write its value");
}

TEST(Binding, UnboundUnderNot) {
  EXPECT_EQ(RuleReports("RULE r: SCAN person $x, NOT parent $x $y, EMIT one $x"),
            "8:39 E205 unbound variable $y under NOT\n");
  EXPECT_EQ(RuleReports("RULE r: SCAN person $x, WHERE NOT EXISTS (QUERY parent $z $x), EMIT one $x"),
            "8:56 E205 unbound variable $z under NOT\n");
  ExpectFixed("REL p 1\nREL q 2\nRULE p: SCAN q $x ?, NOT q $y $x, EMIT p $x\nQUERY p ?\n",
              "REL p 1\nREL q 2\nRULE p: SCAN q $x ?, NOT q ? $x, EMIT p $x\nQUERY p ?\n");
}

TEST(Binding, BoundTwice) {
  EXPECT_EQ(RuleReports("RULE r: SCAN person $x, FOR $x IN RANGE(0, 3), EMIT one $x"),
            "8:29 E206 variable $x is bound already\n");
  ExpectFixed("REL n 1\nFACT n 1\nRULE n: SCAN n $x, LET $x = 2, EMIT n $x\nQUERY n ?\n",
              "REL n 1\nFACT n 1\nRULE n: SCAN n $x, WHERE $x = 2, EMIT n $x\nQUERY n ?\n");
}

TEST(Binding, ANewValueIsNoComparison) {
  Diagnostics diagnostics;
  const std::string source = "REL n 1\nFACT n 1\nRULE n: SCAN n $x, LET $x = $x + 1, EMIT n $x\nQUERY n ?\n";
  const syntax::Ast ast = syntax::ParseProgram(source, diagnostics);
  EXPECT_FALSE(Check(ast, {}, {}, diagnostics).has_value());
  ASSERT_EQ(diagnostics.pending().size(), 1U);
  EXPECT_EQ(diagnostics.pending()[0].kind, DiagnosticKind::kBoundTwice);
  EXPECT_FALSE(diagnostics.pending()[0].fix.has_value());
}

TEST(Binding, NumberOfArguments) {
  EXPECT_EQ(RuleReports("RULE r: SCAN parent $x, EMIT one $x"),
            "8:14 E203 relation parent has 2 columns, but 1 argument is given\n");
  EXPECT_EQ(RuleReports("RULE r: JOIN parent alice, EMIT raining"),
            "8:14 E203 relation parent has 2 columns, but 1 argument is given\n");
  EXPECT_EQ(RuleReports("RULE r: SCAN person $x, NOT parent, EMIT one $x"),
            "8:29 E203 relation parent has 2 columns, but 0 arguments are given\n");
  EXPECT_EQ(RuleReports("RULE r: SCAN parent $x $y $z, EMIT one $z"),
            "8:14 E203 relation parent has 2 columns, but 3 arguments are given\n");
  ExpectFixed("REL p 3\nREL q 1\nRULE q: SCAN p $x, EMIT q $x\nQUERY q ?\n",
              "REL p 3\nREL q 1\nRULE q: SCAN p $x ? ?, EMIT q $x\nQUERY q ?\n");
  ExpectFixed("REL p 2\nREL q 1\nRULE q: SCAN q $x, NOT p ($x), EMIT q $x\nQUERY q ?\n",
              "REL p 2\nREL q 1\nRULE q: SCAN q $x, NOT p ($x) ?, EMIT q $x\nQUERY q ?\n");
  ExpectFixed("REL raining\nREL q 1\nFACT raining\nRULE q: SCAN raining MATCH wet, SCAN q, EMIT q $0\nQUERY q ?\n",
              "REL raining\nREL q 1\nFACT raining\nRULE q: SCAN raining, SCAN q, EMIT q $0\nQUERY q ?\n");
}

TEST(Binding, AnUndefinedRelationIsReportedAloneWhateverItWouldHaveBound) {
  EXPECT_EQ(RuleReports("RULE r: SCAN nowhere, JOIN nowhere $1, EMIT out $0 $7"),
            "8:14 E201 undefined relation nowhere\n");
  EXPECT_EQ(RuleReports("RULE r: SCAN nowhere MATCH $5, EMIT out $0 $5"), "8:14 E201 undefined relation nowhere\n");
  EXPECT_EQ(RuleReports("RULE r: SCAN nowhere $x $y, EMIT out $x $y"), "8:14 E201 undefined relation nowhere\n");
}

TEST(Binding, ManyVariables) {
  std::string rule = "RULE r: SCAN person $v0";
  for (int index = 1; index < 200; ++index) {
    rule += ", LET $v" + std::to_string(index) + " = $v" + std::to_string(index - 1);
  }
  EXPECT_NE(Clauses(rule + ", EMIT out $v0 $v199").find("emit out($v0, $v199)"), std::string::npos);
}

TEST(Binding, ManyColumns) {
  std::string declaration = "REL wide 20\nREL out 1\nRULE r: SCAN wide";
  const std::string printed = Printed(declaration + ", EMIT out $19\nQUERY out ?\n");
  EXPECT_NE(printed.find("bind $18, bind $19)"), std::string::npos) << printed;
}

TEST(Binding, FieldsAreForLoopsOverRows) {
  EXPECT_EQ(RuleReports("RULE r: SCAN person $x, WHERE $x.a = 1, EMIT one $x"),
            "8:31 E212 variable $x of a rule has no columns\n");
}

}  // namespace
}  // namespace bytelogic::sema
