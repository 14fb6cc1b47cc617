#include "compare.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <tuple>
#include <vector>

namespace bytelogic::differential {
namespace {

auto ShowValue(const Value& value) -> std::string {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
  if (const auto* text = std::get_if<std::string>(&value)) return "\"" + *text + "\"";
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.17gf", std::get<double>(value));
  return buffer;
}

auto ShowRow(const std::vector<Value>& row) -> std::string {
  std::string text = "(";
  for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : ", ") + ShowValue(row[i]);
  return text + ")";
}

auto Same(const Value& expected, const Value& actual) -> bool {
  if (expected == actual) return true;
  const auto* left = std::get_if<double>(&expected);
  const auto* right = std::get_if<double>(&actual);
  if (left == nullptr || right == nullptr) return false;
  return std::fabs(*left - *right) <= 1e-14 * std::max(std::fabs(*left), std::fabs(*right));
}

auto SameRow(const std::vector<Value>& expected, const std::vector<Value>& actual) -> bool {
  return std::equal(expected.begin(), expected.end(), actual.begin(), actual.end(), Same);
}

auto SameOutput(const Output& expected, const Output& actual) -> bool {
  return expected.kind == actual.kind && expected.text == actual.text && expected.relation == actual.relation &&
         expected.columns == actual.columns && expected.truth == actual.truth && Same(expected.value, actual.value) &&
         std::equal(expected.rows.begin(), expected.rows.end(), actual.rows.begin(), actual.rows.end(), SameRow);
}

auto SameViolation(const Violation& expected, const Violation& actual) -> bool {
  return expected.constraint == actual.constraint && expected.count == actual.count &&
         expected.variables == actual.variables &&
         std::equal(expected.witnesses.begin(), expected.witnesses.end(), actual.witnesses.begin(),
                    actual.witnesses.end(), SameRow);
}

auto ShowViolation(const Violation& violation) -> std::string {
  std::string text = violation.constraint + " violated by " + std::to_string(violation.count) + ":";
  for (const auto& row : violation.witnesses) text += " " + ShowRow(row);
  return text;
}

auto ShowAnswer(const Output& output) -> std::string {
  if (output.kind == Output::Kind::kTruth) return output.truth ? "true" : "false";
  if (output.kind == Output::Kind::kValue) return ShowValue(output.value);
  std::string text = std::to_string(output.rows.size()) + " rows";
  for (const auto& row : output.rows) text += " " + ShowRow(row);
  return text;
}

using CodeAndPlace = std::tuple<std::string, std::uint32_t, std::uint32_t, std::uint32_t>;

auto CodesAndPlaces(const Result& result) -> std::vector<CodeAndPlace> {
  std::vector<CodeAndPlace> all;
  for (const Diagnostic& diagnostic : result.diagnostics) {
    // How far a run came when a limit ended it depends on the order of its work, which is the engine's own.
    const bool limit = diagnostic.code.starts_with("R3") && diagnostic.code != "R302";
    if (limit) {
      all.emplace_back(diagnostic.code, 0, 0, 0);
      continue;
    }
    all.emplace_back(diagnostic.code, diagnostic.line, diagnostic.column, diagnostic.length);
  }
  std::sort(all.begin(), all.end());
  return all;
}

// Ended by a limit that the reference does not have.
auto EndedByOtherLimit(const Result& result) -> bool {
  return std::any_of(result.diagnostics.begin(), result.diagnostics.end(), [](const Diagnostic& diagnostic) {
    return diagnostic.code == "R303" || diagnostic.code == "R304" || diagnostic.code == "R309";
  });
}

}  // namespace

auto Describe(const Result& result) -> std::string {
  std::string text = result.success ? "  success\n" : "  failure\n";
  for (const Output& output : result.outputs) text += "  " + output.text + ": " + ShowAnswer(output) + "\n";
  for (const Violation& violation : result.violations) text += "  " + ShowViolation(violation) + "\n";
  for (const Diagnostic& diagnostic : result.diagnostics) {
    text += "  " + diagnostic.code + " at " + std::to_string(diagnostic.line) + ":" +
            std::to_string(diagnostic.column) + "+" + std::to_string(diagnostic.length) + " " + diagnostic.message +
            "\n";
  }
  for (const auto& [relation, count] : result.statistics.tuples) {
    text += "  " + std::to_string(count) + " tuples in " + relation + "\n";
  }
  return text;
}

auto DescribeAnswers(const Result& result) -> std::string {
  std::string text;
  for (const Output& output : result.outputs) text += ShowAnswer(output) + "\n";
  return text;
}

auto Difference(const Result& expected, const Result& actual) -> std::string {
  if (EndedByOtherLimit(actual)) return {};
  if (expected.success != actual.success) return "one succeeded, the other failed";
  if (expected.outputs.size() != actual.outputs.size()) return "another number of outputs";
  for (std::size_t i = 0; i < expected.outputs.size(); ++i) {
    if (!SameOutput(expected.outputs[i], actual.outputs[i])) {
      return "output " + std::to_string(i + 1) + ", " + expected.outputs[i].text;
    }
  }
  if (!std::equal(expected.violations.begin(), expected.violations.end(), actual.violations.begin(),
                  actual.violations.end(), SameViolation)) {
    return "other violations";
  }
  if (CodesAndPlaces(expected) != CodesAndPlaces(actual)) return "other diagnostics";
  if (expected.success && expected.statistics.tuples != actual.statistics.tuples) return "other numbers of tuples";
  return {};
}

}  // namespace bytelogic::differential
