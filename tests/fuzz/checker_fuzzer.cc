// Any text: parsed, checked and, where it is a program, evaluated by the reference for a moment. Nothing crashes, hangs
// or leaks, and what the checker promises of a CheckedProgram (representations of values among it) holds.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/check.h"
#include "diagnostics/diagnostics.h"
#include "reference/evaluate.h"
#include "sema/check.h"
#include "syntax/parser.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bytelogic;
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  const Limits limits;
  Diagnostics diagnostics;
  const syntax::Ast ast = syntax::ParseProgram(source, diagnostics);
  std::optional<sema::CheckedProgram> program;
  if (!diagnostics.has_errors()) program = sema::Check(ast, {}, limits, diagnostics);
  BL_CHECK(program.has_value() != diagnostics.has_errors());
  for (const Diagnostic& diagnostic : diagnostics.ToPublic(source)) {
    BL_CHECK(!diagnostic.message.empty());
    if (diagnostic.fix) (void)ApplyFix(source, *diagnostic.fix);
    (void)RenderDiagnostic(diagnostic, "fuzz.bl", source, false);
  }
  if (!program) return 0;
  const auto result = reference::Evaluate(*program, source, {}, limits, {.max_steps = 2'000});
  if (result) BL_CHECK(result->success || (result->outputs.empty() && !result->diagnostics.empty()));
  return 0;
}
