#include "runners.h"

#include <utility>
#include <vector>

#include "diagnostics/diagnostics.h"
#include "engine/compile.h"
#include "reference/evaluate.h"
#include "sema/check.h"
#include "syntax/dialect.h"

namespace bytelogic::differential {
auto RunReference(const Case& test, const std::function<void(const sema::CheckedProgram&)>& on_checked)
    -> ReferenceRun {
  Diagnostics diagnostics;
  const syntax::Ast ast = syntax::Parse(test.source, test.dialect, diagnostics);
  std::optional<sema::CheckedProgram> program;
  if (!diagnostics.has_errors())
    program = sema::Check(ast, engine::HostRelations(test.facts), test.limits, diagnostics);
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
