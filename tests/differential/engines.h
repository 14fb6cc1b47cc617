// engines.h - every way to run a program but the reference: the sandbox and the standalone module, held against it.
//
//   Engines engines;
//   if (auto found = engines.FindDisagreement(test, *expected.result)) engines.Report("seed 7", test);
//
// Where no engine is built, nothing disagrees. Used by the drivers of tests/differential and tests/datalog.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runners.h"
#ifdef BYTELOGIC_DIFFERENTIAL_ENGINE
#include "bytelogic/engine.h"
#include "support/test_clock.h"
#endif

namespace bytelogic::differential {

struct Disagreement {
  std::string runner;
  std::string what;
  Result result;
};

class Engines {
 public:
  Engines();

  [[nodiscard]] auto empty() const -> bool { return runners_.empty(); }
  // The first engine that says another thing than the reference, or burns other fuel than the first engine.
  auto FindDisagreement(const Case& test, const Result& expected) -> std::optional<Disagreement>;
  // Prints the disagreement of which `label` tells the origin, with the program shrunk.
  void Report(const std::string& label, Case test);
  // What the verifier of plans and that of images say of a program; nothing where both accept it.
  static auto ImageProblem(const sema::CheckedProgram& checked) -> std::string;

 private:
#ifdef BYTELOGIC_DIFFERENTIAL_ENGINE
  auto RunOnEngine(const Case& test) -> Result;
  auto RunAsModule(const Case& test) -> Result;

  Engine engine_{{.clock = StoppedClock()}};
#endif
  std::vector<NamedRunner> runners_;
};

}  // namespace bytelogic::differential
