// front.h - a program up to the checker, without an engine: for the commands that run nothing.
//
//   Front front(source);
//   if (front.Parse() && front.Check()) Use(*front.checked);
//   PrintDiagnostics(front.diagnostics.ToPublic(source.text), source.name, source.text, console);
#pragma once

#include <optional>
#include <vector>

#include "diagnostics/diagnostics.h"
#include "sema/checked_program.h"
#include "syntax/ast.h"
#include "tools/arguments.h"

namespace bytelogic::tools {

struct Front {
  explicit Front(const Source& program) : source(program) {}

  // Each returns false where there is an error, and says it in `diagnostics`. Check needs Parse.
  auto Parse() -> bool;
  auto Check() -> bool;

  const Source& source;
  Diagnostics diagnostics;
  syntax::Ast ast;
  std::optional<sema::CheckedProgram> checked;
};

}  // namespace bytelogic::tools
