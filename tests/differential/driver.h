// driver.h - what the drivers of random programs have in common: their options, the loop over seeds, what they count,
// and how they show a program that breaks a rule.
//
//   DriverOptions options;
//   AddOptions(app, options);
//   return RunSeeds(options, counts, [&](std::uint64_t seed) { return RunSeed(seed); }, [&] { Summarize(); });
//
// Used by differential_main.cc and by tests/datalog/datalog_main.cc.
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <functional>
#include <string>

#include "runners.h"

namespace bytelogic::differential {

struct DriverOptions {
  std::uint64_t count = 1'000;
  std::uint64_t seed = 1;
  int mutate_share = 30;    // percent of programs with one token changed
  int property_share = 20;  // percent of the others that are also written otherwise
  bool report = false;
  std::uint64_t differences = 1;  // stop after so many
  std::int64_t print = -1;        // the seed of the program to print
};

void AddOptions(CLI::App& app, DriverOptions& options);

struct ProgramCounts {
  std::uint64_t valid = 0;      // not mutated
  std::uint64_t compiled = 0;   // of those
  std::uint64_t answered = 0;   // of those: succeeded
  std::uint64_t not_empty = 0;  // of those: with an answer that is not none
  std::uint64_t mutated = 0;
  std::uint64_t mutated_with_errors = 0;
  std::uint64_t gave_up = 0;  // the reference

  void Add(const ReferenceRun& run, bool is_mutated);
  [[nodiscard]] auto Report() const -> std::string;
};

// Calls `run_seed` for each seed until it has been false `options.differences` times, then `summarize`. The exit code:
// 1 where there was a difference, and where too few programs of `counts` have an answer.
auto RunSeeds(const DriverOptions& options, const ProgramCounts& counts,
              const std::function<bool(std::uint64_t)>& run_seed, const std::function<void()>& summarize) -> int;

// Whether `problem_of` says nothing about `source`. Else prints what it says, and the program, shrunk.
auto Holds(const std::string& label, const std::string& source,
           const std::function<std::string(const std::string&)>& problem_of, int max_tries = 3'000) -> bool;

}  // namespace bytelogic::differential
