#include "engine/compile.h"

#include <optional>
#include <utility>

#include "diagnostics/diagnostics.h"
#include "diagnostics/limit_message.h"
#include "engine/compiled.h"
#include "plan/builder.h"
#include "plan/image_writer.h"
#include "syntax/dialect.h"

namespace bytelogic {

Program::Program(std::unique_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
Program::~Program() = default;
auto Program::source() const -> const std::string& { return compiled_->source; }
auto Program::warnings() const -> const std::vector<Diagnostic>& { return compiled_->warnings; }

namespace engine {
namespace {

auto Failed(const Diagnostics& diagnostics, std::string_view source) -> CompileResult {
  return {nullptr, diagnostics.ToPublic(source)};
}

auto ToType(ColumnType type) -> sema::Type {
  switch (type) {
    case ColumnType::kInt:
      return sema::Type::kInt;
    case ColumnType::kFloat:
      return sema::Type::kFloat;
    case ColumnType::kSymbol:
      return sema::Type::kSymbol;
    case ColumnType::kAny:
      break;
  }
  return sema::Type::kAny;
}

}  // namespace

auto HostRelations(const Facts& facts) -> std::vector<sema::HostRelation> {
  std::vector<sema::HostRelation> relations;
  for (const auto& [name, table] : facts.tables()) {
    const std::vector<ColumnType> types = table.types();
    if (types.empty()) continue;
    sema::HostRelation& relation = relations.emplace_back();
    relation.name = name;
    for (const ColumnType type : types) relation.columns.push_back(ToType(type));
  }
  return relations;
}

auto CompileProgram(std::string_view source, Dialect dialect, std::span<const sema::HostRelation> host,
                    const Limits& limits, const Deadline& deadline, const Clock& clock, Statistics& statistics,
                    KeptProgram* keep) -> CompileResult {
  DeadlineInterruption interruption(deadline, clock);
  Diagnostics diagnostics(limits, &interruption);
  if (source.size() > limits.source_bytes) {
    ReportSourceLimit(source.size(), limits, diagnostics);
    return Failed(diagnostics, source);
  }
  const auto late = [&](const Stopwatch& stopwatch) {
    if (!deadline.Passed(stopwatch.last())) return false;
    ReportWorkStop(deadline.Cancelled() ? WorkStop::kCancelled : WorkStop::kTime, diagnostics);
    return true;
  };
  auto compiled = std::make_unique<Program::Compiled>();
  compiled->source = source;
  Stopwatch stopwatch(clock);

  syntax::Ast ast = syntax::Parse(compiled->source, dialect, diagnostics);
  statistics.parse_us = stopwatch.Lap();
  if (diagnostics.has_errors() || late(stopwatch)) return Failed(diagnostics, source);

  std::optional<sema::CheckedProgram> checked = sema::Check(ast, host, limits, diagnostics);
  statistics.check_us = stopwatch.Lap();
  if (!checked || diagnostics.has_errors() || late(stopwatch)) return Failed(diagnostics, source);

  plan::Plan plan = plan::BuildPlan(*checked, diagnostics);
  if (diagnostics.has_errors()) return Failed(diagnostics, source);
  compiled->image = plan::WriteImage(plan);
  statistics.plan_us = stopwatch.Lap();
  if (late(stopwatch)) return Failed(diagnostics, source);

  compiled->rule_count = checked->rules.size();
  compiled->work = diagnostics.work().used();
  compiled->memory = diagnostics.work().memory();
  for (const sema::Constraint& constraint : checked->constraints) {
    ConstraintShape& shape = compiled->shape.constraints.emplace_back();
    shape.name = constraint.name;
    for (const sema::VariableId witness : constraint.witnesses) {
      shape.variables.push_back(constraint.variables[witness.index].name);
    }
  }
  compiled->shape.strings = std::move(checked->strings);  // strings do not move with their deque
  compiled->shape.dialect = ast.dialect;
  // Relations may be named by text that the Ast made.
  if (ast.dialect == Dialect::kDatalog) compiled->shape.names = std::move(ast.decoded);
  compiled->shape.sites = std::move(plan.sites);
  if (keep != nullptr) {
    compiled->shape.relations = checked->relations;
    compiled->shape.outputs = checked->outputs;
    *keep = {std::move(ast), *std::move(checked)};
  } else {
    compiled->shape.relations = std::move(checked->relations);
    compiled->shape.outputs = std::move(checked->outputs);
  }
  if (!diagnostics.pending().empty()) compiled->warnings = diagnostics.ToPublic(source);
  CompileResult result;
  result.diagnostics = compiled->warnings;
  result.program = std::make_shared<const Program>(std::move(compiled));
  return result;
}

}  // namespace engine
}  // namespace bytelogic
