// check_program.h - a text of either dialect: parsed, checked and, where it is a program, evaluated by the reference
// for a moment. Nothing crashes, hangs or leaks, and what the checker promises of a CheckedProgram (representations of
// values among it) holds.
#pragma once

#include <optional>
#include <string_view>

#include "base/check.h"
#include "check_diagnostics.h"
#include "reference/evaluate.h"
#include "sema/check.h"
#include "syntax/dialect.h"

namespace bytelogic::fuzz {

inline void CheckProgram(std::string_view source, Dialect dialect) {
  const Limits limits;
  Diagnostics diagnostics;
  const syntax::Ast ast = syntax::Parse(source, dialect, diagnostics);
  std::optional<sema::CheckedProgram> program;
  if (!diagnostics.has_errors()) program = sema::Check(ast, {}, limits, diagnostics);
  BL_CHECK(program.has_value() != diagnostics.has_errors());
  CheckDiagnostics(diagnostics, source);
  if (!program) return;
  const auto result = reference::Evaluate(*program, source, {}, limits, {.max_steps = 2'000});
  if (result) BL_CHECK(result->success || (result->outputs.empty() && !result->diagnostics.empty()));
}

}  // namespace bytelogic::fuzz
