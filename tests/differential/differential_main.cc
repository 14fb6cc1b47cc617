// Random programs through the reference and through every engine: same outputs, same errors, same places.
//
//   differential_test --count 2000 --seed 1
//
// Options: --count N, --seed S, --mutate-share P (percent of programs with one token changed), --report (coverage),
// --print N (prints the program of a seed), --differences K (goes on until there are K). Exits with 1 where there is a
// difference, which it prints, shrunk.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "compare.h"
#include "coverage.h"
#include "engines.h"
#include "generator.h"
#include "runners.h"

namespace bytelogic::differential {
namespace {

struct Options {
  std::uint64_t count = 2'000;
  std::uint64_t seed = 1;
  int mutate_share = 30;
  int property_share = 20;
  bool report = false;
  std::uint64_t differences = 1;
  std::int64_t print = -1;
};

struct Tally {
  std::uint64_t valid = 0;      // not mutated
  std::uint64_t compiled = 0;   // of those
  std::uint64_t answered = 0;   // of those: succeeded
  std::uint64_t not_empty = 0;  // of those: with an answer that is not none
  std::uint64_t mutated = 0;
  std::uint64_t gave_up = 0;
  std::uint64_t host_facts = 0;
  std::uint64_t properties = 0;
};

auto HasAnswer(const Result& result) -> bool {
  for (const Output& output : result.outputs) {
    if (output.kind != Output::Kind::kRows || !output.rows.empty()) return true;
  }
  return false;
}

auto MakeCase(const GeneratedProgram& program, const std::string& source) -> Case {
  Case test{.source = source};
  for (const HostTuple& tuple : program.host_tuples) test.facts.Add(tuple.relation, tuple.values);
  return test;
}

class Driver {
 public:
  explicit Driver(const Options& options) : options_(options) {}

  auto Run() -> int {
    std::uint64_t differences = 0;
    for (std::uint64_t i = 0; i < options_.count && differences < options_.differences; ++i) {
      differences += RunSeed(options_.seed + i) ? 0 : 1;
    }
    Summarize();
    if (differences > 0) return 1;
    if (tally_.not_empty * 3 >= tally_.valid) return 0;
    std::printf("fewer than a third of the valid programs have an answer: the generator is of little use\n");
    return 1;
  }

 private:
  auto RunSeed(std::uint64_t seed) -> bool {
    Random random(seed ^ 0x5EED'0F'A11);
    WritingOptions writing;
    writing.host_facts = random.Percent(15);
    const GeneratedProgram program = GenerateProgram(seed, writing);
    std::string source = program.Text();
    const bool mutated = random.Percent(options_.mutate_share);
    if (mutated) source = MutateOneToken(source, random);
    Case test = MakeCase(program, source);
    const bool misfit = !program.host_tuples.empty() && random.Percent(15);
    if (misfit) AddMisfit(program, random, test);
    const bool tightened = random.Percent(8);
    if (tightened) TightenLimits(test.limits, random);
    std::string image_problem;
    const ReferenceRun expected = RunReference(test, [&](const sema::CheckedProgram& checked) {
      coverage_.CountProgram(checked);
      image_problem = Engines::ImageProblem(checked);
    });
    if (!image_problem.empty()) {
      std::printf("seed %llu: the image is refused: %s\n---- program\n%s", static_cast<unsigned long long>(seed),
                  image_problem.c_str(), test.source.c_str());
      return false;
    }
    Count(expected, mutated, !program.host_tuples.empty());
    if (!expected.result) return true;
    if (engines_.FindDisagreement(test, *expected.result)) {
      engines_.Report("seed " + std::to_string(seed), std::move(test));
      return false;
    }
    const bool check_properties =
        !mutated && !misfit && !tightened && expected.result->success && random.Percent(options_.property_share);
    return !check_properties || CheckProperties(seed, *expected.result);
  }

  // Facts of the host that the program cannot take, or should not care for.
  static void AddMisfit(const GeneratedProgram& program, Random& random, Case& test) {
    const HostTuple& model = random.Pick(program.host_tuples);
    std::vector<Value> values = model.values;
    switch (random.Below(3)) {
      case 0:
        test.facts.Add("nowhere", values);
        test.ignore_unknown_facts = random.Percent(50);
        break;
      case 1:
        values.emplace_back(std::int64_t{1});
        test.facts = {};
        test.facts.Add(model.relation, values);
        break;
      default:
        for (Value& value : values) value = random.Percent(50) ? Value{"odd"} : Value{0.75};
        test.facts.Add(model.relation, values);
        break;
    }
  }

