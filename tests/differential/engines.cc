#include "engines.h"

#include <cstdint>
#include <cstdio>
#include <utility>

#include "compare.h"
#include "shrink.h"
#ifdef BYTELOGIC_DIFFERENTIAL_ENGINE
#include "diagnostics/diagnostics.h"
#include "plan/builder.h"
#include "plan/image_writer.h"
#include "plan/verifier.h"
#include "runtime/validate.h"
#endif

namespace bytelogic::differential {

#ifdef BYTELOGIC_DIFFERENTIAL_ENGINE

Engines::Engines() {
  runners_.push_back({"engine", [this](const Case& test) { return RunOnEngine(test); }});
  runners_.push_back({"standalone module", [this](const Case& test) { return RunAsModule(test); }});
}

auto Engines::RunOnEngine(const Case& test) -> Result {
  return engine_.Run(
      test.source, test.facts,
      {.limits = test.limits, .ignore_unknown_facts = test.ignore_unknown_facts, .dialect = test.dialect});
}

// The module has no host and knows nothing of what its compilation warned of.
auto Engines::RunAsModule(const Case& test) -> Result {
  if (!test.facts.empty()) return RunOnEngine(test);
  CompileResult compiled = engine_.Compile(test.source, {}, test.limits, test.dialect);
  Result result;
  if (compiled.program) {
    result = engine_.RunModule(engine_.EmitModule(*compiled.program, test.limits), {.limits = test.limits});
  }
  result.diagnostics.insert(result.diagnostics.begin(), compiled.diagnostics.begin(), compiled.diagnostics.end());
  return result;
}

auto Engines::ImageProblem(const sema::CheckedProgram& checked) -> std::string {
  Diagnostics diagnostics;
  const plan::Plan plan = plan::BuildPlan(checked, diagnostics);
  if (diagnostics.has_errors()) return {};  // too large
  if (const auto problem = plan::VerifyPlan(plan)) return *problem;
  std::vector<std::uint8_t> image = plan::WriteImage(plan);
  const char* problem = runtime::FindImageProblem(image.data(), image.size());
  return problem == nullptr ? std::string() : problem;
}

#else

Engines::Engines() = default;

auto Engines::ImageProblem(const sema::CheckedProgram& /*checked*/) -> std::string { return {}; }

#endif

auto Engines::FindDisagreement(const Case& test, const Result& expected) -> std::optional<Disagreement> {
  std::optional<std::uint64_t> fuel;
  for (const NamedRunner& runner : runners_) {
    Result actual = runner.run(test);
    std::string what = Difference(expected, actual);
    if (what.empty() && fuel.value_or(actual.statistics.fuel) != actual.statistics.fuel) {
      what = "fuel " + std::to_string(actual.statistics.fuel) + " instead of " + std::to_string(*fuel);
    }
    if (!what.empty()) return Disagreement{runner.name, std::move(what), std::move(actual)};
    fuel = actual.statistics.fuel;
  }
  return std::nullopt;
}

void Engines::Report(const std::string& label, Case test) {
  const auto disagreement = [&](const std::string& source, ReferenceRun& expected) {
    Case smaller = test;
    smaller.source = source;
    expected = RunReference(smaller, [](const sema::CheckedProgram&) {});
    return expected.result ? FindDisagreement(smaller, *expected.result) : std::nullopt;
  };
  ReferenceRun expected;
  const std::string source =
      Shrink(test.source, [&](const std::string& fewer) { return disagreement(fewer, expected).has_value(); });
  const std::optional<Disagreement> found = disagreement(source, expected);
  if (!found) {
    std::printf("%s: a difference that does not come again\n---- program\n%s", label.c_str(), source.c_str());
    return;
  }
  std::printf("%s: %s differs from the reference: %s\n---- program\n%s---- reference\n%s---- %s\n%s", label.c_str(),
              found->runner.c_str(), found->what.c_str(), source.c_str(), Describe(*expected.result).c_str(),
              found->runner.c_str(), Describe(found->result).c_str());
  for (const auto& [name, table] : test.facts.tables()) {
    std::printf("host facts for %s: %zu rows of %zu columns\n", name.c_str(), table.row_count(), table.arity());
  }
}

}  // namespace bytelogic::differential
