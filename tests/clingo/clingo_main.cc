// Random programs through the engine and through clingo, relation by relation: a second opinion from outside.
//
//   clingo_test --count 5000 --seed 1
//
// Options: --count N, --seed S, --batch N (programs for one run of clingo), --print N (prints the program of a seed and
// its rules for clingo), --file F (asks both about the program in F). Exits with 1 where there is a difference, which
// it prints, shrunk; with 77, which CTest takes for skipped, where clingo is not installed.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "bytelogic/engine.h"
#include "clingo.h"
#include "opinions.h"
#include "random_program.h"
#include "runners.h"
#include "shrink.h"
#include "support/test_clock.h"

namespace bytelogic::clingo {
namespace {

constexpr int kSkipped = 77;

struct Options {
  std::uint64_t count = 300;
  std::uint64_t seed = 1;
  std::uint64_t batch = 250;
  std::int64_t print = -1;
  std::string file;
};

// How many of the programs that were compared have what.
struct Tally {
  std::uint64_t programs = 0;
  std::uint64_t compared = 0;
  std::uint64_t not_compiled = 0;
  std::uint64_t with_answer = 0;
  std::uint64_t negation = 0;
  std::uint64_t recursion = 0;
  std::uint64_t aggregate = 0;
  std::uint64_t aggregate_query = 0;
  std::uint64_t best_of = 0;
  std::uint64_t recursive_best_of = 0;
  std::uint64_t constraint = 0;
  std::uint64_t arithmetic = 0;
  std::uint64_t range = 0;
  std::map<std::string, std::uint64_t> left_out;  // by the beginning of the reason
};

class Driver {
 public:
  explicit Driver(const Options& options) : options_(options) {}

  auto Run() -> int {
    for (std::uint64_t done = 0; done < options_.count; done += options_.batch) {
      if (!RunBatch(options_.seed + done, std::min(options_.batch, options_.count - done))) return 1;
    }
    return Summarize() ? 0 : 1;
  }

  auto RunFile() -> int {
    std::ifstream file(options_.file);
    const std::string source{std::istreambuf_iterator<char>(file), {}};
    const Inquiry inquiry = Prepare(engine_, source, "");
    std::printf("%s\n", inquiry.translation ? inquiry.translation->rules.c_str() : inquiry.why_not.c_str());
    const std::string difference = DifferenceAlone(source);
    std::printf("%s", difference.empty() ? "no difference\n" : difference.c_str());
    return difference.empty() ? 0 : 1;
  }

  auto Print() -> int {
    const std::string source = RandomProgram(static_cast<std::uint64_t>(options_.print));
    const Inquiry inquiry = Prepare(engine_, source, "");
    std::printf("%s\n---- the engine\n%s\n---- for clingo\n%s\n", source.c_str(), inquiry.result.Text().c_str(),
                inquiry.translation ? inquiry.translation->rules.c_str() : inquiry.why_not.c_str());
    return 0;
  }

 private:
  // One run of clingo for many programs, whose predicates have prefixes of their own.
  auto RunBatch(std::uint64_t first, std::uint64_t count) -> bool {
    std::vector<Inquiry> inquiries;
    std::string rules;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
      Inquiry inquiry = Prepare(engine_, RandomProgram(seed), "p" + std::to_string(seed) + "_");
      Count(inquiry, seed);
      if (!inquiry.translation) continue;
      rules += inquiry.translation->rules;
      inquiries.push_back(std::move(inquiry));
    }
    std::string failure;
    const auto model = RunClingo(rules, 6'000, failure);
    if (!model) {
      std::printf("seeds %llu to %llu: %s\n", static_cast<unsigned long long>(first),
                  static_cast<unsigned long long>(first + count - 1), failure.c_str());
      return false;
    }
    for (const Inquiry& inquiry : inquiries) {
      const std::string difference = Difference(inquiry, *model);
      if (difference.empty()) continue;
      Report(inquiry.source, difference);
      return false;
    }
    return true;
  }

  // What the two say otherwise of one program; empty too where they cannot both be asked.
  auto DifferenceAlone(const std::string& source) -> std::string {
    const Inquiry inquiry = Prepare(engine_, source, "");
    if (!inquiry.translation) return "";
    std::string failure;
    const auto model = RunClingo(inquiry.translation->rules, 5, failure);
    return model ? Difference(inquiry, *model) : "";
  }

