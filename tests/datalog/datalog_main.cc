// Random programs of the Datalog dialect: through the reference and every engine, spelled otherwise, formatted,
// translated, and with one token changed.
//
//   datalog_test --count 2000 --seed 1
//
// Options: those of tests/differential/driver.h. Exits with 1 where there is a difference, which it prints, shrunk.
//
//   datalog_test --clingo --count 2000 --seed 1
//
// The same number of programs of another kind through the engine and through clingo; --file F asks both about your own.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <utility>

#include "clingo_check.h"
#include "dialect_features.h"
#include "differential/compare.h"
#include "differential/coverage.h"
#include "differential/driver.h"
#include "differential/engines.h"
#include "differential/formatting.h"
#include "differential/generator.h"
#include "differential/mutate.h"
#include "differential/random.h"
#include "differential/runners.h"
#include "fix_problem.h"
#include "generator.h"
#include "translation.h"
#include "writer.h"

namespace bytelogic::datalog_test {
namespace {

using differential::Case;
using differential::Holds;
using differential::ReferenceRun;

struct Tally {
  differential::ProgramCounts programs;
  std::uint64_t rewritten = 0;
  TranslationCounts from_clauses;
  TranslationCounts from_statements;
};

auto StyleOf(std::uint64_t seed, differential::Random& random) -> Style {
  Style style{.souffle = random.Percent(50)};
  style.spelling = random.Percent(10) ? 0 : seed + 1;
  style.macros = random.Percent(10);
  return style;
}

auto RunReference(const Case& test) -> ReferenceRun {
  return differential::RunReference(test, [](const sema::CheckedProgram&) {});
}

class Driver {
 public:
  explicit Driver(const differential::DriverOptions& options) : options_(options) {}

  auto Run() -> int {
    return RunSeeds(
        options_, tally_.programs, [this](std::uint64_t seed) { return RunSeed(seed); }, [this] { Summarize(); });
  }

 private:
  auto RunSeed(std::uint64_t seed) -> bool {
    differential::Random random(seed ^ 0xDA7A'106);
    const Program program = GenerateProgram(seed, {});
    const Style style = StyleOf(seed, random);
    const std::string written = WriteProgram(program, style);
    const bool mutated = random.Percent(options_.mutate_share);
    const Case test = MakeCase(mutated ? differential::MutateOneToken(written, Dialect::kDatalog, random) : written,
                               Dialect::kDatalog);
    const std::string label = fmt::format("seed {}", seed);
    const auto formatting_problem = [](const std::string& source) {
      return differential::FormattingProblem(source, Dialect::kDatalog);
    };
    if (!Holds(label, test.source, formatting_problem) || !Holds(label, test.source, FixProblem)) return false;
    features_.CountSource(test.source);
    std::string image_problem;
    const ReferenceRun expected = differential::RunReference(test, [&](const sema::CheckedProgram& checked) {
      coverage_.CountProgram(checked);
      image_problem = differential::Engines::ImageProblem(checked);
    });
    if (!image_problem.empty()) {
      fmt::print("{}: the image is refused: {}\n---- program\n{}", label, image_problem, test.source);
      return false;
    }
    if (expected.result) coverage_.CountResult(*expected.result);
    tally_.programs.Add(expected, mutated);
    if (!expected.result) return true;
    if (engines_.FindDisagreement(test, *expected.result)) {
      engines_.Report(label, test);
      return false;
    }
    if (!expected.compiled || !random.Percent(options_.property_share)) return true;
    if (!mutated && expected.result->success && !CheckStyles(label, program, style, seed, *expected.result)) {
      return false;
    }
    return CheckTranslations(label, test.source, Dialect::kDatalog, tally_.from_clauses) &&
           CheckTranslations(label + ", of statements",
                             differential::GenerateProgram(seed, {.declarative = random.Percent(90)}).Text(),
                             Dialect::kByteLogic, tally_.from_statements);
  }

  // Spellings, conventions and orders that change no answer.
  auto CheckStyles(const std::string& label, const Program& program, const Style& style, std::uint64_t seed,
                   const Result& expected) -> bool {
    struct Variant {
      const char* name;
      Style style;
    };
    Style plain{.souffle = style.souffle};
    Style shuffled{.souffle = style.souffle, .permutation = seed + 1};
    Style other{.souffle = !style.souffle, .spelling = seed + 2};
    Style macros{.souffle = style.souffle, .spelling = seed + 3, .macros = true};
    const Variant variants[] = {{"the plain spelling", plain},
                                {"another order", shuffled},
                                {"the other convention", other},
                                {"macros", macros}};
    for (const Variant& variant : variants) {
      const std::string source = WriteProgram(program, variant.style);
      const Case test = MakeCase(source, Dialect::kDatalog);
      const ReferenceRun run = RunReference(test);
      if (!run.result) continue;
      ++tally_.rewritten;
      if (AnswersOf(*run.result) == AnswersOf(expected)) continue;
      // What fails may fail first where goals stand in another order; and a variable of a negated conjunction that
      // only a recursive goal or one with a scope of its own binds may be bound by either first.
      const bool may_fail = run.compiled || AnswersOf(*run.result) == "E207\n";
      if (variant.style.permutation != 0 && may_fail && !run.result->success) continue;
      fmt::print("{}: {}: another answer\n---- program\n{}---- as first written\n{}---- answers\n{}---- now\n{}", label,
                 variant.name, source, WriteProgram(program, style), differential::Describe(expected),
                 differential::Describe(*run.result));
      return false;
    }
    return true;
  }

  static auto CheckTranslations(const std::string& label, const std::string& source, Dialect dialect,
                                TranslationCounts& counts) -> bool {
    return Holds(
        label, source, [&](const std::string& text) { return TranslationProblem(text, dialect, counts); }, 1'000);
  }

  void Summarize() {
    fmt::print("{} spelled otherwise; {} translations of them, and {} of programs of statements\n", tally_.rewritten,
               tally_.from_clauses.translations, tally_.from_statements.translations);
    for (const auto& [code, count] : tally_.from_statements.no_form) {
      fmt::print("{} programs of statements have no Datalog form: {}\n", count, code);
    }
    if (options_.report) fmt::print("{}{}", features_.Report(), coverage_.Report());
    if (engines_.empty()) fmt::print("no engine is built: the reference ran alone\n");
  }

  differential::DriverOptions options_;
  Tally tally_;
  Features features_;
  differential::Coverage coverage_;
  differential::Engines engines_;
};

}  // namespace
}  // namespace bytelogic::datalog_test

auto main(int argument_count, char** arguments) -> int {
  using namespace bytelogic;
  differential::DriverOptions options{.property_share = 30};
  CLI::App app("Tests the Datalog dialect on random programs.");
  differential::AddOptions(app, options);
  bool with_clingo = false;
  std::string file;
  app.add_flag("--clingo", with_clingo, "hold the engine against clingo");
  app.add_option("--file", file, "with --clingo: ask both about the program in this file");
  CLI11_PARSE(app, argument_count, arguments);
  if (options.print >= 0) {
    const auto seed = static_cast<std::uint64_t>(options.print);
    differential::Random random(seed ^ 0xDA7A'106);
    const datalog_test::Program program = datalog_test::GenerateProgram(seed, {});
    fmt::print("{}", datalog_test::WriteProgram(program, datalog_test::StyleOf(seed, random)));
    return 0;
  }
  if (with_clingo) {
    return datalog_test::CheckWithClingo({.count = options.count, .seed = options.seed, .file = file});
  }
  return datalog_test::Driver(options).Run();
}
