#include "tools/front.h"

#include "diagnostics/limit_message.h"
#include "sema/check.h"
#include "syntax/dialect.h"

namespace bytelogic::tools {

auto Front::Parse() -> bool {
  if (source.text.size() > source.limits.source_bytes) {
    ReportSourceLimit(source.text.size(), source.limits, diagnostics);
    return false;
  }
  ast = syntax::Parse(source.text, source.dialect, diagnostics);
  return !diagnostics.has_errors();
}

auto Front::Check() -> bool {
  checked = sema::Check(ast, host, source.limits, diagnostics);
  return checked.has_value() && !diagnostics.has_errors();
}

}  // namespace bytelogic::tools
