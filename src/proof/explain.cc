#include "bytelogic/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/large_stack.h"
#include "diagnostics/diagnostics.h"
#include "diagnostics/messages.h"
#include "engine/access.h"
#include "engine/compiled.h"
#include "engine/source_run.h"
#include "proof/describe.h"
#include "proof/goal.h"
#include "proof/prover.h"
#include "proof/sandbox_functions.h"
#include "proof/why_not.h"

namespace bytelogic {
namespace proof {
namespace {

class Explainer {
 public:
  Explainer(Engine& engine, const Facts& facts, const ExplainOptions& options, Explanation& result)
      : engine_(engine), facts_(facts), options_(options), result_(result) {}

  void Explain(std::string_view source, std::string_view goal_text) {
    auto goal = ParseGoal(goal_text);
    if (!goal) {
      diagnostics_.ReportGlobal(DiagnosticKind::kUnexpectedWord, goal.error(),
                                "a goal is a tuple, such as: ancestor alice ?");
      result_.diagnostics = diagnostics_.ToPublic({});
      return;
    }
    result_.goal = goal->Text();
    result_.why_not = options_.why_not;
    engine::Trace trace;
    const engine::SourceRun run = engine::RunSource(engine_, source, facts_, options_.run, &trace);
    // The goal is the query.
    std::ranges::copy_if(run.result.diagnostics, std::back_inserter(result_.diagnostics),
                         [](const Diagnostic& each) { return each.code != "W101" && each.code != "W102"; });
    if (!run.result.success) return;
    if (const std::optional<std::uint32_t> relation =
            FindRelation(*engine::Access::CompiledOf(*run.program).checked, *goal)) {
      OnLargeStack([&](const char* stack_limit) { Search(run, trace, *goal, *relation, stack_limit); });
    }
    result_.success = !diagnostics_.has_errors();
    std::vector<Diagnostic> mine = diagnostics_.ToPublic(source);
    std::ranges::move(mine, std::back_inserter(result_.diagnostics));
  }

 private:
  auto FindRelation(const sema::CheckedProgram& program, const Goal& goal) -> std::optional<std::uint32_t> {
    std::vector<std::string_view> names;
    for (const sema::Relation& relation : program.relations) names.push_back(relation.name);
    const auto at = std::ranges::find(names, goal.relation);
    if (at == names.end()) {
      const std::string_view nearest = NearestName(goal.relation, names);
      diagnostics_.ReportGlobal(
          DiagnosticKind::kUndefinedRelation,
          "the goal is about relation " + goal.relation + ", which the program does not declare",
          nearest.empty() ? "name a relation of the program" : "did you mean " + std::string(nearest) + "?");
      return std::nullopt;
    }
    const auto relation = static_cast<std::uint32_t>(at - names.begin());
    const std::size_t arity = program.relations[relation].columns.size();
    if (arity != goal.arguments.size()) {
      const auto count = [](std::size_t number, const char* what) {
        return std::to_string(number) + what + (number == 1 ? "" : "s");
      };
      diagnostics_.ReportGlobal(DiagnosticKind::kArity,
                                "the goal has " + count(goal.arguments.size(), " argument") + ", relation " +
                                    goal.relation + " has " + count(arity, " column"),
                                "write one argument for each column, ? where anything may stand");
      return std::nullopt;
    }
    return relation;
  }

  void Search(const engine::SourceRun& run, const engine::Trace& trace, const Goal& goal, std::uint32_t relation,
              const char* stack_limit) {
    const double end = run.start + static_cast<double>(options_.run.limits.time_us);
    ContextOptions options{.limits = options_.run.limits, .stack_limit = stack_limit};
    options.expired = [this, end] {
      const bool cancelled = options_.run.cancelled != nullptr && *options_.run.cancelled;
      return cancelled || engine::TimeOf(engine_) >= end;
    };
    options.apply_builtin = SandboxFunctions(engine_, options_.run);
    Context context(engine::Access::CompiledOf(*run.program), trace, std::move(options));
    SearchIn(context, goal, relation);
    (void)context.Spend(0);  // the store may have given up last
    ReportExhausted(context);
  }