  // Limits that programs of this size run into.
  static void TightenLimits(Limits& limits, Random& random) {
    switch (random.Below(4)) {
      case 0:
        limits.tuples = random.Below(30);
        break;
      case 1:
        limits.facts = random.Below(15);
        break;
      case 2:
        limits.output_bytes = random.Below(100);
        break;
      default:
        limits.call_depth = random.Below(8);
        break;
    }
  }

  void Count(const ReferenceRun& run, bool mutated, bool host_facts) {
    if (run.result) coverage_.CountResult(*run.result);
    tally_.gave_up += run.result ? 0 : 1;
    tally_.host_facts += host_facts ? 1 : 0;
    if (mutated) {
      ++tally_.mutated;
      return;
    }
    ++tally_.valid;
    if (!run.compiled || !run.result) return;
    ++tally_.compiled;
    if (!run.result->success) return;
    ++tally_.answered;
    tally_.not_empty += HasAnswer(*run.result) ? 1 : 0;
  }

  // Ways of writing that change no answer. A failure may be another one where rules stand in another order.
  auto CheckProperties(std::uint64_t seed, const Result& expected) -> bool {
    struct Property {
      const char* name;
      WritingOptions writing;
    };
    const Property properties[] = {
        {"other names", {.other_names = true}},
        {"redundant atoms", {.redundant_atoms = true}},
        {"another order", {.permutation = seed + 1}},
    };
    for (const Property& property : properties) {
      const GeneratedProgram program = GenerateProgram(seed, property.writing);
      const Case test = MakeCase(program, program.Text());
      const ReferenceRun run = RunReference(test, [](const sema::CheckedProgram&) {});
      if (!run.result) continue;
      ++tally_.properties;
      if (engines_.FindDisagreement(test, *run.result)) {
        engines_.Report("seed " + std::to_string(seed), test);
        return false;
      }
      if (run.result->success && DescribeAnswers(*run.result) == DescribeAnswers(expected)) continue;
      std::printf("seed %llu: %s change an answer\n---- program\n%s---- as first written\n%s---- now\n%s",
                  static_cast<unsigned long long>(seed), property.name, test.source.c_str(), Describe(expected).c_str(),
                  Describe(*run.result).c_str());
      return false;
    }
    return true;
  }

  void Summarize() {
    std::printf(
        "%llu valid programs (%llu compiled, %llu answered, %llu with answers that are not empty), %llu mutated, "
        "%llu with host facts, %llu rewritten; the reference gave up on %llu\n",
        static_cast<unsigned long long>(tally_.valid), static_cast<unsigned long long>(tally_.compiled),
        static_cast<unsigned long long>(tally_.answered), static_cast<unsigned long long>(tally_.not_empty),
        static_cast<unsigned long long>(tally_.mutated), static_cast<unsigned long long>(tally_.host_facts),
        static_cast<unsigned long long>(tally_.properties), static_cast<unsigned long long>(tally_.gave_up));
    if (options_.report) std::printf("%s", coverage_.Report().c_str());
    if (engines_.empty()) std::printf("no engine is built: the reference ran alone\n");
  }

  Options options_;
  Tally tally_;
  Coverage coverage_;
  Engines engines_;
};

}  // namespace
}  // namespace bytelogic::differential

auto main(int argument_count, char** arguments) -> int {
  bytelogic::differential::Options options;
  CLI::App app("Holds the engines against the reference on random programs.");
  app.add_option("--count", options.count, "how many programs");
  app.add_option("--seed", options.seed, "seed of the first program");
  app.add_option("--mutate-share", options.mutate_share, "percent of programs with one token changed");
  app.add_option("--property-share", options.property_share, "percent of programs that are also written otherwise");
  app.add_option("--differences", options.differences, "stop after so many");
  app.add_flag("--report", options.report, "print what the programs covered");
  app.add_option("--print", options.print, "print the program of this seed, and do nothing else");
  CLI11_PARSE(app, argument_count, arguments);
  if (options.print >= 0) {
    const auto seed = static_cast<std::uint64_t>(options.print);
    std::printf("%s", bytelogic::differential::GenerateProgram(seed, {}).Text().c_str());
    return 0;
  }
  return bytelogic::differential::Driver(options).Run();
}
