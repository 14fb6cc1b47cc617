// diagnostic.h - what is wrong with a program, where, and what to write instead.
//
// Every diagnostic has a stable code (`E204`), a place, a message that says what was found and expected, a help
// line, and, where one exists, a machine-applicable fix. `bytelogic help E204` explains each code.
//
//   bytelogic::Engine engine;
//   const bytelogic::CompileResult compiled = engine.Compile("REL p 1\nQUERY q ?\n");
//   const bytelogic::Diagnostic& error = compiled.diagnostics.front();
//   std::printf("%s in line %u\n", error.code.c_str(), error.line);           // E201 in line 2
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bytelogic {

enum class Severity : std::uint8_t { kError, kWarning };

// Replace `length` code points from (`line`, `column`) on by `text`. A length of 0 inserts. The fixes of one list do
// not overlap: all of them can be applied, from the last to the first. More may be offered for the text that comes of
// it.
struct Fix {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 0;
  std::string text;
};

// Lines and columns count from 1; columns and lengths are in Unicode code points. Line 0: the diagnostic is about the
// run as a whole (a limit, a fact of the host), not about a place in the source.
struct Diagnostic {
  std::string code;  // "E204", "W101", "R202", ...
  Severity severity = Severity::kError;
  std::string message;  // lower-case, without a full stop
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 0;
  std::string help;  // what to write instead; may be empty
  std::optional<Fix> fix;
};

// The diagnostic for people: `file:line:column: error[E204]: message`, the source line, a caret range, `help: ...`.
// `color` adds ANSI colours. Ends with a newline. An empty `source`: it is not at hand, and no line of it is shown.
auto RenderDiagnostic(const Diagnostic& diagnostic, std::string_view file, std::string_view source, bool color)
    -> std::string;

// `source` with `fix` applied; `source` unchanged where the place of the fix does not exist in it.
auto ApplyFix(std::string_view source, const Fix& fix) -> std::string;

}  // namespace bytelogic
