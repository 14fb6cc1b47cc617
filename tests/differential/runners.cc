#include "runners.h"

#include <utility>
#include <vector>

#include "diagnostics/diagnostics.h"
#include "reference/evaluate.h"
#include "sema/check.h"
#include "syntax/dialect.h"

namespace bytelogic::differential {
namespace {

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

auto HostRelations(const Facts& facts) -> std::vector<sema::HostRelation> {
  std::vector<sema::HostRelation> relations;
  for (const auto& [name, table] : facts.tables()) {
    if (table.row_count() == 0) continue;
    sema::HostRelation relation{name, {}};
    for (const ColumnType type : table.types()) relation.columns.push_back(ToType(type));
    relations.push_back(std::move(relation));
  }
  return relations;
}

}  // namespace

auto RunReference(const Case& test, const std::function<void(const sema::CheckedProgram&)>& on_checked)
    -> ReferenceRun {
  Diagnostics diagnostics;
  const syntax::Ast ast = syntax::Parse(test.source, test.dialect, diagnostics);
  std::optional<sema::CheckedProgram> program;
  if (!diagnostics.has_errors()) program = sema::Check(ast, HostRelations(test.facts), test.limits, diagnostics);
  ReferenceRun run;
  if (!program || diagnostics.has_errors()) {
    run.result.emplace();
    run.result->diagnostics = diagnostics.ToPublic(test.source);
    return run;
  }
  run.compiled = true;
  on_checked(*program);
  run.result = reference::Evaluate(*program, test.source, test.facts, test.limits,
                                   {.max_steps = 20'000'000, .ignore_unknown_facts = test.ignore_unknown_facts});
  if (run.result) {
    std::vector<Diagnostic> all = diagnostics.ToPublic(test.source);
    all.insert(all.end(), run.result->diagnostics.begin(), run.result->diagnostics.end());
    run.result->diagnostics = std::move(all);
  }
  return run;
}

}  // namespace bytelogic::differential
