#include "check_support.h"

namespace bytelogic::sema {
namespace {

auto Strata(std::string_view program) -> std::string { return Lines(program, "stratum"); }

TEST(Strata, WithoutNegationThereIsOne) {
  EXPECT_EQ(Strata("REL e 2\nREL p 2\nREL q 2\nRULE q: SCAN p $x $y, EMIT q $x $y\nRULE p: SCAN e $x $y, EMIT p $x "
                   "$y\nQUERY q ? ?"),
            "relation p(a: any, b: any) stratum 0\nrelation q(a: any, b: any) stratum 0\nrule q stratum 0\nrule p "
            "stratum 0\n");
}

TEST(Strata, NegationOfAssertedRelationsCostsNothing) {
  EXPECT_EQ(Strata("REL e 1\nREL f 1\nREL p 1\nRULE p: SCAN e $x, NOT f $x, EMIT p $x\nQUERY p ?"),
            "relation p(a: any) stratum 0\nrule p stratum 0\n");
}

constexpr std::string_view kThree =
    "REL e 1\nREL p 1\nREL q 1\nREL s 1\nREL t 1\n"
    "RULE s: SCAN e $x, NOT q $x, EMIT s $x\n"
    "RULE q: SCAN e $x, NOT p $x, EMIT q $x\n"
    "RULE p: SCAN e $x, EMIT p $x\n"
    "RULE t: SCAN q $x, EMIT t $x\nQUERY s ?";

TEST(Strata, TheLeastNumbers) {
  EXPECT_EQ(Strata(kThree),
            "relation p(a: any) stratum 0\nrelation q(a: any) stratum 1\nrelation s(a: any) stratum 2\n"
            "relation t(a: any) stratum 1\nrule s stratum 2\nrule q stratum 1\nrule p stratum 0\nrule t stratum 1\n");
}

TEST(Strata, NumbersWithoutRelationsAreLeftOut) {
  // Nothing is derived below q: it is the first stratum all the same.
  EXPECT_EQ(
      Strata("REL e 1\nREL q 1\nCALC c INPUT $x FOR y IN (QUERY e ?) IF y = $x THEN RESULT 1 END END RESULT 0 END\n"
             "RULE q: SCAN e $x, WHERE CALC c($x), EMIT q $x\nQUERY q ?"),
      "relation q(a: any) stratum 0\nrule q stratum 0\n");
}

TEST(Strata, ExistsAndCalcsAreLikeNegation) {
  EXPECT_EQ(Strata("REL e 1\nREL p 1\nREL q 1\nRULE p: SCAN e $x, EMIT p $x\nRULE q: SCAN e $x, WHERE EXISTS(QUERY p "
                   "$x), EMIT q $x\nQUERY q ?"),
            "relation p(a: any) stratum 0\nrelation q(a: any) stratum 1\nrule p stratum 0\nrule q stratum 1\n");
  EXPECT_EQ(Strata("REL e 1\nREL p 1\nREL q 1\nCALC outer INPUT $x RESULT CALC inner($x) END\n"
                   "CALC inner INPUT $x RESULT EXISTS(QUERY p $x) END\n"
                   "RULE p: SCAN e $x, EMIT p $x\nRULE q: SCAN e $x, EMIT q (CALC outer($x))\nQUERY q ?"),
            "relation p(a: any) stratum 0\nrelation q(a: int) stratum 1\nrule p stratum 0\nrule q stratum 1\n");
}

TEST(Strata, RecursionThroughNot) {
  EXPECT_EQ(Reported("REL move 2\nREL win 1\nRULE win: SCAN move $x $y, NOT win $y, EMIT win $x\nQUERY win ?"),
            "3:28 E207 recursion through negation: win -> not win\n");
}

TEST(Strata, RecursionThroughNotOverThreeRelations) {
  EXPECT_EQ(Reported("REL e 1\nREL a 1\nREL b 1\nREL c 1\n"
                     "RULE a: SCAN e $x, JOIN b $x, EMIT a $x\n"
                     "RULE b: SCAN e $x, NOT c $x, EMIT b $x\n"
                     "RULE c: SCAN e $x, JOIN a $x, EMIT c $x\nQUERY a ?"),
            "6:20 E207 recursion through negation: b -> not c -> a -> b\n");
}

TEST(Strata, RecursionThroughExistsAndCalcs) {
  EXPECT_EQ(Codes("REL e 1\nREL p 1\nRULE p: SCAN e $x, WHERE EXISTS(QUERY p $x), EMIT p $x\nQUERY p ?"), "3:26 E207");
  EXPECT_EQ(Codes("REL e 1\nREL p 1\nCALC c INPUT $x FOR y IN (QUERY p ?) RESULT y END RESULT $x END\n"
                  "RULE p: SCAN e $x, EMIT p (CALC c($x))\nQUERY p ?"),
            "4:28 E207");
}

TEST(Strata, EachKnotOnce) {
  EXPECT_EQ(Codes("REL e 1\nREL a 1\nREL b 1\nREL c 1\n"
                  "RULE a: SCAN e $x, NOT b $x, EMIT a $x\nRULE b: SCAN e $x, NOT a $x, EMIT b $x\n"
                  "RULE c: SCAN e $x, NOT c $x, EMIT c $x\nQUERY a ?"),
            "5:20 E207 7:20 E207");
}

TEST(Strata, ClausesAfterAnEmitDoNotAffectIt) {
  const std::string program =
      "REL e 1\nREL p 1\nREL q 1\nRULE p: SCAN e $x, EMIT p $x, NOT p $x, EMIT q $x, WHERE $x > 1\nQUERY p ?";
  EXPECT_EQ(Strata(program),
            "relation p(a: any) stratum 0\nrelation q(a: any) stratum 1\nrule p stratum 0\nrule p stratum 1\n");
  const std::string printed = Printed(program);
  EXPECT_NE(
      printed.find("rule p stratum 0\n  variables $x: any\n  match e(bind $x)\n  emit p($x)\n"
                   "rule p stratum 1\n  variables $x: any\n  match e(bind $x)\n  absent p($x)\n  emit q($x)\n  filter"),
      std::string::npos)
      << printed;
}

TEST(Strata, EmitsIntoOneStratumStayOneRule) {
  EXPECT_EQ(Strata("REL e 1\nREL p 1\nREL q 1\nRULE p: SCAN e $x, EMIT p $x, EMIT q $x\nQUERY p ?"),
            "relation p(a: any) stratum 0\nrelation q(a: any) stratum 0\nrule p stratum 0\n");
}

TEST(Strata, ManyRelationsInAChain) {
  std::string program = "REL r0 1\nFACT r0 1\n";
  for (int index = 1; index < 50; ++index) {
    const std::string name = "r" + std::to_string(index);
    program += "REL " + name + " 1\n";
    program += "RULE " + name + ": SCAN r0 $x, NOT r" + std::to_string(index - 1) + " $x, EMIT " + name + " $x\n";
  }
  const std::string strata = Strata(program + "QUERY r49 ?");
  EXPECT_NE(strata.find("relation r49(a: int) stratum 48\n"), std::string::npos) << strata;
}

}  // namespace
}  // namespace bytelogic::sema
