// Random programs through the reference and through every engine: same outputs, same errors, same places. What `fmt`
// prints of them is the same program.
//
//   differential_test --count 2000 --seed 1
//
// Options: those of driver.h. Exits with 1 where there is a difference, which it prints, shrunk.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "compare.h"
#include "coverage.h"
#include "driver.h"
#include "engines.h"
#include "formatting.h"
#include "generator.h"
#include "mutate.h"
#include "runners.h"

namespace bytelogic::differential {
namespace {

struct Tally {
  ProgramCounts programs;
  std::uint64_t host_facts = 0;
  std::uint64_t rewritten = 0;
};

auto MakeCase(const GeneratedProgram& program, const std::string& source) -> Case {
  Case test{.source = source};
  for (const HostTuple& tuple : program.host_tuples) test.facts.Add(tuple.relation, tuple.values);
  return test;
}

class Driver {
 public:
  explicit Driver(const DriverOptions& options) : options_(options) {}

  auto Run() -> int {
    return RunSeeds(
        options_, tally_.programs, [this](std::uint64_t seed) { return RunSeed(seed); }, [this] { Summarize(); });
  }

 private:
  auto RunSeed(std::uint64_t seed) -> bool {
    Random random(seed ^ 0x5EED'0F'A11);
    WritingOptions writing;
    writing.host_facts = random.Percent(15);
    const GeneratedProgram program = GenerateProgram(seed, writing);
    std::string source = program.Text();
    const bool mutated = random.Percent(options_.mutate_share);
    if (mutated) source = MutateOneToken(source, Dialect::kByteLogic, random);
    const std::string label = fmt::format("seed {}", seed);
    const auto formatting_problem = [](const std::string& text) {
      return FormattingProblem(text, Dialect::kByteLogic);
    };
    if (!Holds(label, source, formatting_problem)) return false;
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
      fmt::print("{}: the image is refused: {}\n---- program\n{}", label, image_problem, test.source);
      return false;
    }
    if (expected.result) coverage_.CountResult(*expected.result);
    tally_.programs.Add(expected, mutated);
    tally_.host_facts += program.host_tuples.empty() ? 0 : 1;
    if (!expected.result) return true;
    if (engines_.FindDisagreement(test, *expected.result)) {
      engines_.Report(label, std::move(test));
      return false;
    }
    const bool check_properties =
        !mutated && !misfit && !tightened && expected.result->success && random.Percent(options_.property_share);
    return !check_properties || CheckProperties(label, seed, *expected.result);
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

  // Ways of writing that change no answer. A failure may be another one where rules stand in another order.
  auto CheckProperties(const std::string& label, std::uint64_t seed, const Result& expected) -> bool {
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
      ++tally_.rewritten;
      if (engines_.FindDisagreement(test, *run.result)) {
        engines_.Report(label, test);
        return false;
      }
      if (run.result->success && DescribeAnswers(*run.result) == DescribeAnswers(expected)) continue;
      fmt::print("{}: {} change an answer\n---- program\n{}---- as first written\n{}---- now\n{}", label, property.name,
                 test.source, Describe(expected), Describe(*run.result));
      return false;
    }
    return true;
  }

  void Summarize() {
    fmt::print("{} with host facts, {} rewritten\n", tally_.host_facts, tally_.rewritten);
    if (options_.report) fmt::print("{}", coverage_.Report());
    if (engines_.empty()) fmt::print("no engine is built: the reference ran alone\n");
  }

  DriverOptions options_;
  Tally tally_;
  Coverage coverage_;
  Engines engines_;
};

}  // namespace
}  // namespace bytelogic::differential

auto main(int argument_count, char** arguments) -> int {
  bytelogic::differential::DriverOptions options{.count = 2'000};
  CLI::App app("Holds the engines against the reference on random programs.");
  bytelogic::differential::AddOptions(app, options);
  CLI11_PARSE(app, argument_count, arguments);
  if (options.print >= 0) {
    const auto seed = static_cast<std::uint64_t>(options.print);
    fmt::print("{}", bytelogic::differential::GenerateProgram(seed, {}).Text());
    return 0;
  }
  return bytelogic::differential::Driver(options).Run();
}
