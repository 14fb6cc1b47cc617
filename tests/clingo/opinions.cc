#include "opinions.h"

#include <algorithm>
#include <utility>

#include "diagnostics/diagnostics.h"
#include "schema.h"
#include "sema/check.h"
#include "syntax/bytelogic/parser.h"

namespace bytelogic::clingo {
namespace {

using Row = std::vector<Value>;

constexpr std::uint64_t kMostRounds = 60;

// Numbers by value before symbols by code point, which are in the order of their bytes. There are no floats.
auto ValueBefore(const Value& left, const Value& right) -> bool {
  if (left.index() != right.index()) return left.index() < right.index();
  if (const auto* text = std::get_if<std::string>(&left)) return *text < std::get<std::string>(right);
  return std::get<std::int64_t>(left) < std::get<std::int64_t>(right);
}

auto Sorted(std::vector<Row> rows) -> std::vector<Row> {
  std::sort(rows.begin(), rows.end(), [](const Row& left, const Row& right) {
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(), ValueBefore);
  });
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

auto RowsOf(const Model& model, const std::string& predicate) -> std::vector<Row> {
  const auto found = model.find(predicate);
  return found == model.end() ? std::vector<Row>() : Sorted(found->second);
}

auto RowsText(const std::vector<Row>& rows) -> std::string {
  std::string text;
  for (const Row& row : rows) {
    if (!text.empty()) text += ", ";
    for (const Value& value : row) text += (&value == row.data() ? "" : " ") + ToText(value);
    if (row.empty()) text += "()";
  }
  return rows.empty() ? "none" : text;
}

// The answer to a question, as section 6 of the language says.
auto Answer(const Model& model, const Question& question) -> std::vector<Row> {
  std::vector<Row> answer;
  for (const Row& tuple : RowsOf(model, question.predicate)) {
    Row row;
    bool matches = true;
    for (std::size_t i = 0; i < tuple.size(); ++i) {
      const std::optional<Value>& constant = question.pattern[i];
      if (!constant) row.push_back(tuple[i]);
      if (constant && *constant != tuple[i]) matches = false;
    }
    if (matches) answer.push_back(std::move(row));
  }
  return Sorted(std::move(answer));
}

auto Compare(const std::string& what, const std::vector<Row>& engine, const std::vector<Row>& clingo) -> std::string {
  if (engine == clingo) return "";
  return what + "\n  engine: " + RowsText(engine) + "\n  clingo: " + RowsText(clingo) + "\n";
}

auto CompareConstraint(const std::string& name, const std::string& predicate, const Result& result, const Model& model)
    -> std::string {
  std::vector<Row> engine;
  std::uint64_t count = 0;
  for (const Violation& violation : result.violations) {
    if (violation.constraint != name) continue;
    engine = violation.witnesses;
    count = violation.count;
  }
  std::vector<Row> clingo = RowsOf(model, predicate);
  const std::uint64_t clingo_count = clingo.size();
  if (clingo.size() > 10) clingo.resize(10);
  const std::string what = "constraint " + name + ": " + std::to_string(count) + " witnesses by the engine, " +
                           std::to_string(clingo_count) + " by clingo";
  if (engine == clingo && count != clingo_count) return what + "\n";
  return Compare(what, engine, clingo);
}

}  // namespace

auto Prepare(Engine& engine, const std::string& source, const std::string& prefix) -> Inquiry {
  Inquiry inquiry{.source = source};
  RunOptions options;
  options.limits.fuel = kMostBindings * kLeastFuelOfBinding;
  options.limits.output_bytes = 16'000'000;
  inquiry.result = engine.Run(source, {}, options);

  Diagnostics diagnostics;
  const syntax::Ast ast = syntax::ParseProgram(source, diagnostics);
  std::optional<sema::CheckedProgram> program;
  if (!diagnostics.has_errors()) program = sema::Check(ast, {}, options.limits, diagnostics);
  inquiry.compiled = program.has_value() && !diagnostics.has_errors();
  if (!inquiry.result.success) {
    inquiry.why_not = inquiry.result.Text();
    return inquiry;
  }
  if (inquiry.result.statistics.rounds >= kMostRounds) {
    inquiry.why_not = "more rounds than are written out";
    return inquiry;
  }
  // The last round of each stratum changes nothing; so all rounds of the run are enough for any of its strata.
  inquiry.translation = Translate(*program, prefix, inquiry.result.statistics.rounds + 1, inquiry.why_not);
  return inquiry;
}

auto Difference(const Inquiry& inquiry, const Model& model) -> std::string {
  std::string difference;
  const Translation& translation = *inquiry.translation;
  if (model.contains(translation.unsettled_predicate)) difference += "clingo needs more rounds than the engine\n";
  if (inquiry.result.outputs.size() != translation.questions.size()) return "another number of outputs\n";
  for (std::size_t i = 0; i < translation.questions.size(); ++i) {
    const Output& output = inquiry.result.outputs[i];
    std::vector<Row> engine = output.rows;
    if (output.kind == Output::Kind::kTruth) engine.resize(output.truth ? 1 : 0);
    difference += Compare(output.text, engine, Answer(model, translation.questions[i]));
  }
  for (const auto& [name, predicate] : translation.constraints) {
    difference += CompareConstraint(name, predicate, inquiry.result, model);
  }
  return difference;
}

auto HasAnswer(const Inquiry& inquiry) -> bool {
  const auto& outputs = inquiry.result.outputs;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (inquiry.translation->questions[i].derived && (outputs[i].truth || !outputs[i].rows.empty())) return true;
  }
  return false;
}

}  // namespace bytelogic::clingo
