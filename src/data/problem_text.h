// problem_text.h - a diagnostic about data without its place: what a reader says of a value, a file or a limit.
#pragma once

#include <string>

#include "diagnostics/diagnostics.h"

namespace bytelogic::data {

struct ProblemText {
  DiagnosticKind kind = DiagnosticKind::kUnreadableData;
  std::string message;
  std::string help;
};

}  // namespace bytelogic::data
