// Random programs of the Datalog dialect: through the reference and every engine, spelled otherwise, formatted,
// translated, and with one token changed.
//
//   datalog_test --count 2000 --seed 1
//
// Options: --count N, --seed S, --mutate-share P (percent of programs with one token changed), --property-share P
// (percent that are also written otherwise and translated), --report (coverage), --print N (prints the program of a
// seed), --differences K (goes on until there are K). Exits with 1 where there is a difference, which it prints.
//
//   datalog_test --clingo --count 2000 --seed 1
//
// The same number of programs of another kind through the engine and through clingo; --file F asks both about your own.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "../differential/compare.h"
#include "../differential/coverage.h"
#include "../differential/engines.h"
#include "../differential/generator.h"
#include "../differential/random.h"
#include "../differential/runners.h"
#include "../differential/shrink.h"
#include "clingo_check.h"
#include "dialect_features.h"
#include "generator.h"
#include "mutate.h"
#include "properties.h"
#include "writer.h"

namespace bytelogic::datalog_test {
namespace {

using differential::Case;
using differential::ReferenceRun;

struct Options {
  std::uint64_t count = 1'000;
  std::uint64_t seed = 1;
  int mutate_share = 30;
  int property_share = 30;
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
  std::uint64_t mutated_with_errors = 0;
  std::uint64_t gave_up = 0;
  std::uint64_t rewritten = 0;
  std::uint64_t translated = 0;  // either way
  std::map<std::string, std::uint64_t> no_form;
};

auto StyleOf(std::uint64_t seed, differential::Random& random) -> Style {
  Style style{.souffle = random.Percent(50)};
  style.spelling = random.Percent(10) ? 0 : seed + 1;
  style.macros = random.Percent(10);
  return style;
}

auto MakeCase(std::string source, Dialect dialect) -> Case {
  Case test{.source = std::move(source), .dialect = dialect};
  test.limits.time_us = 60'000'000;  // a busy machine is no difference
  test.limits.tuples = 20'000;
  return test;
}

auto RunReference(const Case& test) -> ReferenceRun {
  return differential::RunReference(test, [](const sema::CheckedProgram&) {});
}

auto HasAnswer(const Result& result) -> bool {
  for (const Output& output : result.outputs) {
    if (output.kind != Output::Kind::kRows || !output.rows.empty()) return true;
  }
  return false;
}

// What a program answers: its outputs without their questions, or the code of what went wrong. A value is a row, since
// a RESULT is one of the bindings of a question in Datalog.
auto AnswersOf(const Result& result) -> std::string {
  std::string text;
  for (const Output& output : result.outputs) {
    if (output.kind == Output::Kind::kTruth) text += output.truth ? "true" : "false";
    if (output.kind == Output::Kind::kValue) text += ToText(output.value) + ";";
    for (const auto& row : output.rows) {
      for (const Value& value : row) text += ToText(value) + (&value == &row.back() ? ";" : " ");
    }
    text += "\n";
  }
  for (const Diagnostic& diagnostic : result.diagnostics) {
    if (!result.success && diagnostic.severity == Severity::kError) return diagnostic.code + "\n";
  }
  return text;
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
    differential::Random random(seed ^ 0xDA7A'106);
    const Program program = GenerateProgram(seed, {});
    const Style style = StyleOf(seed, random);
    const std::string written = WriteProgram(program, style);
    const bool mutated = random.Percent(options_.mutate_share);
    const Case test = MakeCase(mutated ? datalog_test::MutateOneToken(written, random) : written, Dialect::kDatalog);
    const std::string label = "seed " + std::to_string(seed);
    if (!Holds(label, test.source, FormattingProblem) || !Holds(label, test.source, FixProblem)) return false;
    features_.CountSource(test.source);
    std::string image_problem;
    const ReferenceRun expected = differential::RunReference(test, [&](const sema::CheckedProgram& checked) {
      coverage_.CountProgram(checked);
      image_problem = differential::Engines::ImageProblem(checked);
    });
    if (!image_problem.empty()) {
      std::printf("%s: the image is refused: %s\n---- program\n%s", label.c_str(), image_problem.c_str(),
                  test.source.c_str());
      return false;
    }
    Count(expected, mutated);
    if (!expected.result) return true;
    if (engines_.FindDisagreement(test, *expected.result)) {
      engines_.Report(label, test);
      return false;
    }
    if (mutated || !expected.compiled || !random.Percent(options_.property_share)) return true;
    if (expected.result->success && !CheckStyles(label, program, style, seed, *expected.result)) return false;
    return CheckTranslation(label, test.source, *expected.result) && CheckRaising(seed);
  }

  void Count(const ReferenceRun& run, bool mutated) {
    if (run.result) coverage_.CountResult(*run.result);
    tally_.gave_up += run.result ? 0 : 1;
    if (mutated) {
      ++tally_.mutated;
      tally_.mutated_with_errors += run.compiled ? 0 : 1;
      return;
    }
    ++tally_.valid;
    if (!run.compiled || !run.result) return;
    ++tally_.compiled;
    if (!run.result->success) return;
    ++tally_.answered;
    tally_.not_empty += HasAnswer(*run.result) ? 1 : 0;
  }

  // `problem_of` says nothing of `source`; else that is printed, shrunk.
  static auto Holds(const std::string& label, const std::string& source,
                    const std::function<std::string(std::string_view)>& problem_of) -> bool {
    if (problem_of(source).empty()) return true;
    const std::string smaller =
        differential::Shrink(source, [&](const std::string& fewer) { return !problem_of(fewer).empty(); });
    std::printf("%s: %s\n---- program\n%s\n", label.c_str(), problem_of(smaller).c_str(), smaller.c_str());
    return false;
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
      // What fails may fail first where goals stand in another order; and the first goal that binds a variable of a
      // negated conjunction, which that then reads as well, may be a recursive one.
      const bool may_fail = run.compiled || AnswersOf(*run.result) == "E207\n";
      if (variant.style.permutation != 0 && may_fail && !run.result->success) continue;
      std::printf("%s: %s: another answer\n---- program\n%s---- as first written\n%s---- answers\n%s---- now\n%s",
                  label.c_str(), variant.name, source.c_str(), WriteProgram(program, style).c_str(),
                  differential::Describe(expected).c_str(), differential::Describe(*run.result).c_str());
      return false;
    }
    return true;
  }