  void Report(const std::string& source, const std::string& difference) {
    const std::string smaller = differential::Shrink(
        source, [this](const std::string& fewer) { return !DifferenceAlone(fewer).empty(); }, 600);
    const std::string rest = DifferenceAlone(smaller);
    std::printf("the engine and clingo disagree\n---- program\n%s---- difference\n%s---- shrunk\n%s---- difference\n%s",
                source.c_str(), difference.c_str(), smaller.c_str(), rest.c_str());
    const auto reference = differential::RunReference({.source = smaller}, [](const sema::CheckedProgram&) {});
    if (reference.result) std::printf("---- the reference says\n%s\n", reference.result->Text().c_str());
  }

  void Count(const Inquiry& inquiry, std::uint64_t seed) {
    ++tally_.programs;
    if (!inquiry.compiled) {
      ++tally_.not_compiled;
      std::printf("seed %llu does not compile: %s\n", static_cast<unsigned long long>(seed), inquiry.why_not.c_str());
    }
    if (!inquiry.translation) {
      ++tally_.left_out[inquiry.result.success ? inquiry.why_not : inquiry.why_not.substr(0, 4)];
      return;
    }
    ++tally_.compared;
    tally_.with_answer += HasAnswer(inquiry) ? 1 : 0;
    const Features& features = inquiry.translation->features;
    tally_.negation += features.negation ? 1 : 0;
    tally_.recursion += features.recursion ? 1 : 0;
    tally_.aggregate += features.aggregate ? 1 : 0;
    tally_.aggregate_query += features.aggregate_query ? 1 : 0;
    tally_.best_of += features.best_of ? 1 : 0;
    tally_.recursive_best_of += features.recursive_best_of ? 1 : 0;
    tally_.constraint += features.constraint ? 1 : 0;
    tally_.arithmetic += features.arithmetic ? 1 : 0;
    tally_.range += features.range ? 1 : 0;
  }

  // False where the programs show too little.
  auto Summarize() -> bool {
    const std::pair<const char*, std::uint64_t> parts[] = {
        {"answers that are not empty", tally_.with_answer},
        {"negation", tally_.negation},
        {"recursion", tally_.recursion},
        {"aggregates", tally_.aggregate},
        {"aggregates over queries", tally_.aggregate_query},
        {"best-of columns", tally_.best_of},
        {"best-of columns in recursion", tally_.recursive_best_of},
        {"constraints", tally_.constraint},
        {"arithmetic", tally_.arithmetic},
        {"ranges", tally_.range},
    };
    std::printf("%llu programs, %llu agreed upon; with", static_cast<unsigned long long>(tally_.programs),
                static_cast<unsigned long long>(tally_.compared));
    for (const auto& [name, count] : parts) std::printf(" %s %llu,", name, static_cast<unsigned long long>(count));
    std::printf("\nleft out:");
    for (const auto& [why, count] : tally_.left_out) {
      std::printf(" %llu (%s)", static_cast<unsigned long long>(count), why.c_str());
    }
    std::printf("\n");
    if (tally_.programs < 100) return true;
    const std::uint64_t third = tally_.programs / 3;
    const bool enough = tally_.with_answer > third && tally_.negation > third && tally_.recursion > third &&
                        tally_.aggregate > third && tally_.recursive_best_of > tally_.programs / 10;
    if (!enough) std::printf("too few of the programs show what they should: the generator is of little use\n");
    if (tally_.not_compiled > 0) std::printf("programs that do not compile: the generator is wrong\n");
    return enough && tally_.not_compiled == 0;
  }

  Options options_;
  Tally tally_;
  Engine engine_{{.clock = StoppedClock()}};
};

}  // namespace
}  // namespace bytelogic::clingo

auto main(int argument_count, char** arguments) -> int {
  bytelogic::clingo::Options options;
  CLI::App app("Holds the engine against clingo on random programs.");
  app.add_option("--count", options.count, "how many programs");
  app.add_option("--seed", options.seed, "seed of the first program");
  app.add_option("--batch", options.batch, "how many programs one run of clingo takes");
  app.add_option("--print", options.print, "print the program of this seed, and do nothing else");
  app.add_option("--file", options.file, "ask both about the program in this file, and show what clingo is asked");
  CLI11_PARSE(app, argument_count, arguments);
  bytelogic::clingo::Driver driver(options);
  if (options.print >= 0) return driver.Print();
  if (!bytelogic::clingo::ClingoIsInstalled()) {
    std::printf("clingo is not installed (Debian: gringo): skipped\n");
    return bytelogic::clingo::kSkipped;
  }
  return options.file.empty() ? driver.Run() : driver.RunFile();
}