  void SearchIn(Context& context, const Goal& goal, std::uint32_t relation) {
    const std::optional<TupleId> tuple = FirstMatch(context, goal, relation);
    result_.holds = tuple.has_value();
    Describer describer(context, facts_, options_);
    if (tuple && !options_.why_not) {
      Prover prover(context, {.proofs = std::max<std::size_t>(options_.proofs, 1), .rows = options_.rows});
      for (const ProofTree& tree : prover.Prove(*tuple)) result_.proofs.push_back(describer.Describe(tree));
      if (result_.proofs.empty() && context.exhausted() == Exhausted::kNothing) {
        diagnostics_.ReportGlobal(DiagnosticKind::kBrokenModule,
                                  "no proof is found for a tuple that holds: " + result_.goal,
                                  "the program is not at fault: report it");
      }
    }
    if (!tuple) {
      result_.better = BetterTuple(context, goal, relation);
      if (result_.better.empty()) result_.nearest = NearestTuples(context, goal, relation);
      if (options_.why_not) result_.failures = FindFailures(context, describer, goal, relation);
    }
  }

  // The first in the order of outputs; counts all.
  auto FirstMatch(Context& context, const Goal& goal, std::uint32_t relation) -> std::optional<TupleId> {
    std::vector<std::uint32_t> columns;
    std::vector<Cell> key;
    for (std::uint32_t i = 0; i < goal.arguments.size(); ++i) {
      if (!goal.arguments[i].is_value) continue;
      columns.push_back(i);
      key.push_back(context.store().CellOf(goal.arguments[i].value));
    }
    const RowIndex& rows = context.IndexOn(relation, columns);
    const std::uint32_t count = context.store().Relation(relation).row_count;
    std::optional<TupleId> first;
    std::vector<Value> first_values;
    for (std::uint32_t row = rows.First(key); row != kNoRow && context.Spend(1); row = rows.Next(row, key)) {
      const TupleId tuple{relation, row};
      if (!SameWhereNamedSo(goal, context.store().Row(tuple)) || !context.IsKept(tuple, count)) continue;
      ++result_.matching;
      std::vector<Value> values = context.store().ValuesOf(tuple);
      if (first && !reference::TupleLess()(values, first_values)) continue;
      first = tuple;
      first_values = std::move(values);
    }
    return first;
  }

  // A variable that occurs twice stands for one value.
  static auto SameWhereNamedSo(const Goal& goal, std::span<const Cell> cells) -> bool {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (goal.arguments[i].variable.empty()) continue;
      for (std::size_t k = 0; k < i; ++k) {
        if (goal.arguments[k].variable == goal.arguments[i].variable && cells[k] != cells[i]) return false;
      }
    }
    return true;
  }

  void ReportExhausted(Context& context) {
    if (context.exhausted() == Exhausted::kNothing) return;
    result_.proofs.clear();
    result_.failures.clear();
    const bool steps = context.exhausted() == Exhausted::kSteps;
    if (!steps && options_.run.cancelled != nullptr && *options_.run.cancelled) {
      Message cancelled = messages::kCancelled();
      cancelled.words += messages::kWhileExplaining({result_.goal});
      diagnostics_.ReportGlobal(std::move(cancelled));
      return;
    }
    Message message = steps ? messages::kOutOfFuel() : messages::kOutOfTime();
    message.words += messages::kWhileExplaining({result_.goal});
    diagnostics_.ReportGlobal(std::move(message),
                              steps ? fmt::format("raise the limit: --limit fuel={}", options_.run.limits.fuel * 2)
                                    : "raise the limit `time`");
  }

  Engine& engine_;
  const Facts& facts_;
  const ExplainOptions& options_;
  Explanation& result_;
  Diagnostics diagnostics_;
};

}  // namespace
}  // namespace proof

auto Explanation::EndedByLimit() const -> bool {
  return std::ranges::any_of(diagnostics, [](const Diagnostic& one) { return IsLimit(one); });
}

auto Explain(Engine& engine, std::string_view source, std::string_view goal, const Facts& facts,
             const ExplainOptions& options) -> Explanation {
  Explanation result;
  proof::Explainer(engine, facts, options, result).Explain(source, goal);
  return result;
}

}  // namespace bytelogic
