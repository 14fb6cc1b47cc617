#include "bytelogic/result.h"

#include <algorithm>
#include <string_view>

#include "base/visible_text.h"
#include "diagnostics/diagnostic_kind.h"
#include "result/result_text.h"
#include "result/value_text.h"

namespace bytelogic {
namespace result {

void AppendAnswer(const Output& output, std::string& out) {
  switch (output.kind) {
    case Output::Kind::kTruth:
      out += output.truth ? "true" : "false";
      return;
    case Output::Kind::kValue:
      AppendText(output.value, out);
      return;
    case Output::Kind::kRows:
      break;
  }
  if (output.rows.empty()) out += "none";
  std::string_view before_row;
  for (const std::vector<Value>& row : output.rows) {
    out += before_row;
    before_row = ", ";
    std::string_view before_value;
    for (const Value& value : row) {
      out += before_value;
      before_value = " ";
      AppendText(value, out);
    }
  }
}

void AppendViolation(const Violation& violation, std::string& out) {
  out += "constraint ";
  AppendVisible(violation.constraint, out);
  out += " violated";
  if (violation.variables.empty()) return;
  for (std::size_t i = 0; i < violation.variables.size(); ++i) {
    out += i == 0 ? ": $" : " $";
    AppendVisible(violation.variables[i], out);
    out += '=';
    AppendText(violation.witnesses.front()[i], out);
  }
  if (violation.count > 1) out += " (and " + std::to_string(violation.count - 1) + " more)";
}

auto FirstError(const Result& result) -> const Diagnostic* {
  for (const Diagnostic& diagnostic : result.diagnostics) {
    if (diagnostic.severity == Severity::kError) return &diagnostic;
  }
  return nullptr;
}

}  // namespace result

auto Result::Text() const -> std::string {
  std::string text;
  if (!success) {
    const Diagnostic* error = result::FirstError(*this);
    if (error == nullptr) return text;
    text = error->code;
    if (error->line != 0) text += " at " + std::to_string(error->line) + ":" + std::to_string(error->column);
    text += ": " + error->message;
    if (!error->help.empty()) text += "; " + error->help;
    return text;
  }
  if (outputs.size() == 1) {
    result::AppendAnswer(outputs.front(), text);
  } else {
    for (const Output& output : outputs) {
      if (!text.empty()) text += '\n';
      AppendVisible(output.text, text);
      text += ": ";
      result::AppendAnswer(output, text);
    }
  }
  for (const Violation& violation : violations) {
    if (!text.empty()) text += '\n';
    result::AppendViolation(violation, text);
  }
  return text;
}

auto Result::EndedByLimit() const -> bool {
  return std::ranges::any_of(diagnostics, [](const Diagnostic& one) { return IsLimit(one); });
}

}  // namespace bytelogic
