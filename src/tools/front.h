// front.h - a program up to the checker, without an engine: for the commands that run nothing.
//
//   Front front(source, facts);
//   if (front.Parse() && front.Check()) Use(*front.checked);
//   PrintDiagnostics(front.diagnostics.ToPublic(source.text), source.name, source.text, console);
#pragma once

#include <optional>
#include <vector>

#include "diagnostics/diagnostics.h"
#include "engine/compile.h"
#include "sema/checked_program.h"
#include "syntax/ast.h"
#include "tools/arguments.h"
#include "tools/interrupt.h"

namespace bytelogic::tools {

struct Front {
  // `given`: of their columns only the types are looked at.
  explicit Front(const Source& program, const Facts& given = {})
      : source(program),
        host(engine::HostRelations(given)),
        deadline(clock, clock.Now(), RunOptions{.limits = program.limits, .cancelled = InterruptFlag()}),
        interruption(deadline, clock),
        diagnostics(program.limits, &interruption) {}

  // Each returns false where there is an error, and says it in `diagnostics`. Check needs Parse.
  auto Parse() -> bool;
  auto Check() -> bool;

  const Source& source;
  std::vector<sema::HostRelation> host;  // views names of the facts
  engine::Clock clock{nullptr};
  engine::Deadline deadline;
  engine::DeadlineInterruption interruption;
  Diagnostics diagnostics;
  syntax::Ast ast;
  std::optional<sema::CheckedProgram> checked;
};

}  // namespace bytelogic::tools
