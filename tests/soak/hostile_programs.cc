#include "hostile_programs.h"

namespace bytelogic::soak {
namespace {

auto Number(std::size_t number) -> std::string { return std::to_string(number); }

auto Repeated(std::string_view text, std::size_t count) -> std::string {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

// Without end.

auto Loop(std::size_t) -> std::string { return "LET $i = 0\nFOR WHILE 1\n LET $i = $i + 1\nEND\nRESULT $i\n"; }

auto Recursion(std::size_t) -> std::string { return "CALC f INPUT $n RESULT CALC f($n + 1) END\nRESULT CALC f(1)\n"; }

auto TwoCallEachOther(std::size_t) -> std::string {
  return "CALC f INPUT $n RESULT CALC g($n + 1) END\nCALC g INPUT $n RESULT CALC f($n) + 1 END\nRESULT CALC f(1)\n";
}

auto Counting(std::size_t) -> std::string {
  return "REL n 1\nFACT n 0\nRULE n: SCAN n $x, EMIT n ($x + 1)\nSOLVE\nQUERY n 5\n";
}

auto GrowingSymbols(std::size_t size) -> std::string {
  return "REL n 1\nFACT n \"" + std::string(size, 'a') + "\"\nRULE n: SCAN n $x, EMIT n (CONCAT($x, $x))\nQUERY n x\n";
}

auto BetterForEver(std::size_t) -> std::string {
  return "REL d(a, n: int KEEP MIN)\nFACT d a 0\nFACT d b 0\nRULE d: SCAN d $x $n, SCAN d $y ?, EMIT d $y ($n - 1)\n"
         "QUERY d ? ?\n";
}

auto ExponentialCalls(std::size_t size) -> std::string {
  return "CALC f INPUT $n IF $n < 1 THEN RESULT 1 END RESULT CALC f($n - 1) + CALC f($n - 1) END\nRESULT CALC f(" +
         Number(30 + size) + ")\n";
}

// Too much of it.

auto Numbers(std::size_t size) -> std::string {
  return "REL n 1\nFOR i IN RANGE(0, " + Number(size) + ")\n FACT n i\nEND\n";
}

auto HugeJoin(std::size_t size) -> std::string {
  return Numbers(size) +
         "REL t 4\nRULE t: SCAN n $a, SCAN n $b, SCAN n $c, SCAN n $d, EMIT t $a $b $c $d\nQUERY t 1 1 1 1\n";
}

auto HugeJoinOfNothing(std::size_t size) -> std::string {
  return Numbers(size) +
         "REL t 1\nRULE t: SCAN n $a, SCAN n $b, SCAN n $c, WHERE $a + $b * $c < 0, EMIT t $a\nQUERY t ?\n";
}

auto HugeAggregate(std::size_t size) -> std::string {
  return Numbers(size) +
         "REL t 2\nRULE t: SCAN n $a, SCAN n $b, SCAN n $c, EMIT t $a COUNT(DISTINCT ($b * $c))\nQUERY t 1 ?\n";
}

auto DenseClosure(std::size_t size) -> std::string {
  return "REL e 2\nREL p 2\nFOR i IN RANGE(0, " + Number(size) +
         ")\n FACT e i (i * 7 + 1 MOD 97)\n FACT e i (i + 1)\nEND\nRULE p: SCAN e $x $y, EMIT p $x $y\n"
         "RULE p: SCAN p $x $y, JOIN p $y $z, EMIT p $x $z\nQUERY p 0 ?\n";
}

auto ManyViolations(std::size_t size) -> std::string {
  return Numbers(size) + "CONSTRAINT c: SCAN n $a, SCAN n $b, SCAN n $c, WHERE $a <= $b + $c\nQUERY n 1\n";
}

auto DoublingText(std::size_t size) -> std::string {
  return "LET $s = \"" + std::string(size, 'x') + "\"\nFOR WHILE 1\n LET $s = CONCAT($s, $s)\nEND\nRESULT LENGTH($s)\n";
}

auto ReplacingText(std::size_t size) -> std::string {
  return "LET $s = \"" + std::string(size, 'x') +
         "\"\nFOR WHILE 1\n LET $s = REPLACE($s, \"x\", \"xyx\")\nEND\nRESULT LENGTH($s)\n";
}

auto ManySymbols(std::size_t size) -> std::string {
  return "REL r 2\nFOR i IN RANGE(0, " + Number(size * 100) +
         ")\n LET $s = CONCAT(TO_SYMBOL(i * 1000003), \" and some more text\")\n FACT r $s i\nEND\nQUERY r ? 5\n";
}

auto OutputFlood(std::size_t size) -> std::string {
  return Numbers(size) + "FOR WHILE 1\n QUERY n ?\n RESULT \"" + std::string(size, 'o') + "\"\nEND\n";
}

auto LongOutput(std::size_t size) -> std::string {
  return "LET $s = \"" + std::string(100, 'o') + "\"\nFOR i IN RANGE(0, " + Number(size) +
         ")\n LET $s = CONCAT($s, \"" + std::string(100, 'p') + "\")\nEND\nRESULT $s\n";
}

auto FactFlood(std::size_t size) -> std::string { return Numbers(10'000 + size); }

auto NestedLoops(std::size_t size) -> std::string {
  std::string source;
  for (int i = 0; i < 8; ++i) source += "FOR i" + Number(static_cast<std::size_t>(i)) + " IN RANGE(0, 1000)\n";
  return source + " LET $x = i0 * " + Number(size) + "\n" + Repeated("END\n", 8) + "RESULT 1\n";
}

auto WideRelation(std::size_t size) -> std::string {
  std::string source = Numbers(size) + "REL w 20\nRULE w: SCAN n $a, SCAN n $b, EMIT w";
  for (int i = 0; i < 10; ++i) source += " ($a + " + Number(static_cast<std::size_t>(i)) + ") $b";
  return source + "\nQUERY w" + Repeated(" 1", 20) + "\n";
}

// Hard to compile.

auto ManyRules(std::size_t size) -> std::string {
  std::string source = "REL e 2\nFACT e a b\n";
  for (std::size_t i = 0; i < size; ++i) source += "RULE e: SCAN e $x $y, JOIN e $y $z, EMIT e $x $z\n";
  return source + "QUERY e ? ?\n";
}

auto LongRule(std::size_t size) -> std::string {
  std::string source = "REL e 2\nFACT e a b\nRULE e: SCAN e $x0 $x1";
  for (std::size_t i = 1; i < size; ++i) source += ", JOIN e $x" + Number(i) + " $x" + Number(i + 1);
  return source + ", EMIT e $x0 $x1\nQUERY e ? ?\n";
}

auto HighExpression(std::size_t size) -> std::string { return "RESULT 1" + Repeated(" + 1", size) + "\n"; }

auto DeepParentheses(std::size_t size) -> std::string {
  return "RESULT " + std::string(size, '(') + "1" + std::string(size, ')') + "\n";
}

auto DeepBlocks(std::size_t size) -> std::string {
  return Repeated("IF 1 THEN\n", size) + "RESULT 1\n" + Repeated("END\n", size);
}

auto ManyCalcs(std::size_t size) -> std::string {
  std::string source = "CALC f0 INPUT $x RESULT $x END\n";
  for (std::size_t i = 1; i < size; ++i) {
    source += "CALC f" + Number(i) + " INPUT $x RESULT CALC f" + Number(i - 1) + "($x) + CALC f" + Number(i / 2) +
              "($x) END\n";
  }
  return source + "RESULT CALC f" + Number(size - 1) + "(1) + CALC f" + Number(size - 1) + "(1.5)\n";
}

auto ManyStrata(std::size_t size) -> std::string {
  std::string source = "REL r0 1\nFACT r0 1\n";
  for (std::size_t i = 1; i < size; ++i) {
    source += "REL r" + Number(i) + " 1\nRULE r" + Number(i) + ": SCAN r0 $x, NOT r" + Number(i - 1) + " $x, EMIT r" +
              Number(i) + " $x\n";
  }
  return source + "QUERY r" + Number(size - 1) + " ?\n";
}

auto ManyVariables(std::size_t size) -> std::string {
  std::string source = "LET $v0 = 1\n";
  for (std::size_t i = 1; i < size; ++i) source += "LET $v" + Number(i) + " = $v" + Number(i - 1) + " + 1\n";
  return source + "RESULT $v" + Number(size - 1) + "\n";
}

auto ManyMistakes(std::size_t size) -> std::string { return Repeated("QUERY nothing ? $x (1\n", size); }

auto LongText(std::size_t size) -> std::string { return "RESULT LENGTH(\"" + std::string(size * 100, 'x') + "\")\n"; }

auto ManyFactsInSource(std::size_t size) -> std::string {
  std::string source = "REL r 2\n";
  for (std::size_t i = 0; i < size; ++i) source += "FACT r symbol" + Number(i * 7919) + " " + Number(i) + "\n";
  return source + "QUERY r ? 7\n";
}

auto NoText(std::size_t size) -> std::string { return std::string(size, '\0') + "\xFF\xFE RESULT"; }

// Wrong at run time.

auto Overflow(std::size_t size) -> std::string {
  return "LET $x = " + Number(size + 1) + "\nFOR WHILE 1\n LET $x = $x * $x\nEND\nRESULT $x\n";
}

auto Division(std::size_t) -> std::string { return "LET $x = 0\nRESULT 1 DIV $x\n"; }

constexpr const char* kCompiles = "answer R304 R305 R307 R309 R311 E105";
constexpr HostileProgram kPrograms[] = {
    {"loop", Loop, 1, "R309"},
    {"recursion", Recursion, 1, "R302"},
    {"two call each other", TwoCallEachOther, 1, "R302"},
    {"counting", Counting, 1, "R305 R309 R304"},
    {"growing symbols", GrowingSymbols, 100, "R304 R309 R313"},
    {"better for ever", BetterForEver, 1, "R309 R304"},
    {"exponential calls", ExponentialCalls, 30, "R309"},
    {"huge join", HugeJoin, 500, "R305 R309 R304 answer"},
    {"huge join of nothing", HugeJoinOfNothing, 500, "R309 answer"},
    {"huge aggregate", HugeAggregate, 300, "R309 R304 answer"},
    {"dense closure", DenseClosure, 1'000, "R305 R309 R304 answer"},
    {"many violations", ManyViolations, 500, "R309 R304 answer"},
    {"doubling text", DoublingText, 100, "R304 R309 R313"},
    {"replacing text", ReplacingText, 100, "R304 R309 R313"},
    {"many symbols", ManySymbols, 100, "R304 R309 answer"},
    {"output flood", OutputFlood, 1'000, "R308 R309 R304"},
    {"long output", LongOutput, 1'000, "R308 answer"},
    {"fact flood", FactFlood, 1'000, "R306"},
    {"nested loops", NestedLoops, 10, "R309"},
    {"wide relation", WideRelation, 1'000, "R304 R305 R309 answer"},
    {"many rules", ManyRules, 1'100, kCompiles},
    {"long rule", LongRule, 2'000, kCompiles},
    {"high expression", HighExpression, 3'000, nullptr},
    {"deep parentheses", DeepParentheses, 400, nullptr},
    {"deep blocks", DeepBlocks, 400, nullptr},
    {"many calcs", ManyCalcs, 400, nullptr},
    {"many strata", ManyStrata, 60, kCompiles},
    {"many variables", ManyVariables, 3'000, nullptr},
    {"many mistakes", ManyMistakes, 3'000, nullptr},
    {"long text", LongText, 1'200, nullptr},
    {"many facts in the source", ManyFactsInSource, 4'000, nullptr},
    {"no text", NoText, 10'000, nullptr},
    {"overflow", Overflow, 1'000, "R202"},
    {"division", Division, 1, "R201"},
};

}  // namespace

auto HostilePrograms() -> std::span<const HostileProgram> { return kPrograms; }

}  // namespace bytelogic::soak
