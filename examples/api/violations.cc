// Checks the facts of a host against constraints, and says who breaks which.
#include <bytelogic/bytelogic.h>

#include <cstdio>

int main() {
  bytelogic::Engine engine;
  const bytelogic::CompileResult rules = engine.Compile(
      "REL works(who: symbol, day: int, hours: int)\n"
      "REL total(who: symbol, hours: int)\n"
      "RULE total: SCAN works $who $day $hours, EMIT total $who SUM($hours)\n"
      "CONSTRAINT long_day: SCAN works $who $day $hours, WHERE $hours > 10\n"
      "CONSTRAINT long_week: SCAN total $who $hours, WHERE $hours > 20\n");
  if (!rules.program) return 1;

  bytelogic::Facts facts;
  facts.Add("works", {"ann", 1, 9});
  facts.Add("works", {"ann", 2, 12});
  facts.Add("works", {"bob", 1, 8});
  facts.Add("works", {"bob", 2, 11});

  const bytelogic::Result result = engine.Run(*rules.program, facts);
  std::printf("%s\n", result.success ? "checked" : result.Text().c_str());
  for (const bytelogic::Violation& violation : result.violations) {
    std::printf("%s: %llu\n", violation.constraint.c_str(), static_cast<unsigned long long>(violation.count));
    for (const std::vector<bytelogic::Value>& witness : violation.witnesses) {
      for (std::size_t i = 0; i < witness.size(); ++i) {
        std::printf("  %s = %s", violation.variables[i].c_str(), bytelogic::ToText(witness[i]).c_str());
      }
      std::printf("\n");
    }
  }
}
