#include "engine/compile.h"

#include <optional>
#include <utility>

#include "diagnostics/diagnostics.h"
#include "diagnostics/limit_message.h"
#include "engine/compiled.h"
#include "plan/builder.h"
#include "plan/image_writer.h"
#include "syntax/dialect.h"

namespace bytelogic::engine {
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
                    const Limits& limits, const Deadline& deadline, const Clock& clock, Statistics& statistics)
    -> CompileResult {
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
  const auto compiled = std::make_shared<Compiled>();
  compiled->source = source;
  Stopwatch stopwatch(clock);

  {
    syntax::Ast ast = syntax::Parse(compiled->source, dialect, diagnostics);
    statistics.parse_us = stopwatch.Lap();
    if (diagnostics.has_errors() || late(stopwatch)) return Failed(diagnostics, source);
    compiled->dialect = ast.dialect;

    compiled->checked = sema::Check(ast, host, limits, diagnostics);
    // Names and constants may be text that the parser made.
    if (!ast.decoded.empty()) compiled->parsed_texts = std::move(ast.decoded);
  }
  statistics.check_us = stopwatch.Lap();
  if (!compiled->checked || diagnostics.has_errors() || late(stopwatch)) return Failed(diagnostics, source);

  compiled->plan = plan::BuildPlan(*compiled->checked, diagnostics);
  if (diagnostics.has_errors()) return Failed(diagnostics, source);
  compiled->image = plan::WriteImage(compiled->plan);
  statistics.plan_us = stopwatch.Lap();
  if (late(stopwatch)) return Failed(diagnostics, source);

  compiled->work = diagnostics.work().used();
  compiled->memory = diagnostics.work().memory();
  for (const sema::Constraint& constraint : compiled->checked->constraints) {
    ConstraintShape& shape = compiled->constraints.emplace_back();
    shape.name = constraint.name;
    for (const sema::VariableId witness : constraint.witnesses) {
      shape.variables.push_back(constraint.variables[witness.index].name);
    }
  }
  if (!diagnostics.pending().empty()) compiled->warnings = diagnostics.ToPublic(source);
  return {{compiled, &compiled->program}, compiled->warnings};
}

}  // namespace bytelogic::engine
