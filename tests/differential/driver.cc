#include "driver.h"

#include <fmt/format.h>

#include <algorithm>

#include "shrink.h"

namespace bytelogic::differential {
namespace {

auto HasAnswer(const Result& result) -> bool {
  return std::ranges::any_of(
      result.outputs, [](const Output& output) { return output.kind != Output::Kind::kRows || !output.rows.empty(); });
}

}  // namespace

void AddOptions(CLI::App& app, DriverOptions& options) {
  app.add_option("--count", options.count, "how many programs");
  app.add_option("--seed", options.seed, "seed of the first program");
  app.add_option("--mutate-share", options.mutate_share, "percent of programs with one token changed");
  app.add_option("--property-share", options.property_share, "percent of the others that are also written otherwise");
  app.add_option("--differences", options.differences, "stop after so many");
  app.add_flag("--report", options.report, "print what the programs covered");
  app.add_option("--print", options.print, "print the program of this seed, and do nothing else");
}

void ProgramCounts::Add(const ReferenceRun& run, bool is_mutated) {
  gave_up += run.result ? 0 : 1;
  if (is_mutated) {
    ++mutated;
    mutated_with_errors += run.compiled ? 0 : 1;
    return;
  }
  ++valid;
  if (!run.compiled || !run.result) return;
  ++compiled;
  if (!run.result->success) return;
  ++answered;
  not_empty += HasAnswer(*run.result) ? 1 : 0;
}

auto ProgramCounts::Report() const -> std::string {
  return fmt::format(
      "{} valid programs ({} compiled, {} answered, {} with answers that are not empty), {} mutated ({} with errors); "
      "the reference gave up on {}\n",
      valid, compiled, answered, not_empty, mutated, mutated_with_errors, gave_up);
}

auto RunSeeds(const DriverOptions& options, const ProgramCounts& counts,
              const std::function<bool(std::uint64_t)>& run_seed, const std::function<void()>& summarize) -> int {
  std::uint64_t differences = 0;
  for (std::uint64_t i = 0; i < options.count && differences < options.differences; ++i) {
    differences += run_seed(options.seed + i) ? 0 : 1;
  }
  fmt::print("{}", counts.Report());
  summarize();
  if (differences > 0) return 1;
  if (counts.not_empty * 3 >= counts.valid) return 0;
  fmt::print("fewer than a third of the valid programs have an answer: the generator is of little use\n");
  return 1;
}

auto Holds(const std::string& label, const std::string& source,
           const std::function<std::string(const std::string&)>& problem_of, int max_tries) -> bool {
  if (problem_of(source).empty()) return true;
  const std::string smaller = Shrink(
      source, [&](const std::string& fewer) { return !problem_of(fewer).empty(); }, max_tries);
  fmt::print("{}: {}\n---- program\n{}\n", label, problem_of(smaller), smaller);
  return false;
}

}  // namespace bytelogic::differential
