#include "tools/front.h"

#include <string>

#include "engine/failure.h"
#include "sema/check.h"
#include "syntax/parser.h"

namespace bytelogic::tools {

auto Front::Parse() -> bool {
  if (source.text.size() > source.limits.source_bytes) {
    engine::ReportLimit(DiagnosticKind::kSourceLimit, source.limits, "it has " + std::to_string(source.text.size()),
                        diagnostics);
    return false;
  }
  ast = syntax::ParseProgram(source.text, diagnostics);
  return !diagnostics.has_errors();
}

auto Front::Check() -> bool {
  checked = sema::Check(ast, {}, source.limits, diagnostics);
  return checked.has_value() && !diagnostics.has_errors();
}

}  // namespace bytelogic::tools
