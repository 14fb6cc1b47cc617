#include "clingo_check.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "../clingo/clingo.h"
#include "../differential/shrink.h"
#include "bytelogic/engine.h"
#include "diagnostics/diagnostics.h"
#include "dialect_features.h"
#include "generator.h"
#include "logic_rules.h"
#include "support/test_clock.h"
#include "syntax/datalog/parser.h"
#include "writer.h"

namespace bytelogic::datalog_test {
namespace {

constexpr int kSkipped = 77;

using Row = std::vector<Value>;

// Any order will do, as long as it is the same on both sides.
auto Sorted(std::vector<Row> rows) -> std::vector<std::string> {
  std::vector<std::string> lines;
  for (const Row& row : rows) {
    std::string line;
    for (const Value& value : row) line += (line.empty() ? "" : " ") + ToText(value);
    lines.push_back(row.empty() ? "()" : std::move(line));
  }
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  return lines;
}

auto Text(const std::vector<std::string>& lines) -> std::string {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : ", ") + line;
  return lines.empty() ? "none" : text;
}

struct Inquiry {
  std::string source;
  Result result;                      // of the engine
  std::optional<LogicProgram> logic;  // nothing: `why_not` says why
  std::string why_not;
  bool has_answer = false;
};

class Checker {
 public:
  explicit Checker(const ClingoOptions& options) : options_(options) {}

  auto Run() -> int {
    if (!clingo::ClingoIsInstalled()) {
      std::printf("clingo is not installed (Debian: gringo): skipped\n");
      return kSkipped;
    }
    if (!options_.file.empty()) return RunFile();
    for (std::uint64_t done = 0; done < options_.count; done += options_.batch) {
      if (!RunBatch(options_.seed + done, std::min(options_.batch, options_.count - done))) return 1;
    }
    return Summarize() ? 0 : 1;
  }

 private:
  auto RunFile() -> int {
    std::ifstream file(options_.file);
    const std::string source{std::istreambuf_iterator<char>(file), {}};
    const Inquiry inquiry = Prepare(source, "");
    std::printf("%s\n", inquiry.logic ? inquiry.logic->rules.c_str() : inquiry.why_not.c_str());
    const std::string difference = DifferenceAlone(source);
    std::printf("%s", difference.empty() ? "no difference\n" : difference.c_str());
    return difference.empty() ? 0 : 1;
  }

  auto Prepare(const std::string& source, const std::string& prefix) -> Inquiry {
    Inquiry inquiry{.source = source};
    RunOptions options{.dialect = Dialect::kDatalog};
    options.limits.fuel = 200'000;
    options.limits.output_bytes = 16'000'000;
    options.limits.time_us = 60'000'000;  // a busy machine is no difference
    inquiry.result = engine_.Run(source, {}, options);
    inquiry.why_not = inquiry.result.success ? "" : inquiry.result.Text();
    if (!inquiry.result.success) return inquiry;
    Diagnostics diagnostics;
    const auto tree = syntax::datalog::ParseTree(source, diagnostics);
    if (!diagnostics.has_errors()) inquiry.logic = TranslateTree(tree, prefix, inquiry.why_not);
    for (const Output& output : inquiry.result.outputs) {
      inquiry.has_answer = inquiry.has_answer || output.truth || !output.rows.empty();
    }
    return inquiry;
  }

