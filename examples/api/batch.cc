// Scores many programs at once, as for a reward: how many answered, and with what the others ended.
#include <bytelogic/bytelogic.h>

#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace {

// "answered", or the code of the error that the program ended with.
auto Ending(const bytelogic::Result& result) -> std::string {
  for (const bytelogic::Diagnostic& diagnostic : result.diagnostics) {
    if (diagnostic.severity == bytelogic::Severity::kError) return diagnostic.code;
  }
  return "answered";
}

}  // namespace

int main() {
  const std::vector<std::string_view> programs = {
      "RESULT 6 * 7\n",       "REL p 1\nFACT p a\nQUERY p ?\n", "RESULT 1 / 0\n", "FOR WHILE 1\n  LET $x = 1\nEND\n",
      "REL p 1\nQUERY q ?\n",
  };
  bytelogic::RunOptions options;
  options.limits.fuel = 100'000;        // the same for every program, on every machine
  options.limits.time_us = 10'000'000;  // only against a machine that is overloaded

  bytelogic::Engine engine;
  std::map<std::string, int> endings;
  for (const bytelogic::Result& result : engine.RunBatch(programs, 0, options)) ++endings[Ending(result)];
  for (const auto& [ending, count] : endings) std::printf("%s: %d\n", ending.c_str(), count);
}
