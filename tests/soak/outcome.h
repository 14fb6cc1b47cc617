// outcome.h - what one piece of work came to: the answers as text, the ends of its runs, and what is wrong with it.
//
//   Outcome outcome;
//   Runner runner(engine, outcome);
//   runner.Run("RESULT 1", {}, options);      // measured, counted, and written down in outcome.signature
//   if (...) outcome.Violate("the answer changed");
//
// Two outcomes of the same work on two engines have the same signature: it holds all that must not depend on what else
// goes on. Made by the kinds of work (kinds.h), compared by soak.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "bytelogic/bytelogic.h"

namespace bytelogic::soak {

struct Outcome {
  std::string signature;
  std::string source;     // of the program or text that shows it
  std::string violation;  // the first thing that is wrong; empty: nothing is
  std::uint64_t runs = 0;
  std::uint64_t successes = 0;
  std::map<std::string, std::uint64_t> codes;  // of the runs that failed, by the error that ended them
  double longest_processor_us = 0;             // of one run
  double longest_overshoot_us = 0;             // of processor time, beyond its time limit

  void Violate(std::string_view what) {
    if (violation.empty()) violation = what;
  }
  void Add(const Result& result);
  void Add(std::string_view text) { signature.append(text).append("\n"); }
};

// All of a result but the times.
auto Describe(const Result& result) -> std::string;
// The code of the error that ended it; empty where it succeeded.
auto EndOf(const Result& result) -> std::string;

// Runs, and holds the run to what is promised of every run.
class Runner {
 public:
  Runner(Engine& engine, Outcome& outcome) : engine_(engine), outcome_(outcome) {}

  auto Run(std::string_view source, const Facts& facts, const RunOptions& options) -> Result;
  auto Run(const Program& program, const Facts& facts, const RunOptions& options) -> Result;

  // For what is none of these: `work` is measured against the time limit.
  template <typename Work>
  auto Measure(const Limits& limits, Work work) {
    const double start = ProcessorTime();
    auto result = work();
    Judge(ProcessorTime() - start, limits);
    return result;
  }

  // Microseconds of the calling thread.
  static auto ProcessorTime() -> double;

 private:
  void Judge(double processor_us, const Limits& limits);

  Engine& engine_;
  Outcome& outcome_;
};

}  // namespace bytelogic::soak