  // One run of clingo for many programs, whose predicates have prefixes of their own.
  auto RunBatch(std::uint64_t first, std::uint64_t count) -> bool {
    std::vector<Inquiry> inquiries;
    std::string rules;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
      const Style style{.souffle = seed % 2 == 0, .spelling = seed % 10 == 0 ? 0 : seed};
      const std::string source = WriteProgram(GenerateProgram(seed, {.logic = true}), style);
      Inquiry inquiry = Prepare(source, "p" + std::to_string(seed) + "_");
      ++programs_;
      if (!inquiry.logic) {
        ++left_out_[inquiry.result.success ? inquiry.why_not : inquiry.why_not.substr(0, 4)];
        continue;
      }
      ++compared_;
      with_answer_ += inquiry.has_answer ? 1 : 0;
      features_.CountSource(source);
      rules += inquiry.logic->rules;
      inquiries.push_back(std::move(inquiry));
    }
    std::string failure;
    const auto model = clingo::RunClingo(rules, 120, failure);
    for (const Inquiry& inquiry : inquiries) {
      // Where clingo fails, the program that it fails of is looked for.
      const std::string difference = model ? Difference(inquiry, *model) : DifferenceAlone(inquiry.source);
      if (difference.empty()) continue;
      Report(inquiry.source, difference);
      return false;
    }
    if (!model) {
      std::printf("seeds %llu to %llu: %s\n", static_cast<unsigned long long>(first),
                  static_cast<unsigned long long>(first + count - 1), failure.c_str());
    }
    return model.has_value();
  }

  static auto Difference(const Inquiry& inquiry, const clingo::Model& model) -> std::string {
    const auto& asked = inquiry.logic->asked;
    if (inquiry.result.outputs.size() != asked.size()) return "another number of outputs\n";
    std::string difference;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const Output& output = inquiry.result.outputs[i];
      const auto found = model.find(asked[i].predicate);
      const auto logic = Sorted(found == model.end() ? std::vector<Row>() : found->second);
      std::vector<Row> rows = output.rows;
      if (output.kind == Output::Kind::kTruth) rows.resize(output.truth ? 1 : 0);
      std::string expected = Text(logic);
      std::string actual = Text(Sorted(rows));
      if (asked[i].counts) {
        expected = std::to_string(logic.size());
        actual = ToText(output.value);
      }
      if (expected == actual) continue;
      difference += output.text + "\n  engine: " + actual + "\n  clingo: " + expected + "\n";
    }
    return difference;
  }

  // What the two say otherwise of one program; empty too where they cannot both be asked.
  auto DifferenceAlone(const std::string& source) -> std::string {
    const Inquiry inquiry = Prepare(source, "");
    if (!inquiry.logic) return "";
    std::string failure;
    const auto model = clingo::RunClingo(inquiry.logic->rules, 10, failure);
    return model ? Difference(inquiry, *model) : "clingo: " + failure + "\n";
  }

  void Report(const std::string& source, const std::string& difference) {
    const std::string kind = difference.substr(0, 6);
    const std::string smaller = differential::Shrink(
        source,
        [&](const std::string& fewer) {
          const std::string rest = DifferenceAlone(fewer);
          return !rest.empty() && (rest.substr(0, 6) == "clingo") == (kind == "clingo");
        },
        400);
    std::printf("the engine and clingo disagree\n---- program\n%s---- difference\n%s---- shrunk\n%s---- difference\n%s",
                source.c_str(), difference.c_str(), smaller.c_str(), DifferenceAlone(smaller).c_str());
  }

  // False where the programs show too little.
  auto Summarize() -> bool {
    std::printf("%llu programs, %llu agreed upon, %llu of them with answers that are not empty\nleft out:",
                static_cast<unsigned long long>(programs_), static_cast<unsigned long long>(compared_),
                static_cast<unsigned long long>(with_answer_));
    for (const auto& [why, count] : left_out_) {
      std::printf(" %llu (%s)", static_cast<unsigned long long>(count), why.c_str());
    }
    std::printf("\n%s", features_.Report().c_str());
    const bool enough = programs_ < 100 || with_answer_ > programs_ / 3;
    if (!enough) std::printf("too few of the programs show what they should: the generator is of little use\n");
    return enough;
  }

  const ClingoOptions& options_;
  Engine engine_{{.clock = StoppedClock()}};
  std::uint64_t programs_ = 0;
  std::uint64_t compared_ = 0;
  std::uint64_t with_answer_ = 0;
  std::map<std::string, std::uint64_t> left_out_;  // by the beginning of the reason
  Features features_;
};

}  // namespace

auto CheckWithClingo(const ClingoOptions& options) -> int { return Checker(options).Run(); }

}  // namespace bytelogic::datalog_test
