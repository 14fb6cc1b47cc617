// aggregate.cc - a million tuples added up in a thousand groups. Beside it in the same run, on the same tuples: a rule
// that only scans them and inserts them into another relation, which is what reading and writing them costs.
//
//   bench_aggregate [TUPLES]
#include <bytelogic/bytelogic.h>

#include <cstdio>

#include "harness.h"

namespace {

using namespace bytelogic;
using namespace bytelogic::bench;

constexpr std::int64_t kGroups = 1'000;

auto Compile(Engine& engine, const char* rule) -> std::shared_ptr<const Program> {
  return engine.Compile(std::string("REL pay(who: int, what: int)\n") + rule + "\nSOLVE\n").program;
}

}  // namespace

int main(int argc, char** argv) {
  const auto tuples = static_cast<std::int64_t>(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000);
  Engine engine;
  const auto copy = Compile(engine, "REL copy(who: int, what: int)\nRULE copy: SCAN pay $g $x, EMIT copy $g $x");
  struct Case {
    const char* name;
    std::shared_ptr<const Program> program;
    std::vector<double> times;
  };
  std::vector<Case> cases = {
      {"SUM of ints", Compile(engine, "REL total 2\nRULE total: SCAN pay $g $x, EMIT total $g SUM($x)"), {}},
      {"SUM of floats", Compile(engine, "REL total 2\nRULE total: SCAN pay $g $x, EMIT total $g SUM($x * 0.1)"), {}},
      {"COUNT, MIN, AVG",
       Compile(engine, "REL total 4\nRULE total: SCAN pay $g $x, EMIT total $g COUNT() MIN($x) AVG($x)"),
       {}},
  };
  Facts facts;
  FactTable* pay = facts.Table("pay", 2);
  for (std::int64_t i = 0; i < tuples; ++i) {
    pay->AddInt(i * 7'919 % kGroups);
    pay->AddInt(i);
  }
  RunOptions options;
  options.limits.tuples = 10'000'000;
  options.limits.fuel = 1'000'000'000;
  options.limits.memory_bytes = 1ULL << 30;
  options.limits.time_us = 600'000'000;
  // What a program costs beside the time that the sandbox takes to get the tuples: the rules alone.
  const auto empty = Compile(engine, "");
  const auto measure = [&](const Program& program) {
    const double start = NowMicroseconds();
    const Result result = engine.Run(program, facts, options);
    if (!result.success) {
      fmt::print(stderr, "wrong: {}\n", result.Text());
      std::exit(1);
    }
    return (NowMicroseconds() - start) / 1'000;
  };
  std::vector<double> loads, copies;
  for (int run = 0; run < 12; ++run) {
    loads.push_back(measure(*empty));
    copies.push_back(measure(*copy));
    for (Case& each : cases) each.times.push_back(measure(*each.program));
  }
  // The least of each, without what handing them over takes: that is the same for all.
  const double load = Percentile(loads, 0);
  const double copied = Percentile(copies, 0) - load;
  fmt::print("{} tuples, {} groups; handing them over takes {:.1f} ms, left out below\n", tuples, kGroups, load);
  fmt::print("  {:<24} min {:7.1f} ms\n", "scan and insert", copied);
  for (const Case& each : cases) {
    const double time = Percentile(each.times, 0) - load;
    fmt::print("  {:<24} min {:7.1f} ms   {:.2f} times that\n", each.name, time, time / copied);
  }
}
