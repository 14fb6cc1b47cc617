// run_text.h - runs a program through parser, checker and reference, and shows what came out in one short text.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "diagnostics/diagnostics.h"
#include "reference/evaluate.h"
#include "reference/text.h"
#include "sema/check.h"
#include "syntax/bytelogic/parser.h"

namespace bytelogic::reference {

// The source text that a diagnostic points at.
inline auto PlaceText(std::string_view source, const Diagnostic& diagnostic) -> std::string {
  std::size_t line_begin = 0;
  for (std::uint32_t line = 1; line < diagnostic.line; ++line) line_begin = source.find('\n', line_begin) + 1;
  const std::u32string code_points = Decode(source.substr(line_begin));
  return Encode(std::u32string_view(code_points).substr(diagnostic.column - 1, diagnostic.length));
}

inline auto ShowOutput(const Output& output) -> std::string {
  if (output.kind == Output::Kind::kTruth) return output.truth ? "true" : "false";
  if (output.kind == Output::Kind::kValue) return ToSymbol(output.value);
  std::string text;
  for (const auto& row : output.rows) {
    if (!text.empty()) text += ", ";
    for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : " ") + ToSymbol(row[i]);
  }
  return output.rows.empty() ? "none" : text;
}

// "c: $x=1 $y=a, $x=2 $y=b of 2": the first witnesses, and how many there are.
inline auto ShowViolation(const Violation& violation) -> std::string {
  std::string text = violation.constraint + ":";
  for (const auto& witness : violation.witnesses) {
    if (text.back() != ':') text += ',';
    for (std::size_t i = 0; i < witness.size(); ++i) text += " $" + violation.variables[i] + "=" + ToSymbol(witness[i]);
  }
  return text + " of " + std::to_string(violation.count);
}

// Answers and violations, one after the other with `; ` between; a failure as `R202 [the text that it points at]`, no
// place: `R305`. Warnings of the run stand behind, in the same form, after ` | `.
inline auto RunText(std::string_view source, const Limits& limits = {}) -> std::string {
  Diagnostics diagnostics;
  const syntax::Ast ast = syntax::ParseProgram(source, diagnostics);
  std::optional<sema::CheckedProgram> program;
  if (!diagnostics.has_errors()) program = sema::Check(ast, {}, limits, diagnostics);
  const auto show = [&](const Diagnostic& diagnostic) {
    return diagnostic.line == 0 ? diagnostic.code : diagnostic.code + " [" + PlaceText(source, diagnostic) + "]";
  };
  std::string text;
  if (!program) {
    text = "not a program:";
    for (const Diagnostic& diagnostic : diagnostics.ToPublic(source)) text += " " + show(diagnostic);
    return text;
  }
  const std::optional<Result> result = Evaluate(*program, source, {}, limits, {});
  if (!result) return "gave up";
  for (const Output& output : result->outputs) text += (text.empty() ? "" : "; ") + ShowOutput(output);
  for (const Violation& violation : result->violations) text += (text.empty() ? "" : "; ") + ShowViolation(violation);
  if (!result->success) EXPECT_TRUE(text.empty()) << "a run that fails has no outputs";
  std::string warnings;
  for (const Diagnostic& diagnostic : result->diagnostics) {
    std::string& list = diagnostic.severity == Severity::kError ? text : warnings;
    list += (list.empty() ? "" : " ") + show(diagnostic);
  }
  return warnings.empty() ? text : text + " | " + warnings;
}

}  // namespace bytelogic::reference
