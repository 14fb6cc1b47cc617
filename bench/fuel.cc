// fuel.cc - how long a unit of fuel takes at most: for each operation of the language a program that does little else,
// its nanoseconds per unit, and how long the default of fuel would last at that pace. What every program pays for is
// subtracted. Beside them the same for programs as people write them, whose fuel should go far.
//
//   bench_fuel [WORD]   only the programs whose names hold WORD
#include <bytelogic/bytelogic.h>
#include <time.h>

#include <cmath>
#include <cstdio>
#include <functional>
#include <random>

#include "harness.h"

namespace {

using namespace bytelogic;
using namespace bytelogic::bench;

struct Workload {
  std::string name;
  std::string source;
  std::function<void(Facts&)> facts = nullptr;
};

// Of this thread alone: the machine may be busy.
auto CpuNanoseconds() -> double {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

// `setup`, then a loop whose turn computes `expression` sixteen times.
auto Loop(const std::string& setup, const std::string& expression, int turns, const std::string& join = " + ") {
  std::string text = "CALC work INPUT $n\n" + setup + "FOR i IN RANGE(0, $n)\n  LET $y = " + expression;
  for (int i = 1; i < 16; ++i) text += join + expression;
  return text + "\nEND\nRESULT 1\nEND\nRESULT CALC work(" + std::to_string(turns) + ")\n";
}

// The same with sixteen statements.
auto Statements(const std::string& setup, const std::string& expression, int turns) {
  std::string text = "CALC work INPUT $n\n" + setup + "FOR i IN RANGE(0, $n)\n";
  for (int i = 0; i < 16; ++i) text += "  LET $y = " + expression + "\n";
  return text + "END\nRESULT 1\nEND\nRESULT CALC work(" + std::to_string(turns) + ")\n";
}

// Text of 2^`doublings` copies of `text`.
auto LongText(const std::string& variable, const std::string& text, int doublings) {
  std::string setup = "LET " + variable + " = \"" + text + "\"\n";
  for (int i = 0; i < doublings; ++i) setup += "LET " + variable + " = CONCAT(" + variable + ", " + variable + ")\n";
  return setup;
}

auto RandomPairs(const char* relation, std::uint32_t rows, std::uint32_t domain) {
  return [=](Facts& facts) {
    std::mt19937 random(7);
    for (std::uint32_t i = 0; i < rows; ++i) {
      facts.Add(relation, {static_cast<std::int64_t>(random() % domain), static_cast<std::int64_t>(random() % domain)});
    }
  };
}

auto Arithmetic() -> std::vector<Workload> {
  const std::string x = "LET $a = 3.7e200 / ($n + 1)\nLET $b = 0.00001 / ($n + 1)\nLET $i = $n + 5000000000\n";
  const std::string any = "LET $p = TO_NUMBER(\"12.5\")\nLET $q = TO_NUMBER(\"7\")\n";
  std::vector<Workload> all = {
      {"loop: nothing in it",
       "CALC work INPUT $n\nFOR i IN RANGE(0, $n)\nEND\nRESULT 1\nEND\nRESULT CALC work(2000000)\n"},
      {"loop: a list",
       "CALC work INPUT $n\nFOR i IN RANGE(0, $n)\nFOR j IN [1, 2, 3, 4, 5, 6, 7, 8]\nEND\nEND\nRESULT 1\nEND\nRESULT "
       "CALC work(300000)\n"},
      {"loop: while",
       "CALC work INPUT $n\nLET $k = 0\nFOR WHILE $k < $n\nLET $k = $k + 1\nEND\nRESULT 1\nEND\nRESULT CALC "
       "work(1000000)\n"},
      {"statement: assignment", Statements(x, "i", 100'000)},
      {"statement: if", Statements(x, "(i MOD 7 = 3) AND (i MOD 5 = 2)", 100'000)},
      {"call: short", "CALC one INPUT $a\nRESULT $a\nEND\n" + Loop("", "CALC one(i)", 30'000)},
      {"call: many parameters", "CALC one INPUT $a $b $c $d $e $f $g $h\nRESULT $a\nEND\n" +
                                    Loop("", "CALC one(i, i, i, i, i, i, i, i)", 30'000)},
      {"call: deep", "CALC down INPUT $a\nIF $a = 0 THEN RESULT 0 END\nRESULT CALC down($a - 1)\nEND\n" +
                         Loop("", "CALC down(900)", 60)},
      {"int: +", Loop(x, "i", 100'000)},
      {"int: *", Loop(x, "i * 3", 100'000)},
      {"int: * of large ones", Loop(x, "$i * 3", 100'000)},
      {"int: DIV", Loop(x, "$i DIV (i + 3)", 100'000)},
      {"int: MOD", Loop(x, "$i MOD (i + 3)", 100'000)},
      {"int: comparison", Loop(x, "($i < i)", 100'000)},
      {"float: +", Loop(x, "$a", 100'000)},
      {"float: /", Loop(x, "i / 7.5", 100'000)},
      {"float: DIV", Loop(x, "(1.5 * i) DIV 7.5", 50'000)},
      {"float: MOD", Loop(x, "(1.5 * i) MOD 7.5", 50'000)},
      {"float: MOD, far apart", Loop(x, "$a MOD 1e-300", 5'000)},
      {"float: comparison", Loop(x, "($a < i)", 100'000)},
      {"any: +", Loop(any, "$p", 100'000)},
      {"any: * of ints", Loop(any, "$q * $q", 50'000)},
      {"any: /", Loop(any, "$p / $q", 50'000)},
      {"any: MOD", Loop(any, "$p MOD $q", 50'000)},
      {"any: comparison", Loop(any, "($p < $q)", 50'000)},
  };
  const std::pair<const char*, const char*> functions[] = {
      {"POW of floats", "POW(1.0000001 + i, 20.3)"},
      {"POW, tiny", "POW(1e-200, 1.01)"},
      {"POW of ints", "POW(-1, 9223372036854775807)"},
      {"SQRT", "SQRT(i)"},
      {"LOG", "LOG(i + 0.7)"},
      {"LOG10", "LOG10(i + 0.7)"},
      {"EXP", "EXP(0.1 - i / 1000000)"},
      {"SIN", "SIN(0.7 + i)"},
      {"SIN, far out", "SIN($a)"},
      {"COS, far out", "COS($a)"},
      {"TAN", "TAN(0.7 + i)"},
      {"TAN, far out", "TAN($a)"},
      {"ASIN", "ASIN(0.6)"},
      {"ACOS", "ACOS(0.6)"},
      {"ATAN", "ATAN(i / 3)"},
      {"ATAN2", "ATAN2(i, 7.5)"},
      {"FLOOR", "FLOOR(i / 3)"},
      {"CEIL", "CEIL(i / 3)"},
      {"ROUND", "ROUND(i / 3)"},
      {"ROUND to 2", "ROUND(i / 3, 2)"},
      {"ROUND to 15", "ROUND(i / 3 + 1000, 15)"},
      {"ABS", "ABS(i)"},
      {"MIN", "MIN(i, 7)"},
      {"MAX of 8 floats", "MAX(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, i / 7)"},
      {"PI", "PI()"}};
  for (const auto& [name, expression] : functions)
    all.push_back({std::string("function: ") + name, Loop(x, expression, 20'000)});
  return all;
}

auto Texts() -> std::vector<Workload> {
  const std::string s = "LET $s = \"some words\"\n" + LongText("$l", "0123456789abcdef", 8) +
                        LongText("$m", "0123456789abcdef", 8) + LongText("$u", "\u00e9\u00df\u0436\u03a9", 8) +
                        LongText("$aa", "aaaaaaaaaaaaaaaa", 8) + "LET $ab = CONCAT($aa, b)\n";
  std::vector<Workload> all;
  const auto add = [&](const char* name, const char* expression, int turns) {
    all.push_back({std::string("text: ") + name, Statements(s, expression, turns)});
  };
  add("LENGTH, short", "LENGTH($s)", 20'000);
  add("LENGTH, long", "LENGTH($l)", 500);
  add("LENGTH of accents", "LENGTH($u)", 500);
  add("CHAR_AT, short", "CHAR_AT($s, 3)", 20'000);
  add("CHAR_AT, long", "CHAR_AT($l, 4000)", 500);
  add("SUBSTR, long", "SUBSTR($l, 10, 4000)", 500);
  add("CONCAT, short", "CONCAT($s, a)", 20'000);
  add("CONCAT of 6", "CONCAT($s, a, b, c, d, e)", 10'000);
  add("CONCAT, long", "CONCAT($l, $l)", 2'000);
  add("UPPER, short", "UPPER($s)", 20'000);
  add("UPPER, long", "UPPER($l)", 200);
  add("LOWER of accents", "LOWER($u)", 50);
  add("CONTAINS, short", "CONTAINS($s, rds)", 20'000);
  add("CONTAINS, long", "CONTAINS($l, \"0123456789abcdeg\")", 200);
  add("CONTAINS, hard", "CONTAINS($aa, \"aaaaaaaaaaaaaaaaaaaaaaaab\")", 200);
  add("CONTAINS, long parts", "CONTAINS($ab, $ab)", 200);
  add("CONTAINS of one byte", "CONTAINS($aa, x)", 200);
  add("INDEX_OF, short", "INDEX_OF($s, rds)", 20'000);
  add("INDEX_OF, long", "INDEX_OF($ab, b)", 200);
  add("REPLACE, short", "REPLACE($s, o, u)", 20'000);
  add("REPLACE, often", "REPLACE($aa, a, x)", 30);
  add("REPLACE, in pairs", "REPLACE($aa, aa, x)", 30);
  add("REPLACE, larger", "REPLACE($l, \"0\", $s)", 50);
  add("STARTS_WITH, long", "STARTS_WITH($l, $m)", 2'000);
  add("ENDS_WITH, short", "ENDS_WITH($s, words)", 20'000);
  add("TO_NUMBER of an int", "TO_NUMBER(\"1234567890123\")", 10'000);
  add("TO_NUMBER of a float", "TO_NUMBER(\"1234.5678\")", 10'000);
  add("TO_NUMBER, 17 digits", "TO_NUMBER(\"1.2345678901234567e-300\")", 200);
  add("TO_NUMBER, many digits", ("TO_NUMBER(\"0." + std::string(700, '7') + "\")").c_str(), 100);
  add("TO_NUMBER, smallest", ("TO_NUMBER(\"" + std::string(790, '7') + "e-1100\")").c_str(), 100);
  add("TO_SYMBOL of an int", "TO_SYMBOL(i + 5000000000)", 20'000);
  add("TO_SYMBOL of a float", "TO_SYMBOL(1.2345678901234567e-300 * (i + 1))", 10'000);
  add("TO_SYMBOL, large", "TO_SYMBOL(1.7976931348623157e308 / (i + 1))", 10'000);
  add("=, short", "$s = \"some wordz\"", 50'000);
  add("=, long", "$l = $m", 2'000);
  add("<, long", "$l < $m", 2'000);
  add("MIN, long", "MIN($l, $m)", 2'000);
  return all;
}

auto Relations() -> std::vector<Workload> {
  const auto million = [](const char* name, std::uint32_t domain) { return RandomPairs(name, 1'000'000, domain); };
  std::vector<Workload> all = {
      {"fact: ints", "REL r(a: int, b: int)\nFOR i IN RANGE(0, 400000)\nFACT r i (i * 7919 MOD 1000003)\nEND\n"},
      {"fact: the same", "REL r(a: int, b: int)\nFOR i IN RANGE(0, 400000)\nFACT r 1 2\nEND\n"},
      {"fact: of a derived relation",
       "REL r(a: int, b: int)\nREL s 1\nRULE r: SCAN s $x, EMIT r $x $x\nFOR i IN RANGE(0, 300000)\nFACT r i (i * 7919 "
       "MOD 1000003)\nEND\n"},
      {"fact: new symbols", "REL r 1\nFOR i IN RANGE(0, 200000)\nFACT r (CONCAT(s, TO_SYMBOL(i)))\nEND\n"},
      {"fact: new floats", "REL r 1\nFOR i IN RANGE(0, 200000)\nFACT r (i + 0.37)\nEND\n"},
      {"fact: large ints", "REL r 1\nFOR i IN RANGE(0, 200000)\nFACT r (i + 5000000000)\nEND\n"},
      {"fact: 16 columns", "REL r 16\nFOR i IN RANGE(0, 60000)\nFACT r i 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15\nEND\n"},
      {"rule: scan and test",
       "REL r(a: int, b: int)\nREL t 1\nRULE t: SCAN r $x $y, WHERE $x = $y + 2000000, EMIT t $x\nSOLVE\n",
       million("r", 1'000'000)},
      {"rule: scan and copy", "REL r(a: int, b: int)\nREL t 2\nRULE t: SCAN r $x $y, EMIT t $x $y\nSOLVE\n",
       million("r", 100'000'000)},
      {"rule: scan and copy, one column", "REL r(a: int, b: int)\nREL t 1\nRULE t: SCAN r $x $y, EMIT t $x\nSOLVE\n",
       million("r", 100'000'000)},
      {"rule: scan and copy, 4 columns",
       "REL r(a: int, b: int)\nREL t 4\nRULE t: SCAN r $x $y, EMIT t $x $y $x $y\nSOLVE\n", million("r", 100'000'000)},
      {"rule: join, found by key",
       "REL r(a: int, b: int)\nREL t 1\nRULE t: SCAN r $x $y, JOIN r $y $z, WHERE $z < 0, EMIT t $x\nSOLVE\n",
       million("r", 1'000'000)},
      {"rule: join, nothing found",
       "REL r(a: int, b: int)\nREL t 1\nRULE t: SCAN r $x $y, JOIN r ($y + 100000000) $z, EMIT t $x\nSOLVE\n",
       million("r", 1'000'000)},
      {"rule: join, small",
       "REL r(a: int, b: int)\nREL t 1\nRULE t: SCAN r $x $y, JOIN r $y $z, WHERE $z < 0, EMIT t $x\nSOLVE\n",
       RandomPairs("r", 3'000, 60)},
      {"rule: join by two columns",
       "REL r(a: int, b: int)\nREL q(a: int, b: int, c: int)\nREL t 1\nRULE t: SCAN r $x $y, JOIN q $x $y $z, EMIT t "
       "$x\nSOLVE\n",
       [](Facts& facts) {
         std::mt19937 random(7);
         for (int i = 0; i < 300'000; ++i) {
           const auto a = static_cast<std::int64_t>(random() % 1'000'000);
           const auto b = static_cast<std::int64_t>(random() % 1'000'000);
           facts.Add("r", {a, b});
           facts.Add("q", {b, a, a});
         }
       }},
      {"rule: NOT",
       "REL r(a: int, b: int)\nREL t 1\nRULE t: SCAN r $x $y, NOT r $y $x, WHERE $x < 0, EMIT t $x\nSOLVE\n",
       million("r", 1'000'000)},
      {"rule: NOT with ?", "REL r(a: int, b: int)\nREL t 1\nRULE t: SCAN r $x $y, NOT r $y ?, EMIT t $x\nSOLVE\n",
       million("r", 1'000'000)},
      {"rule: product",
       "REL r(a: int, b: int)\nREL t 1\nRULE t: SCAN r $x ?, SCAN r ? $y, WHERE $x = $y + 100000, EMIT t $x\nSOLVE\n",
       RandomPairs("r", 3'000, 3'000)},
      {"rule: aggregates of ints",
       "REL r(a: int, b: int)\nREL t 3\nRULE t: SCAN r $x $y, EMIT t ($x MOD 1000) SUM($y) MAX($y)\nSOLVE\n",
       million("r", 1'000'000)},
      {"rule: aggregates in many groups",
       "REL r(a: int, b: int)\nREL t 2\nRULE t: SCAN r $x $y, EMIT t $x COUNT()\nSOLVE\n", million("r", 1'000'000)},
      {"rule: sums of floats",
       "REL r(a: int, b: int)\nREL t 2\nRULE t: SCAN r $x $y, EMIT t ($x MOD 1000) SUM($y * 0.37)\nSOLVE\n",
       million("r", 1'000'000)},
      {"rule: averages of floats, many groups",
       "REL r(a: int, b: int)\nREL t 2\nRULE t: SCAN r $x $y, EMIT t $x AVG($y * 0.37)\nSOLVE\n",
       RandomPairs("r", 30'000, 1'000'000)},
      {"rule: averages of ints, many groups",
       "REL r(a: int, b: int)\nREL t 2\nRULE t: SCAN r $x $y, EMIT t $x AVG($y)\nSOLVE\n",
       RandomPairs("r", 200'000, 1'000'000)},
      {"rule: DISTINCT", "REL r(a: int, b: int)\nREL t 1\nRULE t: SCAN r $x $y, EMIT t COUNT(DISTINCT $y)\nSOLVE\n",
       million("r", 1'000'000)},
      {"rule: MIN of symbols",
       "REL r(a: int, b: int)\nREL t 2\nRULE t: SCAN r $x $y, EMIT t ($x MOD 10) MIN(CONCAT(\"a long beginning of "
       "words\", TO_SYMBOL($y)))\nSOLVE\n",
       RandomPairs("r", 200'000, 1'000'000)},
      {"rule: KEEP MIN",
       "REL r(a: int, b: int)\nREL t(k: int, v: int KEEP MIN)\nRULE t: SCAN r $x $y, EMIT t ($x MOD 50000) $y\nSOLVE\n",
       million("r", 1'000'000)},
      {"rule: KEEP MIN, many keys",
       "REL r(a: int, b: int)\nREL t(k: int, v: int KEEP MIN)\nRULE t: SCAN r $x $y, EMIT t $x $y\nSOLVE\n",
       million("r", 1'000'000)},
      {"rule: KEEP MIN in rounds",
       "REL r(a: int, b: int)\nREL t(k: int, v: int KEEP MIN)\nFACT t 0 0\nRULE t: SCAN t $x $d, JOIN r $x $y, EMIT t "
       "$y ($d + 1)\nSOLVE\n",
       RandomPairs("r", 300'000, 30'000)},
      {"rule: RANGE",
       "REL r(a: int, b: int)\nREL t 1\nRULE t: SCAN r $x $y, FOR $i IN RANGE(0, 50), WHERE $i > 100, EMIT t "
       "$x\nSOLVE\n",
       RandomPairs("r", 30'000, 30'000)},
      {"rule: closure",
       "REL edge(a: int, b: int)\nREL path(a: int, b: int)\nRULE path: SCAN edge $x $y, EMIT path $x $y\nRULE path: "
       "SCAN edge $x $y, JOIN path $y $z, EMIT path $x $z\nSOLVE\n",
       [](Facts& facts) {
         for (std::int64_t i = 0; i < 1'000; ++i) facts.Add("edge", {i, i + 1});
       }},
      {"rule: closure, scattered",
       "REL edge(a: int, b: int)\nREL path(a: int, b: int)\nRULE path: SCAN edge $x $y, EMIT path $x $y\nRULE path: "
       "SCAN edge $x $y, JOIN path $y $z, EMIT path $x $z\nSOLVE\n",
       [](Facts& facts) {
         for (std::int64_t i = 0; i < 1'000; ++i) facts.Add("edge", {i * 100'003, (i + 1) * 100'003});
       }},
      {"rule: closure, dense",
       "REL edge(a: int, b: int)\nREL path(a: int, b: int)\nRULE path: SCAN edge $x $y, EMIT path $x $y\nRULE path: "
       "SCAN edge $x $y, JOIN path $y $z, EMIT path $x $z\nSOLVE\n",
       RandomPairs("edge", 3'000, 300)},
      {"rounds: one rule", "REL n(a: int)\nFACT n 0\nRULE n: SCAN n $x, WHERE $x < 100000, EMIT n ($x + 1)\nSOLVE\n"},
      {"query: ints", "REL r(a: int, b: int)\nQUERY r ? ?\n", RandomPairs("r", 200'000, 1'000'000)},
      {"query: in order already", "REL r(a: int, b: int)\nQUERY r ? ?\n",
       [](Facts& facts) {
         for (std::int64_t i = 0; i < 200'000; ++i) facts.Add("r", {i, i});
       }},
      {"query: one column", "REL r(a: int, b: int)\nQUERY r ? 7\n", RandomPairs("r", 1'000'000, 1'000)},
      {"for: rows", "REL r(a: int, b: int)\nFOR row IN (QUERY r ? ?)\nLET $x = row.a\nEND\n", million("r", 1'000'000)},
      {"for: few rows, often",
       "REL r(a: int, b: int)\nFOR i IN RANGE(0, 100000)\nFOR row IN (QUERY r (i MOD 1000) ?)\nLET $x = "
       "row.b\nEND\nEND\n",
       RandomPairs("r", 3'000, 1'000)},
      {"for: exists",
       "REL r(a: int, b: int)\nFOR i IN RANGE(0, 300000)\nLET $x = EXISTS(QUERY r (i * 7919 MOD 1000003) ?)\nEND\n",
       million("r", 1'000'000)},
      {"for: count of a query",
       "REL r(a: int, b: int)\nFOR i IN RANGE(0, 100000)\nLET $x = COUNT(QUERY r (i * 7919 MOD 1000003) ?)\nEND\n",
       million("r", 1'000'000)},
  };
  all.push_back({"rule: LENGTH of symbols",
                 "REL r(a: symbol, b: symbol)\nREL t 1\nRULE t: SCAN r $x $y, WHERE LENGTH($x) + LENGTH($y) > 1000, "
                 "EMIT t $x\nSOLVE\n",
                 [](Facts& facts) {
                   std::mt19937 random(7);
                   for (int i = 0; i < 300'000; ++i) {
                     facts.Add("r", {"some symbol " + std::to_string(random() % 1'000'000),
                                     "another " + std::to_string(random() % 1'000'000)});
                   }
                 }});
  all.push_back({"fact: long new symbols", "REL r 1\nFOR i IN RANGE(0, 20000)\nFACT r (CONCAT(\"" +
                                               std::string(1'000, 'x') + "\", TO_SYMBOL(i)))\nEND\n"});
  // Many rules whose delta is empty in most rounds.
  std::string many = "REL n(a: int)\nREL e 1\nFACT n 0\n";
  for (int i = 0; i < 900; ++i)
    many += "RULE n: SCAN n $x, WHERE $x < 3000, WHERE $x MOD 900 = " + std::to_string(i) + ", EMIT n ($x + 1)\n";
  all.push_back({"rounds: 900 rules", many + "SOLVE\n"});
  std::string levels = "REL n0(a: int)\nFACT n0 0\n";
  for (int i = 1; i < 49; ++i)
    levels += "REL n" + std::to_string(i) + "(a: int)\nRULE n" + std::to_string(i) + ": SCAN n" +
              std::to_string(i - 1) + " $x, EMIT n" + std::to_string(i) + " $x\n";
  all.push_back({"rounds: 48 strata, solved anew",
                 levels + "FOR i IN RANGE(0, 2000)\nFACT n0 (i MOD 2 + 1)\nSOLVE\nFACT n0 (i + 5)\nSOLVE\nEND\n"});
  std::string sines = "REL r(a: int, b: int)\nREL t 1\nRULE t: SCAN r $x $y, WHERE ";
  for (int i = 0; i < 300; ++i) sines += (i > 0 ? " + " : "") + std::string("SIN($x)");
  all.push_back({"rule: 300 sines", sines + " > 1000, EMIT t $x\nSOLVE\n", RandomPairs("r", 3'000, 1'000'000)});
  // Output: what the host makes of it is part of it.
  all.push_back({"output: floats", "REL r(a: float)\nQUERY r ?\n", [](Facts& facts) {
                   for (int i = 0; i < 50'000; ++i) facts.Add("r", {i * 0.37 + 1e-9});
                 }});
  all.push_back({"output: symbols", "REL r 1\nQUERY r ?\n", [](Facts& facts) {
                   for (int i = 0; i < 50'000; ++i)
                     facts.Add("r", {"the symbol number " + std::to_string(i * 7919 % 50'000)});
                 }});
  all.push_back({"output: symbols that begin alike", "REL r 1\nQUERY r ?\n", [](Facts& facts) {
                   for (int i = 0; i < 3'000; ++i)
                     facts.Add("r", {std::string(5'000, 'x') + std::to_string(i * 7919 % 3'000)});
                 }});
  return all;
}

struct Measured {
  std::string name;
  double nanoseconds = 0;
  std::uint64_t fuel = 0;
  [[nodiscard]] auto pace() const -> double { return nanoseconds / static_cast<double>(fuel); }
};

}  // namespace

int main(int argc, char** argv) {
  const std::string_view wanted = argc > 1 ? argv[1] : "";
  Engine engine;
  RunOptions options;
  options.limits.fuel = 1ULL << 40;
  options.limits.facts = options.limits.tuples = options.limits.host_tuples = 100'000'000;
  options.limits.memory_bytes = 2ULL << 30;
  options.limits.output_bytes = 1ULL << 28;
  options.limits.time_us = 600'000'000;

  // The same facts in a run that does nothing: what the host's data cost.
  const auto measure = [&](const Program& program, const Facts& facts, std::uint64_t& fuel, int runs) -> double {
    double least = 1e18;
    for (int i = 0; i < runs; ++i) {
      const double start = CpuNanoseconds();
      const Result result = engine.Run(program, facts, options);
      const double taken = CpuNanoseconds() - start;
      if (!result.success) return -1;
      fuel = result.statistics.fuel;
      least = std::min(least, taken);
    }
    return least;
  };
  std::vector<Measured> all;
  for (auto* make : {&Arithmetic, &Texts, &Relations}) {
    for (const Workload& work : make()) {
      if (work.name.find(wanted) == std::string::npos) continue;
      const CompileResult compiled = engine.Compile(work.source);
      if (!compiled.program) {
        fmt::print(stderr, "{}: {}\n", work.name, compiled.diagnostics.empty() ? "" : compiled.diagnostics[0].message);
        return 1;
      }
      Facts facts;
      std::string idle;
      if (work.facts != nullptr) {
        work.facts(facts);
        for (const auto& [name, table] : facts.tables()) {
          const std::string line = work.source.substr(work.source.find("REL " + name));
          idle += line.substr(0, line.find('\n') + 1);
        }
      }
      const CompileResult nothing = engine.Compile(idle + "RESULT 1\n");
      std::uint64_t fuel = 0;
      const double base = nothing.program ? measure(*nothing.program, facts, fuel, 3) : 0;
      const double taken = measure(*compiled.program, facts, fuel, 3);
      if (taken < 0) {
        const Result result = engine.Run(*compiled.program, facts, options);
        fmt::print(stderr, "{}: {}\n", work.name, result.Text());
        return 1;
      }
      all.push_back({work.name, taken - base, fuel});
      fmt::print("{:44} {:12} units {:9.2f} ms {:7.2f} ns/unit\n", work.name, fuel, (taken - base) / 1e6,
                 all.back().pace());
      std::fflush(stdout);
    }
  }
  std::sort(all.begin(), all.end(), [](const Measured& a, const Measured& b) { return a.pace() > b.pace(); });
  const auto fuel = static_cast<double>(Limits{}.fuel);
  fmt::print("\nthe slowest units, and how long {} of them last\n", Limits{}.fuel);
  for (std::size_t i = 0; i < std::min<std::size_t>(all.size(), 12); ++i) {
    fmt::print("  {:44} {:7.2f} ns/unit {:7.0f} ms\n", all[i].name, all[i].pace(), all[i].pace() * fuel / 1e6);
  }
}
