#include "check_support.h"

namespace bytelogic::sema {
namespace {

TEST(Declare, ArityAndNamedColumns) {
  EXPECT_EQ(Lines("REL a 3\nREL b(name: symbol, age: int, x)\nREL c 0\nQUERY c", "relation"),
            "relation a(a: any, b: any, c: any)\n"
            "relation b(name: symbol declared, age: int declared, x: any)\n"
            "relation c()\n");
}

TEST(Declare, ArityFromTheFirstUseThatTells) {
  EXPECT_EQ(Lines("REL r\nREL q 1\nRULE q: SCAN r, JOIN r $0, SCAN r MATCH x, EMIT q $0\nFACT r a b c\nQUERY q ?",
                  "relation r"),
            "relation r(a: symbol, b: symbol, c: symbol)\n");
  EXPECT_EQ(Lines("REL r\nQUERY r", "relation r"), "relation r()\n");
  EXPECT_EQ(Lines("REL r\nREL q 1\nRULE q: SCAN q $x, NOT r $x ? ? ?, EMIT q $x\nQUERY q ?", "relation r"),
            "relation r(a: any, b: any, c: any, d: any)\n");
  EXPECT_EQ(Lines("REL r\nRESULT EXISTS(QUERY r ?)", "relation r"), "relation r(a: any)\n");
  EXPECT_EQ(Lines("REL r\nCALC never\nFOR x IN (QUERY r ? ? ?) RESULT x.a END END\nRESULT 1", "relation r"),
            "relation r(a: any, b: any, c: any)\n");
}

TEST(Declare, ArityIsTwoWhereNothingTells) {
  EXPECT_EQ(Lines("REL r\nREL q 1\nRULE q: SCAN r, EMIT q $0\nQUERY q ?", "relation r"),
            "relation r(a: any, b: any)\n");
}

TEST(Declare, UsesThatDisagreeWithTheFirst) {
  EXPECT_EQ(Reported("REL edge\nFACT edge a b\nFACT edge a b c\nQUERY edge ?"),
            "3:6 E203 relation edge has 2 columns, but 3 arguments are given\n"
            "4:7 E203 relation edge has 2 columns, but 1 argument is given\n");
}

TEST(Declare, ColumnsBeyondTheAlphabet) {
  const std::string line = Lines(
      "REL r 28\nQUERY r" +
          [] {
            std::string any;
            for (int index = 0; index < 28; ++index) any += " ?";
            return any;
          }(),
      "relation r");
  EXPECT_NE(line.find("z: any, c27: any, c28: any)"), std::string::npos) << line;
}

TEST(Declare, ArityHasALimit) {
  EXPECT_EQ(Reported("REL r 65535\nRESULT 1"), "1:5 E203 relation r has 65,535 columns, at most 1,000 are allowed\n");
  EXPECT_EQ(Codes("REL r 1000\nRESULT 1"), "");
  EXPECT_EQ(Codes("REL r 1001\nRESULT 1"), "1:5 E203");
}

TEST(Declare, DefinedTwice) {
  EXPECT_EQ(Reported("REL p 1\nREL p 2\nQUERY p ?"), "2:5 E211 relation p is defined twice\n");
  EXPECT_EQ(Reported("CALC f RESULT 1 END\nCALC f RESULT 2 END\nRESULT CALC f()"),
            "2:6 E211 CALC f is defined twice\n");
  EXPECT_EQ(Reported("REL p(a, b: int, a)\nRESULT 1"), "1:18 E211 column a of p is defined twice\n");
  ExpectFixed("REL p 1\nREL p 1\nQUERY p ?\n", "REL p 1\n\nQUERY p ?\n");
  ExpectNoFix("REL p 1\nREL p 2\nQUERY p ?\n");
}

TEST(Declare, ARelationAndACalcMayShareAName) { EXPECT_EQ(Codes("REL f 1\nCALC f RESULT 1 END\nRESULT CALC f()"), ""); }

TEST(Declare, Limits) {
  Limits limits;
  limits.rules = 2;
  limits.relations = 1;
  EXPECT_EQ(Codes("REL a 1\nREL b 1\nREL c 1\nRESULT 1", limits), "2:5 R307");
  const std::string rules = "REL a 1\nRULE a: SCAN a $x, EMIT a $x\nRULE a: SCAN a $x, EMIT a $x\n";
  EXPECT_EQ(Codes(rules + "QUERY a ?", limits), "");
  EXPECT_EQ(Codes(rules + "RULE a: SCAN a $x, EMIT a $x\nRULE a: SCAN a $x, EMIT a $x\nQUERY a ?", limits), "4:6 R307");
}

TEST(Declare, HostColumnsAreSources) {
  const std::vector<HostRelation> host{
      {"p", {Type::kInt, Type::kSymbol}}, {"unknown", {Type::kInt}}, {"q", {Type::kInt}}};
  EXPECT_EQ(Lines("REL p 2\nREL q 2\nREL d(x: float, y)\nQUERY p ? ?", "relation", host),
            "relation p(a: int, b: symbol)\n"
            "relation q(a: any, b: any)\n"
            "relation d(x: float declared, y: any)\n");
  EXPECT_EQ(Lines("REL p 2\nFACT p 1.5 2\nQUERY p ? ?", "relation", host), "relation p(a: float, b: any)\n");
}

}  // namespace
}  // namespace bytelogic::sema
