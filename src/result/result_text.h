// result_text.h - parts of a result as text, for the forms that results are shown in.
#pragma once

#include <string>

#include "bytelogic/result.h"

namespace bytelogic::result {

// The answer of one output alone: `bob, charlie`, `true`, `120`, `none`.
void AppendAnswer(const Output& output, std::string& out);

// `constraint adults violated: $x=bob (and 3 more)`
void AppendViolation(const Violation& violation, std::string& out);

// The error that a failed result is named by; null where there is none.
auto FirstError(const Result& result) -> const Diagnostic*;

}  // namespace bytelogic::result
