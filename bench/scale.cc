// scale.cc - a program of 1,000 facts and 100 rules, new each time, from text to answer text. Beside it: clingo as a
// process on the same facts and rules, and the share of each phase.
#include <bytelogic/bytelogic.h>

#include <cstdio>

#include "harness.h"

namespace {

using namespace bytelogic;
using namespace bytelogic::bench;

struct Pair {
  std::string bytelogic;
  std::string clingo;
};

auto LargeProgram(int seed) -> Pair {
  Pair pair;
  pair.bytelogic = "REL base 2\n";
  for (int rule = 0; rule < 25; ++rule) pair.bytelogic += fmt::format("REL r{} 2\n", rule);
  for (int i = 0; i < 1'000; ++i) {
    const int from = (i * 37 + seed) % 500;
    const int to = (i * 61 + 17) % 500 + 500;
    pair.bytelogic += fmt::format("FACT base n{} n{}\n", from, to);
    pair.clingo += fmt::format("base(n{},n{}).\n", from, to);
  }
  // 100 rules over 25 relations: each copies, filters, swaps or joins relations below it.
  for (int rule = 0; rule < 100; ++rule) {
    const int head = rule % 25;
    const std::string body = head == 0 ? "base" : fmt::format("r{}", head - 1);
    switch (rule / 25) {
      case 0:
        pair.bytelogic += fmt::format("RULE r{0}: SCAN {1} $x $y, WHERE $x != $y, EMIT r{0} $x $y\n", head, body);
        pair.clingo += fmt::format("r{}(X,Y) :- {}(X,Y), X != Y.\n", head, body);
        break;
      case 1:
        pair.bytelogic += fmt::format("RULE r{0}: SCAN base n{1} $y, EMIT r{0} $y n{1}\n", head, rule);
        pair.clingo += fmt::format("r{0}(Y,n{1}) :- base(n{1},Y).\n", head, rule);
        break;
      case 2:
        pair.bytelogic += fmt::format("RULE r{0}: SCAN base n{1} $y, JOIN base $y $z, EMIT r{0} $z n{1}\n", head, rule);
        pair.clingo += fmt::format("r{0}(Z,n{1}) :- base(n{1},Y), base(Y,Z).\n", head, rule);
        break;
      default:
        pair.bytelogic +=
            fmt::format("RULE r{0}: SCAN base n{1} $y, NOT base $y n{1}, EMIT r{0} n{1} $y\n", head, rule);
        pair.clingo += fmt::format("r{0}(n{1},Y) :- base(n{1},Y), not base(Y,n{1}).\n", head, rule);
    }
  }
  pair.bytelogic += fmt::format("QUERY r24 n{} ?\n", 75 + seed % 20);
  return pair;
}

}  // namespace

int main() {
  Engine engine;
  std::vector<double> total, parse, check, plan, run;
  for (int seed = 0; seed < 220; ++seed) {
    const std::string source = LargeProgram(seed).bytelogic;
    const double start = NowMicroseconds();
    const Result result = engine.Run(source);
    const std::string text = result.Text();
    if (!result.success) {
      fmt::print(stderr, "{}\n", text);
      return 1;
    }
    if (seed < 20) continue;
    total.push_back(NowMicroseconds() - start);
    parse.push_back(result.statistics.parse_us);
    check.push_back(result.statistics.check_us);
    plan.push_back(result.statistics.plan_us);
    run.push_back(result.statistics.instantiate_us + result.statistics.run_us);
  }
  fmt::print("1,000 facts and 100 rules, new      p50 {:7.0f} us   p99 {:7.0f} us\n", Percentile(total, 0.5),
             Percentile(total, 0.99));
  fmt::print("  parse {:.0f}, check {:.0f}, plan {:.0f}, instantiate and run {:.0f} us\n", Percentile(parse, 0.5),
             Percentile(check, 0.5), Percentile(plan, 0.5), Percentile(run, 0.5));
  const TemporaryFile file(LargeProgram(1).clingo + "#show r24/2.\n", ".lp");
  const double clingo = MedianOfCommand({"clingo", "--verbose=0", file.path()});
  if (clingo > 0) {
    fmt::print("clingo (process), the same program  p50 {:7.0f} us   {:.1f} times\n", clingo,
               clingo / Percentile(total, 0.5));
  }
}
