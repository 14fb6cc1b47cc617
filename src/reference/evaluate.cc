#include "reference/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "base/large_stack.h"
#include "base/utf8.h"
#include "reference/evaluator.h"

namespace bytelogic::reference {
namespace {

// The evaluator recurses as deep as the program does, so it gets a stack of its own; only what it touches is paid for.
constexpr std::size_t kStackBytes = std::size_t{256} << 20;

auto FindRelation(const sema::CheckedProgram& program, std::string_view name) -> sema::RelationId {
  const auto at = std::find_if(program.relations.begin(), program.relations.end(),
                               [name](const sema::Relation& relation) { return relation.name == name; });
  if (at == program.relations.end()) return {};
  return sema::RelationId{static_cast<std::uint32_t>(at - program.relations.begin())};
}

// `value` as the tuples of a column of `type` hold it; nothing where it does not fit.
auto FitColumn(const Value& value, sema::Type type) -> std::optional<Value> {
  const auto* number = std::get_if<double>(&value);
  if (number != nullptr && !std::isfinite(*number)) return std::nullopt;
  const Value normal = Normalize(value);
  switch (type) {
    case sema::Type::kNone:
      return std::nullopt;
    case sema::Type::kInt:
      return std::holds_alternative<std::int64_t>(normal) ? std::optional(normal) : std::nullopt;
    case sema::Type::kSymbol:
      return std::holds_alternative<std::string>(normal) ? std::optional(normal) : std::nullopt;
    case sema::Type::kFloat: {
      const auto as_float = ToFloat(normal);
      return as_float ? std::optional(Normalize(Value{*as_float})) : std::nullopt;
    }
    case sema::Type::kAny:
      return normal;
  }
  return std::nullopt;
}

struct HostTuple {
  sema::RelationId relation;
  Tuple values;
};

// Adds the tuples of one relation of the host to `tuples`; the error says why they do not fit.
auto FitFactTable(const sema::CheckedProgram& program, sema::RelationId relation, const FactTable& table,
                  std::vector<HostTuple>& tuples) -> Expected<void> {
  const auto& columns = program[relation].columns;
  if (table.arity() != columns.size()) return Fail(DiagnosticKind::kArity);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    HostTuple& tuple = tuples.emplace_back(relation);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      auto value = FitColumn(table.At(row, i), columns[i].type);
      if (!value) return Fail(DiagnosticKind::kValueDoesNotFit);
      const auto* text = std::get_if<std::string>(&*value);
      if (text != nullptr && FindInvalidUtf8(*text) != std::string_view::npos) return Fail(DiagnosticKind::kEncoding);
      tuple.values.push_back(*std::move(value));
    }
  }
  return {};
}

// All facts of the host, those that do not fit reported.
auto FitFacts(const sema::CheckedProgram& program, const Facts& facts, bool ignore_unknown, Diagnostics& diagnostics)
    -> std::vector<HostTuple> {
  std::vector<HostTuple> tuples;
  for (const auto& [name, table] : facts.tables()) {
    const sema::RelationId relation = FindRelation(program, name);
    Expected<void> fits = Fail(DiagnosticKind::kUndefinedRelation);
    if (relation.valid()) fits = FitFactTable(program, relation, table, tuples);
    if (fits || (!relation.valid() && ignore_unknown)) continue;
    diagnostics.ReportGlobal(fits.error(), fmt::format("{}: facts given for {}", TitleOf(fits.error()), name));
  }
  return tuples;
}

// What went wrong and where: what can be said about it is no part of the meaning of a program.
void ReportStop(const Stop& stop, Diagnostics& diagnostics) {
  if (stop.has_place) {
    diagnostics.Report(stop.kind, stop.range, TitleOf(stop.kind));
  } else {
    diagnostics.ReportGlobal(stop.kind, TitleOf(stop.kind));
  }
}

auto Run(const sema::CheckedProgram& program, std::string_view source, const Facts& facts, const Limits& limits,
         const ReferenceOptions& options, const char* stack_limit) -> std::optional<Result> {
  Diagnostics diagnostics;
  const WorkBounds bounds{.max_steps = options.max_steps, .stack_limit = stack_limit};
  Evaluator evaluator(program, source, limits, bounds, diagnostics);
  Outcome<void> done;
  const std::vector<HostTuple> tuples = FitFacts(program, facts, options.ignore_unknown_facts, diagnostics);
  if (!diagnostics.has_errors()) {
    for (const HostTuple& tuple : tuples) evaluator.AddHostTuple(tuple.relation, tuple.values);
    done = evaluator.RunActions();
    if (done) done = evaluator.CheckConstraints();
  }
  if (!done) {
    if (done.error().gave_up) return std::nullopt;
    ReportStop(done.error(), diagnostics);
  }
  Result result;
  result.success = !diagnostics.has_errors();
  if (result.success) {
    result.outputs = evaluator.TakeOutputs();
    result.violations = evaluator.TakeViolations();
  }
  if (result.success && result.outputs.empty() && !program.outputs.empty()) {
    diagnostics.ReportGlobal(DiagnosticKind::kNoOutput, TitleOf(DiagnosticKind::kNoOutput));
  }
  result.diagnostics = diagnostics.ToPublic(source);
  result.statistics.rounds = evaluator.rounds();
  for (std::uint32_t i = 0; i < program.relations.size(); ++i) {
    result.statistics.tuples.emplace_back(program.relations[i].name, evaluator.database()[sema::RelationId{i}].size());
  }
  return result;
}

}  // namespace

auto Evaluate(const sema::CheckedProgram& program, std::string_view source, const Facts& facts, const Limits& limits,
              const ReferenceOptions& options) -> std::optional<Result> {
  std::optional<Result> result;
  OnLargeStack([&](const char* stack_limit) { result = Run(program, source, facts, limits, options, stack_limit); },
               kStackBytes);
  return result;
}

}  // namespace bytelogic::reference