  // As statements, and back again.
  auto CheckTranslation(const std::string& label, const std::string& source, const Result& expected) -> bool {
    const auto problem_of = [this](const std::string& program) { return TranslationProblem(program); };
    std::string problem = TranslationProblem(source);
    if (problem.empty()) return true;
    const std::string smaller = differential::Shrink(
        source, [&](const std::string& fewer) { return !problem_of(fewer).empty(); }, 1'000);
    std::printf("%s: %s\n---- program\n%s---- answers\n%s", label.c_str(), problem_of(smaller).c_str(), smaller.c_str(),
                smaller == source ? differential::Describe(expected).c_str() : "");
    return false;
  }

  auto TranslationProblem(const std::string& source) -> std::string {
    const ReferenceRun expected = RunReference(MakeCase(source, Dialect::kDatalog));
    if (!expected.compiled || !expected.result) return {};
    std::string why_not;
    const std::optional<std::string> statements = Translate(source, Dialect::kDatalog, why_not);
    if (!statements) return "no translation: " + why_not;
    const std::string problem = AnswerProblem("as statements", *statements, Dialect::kByteLogic, *expected.result);
    if (!problem.empty()) return problem;
    const std::optional<std::string> back = Translate(*statements, Dialect::kByteLogic, why_not);
    if (!back) return "no translation back: " + why_not + "\n" + *statements;
    return AnswerProblem("as statements and back", *back, Dialect::kDatalog, *expected.result);
  }

  auto AnswerProblem(const std::string& what, const std::string& source, Dialect dialect, const Result& expected)
      -> std::string {
    const ReferenceRun run = RunReference(MakeCase(source, dialect));
    if (!run.result) return {};
    ++tally_.translated;
    if (AnswersOf(*run.result) == AnswersOf(expected)) return {};
    return what + ": another answer\n" + differential::Describe(*run.result) + "---- instead of\n" +
           differential::Describe(expected) + "---- translation\n" + source;
  }

  // A random program of statements as Datalog.
  auto CheckRaising(std::uint64_t seed) -> bool {
    const std::string source = differential::GenerateProgram(seed, {}).Text();
    const std::string problem = RaisingProblem(source);
    if (problem.empty()) return true;
    const std::string smaller = differential::Shrink(
        source, [&](const std::string& fewer) { return !RaisingProblem(fewer).empty(); }, 1'000);
    std::printf("seed %llu, program of statements: %s\n---- program\n%s", static_cast<unsigned long long>(seed),
                RaisingProblem(smaller).c_str(), smaller.c_str());
    return false;
  }

  auto RaisingProblem(const std::string& source) -> std::string {
    std::string why_not;
    const ReferenceRun expected = RunReference(MakeCase(source, Dialect::kByteLogic));
    if (!expected.compiled || !expected.result) return {};
    const std::optional<std::string> clauses = Translate(source, Dialect::kByteLogic, why_not);
    if (!clauses) {
      ++tally_.no_form[why_not.substr(0, 4)];
      return why_not.starts_with("E109") ? std::string() : "no translation: " + why_not;
    }
    return AnswerProblem("as Datalog", *clauses, Dialect::kDatalog, *expected.result);
  }

  void Summarize() {
    const auto number = [](std::uint64_t value) { return static_cast<unsigned long long>(value); };
    std::printf(
        "%llu valid programs (%llu compiled, %llu answered, %llu with answers that are not empty), %llu mutated "
        "(%llu with errors), %llu spelled otherwise, %llu translations; the reference gave up on %llu\n",
        number(tally_.valid), number(tally_.compiled), number(tally_.answered), number(tally_.not_empty),
        number(tally_.mutated), number(tally_.mutated_with_errors), number(tally_.rewritten), number(tally_.translated),
        number(tally_.gave_up));
    for (const auto& [code, count] : tally_.no_form) {
      std::printf("%llu programs of statements have no Datalog form: %s\n", number(count), code.c_str());
    }
    if (options_.report) std::printf("%s%s", features_.Report().c_str(), coverage_.Report().c_str());
    if (engines_.empty()) std::printf("no engine is built: the reference ran alone\n");
  }

  Options options_;
  Tally tally_;
  Features features_;
  differential::Coverage coverage_;
  differential::Engines engines_;
};

}  // namespace
}  // namespace bytelogic::datalog_test

auto main(int argument_count, char** arguments) -> int {
  using namespace bytelogic;
  datalog_test::Options options;
  CLI::App app("Tests the Datalog dialect on random programs.");
  app.add_option("--count", options.count, "how many programs");
  app.add_option("--seed", options.seed, "seed of the first program");
  app.add_option("--mutate-share", options.mutate_share, "percent of programs with one token changed");
  app.add_option("--property-share", options.property_share, "percent that are also spelled otherwise and translated");
  app.add_option("--differences", options.differences, "stop after so many");
  app.add_flag("--report", options.report, "print what the programs covered");
  app.add_option("--print", options.print, "print the program of this seed, and do nothing else");
  bool with_clingo = false;
  std::string file;
  app.add_flag("--clingo", with_clingo, "hold the engine against clingo");
  app.add_option("--file", file, "with --clingo: ask both about the program in this file");
  CLI11_PARSE(app, argument_count, arguments);
  if (options.print >= 0) {
    const auto seed = static_cast<std::uint64_t>(options.print);
    differential::Random random(seed ^ 0xDA7A'106);
    const datalog_test::Program program = datalog_test::GenerateProgram(seed, {});
    std::printf("%s", datalog_test::WriteProgram(program, datalog_test::StyleOf(seed, random)).c_str());
    return 0;
  }
  if (with_clingo) {
    return datalog_test::CheckWithClingo({.count = options.count, .seed = options.seed, .file = file});
  }
  return datalog_test::Driver(options).Run();
}
